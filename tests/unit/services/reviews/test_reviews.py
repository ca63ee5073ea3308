"""Reviews: who is offered what, the checklist with its rules, drafts that outlive a kill, values judged again."""

import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.review import Check, CheckState
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.hazards.detail import hazard_json
from inspector.services.hazards.values import hazard_values
from inspector.services.home.reviews import review_overview
from inspector.services.reviews.judging import LOAD, ticks_of
from inspector.services.reviews.views import QueueState, ReviewQueue, ValuePair
from tests.unit.services.conftest import Reopen
from tests.unit.services.review_story import FINDERS, PHOTO, ReviewStory
from tests.unit.services.story import Story

ROOT = Path(__file__).parents[4]


@pytest.fixture
def told(workspace: Workspace) -> ReviewStory:
    story = ReviewStory(workspace)
    story.find()
    return story


def queue(story: ReviewStory, login: str) -> ReviewQueue:
    story.act_as(login)
    found: ReviewQueue = story.call(lambda: services.review_queue(story.workspace))
    return found


def offered_to(story: ReviewStory, login: str) -> bool:
    return story.hazard in [row.hazard for row in queue(story, login).mine]


def why(story: ReviewStory, login: str) -> str:
    story.act_as(login)
    banner = story.detail().independence
    assert banner.holds is (banner.code == "")
    return banner.code


# Who may judge --------------------------------------------------------------------------------------------------------


def test_only_another_team_is_offered_a_rectification(told: ReviewStory) -> None:
    told.submit()
    assert [login for login in ("wang", "li", "zhang", "chen", "liu", "admin") if offered_to(told, login)] == [
        "wang",
        "li",
        "liu",
    ]
    assert [why(told, login) for login in ("wang", "zhang", "chen", "admin")] == [
        "",
        "own_rectification",
        "own_finding",
        "role",
    ]
    row = next(row for row in queue(told, "zhang").others if row.hazard == told.hazard)
    assert (row.state, row.grade, row.days) == (QueueState.OTHERS, Grade.SERIOUS, 0)
    assert row.why


def test_whoever_recorded_the_rectification_and_his_team_are_not_independent(told: ReviewStory) -> None:
    told.submit("wang")
    assert [why(told, login) for login in ("wang", "li")] == ["own_rectification", "own_team"]
    assert not any(offered_to(told, login) for login in ("wang", "li", "liu", "zhang", "chen"))


def test_who_has_moved_to_another_team_stays_bound_by_what_he_found(told: ReviewStory) -> None:
    told.submit()
    told.act_as("admin")
    told.call(lambda: services.set_person(told.workspace, "chen", {"team": "检查三班"}))
    assert why(told, "chen") == "own_finding"
    told.act_as("liu")
    told.call(lambda: services.set_person(told.workspace, "zhang", {"team": "检查一班"}))
    assert [why(told, login) for login in ("zhang", "wang", "li")] == ["own_rectification", "own_team", "own_team"]
    assert not any(offered_to(told, login) for login in ("wang", "li", "zhang", "chen"))
    assert told.hazard in [row.hazard for row in queue(told, "wang").others]
    with pytest.raises(Problem, match="action_own_team"):
        told.judge()
    assert told.status() == "in_review"


def test_a_reviewer_does_not_get_free_of_his_team_by_leaving_it_after_the_finding(told: ReviewStory) -> None:
    told.submit()
    assert told.call(lambda: hazard_json(told.workspace, told.hazard))["warnings"] == []
    told.act_as("liu")
    mate = told.call(
        lambda: services.add_person(
            told.workspace, {"login": "mate", "name": "Mate", "team": "检查二班", "roles": ["reviewer"]}
        )
    )
    assert why(told, "mate") == "own_team"
    told.act_as("liu")
    told.call(lambda: services.set_person(told.workspace, mate.id, {"team": "检查九班"}))
    assert why(told, "mate") == "own_team"
    assert not offered_to(told, "mate")


