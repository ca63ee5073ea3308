"""What stands right of the form of a piece of equipment: the context of a line of the tests, or of a question.

An oil transformer has its gas analysis there too: it comes forward while a line of a gas has the focus, and stays when
the person chose it (Alt+G), until another piece of equipment is shown.
"""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _, pgettext
from inspector.services.visits.views import Change, FormView, Line, Row, Target
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.visit.context import ContextPanel
from inspector.ui.visit.dga_card import DgaCard, Side
from inspector.ui.visit.equipment_form import Part
from inspector.ui.visit.line_context import LineContext
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import only_shows


class Shown(StrEnum):
    """What the panel shows beside the tests of an oil transformer."""

    LINE = "line"
    TRIANGLE = "triangle"
    RATIOS = "ratios"


class EquipmentContext(QWidget):
    """Shows the one of `line`, `gases` and `row` that goes with the form. `toggle_requested` to put it away."""

    toggle_requested = Signal()

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = LineContext(presenter)
        self.gases = DgaCard(presenter)
        self.row = ContextPanel(presenter)
        self._part = Part.VISUAL
        self._chosen: Shown | None = None
        """What the person chose; None = what goes with the focus."""
        self._followed = Shown.LINE
        self._side = Shown.TRIANGLE
        """Which drawing of the gases was shown last."""
        self._target: Target | None = None
        self._line: Line | None = None
        self.switch = Segmented(
            _("Panel"),
            [
                Option(Shown.LINE, pgettext("panel", "Line")),
                Option(Shown.TRIANGLE, _("Duval")),
                Option(Shown.RATIOS, _("Ratios")),
            ],
            height=32,
        )
        self.switch.setToolTip("Alt+G")
        only_shows(self.switch)
        self.toggle_button = IconButton("panel-right", _("Hide the panel"), size=28)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(16, 8, 12, 0)
        bar.setSpacing(2)
        bar.addWidget(self.switch)
        bar.addStretch(1)
        bar.addWidget(self.gases.larger_button)
        bar.addWidget(self.toggle_button)
        self._stack = QStackedWidget()
        for page in (self.line, self.gases, self.row):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        self._connect()
        self._arrange()

    def _connect(self) -> None:
        self.line.toggle_requested.connect(self.toggle_requested)
        self.row.toggle_requested.connect(self.toggle_requested)
        self.toggle_button.clicked.connect(self.toggle_requested)
        self.switch.value_chosen.connect(self._on_chosen)
        self.gases.available_changed.connect(lambda _available: self.follow_line(self._line))

    @property
    def shown(self) -> Shown:
        """What stands beside the tests."""
        if self.gases.view is None:
            return Shown.LINE
        return self._chosen or self._followed

    def show_form(self, form: FormView) -> None:
        """Another piece of equipment, or the same one read anew."""
        if form.target != self._target:
            self._target, self._line, self._chosen, self._followed = form.target, None, None, Shown.LINE
        self.gases.show_target(form.target if form.lines else None)
        self._arrange()

    def follow_line(self, line: Line | None) -> None:
        """A line of the tests has the focus: its gases come forward, unless the person chose otherwise."""
        self._line, view = line, self.gases.view
        refs = {tile.ref for tile in view.tiles if tile.ref} if view is not None else set()
        of_gas = line is not None and bool(refs & {line.ref, *(cell.ref for cell in line.cells)})
        self._followed = self._side if of_gas else Shown.LINE
        self._arrange()

    def turn(self) -> None:
        """Alt+G: from the line to the gases and back."""
        if self.gases.view is not None and self._part is Part.TESTS:
            self._on_chosen(self._side if self.shown is Shown.LINE else Shown.LINE)

    def apply(self, change: Change) -> None:
        """Bring the gases up to date."""
        self.gases.apply(change)

    def _on_chosen(self, value: str) -> None:
        self._chosen = Shown(value)
        if self._chosen is not Shown.LINE:
            self._side = self._chosen
        self._arrange()

    def _arrange(self) -> None:
        tests = self._part is Part.TESTS
        self._bar.setVisible(tests and self.gases.view is not None)
        gases = self.shown is not Shown.LINE
        self.toggle_button.setVisible(gases)
        self.gases.larger_button.setVisible(gases)
        self.switch.set_value(self.shown)
        self.gases.show_side(Side.RATIOS if self._side is Shown.RATIOS else Side.TRIANGLE)
        beside = self.gases if gases else self.line
        self._stack.setCurrentWidget(beside if tests else self.row)

    def show_part(self, part: Part) -> None:
        """Go with the part of the form that shows."""
        self._part = part
        self._arrange()

    def show_row(self, form: FormView, row: Row) -> None:
        """Follow a visual question, under the title of its section."""
        title = next((s.title for s in form.sections if any(other.ref == row.ref for other in s.rows)), form.title)
        self.row.show_row(form.target, row, title)
