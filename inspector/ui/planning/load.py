"""The load of each inspector: visits on each day of the week that shows, and their sum."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.planning.board import Board, PersonLoad
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import CENTER, RIGHT, box, text
from inspector.ui.planning.layout import WEEK
from inspector.ui.planning.paint import weekday_name
from inspector.ui.theme import color

NAME, SUM = 96, 44
NARROW_NAME, NARROW_SUM = 66, 30
NARROW = 360
"""Width below which name and sum are narrow, so that the days keep their room."""
HEAD = 22
BAR = 10
"""Width of the scroll bar beside the rows."""


class LoadHead(QWidget):
    """The weekdays above the loads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = date.min
        self.setFixedHeight(HEAD)

    def show_board(self, board: Board) -> None:
        """Show the weekdays of a board."""
        self._first = board.first
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sub"))
        rect = QRectF(LoadList.PAD, 0, self.width() - 2 * LoadList.PAD - BAR, HEAD)
        for index in range(WEEK):
            words = weekday_name(self._first + timedelta(days=index))
            text(painter, _column(rect, index), words, "tiny", "text-2", CENTER)
        text(painter, rect, _("sum"), "tiny", "text-2", RIGHT)


def _sides(rect: QRectF) -> tuple[int, int]:
    """Width of name and sum."""
    return (NARROW_NAME, NARROW_SUM) if rect.width() < NARROW else (NAME, SUM)


def _column(rect: QRectF, index: int) -> QRectF:
    """Where a day stands in a row."""
    name, total = _sides(rect)
    width = (rect.width() - name - total) / WEEK
    return QRectF(rect.left() + name + index * width, rect.top(), width - 4, rect.height())


class LoadList(PaintedList[PersonLoad]):
    """A row for each inspector. Days above the limit are tinted and marked; Enter shows this person's visits only."""

    row_height = 32

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Load of the inspectors"), parent)
        self._first, self._limit = date.min, 0

    def show_board(self, board: Board) -> None:
        """Show the loads of the first week of a board."""
        self._first, self._limit = board.first, board.limit
        self.show_items(board.loads)

    @override
    def words(self, item: PersonLoad) -> str:
        told = ngettext("{count} visit", "{count} visits", item.total).format(count=item.total)
        lines = [f"{item.name} · {item.team}" if item.team else item.name, told]
        for day in item.too_many(self._limit):
            words = _("{day}: {count} visits, more than {limit}")
            lines.append(words.format(day=weekday_name(day), count=item.by_day[day], limit=self._limit))
        return "\n".join(lines)

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: PersonLoad) -> None:
        name, total = _sides(rect)
        text(painter, QRectF(rect.left(), rect.top(), name - 8, rect.height()), item.name, "body", "text-1")
        for index in range(WEEK):
            day = self._first + timedelta(days=index)
            count = item.by_day.get(day, 0)
            cell = _column(rect, index).adjusted(0, 4, 0, -4)
            if count > self._limit:
                box(painter, cell, fill="orange-tint", border="orange-border", radius=4)
                draw_icon(painter, QPointF(cell.left() + 2, cell.center().y() - 6), "triangle-alert", "orange-text", 12)
            elif count:
                box(painter, cell, fill="primary-tint", radius=4)
            ink = "orange-text" if count > self._limit else "text-1" if count else "text-3"
            place = cell.adjusted(13, 0, 0, 0) if count > self._limit else cell
            text(painter, place, str(count) if count else "·", "hint_bold" if count else "hint", ink, CENTER)
        last = QRectF(rect.right() - total, rect.top(), total, rect.height())
        text(painter, last, str(item.total), "body_bold" if item.total else "body", "text-1", RIGHT)
