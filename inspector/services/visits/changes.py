"""Change sets: fresh views of exactly what a write touched, and the counts of the stepper."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from inspector.domain.hazard import Grade, HazardStatus
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, Step
from inspector.services.visits.drafts import sync_draft, verdict_of
from inspector.services.visits.edit import Edit
from inspector.services.visits.inferences import Inferences
from inspector.services.visits.live import LiveForm
from inspector.services.visits.neighbours import compared_with
from inspector.services.visits.rows import FormRows, Parts, item_state
from inspector.services.visits.session import VisitSession, target_and_ref
from inspector.services.visits.signed.inferences import FiledInferences
from inspector.services.visits.signers import signatures
from inspector.services.visits.step_words import steps_back
from inspector.services.visits.views import (
    Bulk,
    Change,
    ItemState,
    Line,
    OldHazard,
    Row,
    Section,
    StepView,
    Target,
    TargetSummary,
)


class Views:
    """Views of a session; what an answer did not touch is not built again to be counted."""

    def __init__(self, session: VisitSession) -> None:
        self.session = session
        self.inferences = Inferences(session) if session.signed is None else FiledInferences(session)
        self._summaries: dict[Target, TargetSummary] = {}
        self._parts: dict[Target, Parts] = {}

    def rows(self, target: Target) -> FormRows:
        """The view builder of one form."""
        return FormRows(self.session, self.session.forms[target], self._parts.setdefault(target, {}))

    def summary(self, target: Target, *, fresh: bool = False) -> TargetSummary:
        """Counts and state of one form."""
        if fresh or target not in self._summaries:
            self._summaries[target] = self.rows(target).summary()
        return self._summaries[target]

    def forget(self) -> None:
        """Count everything anew, after the language or the equipment changed."""
        self.inferences.forget()
        self._summaries.clear()
        self._parts.clear()

    def summaries(self, step: Step) -> tuple[TargetSummary, ...]:
        """All forms of a step."""
        return tuple(self.summary(target) for target in self.session.targets(step))

    def unread(self) -> int:
        """Readings of step 3 that were neither taken nor marked as out of service or waiting."""
        return sum(form.total - form.done for form in self.summaries(Step.INDICATIONS))

    def steps(self) -> tuple[StepView, ...]:
        """The stepper."""
        return (
            self._old_step(),
            self._questions(Step.INFRASTRUCTURE),
            self._equipment(),
            self._questions(Step.INDICATIONS),
            self._summary_step(),
        )

    def _questions(self, step: Step) -> StepView:
        found = self.summaries(step)
        done, total = sum(form.done for form in found), sum(form.total for form in found)
        failed, attention = sum(form.failed for form in found), sum(form.attention for form in found)
        return StepView(step, done, total, failed, attention, item_state(done, total, failed, attention))

    def _equipment(self) -> StepView:
        found = self.summaries(Step.EQUIPMENT)
        done = sum(1 for form in found if form.total and form.done >= form.total)
        failed, attention = sum(form.failed for form in found), sum(form.attention for form in found)
        state = item_state(done, len(found), failed, attention)
        begun = state is ItemState.TODO and any(form.done for form in found)
        return StepView(Step.EQUIPMENT, done, len(found), failed, attention, ItemState.PROGRESS if begun else state)

    def _old_step(self) -> StepView:
        total, done = len(self.session.old), len(self.session.old.keys() & self.session.judged_old().keys())
        return StepView(Step.OLD_HAZARDS, done, total, 0, 0, item_state(done, total, 0, 0) if total else ItemState.DONE)

    def _summary_step(self) -> StepView:
        signers = signatures(self.session)
        done = sum(1 for signer in signers if signer.method is not None)
        return StepView(Step.SUMMARY, done, len(signers), 0, 0, item_state(done, len(signers), 0, 0))

    def old_hazard(self, hazard_id: str) -> OldHazard:
        """One of the customer's unclosed hazards, with its judgement at this visit."""
        return old_hazard_view(self.session, hazard_id)


def old_hazard_view(session: VisitSession, hazard_id: str) -> OldHazard:
    """One of the customer's unclosed hazards, with its judgement at this visit."""
    hazard = session.old[hazard_id]
    item = session.of("old_hazard").get(hazard_id, {})
    judgement, grade = str(item.get("judgement", "")), str(item.get("grade", "") or "")
    return OldHazard(
        hazard=hazard,
        judgement=OldHazardJudgement(judgement) if judgement else None,
        new_grade=Grade(grade) if grade else None,
        note=str(item.get("note", "")),
        overdue_days=max(0, (session.today - hazard.deadline).days),
        photos=session.photos_of_old(hazard_id),
        disputed=hazard.status is HazardStatus.DISPUTED,
    )


