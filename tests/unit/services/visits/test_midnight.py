"""A visit open over midnight keeps its day, and takes the new one when it is opened again or finished."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services.visits.listing import visit_json
from tests.unit.services.story import SITE, Story

Pass = Callable[[timedelta], None]


@pytest.fixture
def pass_time(story: Story, monkeypatch: pytest.MonkeyPatch) -> Pass:
    """Let the clock of the visit's workspace go on."""

    def on(by: timedelta) -> None:
        later = story.workspace.now() + by
        monkeypatch.setattr(story.workspace, "_clock", lambda: later)

    return on


def test_the_day_changes_when_the_visit_is_opened_again(story: Story, pass_time: Pass) -> None:
    story.answer(SITE, "room_door", "fail")
    first = story.draft(SITE, "room_door")
    pass_time(timedelta(days=1))
    story.answer(SITE, "room_trench", "fail")
    second = story.draft(SITE, "room_trench")
    story.reopen()
    story.answer(SITE, "room_light", "fail")
    third = story.draft(SITE, "room_light")
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.grade is second.grade is third.grade
    assert second.deadline == first.deadline
    assert third.deadline == first.deadline + timedelta(days=1)


def test_it_is_finished_on_the_day_that_it_is_then(story: Story, pass_time: Pass) -> None:
    story.answer(SITE, "room_door", "fail")
    story.fill()
    story.decide()
    story.sign()
    begun = story.reopen().started_at
    pass_time(timedelta(days=1))
    issued = story.call(services.finish_visit)
    record = story.workspace.call(lambda: visit_json(story.workspace, issued.visit_number))
    assert record["started_at"] == begun.isoformat()
    assert record["signed_at"][:10] == story.workspace.today().isoformat()
    assert issued.hazards


def test_a_test_that_fell_due_overnight_is_decided_before_it_is_finished(story: Story, pass_time: Pass) -> None:
    story.fill()
    story.decide()
    story.sign()
    pass_time(timedelta(days=4000))
    with pytest.raises(Problem, match="visit_incomplete"):
        story.call(services.finish_visit)
    assert story.summary().proposals
    assert all(box.method is None for box in story.summary().signatures)
