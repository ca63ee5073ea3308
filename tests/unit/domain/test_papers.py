"""Papers attached and withdrawn apart: one file under one title is one paper, in any order, and none is lost."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inspector.domain.events import Event
from inspector.domain.papers import ADDED, WITHDRAWN, standing

ODD = st.one_of(st.none(), st.integers(), st.text(max_size=3), st.lists(st.integers(), max_size=2))
"""What a body of somebody else's program may say instead."""


def fact(name: str, kind: str, /, **body: Any) -> Event:
    return Event(name, "c", "customer", kind, (), body, user=f"person of {name}", at="2026-11-22T08:00:00+08:00")


def added(name: str, sha: str, title: str) -> Event:
    return fact(name, ADDED, sha256=sha, title=title, name="a.pdf", type="application/pdf", size=3)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Attached and withdrawn by laptops, each of which saw some of what was before."""
    events: list[Event] = []
    for number in range(draw(st.integers(1, 12))):
        name, known = f"{number:02}", [one.id for one in events if one.type == ADDED]
        chosen = draw(st.sampled_from(["", *known]))
        if chosen:
            events.append(fact(name, WITHDRAWN, paper=chosen))
        else:
            events.append(added(name, draw(st.sampled_from("xyz")), draw(st.sampled_from(("", "A", "A ", "B")))))
    return events


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_decides_nothing(events: list[Event], chance: Any) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert set(standing(shuffled)) == set(standing(events))


@given(histories())
def test_each_file_stands_once_under_a_title_and_none_is_lost(events: list[Event]) -> None:
    found = standing(events)
    assert len({(one.sha, one.title) for one in found}) == len(found)
    gone = {one.body["paper"] for one in events if one.type == WITHDRAWN}
    stand = {one.id: one for one in events if one.type == ADDED and one.id not in gone}
    assert sorted(name for one in found for name in one.ids) == sorted(stand)
    assert all(one.users == tuple(f"person of {name}" for name in one.ids) for one in found)


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(("sha256", "title", "name", "size", "type"), ODD))))
def test_whatever_a_body_says_can_be_listed(bodies: list[dict[str, Any]]) -> None:
    events = [fact(f"{place:03}", ADDED, **body) for place, body in enumerate(bodies)]
    hashes = [one for one in events if isinstance(one.body.get("sha256"), str) and one.body["sha256"]]
    assert sum(len(one.ids) for one in standing(events)) == len(hashes)


def test_taking_away_what_somebody_attached_apart_takes_only_what_was_known() -> None:
    first, second = added("1", "x", "A"), added("2", "x", "A")
    assert [one.ids for one in standing([first, second, fact("3", WITHDRAWN, paper="1")])] == [("2",)]