def test_a_rectification_that_nobody_here_may_review_says_so(told: ReviewStory) -> None:
    told.submit("wang")
    row = next(row for row in queue(told, "zhang").others if row.hazard == told.hazard)
    detail = told.call(lambda: services.hazard_detail(told.workspace, told.hazard))
    shown = told.call(lambda: hazard_json(told.workspace, told.hazard))
    assert detail.alerts[-1:] == (row.why,)
    assert shown["warnings"] == [row.why]


def test_the_home_page_offers_what_the_cross_check_page_offers(told: ReviewStory) -> None:
    told.submit()
    for login in ("wang", "zhang", "admin", "liu"):
        mine = [row.hazard for row in queue(told, login).mine]
        home = told.call(lambda: review_overview(told.workspace))
        assert [item.hazard for item in home.items] == mine[: len(home.items)]
        assert home.total == len(mine)


def test_a_returned_one_is_listed_for_everybody_with_the_days_it_is_late(told: ReviewStory) -> None:
    told.submit()
    told.act_as("wang")
    told.judge("return", "照片不清", ticks=())
    row = next(row for row in queue(told, "chen").returned if row.hazard == told.hazard)
    assert (row.state, row.overdue_days, bool(row.overdue)) == (QueueState.RETURNED, 3, True)


# The checklist --------------------------------------------------------------------------------------------------------


def test_passing_needs_every_point_and_a_comment(told: ReviewStory) -> None:
    told.submit()
    told.act_as("wang")
    view = told.detail()
    rules = {row.check: row.state for row in view.checks}
    assert rules[Check.RECORD] is CheckState.HOLDS, "measure, person and day were given"
    assert rules[Check.SAME_VIEW] is rules[Check.VALUES] is rules[Check.LOAD] is CheckState.NOT_NEEDED
    assert (view.ticked, view.needed, view.may_pass, view.may_return) == (1, 2, False, False)
    with pytest.raises(Problem, match="review_points_open"):
        told.judge(ticks=())
    with pytest.raises(Problem, match="review_comment_missing"):
        told.judge(comment="  ")
    with pytest.raises(Problem, match="review_comment_missing"):
        told.judge("return", "")
    with pytest.raises(Problem, match="review_comment_long"):
        told.judge(comment="长" * 201)
    assert told.status() == "in_review"
    view = told.keep("on_site", comment="同意")
    assert (view.ticked, view.may_pass, view.may_return, view.missing) == (2, True, True, "")
    judged = told.judge()
    assert (judged.outcome, told.status()) == ("pass", "closed")
    body = told.call(lambda: told.workspace.db.hazards.history(told.hazard))[-1].body
    assert body["comment"] == "合格，同意销号。"
    assert body["checks"] == {
        "same_view": "not_needed",
        "values": "not_needed",
        "load": "not_needed",
        "record": "holds",
        "on_site": "ticked",
    }


def test_an_incomplete_record_is_for_a_person_to_look_at(told: ReviewStory) -> None:
    told.submit(person="", on=None)
    told.act_as("wang")
    assert {row.check: row.state for row in told.detail().checks}[Check.RECORD] is CheckState.HAND


def test_photos_found_with_it_must_be_compared(workspace: Workspace) -> None:
    story = ReviewStory(workspace)
    story.find(photos=[PHOTO])
    story.submit()
    story.act_as("wang")
    view = story.detail()
    assert [photo.by for photo in view.before] == ["张工"]
    assert view.after == ()
    with pytest.raises(Problem, match="review_points_open"):
        story.judge(ticks=("on_site",))
    story.judge(ticks=("on_site", "same_view"))
    assert story.status() == "closed"


def test_nobody_judges_what_changed_since_he_looked(told: ReviewStory) -> None:
    told.submit()
    told.act_as("wang")
    seen = told.detail().heads
    told.submit(note="又更换了风机")
    told.act_as("wang")
    given = services.ReviewInput(ticks_of(["on_site"]), "同意")
    with pytest.raises(Problem, match="hazard_moved_on"):
        services.judge_review(told.workspace, told.hazard, "pass", given, seen=seen)
    services.judge_review(told.workspace, told.hazard, "pass", given, seen=told.detail().heads)
    assert told.status() == "closed"


