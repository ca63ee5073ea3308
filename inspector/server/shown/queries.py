"""Reading the ledgers: which rows somebody may see, filtered, sorted, page by page.

What a person may see are the areas of the grants (`scopes`); everything here asks for them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from inspector.domain.fields import from_fields
from inspector.domain.hazard import Hazard
from inspector.domain.ledger import (
    InspectionRow,
    LedgerKind,
    RectificationRow,
    SupervisionRule,
    overdue_days,
    supervision_reasons,
)
from inspector.domain.visit import VisitKind
from inspector.quick_dataclass import dataclass
from inspector.server.shown import settings
from inspector.server.shown.rows import day
from inspector.server.tables import device_person, person, shown_hazard, shown_thing, shown_visit

Test = sa.ColumnElement[bool]
SOON_DAYS: Final = 7
_CUSTOMER: Final = shown_thing.alias("customer_of")
_EQUAL: Final = shown_hazard.c
HAZARD_SORTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "grade": (_EQUAL.grade, _EQUAL.deadline),
    "number": (_EQUAL.number,),
    "customer": (_CUSTOMER.c.name,),
    "found_on": (_EQUAL.found_on,),
    "deadline": (_EQUAL.deadline,),
    "status": (_EQUAL.status,),
}
VISIT_SORTS: Final[Mapping[str, tuple[Any, ...]]] = {
    "signed_on": (shown_visit.c.signed_on,),
    "number": (shown_visit.c.number,),
    "customer": (_CUSTOMER.c.name,),
    "kind": (shown_visit.c.kind,),
}
"""What rows can be sorted by; the first one is the order without a wish."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which rows of a ledger. What is empty does not narrow; `words` must all be found, each in one of the texts."""

    scopes: tuple[str, ...]
    state: str = ""
    """Of hazards: unclosed, overdue, soon, closed, or a status as people count it."""
    grade: int | None = None
    kind: str = ""
    """Of visits: a `VisitKind`."""
    first: date | None = None
    last: date | None = None
    """Found, or signed, from … to."""
    words: tuple[str, ...] = ()
    customer: str = ""
    visit: str = ""
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What ids stand for: things by area and id, and persons by every id that records use for them.

    A record may name a thing of another area, which its readers may not know: that is not found here.
    """

    things: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)

    def customer(self, row: Any) -> Any:
        """The customer of a row; None if its area has none of this id."""
        return self.things.get((row.scope, row.customer))

    def name(self, scope: str, identity: str | None) -> str:
        """The name of a thing; "" if it is not known."""
        row = self.things.get((scope, identity or ""))
        return str(row.name) if row is not None else ""


def count(connection: Connection, ledger: LedgerKind, chosen: Chosen, today: date) -> int:
    """How many rows there are."""
    table = _table(ledger)
    tests = _tests(ledger, chosen, today, settings.rules(connection, chosen.scopes))
    query = sa.select(sa.func.count()).select_from(table).where(*tests)
    return int(connection.execute(query).scalar_one())


def hazards(
    connection: Connection, ledger: LedgerKind, chosen: Chosen, today: date, *, offset: int = 0, limit: int = -1
) -> list[RectificationRow]:
    """Rows of the rectification or supervision ledger; a limit of -1 takes all."""
    rules = settings.rules(connection, chosen.scopes)
    rows = _page(connection, ledger, chosen, today, offset, limit)
    known = names(connection, rows)
    numbers = _visits(connection, [row.visit for row in rows])
    return [_hazard(row, today, known, numbers, rules[row.scope]) for row in rows]


def visits(
    connection: Connection, chosen: Chosen, today: date, *, offset: int = 0, limit: int = -1
) -> list[InspectionRow]:
    """Rows of the inspection ledger; a limit of -1 takes all."""
    rows = _page(connection, LedgerKind.INSPECTION, chosen, today, offset, limit)
    known = names(connection, rows)
    return [_visit(row, known) for row in rows]


def hazard(connection: Connection, scopes: Sequence[str], identity: str, today: date) -> RectificationRow | None:
    """One hazard; None where there is none that may be seen."""
    query = sa.select(shown_hazard).where(shown_hazard.c.id == identity, shown_hazard.c.scope.in_(scopes))
    row = connection.execute(query).first()
    if row is None:
        return None
    rule = settings.rules(connection, [row.scope])[row.scope]
    return _hazard(row, today, names(connection, [row]), _visits(connection, [row.visit]), rule)


def visit(connection: Connection, scopes: Sequence[str], identity: str) -> InspectionRow | None:
    """One visit; None where there is none that may be seen."""
    query = sa.select(shown_visit).where(shown_visit.c.id == identity, shown_visit.c.scope.in_(scopes))
    row = connection.execute(query).first()
    return None if row is None else _visit(row, names(connection, [row]))


def scope_of(connection: Connection, identity: str) -> str:
    """The area of a hazard."""
    query = sa.select(shown_hazard.c.scope).where(shown_hazard.c.id == identity)
    return str(connection.execute(query).scalar() or "")


def names(connection: Connection, rows: Iterable[Any]) -> Names:
    """Names of the customers and equipment of these rows, and of everybody."""
    wanted = {row.customer for row in rows}
    wanted |= {json.loads(row.data)["hazard"]["equipment"] for row in rows if "trouble" in row._fields} - {None}
    things = {}
    known = list(wanted)
    for start in range(0, len(known), 500):
        query = sa.select(shown_thing).where(shown_thing.c.id.in_(known[start : start + 500]))
        things.update({(row.scope, row.id): row for row in connection.execute(query)})
    return Names(things, people(connection))


def people(connection: Connection) -> dict[str, str]:
    """Names of persons by id: as the records say, and over it as the server knows them."""
    recorded = sa.select(shown_thing.c.id, shown_thing.c.name).where(shown_thing.c.kind == "person")
    aliased = sa.select(device_person.c.alias, person.c.name).join(person, person.c.id == device_person.c.person)
    known = sa.select(person.c.id, person.c.name)
    queries = (recorded, aliased.where(device_person.c.alias != ""), known)
    return {str(row[0]): str(row[1]) for query in queries for row in connection.execute(query)}


def _table(ledger: LedgerKind) -> sa.Table:
    return shown_visit if ledger is LedgerKind.INSPECTION else shown_hazard


def _page(
    connection: Connection, ledger: LedgerKind, chosen: Chosen, today: date, offset: int, limit: int
) -> Sequence[Any]:
    table = _table(ledger)
    sorts = VISIT_SORTS if ledger is LedgerKind.INSPECTION else HAZARD_SORTS
    columns = sorts.get(chosen.sort) or next(iter(sorts.values()))
    newest_first = not chosen.sort and ledger is LedgerKind.INSPECTION
    order = [column.desc() if chosen.descending or newest_first else column.asc() for column in columns]
    query = sa.select(table).outerjoin(
        _CUSTOMER, sa.and_(_CUSTOMER.c.id == table.c.customer, _CUSTOMER.c.scope == table.c.scope)
    )
    query = (
        query.where(*_tests(ledger, chosen, today, settings.rules(connection, chosen.scopes)))
        .order_by(*order, table.c.id)
        .offset(offset)
    )
    return connection.execute(query.limit(limit) if limit >= 0 else query).all()


def _tests(ledger: LedgerKind, chosen: Chosen, today: date, rules: Mapping[str, SupervisionRule]) -> list[Test]:
    table = _table(ledger)
    on = table.c.signed_on if ledger is LedgerKind.INSPECTION else table.c.found_on
    tests: list[Test] = [table.c.scope.in_(chosen.scopes)]
    tests += [on >= chosen.first.isoformat()] if chosen.first else []
    tests += [on <= chosen.last.isoformat()] if chosen.last else []
    tests += [table.c.customer == chosen.customer] if chosen.customer else []
    tests += [_found(table, word) for word in chosen.words]
    if ledger is LedgerKind.INSPECTION:
        return [*tests, *([table.c.kind == chosen.kind] if chosen.kind else [])]
    tests += [table.c.visit == chosen.visit] if chosen.visit else []
    tests += [table.c.grade == chosen.grade] if chosen.grade is not None else []
    tests += [_state(chosen.state, today)] if chosen.state else []
    return [*tests, *([_supervised(today, rules)] if ledger is LedgerKind.SUPERVISION else [])]


def _found(table: sa.Table, word: str) -> Test:
    """Whether a word stands in the texts of a row, or in the name or account of its customer in the same area."""
    like = "%" + "".join(f"\\{letter}" if letter in "%_\\" else letter for letter in word.lower()) + "%"
    texts = (sa.func.lower(shown_thing.c.name), shown_thing.c.account)
    things = sa.select(shown_thing.c.scope, shown_thing.c.id)
    named = things.where(sa.or_(*(text.like(like, escape="\\") for text in texts)))
    return sa.or_(table.c.words.like(like, escape="\\"), sa.tuple_(table.c.scope, table.c.customer).in_(named))


def _state(state: str, today: date) -> Test:
    columns, now = shown_hazard.c, today.isoformat()
    match state:
        case "unclosed":
            return columns.unclosed
        case "overdue":
            return sa.and_(columns.unclosed, columns.deadline < now)
        case "soon":
            until = (today + timedelta(days=SOON_DAYS)).isoformat()
            return sa.and_(columns.unclosed, columns.deadline >= now, columns.deadline <= until)
    return columns.status == state


def _supervised(today: date, rules: Mapping[str, SupervisionRule]) -> Test:
    """As `domain.ledger.supervision_reasons`, with the rule of each area."""
    columns = shown_hazard.c
    areas = (sa.and_(columns.scope == scope, sa.or_(*_reasons(rule, today))) for scope, rule in rules.items())
    return sa.and_(columns.unclosed, sa.or_(sa.false(), *areas))


def _reasons(rule: SupervisionRule, today: date) -> list[Test]:
    columns = shown_hazard.c
    tests: list[Test] = [columns.grade.in_([grade.rank for grade in rule.grades])]
    if rule.overdue_days is not None:
        tests.append(columns.deadline < (today - timedelta(days=rule.overdue_days)).isoformat())
    tests += [columns.recurrent] if rule.recurrent else []
    tests += [columns.status == "disputed"] if rule.disputed else []
    return [*tests, *([columns.by_hand != ""] if rule.by_hand else [])]


def _visits(connection: Connection, identities: Iterable[str]) -> dict[tuple[str, str], Any]:
    """Visits by area and id."""
    known, found = sorted({one for one in identities if one}), {}
    for start in range(0, len(known), 500):
        query = sa.select(shown_visit).where(shown_visit.c.id.in_(known[start : start + 500]))
        found.update({(row.scope, row.id): row for row in connection.execute(query)})
    return found


def _hazard(
    row: Any, today: date, known: Names, visited: Mapping[tuple[str, str], Any], rule: SupervisionRule
) -> RectificationRow:
    data = json.loads(row.data)
    noun: Hazard = from_fields(Hazard, data["hazard"])
    reasons = supervision_reasons(
        noun.status,
        noun.grade,
        noun.deadline,
        recurrent=bool(row.recurrent),
        by_hand=bool(row.by_hand),
        today=today,
        rule=rule,
    )
    of = known.customer(row)
    seen = visited.get((row.scope, row.visit))
    return RectificationRow(
        replace(noun, supervision=reasons),
        of.account if of is not None else "",
        of.name if of is not None else "",
        known.name(row.scope, noun.equipment),
        seen.number if seen is not None else "",
        json.loads(seen.data)["notice"] if seen is not None else "",
        overdue_days(noun.status, noun.deadline, today),
        importance=_importance(of),
        team=data["team"],
        rectifiers=tuple(data["rectifiers"]),
        reviewers=tuple(data["reviewers"]),
        served_on=day(data["served_on"]),
        submitted_on=day(data["submitted_on"]),
        prior_on=day(row.prior_on),
        reopened=row.reopened,
        extended=data["extended"],
        asks_extension=data["asks_extension"],
        by_hand=row.by_hand,
    )


def _visit(row: Any, known: Names) -> InspectionRow:
    data = json.loads(row.data)
    of = known.customer(row)
    inspectors = tuple(data["inspectors"])
    return InspectionRow(
        row.id,
        row.number,
        row.customer,
        of.account if of is not None else "",
        of.name if of is not None else "",
        VisitKind(row.kind),
        inspectors,
        tuple(known.persons.get(one, one) for one in inspectors),
        date.fromisoformat(row.signed_on),
        data["notice"],
        data["conclusion"],
        (data["counts"][0], data["counts"][1], data["counts"][2]),
        importance=_importance(of),
    )


def _importance(of: Any) -> str:
    return str(json.loads(of.data).get("importance") or "") if of is not None else ""
