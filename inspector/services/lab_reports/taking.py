"""A testing company's workbook taken over from its bytes: what window and command do in one call. Pool thread.

The file is read here, recognised and written on the worker.
"""

from collections.abc import Mapping

from inspector.services.lab_reports.attached import store_report
from inspector.services.lab_reports.importing import ReportPreview, import_report, preview_report, units_of
from inspector.services.lab_reports.reading import Labelled, read_labels
from inspector.services.visits.answers import live_form
from inspector.services.visits.views import Change, Target
from inspector.services.workspace import Workspace


def read_report(workspace: Workspace, visit_id: str, target: Target, data: bytes, name: str) -> tuple[Labelled, ...]:
    """The labels of a workbook, of the sheet that bears the equipment's name if there is one.

    Raises Problem of a bad file, target_unknown.
    """

    def prepare() -> tuple[frozenset[str], str]:
        live = live_form(workspace.visit(visit_id), target)
        return units_of(workspace), live.equipment.name if live.equipment else ""

    units, wanted = workspace.call(prepare)
    return read_labels(data, name, units, wanted)


def preview_workbook(
    workspace: Workspace,
    visit_id: str,
    target: Target,
    labels: tuple[Labelled, ...],
    *,
    company: str = "",
    chosen: Mapping[str, str] | None = None,
) -> ReportPreview:
    """What would be taken over. Raises as `preview_report`."""
    return workspace.call(lambda: preview_report(workspace, visit_id, target, labels, company=company, chosen=chosen))


def take_workbook(
    workspace: Workspace,
    visit_id: str,
    target: Target,
    data: bytes,
    name: str,
    *,
    company: str = "",
    chosen: Mapping[str, str] | None = None,
) -> Change:
    """Take values over and attach the workbook, as one step. Raises as `import_report` and `store_report`."""
    labels = read_report(workspace, visit_id, target, data, name)
    report = store_report(workspace, target, data, name, workspace.call(workspace.today).isoformat())

    def write() -> Change:
        preview = preview_report(workspace, visit_id, target, labels, company=company, chosen=chosen)
        return import_report(workspace, visit_id, target, preview, report=report, chosen=chosen)

    return workspace.call(write)
