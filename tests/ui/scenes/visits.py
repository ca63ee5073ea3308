"""States of an open visit, for pictures and for the check that everything fits."""

from collections.abc import Callable

from inspector.domain.visit import Step
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.page import VisitPage
from tests.ui.driven_window import DrivenWindow


def rest_passed(driven: DrivenWindow, page: VisitPage) -> Callable[[], None]:
    """The rest of a section was just passed, two questions are drawn; what is returned takes it back."""
    page.open_step(Step.INFRASTRUCTURE)
    driven.settle()
    panel = page.panel
    if not isinstance(panel, ChecklistPanel) or panel._form is None:
        raise TypeError(panel)
    section = next(one for one in panel._form.sections if one.rest > 4)
    panel._on_item_chosen(section.ref)
    driven.settle()
    panel.checklist.pass_rest(section.ref)
    driven.settle()

    def back() -> None:
        page.undo()
        driven.settle()

    return back
