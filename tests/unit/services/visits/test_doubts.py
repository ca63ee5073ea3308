"""A slip of the decimal point is asked about beside the value."""

import pytest

from inspector.domain.visit import Step
from inspector.services.visits.doubts import slip
from inspector.services.visits.views import Target
from tests.unit.services.story import Story


def panel(story: Story) -> Target:
    return story.targets("indications-switchgear")[0]


def asked(story: Story, target: Target, name: str) -> list[str]:
    return [words for words in story.line(target, name).beside if "?" in words or "\uff1f" in words]


@pytest.mark.parametrize(
    ("value", "other", "factor"),
    [
        (103.2, 10, "10"),
        (1.03, 10, "1/10"),
        (10320, 10, "1000"),
        (0.0103, 10, "1/1000"),
        (11.4, 1, "10"),
        (11.6, 1, ""),
        (10.3, 10, ""),
        (50, 10, ""),
        (10, 0, ""),
        (-10, 1, ""),
    ],
)
def test_only_what_lies_near_a_power_of_ten_is_a_slip(value: float, other: float, factor: str) -> None:
    assert slip(value, other) == factor


def test_a_voltage_is_compared_with_the_nominal_one(story: Story) -> None:
    story.answer(panel(story), "line_voltage_ab", "10.3")
    assert asked(story, panel(story), "line_voltage_ab") == []
    story.answer(panel(story), "line_voltage_bc", "103.2")
    (words,) = asked(story, panel(story), "line_voltage_ab")
    assert "103.2" in words
    story.answer(panel(story), "line_voltage_bc", "10.32")
    assert asked(story, panel(story), "line_voltage_ab") == []


def test_another_value_is_compared_with_its_last_one(story: Story) -> None:
    session = story.workspace.visits[story.id].session
    target, ref, last = next(
        (target, ref, float(past[-1].value))
        for target, live in session.forms.items()
        if session.step_of(target) is Step.EQUIPMENT
        for line in live.layout.lines
        for ref in (() if line.computed else line.cells)
        if (past := live.past(line.criterion or live.questions[ref].attributes.get("insp:criterion", ""), ref))
        and past[-1].value > 0
    )
    name = ref.rsplit("/", 1)[1]
    story.answer(target, name, repr(round(last, 4)))
    assert asked(story, target, name) == []
    story.answer(target, name, repr(round(last * 10, 4)))
    assert len(asked(story, target, name)) == 1
