"""Cross-check groups: samples that can be drawn again, assignments to independent people, blind second judgements."""

import json

import pytest

from inspector import services
from inspector.domain.actions import Action
from inspector.domain.review import draw
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.hazards.actions import act
from inspector.services.hazards.detail import hazard_json
from inspector.services.hazards.given import Given
from inspector.services.printing.hazard_papers import hazard_sheet_model, review_record_model
from inspector.services.reviews.blind import owes_second
from inspector.services.reviews.judging import judge_second, ticks_of
from inspector.services.reviews.rounds import Draw
from inspector.services.reviews.views import AgreementView, RoundView
from tests.unit.services.review_story import ReviewStory

MEMBERS = ("wang", "li", "zhang", "chen")


@pytest.fixture
def told(workspace: Workspace) -> ReviewStory:
    """A group of four of both teams, and a rectification by 检查二班 that waits for a review."""
    story = ReviewStory(workspace)
    story.find()
    story.submit()
    story.act_as("liu")
    story.call(lambda: services.form_group(workspace, "交叉一组", MEMBERS, chair="wang"))
    return story


def person(story: ReviewStory, login: str) -> str:
    return str(story.call(lambda: story.workspace.person_of(login).id))


def drawn(story: ReviewStory, share: float = 100, **how: object) -> RoundView:
    story.act_as("liu")
    view: RoundView = story.call(
        lambda: services.draw_round(story.workspace, "交叉一组", Draw(share, **how))  # type: ignore[arg-type]
    )
    return view


def give(story: ReviewStory, view: RoundView, first: str, second: str) -> RoundView:
    story.act_as("liu")
    made: RoundView = story.call(
        lambda: services.assign_review(story.workspace, view.number, story.hazard, person=first, second=second)
    )
    return made


def second(story: ReviewStory, login: str, outcome: str) -> bool:
    story.act_as(login)
    given = services.ReviewInput(ticks_of(["on_site", "record", "same_view"]), "二次复查")
    return judge_second(story.workspace, story.hazard, outcome, given).disagrees


def agreed(story: ReviewStory, period: str = "") -> AgreementView:
    view: AgreementView = story.call(lambda: services.agreement(story.workspace, period))
    return view


# Groups ---------------------------------------------------------------------------------------------------------------


def test_groups_are_formed_and_changed_by_leads_of_reviewers(told: ReviewStory) -> None:
    workspace = told.workspace
    with pytest.raises(Problem, match="group_name"):
        told.call(lambda: services.form_group(workspace, "交叉一组", ["wang"]))
    with pytest.raises(Problem, match="group_members"):
        told.call(lambda: services.form_group(workspace, "二组", ["admin"]))
    with pytest.raises(Problem, match="group_empty"):
        told.call(lambda: services.form_group(workspace, "二组", []))
    changed = told.call(lambda: services.change_group(workspace, "交叉一组", name="交叉甲组", members=["li"]))
    assert (changed.name, {one for one, _name in changed.members}) == ("交叉甲组", {person(told, "li"), changed.chair})
    told.call(lambda: services.change_group(workspace, "交叉甲组", active=False))
    with pytest.raises(Problem, match="group_inactive"):
        told.call(lambda: services.draw_round(workspace, "交叉甲组", Draw(10)))
    told.act_as("wang")
    with pytest.raises(Problem, match="group_lead"):
        told.call(lambda: services.form_group(workspace, "三组", ["wang"]))


# Samples --------------------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_again_from_what_the_round_keeps(told: ReviewStory) -> None:
    view = drawn(told, 40, seed="2026-06")
    events = told.call(lambda: told.workspace.db.frames.events_of(view.id))
    body = json.loads(json.dumps(dict(events[0].body)))
    assert body["hazards"] == draw("2026-06", 40, reversed(body["population"]))
    assert sorted(item.hazard for item in view.items) == body["hazards"]
    assert (view.reproduced, view.population) == (True, len(body["population"]))
    again = drawn(told, 40, seed="2026-06", closed_from=told.today())
    other = drawn(told, 40, closed_from=told.today())
    assert again.seed != other.seed
    assert len({view.number, again.number, other.number}) == 3


