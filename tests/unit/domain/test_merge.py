"""The merge: order, repeats and portions do not matter; the tables of sync.md; fields, rulings, role rules."""

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.events import Event
from inspector.domain.hazard import HazardStatus as S
from inspector.domain.merge import Course, fold
from inspector.domain.person import Person, Role
from inspector.domain.roles import as_seen
from tests.unit.domain.histories import APART, TYPE_OF, ancestors, delivery, history


def ev(identity: str, decision: str, *par: str, user: str = "", **body: Any) -> Event:
    """An event; a pass says that its author is independent unless the body says otherwise."""
    if decision == "pass":
        body = {"teams": APART, **body}
    return Event(identity, "h", "hazard", TYPE_OF.get(decision, decision), par, body, user=user)


SUBMITTED = [ev("a", "register"), ev("b", "submit", "a")]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_neither_order_nor_repeats_matter(seed: int, rng: random.Random) -> None:
    events = history(seed, length=14)
    twice = events + rng.choices(events, k=5)
    rng.shuffle(twice)
    assert fold(twice) == fold(events)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_portions_delivered_in_any_causal_order_give_the_same(seed: int, rng: random.Random) -> None:
    events = history(seed, length=14)
    course = Course()
    for event in delivery(events, rng):
        course.add(event)
    whole = fold(events)
    assert course.view().status == whole.status
    assert course.ineffective() == whole.ineffective
    assert tuple(sorted(e.id for e in course.view().heads)) == whole.heads


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.randoms(use_true_random=False))
def test_an_event_waits_exactly_as_long_as_something_it_saw_is_missing(seed: int, rng: random.Random) -> None:
    events = history(seed, length=12)
    arrived = [e for e in events if rng.random() < 0.7]
    here, seen = {e.id for e in arrived}, ancestors(events)
    waiting = tuple(sorted(e.id for e in arrived if seen[e.id] - here))
    state = fold(arrived)
    assert state.waiting == waiting
    assert state == fold([e for e in arrived if e.id not in waiting] + [e for e in arrived if e.id in waiting])


@pytest.mark.parametrize(
    ("heads", "status", "late"),
    [
        ([("pass", {}), ("pass", {})], S.CLOSED, ()),
        ([("return", {}), ("return", {})], S.RETURNED, ()),
        ([("submit", {}), ("submit", {})], S.IN_REVIEW, ()),
        ([("void", {}), ("void", {})], S.VOIDED, ()),
        ([("submit", {}), ("return", {})], S.IN_REVIEW, ()),
        ([("submit", {}), ("pass", {})], S.CLOSED, (("late_evidence", "h0"),)),
        ([("submit", {}), ("void", {})], S.VOIDED, (("late_evidence", "h0"),)),
        ([("pass", {}), ("return", {})], S.DISPUTED, ()),
        ([("pass", {}), ("void", {})], S.DISPUTED, ()),
        ([("submit", {}), ("pass", {}), ("return", {})], S.DISPUTED, ()),
        ([("submit", {}), ("pass", {}), ("void", {})], S.DISPUTED, ()),
    ],
)
def test_unseen_heads_on_a_submission(
    heads: list[tuple[str, dict[str, Any]]], status: S, late: tuple[tuple[str, str], ...]
) -> None:
    made = [ev(f"h{i}", decision, "b", **body) for i, (decision, body) in enumerate(heads)]
    state = fold(SUBMITTED + made)
    assert state.status is status
    assert tuple((a.code.value, a.event) for a in state.alerts) == late
    assert state.heads == tuple(e.id for e in made)


DISPUTED = [*SUBMITTED, ev("p", "pass", "b"), ev("r", "return", "b")]


