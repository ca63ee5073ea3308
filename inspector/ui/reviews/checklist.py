"""The reviewer's checklist: five points with keys 1 to 5; what a rule decides carries 自动 and cannot be changed."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.domain.review import CheckState
from inspector.i18n import _
from inspector.services.reviews.views import CheckRow
from inspector.ui.kit.access import Role
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import box, keycap, metrics, text_width
from inspector.ui.theme import color, font

AUTO = Look("", "", "primary")
BOX = 20
NARROW: Final = 290.0
LEAD, END = 42, 40
"""Room at the left for the box, at the right for the keycap."""
WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)


class Checklist(Focusable):
    """Shows the points. `toggled(Check)` when a person switches one; `locked_pressed(CheckRow)` when it cannot be."""

    spoken_role = Role.List
    toggled = Signal(object)
    locked_pressed = Signal(object)
    ring_radius = 8.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CheckRow, ...] = ()
        self._current = 0
        self._pointed = -1
        self._open = True
        self._short = False
        self.setMouseTracking(True)
        self.setAccessibleName(_("Review checklist"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def rows(self) -> tuple[CheckRow, ...]:
        """The points as they show."""
        return self._rows

    def show_rows(self, rows: Sequence[CheckRow], *, open_: bool) -> None:
        """Show the points; with `open_` False nobody can switch any."""
        self._rows, self._open = tuple(rows), open_
        self.setAccessibleDescription("\n".join(self.words(row) for row in self._rows))
        self._take_height()
        self.update()

    def set_short(self, *, short: bool) -> None:
        """Leave out the second lines where there is no room, but for those that say what is not met."""
        if short != self._short:
            self._short = short
            self._take_height()
            self.update()

    def whole_height(self, width: float) -> float:
        """How high it would be with all second lines, whatever shows now."""
        return sum(self._row_height(row, row.hint, width, 48.0) for row in self._rows) + 2

    def _hint(self, row: CheckRow) -> str:
        return "" if self._short and row.state is not CheckState.FAILS else row.hint

    def words(self, row: CheckRow) -> str:
        """A point in words."""
        states = {CheckState.NOT_NEEDED: _("not needed"), CheckState.FAILS: _("not met")}
        state = states.get(row.state, _("ticked") if row.ticked else _("open"))
        return f"{row.number} {row.label}: {state}. {row.hint}"

    def press(self, number: int) -> None:
        """What key `number` does."""
        row = next((row for row in self._rows if row.number == number), None)
        if row is None or not self._open:
            return
        self._current = self._rows.index(row)
        self.update()
        if row.editable:
            self.toggled.emit(row.check)
        else:
            self.locked_pressed.emit(row)

    # layout ---------------------------------------------------------------------------------------------------------

    def _room(self) -> float:
        """The width texts wrap at: the same with and without a scroll bar beside it, else each would call the other."""
        return min(float(self.width()), NARROW)

    def _take_height(self) -> None:
        """As high as the points are at this width: texts wrap."""
        self.setFixedHeight(round(sum(self._height(row, self._room()) for row in self._rows)) + 2)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._take_height()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def _label_room(self, row: CheckRow, width: float) -> float:
        auto = chip_width(_("Auto")) + 8 if row.automatic else 0
        return width - LEAD - END - auto

    def _lines(self, words: str, style: str, room: float) -> float:
        wanted = metrics(style).boundingRect(QRectF(0, 0, room, 1000), WRAP, words)
        return float(wanted.height())

    def _height(self, row: CheckRow, width: float) -> float:
        return self._row_height(row, self._hint(row), width, 40.0 if self._short else 48.0)

    def _row_height(self, row: CheckRow, words: str, width: float, least: float) -> float:
        label = self._lines(row.label, "body_medium", self._label_room(row, width))
        hint = self._lines(words, "hint", width - LEAD - END) if words else 0
        return max(least, label + hint + 11)

    def rects(self) -> list[QRectF]:
        """Where the points are."""
        y, found = 1.0, []
        for row in self._rows:
            height = self._height(row, self._room())
            found.append(QRectF(1, y, self.width() - 2, height))
            y += height
        return found

    def _at(self, y: float) -> int:
        return next((i for i, rect in enumerate(self.rects()) if rect.top() <= y < rect.bottom()), -1)

    # mouse and keys -------------------------------------------------------------------------------------------------

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._at(event.position().y())
        able = self._open and self._pointed >= 0 and self._rows[self._pointed].editable
        self.setCursor(Qt.CursorShape.PointingHandCursor if able else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().y())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.press(self._rows[index].number)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is not None and not event.modifiers() and 0 <= self._current + by < len(self._rows):
            self._current += by
            self.update()
        elif event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return) and not event.modifiers() and self._rows:
            self.press(self._rows[self._current].number)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().y())
            words = ""
            if index >= 0:
                row = self._rows[index]
                locked = "" if row.editable else _("A rule decides this point.")
                words = "\n".join(part for part in (f"{row.label} ({row.number})", row.hint, locked) if part)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(self.rect()), fill="surface", border="line", radius=8)
        for index, (row, rect) in enumerate(zip(self._rows, self.rects(), strict=True)):
            if (index == self._current and self.hasFocus()) or (index == self._pointed and self._open):
                painter.fillRect(rect.adjusted(1, 1, -1, -1), color("sub"))
            if index:
                painter.fillRect(QRectF(rect.left() + 12, rect.top(), rect.width() - 24, 1), color("line2"))
            self._paint_row(painter, rect, row)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: CheckRow) -> None:
        self._paint_box(painter, QRectF(rect.left() + 11, rect.center().y() - BOX / 2, BOX, BOX), row)
        room = self._label_room(row, self._room())
        label = self._lines(row.label, "body_medium", room)
        top = rect.top() + (rect.height() - self._content(row)) / 2
        quiet = row.state is CheckState.NOT_NEEDED or not self._open
        painter.setFont(font("body_medium"))
        painter.setPen(color("text-2" if quiet else "text-1"))
        painter.drawText(QRectF(rect.left() + LEAD, top, room, label + 2), WRAP, row.label)
        if row.automatic:
            used = min(room, text_width(row.label, "body_medium"))
            paint_chip(painter, rect.left() + LEAD + used + 8, top + 9, _("Auto"), AUTO)
        painter.setFont(font("hint"))
        painter.setPen(color("red-text" if row.state is CheckState.FAILS else "text-2"))
        hint = QRectF(rect.left() + LEAD, top + label + 1, self._room() - LEAD - END, rect.bottom() - top - label)
        painter.drawText(hint, WRAP, self._hint(row))
        keycap(painter, QPointF(rect.right() - 12, rect.center().y()), str(row.number), "text-2", "edge")

    def _content(self, row: CheckRow) -> float:
        label = self._lines(row.label, "body_medium", self._label_room(row, self._room()))
        hint = self._hint(row)
        return label + (self._lines(hint, "hint", self._room() - LEAD - END) + 1 if hint else 0)

    def _paint_box(self, painter: QPainter, rect: QRectF, row: CheckRow) -> None:
        if row.state is CheckState.FAILS:
            box(painter, rect, fill="red-tint", border="red", radius=5, width=1.5)
            draw_icon(painter, rect.topLeft() + QPointF(3, 3), "x", "red-text", 14, 2.25)
        elif row.state is CheckState.NOT_NEEDED:
            box(painter, rect, fill="sunk", border="line", radius=5)
            draw_icon(painter, rect.topLeft() + QPointF(3, 3), "minus", "text-3", 14, 2.25)
        elif row.ticked:
            faded = not self._open
            box(painter, rect, fill="grey" if faded else "primary", radius=5)
            draw_icon(painter, rect.topLeft() + QPointF(3, 3), "check", "on-fill", 14, 2.5)
        else:
            box(painter, rect, fill="surface" if self._open else "sub", border="edge", radius=5, width=1.5)


def ticked_words(rows: Sequence[CheckRow]) -> str:
    """How many points are met of those that are needed, as 4/5."""
    needed = [row for row in rows if row.state is not CheckState.NOT_NEEDED]
    return f"{sum(1 for row in needed if row.ticked)}/{len(needed)}"
