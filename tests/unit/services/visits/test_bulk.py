"""其余判合格: what it passes, what it leaves, what it draws, and that it is on record."""

import json
import random
from typing import Any

import pytest
from typing_extensions import override

from inspector import services
from inspector.domain.visit import Step
from inspector.problems import Problem
from inspector.services.visits.listing import visit_json
from inspector.services.visits.replay import replay
from inspector.services.visits.views import Change, Row, Section, Where
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin, picture


def section(story: Story, number: str = "1") -> Section:
    return next(one for one in story.form(SITE).sections if one.number == number)


def rest(story: Story, number: str = "1", seed: int = 1) -> Change:
    change: Change = story.call(services.pass_rest, SITE, number, random.Random(seed))
    return change


def open_rows(story: Story, number: str = "1") -> list[Row]:
    return [row for row in section(story, number).rows if row.kind.value == "judged" and not row.value]


def drawn(story: Story, number: str = "1") -> set[str]:
    return {row.ref for row in section(story, number).rows if row.drawn}


def last_failed(story: Story) -> set[str]:
    return {row.ref for row in section(story).rows if row.last is not None and row.last.value == "fail"}


def test_what_is_open_is_passed_but_for_the_drawn(story: Story) -> None:
    story.answer(SITE, "room_door", "fail")
    before = section(story)
    change = rest(story)
    after = section(story)
    left = {row.ref for row in open_rows(story)}
    hidden = {row.ref for row in before.rows if row.photo_required} | last_failed(story)
    assert change.bulk is not None
    assert change.bulk.drawn == 2
    assert len(drawn(story)) == 2
    assert drawn(story) <= left <= drawn(story) | hidden
    assert (change.bulk.passed, change.bulk.left) == (after.done - before.done, len(left))
    assert story.row(SITE, "room_door").value == "fail"
    assert {row.ref for _target, row in change.rows} >= drawn(story)


def test_what_failed_last_time_has_an_open_hazard_or_needs_a_photo_is_left(story: Story) -> None:
    """Over all sections: the sample has all three."""
    session = story.workspace.visits[story.id].session
    criteria = {hazard.criterion for hazard in session.old.values() if hazard.equipment is None}
    questions = session.forms[SITE].questions
    skipped = set()
    for one in story.form(SITE).sections:
        if one.rest:
            rest(story, one.number)
        for row in open_rows(story, one.number):
            if not row.drawn:
                reason = (
                    "photo" if row.photo_required
                    else "last" if row.last is not None and row.last.value == "fail"
                    else "hazard" if questions[row.ref].attributes.get("insp:criterion") in criteria
                    else "none"
                )  # fmt: skip
                skipped.add(reason)
    assert "none" not in skipped
    assert "hazard" in skipped or "last" in skipped


def test_a_drawn_pass_needs_a_photo_a_note_or_a_reading(story: Story) -> None:
    rest(story)
    first, second = sorted(drawn(story))
    missing = {point.ref for point in story.summary().missing}
    assert {first, second} <= missing
    for ref in (first, second):
        story.call(services.record_answer, SITE, ref, "pass")
    rows = {row.ref: row for row in section(story).rows}
    assert rows[first].drawn_open
    assert {first, second} <= {point.ref for point in story.summary().missing}
    story.call(services.record_note, SITE, first, "锁舌灵活")
    services.add_photo(story.workspace, story.id, picture(), "p.jpg", target=SITE, ref=second)
    rows = {row.ref: row for row in section(story).rows}
    assert not rows[first].drawn_open
    assert not rows[second].drawn_open
    assert not {first, second} & {point.ref for point in story.summary().missing}
    assert rows[first].drawn


@pytest.mark.parametrize("answer", ["pass", "na"])
def test_a_note_beside_a_drawn_question_has_to_say_something(story: Story, answer: str) -> None:
    rest(story)
    ref = min(drawn(story))
    story.call(services.record_answer, SITE, ref, answer)
    for note, waits in (("", True), (".", True), ("好。", True), ("…… /", True), ("无门", False), ("ok", False)):
        story.call(services.record_note, SITE, ref, note)
        row = next(row for row in section(story).rows if row.ref == ref)
        assert row.drawn_open is waits, note
        assert (ref in {point.ref for point in story.summary().missing}) is waits, note


def test_a_reading_beside_the_question_does_too(story: Story) -> None:
    height = story.ref(SITE, "animal_board")
    story.call(services.pass_rest, SITE, "2", _Picks(height))
    assert height in drawn(story, "2")
    story.answer(SITE, "animal_board", "pass")
    assert story.row(SITE, "animal_board").drawn_open
    story.answer(SITE, "animal_board_height", "420")
    assert not story.row(SITE, "animal_board").drawn_open