def test_a_held_judgement_is_carried_out_once(told: ReviewStory) -> None:
    told.submit()
    told.act_as("wang")
    given = services.ReviewInput(ticks_of(["on_site"]), "同意")
    body = services.judgement_body(told.hazard, "pass", given, told.detail().heads)
    held = told.call(lambda: services.hold(told.workspace, "judge_review", body))
    assert told.status() == "in_review"
    told.call(lambda: services.carry_out(told.workspace, held.id))
    assert told.status() == "closed"
    assert told.call(lambda: services.carry_out(told.workspace, held.id)) is None


# Drafts ---------------------------------------------------------------------------------------------------------------

TICKER = """
import sys
from pathlib import Path
from inspector import services
workspace = services.open_workspace(Path(sys.argv[1]))
workspace.call(lambda: workspace.act_as("wang"))
workspace.call(lambda: services.keep_review(workspace, sys.argv[2], ["on_site"], "接头温度降至"))
print("kept", flush=True)
sys.stdin.read()
"""


def test_a_review_that_was_killed_goes_on_where_it_was(reopen: Reopen, tmp_path: Path) -> None:
    workspace = reopen()
    story = ReviewStory(workspace)
    story.find()
    story.submit()
    workspace.close()
    process = subprocess.Popen(
        [sys.executable, "-c", TICKER, str(tmp_path / "w"), story.hazard],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "kept\n"
    process.kill()
    process.communicate()
    story.workspace = reopen()
    story.act_as("wang")
    view = story.detail()
    assert view.comment == "接头温度降至"
    assert [row.check for row in view.checks if row.ticked] == [Check.RECORD, Check.ON_SITE]
    assert story.status() == "in_review"
    story.act_as("li")
    assert story.detail().comment == "", "a draft is its author's own"


def test_ticks_of_an_earlier_rectification_do_not_count(told: ReviewStory) -> None:
    told.submit()
    told.act_as("wang")
    told.keep("on_site", comment="看过了")
    told.submit(note="重新整改")
    told.act_as("wang")
    view = told.detail()
    assert view.comment == "看过了"
    assert [row.check for row in view.checks if row.ticked] == [Check.RECORD]
    told.judge("return", "不合格", ticks=())
    assert told.detail().comment == "", "what was decided is no draft any more"


# Values ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def hot(story: Story) -> ReviewStory:
    """A visit that finds 97 °C top oil at 800 A, signed; its hazard was rectified and waits for a review."""
    workspace = story.workspace
    target = story.targets("indications-transformer")[0]
    for name, value in (("lv_current_a", "700"), ("lv_current_b", "800"), ("lv_current_c", "750")):
        story.answer(target, name, value)
    story.answer(target, "top_oil_temperature", "97")
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    found = workspace.call(lambda: [workspace.db.hazards.get(hazard) for hazard, _number in issued.hazards])
    told = ReviewStory(workspace, next(hazard.id for hazard in found if "油温" in hazard.description))
    workspace.call(lambda: workspace.act_as("wang"))
    told.submit("wang")
    told.act_as("zhang")
    return told


def one_value(story: ReviewStory) -> ValuePair:
    (pair,) = story.detail().values
    return pair


def measure(story: ReviewStory, key: str, value: float, temperature_c: float | None = None) -> None:
    story.call(lambda: services.measure_again(story.workspace, story.hazard, key, value, temperature_c=temperature_c))


def point(story: ReviewStory, check: Check) -> CheckState:
    return next(row.state for row in story.detail().checks if row.check is check)


def test_a_hazard_keeps_the_value_it_was_found_by(hot: ReviewStory) -> None:
    pair = one_value(hot)
    assert (pair.quantity, pair.before, pair.before_verdict, pair.unit) == (
        "top_oil_temperature",
        97,
        Verdict.FAIL,
        "°C",
    )
    assert pair.limit == "≤\u00a095"
    assert "572" in pair.basis
    assert pair.after is None
    load = hot.detail().load
    assert load is not None
    assert (load.before, load.after, load.comparable) == (800, None, None)
    assert point(hot, Check.VALUES) is point(hot, Check.LOAD) is CheckState.FAILS


def test_values_measured_again_are_judged_by_the_limit_they_failed(hot: ReviewStory) -> None:
    key = one_value(hot).key
    measure(hot, key, 96)
    assert (one_value(hot).within, one_value(hot).after_verdict) == (False, Verdict.FAIL)
    measure(hot, key, 61.5)
    pair = one_value(hot)
    assert (pair.after, pair.within, pair.after_verdict) == (61.5, True, Verdict.PASS)
    assert pair.share_before is not None
    assert pair.share_limit is not None
    assert pair.share_after is not None
    assert pair.share_after < pair.share_limit < pair.share_before < 1
    assert point(hot, Check.VALUES) is CheckState.HOLDS


def test_a_load_too_far_from_that_at_the_finding_makes_values_incomparable(hot: ReviewStory) -> None:
    measure(hot, one_value(hot).key, 61.5)
    measure(hot, LOAD, 500)
    load = hot.detail().load
    assert load is not None
    assert load.comparable is False
    assert point(hot, Check.LOAD) is CheckState.FAILS
    with pytest.raises(Problem, match="review_points_open"):
        hot.judge(ticks=("on_site", "same_view", "load"))
    measure(hot, LOAD, 782)
    load = hot.detail().load
    assert load is not None
    assert load.comparable is True
    assert load.difference == pytest.approx(2.25)
    hot.judge()
    assert hot.status() == "closed"
    info = hot.call(lambda: hot.workspace.db.frames.entity(hot.hazard))
    assert info.alerts == (), "what the reviewer measured himself is nothing he did not see"


def test_a_value_that_came_with_the_rectification_is_judged_the_same_way(told: ReviewStory, hot: ReviewStory) -> None:
    hot.submit("wang", values=({"quantity": "top_oil_temperature", "value": 98.0, "unit": "°C"},))
    hot.act_as("zhang")
    assert (one_value(hot).after, one_value(hot).within) == (98, False)


def test_measuring_is_refused_where_it_means_nothing(hot: ReviewStory) -> None:
    with pytest.raises(Problem, match="review_value_unknown"):
        measure(hot, "nonsense", 1)
    with pytest.raises(Problem, match="review_value_number"):
        measure(hot, LOAD, float("nan"))
    with pytest.raises(Problem, match="review_value_number"):
        measure(hot, "top_oil_temperature", 60, temperature_c=float("nan"))
    hot.act_as("admin")
    with pytest.raises(Problem, match="review_measure_role"):
        measure(hot, LOAD, 800)


def test_an_older_record_finds_its_values_in_the_visit(hot: ReviewStory) -> None:
    """Hazards registered before values were kept on them are matched by criterion and equipment."""
    workspace = hot.workspace

    def older() -> ValuePair:
        hazard = workspace.db.hazards.get(hot.hazard)
        fields = {
            "number": "YH-OLD-1",
            "customer": hazard.customer,
            "visit": hazard.visit,
            "equipment": hazard.equipment,
            "criterion": hazard.criterion,
        }
        story = ReviewStory(workspace)
        story.find(fields=fields)
        (pair,) = hazard_values(workspace, workspace.db.hazards.get(story.hazard))
        return pair

    pair = workspace.call(older)
    assert (pair.before, pair.before_verdict, pair.limit) == (97, Verdict.FAIL, "≤\u00a095")


def test_finders_of_a_visit_are_its_inspectors(hot: ReviewStory) -> None:
    hazard = hot.call(lambda: hot.workspace.db.hazards.get(hot.hazard))
    others = hot.call(lambda: {hot.workspace.person_of(login).id for login in FINDERS})
    assert hazard.found_by
    assert not set(hazard.found_by) & others


def test_a_value_outside_its_limit_cannot_be_passed_by_word_either(hot: ReviewStory) -> None:
    measure(hot, one_value(hot).key, 120)
    with pytest.raises(Problem, match="review_points_open"):
        services.act(hot.workspace, hot.hazard, "pass", services.Given(comment="fine"))
    shown = hot.call(lambda: hazard_json(hot.workspace, hot.hazard))
    assert shown["refused"]["pass"] == "points_open"
    assert "return" in shown["next"]
    assert services.act(hot.workspace, hot.hazard, "return", services.Given(comment="no")).status == "returned"
