"""Ledger queries against a slow and simple program that knows no SQL: any filter, order, search and group."""

import functools
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.domain.hazard import Grade
from inspector.domain.ledger import REASONS, RectificationRow
from inspector.storage import Database, HazardFilter, KeySource, Store, create_store
from inspector.storage.ledgers import hazard_ledger
from inspector.storage.ledgers.hazard_filter import Span
from inspector.storage.ledgers.hazard_ledger import GROUPS, SORTS
from inspector.storage.ledgers.words import terms_of
from inspector.storage.search.terms import fold
from tests.unit.storage.stories import TODAY, act, add_customer, add_equipment, add_hazard, close

WORDS = ("电缆", "变压器", "渗油", "Ａ相", "a相", "B 相", "1号", "１号", "接地", "100%", "GB 50053", "—", "")
STATUS = ("pending", "rectifying", "in_review", "returned", "closed", "voided")
RANKS = dict(
    zip(("pending", "rectifying", "returned", "in_review", "disputed", "closed", "voided"), range(7), strict=True)
)


@pytest.fixture(scope="module")
def filled() -> Iterator[Store]:
    """Two hundred hazards of seven customers, one of which has not arrived."""
    rng = random.Random(3)
    with tempfile.TemporaryDirectory() as folder, create_store(Path(folder) / "w", source=KeySource.SAMPLE) as store:
        names = ("嘉陵化工", "嘉陵化工", "金石水泥", "Ｎorth Mill", "North Port", "滨江水务")
        customers = [add_customer(store, f"50{n}7", name) for n, name in enumerate(names)]
        customers.append("0190ffff-0000-7000-8000-000000000000")
        equipment = [None, *(add_equipment(store, customer, "T1") for customer in customers[:3])]
        for number in range(200):
            add_random(store, rng, number, rng.choice(customers), rng.choice(equipment))
        yield store


def add_random(store: Store, rng: random.Random, number: int, customer: str, equipment: str | None) -> None:
    found = TODAY - timedelta(days=rng.randrange(120))
    extra: dict[str, Any] = {"supervised": "by the lead"} if rng.random() < 0.1 else {}
    hazard = add_hazard(
        store,
        customer,
        f"YH-2026-K7-{number % 150:04d}",
        equipment=equipment,
        grade=rng.choice(list(Grade)).value,
        place=rng.choice(WORDS),
        description=rng.choice(WORDS) + rng.choice(WORDS),
        measure=rng.choice(WORDS),
        basis=rng.choice(("GB 50053-2013 6.2.4", "practice")),
        responsible=rng.choice(("Li", "王工", "")),
        found_on=found.isoformat(),
        found_by=rng.choice((["ann"], ["ann", "bob"], ["bob"])),
        deadline=(found + timedelta(days=rng.choice((1, 7, 30, 200)))).isoformat(),
        criterion=rng.choice(("a", "b")),
        **extra,
    )
    course = rng.choice(("", "", "serve", "submit", "return", "close", "void", "dispute"))
    if course == "serve":
        act(store, hazard, "notice_served")
    if course in ("submit", "return", "dispute"):
        heads = (act(store, hazard, "rectification_submitted"),)
        if course != "submit":
            act(store, hazard, "review_returned", heads)
        if course == "dispute":
            act(store, hazard, "review_passed", heads)
    if course == "close":
        close(store, hazard)
    if course == "void":
        act(store, hazard, "hazard_voided")


def status_of(row: RectificationRow) -> str:
    hazard = row.hazard
    return (
        hazard.status.value if hazard.status.value != "open" else ("rectifying" if hazard.notice_served else "pending")
    )


def holds(row: RectificationRow, text: str) -> bool:
    hazard = row.hazard
    own = (hazard.number, hazard.place, hazard.description, hazard.responsible, hazard.basis)
    texts = (*own, row.customer_name, row.account)
    return all(any(term.text in fold(one) for one in texts) for term in terms_of(text))


def within(day: date | None, spans: tuple[Span, ...]) -> bool:
    return day is not None and any((s.first or date.min) <= day <= (s.last or date.max) for s in spans)


