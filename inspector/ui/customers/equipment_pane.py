"""One piece of equipment: what it is, its nameplate, its tests side by side with the trend of one, its hazards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.customer_files.views import EquipmentFile, HazardRow, Trend
from inspector.services.words import days_text, here
from inspector.ui.customers.cards import CardBody, facts_grid
from inspector.ui.customers.looks import state_mark, state_of
from inspector.ui.customers.record_grid import TestGrid
from inspector.ui.customers.trend import TrendChart
from inspector.ui.kit.button import Button, PressArea
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import grade_chip, note_chip
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.table import DENSE_ROW
from inspector.ui.kit.text import ElidedLabel, Text

PLATE_WIDTH = 268
ABOVE_TESTS = 380
"""Height of what stands above the lines of the test table."""


class HazardLine(PressArea):
    """An unclosed hazard of the equipment."""

    ring_radius = 4.0

    def __init__(self, row: HazardRow, parent: QWidget | None = None) -> None:
        super().__init__(row.cells["description"], parent)
        self.setMinimumHeight(40)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(10)
        line.addWidget(grade_chip(row.grade))
        line.addWidget(ElidedLabel(row.cells["description"], "body"), 1)
        self.setToolTip(row.cells["description"])
        overdue = row.days_left is not None and row.days_left < 0
        line.addWidget(Text(days_text(row.days_left, here()), "hint", "red-text" if overdue else "text-2"))


class EquipmentPane(QWidget):
    """Requests carry the `Equipment` that is shown."""

    edit_requested = Signal(object)
    retire_requested = Signal(object)
    reinstate_requested = Signal(object)
    hazard_opened = Signal(str)
    trend_requested = Signal(str)
    gases_requested = Signal(object)
    """The diagnosis sheet of the last oil sample is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: EquipmentFile | None = None
        self._waiting = ""
        """Equipment whose button gets the focus back once it is known whether it left service."""
        self._name = ElidedLabel("", "block")
        self._marks = QHBoxLayout()
        self._edit = Button(_("Edit"), icon="pencil", key="F2")
        self._gases = Button(_("Oil gas sheet"), icon="file-text")
        self._gases.setToolTip(_("Diagnosis sheet of the last oil sample (dissolved gases)"))
        self._gases.hide()
        self._retire = Button(_("Take out of service"), icon="ban")
        self._retire.setToolTip(_("Take out of service") + " (Ctrl+Delete)")
        self._reinstate = Button(_("Put back into service"), icon="undo-2")
        self.grid = TestGrid()
        self.chart = TrendChart()
        self._trend_name = Text("", "body", "text-2")
        self._build()
        self._connect()

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._marks.setSpacing(6)
        head.addWidget(self._name, 1)
        head.addLayout(self._marks)
        for button in (self._gases, self._edit, self._retire, self._reinstate):
            head.addWidget(button)
        column.addLayout(head)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(self._build_plate())
        body.addLayout(self._build_tests(), 1)
        column.addLayout(body)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroller(content))

    def _build_plate(self) -> QVBoxLayout:
        self._facts = CardBody()
        self._plate = CardBody()
        facts, plate = Card(_("Basic facts")), Card(_("Nameplate"))
        facts.body.addWidget(self._facts)
        plate.body.addWidget(self._plate)
        column = QVBoxLayout()
        column.setSpacing(12)
        for card in (facts, plate):
            card.setFixedWidth(PLATE_WIDTH)
            column.addWidget(card)
        column.addStretch(1)
        return column

    def _build_tests(self) -> QVBoxLayout:
        self._hazards = Card(_("Unclosed hazards"), flush=True)
        self._hazard_lines = CardBody()
        self._hazards.body.addWidget(self._hazard_lines)
        tests = Card(_("Tests"), flush=True)
        self._tests_count = Text("", "body", "text-2")
        tests.head.insertWidget(1, self._tests_count)
        self._none = Text(_("No test is recorded yet."), "body", "text-2")
        self._none.setContentsMargins(16, 0, 16, 12)
        tests.body.addWidget(self._none)
        tests.body.addWidget(self.grid)
        self._trend = Card(_("Test trend"))
        self._trend.head.insertWidget(1, self._trend_name)
        self._trend.body.addWidget(self.chart)
        column = QVBoxLayout()
        column.setSpacing(12)
        for card in (self._hazards, self._trend, tests):
            column.addWidget(card)
        column.addStretch(1)
        return column

    def _connect(self) -> None:
        self._edit.clicked.connect(self.edit)
        self._retire.clicked.connect(self.retire)
        self._reinstate.clicked.connect(lambda: self._ask(self.reinstate_requested))
        self._gases.clicked.connect(lambda: self._ask(self.gases_requested))
        self.grid.series_chosen.connect(self.trend_requested)

    def edit(self) -> None:
        """Ask to edit what is shown."""
        self._ask(self.edit_requested)

    def retire(self) -> None:
        """Ask to take what is shown out of service, unless it already is or that is about to happen."""
        if self._retire.isVisible() and self._retire.isEnabled():
            self._ask(self.retire_requested)

    def wait_for_retirement(self) -> None:
        """What is shown is about to be taken out of service; that can still be taken back, also the focus."""
        if self._retire.hasFocus():
            self._waiting = self._file.row.equipment.id if self._file is not None else ""
            self._edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._retire.setEnabled(False)

    def _ask(self, signal: object) -> None:
        if self._file is not None:
            signal.emit(self._file.row.equipment)  # type: ignore[attr-defined]  # a bound signal

    def show_file(self, file: EquipmentFile) -> None:
        """Show a piece of equipment; the same one keeps its chosen series."""
        self._file = file
        equipment = file.row.equipment
        self._name.setText(equipment.name)
        self._show_marks(file)
        self._gases.setVisible(file.gases)
        self._retire.setVisible(equipment.active)
        self._retire.setEnabled(True)
        self._reinstate.setVisible(not equipment.active)
        if self._waiting == equipment.id and self._edit.hasFocus():
            (self._retire if equipment.active else self._reinstate).setFocus(Qt.FocusReason.OtherFocusReason)
        self._waiting = ""
        self._facts.show_widget(_grid(file.facts))
        plate = _grid(file.nameplate)
        empty = Text(_("Nothing is entered yet."), "body", "text-2", wrap=True)
        self._plate.show_widget(plate if file.nameplate else empty)
        self._show_hazards(file)
        count = len(file.table.days)
        self._tests_count.setText(str(count) if count else "")
        self._none.setVisible(not count)
        self.grid.setVisible(bool(count))
        self._trend.setVisible(bool(count))
        self.grid.show_table(file.table)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.grid.fit((self.height() - ABOVE_TESTS) // DENSE_ROW)

    def _show_marks(self, file: EquipmentFile) -> None:
        while (item := self._marks.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not file.row.equipment.active:
            self._marks.addWidget(note_chip(_("Out of service"), "grey", "ban"))
        mark = state_mark(state_of(file.row))
        if mark is not None:
            mark.setToolTip(file.row.evidence)
            self._marks.addWidget(mark)

    def _show_hazards(self, file: EquipmentFile) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        for row in file.hazards:
            line = HazardLine(row)
            line.clicked.connect(lambda row=row: self.hazard_opened.emit(row.id))
            column.addWidget(Rule(token="line2"))  # noqa: S106 - a colour token
            column.addWidget(line)
        self._hazard_lines.show_widget(holder)
        self._hazards.setVisible(bool(file.hazards))

    def show_trend(self, trend: Trend | None) -> None:
        """Draw a series under the table."""
        self._trend.setVisible(trend is not None)
        if trend is not None:
            points = len(trend.points)
            words = ngettext("{count} value", "{count} values", points).format(count=points)
            self._trend_name.setText(f"{trend.choice.name} {trend.choice.unit}".strip() + f" · {words}")
            self.chart.set_trend(trend)


def _grid(facts: tuple[tuple[str, str], ...]) -> QWidget:
    holder = QWidget()
    grid: QGridLayout = facts_grid(facts)
    grid.setContentsMargins(0, 0, 0, 0)
    holder.setLayout(grid)
    return holder
