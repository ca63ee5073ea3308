"""What tests of the first page and step 1 look at: the panel that is shown, and what the services have stored."""

from PySide6.QtCore import Qt

from inspector import services
from inspector.domain.visit import Step
from inspector.services.visits.views import FormView, OldHazard, Row
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.details import RowDetails
from inspector.ui.visit.hazard_editor import HazardEditor
from inspector.ui.visit.old_hazards import OldHazardsPanel
from tests.ui.visit.conftest import Bench

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def old_panel(bench: Bench) -> OldHazardsPanel:
    assert isinstance(bench.visit.panel, OldHazardsPanel)
    return bench.visit.panel


def panel(bench: Bench) -> ChecklistPanel:
    assert isinstance(bench.visit.panel, ChecklistPanel)
    return bench.visit.panel


def stored_old(bench: Bench) -> tuple[OldHazard, ...]:
    return bench.call(lambda: services.old_hazards(bench.workspace, bench.visit.presenter.visit.id))


def stored_form(bench: Bench) -> FormView:
    visit = bench.visit.presenter.visit
    return bench.call(lambda: services.form_view(bench.workspace, visit.id, visit.infrastructure))


def stored_row(bench: Bench, ref: str) -> Row:
    return next(row for section in stored_form(bench).sections for row in section.rows if row.ref == ref)


def current(bench: Bench) -> Row:
    row = panel(bench).checklist.current
    assert row is not None
    return row


def editor(bench: Bench) -> HazardEditor:
    widget = panel(bench).checklist.row(current(bench).ref)
    assert widget is not None
    bench.qtbot.waitUntil(lambda: isinstance(widget.details, RowDetails))
    assert isinstance(widget.details, RowDetails)
    assert widget.details.editor is not None
    return widget.details.editor


def go_to_step_1(bench: Bench) -> None:
    bench.start_first()
    bench.press(KEY.Key_Return, CTRL)
    assert bench.visit.step is Step.INFRASTRUCTURE
