"""How the rectification and supervision ledgers are read: filter, order, search and groups over 100,000 hazards.

The rows are chosen and ordered on `ix_hazard_ledger`, which holds every short column, and only those of the page are
read. Descriptions and measures have an order of their own, which is walked when many rows are left. Words are asked of
the full-text index; where it would name most of the rows, the first rows of the order are looked through instead, and
everything only if those are not enough.
"""

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from inspector.domain.ledger import SupervisionRule
from inspector.quick_dataclass import dataclass
from inspector.storage.ledgers.hazard_filter import HazardFilter, where_of
from inspector.storage.ledgers.hazard_rows import JOINS, LEDGER, LedgerRows
from inspector.storage.ledgers.supervision import reason_tests, supervision_rule
from inspector.storage.ledgers.words import Term, checks, question_of, terms_of
from inspector.storage.session import Session

TEXTS: Final = ("h.number", "h.place", "h.description", "h.responsible", "h.basis", "c.name", "c.account")
"""Where the words of a search may stand."""
STATUS_RANK: Final = (
    "CASE h.status WHEN 'open' THEN h.notice_served WHEN 'returned' THEN 2 WHEN 'in_review' THEN 3"
    " WHEN 'disputed' THEN 4 WHEN 'closed' THEN 5 ELSE 6 END"
)
IMPORTANCE_RANK: Final = (
    "CASE json_extract(c.data, '$.importance') WHEN 'special' THEN 0 WHEN 'level_1' THEN 1 WHEN 'level_2' THEN 2"
    " WHEN 'temporary' THEN 3 ELSE 4 END"
)
SORTS: Final = {
    "number": "h.number",
    "customer": "c.name",
    "account": "c.account",
    "importance": IMPORTANCE_RANK,
    "place": "h.place",
    "equipment": "h.place",
    "description": "h.description",
    "grade": "h.grade_rank",
    "basis": "h.basis",
    "measure": "h.measure",
    "found_on": "h.found_on",
    "deadline": "h.deadline",
    "days": "CASE WHEN h.unclosed THEN h.deadline ELSE '9' END",
    "status": STATUS_RANK,
    "responsible": "h.responsible",
    "inspectors": "finders.place",
    "closed_on": "h.closed_on",
    "reasons": "",
    "team": "h.team",
    "served_on": "h.served_on",
    "submitted_on": "h.submitted_at",
    "rectifiers": "rectifiers_named.place",
    "reviewers": "reviewers_named.place",
    "prior_on": "h.prior_on",
    "reopened": "h.reopened",
    "extended": "h.extended",
    "notice": "v.notice",
    "visit": "v.number",
    "by_hand": "h.by_hand",
}
"""Sort keys; "inspectors", "rectifiers" and "reviewers" by the names as they are shown,
"reasons" by the gravest."""
PEOPLE: Final = {"inspectors": "found_by", "rectifiers": "rectifiers", "reviewers": "closed_by"}
PLACES: Final = {"finders": "found_by", "rectifiers_named": "rectifiers", "reviewers_named": "closed_by"}
"""Tables with the place of every list of persons in the order of their names, and the column with such lists."""
DEFAULT_SORT: Final = ("grade", "deadline")
OWN_ORDER: Final = ["h.grade_rank", "h.deadline", "h.id"]
GROUPS: Final = {
    "customer": ("c.name", "h.customer"),
    "grade": ("h.grade_rank",),
    "status": (STATUS_RANK,),
    "team": ("h.team",),
    "month": ("substr(h.found_on, 1, 7) DESC",),
}
GROUP_KEYS: Final = {
    "customer": "h.customer",
    "grade": "CASE h.grade_rank WHEN 0 THEN 'critical' WHEN 1 THEN 'serious' ELSE 'general' END",
    "status": "CASE h.status WHEN 'open' THEN iif(h.notice_served, 'rectifying', 'pending') ELSE h.status END",
    "team": "h.team",
    "month": "substr(h.found_on, 1, 7)",
}
WALKED: Final = {"description": "ix_hazard_description", "measure": "ix_hazard_measure"}
"""Sort keys with an index of their own."""
NAMED: Final = (("c", "customer", " INDEXED BY ix_customer_named"), ("v", "visit", ""))
"""Tables whose names rows are ordered by."""
FEW: Final = 4_000
"""Rows that are read one by one rather than anything else."""
LOOKED_THROUGH: Final = 2_000
ONLY_LEDGER: Final = "hazard h INDEXED BY ix_hazard_ledger"
MATCHING: Final = "SELECT rowid AS doc FROM search_hazard WHERE search_hazard MATCH :asked"
FOUND: Final = f"SELECT s.entity FROM ({MATCHING}) f CROSS JOIN search_doc s ON s.doc = f.doc"  # noqa: S608 - own text
FEW_FOUND: Final = "SELECT s.entity FROM json_each(:docs) f CROSS JOIN search_doc s ON s.doc = f.value"


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a ledger that belong together. `key` is the customer's id, grade, status key, team or YYYY-MM."""

    key: str
    label: str
    """The customer's name; else the key."""
    count: int
    first: int
    """Number of its first row, from 0."""


