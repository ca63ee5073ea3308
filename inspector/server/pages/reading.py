"""What the pages show, read from the database on a thread: a ledger's page, a hazard, a visit, a photo."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.customer import Importance
from inspector.domain.events import Event
from inspector.domain.hazard import Grade
from inspector.domain.ledger import InspectionRow, LedgerKind, RectificationRow
from inspector.domain.merge import fold
from inspector.domain.visit import VisitKind
from inspector.domain.words import GRADES, IMPORTANCES, SUPERVISION, VISIT_KINDS
from inspector.i18n import N_, Translator
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.reports.ledger_values import conclusion_text
from inspector.reports.words import grouped
from inspector.server import store
from inspector.server.core import Core
from inspector.server.pages import course, tables
from inspector.server.pages.asked import ROWS, STATES, Asked
from inspector.server.pages.documents import local
from inspector.server.pages.readers import Reader
from inspector.server.shapes import NAME, plain
from inspector.server.shown import catching_up, queries
from inspector.server.tables import blob_ref, shown_thing

TITLES: Final = {
    LedgerKind.INSPECTION: N_("Safety inspection"),
    LedgerKind.RECTIFICATION: N_("Hazard rectification"),
    LedgerKind.SUPERVISION: N_("Key supervision"),
}
MOST_DIGITS: Final = 5
PICTURES: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png", b"GIF8": "image/gif"}
"""What browsers show, by its first bytes; everything else is offered as a file."""


@dataclass(frozen=True, slots=True)
class Select:
    """A field of the filter with a list of choices."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture of a hazard: where it is, in words, and whether it has arrived."""

    href: str
    alt: str
    caption: str
    here: bool