def left(row: RectificationRow, chosen: HazardFilter) -> bool:
    hazard = row.hazard
    due = chosen.due + ((Span(None, TODAY - timedelta(days=1)),) if chosen.overdue else ())
    return all(
        (
            not chosen.customers or hazard.customer in chosen.customers,
            not chosen.equipment or hazard.equipment in chosen.equipment,
            not chosen.statuses or status_of(row) in chosen.statuses,
            not chosen.grades or hazard.grade in chosen.grades,
            chosen.unclosed is None or hazard.status.unclosed == chosen.unclosed,
            not due or (hazard.status.unclosed and within(hazard.deadline, due)),
            not chosen.supervised or bool(hazard.supervision),
            not chosen.reasons or bool(set(chosen.reasons) & set(hazard.supervision)),
            not chosen.found or within(hazard.found_on, chosen.found),
            not chosen.closed or within(hazard.closed_on, chosen.closed),
            not chosen.person or chosen.person in hazard.found_by,
            holds(row, chosen.text),
        )
    )


def key_of(row: RectificationRow, sort: str) -> Any:
    hazard = row.hazard
    values: dict[str, Any] = {
        "number": hazard.number,
        "customer": (bool(row.customer_name), row.customer_name),
        "account": (bool(row.account), row.account),
        "place": hazard.place,
        "description": hazard.description,
        "measure": hazard.measure,
        "basis": hazard.basis,
        "grade": hazard.grade.rank,
        "found_on": hazard.found_on,
        "deadline": hazard.deadline,
        "days": (not hazard.status.unclosed, hazard.deadline if hazard.status.unclosed else date.max),
        "status": RANKS[status_of(row)],
        "responsible": hazard.responsible,
        "inspectors": hazard.found_by,
        "closed_on": hazard.closed_on or date.min,
        "reasons": -sum(16 >> REASONS.index(reason) for reason in hazard.supervision),
    }
    return values[sort]


def asked(
    chosen: HazardFilter, keys: tuple[str, ...], group: str, offset: int, limit: int, db: Database
) -> Sequence[RectificationRow]:
    return db.hazards.ledger.rows(chosen, today=TODAY, sort=keys, group=group, offset=offset, limit=limit)


def own_order(row: RectificationRow) -> tuple[int, date, str]:
    return row.hazard.grade.rank, row.hazard.deadline, row.hazard.id


def group_of(row: RectificationRow, group: str) -> str:
    hazard = row.hazard
    keys = {
        "customer": hazard.customer,
        "grade": hazard.grade.value,
        "status": status_of(row),
        "team": row.team,
        "month": f"{hazard.found_on:%Y-%m}",
    }
    return keys[group]


