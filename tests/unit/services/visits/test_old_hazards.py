"""Two visits of one customer, a visit that stays open over night: what is known of old hazards never goes stale."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from inspector import services
from inspector.domain.hazard import HazardStatus
from inspector.domain.visit import OldHazardJudgement, Step
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.visits.views import Issued
from inspector.storage import NewEvent
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin, picture


class Clock:
    """The local time, moved by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now().astimezone() + self.ahead


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def dated(reopen: Reopen, clock: Clock) -> Iterator[Workspace]:
    path = reopen().path
    reopen().close()
    opened = services.open_workspace(path, clock=clock)
    yield opened
    opened.close()


def second(workspace: Workspace, first: Story) -> Story:
    """Another visit of the same customer."""
    account = workspace.visits[first.id].session.customer.account
    view = workspace.call(lambda: services.start_visit(workspace, account, inspectors=("wang", "li"), key="second"))
    return Story(workspace, view.id)


def sign_off(story: Story) -> Issued:
    story.fill()
    story.decide()
    story.sign()
    issued: Issued = story.call(services.finish_visit)
    return issued


def unjudged(story: Story) -> set[str]:
    return {one.ref for one in story.summary().missing if one.step is Step.OLD_HAZARDS}


def close(workspace: Workspace, customer: str, hazard: str) -> None:
    def work() -> None:
        person, frames = workspace.person_of("chen"), workspace.db.frames
        for verb in ("rectification_submitted", "review_passed"):
            frames.append(
                customer,
                person.id,
                [NewEvent(hazard, "hazard", verb, {"teams": dict.fromkeys(("author", "finders", "rectifiers"), "")})],
                workspace.now(),
            )

    workspace.call(work)


def test_what_the_other_visit_found_has_to_be_judged_too(workspace: Workspace) -> None:
    first = begin(workspace)
    other = second(workspace, first)
    first.answer(SITE, "room_door", "fail")
    first.fill()
    other.fill()
    assert unjudged(other) == set()
    found = next(key for key, _number in sign_off_with_photo(first).hazards)
    assert unjudged(other) == {found}
    step = next(step for step in other.reopen().steps if step.step is Step.OLD_HAZARDS)
    assert (step.total - step.done) == 1
    other.call(services.judge_old_hazard, found, OldHazardJudgement.STILL)
    assert unjudged(other) == set()


def sign_off_with_photo(story: Story) -> Issued:
    for one in story.summary().missing:
        if one.target is not None:
            services.add_photo(story.workspace, story.id, picture(), "a.jpg", target=one.target, ref=one.ref)
    return sign_off(story)


def test_signing_off_reads_the_old_hazards_again(workspace: Workspace) -> None:
    story = begin(workspace)
    story.fill()
    story.decide()
    story.sign()
    session = workspace.visits[story.id].session
    old = next(iter(session.old.values()))

    def register() -> None:
        fields = {
            "number": "YH-X", "customer": session.customer.id, "visit": "", "place": "p", "description": "d",
            "grade": "general", "deadline": "2030-01-01", "found_on": "2026-01-01",
        }  # fmt: skip
        event = NewEvent("fresh", "hazard", "hazard_registered", {"fields": fields})
        workspace.db.frames.append(session.customer.scope, workspace.acting.id, [event], workspace.now())

    workspace.call(register)
    with pytest.raises(Problem) as found:
        story.call(services.finish_visit)
    assert found.value.code == "visit_incomplete"
    assert unjudged(story) == {"fresh"}
    assert old.id in session.old


def test_a_hazard_closed_meanwhile_leaves_the_list_and_its_judgement_is_filed(workspace: Workspace) -> None:
    story = begin(workspace)
    hazard = next(o.hazard for o in story.call(services.old_hazards) if o.hazard.status is HazardStatus.OPEN)
    story.call(services.judge_old_hazard, hazard.id, OldHazardJudgement.ELIMINATED, note="已更换")
    close(workspace, workspace.visits[story.id].session.customer.scope, hazard.id)
    step = next(step for step in story.reopen().steps if step.step is Step.OLD_HAZARDS)
    assert step.done == 0
    assert hazard.id not in [one.hazard.id for one in story.call(services.old_hazards)]
    sign_off(story)
    events = workspace.call(lambda: workspace.db.frames.events_of(hazard.id))
    assert [event.type for event in events][-2:] == ["review_passed", "note_added"]
    assert events[-1].body["text"] == "已更换"
    kept = workspace.call(lambda: workspace.db.hazards.get(hazard.id))
    assert kept.status is HazardStatus.CLOSED


def test_a_visit_reopened_on_another_day_judges_what_fell_due(dated: Workspace, clock: Clock) -> None:
    story = begin(dated)
    before = {o.hazard.id: o.overdue_days for o in story.call(services.old_hazards)}
    view = story.reopen()
    attention = sum(form.attention + form.failed for form in view.equipment)
    clock.ahead = timedelta(days=4000)
    view = story.reopen()
    after = {o.hazard.id: o.overdue_days for o in story.call(services.old_hazards)}
    assert all(after[key] > days for key, days in before.items())
    assert sum(form.attention + form.failed for form in view.equipment) > attention


def test_a_note_judges_nothing_and_is_kept_until_the_hazard_is_judged(reopen: Reopen) -> None:
    story = begin(reopen())
    hazard = story.call(services.old_hazards)[0].hazard.id
    change = story.call(services.judge_old_hazard, hazard, None, note="阀门渗油")
    assert [(old.judgement, old.note) for old in change.old_hazards] == [(None, "阀门渗油")]
    again = Story(reopen(), story.id)
    step = next(step for step in again.reopen().steps if step.step is Step.OLD_HAZARDS)
    assert step.done == 0
    assert hazard in unjudged(again)
    again.call(services.judge_old_hazard, hazard, None)
    assert again.call(services.old_hazards)[0].note == ""


def test_what_was_noted_of_a_hazard_closed_meanwhile_is_filed(workspace: Workspace) -> None:
    story = begin(workspace)
    hazard = next(o.hazard for o in story.call(services.old_hazards) if o.hazard.status is HazardStatus.OPEN)
    story.call(services.judge_old_hazard, hazard.id, None, note="已更换")
    close(workspace, workspace.visits[story.id].session.customer.scope, hazard.id)
    story.reopen()
    sign_off(story)
    events = workspace.call(lambda: workspace.db.frames.events_of(hazard.id))
    assert [event.type for event in events][-2:] == ["review_passed", "note_added"]
    assert events[-1].body["text"] == "已更换"