@dataclass(frozen=True, slots=True)
class _Question:
    """A filter as SQL, before it is known where the rows come from."""

    rule: SupervisionRule
    tests: list[str]
    values: dict[str, Any]
    terms: tuple[Term, ...] = ()
    narrow: bool = False
    few: bool = False
    """Whether the words leave few rows."""

    @property
    def asked(self) -> str:
        return question_of(self.terms)


class HazardLedger:
    """Reads of the ledgers of hazards."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def rows(
        self,
        chosen: HazardFilter,
        *,
        today: date,
        sort: Iterable[str] = DEFAULT_SORT,
        group: str = "",
        offset: int = 0,
        limit: int = -1,
    ) -> LedgerRows:
        """A window of rows; a limit of -1 takes all. Equal rows are in the order of the ledger, then of their ids."""
        question = self._question(chosen, today)
        keys = list(dict.fromkeys([*sort, *DEFAULT_SORT]))
        order = [*GROUPS.get(group, ()), *(_ordered_by(key, question.rule) for key in keys), "h.id"]
        question.values.update(self._people(keys))
        if question.terms and not question.few and limit > 0 and offset == 0:
            inner = self._inner(question, keys, group, order, words=False)
            tests, values = checks(question.terms, TEXTS)
            more = {"limit": limit, "most": LOOKED_THROUGH, "skipped": 0}
            found = self._read(inner, " AND ".join(tests), question.values | values | more)
            if len(found) == limit:
                return LedgerRows(found, today, question.rule)
        inner = self._inner(question, keys, group, order, words=True)
        found = self._read(inner, "", question.values | {"most": limit, "skipped": offset})
        return LedgerRows(found, today, question.rule)

    def total(self, chosen: HazardFilter, *, today: date) -> int:
        """How many rows the filter leaves."""
        question = self._question(chosen, today)
        source, tests, values = self._source(question)
        row = self._session.one(f"SELECT count(*) AS n FROM {source}{_where(tests)}", **values)  # noqa: S608 - own text
        return int(row.n) if row else 0

    def groups(self, chosen: HazardFilter, group: str, *, today: date) -> tuple[Group, ...]:
        """The groups in the order of their rows."""
        if not group:
            return ()
        question = self._question(chosen, today)
        source, tests, values = self._source(question, " ".join(GROUPS[group]))
        order = [part.removesuffix(" DESC") for part in GROUPS[group]]
        label = "c.name" if group == "customer" else "''"
        sql = (
            f"SELECT {GROUP_KEYS[group]} AS k, {label} AS label, count(*) AS n FROM {source}{_where(tests)}"  # noqa: S608 - own text
            f" GROUP BY {', '.join(order)} ORDER BY {', '.join(GROUPS[group])}"
        )
        made, first = [], 0
        for row in self._session.rows(sql, **values):
            made.append(Group(row.k, row.label or row.k, row.n, first))
            first += row.n
        return tuple(made)

    def _question(self, chosen: HazardFilter, today: date) -> _Question:
        rule = supervision_rule(self._session)
        tests, values = where_of(chosen, today, rule)
        terms = terms_of(chosen.text)
        asked = question_of(terms)
        few = False
        if asked:
            sql = f"SELECT json_group_array(doc) AS docs, count(*) AS n FROM ({MATCHING} LIMIT :most)"  # noqa: S608 - own text
            row = self._session.one(sql, asked=asked, most=FEW + 1)
            few = row is not None and row.n <= FEW
            values["asked"], values["docs"] = asked, row.docs if row is not None else "[]"
        return _Question(rule, tests, values, terms, chosen.narrow, few)

    def _source(
        self, question: _Question, used: str = "", *, words: bool = True
    ) -> tuple[str, list[str], dict[str, Any]]:
        """Where the rows come from, the conditions and their values; `words`: the search is part of them."""
        tests, values = list(question.tests), dict(question.values)
        inexact = [term for term in question.terms if not term.exact] if words else []
        source = "hazard h" if question.narrow else ONLY_LEDGER
        if question.asked and words:
            if question.few:
                source = f"({FEW_FOUND}) found CROSS JOIN hazard h ON h.id = found.entity"
            else:
                tests.append(f"h.id IN ({FOUND})")
        if inexact:
            source = source.replace(ONLY_LEDGER, "hazard h")
            more, named = checks(inexact, TEXTS)
            tests += more
            values.update(named)
        return source + _joins(used + (" c." if inexact else "")), tests, values

    def _inner(self, question: _Question, keys: list[str], group: str, order: list[str], *, words: bool) -> str:
        """The row ids of the page, in order."""
        source, tests, values = self._source(question, " ".join(order), words=words)
        question.values.update(values)
        index = WALKED.get(keys[0].lstrip("-"), "")
        if index and not group and source.startswith(ONLY_LEDGER) and self._many(question):
            source = source.replace("ix_hazard_ledger", index)
        if order == OWN_ORDER and source == ONLY_LEDGER and not any(test.startswith("h.unclosed") for test in tests):
            return _both_halves(tests)
        return (
            f"SELECT h.rowid AS r FROM {source}{_where(tests)} ORDER BY {', '.join(order)} LIMIT :most OFFSET :skipped"  # noqa: S608 - own text
        )

    def _many(self, question: _Question) -> bool:
        sql = f"SELECT count(*) AS n FROM (SELECT 1 FROM {ONLY_LEDGER}{_where(question.tests)} LIMIT :most)"  # noqa: S608 - own text
        row = self._session.one(sql, **question.values, most=FEW + 1)
        return row is not None and row.n > FEW

    def _read(self, inner: str, test: str, values: dict[str, Any]) -> list[Any]:
        limit = " LIMIT :limit" if test else ""
        where = _where([test] if test else [])
        sql = (
            f"{_with(inner)}SELECT {LEDGER} FROM ({inner}) k CROSS JOIN hazard h ON h.rowid = k.r {JOINS}{where}{limit}"  # noqa: S608 - own text
        )
        return list(self._session.rows(sql, **values))

    def _people(self, keys: list[str]) -> dict[str, str]:
        """For each sort by names: the place of every list of persons, as JSON."""
        made: dict[str, str] = {}
        for key in (key.lstrip("-") for key in keys if key.lstrip("-") in PEOPLE):
            column = PEOPLE[key]
            names = {row.id: row.name for row in self._session.rows("SELECT id, name FROM person")}
            lists = [row.k for row in self._session.rows(f"SELECT DISTINCT {column} AS k FROM hazard")]  # noqa: S608 - own names
            shown = {one: [names.get(person, person) for person in json.loads(one)] for one in lists}
            places = {joined: place for place, joined in enumerate(sorted({tuple(x) for x in shown.values()}))}
            made[f"people_{column}"] = json.dumps({one: places[tuple(shown[one])] for one in lists})
        return made


def _both_halves(tests: list[str]) -> str:
    """The ledger's own order over unclosed and closed hazards: each half is in that order in the index already."""
    halves = " UNION ALL ".join(
        f"SELECT * FROM (SELECT h.rowid AS r, h.grade_rank, h.deadline, h.id FROM {ONLY_LEDGER}"  # noqa: S608 - own text
        f"{_where([f'h.unclosed = {half}', *tests])} ORDER BY {', '.join(OWN_ORDER)}"
        " LIMIT iif(:most < 0, -1, :most + :skipped))"
        for half in (1, 0)
    )
    return f"SELECT r FROM ({halves}) ORDER BY grade_rank, deadline, id LIMIT :most OFFSET :skipped"  # noqa: S608 - own text


