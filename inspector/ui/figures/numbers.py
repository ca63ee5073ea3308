"""The row of key figures over the charts; each opens the rows it counts."""

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.services.figures.key_figures import KeyFigure
from inspector.ui.home.numbers import HEIGHT, NumberCell
from inspector.ui.kit.painting import LEFT, box, text, text_width
from inspector.ui.theme import color, font

LOOKS: Final = {
    "rate": ("circle-check", "green"),
    "overdue": ("calendar-clock", "red"),
    "days": ("history", "primary"),
    "recurrence": ("triangle-alert", "violet"),
    "returned": ("undo-2", "orange"),
}
"""Icon and hue of each figure."""


NOTE_FLAGS: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap


class FigureCell(NumberCell):
    """A figure whose unit always shows; a note too long for one line beside it takes two."""

    @override
    def paint_rest(self, painter: QPainter, rect: QRectF) -> None:
        text(painter, rect.adjusted(-2, 8, 0, 0), self._unit, "hint", "text-2", LEFT)
        unit = text_width(self._unit, "hint") + 8 if self._unit else 0.0
        room = rect.adjusted(unit, 0, 0, 0)
        one_line = text_width(self._note, "hint") <= room.width()
        painter.setFont(font("hint"))
        painter.setPen(color(self._note_token))
        painter.drawText(room.adjusted(0, 8 if one_line else 0, 0, 0), NOTE_FLAGS, self._note)


class FigureNumbers(QWidget):
    """All key figures in one card; `rows_requested(str)`."""

    rows_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._shown: dict[str, KeyFigure] = {}
        self.cells: dict[str, FigureCell] = {}

    def show_numbers(self, numbers: tuple[KeyFigure, ...]) -> None:
        """Show other figures."""
        for one in numbers:
            self._shown[one.key] = one
            cell = self.cells.get(one.key) or self._add(one)
            cell.show_number(one.text, one.unit, one.note, loud=one.loud)
            number = " ".join(part for part in (one.text, one.unit) if part)
            cell.setToolTip(f"{one.label}: {number} ({one.note})\n{one.told}")
            cell.setAccessibleDescription(one.told)

    def _add(self, one: KeyFigure) -> FigureCell:
        icon, hue = LOOKS[one.key]
        cell = self.cells[one.key] = FigureCell(one.label, icon, hue)
        cell.clicked.connect(lambda: self._open(one.key))
        self._row.addWidget(cell, 1)
        return cell

    def _open(self, key: str) -> None:
        one = self._shown[key]
        if one.rows and one.count:
            self.rows_requested.emit(one.rows)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="surface", border="line", radius=8)
        for cell in list(self.cells.values())[1:]:
            painter.fillRect(QRectF(cell.x(), 1, 1, HEIGHT - 2), color("line2"))
