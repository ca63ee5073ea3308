"""Signed visits: the inspection ledger, and what a visit found last time."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from inspector.domain.ledger import InspectionRow
from inspector.domain.visit import VisitKind, VisitStatus, VisitSummary
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.ledgers.hazard_filter import Span, any_of, within
from inspector.storage.ledgers.hazard_ledger import IMPORTANCE_RANK
from inspector.storage.ledgers.words import checks, question_of, terms_of
from inspector.storage.session import Session, chunks

SORTS: Final = {
    "signed_at": "v.signed_at",
    "number": "v.number",
    "customer": "c.name",
    "account": "c.account",
    "importance": IMPORTANCE_RANK,
    "kind": "v.kind",
    "occasion": "(SELECT json_extract(e.raw, '$.body.occasion') FROM event e WHERE e.id = v.event)",
    "inspectors": "inspectors_named.place",
    "critical": "v.critical",
    "serious": "v.serious",
    "general": "v.general",
    "conclusion": "v.critical + v.serious + v.general",
    "notice": "v.notice",
}
DEFAULT_SORT: Final = ("-signed_at",)
TEXTS: Final = ("v.number", "v.notice", "c.name", "c.account")
"""Where the words of a search may stand."""
FOUND: Final = """v.id IN (SELECT s.entity FROM search_visit f CROSS JOIN search_doc s ON s.doc = f.rowid
WHERE search_visit MATCH :asked)"""
NAMED: Final = """WITH inspectors_named (list, place) AS MATERIALIZED (SELECT key, value FROM json_each(:people)) """
JOINS: Final = "LEFT JOIN customer c ON c.id = v.customer"
ROW: Final = f"""SELECT v.*, c.account AS c_account, c.name AS c_name,
json_extract(c.data, '$.importance') AS c_importance FROM visit v {JOINS}"""  # noqa: S608 - own text


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which rows of the inspection ledger; what is empty or None does not narrow.

    Several values of one field are alternatives, everything else adds up.
    """

    customers: tuple[str, ...] = ()
    kinds: tuple[VisitKind, ...] = ()
    signed: tuple[Span, ...] = ()
    """Days, as the clock of the one who signed showed them."""
    person: str = ""
    """One of the inspectors."""
    text: str = ""


class Visits:
    """Reads of signed visits. Planned and open ones are `Drafts`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self, visit: str) -> VisitSummary:
        """A signed visit. Raises Problem("record_missing")."""
        row = self._session.one("SELECT * FROM visit WHERE id = :id", id=visit)
        if row is None:
            raise Problem("record_missing", id=visit)
        return _summary(row)

    def by_number(self, number: str) -> VisitSummary | None:
        """The signed visit with this readable number."""
        row = self._session.one("SELECT * FROM visit WHERE number = :number ORDER BY id", number=number)
        return _summary(row) if row else None

    def by_notice(self, number: str) -> VisitSummary | None:
        """The signed visit whose result notice has this number."""
        row = self._session.one("SELECT * FROM visit WHERE notice = :number ORDER BY id", number=number)
        return _summary(row) if row else None

    def body(self, visit: str) -> Mapping[str, Any]:
        """The whole content of a signed visit, as its event was written. Raises Problem("record_missing")."""
        row = self._session.one("SELECT e.raw FROM visit v JOIN event e ON e.id = v.event WHERE v.id = :id", id=visit)
        if row is None:
            raise Problem("record_missing", id=visit)
        body: Mapping[str, Any] = json.loads(row.raw)["body"]
        return body

    def of_customer(self, customer: str) -> tuple[VisitSummary, ...]:
        """A customer's signed visits, newest first."""
        sql = "SELECT * FROM visit WHERE customer = :customer ORDER BY signed_at DESC, id DESC"
        return tuple(_summary(row) for row in self._session.rows(sql, customer=customer))

    def last_of(self, customer: str) -> VisitSummary | None:
        """A customer's newest signed visit."""
        sql = "SELECT * FROM visit WHERE customer = :customer ORDER BY signed_at DESC, id DESC LIMIT 1"
        row = self._session.one(sql, customer=customer)
        return _summary(row) if row else None

    def times(self, visits: Sequence[str]) -> dict[str, tuple[datetime | None, datetime | None]]:
        """When these visits were started and signed, by id."""
        return {
            row.id: (_moment(row.started_at), _moment(row.signed_at))
            for chunk in chunks(visits)
            for row in self._session.within("SELECT id, started_at, signed_at FROM visit WHERE id IN", chunk)
        }

    def occasions(self, visits: Sequence[str]) -> dict[str, str]:
        """What those of these visits that were for an occasion were for, by id."""
        sql = "SELECT v.id, json_extract(e.raw, '$.body.occasion') AS known FROM visit v JOIN event e ON e.id = v.event"
        return {
            row.id: str(row.known)
            for chunk in chunks(visits)
            for row in self._session.within(f"{sql} WHERE v.id IN", chunk)
            if row.known
        }

    def count(self, chosen: VisitFilter) -> int:
        """How many rows the filter leaves."""
        where, values = _where(chosen)
        row = self._session.one(f"SELECT count(*) AS n FROM visit v {JOINS}{where}", **values)  # noqa: S608 - own text
        return int(row.n) if row else 0

    def page(
        self, chosen: VisitFilter, *, sort: Iterable[str] = DEFAULT_SORT, offset: int = 0, limit: int = -1
    ) -> tuple[InspectionRow, ...]:
        """Rows of the inspection ledger; `sort` names columns of SORTS, "-" before one for descending; -1 = all.

        Equal rows are in the order of the ledger, newest first, then of their ids.
        """
        where, values = _where(chosen)
        keys = list(dict.fromkeys([*sort, *DEFAULT_SORT]))
        order = ", ".join(
            [*(SORTS[key.lstrip("-")] + (" DESC" if key.startswith("-") else "") for key in keys), "v.id"]
        )
        names = {row.id: row.name for row in self._session.rows("SELECT id, name FROM person")}
        sql = f"{ROW}{where} ORDER BY {order} LIMIT :limit OFFSET :offset"
        if "inspectors_named" in order:
            sql = NAMED + sql.replace(JOINS, f"{JOINS} LEFT JOIN inspectors_named ON list = v.inspectors")
            values["people"] = self._people(names)
        return tuple(_row(row, names) for row in self._session.rows(sql, limit=limit, offset=offset, **values))

    def _people(self, names: Mapping[str, str]) -> str:
        """The place of every list of inspectors in the order of their names, as JSON."""
        lists = [row.k for row in self._session.rows("SELECT DISTINCT inspectors AS k FROM visit")]
        shown = {one: tuple(names.get(person, person) for person in json.loads(one)) for one in lists}
        places = {joined: place for place, joined in enumerate(sorted(set(shown.values())))}
        return json.dumps({one: places[joined] for one, joined in shown.items()})


