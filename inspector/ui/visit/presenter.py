"""The presenter of one open visit: the verbs that panels use, each one call of a service.

GUI thread. A write that fails is told by `write_failed`; what was typed stays in the widget. See `VisitSession` for
how work runs and how changes come back.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from PySide6.QtCore import QObject

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step
from inspector.i18n import _, ngettext
from inspector.photos.annotation import Annotation
from inspector.services.visits.views import Change, FormView, Issued, OldHazard, SummaryView, Target, VisitView
from inspector.ui.visit.session import VisitSession

Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""Polylines in the unit square of a signature pad."""


class VisitPresenter(VisitSession):
    """One per open visit; every panel gets it."""

    # answers ------------------------------------------------------------------------------------------------------

    def answer(self, target: Target, ref: str, value: str) -> None:
        """Record an answer; "" clears it."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.record_answer(ws, visit, target, ref, value), target=target, ref=ref)

    def change_rows(self, target: Target, ref: str, *, add: bool) -> None:
        """Add a row to a repeat, or take one away; then the way back is offered."""
        ws, visit = self.workspace, self.visit.id
        if add:
            self.write(lambda: services.add_repeat_row(ws, visit, target, ref), target=target, ref=ref)
        else:
            work = lambda: services.remove_repeat_row(ws, visit, target, ref)  # noqa: E731 - as its neighbours
            self.write(work, target=target, ref=ref, told=_("The row was taken away"))

    def note(self, target: Target, ref: str, text: str) -> None:
        """Record the note of an answer; "" removes it."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.record_note(ws, visit, target, ref, text), target=target, ref=ref)

    def out_of_service(self, target: Target, ref: str, *, flag: bool, cleared: int = 0) -> None:
        """Mark a line or cell as not measured because of an outage (停电未测), or take the mark away.

        `cleared` is how many values go with the mark; then the way back is offered.
        """
        ws, visit = self.workspace, self.visit.id
        told = ngettext("Not measured, {count} value cleared", "Not measured, {count} values cleared", cleared)
        self.write(
            lambda: services.record_out_of_service(ws, visit, target, ref, flag=flag),
            target=target,
            ref=ref,
            told=told.format(count=cleared) if cleared else "",
        )

    def waiting(self, target: Target, ref: str, reason: str) -> None:
        """Leave a value for later with a reason (待录); "" takes that back."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.record_waiting(ws, visit, target, ref, reason), target=target, ref=ref)

    def override(self, target: Target, ref: str, verdict: Verdict | None, reason: str) -> None:
        """Put the inspector's verdict over the rule's (人工改判); None takes it back."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.override_judgement(ws, visit, target, ref, verdict, reason), target=target, ref=ref)

    def judge_old(
        self, hazard: str, judgement: OldHazardJudgement | None, *, grade: Grade | None = None, note: str = ""
    ) -> None:
        """Judge an unclosed hazard of the customer; failures carry the hazard's id as `ref`."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.judge_old_hazard(ws, visit, hazard, judgement, grade=grade, note=note), ref=hazard)

    # photos -------------------------------------------------------------------------------------------------------

    def add_photos(
        self,
        files: Iterable[tuple[Callable[[], bytes], str]],
        *,
        target: Target | None = None,
        ref: str = "",
        hazard: str | None = None,
        old_hazard: str | None = None,
        taken_at: datetime | None = None,
    ) -> None:
        """Add photos: (how to get the bytes, name) each; reading and decoding happen in the pool.

        `taken_at` is when a camera of this computer took them.
        """
        ws, visit = self.workspace, self.visit.id
        for read, name in files:

            def work(read: Callable[[], bytes] = read, name: str = name) -> Change:
                return services.add_photo(
                    ws, visit, read(), name, target=target, ref=ref, hazard=hazard, old_hazard=old_hazard,
                    taken_at=taken_at,
                )  # fmt: skip

            self.write(work, target=target, ref=ref or hazard or old_hazard or "", pool=True)

    def annotate_photo(self, photo: str, annotation: Annotation) -> None:
        """Lay marks over a photo; none take them away. Failures carry the photo's id as `ref`."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.annotate_photo(ws, visit, photo, annotation), ref=photo, pool=True)

    def remove_photo(self, photo: str) -> None:
        """Take a photo away; its original stays in the store."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.remove_photo(ws, visit, photo))

    # hazards ------------------------------------------------------------------------------------------------------

    def edit_hazard(
        self,
        draft: str | None,
        *,
        place: str | None = None,
        description: str | None = None,
        grade: Grade | None = None,
        measure: str | None = None,
        deadline: date | None = None,
        basis: str | None = None,
    ) -> None:
        """Change fields of a hazard in the making; None as id makes a new one by hand."""
        ws, visit = self.workspace, self.visit.id
        self.write(
            lambda: services.edit_hazard(
                ws,
                visit,
                draft,
                place=place,
                description=description,
                grade=grade,
                measure=measure,
                deadline=deadline,
                basis=basis,
            ),
            ref=draft or "",
        )

    def request_hazard(self, target: Target, ref: str) -> None:
        """Make a hazard of a line that was judged 注意 (生成隐患)."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.request_hazard(ws, visit, target, ref), target=target, ref=ref)

    def accept_hazard(self, draft: str) -> None:
        """Accept a proposal."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.accept_hazard(ws, visit, draft), ref=draft)

    def dismiss_hazard(self, draft: str, reason: str) -> None:
        """Dismiss a draft or proposal with a reason."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.dismiss_hazard(ws, visit, draft, reason), ref=draft)

    def merge_hazard(self, draft: str, into: str) -> None:
        """Merge a proposal or draft into another hazard of the visit."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.merge_hazard(ws, visit, draft, into), ref=draft)

    def restore_hazard(self, draft: str) -> None:
        """Take a dismissal back."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.restore_hazard(ws, visit, draft), ref=draft)

    # signatures ---------------------------------------------------------------------------------------------------

    def sign_strokes(self, who: str, strokes: Strokes, *, name: str = "", title: str = "") -> None:
        """Sign for `who` on the screen; failures carry `who` as ref. Other ways to sign have dialogs (signing.py)."""
        ws, visit = self.workspace, self.visit.id
        self.write(
            lambda: services.sign(ws, visit, who, SignMethod.STROKES, strokes=strokes, name=name, title=title),
            ref=who,
            content=False,
        )

    def clear_signature(self, who: str) -> None:
        """Take one signature away."""
        ws, visit = self.workspace, self.visit.id
        self.write(lambda: services.clear_signature(ws, visit, who), ref=who, content=False)

    def finish(self) -> None:
        """签发并归档: sends `issued`, or `write_failed` with what is missing."""
        ws, visit = self.workspace, self.visit.id
        self.flush_position()
        self.tasks.run(
            lambda: services.finish_visit(ws, visit),
            self._on_issued,
            lambda problem: self._on_failed((None, "finish"), problem),
        )

    def _on_issued(self, issued: Issued) -> None:
        self.close_position()
        self.issued.emit(issued)

    # reading ------------------------------------------------------------------------------------------------------

    def load_form(self, target: Target, done: Callable[[FormView], None]) -> None:
        """Fetch one form."""
        ws, visit = self.workspace, self.visit.id
        self.load(lambda: services.form_view(ws, visit, target), done)

    def load_indications(self, done: Callable[[tuple[FormView, ...]], None]) -> None:
        """Fetch all forms of step 3 in grid order."""
        ws, visit = self.workspace, self.visit.id
        self.load(lambda: services.indications(ws, visit), done)

    def load_old_hazards(self, done: Callable[[tuple[OldHazard, ...]], None]) -> None:
        """Fetch the customer's unclosed hazards with their judgement at this visit."""
        ws, visit = self.workspace, self.visit.id
        self.load(lambda: services.old_hazards(ws, visit), done)

    def load_summary(self, done: Callable[[SummaryView], None], *, owner: QObject | None = None) -> None:
        """Fetch step 4's summary; remembers who signed. `done` is left out when `owner` is gone by then."""
        ws, visit = self.workspace, self.visit.id

        def take(summary: SummaryView) -> None:
            self.note_signatures(summary.signatures)
            done(summary)

        self.load(lambda: services.summary(ws, visit), take, owner=owner)

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Fetch the bytes of a picture or document; dropped when `owner` is gone by then."""
        ws = self.workspace
        self.load(lambda: services.blob(ws, sha), done, pool=True, owner=owner)


def step_of(visit: VisitView, target: Target) -> Step:
    """Which step of a visit a form belongs to."""
    if target == visit.infrastructure:
        return Step.INFRASTRUCTURE
    if any(summary.target == target for summary in visit.equipment):
        return Step.EQUIPMENT
    return Step.INDICATIONS
