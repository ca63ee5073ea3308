"""The work order of a planned visit: shown first, then printed or saved, in either language of documents."""

from inspector import services
from inspector.domain.visit import VisitStatus
from inspector.ui.printing.dialog import PrintDialog
from inspector.ui.visit.planned_actions import PlannedActions
from tests.ui.customers.conftest import Bench


def test_a_work_order_is_shown_and_the_dialog_offers_the_other_language(bench: Bench) -> None:
    planned = next(
        row
        for row in bench.call(lambda: services.visit_rows(bench.workspace))
        if row.status is VisitStatus.PLANNED and row.customer
    )
    PlannedActions(bench.page).print_work_order(planned)
    bench.settle()
    dialog = bench.page.window().findChild(PrintDialog)
    assert dialog is not None
    assert dialog.language.isVisibleTo(dialog)
    assert dialog.language.value() == "zh_CN"
    chinese = dialog.pdf
    assert chinese == bench.call(lambda: services.work_order(bench.workspace, planned.id, "zh_CN"))
    dialog.language.value_chosen.emit("en")
    bench.settle()
    assert dialog.pdf != chinese
    dialog.reject()
