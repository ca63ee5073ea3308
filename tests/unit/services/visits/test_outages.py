"""停电未测: the mark and a value exclude each other, and neither loses anything that undo cannot bring back."""

import pytest

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.visits.value_views import NewValue
from inspector.services.visits.views import CellState, Target
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import Story

NAME = "oil_breakdown"


def oil(story: Story) -> Target:
    return story.targets("transformer-oil")[0]


def mark(story: Story, name: str = NAME, *, flag: bool = True) -> None:
    story.call(services.record_out_of_service, oil(story), story.ref(oil(story), name), flag=flag)


def state(story: Story, name: str = NAME) -> tuple[list[str], bool]:
    cells = story.line(oil(story), name).cells
    return [cell.value for cell in cells], any(cell.state is CellState.OUT_OF_SERVICE for cell in cells)


def test_the_mark_takes_values_and_proposals_away_and_undo_brings_them_back(story: Story) -> None:
    story.answer(oil(story), NAME, "12")
    story.call(
        services.override_judgement, oil(story), story.ref(oil(story), NAME), Verdict.FAIL, "seen on the breaker"
    )
    for name, value in (("dc_hv_ab", "1.000"), ("dc_hv_bc", "1.000"), ("dc_hv_ca", "1.100")):
        story.answer(oil(story), name, value)
    assert story.draft(oil(story), NAME) is not None
    assert story.draft(oil(story), "dc_unbalance_hv") is not None
    mark(story)
    mark(story, "dc_hv_bc")
    assert state(story) == ([""], True)
    assert state(story, "dc_hv_ab") == (["", "", ""], True)
    assert story.line(oil(story), NAME).judgement is None
    assert story.draft(oil(story), NAME) is None
    assert story.draft(oil(story), "dc_unbalance_hv") is None
    story.call(services.undo_visit)
    story.call(services.undo_visit)
    assert state(story) == (["12"], False)
    assert state(story, "dc_hv_ab") == (["1", "1", "1.1"], False)
    assert story.draft(oil(story), NAME) is not None
    assert story.draft(oil(story), "dc_unbalance_hv") is not None


def test_the_step_is_named_after_the_mark(story: Story) -> None:
    mark(story)
    empty = story.call(services.undo_visit).steps_back.redo
    story.answer(oil(story), NAME, "52")
    mark(story)
    assert story.call(services.undo_visit).steps_back.redo == empty


def test_a_typed_value_takes_the_mark_away(story: Story) -> None:
    mark(story)
    story.answer(oil(story), NAME, "12")
    assert state(story) == (["12"], False)


def test_a_value_pasted_over_the_mark_takes_it_away_for_good(story: Story, reopen: Reopen) -> None:
    mark(story)
    value = NewValue(oil(story), story.ref(oil(story), NAME), "52")
    story.call(services.record_answers, [value])
    assert state(story) == (["52"], False)
    again = Story(reopen(), story.id)
    again.reopen()
    assert state(again) == (["52"], False)


def test_clearing_an_empty_cell_leaves_the_mark(story: Story) -> None:
    mark(story)
    story.answer(oil(story), NAME, "")
    assert state(story) == ([""], True)


def test_what_is_no_line_cannot_be_marked(story: Story) -> None:
    with pytest.raises(Problem, match="question_unknown"):
        mark(story, "lab")