def _where(chosen: VisitFilter) -> tuple[str, dict[str, Any]]:
    tests, values = list[str](), dict[str, Any]()
    for column, wanted in (("customer", chosen.customers), ("kind", chosen.kinds)):
        if wanted:
            tests.append(f"v.{column} IN (SELECT value FROM json_each(:{column}))")  # noqa: S608 - own names
            values[column] = json.dumps(wanted)
    if chosen.signed:
        spans = [within(f"signed{n}", "substr(v.signed_at, 1, 10)", span) for n, span in enumerate(chosen.signed)]
        tests.append(any_of(test for test, _more in spans))
        for _test, more in spans:
            values.update(more)
    if chosen.person:
        tests.append("instr(v.inspectors, :person)")
        values["person"] = json.dumps(chosen.person, ensure_ascii=False)
    terms = terms_of(chosen.text)
    if asked := question_of(terms):
        tests.append(FOUND)
        values["asked"] = asked
    more_tests, more = checks([term for term in terms if not term.exact], TEXTS)
    values.update(more)
    tests += more_tests
    return (" WHERE " + " AND ".join(tests) if tests else ""), values


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _summary(row: Any) -> VisitSummary:
    return VisitSummary(
        id=row.id,
        number=row.number,
        customer=row.customer,
        kind=VisitKind(row.kind),
        status=VisitStatus.SIGNED,
        inspectors=tuple(json.loads(row.inspectors)),
        started_at=_moment(row.started_at),
        signed_at=_moment(row.signed_at),
        notice=row.notice,
        conclusion=row.conclusion,
        counts=(row.critical, row.serious, row.general),
    )


def _row(row: Any, names: Mapping[str, str]) -> InspectionRow:
    inspectors = tuple(json.loads(row.inspectors))
    return InspectionRow(
        visit=row.id,
        number=row.number,
        customer=row.customer,
        account=row.c_account or "",
        customer_name=row.c_name or "",
        kind=VisitKind(row.kind),
        inspectors=inspectors,
        inspector_names=tuple(names.get(person, person) for person in inspectors),
        signed_on=datetime.fromisoformat(row.signed_at).date(),
        notice=row.notice,
        conclusion=row.conclusion,
        counts=(row.critical, row.serious, row.general),
        importance=row.c_importance or "",
    )