@pytest.mark.parametrize(
    ("more", "status", "alerts"),
    [
        ([ev("x", "adjudicate", "p", "r", outcome="closed")], S.CLOSED, ()),
        ([ev("x", "adjudicate", "p", "r", outcome="returned")], S.RETURNED, ()),
        (
            [ev("x", "adjudicate", "p", "r", outcome="closed"), ev("y", "adjudicate", "p", "r", outcome="closed")],
            S.CLOSED,
            (),
        ),
        (
            [ev("x", "adjudicate", "p", "r", outcome="closed"), ev("y", "adjudicate", "p", "r", outcome="returned")],
            S.DISPUTED,
            (),
        ),
        (
            [ev("x", "adjudicate", "p", "r", outcome="closed"), ev("y", "return", "b")],
            S.CLOSED,
            (("late_objection", "y"),),
        ),
        ([ev("x", "adjudicate", "p", "r", outcome="closed"), ev("y", "void", "b")], S.DISPUTED, ()),
        ([ev("x", "adjudicate", "p", "r", outcome="closed"), ev("y", "reopen", "p")], S.DISPUTED, ()),
        ([ev("x", "adjudicate", "p", "r", outcome="open")], S.DISPUTED, ()),
        ([ev("y", "reopen", "p")], S.DISPUTED, ()),
    ],
)
def test_disputes(more: list[Event], status: S, alerts: tuple[tuple[str, str], ...]) -> None:
    state = fold(DISPUTED + more)
    assert state.status is status
    assert tuple((a.code.value, a.event) for a in state.alerts) == alerts


def test_reopening_stands_against_a_late_submission() -> None:
    closed = [*SUBMITTED, ev("p", "pass", "b")]
    state = fold([*closed, ev("o", "reopen", "p"), ev("s", "submit", "b")])
    assert (state.status, state.heads, state.reopened) == (S.OPEN, ("o", "s"), 1)
    assert [(a.code.value, a.event) for a in state.alerts] == [("late_evidence", "s")]


def test_a_register_beside_another_decision_does_not_count() -> None:
    state = fold([*SUBMITTED, ev("a2", "register")])
    assert (state.status, state.heads) == (S.IN_REVIEW, ("a2", "b"))


def test_facts_never_move_and_those_the_reviewer_did_not_see_raise_an_alert() -> None:
    facts = [ev("f1", "photo_added", "b"), ev("f2", "note_added", "b"), ev("f3", "note_added", "p")]
    state = fold([*SUBMITTED, *facts, ev("p", "pass", "b", "f1")])
    assert state.status is S.CLOSED
    assert [(a.code.value, a.event) for a in state.alerts] == [
        ("fact_after_closure", "f2"),
        ("fact_after_closure", "f3"),
    ]
    assert state.leaves == ("f2", "f3")


def test_an_illegal_decision_is_kept_and_shown_but_later_ones_may_be_reached_through_it() -> None:
    state = fold([ev("a", "register"), ev("x", "pass", "a"), ev("b", "submit", "x"), ev("p", "pass", "b")])
    assert (state.status, state.ineffective, state.heads) == (S.CLOSED, ("x",), ("p",))


def test_deep_histories_are_folded_without_recursion() -> None:
    events = [ev("0", "register")] + [
        ev(str(i), ("submit", "return")[i % 2 == 0] if i % 3 else "note_added", str(i - 1)) for i in range(1, 12_001)
    ]
    state = fold(reversed(events))
    assert not state.waiting
    assert state.status in (S.IN_REVIEW, S.RETURNED)


def fields(identity: str, kind: str, *par: str, **values: Any) -> Event:
    return Event(identity, "c", "customer", kind, par, {"fields": values})


def test_fields_have_one_value_while_heads_agree_and_conflict_openly_when_not() -> None:
    first = fields("a", "customer_registered", name="N", phone="1", address="old")
    both = [
        first,
        fields("b", "customer_changed", "a", phone="2", address="new"),
        fields("c", "customer_changed", "a", phone="3", address="new"),
    ]
    state = fold(both)
    assert state.conflicted == ("phone",)
    assert state.fields["phone"].heads == (("b", "2"), ("c", "3"))
    assert state.fields["phone"].value() == "2"
    assert state.fields["phone"].value(frozenset({"c"})) == "3"
    assert state.fields["address"].value() == "new"
    settled = fold([*both, fields("d", "customer_changed", "b", "c", phone="3")])
    assert settled.conflicted == ()
    assert {name: f.value() for name, f in settled.fields.items()} == {"name": "N", "phone": "3", "address": "new"}


