"""What the filters of the ledgers are called, which show as chips, and which stand in the menu of further ones."""

from collections.abc import Iterable, Mapping
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.ledger import REASONS, LedgerKind
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, _
from inspector.services.words import SUPERVISION, VISIT_KINDS
from inspector.ui.kit.meaning import grade_name, status_name

CHIPS: Final = (
    ("unclosed", N_("Unclosed"), ""),
    ("critical", N_("Critical"), "red"),
    ("serious", N_("Serious"), "orange"),
    ("overdue", N_("Overdue"), "red"),
    ("due_7", N_("Due in 7 days"), ""),
    ("mine", N_("Mine"), ""),
)
"""Key, words, and hue of the count."""
_MINE: Final = ("mine",)
FOR_KIND: Final[dict[LedgerKind, tuple[str, ...]]] = {
    LedgerKind.INSPECTION: _MINE,
    LedgerKind.RECTIFICATION: tuple(key for key, _label, _hue in CHIPS),
    LedgerKind.SUPERVISION: ("critical", "serious", "overdue", "due_7", "mine"),
}
DEFAULT: Final[dict[LedgerKind, tuple[str, ...]]] = {
    LedgerKind.INSPECTION: (),
    LedgerKind.RECTIFICATION: ("unclosed",),
    LedgerKind.SUPERVISION: (),
}
PERIODS: Final = ("year:", "month:")
"""Filters that the menu of years sets."""
STATES: Final = ("pending", "rectifying", "in_review", "returned", "disputed")
ENDED: Final = ("status:closed", "voided")
_WORDS: Final[Mapping[str, str]] = {
    **{key: label for key, label, _hue in CHIPS},
    "closed": N_("Closed or voided"),
    "extension": N_("More time asked for"),
    "recurrent": SUPERVISION["recurrent"],
    "counted": N_("Not voided"),
    "on_time": N_("within the deadline"),
    "sent_back": N_("sent back by a reviewer"),
    "team:-": N_("No team"),
    **{f"reason:{reason}": SUPERVISION[reason] for reason in REASONS},
    **{f"kind:{kind.value}": VISIT_KINDS[kind] for kind in VisitKind},
}


_SAID: Final[Mapping[str, str]] = {
    "found": N_("Found {value}"),
    "closed_in": N_("Closed {value}"),
    "late_in": N_("Overdue in {value}"),
    "team": N_("Team {value}"),
}
"""Words of filters with a period or a name behind the colon."""
_ONE: Final[Mapping[str, str]] = {"equipment": N_("One equipment"), "hazard": N_("Chosen hazard")}
"""Words of filters with an id behind the colon."""


def further(kind: LedgerKind) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The menu of further filters: headings (msgid, "" for none) and the filters under each."""
    if kind is LedgerKind.INSPECTION:
        return ((N_("Inspection kind"), tuple(f"kind:{one.value}" for one in VisitKind)),)
    ended = ENDED if kind is LedgerKind.RECTIFICATION else ()
    reasons = tuple(f"reason:{reason}" for reason in REASONS)
    return (
        ("", FOR_KIND[kind]),
        (N_("Grade"), tuple(grade.value for grade in Grade)),
        (N_("Status"), (*STATES, *ended, "extension")),
        (N_("Why listed"), reasons),
    )


def label_of(name: str, customers: Mapping[str, str]) -> str:
    """What a filter is called; `customers` are names by account or id."""
    head, _colon, value = name.partition(":")
    if name in _WORDS:
        words = _(_WORDS[name])
        return words[:1].upper() + words[1:]
    if name in set(Grade):
        return grade_name(Grade(name))
    if name in (*STATES, "voided"):
        return status_name(name)
    if head == "status":
        return status_name(value)
    if head == "year":
        return _("Year {year}").format(year=value)
    if head in _ONE:
        return _(_ONE[head])
    value = customers.get(value, value).strip(".").replace("..", " – ")
    return _(_SAID[head]).format(value=value) if value and head in _SAID else value or name


def fitting(kind: LedgerKind, names: Iterable[str]) -> tuple[str, ...]:
    """Those of the filters that this ledger knows: hazards and visits have other ones."""
    visits = kind is LedgerKind.INSPECTION
    ours = ("mine", "kind:", "customer:", *PERIODS, "found:")
    return tuple(
        name for name in dict.fromkeys(names) if name and (not visits or name.startswith(ours)) and
        (visits or not name.startswith("kind:"))
    )  # fmt: skip