def test_a_group_draws_only_from_what_a_member_may_judge(told: ReviewStory) -> None:
    told.call(lambda: services.change_group(told.workspace, "交叉一组", members=["zhang", "chen"], chair=""))
    view = drawn(told)
    assert told.hazard not in [item.hazard for item in view.items]
    assert all(item.choices for item in view.items)
    with pytest.raises(Problem, match="round_share"):
        drawn(told, 0)


# Assignments ----------------------------------------------------------------------------------------------------------


def test_only_the_assigned_reviewer_judges(told: ReviewStory) -> None:
    view = drawn(told)
    give(told, view, "li", "")
    told.act_as("wang")
    queue = told.call(lambda: services.review_queue(told.workspace))
    assert told.hazard not in [row.hazard for row in queue.mine]
    row = next(row for row in queue.others if row.hazard == told.hazard)
    assert (row.assignee, row.team, row.round) == ("李工", "检查一班", view.id)
    with pytest.raises(Problem, match="review_not_yours"):
        told.judge()
    told.act_as("li")
    told.judge()
    assert told.status() == "closed"


def test_what_was_given_to_somebody_who_left_is_open_to_everybody_again(told: ReviewStory) -> None:
    give(told, drawn(told), "li", "")
    told.act_as("admin")
    told.call(lambda: services.deactivate_person(told.workspace, "li"))
    told.act_as("wang")
    queue = told.call(lambda: services.review_queue(told.workspace))
    assert told.hazard in [row.hazard for row in queue.mine]
    assert told.detail().independence.holds
    told.judge()
    assert told.status() == "closed"


def test_nobody_is_given_what_he_is_not_independent_of(told: ReviewStory) -> None:
    view = drawn(told)
    for login in ("zhang", "chen"):
        with pytest.raises(Problem, match="assign_dependent"):
            give(told, view, login, "")
        with pytest.raises(Problem, match="assign_dependent"):
            give(told, view, "", login)
    with pytest.raises(Problem, match="assign_same"):
        give(told, view, "li", "li")


def test_items_are_given_evenly_and_only_to_independent_people(told: ReviewStory) -> None:
    workspace = told.workspace
    view = drawn(told)
    told.call(lambda: services.assign_evenly(workspace, view.id, second_share=100))
    items = told.call(lambda: services.round_view(workspace, view.id)).items
    for item in items:
        allowed = {one for one, _name in item.choices}
        assert {item.assignee, item.second} - {""} <= allowed
        assert item.second != item.assignee
        assert (item.assignee != "") is (item.status == "in_review")
    first = [item.assignee for item in items if item.hazard == told.hazard]
    assert set(first) <= {person(told, "wang"), person(told, "li")}
    counts = [[item.assignee for item in items].count(person(told, login)) for login in ("wang", "li")]
    assert abs(counts[0] - counts[1]) <= 1


# Second judgements ----------------------------------------------------------------------------------------------------


def test_the_second_reviewer_sees_nothing_of_the_first_judgement(told: ReviewStory) -> None:
    give(told, drawn(told), "li", "wang")
    told.act_as("li")
    told.judge(comment="首次意见：合格")
    assert told.status() == "closed"
    told.act_as("wang")
    row = next(
        row for row in told.call(lambda: services.review_queue(told.workspace)).mine if row.hazard == told.hazard
    )
    assert row.second
    view = told.detail()
    assert (view.blind, view.status, view.hazard.status.value, view.hazard.closed_on) == (
        True,
        "in_review",
        "in_review",
        None,
    )
    assert view.earlier == ()
    assert "首次意见" not in repr(view)
    assert second(told, "wang", "return") is True
    assert told.status() == "closed", "a second judgement decides nothing"
    with pytest.raises(Problem, match="review_no_second"):
        second(told, "wang", "pass")
    told.act_as("wang")
    assert "首次意见" in repr(told.detail()), "after his own judgement nothing is hidden"