class _Picks(random.Random):
    """Draws one question first."""

    def __init__(self, first: str) -> None:
        super().__init__(1)
        self.first = first

    @override
    def sample(self, population: Any, k: int, **_named: Any) -> list[Any]:
        others = [one for one in population if one != self.first]
        return [self.first, *others][:k]


def test_trying_again_draws_the_same(story: Story, reopen: Reopen) -> None:
    rest(story, seed=1)
    first = drawn(story)
    story.call(services.undo_visit)
    assert drawn(story) == set()
    rest(story, seed=2)
    assert drawn(story) == first
    story.call(services.undo_visit)
    again = Story(reopen(), story.id)
    again.reopen()
    rest(again, seed=3)
    assert drawn(again) == first


def test_answering_the_drawn_first_does_not_spare_the_look(story: Story) -> None:
    rest(story, seed=1)
    first = drawn(story)
    story.call(services.undo_visit)
    for ref in first:
        story.call(services.record_answer, SITE, ref, "pass")
    rest(story, seed=2)
    assert drawn(story) == first
    assert first <= {point.ref for point in story.summary().missing}


def test_it_is_one_step(story: Story) -> None:
    before = section(story)
    rest(story)
    change = story.call(services.undo_visit)
    assert section(story) == before
    assert change.went == Where(Step.INFRASTRUCTURE, SITE, before.ref)
    story.call(services.redo_visit)
    assert section(story).done > before.done


def test_nothing_to_pass_is_said(story: Story) -> None:
    rest(story)
    assert section(story).rest == 0
    with pytest.raises(Problem, match="no_rest"):
        rest(story)
    with pytest.raises(Problem, match="section_unknown"):
        rest(story, "77")


def test_a_short_section_draws_fewer(story: Story) -> None:
    rows = [row for row in section(story).rows if row.kind.value == "judged"]
    fine = [row for row in rows if not row.photo_required and row.ref not in last_failed(story)]
    for row in fine[1:]:
        story.call(services.record_answer, SITE, row.ref, "pass")
    change = rest(story)
    assert change.bulk is not None
    assert (change.bulk.passed, change.bulk.drawn) == (section(story).rest + 1, 0)


def test_the_record_says_who_passed_what_at_once(story: Story) -> None:
    rest(story)
    passed = [row.ref for row in section(story).rows if row.value]
    changed = passed.pop()
    story.call(services.record_answer, SITE, changed, "na")
    for ref in drawn(story):
        story.call(services.record_note, SITE, ref, "看过")
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    (bulk,) = story.workspace.call(lambda: visit_json(story.workspace, issued.visit_number))["bulk"]
    person = story.workspace.call(lambda: services.acting_person(story.workspace))
    assert (bulk["by"], bulk["form"], bulk["number"]) == (person.id, SITE.form, "1")
    assert bulk["refs"] == passed
    assert len(bulk["drawn"]) == 2
    assert bulk["at"]


def test_a_script_can_do_it_and_undo_it(story: Story) -> None:
    session = story.workspace.visits[story.id].session
    lines = [
        {"op": "start", "visit": session.key, "customer": session.customer.account},
        {"op": "bulk", "form": SITE.form, "section": "1"},
        {"op": "undo"},
        {"op": "redo"},
        {"op": "undo"},
        {"op": "undo"},
    ]
    _start, bulk, undone, redone, _undo, nothing = (
        json.loads(line) for line in replay(story.workspace, map(json.dumps, lines))
    )
    assert (bulk["drawn"], bulk["passed"] > 2) == (2, True)
    assert undone["undone"] == redone["redone"] != ""
    assert nothing["error"] == "nothing_to_undo"


def test_it_works_on_the_checklist_of_equipment(story: Story) -> None:
    forms = story.workspace.visits[story.id].session.forms
    target = next(target for target, live in forms.items() if target.equipment and live.layout.sections)
    change = story.call(services.pass_rest, target, "1", random.Random(1))
    assert change.bulk.passed > 0
    assert [summary.target for summary in change.targets] == [target]
    assert change.steps_back.undo != ""
    assert story.workspace.visits[story.id].session.step_of(target) is Step.EQUIPMENT


def test_another_visit_is_not_touched(workspace: services.Workspace) -> None:
    first, second = begin(workspace, 0), begin(workspace, 1)
    rest(first)
    assert drawn(second) == set()
