"""A real visit in a sample workspace, answered through the services so that only the signatures are missing."""

import io
import shutil
from datetime import datetime
from pathlib import Path

from PIL import Image

from inspector import services
from inspector.domain.visit import OldHazardJudgement, Step, VisitStatus
from inspector.services import Workspace
from inspector.services.visits.views import FormView, RowKind, VisitView

PIN = "1234"
"""The PIN of the sample inspectors."""


def by_day() -> datetime:
    """The clock of today at ten in the morning, so that no test depends on the hour it runs at (night has hints)."""
    return datetime.now().astimezone().replace(hour=10)


def copy_of(demo: Path, folder: Path) -> Path:
    """A copy of a sample workspace that a test may change."""
    target = folder / "workspace"
    shutil.copytree(demo, target)
    return target


def open_first(workspace: Workspace) -> VisitView:
    """Open the first planned visit."""
    rows = workspace.call(lambda: services.visit_rows(workspace))
    planned = next(row for row in rows if row.status is not VisitStatus.SIGNED)
    return workspace.call(lambda: services.open_visit(workspace, planned.id))


def complete(workspace: Workspace, visit: str) -> None:
    """Judge the old hazards and answer everything that is asked for."""
    workspace.call(lambda: _complete(workspace, visit))


def _complete(workspace: Workspace, visit: str) -> None:
    for old in services.old_hazards(workspace, visit):
        services.judge_old_hazard(workspace, visit, old.hazard.id, OldHazardJudgement.STILL)
    for _round in range(5):
        open_points = [one for one in services.summary(workspace, visit).missing if one.step is not Step.SUMMARY]
        targets = {one.target for one in open_points if one.target is not None}
        forms = {target: services.form_view(workspace, visit, target) for target in targets}
        for one in open_points:
            if one.target is not None:
                services.record_answer(workspace, visit, one.target, one.ref, _answer(forms[one.target], one.ref))
        if not open_points:
            return


def _answer(form: FormView, ref: str) -> str:
    rows = {row.ref: row for section in form.sections for row in section.rows} | {row.ref: row for row in form.head}
    row = rows.get(ref)
    if row is None:
        return "10"
    match row.kind:
        case RowKind.JUDGED:
            return "pass"
        case RowKind.CHOICE | RowKind.CHOICES:
            return row.options[0][0]
        case RowKind.DATE:
            return "2026-05-01"
        case RowKind.NUMBER:
            return "10"
        case _:
            return "1"


def fail_some(workspace: Workspace, visit: VisitView, count: int = 2) -> None:
    """Answer the first questions of the site with 不合格."""
    form = workspace.call(lambda: services.form_view(workspace, visit.id, visit.infrastructure))
    judged = [row for section in form.sections for row in section.rows if row.kind is RowKind.JUDGED]
    refs = [row.ref for row in judged if not row.photo_required][:count]

    def work() -> None:
        for ref in refs:
            services.record_answer(workspace, visit.id, visit.infrastructure, ref, "fail")

    workspace.call(work)


def paper() -> bytes:
    """A picture that stands for the photo of a signed paper."""
    stream = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(stream, "JPEG")
    return stream.getvalue()