def test_nothing_else_tells_the_second_reviewer_what_came_of_the_first(told: ReviewStory) -> None:
    """Neither a round, nor the drawer, nor `hazard show`, nor a paper."""
    view = give(told, drawn(told), "li", "wang")
    workspace, hazard = told.workspace, told.hazard
    told.act_as("li")
    told.judge(comment="首次意见：合格")
    told.act_as("wang")
    assert told.call(lambda: owes_second(workspace, hazard))
    item = next(one for one in told.call(lambda: services.round_view(workspace, view.id)).items if one.hazard == hazard)
    assert (item.status, item.judged, item.blind) == ("in_review", False, True)
    detail = told.call(lambda: services.hazard_detail(workspace, hazard))
    assert (detail.status, detail.hazard.closed_on, detail.offers, detail.primary) == ("in_review", None, (), None)
    assert any("二次盲评" in alert for alert in detail.alerts)
    shown = told.call(lambda: hazard_json(workspace, hazard))
    assert (shown["status"], shown["undisclosed"], shown["next"], shown["refused"]) == ("in_review", True, [], {})
    for told_by in (repr(detail), json.dumps(shown, ensure_ascii=False)):
        assert "首次意见" not in told_by
        assert "review_passed" not in told_by
    for paper in (hazard_sheet_model, review_record_model):
        with pytest.raises(Problem, match="second_owed"):
            told.call(lambda paper=paper: paper(workspace, hazard))
    second(told, "wang", "return")
    shown = told.call(lambda: hazard_json(workspace, hazard))
    assert (shown["status"], shown["undisclosed"]) == ("closed", False)
    assert told.call(lambda: review_record_model(workspace, hazard)).comment == "首次意见：合格"


def test_others_see_a_judgement_while_somebody_owes_a_second_one(told: ReviewStory) -> None:
    give(told, drawn(told), "li", "wang")
    told.act_as("li")
    told.judge()
    told.act_as("liu")
    assert not told.call(lambda: owes_second(told.workspace, told.hazard))
    assert told.call(lambda: services.hazard_detail(told.workspace, told.hazard)).status == "closed"
    assert told.call(lambda: hazard_sheet_model(told.workspace, told.hazard)).hazard.number


def test_a_second_judgement_may_come_before_the_first(told: ReviewStory) -> None:
    give(told, drawn(told), "li", "wang")
    assert second(told, "wang", "pass") is False
    assert agreed(told).pairs == 0
    told.act_as("li")
    told.judge("return", "照片不清", ticks=())
    found = agreed(told)
    assert (found.pairs, found.only_second_passed, found.percent) == (1, 1, 0)


def test_a_disagreement_is_offered_to_the_lead_to_reopen(told: ReviewStory) -> None:
    give(told, drawn(told), "li", "wang")
    told.act_as("li")
    told.judge()
    second(told, "wang", "return")
    told.act_as("liu")
    found = agreed(told, f"{told.today():%Y-%m}")
    assert (found.pairs, found.only_first_passed, found.percent, found.kappa) == (1, 1, 0, 0)
    (one,) = found.disagreements
    assert (one.hazard, one.first_by, one.second_by, one.closed, one.may_reopen) == (
        told.hazard,
        "李工",
        "王工",
        True,
        True,
    )
    assert agreed(told, "1999").pairs == 0
    act(told.workspace, told.hazard, Action.REOPEN, Given(reason="二次复查不同意"))
    assert told.status() == "open"


def test_a_judgement_is_compared_only_with_one_of_the_same_rectification(told: ReviewStory) -> None:
    view = give(told, drawn(told), "li", "wang")
    told.act_as("li")
    told.judge("return", "不合格", ticks=())
    second(told, "wang", "return")
    assert agreed(told).both_returned == 1
    told.submit(note="再次整改")
    told.act_as("li")
    told.judge()
    assert (agreed(told).pairs, agreed(told).both_returned) == (1, 1)
    assert told.call(lambda: services.round_view(told.workspace, view.id)).items