def test_fields_of_an_ineffective_registration_do_not_count() -> None:
    again = ev("z", "register", "a", fields={"grade": "critical"})
    state = fold([ev("a", "register", fields={"grade": "general"}), again])
    assert state.ineffective == ("z",)
    assert state.fields["grade"].value() == "general"


def test_a_ruling_stops_a_decision_until_a_lead_adopts_it() -> None:
    closed = [*SUBMITTED, ev("p", "pass", "b")]
    ruled = [*closed, ev("u", "event_ruled", "p", event="p")]
    state = fold(ruled)
    assert (state.status, state.ineffective) == (S.IN_REVIEW, ("p",))
    state = fold([*ruled, ev("q", "return", "u")])
    assert state.status is S.RETURNED
    adopted = fold([*ruled, ev("d", "event_adopted", "u", event="p")])
    assert (adopted.status, adopted.ineffective) == (S.CLOSED, ())


def test_rulings_and_adoptions_can_be_ruled_out_themselves() -> None:
    ruled = [*SUBMITTED, ev("p", "pass", "b"), ev("u", "event_ruled", "p", event="p")]
    assert fold([*ruled, ev("v", "event_ruled", "u", event="u")]).status is S.CLOSED
    adopted = [*ruled, ev("d", "event_adopted", "u", event="p")]
    state = fold([*adopted, ev("w", "event_ruled", "d", event="d")])
    assert (state.status, state.ineffective) == (S.IN_REVIEW, ("d", "p"))
    again = [*adopted, ev("w", "event_ruled", "d", event="d"), ev("x", "event_adopted", "w", event="d")]
    assert (fold(again).status, fold(again).ineffective) == (S.CLOSED, ())


def test_a_ruling_does_not_touch_decisions_whose_authors_had_not_seen_it() -> None:
    state = fold([*SUBMITTED, ev("p", "pass", "b"), ev("u", "event_ruled", "p", event="p"), ev("o", "reopen", "p")])
    assert (state.status, state.ineffective) == (S.OPEN, ("p",))


def test_unknown_types_are_kept_and_make_the_entity_read_only() -> None:
    state = fold([*SUBMITTED, ev("n", "hazard_split", "b"), ev("p", "pass", "n")])
    assert (state.status, state.unknown, state.leaves) == (S.CLOSED, ("hazard_split",), ("p",))


def person(identity: str, team: str, *roles: Role) -> Person:
    return Person(identity, identity, identity, team, roles)


REVIEWER, FINDER = person("r", "T2", Role.REVIEWER), person("f", "T1", Role.INSPECTOR)


@pytest.mark.parametrize(
    ("body", "effective"),
    [
        (as_seen(REVIEWER, finders=[FINDER]), True),
        (as_seen(person("r", "T1", Role.REVIEWER), finders=[FINDER]), False),
        (as_seen(REVIEWER, finders=[FINDER], rectifiers=[person("x", "T2")]), False),
        (as_seen(person("r", "T2", Role.INSPECTOR), finders=[FINDER]), False),
        (as_seen(REVIEWER, finders=[FINDER], teams={"rectifiers": ["T2"]}), False),
        ({"teams": None}, False),
        ({"teams": {"author": "T2"}}, False),
    ],
)
def test_a_review_needs_a_reviewer_of_another_team_on_the_body_as_seen(body: dict[str, Any], effective: bool) -> None:
    events = [*SUBMITTED, ev("p", "pass", "b", **body)]
    assert (fold(events).status is S.CLOSED) is effective
    assert fold(events, roles=False).status is S.CLOSED


@pytest.mark.parametrize("side", ["finders", "rectifiers"])
def test_nobody_judges_what_he_found_or_rectified_whatever_his_team_is_now(side: str) -> None:
    moved = person("r", "T1", Role.REVIEWER)
    seen = as_seen(REVIEWER, finders=[moved]) if side == "finders" else as_seen(REVIEWER, rectifiers=[moved])
    body = seen | {"teams": APART | {"author": "T2", side: ["T1"]}}
    events = [*SUBMITTED, ev("p", "pass", "b", user="r", **body)]
    assert fold(events).status is S.IN_REVIEW
    assert fold([*SUBMITTED, ev("p", "pass", "b", user="else", **body)]).status is S.CLOSED


