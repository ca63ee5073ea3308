"""The fields of a thing that several people changed: what each was, what every side made of it, and what holds.

One painted widget. Up and Down, or a click, choose the field to decide about.
"""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.services.conflicts.views import EntityConflict, FieldRow, Result
from inspector.ui.kit.access import Role
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.icons import STROKE_CHIP, draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text, text_width
from inspector.ui.kit.pointing import Pointing
from inspector.ui.sync.side_words import side_head, side_name
from inspector.ui.theme import color

HEAD, ROW = 36, 40
PAD, GAP = 16, 12
LEAST_LABEL, MOST_LABEL = 72, 150
LEAST_RESULT, MOST_RESULT = 120, 230


class ConflictTable(Pointing):
    """Shows the rows of a conflict. `field_chosen(name)` for a field that is open."""

    spoken_role = Role.Table
    field_chosen = Signal(str)
    ring_radius = 4.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FieldRow, ...] = ()
        self._heads: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._current = ""
        self._decided: dict[str, str] = {}
        self.setAccessibleName(_("Changed fields"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_conflict(self, conflict: EntityConflict, current: str, decided: dict[str, str], today: date) -> None:
        """Show a thing; `current` is the field that is decided now, `decided` what was just taken for others."""
        self._rows, self._current, self._decided = conflict.rows, current, decided
        self._heads = tuple(side_head(side, today) for side in conflict.sides)
        self._names = tuple(side_name(side) for side in conflict.sides)
        self.setAccessibleDescription("\n".join(self._words(row) for row in self._rows))
        open_rows = [row.field for row in self._rows if self._is_open(row)]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if len(open_rows) > 1 else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def _is_open(self, row: FieldRow) -> bool:
        return row.result is Result.OPEN and row.field not in self._decided

    def _cell(self, row: FieldRow, side: int) -> str:
        return row.cells[side] or _("unchanged")

    def result_words(self, row: FieldRow) -> str:
        """What became of a field."""
        if row.field in self._decided:
            return _("taken: {value}").format(value=self._decided[row.field])
        if row.result is Result.OPEN:
            return _("Yours to decide")
        if row.taken < 0:
            return _("both the same")
        return _("taken from {side}").format(side=self._names[row.taken])

    def _words(self, row: FieldRow) -> str:
        pattern = _("{thing}: {what}")
        sides = (pattern.format(thing=head, what=self._cell(row, index)) for index, head in enumerate(self._heads))
        original = pattern.format(thing=_original(), what=row.original)
        return "\n".join((row.label, original, *sides, self.result_words(row)))

    # where things are -----------------------------------------------------------------------------------------------

    def _columns(self) -> list[QRectF]:
        """The columns of one row at the top: label, original, sides, result."""
        label = _within(max((text_width(row.label, "body_medium") for row in self._rows), default=0), LEAST_LABEL, 150)
        widths = [text_width(self.result_words(row), "hint_bold") + 42 for row in self._rows]
        result = _within(max(widths, default=0), LEAST_RESULT, MOST_RESULT)
        rest = self.width() - 2 * PAD - label - result - 2 * GAP
        count = 1 + len(self._heads)
        each = max(48.0, (rest - (count - 1) * GAP) / count)
        x, rects = float(PAD), []
        for width in (label, *([each] * count), result):
            rects.append(QRectF(x, 0, width, ROW))
            x += width + GAP
        return rects

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, HEAD + ROW * len(self._rows))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, HEAD + ROW * len(self._rows))

    @override
    def part_at(self, spot: QPointF) -> int:
        index = int((spot.y() - HEAD) // ROW) if spot.y() >= HEAD else -1
        return index if 0 <= index < len(self._rows) and self._is_open(self._rows[index]) else -1

    @override
    def press_part(self, index: int) -> None:
        self.field_chosen.emit(self._rows[index].field)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        fields = [row.field for row in self._rows if self._is_open(row)]
        if by is None or event.modifiers() or self._current not in fields:
            super().keyPressEvent(event)
            return
        target = fields.index(self._current) + by
        if 0 <= target < len(fields):
            self.field_chosen.emit(fields[target])

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = (event.pos().y() - HEAD) // ROW
            inside = event.pos().y() >= HEAD and index < len(self._rows)
            QToolTip.showText(event.globalPos(), self._words(self._rows[index]) if inside else "", self)
            return True
        return super().event(event)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        columns = self._columns()
        painter.fillRect(QRectF(0, 0, self.width(), HEAD), color("sub"))
        painter.fillRect(QRectF(0, HEAD - 1, self.width(), 1), color("line"))
        for rect, words in zip(columns, (_("Field"), _original(), *self._heads, _("Result")), strict=True):
            text(painter, QRectF(rect.left(), 0, rect.width(), HEAD), words, "hint_bold", "text-2")
        for number, row in enumerate(self._rows):
            self._paint_row(painter, columns, HEAD + number * ROW, row, last=number == len(self._rows) - 1)

    def _paint_row(
        self, painter: QPainter, columns: Sequence[QRectF], top: float, row: FieldRow, *, last: bool
    ) -> None:
        lit = self._is_open(row)
        if lit and row.field == self._current:
            painter.fillRect(QRectF(0, top, self.width(), ROW), color("orange-tint"))
        if not last:
            painter.fillRect(QRectF(0, top + ROW - 1, self.width(), 1), color("line2"))
        cells = [rect.translated(0, top) for rect in columns]
        text(painter, cells[0], row.label, "body_medium")
        text(painter, cells[1], row.original, "body", "text-2")
        for side, rect in enumerate(cells[2:-1]):
            changed = bool(row.cells[side])
            style = "body_bold" if changed and lit else "body_medium" if changed else "body"
            text(painter, rect, self._cell(row, side), style, "text-1" if changed else "text-2")
        self._paint_result(painter, cells[-1], row)

    def _paint_result(self, painter: QPainter, rect: QRectF, row: FieldRow) -> None:
        words = self.result_words(row)
        if self._is_open(row):
            paint_chip(painter, rect.left(), rect.center().y(), words, Look("", "triangle-alert", "orange"))
            return
        draw_icon(painter, QPointF(rect.left(), rect.center().y() - 7), "check", "green-text", 13, STROKE_CHIP)
        text(painter, rect.adjusted(18, 0, 0, 0), words, "body", "green-text")


def _original() -> str:
    return pgettext("of a field that several people changed", "Common original")


def _within(width: float, least: float, most: float) -> float:
    return min(most, max(least, width + 1))
