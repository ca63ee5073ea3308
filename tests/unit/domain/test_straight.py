"""The short way of the merge finds what the whole merge finds, wherever it is taken."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.domain.events import ANY_KIND, TYPES, Event
from inspector.domain.merge import fold, fold_any
from inspector.domain.straight import fold_straight
from tests.unit.domain.histories import APART, history

KINDS = ("hazard", "customer", "equipment", "visit", "review_round")
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.one_of(
            st.dictionaries(st.sampled_from("abc"), st.integers(0, 2) | st.just([1, {"x": None}])), st.just("no fields")
        ),
        "outcome": st.sampled_from(("closed", "returned", 3)),
        "teams": st.sampled_from((APART, {"author": "T1", "finders": ["T1"], "rectifiers": []}, "no teams")),
        "roles": st.sampled_from((["inspector"], ["lead"], ["reviewer", "lead", "inspector"])),
        "event": st.sampled_from(("e0", "e1")),
        "finders": st.just(["ann"]),
    },
)


@st.composite
def lines(draw: st.DrawFn, *, odd: bool = True) -> list[Event]:
    """Events that each saw the one before; `odd` ones are of unknown types, are rulings, or saw more or less."""
    kind = draw(st.sampled_from(KINDS))
    types = [*TYPES[kind], *(([*ANY_KIND, "something_new"]) if odd else [])]
    made: list[Event] = []
    for number in range(draw(st.integers(1, 9))):
        par = tuple(event.id for event in made[-1:])
        more: bool = draw(st.booleans())
        if made and more:
            par += (made[draw(st.integers(0, len(made) - 1))].id,)
        if odd and draw(st.integers(0, 9)) == 0:
            par = draw(st.sampled_from(((), ("missing",), (*par, f"e{number}"), par[1:])))
        user = draw(st.sampled_from(("ann", "bob", "")))
        made.append(Event(f"e{number}", "t", kind, draw(st.sampled_from(types)), par, draw(BODIES), user=user))
    return made


@settings(max_examples=400, deadline=None)
@given(lines(), st.booleans())
def test_it_finds_what_the_whole_merge_finds(events: list[Event], roles: bool) -> None:
    whole = fold_any(events, roles=roles)
    assert fold(events, roles=roles) == whole
    assert list(fold(events, roles=roles).fields) == list(whole.fields)


@settings(max_examples=200, deadline=None)
@given(lines(odd=False))
def test_it_is_taken_for_every_straight_line_of_known_types(events: list[Event]) -> None:
    assert fold_straight(events) == fold_any(events)


@settings(max_examples=200, deadline=None)
@given(lines(), st.randoms(use_true_random=False))
def test_it_is_not_taken_in_by_another_order_or_repeats(events: list[Event], rng: random.Random) -> None:
    mixed = events + rng.choices(events, k=rng.randrange(3))
    rng.shuffle(mixed)
    assert fold(mixed) == fold_any(events)


def test_an_id_that_comes_again_with_other_content_is_left_to_the_whole_merge() -> None:
    first, second = Event("a", "t", "visit", "note_added"), Event("b", "t", "visit", "note_added", ("a",))
    again = Event("a", "t", "visit", "note_added", ("b",), {"text": "x"})
    assert fold_straight([first, second, again]) is None


def test_both_agree_on_histories_of_several_authors_and_of_one() -> None:
    taken = 0
    for seed in range(20_000):
        events = history(seed, length=3 + seed % 9, authors=1 + seed % 3)
        short: Any = fold_straight(events)
        assert short is None or short == fold_any(events), seed
        taken += short is not None
    assert taken > 6000
