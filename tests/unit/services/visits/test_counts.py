"""The counts that come with a change are those of a form counted from scratch, whatever was answered before."""

import random

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.services.visits.rows import FormRows
from inspector.services.visits.views import RowKind, Target, TargetSummary
from tests.unit.services.story import SITE, Story

ANSWERS = {
    RowKind.JUDGED: ("pass", "fail", "na", ""),
    RowKind.NUMBER: ("12", "x", ""),
    RowKind.DATE: ("2026-05-01", ""),
}


def from_scratch(story: Story, target: Target) -> TargetSummary:
    """The summary of a form by a builder that remembers nothing."""
    session = story.workspace.visits[story.id].session
    return story.workspace.call(lambda: FormRows(session, session.forms[target]).summary())


def answer_at_random(story: Story, target: Target, rng: random.Random, times: int) -> None:
    """Answer, clear, override and leave out, at random; after each the counts must be right."""
    for _time in range(times):
        form = story.form(target)
        rows = [row for section in form.sections for row in section.rows if not row.readonly] + list(form.head)
        cells = [(line, cell) for line in form.lines if not line.computed for cell in line.cells]
        if cells and (not rows or rng.random() < 0.6):
            line, cell = rng.choice(cells)
            if rng.random() < 0.2:
                change = story.call(services.record_out_of_service, target, cell.ref, flag=rng.random() < 0.7)
            elif line.judgement and rng.random() < 0.3:
                change = story.call(services.override_judgement, target, line.ref, Verdict.PASS, "measured again")
            else:
                change = story.call(services.record_answer, target, cell.ref, rng.choice(("1", "55", "4000", "")))
        else:
            row = rng.choice(rows)
            values = [option for option, _label in row.options] if row.kind is RowKind.CHOICE else []
            value = rng.choice(values or ANSWERS.get(row.kind, ("words", "")))
            change = story.call(services.record_answer, target, row.ref, value)
        counted = next(summary for summary in change.targets if summary.target == target)
        assert counted == from_scratch(story, target)


def test_counts_of_a_checklist_and_its_conditional_questions(story: Story) -> None:
    answer_at_random(story, SITE, random.Random(1), 60)


def test_counts_of_a_test_record_whose_head_changes_what_applies(story: Story) -> None:
    (target,) = story.targets("transformer-oil")[:1]
    answer_at_random(story, target, random.Random(2), 60)


def test_counts_of_readings_and_their_computed_lines(story: Story) -> None:
    for form in ("indications-transformer", "indications-site"):
        answer_at_random(story, story.targets(form)[0], random.Random(3), 40)