def _where(tests: list[str]) -> str:
    return " WHERE " + " AND ".join(tests) if tests else ""


def _ordered_by(key: str, rule: SupervisionRule) -> str:
    name = key.lstrip("-")
    return (SORTS[name] or _reason_rank(rule)) + (" DESC" if key.startswith("-") else "")


def _reason_rank(rule: SupervisionRule) -> str:
    """Less for a graver reason, and for more of them; the most for none."""
    weighed = zip(reason_tests(rule).values(), (16, 8, 4, 2, 1), strict=True)
    return "-h.unclosed * (" + " + ".join(f"{weight} * ({test})" for test, weight in weighed) + ")"


def _joins(used: str) -> str:
    """The tables that these expressions name."""
    made = "".join(
        f" LEFT JOIN {table} {short}{hint} ON {short}.id = h.{table}"
        for short, table, hint in NAMED
        if re.search(rf"\b{short}\.", used)
    )
    for name, column in PLACES.items():
        if f"{name}.place" in used:
            made += f" LEFT JOIN {name} ON {name}.list = h.{column}"
    return made


def _with(order: str) -> str:
    """The tables of names that an order needs; SQLite searches them by an index it makes."""
    made = [
        f"{name} (list, place) AS MATERIALIZED (SELECT key, value FROM json_each(:people_{column}))"  # noqa: S608 - own names
        for name, column in PLACES.items()
        if f"{name}.place" in order
    ]
    return f"WITH {', '.join(made)} " if made else ""
