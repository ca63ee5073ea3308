"""Several values at once: one commit, one step back, judged like typed ones, what is no value kept beside its error."""

import json

import pytest

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.visits.replay import replay
from inspector.services.visits.value_views import NewValue
from inspector.services.visits.views import CellState, Change, Target
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import Story


def oil(story: Story) -> Target:
    return story.targets("transformer-oil")[0]


def enter(story: Story, *values: tuple[str, str]) -> Change:
    target = oil(story)
    given = [NewValue(target, story.ref(target, name), text) for name, text in values]
    change: Change = story.call(services.record_answers, given)
    return change


def shown(story: Story, *names: str) -> list[str]:
    return [story.line(oil(story), name).cells[0].value for name in names]


def test_values_are_stored_judged_and_taken_back_in_one_step(story: Story) -> None:
    change = enter(story, ("oil_breakdown", "12"), ("oil_tan_delta", "0,5"), ("oil_water", "10"))
    assert shown(story, "oil_breakdown", "oil_tan_delta", "oil_water") == ["12", "0.5", "10"]
    low = story.line(oil(story), "oil_breakdown").judgement
    assert low is not None
    assert low.verdict in (Verdict.FAIL, Verdict.ATTENTION)
    assert {line.ref for _target, line in change.lines} >= {story.line(oil(story), "oil_breakdown").ref}
    back = story.call(services.undo_visit)
    assert shown(story, "oil_breakdown", "oil_tan_delta", "oil_water") == ["", "", ""]
    assert back.went is not None
    assert back.went.target == oil(story)
    story.call(services.redo_visit)
    assert shown(story, "oil_breakdown", "oil_water") == ["12", "10"]


def test_they_are_there_after_the_visit_is_opened_again(story: Story, reopen: Reopen) -> None:
    enter(story, ("oil_breakdown", "52"), ("oil_water", "11"))
    again = Story(reopen(), story.id)
    again.reopen()
    assert shown(again, "oil_breakdown", "oil_water") == ["52", "11"]


def test_what_is_no_value_stays_in_its_cell_with_an_error(story: Story) -> None:
    enter(story, ("oil_breakdown", "about 40"), ("oil_water", "11"))
    cell = story.line(oil(story), "oil_breakdown").cells[0]
    assert (cell.value, cell.state) == ("about 40", CellState.ERROR)
    assert cell.error
    assert shown(story, "oil_water") == ["11"]


def test_units_are_converted_as_when_typed(story: Story) -> None:
    enter(story, ("insulation_hv", "2.5 GΩ"))
    assert shown(story, "insulation_hv") == ["2500"]


def test_a_computed_row_refuses_all_and_nothing_is_stored(story: Story) -> None:
    target = oil(story)
    computed = next(line for line in story.form(target).lines if line.computed)
    with pytest.raises(Problem, match="question_readonly"):
        story.call(
            services.record_answers,
            [NewValue(target, story.ref(target, "oil_breakdown"), "40"), NewValue(target, computed.ref, "3")],
        )
    assert shown(story, "oil_breakdown") == [""]


def test_an_override_made_for_another_value_ends(story: Story) -> None:
    enter(story, ("oil_breakdown", "12"))
    target = oil(story)
    story.call(services.override_judgement, target, story.ref(target, "oil_breakdown"), Verdict.PASS, "new oil")
    enter(story, ("oil_breakdown", "13"), ("oil_water", "10"))
    judged = story.line(target, "oil_breakdown").judgement
    assert judged is not None
    assert judged.overridden is None


def test_a_preview_writes_nothing(story: Story) -> None:
    target = oil(story)
    given = [
        NewValue(target, story.ref(target, "oil_breakdown"), "12"),
        NewValue(target, story.ref(target, "oil_water"), "x"),
    ]
    bdv, water = story.call(services.preview_values, given)
    assert (bdv.before, bdv.value) == ("", "12")
    assert bdv.judgement is not None
    assert bdv.judgement.verdict in (Verdict.FAIL, Verdict.ATTENTION)
    assert water.error
    assert shown(story, "oil_breakdown", "oil_water") == ["", ""]


def test_a_script_enters_several_values_as_one_step(story: Story) -> None:
    target = oil(story)
    key = story.workspace.visits[story.id].session.key
    account = story.workspace.visits[story.id].session.customer.account
    people = [person.login for person in story.workspace.visits[story.id].session.inspectors]
    values = {story.ref(target, "oil_breakdown"): 52, story.ref(target, "oil_water"): "11"}
    lines = [
        {"op": "start", "visit": key, "customer": account, "inspectors": people},
        {"op": "answers", "form": target.form, "equipment": target.equipment, "values": values},
    ]
    told = [json.loads(line) for line in replay(story.workspace, [json.dumps(line) for line in lines])]
    assert [line["ok"] for line in told] == [True, True]
    assert shown(story, "oil_breakdown", "oil_water") == ["52", "11"]
    story.call(services.undo_visit)
    assert shown(story, "oil_breakdown", "oil_water") == ["", ""]
