"""A visit as tests tell it: answers by the name of a question, on a real workspace."""

import io
from dataclasses import dataclass
from typing import Any

from PIL import Image

from inspector import services
from inspector.domain.visit import OldHazardJudgement, SignMethod
from inspector.services import Workspace
from inspector.services.visits.live import LiveForm
from inspector.services.visits.views import (
    Change,
    FormView,
    HazardDraft,
    Line,
    Row,
    RowKind,
    SummaryView,
    Target,
    VisitView,
)

PIN = "1234"
SITE = Target("infrastructure")
ONE_DAY = "2026-05-01"


@dataclass
class Story:
    """One open visit; every method runs on the workspace's worker as window and commands do."""

    workspace: Workspace
    id: str

    def call(self, act: Any, *args: Any, **named: Any) -> Any:
        return self.workspace.call(lambda: act(self.workspace, self.id, *args, **named))

    def reopen(self) -> VisitView:
        view: VisitView = self.workspace.call(lambda: services.open_visit(self.workspace, self.id))
        return view

    def targets(self, form: str) -> list[Target]:
        return [target for target in self.workspace.visits[self.id].session.forms if target.form == form]

    def form(self, target: Target) -> FormView:
        view: FormView = self.call(services.form_view, target)
        return view

    def ref(self, target: Target, name: str) -> str:
        refs = self.workspace.visits[self.id].session.forms[target].questions
        return next(ref for ref in refs if ref.rsplit("/", 1)[1] == name)

    def answer(self, target: Target, name: str, value: str) -> Change:
        change: Change = self.call(services.record_answer, target, self.ref(target, name), value)
        return change

    def row(self, target: Target, name: str) -> Row:
        view, ref = self.form(target), self.ref(target, name)
        rows = [row for section in view.sections for row in section.rows] + list(view.head)
        return next(row for row in rows if row.ref == ref)

    def line(self, target: Target, name: str) -> Line:
        ref = self.ref(target, name)
        return next(line for line in self.form(target).lines if ref in (line.ref, *(cell.ref for cell in line.cells)))

    def live(self, target: Target) -> LiveForm:
        """The form behind the view, with every judgement."""
        return self.workspace.call(lambda: self.workspace.visit(self.id).session.forms[target])

    def summary(self) -> SummaryView:
        view: SummaryView = self.call(services.summary)
        return view

    def draft(self, target: Target, name: str) -> HazardDraft | None:
        ref = self.ref(target, name)
        rows = [row for section in self.form(target).sections for row in section.rows]
        found = {line.ref: line.hazard for line in self.form(target).lines} | {row.ref: row.hazard for row in rows}
        return found[ref]

    def judge_old(self) -> None:
        for old in self.call(services.old_hazards):
            if old.judgement is None:
                self.call(services.judge_old_hazard, old.hazard.id, OldHazardJudgement.STILL)

    def fill(self) -> None:
        """Answer everything that is asked for and not answered yet, harmlessly."""
        self.judge_old()
        self.workspace.call(self._fill)

    def _fill(self) -> None:
        for _round in range(6):
            view = services.summary(self.workspace, self.id)
            proposed = [(draft.target, draft.ref) for draft in view.proposals]
            missing = [(one.target, one.ref) for one in view.missing if one.target is not None]
            open_points = [point for point in missing if point not in proposed]
            if not open_points:
                return
            forms = {
                target: services.form_view(self.workspace, self.id, target)
                for target in {target for target, _ref in open_points}
            }
            for target, ref in open_points:
                services.record_answer(self.workspace, self.id, target, ref, _harmless(forms[target], ref))

    def decide(self) -> None:
        """Accept every open proposal."""
        for draft in self.summary().proposals:
            self.call(services.accept_hazard, draft.id)

    def sign(self) -> None:
        view = self.reopen()
        for person in view.inspectors:
            self.call(services.sign, person.id, SignMethod.PIN, pin=PIN)
        image = services.paper_photo(self.workspace, picture())
        self.call(services.sign, "customer", SignMethod.PAPER, image=image, name="李明")


def _harmless(view: FormView, ref: str) -> str:
    rows = {row.ref: row for section in view.sections for row in section.rows} | {row.ref: row for row in view.head}
    kind = rows[ref].kind if ref in rows else RowKind.NUMBER
    answers = {RowKind.JUDGED: "pass", RowKind.DATE: ONE_DAY, RowKind.NUMBER: "10"}
    return answers.get(kind) or (rows[ref].options[0][0] if rows[ref].options else "1")


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240)) -> bytes:
    """A small picture that decodes."""
    stream = io.BytesIO()
    Image.new("RGB", size, (90, 120, 60)).save(stream, kind)
    return stream.getvalue()


def planned(workspace: Workspace, number: int = 0) -> str:
    """Id of a planned visit; the first belongs to the customer with open hazards."""
    rows = workspace.call(lambda: services.visit_rows(workspace))
    return [row for row in rows if row.status.value == "planned"][number].id


def begin(workspace: Workspace, number: int = 0) -> Story:
    visit = planned(workspace, number)
    workspace.call(lambda: services.open_visit(workspace, visit))
    return Story(workspace, visit)