def ledger(core: Core, reader: Reader, asked: Asked, t: Translator) -> dict[str, Any]:
    """A page of a ledger."""
    behind = catching_up.catch_up(core.database).behind
    today = local(core).date()
    with core.database.reading() as connection:
        total = queries.count(connection, asked.ledger, asked.chosen, today)
        pages = max(1, -(-total // ROWS))
        asked = replace(asked, page=min(asked.page, pages))
        rows = _rows(connection, asked, (asked.page - 1) * ROWS, today, t)
        customer = _customer(connection, reader, asked.chosen.customer)
    none = not reader.scopes
    hint = _NONE if none else N_("Change the filter, or wait until laptops have sent their records.")
    return {
        "title": t(TITLES[asked.ledger]),
        "asked": asked,
        "total": total,
        "pages": pages,
        "table": rows,
        "behind": behind,
        "customer": customer,
        "selects": _selects(asked, reader, t),
        "from_label": t("Signed from") if asked.ledger is LedgerKind.INSPECTION else t("Found from"),
        "empty": (t("Nothing to show"), t(hint)),
    }


_NONE: Final = N_("You have no area yet. The administrator of the server grants areas.")


def _rows(connection: Connection, asked: Asked, offset: int, today: Any, t: Translator) -> tables.Table:
    if asked.ledger is LedgerKind.INSPECTION:
        found = queries.visits(connection, asked.chosen, today, offset=offset, limit=ROWS)
        return tables.visit_table(found, asked, t)
    rows = queries.hazards(connection, asked.ledger, asked.chosen, today, offset=offset, limit=ROWS)
    return tables.hazard_table(rows, asked, today, t)


def _customer(connection: Connection, reader: Reader, identity: str) -> str:
    """The name of the customer a page is narrowed to."""
    if not identity:
        return ""
    query = sa.select(shown_thing.c.name).where(shown_thing.c.id == identity, shown_thing.c.scope.in_(reader.scopes))
    return str(connection.execute(query).scalar() or identity)


def _selects(asked: Asked, reader: Reader, t: Translator) -> tuple[Select, ...]:
    every = ("", t("All"))
    found = []
    if asked.ledger is LedgerKind.INSPECTION:
        kinds = tuple((kind.value, t(VISIT_KINDS[kind])) for kind in VisitKind)
        found.append(Select("kind", t("Inspection kind"), (every, *kinds), asked.given.get("kind", "")))
    else:
        states = tuple((state, t(words)) for state, words in STATES.items())
        grades = tuple((grade.value, t(GRADES[grade])) for grade in Grade)
        found.append(Select("state", t("Status"), states, asked.given.get("state", "unclosed")))
        found.append(Select("grade", t("Grade"), (every, *grades), asked.given.get("grade", "")))
    if len(reader.scopes) > 1:
        found.append(Select("area", t("Area"), (every, *reader.areas), asked.given.get("area", "")))
    return tuple(found)


def hazard(core: Core, reader: Reader, identity: str, t: Translator) -> dict[str, Any]:
    """The page of a hazard. Raises Problem page_missing."""
    _check_id(identity)
    catching_up.catch_up(core.database)
    today = local(core).date()
    with core.database.reading() as connection:
        row = queries.hazard(connection, reader.scopes, identity, today)
        if row is None:
            raise Problem("page_missing")
        events = store.events_of(connection, identity)
        persons = queries.people(connection)
        state = fold(events)
        taken = course.pictures(events, state, row.hazard.photos)
        here = _present(connection, queries.scope_of(connection, identity), taken)
    return {
        "row": row,
        "grade_chip": tables.grade_cell(row.hazard.grade, t),
        "status_chip": tables.status_cell(row, t),
        "deadline": tables.deadline_cell(row, today, t),
        "facts": _facts(row, persons, t),
        "photos": [_photo(row, identity, place, one, one.sha256 in here, t) for place, one in enumerate(taken, 1)],
        "stations": course.stations(events, state, persons, t),
        "alerts": course.alerts(events, state, persons, t),
    }


def _photo(row: RectificationRow, identity: str, place: int, one: course.Picture, here: bool, t: Translator) -> Photo:  # noqa: FBT001 - a fact of the photo
    alt = t("Photo {count} of hazard {number}").format(count=place, number=row.hazard.number)
    said = t("after the rectification") if one.after else t("as found")
    caption = t(", ").join(part for part in (said, one.taken_at) if part)
    return Photo(f"/hazards/{identity}/photos/{place}", f"{alt}, {said}", caption, here)


def _facts(row: RectificationRow, persons: Mapping[str, str], t: Translator) -> list[tuple[str, str, str]]:
    one = row.hazard

    def named(ids: tuple[str, ...]) -> str:
        return t(", ").join(persons.get(person, person) for person in ids)

    customer = f"/ledgers/rectification?state=all&customer={one.customer}"
    importance = t(IMPORTANCES[Importance(row.importance)]) if row.importance else ""
    plain = [
        (t("Account"), grouped(row.account)),
        (t("Customer class"), importance),
        (t("Place / equipment"), one.place if row.equipment_name in one.place else f"{one.place} {row.equipment_name}"),
        (t("Basis"), one.basis),
        (t("Measure"), one.measure),
        (t("Found on"), one.found_on.isoformat()),
        (t("Inspectors"), named(one.found_by)),
        (t("Deadline"), one.deadline.isoformat()),
        (t("Responsible"), one.responsible),
        (t("Result notice"), row.notice),
        (t("Notice served on"), row.served_on.isoformat() if row.served_on else ""),
        (t("Submitted on"), row.submitted_on.isoformat() if row.submitted_on else ""),
        (t("Recorded by"), named(row.rectifiers)),
        (t("Closed on"), one.closed_on.isoformat() if one.closed_on else ""),
        (t("Reviewer"), named(row.reviewers)),
        (t("Why listed"), t(", ").join(t(SUPERVISION[reason]) for reason in one.supervision)),
        (t("Found before on"), row.prior_on.isoformat() if row.prior_on else ""),
        (t("Times reopened"), str(row.reopened or "")),
        (t("Times extended"), str(row.extended or "")),
    ]
    visit = (t("Inspection sheet"), row.visit_number, f"/visits/{one.visit}")
    of = (t("Customer"), row.customer_name or t("unknown customer"), customer)
    return [of, *((label, value, "") for label, value in plain[:5]), visit, *((a, b, "") for a, b in plain[5:])]


def visit(core: Core, reader: Reader, identity: str, t: Translator) -> dict[str, Any]:
    """The page of a visit. Raises Problem page_missing."""
    _check_id(identity)
    catching_up.catch_up(core.database)
    today = local(core).date()
    chosen = queries.Chosen(reader.scopes, visit=identity)
    with core.database.reading() as connection:
        row = queries.visit(connection, reader.scopes, identity)
        if row is None:
            raise Problem("page_missing")
        found = queries.hazards(connection, LedgerKind.RECTIFICATION, chosen, today)
        issued = _notices(store.events_of(connection, identity))
    notices = [(f"/visits/{identity}/notices/{place}", number) for place, (number, _sha) in enumerate(issued, 1)]
    return {"notices": notices, "row": row, "facts": _visit_facts(row, t), "table": tables.plain_table(found, today, t)}


def _visit_facts(row: InspectionRow, t: Translator) -> list[tuple[str, str]]:
    return [
        (t("Account"), grouped(row.account)),
        (t("Customer class"), t(IMPORTANCES[Importance(row.importance)]) if row.importance else ""),
        (t("Inspection kind"), t(VISIT_KINDS[row.kind])),
        (t("Inspected on"), row.signed_on.isoformat()),
        (t("Inspectors"), t(", ").join(row.inspector_names)),
        (t("Result notice"), row.notice),
        (t("Conclusion"), conclusion_text(row, t)),
    ]


def _check_id(identity: str) -> None:
    """Raises Problem page_missing for a text that no record has as an id; a database may refuse to look for it."""
    if not plain(identity, NAME):
        raise Problem("page_missing")


def _place(text: str) -> int:
    """Which one of several, from 1. Raises Problem page_missing."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text)):
        raise Problem("page_missing")
    return int(text)


def photo(core: Core, reader: Reader, identity: str, nth: str) -> tuple[bytes, str]:
    """The bytes and media type of the nth picture of a hazard. Raises Problem page_missing."""
    _check_id(identity)
    place = _place(nth)
    with core.database.reading() as connection:
        row = queries.hazard(connection, reader.scopes, identity, local(core).date())
        if row is None:
            raise Problem("page_missing")
        events = store.events_of(connection, identity)
        wanted = course.pictures(events, fold(events), row.hazard.photos)[place - 1 : place]
        here = _present(connection, queries.scope_of(connection, identity), wanted)
    if not here:
        raise Problem("page_missing")
    data = core.blob_get(reader.session, wanted[0].sha256)
    kinds = (kind for start, kind in PICTURES.items() if data.startswith(start))
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return data, next(kinds, "image/webp" if webp else "")


def notice(core: Core, reader: Reader, identity: str, nth: str) -> tuple[bytes, str]:
    """The nth notice of a visit: the PDF as it was signed, and its name. Raises Problem page_missing."""
    _check_id(identity)
    place = _place(nth)
    with core.database.reading() as connection:
        if queries.visit(connection, reader.scopes, identity) is None:
            raise Problem("page_missing")
        found = _notices(store.events_of(connection, identity))
    if place > len(found):
        raise Problem("page_missing")
    number, sha256 = found[place - 1]
    data = core.blob_get(reader.session, sha256)
    if not data.startswith(b"%PDF-"):
        raise Problem("page_missing")
    name = "".join(letter for letter in number if letter.isascii() and (letter.isalnum() or letter in "-_"))
    return data, f"{name or 'notice'}.pdf"


def _notices(events: Sequence[Event]) -> list[tuple[str, str]]:
    """Number and hash of each notice of a visit; later versions come later."""
    return [
        (str(event.body.get("number") or ""), blob.sha256)
        for event in fold(events).facts
        if event.type == "notice_issued"
        for blob in event.blobs
        if blob.type == "application/pdf"
    ]


def _present(connection: Connection, scope: str, taken: Sequence[course.Picture]) -> frozenset[str]:
    """Those of these files that were sent for the area."""
    hashes = [one.sha256 for one in taken]
    query = sa.select(blob_ref.c.sha256).where(
        blob_ref.c.scope == scope, blob_ref.c.present, blob_ref.c.sha256.in_(hashes)
    )
    return frozenset(connection.execute(query).scalars())