def test_an_adjudicator_is_neither_author() -> None:
    dispute = [*SUBMITTED, ev("p", "pass", "b", user="ann"), ev("r", "return", "b", user="bob")]
    assert fold([*dispute, ev("x", "adjudicate", "p", "r", user="ann", outcome="closed")]).status is S.DISPUTED
    assert fold([*dispute, ev("x", "adjudicate", "p", "r", user="eve", outcome="closed")]).status is S.CLOSED


def test_a_team_that_the_reviewer_left_since_counts() -> None:
    body = as_seen(REVIEWER, finders=[FINDER], former=["T1"])
    assert fold([*SUBMITTED, ev("p", "pass", "b", **body)]).ineffective == ("p",)
    body = as_seen(REVIEWER, finders=[FINDER], former=["T3"])
    assert fold([*SUBMITTED, ev("p", "pass", "b", **body)]).status is S.CLOSED


UNREVIEWED = [*SUBMITTED, ev("v", "void", "b", user="ann"), ev("r", "return", "b", user="bob")]


def test_an_adjudication_closes_only_over_a_review_that_was_passed() -> None:
    closing = ev("x", "adjudicate", "v", "r", user="eve", outcome="closed")
    assert fold([*UNREVIEWED, closing]).status is S.DISPUTED
    assert fold([*UNREVIEWED, closing], roles=False).status is S.CLOSED, "the command checks no rules"
    assert fold([*UNREVIEWED, ev("x", "adjudicate", "v", "r", user="eve", outcome="returned")]).status is S.RETURNED


def test_a_review_that_was_undone_by_agreement_closes_nothing_later() -> None:
    before = [*SUBMITTED, ev("p", "pass", "b"), ev("o", "reopen", "p"), ev("s", "submit", "o")]
    dispute = [*before, ev("v", "void", "s"), ev("r", "return", "s")]
    assert not fold(dispute).reviewed
    assert fold([*dispute, ev("x", "adjudicate", "v", "r", user="eve", outcome="closed")]).status is S.DISPUTED


def test_what_was_closed_before_the_dispute_may_be_closed_again() -> None:
    closed = [*DISPUTED, ev("x", "adjudicate", "p", "r", user="eve", outcome="closed")]
    dispute = [*closed, ev("o", "reopen", "x", user="ann"), ev("y", "reopen", "p", user="bob"), ev("s", "submit", "y"),
               ev("v", "void", "s", user="ann")]  # fmt: skip
    state = fold(dispute)
    assert (state.status, state.reviewed) == (S.DISPUTED, True)


@pytest.mark.parametrize("side", ["finders", "rectifiers"])
def test_nobody_closes_by_adjudication_what_his_side_found_or_rectified(side: str) -> None:
    lead, mate = person("eve", "T1", Role.LEAD), person("m", "T1", Role.INSPECTOR)
    for party, status in ((lead, S.DISPUTED), (mate, S.DISPUTED), (person("z", "T5"), S.CLOSED)):
        seen = as_seen(lead, finders=[party]) if side == "finders" else as_seen(lead, rectifiers=[party])
        closing = ev("x", "adjudicate", "p", "r", user="eve", outcome="closed", **seen)
        returning = ev("x", "adjudicate", "p", "r", user="eve", outcome="returned", **seen)
        assert fold([*DISPUTED, closing]).status is status
        assert fold([*DISPUTED, returning]).status is S.RETURNED


def test_whoever_decided_since_the_last_agreement_is_an_author_of_the_dispute() -> None:
    dispute = [*SUBMITTED, ev("p", "pass", "b", user="ann"), ev("r", "return", "b", user="bob")]
    ruled = [ev("x", "adjudicate", "p", "r", user="eve", outcome="closed"),
             ev("y", "adjudicate", "p", "r", user="fay", outcome="returned")]  # fmt: skip
    state = fold([*dispute, *ruled])
    assert [one.user for one in state.contested] == ["ann", "bob", "eve", "fay"]
    for user, status in (("ann", S.DISPUTED), ("gus", S.RETURNED)):
        again = ev("z", "adjudicate", "x", "y", user=user, outcome="returned")
        assert fold([*dispute, *ruled, again]).status is status
    assert fold(dispute[:-1]).contested == ()