class Touched:
    """What a write touched, collected while it is made; `change` turns it into the change set."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.refs: dict[Target, dict[str, None]] = {}
        self.hazards: dict[str, None] = {}
        self.old: dict[str, None] = {}
        self.dropped: list[str] = []
        self.bulk: Bulk | None = None
        self.reports: dict[Target, None] = {}

    def add(self, target: Target, refs: Iterable[str]) -> None:
        """Questions or lines whose views changed."""
        self.refs.setdefault(target, {}).update(dict.fromkeys(refs))

    def sync(self, edit: Edit, live: LiveForm, ref: str) -> None:
        """Open, fold or unfold the hazard that stands at a question or line."""
        self.hazards |= dict.fromkeys(sync_draft(edit, live, ref))

    def photo(self, item: Mapping[str, object]) -> None:
        """What shows a photo: its question or line, its hazard, the old hazard."""
        session = self.views.session
        for key in (str(item["at"]), str(item["hazard"])):
            place = target_and_ref(key)
            if place is not None and place[0] in session.forms:
                self.add(place[0], (place[1],))
            if key in session.of("hazard"):
                self.hazards[key] = None
        if item["old_hazard"]:
            self.old[str(item["old_hazard"])] = None

    def change(self, saved_at: datetime, *, signatures_cleared: bool = False) -> Change:
        """The change set."""
        views, session = self.views, self.views.session
        rows: list[tuple[Target, Row]] = []
        lines: list[tuple[Target, Line]] = []
        alike: list[tuple[Target, Line]] = []
        sections: list[tuple[Target, Section]] = []
        for target, refs in self.refs.items():
            build = views.rows(target)
            layout = session.forms[target].layout
            touched_sections = dict.fromkeys(one for ref in refs if (one := layout.section_at(ref)) is not None)
            for section_layout in touched_sections:
                section = build.section(section_layout)
                sections.append((target, section))
                rows += [(target, row) for row in section.rows if row.ref in refs]
            rows += [(target, build.row(ref)) for ref in refs if ref in layout.head]
            touched_lines = dict.fromkeys(layout.line_of[ref].ref for ref in refs if ref in layout.line_of)
            lines += [(target, build.line(layout.line_of[ref])) for ref in touched_lines]
            alike += self._lines_beside(target, touched_lines)
        summaries = tuple(views.summary(target, fresh=True) for target in self.refs)
        views.inferences.forget(self.refs)
        return Change(
            saved_at=saved_at,
            steps=views.steps(),
            rows=tuple(rows),
            lines=tuple(lines),
            alike=tuple(alike),
            sections=tuple(sections),
            targets=summaries,
            hazards=tuple(draft for key in self.hazards if (draft := session.draft(key)) is not None),
            old_hazards=tuple(views.old_hazard(key) for key in self.old if key in session.old),
            signatures=signatures(session),
            signatures_cleared=signatures_cleared,
            dropped=tuple(self.dropped),
            steps_back=steps_back(session),
            bulk=self.bulk,
            reports=tuple((target, session.reports_at(target)) for target in self.reports),
            inferences=views.inferences.views(),
        )

    def _lines_beside(self, target: Target, refs: Iterable[str]) -> list[tuple[Target, Line]]:
        """The same lines of units that are compared with this one: what they say of their neighbours has changed."""
        session = self.views.session
        others = [
            other
            for unit in compared_with(session, target)
            if (other := Target(target.form, unit.id)) in session.forms and other not in self.refs
        ]
        return [
            (other, self.views.rows(other).line(session.forms[other].layout.line_of[ref]))
            for other in others
            for ref in refs
            if ref in session.forms[other].layout.line_of
        ]


def passed(session: VisitSession) -> tuple[int, int, int]:
    """Judged questions and values that were answered or typed: all, passed, not applicable.

    What is worked out from other values or from dates is nobody's answer.
    """
    verdicts = [
        verdict
        for live in session.forms.values()
        for ref in (*live.layout.section_of, *(line.ref for line in live.layout.lines if not line.computed))
        if ref not in live.layout.computed
        and live.instance.view(ref).relevant
        and (verdict := verdict_of(session, live, ref)) is not None
        and (ref not in live.judgements or live.judgements[ref].value is not None)
    ]
    return len(verdicts), verdicts.count(Verdict.PASS), verdicts.count(Verdict.NOT_APPLICABLE)
