"""What somebody asked for in the address of a page: filter, order, page; and addresses of other pages like it.

What cannot be understood narrows nothing, and the page says so: an address is typed, shortened and sent around.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from typing import Final
from urllib.parse import urlencode

from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import VisitKind
from inspector.domain.words import STATUSES
from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass
from inspector.server.shown.queries import HAZARD_SORTS, VISIT_SORTS, Chosen

ROWS: Final = 50
"""Rows on a page."""
MOST_WORDS: Final = 8
MOST_TEXT: Final = 200
STATES: Final = {
    "unclosed": N_("Not closed"),
    "overdue": N_("Overdue"),
    "soon": N_("Due in 7 days"),
    **STATUSES,
    "all": N_("All"),
}
"""What the field “status” offers; without a wish a ledger of hazards shows what is not closed."""
KEYS: Final = ("q", "state", "grade", "kind", "area", "from", "to", "customer", "sort", "order", "page")


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a ledger. `given` are the understood parameters, `wrong` what was not understood."""

    ledger: LedgerKind
    chosen: Chosen
    page: int = 1
    given: Mapping[str, str] = field(default_factory=dict)
    wrong: tuple[Message, ...] = ()

    @property
    def path(self) -> str:
        """The ledger without a filter."""
        return f"/ledgers/{self.ledger.value}"

    def address(self, **changed: str) -> str:
        """The address of this page with these parameters changed; an empty one is left out. Pages begin at 1 again."""
        wanted = {**self.given, "page": "", **changed}
        query = urlencode({key: wanted[key] for key in KEYS if wanted.get(key)})
        return self.path + (f"?{query}" if query else "")

    def document(self, form: str, language: str) -> str:
        """The address of the same rows as a document."""
        given = {key: value for key, value in self.given.items() if key != "page"}
        return f"{self.path}.{form}?{urlencode({**given, 'document': language})}"

    @property
    def narrowed(self) -> int:
        """How many fields narrow the rows, beyond what a ledger shows by itself."""
        return sum(
            1 for key in ("q", "state", "grade", "kind", "area", "from", "to", "customer") if self.given.get(key)
        )


def read(ledger: LedgerKind, query: Mapping[str, str], scopes: tuple[str, ...]) -> Asked:
    """What an address asks for; never more than these areas."""
    given: dict[str, str] = {}
    wrong: list[Message] = []
    text = " ".join(query.get("q", "")[:MOST_TEXT].replace("\0", "").split())
    if text:
        given["q"] = text
    inspection = ledger is LedgerKind.INSPECTION
    known: dict[str, tuple[str, ...]] = {
        "state": () if inspection else tuple(STATES),
        "grade": () if inspection else tuple(Grade),
        "kind": tuple(VisitKind) if inspection else (),
        "area": scopes,
        "sort": tuple(VISIT_SORTS if inspection else HAZARD_SORTS),
        "order": ("desc",),
    }
    for key, values in known.items():
        value = query.get(key, "")
        if value in values:
            given[key] = value
        elif value:
            wrong.append(Message(N_("The filter “{name}” was left out: {value}."), {"name": key, "value": value[:80]}))
    first, last = (_day(query.get(key, ""), key, given, wrong) for key in ("from", "to"))
    customer = query.get("customer", "")[:MOST_TEXT].replace("\0", "")
    if customer:
        given["customer"] = customer
    page = query.get("page", "")
    number = max(1, int(page)) if page.isascii() and page.isdigit() and len(page) <= 6 else 1
    if number > 1:
        given["page"] = str(number)
    chosen = Chosen(
        (given["area"],) if "area" in given else scopes,
        "" if inspection or given.get("state") == "all" else given.get("state", "unclosed"),
        Grade(given["grade"]).rank if "grade" in given else None,
        given.get("kind", ""),
        first,
        last,
        tuple(text.split()[:MOST_WORDS]),
        customer,
        sort=given.get("sort", ""),
        descending="order" in given,
    )
    return Asked(ledger, chosen, number, given, tuple(wrong))


def _day(text: str, key: str, given: dict[str, str], wrong: list[Message]) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        wrong.append(Message(N_("“{value}” is no day. Write it as 2026-06-30."), {"value": text[:80]}))
        return None
    given[key] = day.isoformat()
    return day
