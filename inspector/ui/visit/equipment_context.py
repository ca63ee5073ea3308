"""What stands right of the form of a piece of equipment: the context of a line of the tests, or of a question."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector.services.views import FormView, Row
from inspector.ui.visit.context import ContextPanel
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.line_context import LineContext
from inspector.ui.visit.presenter import VisitPresenter


class EquipmentContext(QStackedWidget):
    """Shows the one of `line` and `row` that goes with the part of the form. `toggle_requested` to put it away."""

    toggle_requested = Signal()

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineContext(presenter)
        self.row = ContextPanel(presenter)
        self.addWidget(self.line)
        self.addWidget(self.row)
        self.line.toggle_requested.connect(self.toggle_requested)
        self.row.toggle_requested.connect(self.toggle_requested)

    def show_part(self, part: Part) -> None:
        """Go with the part of the form that shows."""
        self.setCurrentWidget(self.row if part is Part.VISUAL else self.line)

    def show_row(self, form: FormView, row: Row) -> None:
        """Follow a visual question, under the title of its section."""
        title = next((s.title for s in form.sections if any(other.ref == row.ref for other in s.rows)), form.title)
        self.row.show_row(form.target, row, title)