FURTHER = ("嘉陵", "5017", "相", "电", "a", "-k7-00", "0", "渗油电", "有", "north")
DAYS = st.integers(0, 200).map(lambda days: TODAY - timedelta(days=days))
SPANS = st.lists(st.builds(Span, st.none() | DAYS, st.none() | DAYS), max_size=2).map(tuple)
FILTERS = st.builds(
    HazardFilter,
    statuses=st.lists(st.sampled_from(STATUS), max_size=2).map(tuple),
    grades=st.lists(st.sampled_from(list(Grade)), max_size=2, unique=True).map(tuple),
    unclosed=st.sampled_from((None, None, True, False)),
    overdue=st.booleans(),
    due=SPANS,
    supervised=st.booleans(),
    reasons=st.lists(st.sampled_from(REASONS), max_size=2).map(tuple),
    found=SPANS,
    closed=st.just(()) | SPANS,
    person=st.sampled_from(("", "", "ann", "bob")),
    text=st.lists(
        st.sampled_from((*WORDS, "嘉陵", "5017", "相", "电", "a", "-k7-00", "0", "渗油电", "有", "north")), max_size=2
    ).map(" ".join),
)
EASY = FILTERS | st.builds(HazardFilter, text=st.sampled_from(WORDS)) | st.just(HazardFilter())
KEYS = tuple(key for key in SORTS if key not in {
    "importance", "equipment", "team", "served_on", "submitted_on", "rectifiers", "reviewers", "prior_on", "reopened",
    "extended", "notice", "visit", "by_hand",
})  # fmt: skip


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    chosen=EASY,
    sort=st.sampled_from(KEYS),
    descending=st.booleans(),
    group=st.sampled_from(("", "", *GROUPS)),
    few=st.sampled_from((0, 20, 4000)),
    page=st.sampled_from((1, 7, 60, 500)),
)
def test_any_question_is_answered_as_by_hand(
    filled: Store, chosen: HazardFilter, sort: str, descending: bool, group: str, few: int, page: int
) -> None:
    """`few` decides between the ways a query may take: they must not differ in what they find, nor in its order."""
    every = list(filled.call(lambda db: db.hazards.ledger.rows(HazardFilter(), today=TODAY)))
    expected = sorted((row for row in every if left(row, chosen)), key=own_order)
    expected.sort(key=lambda row: key_of(row, sort), reverse=descending)
    if group == "customer":
        expected.sort(key=lambda row: (bool(row.customer_name), row.customer_name, row.hazard.customer))
    elif group:
        order: dict[str, Callable[[RectificationRow], Any]] = {
            "grade": lambda row: row.hazard.grade.rank,
            "status": lambda row: RANKS[status_of(row)],
        }
        expected.sort(key=order.get(group, lambda row: group_of(row, group)), reverse=group == "month")
    keys = ("-" + sort if descending else sort,)
    before, hazard_ledger.FEW = hazard_ledger.FEW, few  # type: ignore[misc]
    try:
        found: list[RectificationRow] = []
        window: Sequence[RectificationRow] = ()
        while not found or len(window) == page:
            ask = functools.partial(asked, chosen, keys, group, len(found), page)
            window = filled.call(ask)
            found += window
            if not window:
                break
        total = filled.call(lambda db: db.hazards.ledger.total(chosen, today=TODAY))
        groups = filled.call(lambda db: db.hazards.ledger.groups(chosen, group, today=TODAY))
    finally:
        hazard_ledger.FEW = before  # type: ignore[misc]
    assert [row.hazard.id for row in found] == [row.hazard.id for row in expected]
    assert total == len(expected)
    for one in groups:
        assert {group_of(row, group) for row in expected[one.first : one.first + one.count]} == {one.key}
    assert sum(one.count for one in groups) == (len(expected) if group else 0)


def test_every_sort_key_orders_every_row_once_and_the_same_way_again(filled: Store) -> None:
    every = {row.hazard.id for row in filled.call(lambda db: db.hazards.ledger.rows(HazardFilter(), today=TODAY))}
    for key in SORTS:
        found = []
        for sort in (key, key, f"-{key}"):
            rows = filled.call(functools.partial(asked, HazardFilter(), (sort,), "", 0, -1))
            found.append([row.hazard.id for row in rows])
        assert found[0] == found[1]
        assert all(set(ids) == every and len(ids) == len(every) for ids in found)


def test_first_rows_come_from_indexes_alone(filled: Store) -> None:
    """The plans that keep 100,000 rows fast: nothing but indexes is looked through before the rows of the page."""

    def plan(db: Any, chosen: HazardFilter, sort: str) -> list[str]:
        told: list[str] = []
        session = db.hazards.ledger._session

        class Spy:
            def __getattr__(self, name: str) -> Any:
                return getattr(session, name)

            def rows(self, sql: str, **values: Any) -> Any:
                told.extend(str(row[3]) for row in session.rows(f"EXPLAIN QUERY PLAN {sql}", **values))
                return session.rows(sql, **values)

        hazard_ledger.HazardLedger(Spy()).rows(chosen, today=TODAY, sort=(sort,), limit=50)  # type: ignore[arg-type]
        return [step for step in told if step.startswith(("SCAN h", "SEARCH h", "SCAN c "))]

    for sort in ("grade", "found_on", "status", "customer", "responsible"):
        for chosen in (
            HazardFilter(),
            HazardFilter(unclosed=True),
            HazardFilter(overdue=True, grades=(Grade.CRITICAL,)),
        ):
            steps = filled.call(lambda db, c=chosen, s=sort: plan(db, c, s))  # type: ignore[misc]
            assert steps
            assert all("COVERING INDEX ix_hazard_ledger" in step or "PRIMARY KEY" in step for step in steps), steps
