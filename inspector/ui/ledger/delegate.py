"""Paints ledger cells: chips for grade and status, the deadline with the days left or overdue, heads of groups."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from inspector.services.ledgers.views import LedgerGroup, LedgerRow
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.columns import COLUMN_ROLE, ROW_ROLE
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import GRADES, STATUSES, grade_name, status_name
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.ledger.model import FOLDED_ROLE, GROUP_ROLE
from inspector.ui.theme import color

SOON_DAYS = 1
"""Days left from which the rest is shown in orange."""


def deadline_tokens(days_left: int | None) -> tuple[str, str, str, str]:
    """(date token, date style, rest token, rest style) for a number of days left."""
    if days_left is None:
        return ("text-2", "body", "text-3", "body")
    if days_left < 0:
        return ("red-text", "body_bold", "red-text", "body_bold")
    if days_left <= SOON_DAYS:
        return ("text-1", "body", "orange-text", "body_bold")
    return ("text-1", "body", "text-3", "body")


class LedgerDelegate(RowDelegate):
    """The delegate of the ledger table."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        group = index.data(GROUP_ROLE)
        if isinstance(group, LedgerGroup):
            self._paint_head(painter, QRectF(option.rect), index, group)
        else:
            super().paint(painter, option, index)

    def _paint_head(self, painter: QPainter, rect: QRectF, index: AnyIndex, group: LedgerGroup) -> None:
        """Every cell shows its part of one line that runs across the whole table."""
        current = index.row() == self._view.currentIndex().row()
        painter.save()
        painter.setClipRect(rect)
        painter.fillRect(rect, color("primary-tint" if current else "sub"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color("line2"))
        left = float(-self._view.horizontalScrollBar().value())
        if current:
            painter.fillRect(QRectF(left, rect.top(), 3, rect.height()), color("primary-text"))
        icon = "chevron-right" if index.data(FOLDED_ROLE) else "chevron-down"
        draw_icon(painter, QPointF(left + 14, rect.center().y() - 7), icon, "text-2", 14)
        line = QRectF(left + 36, rect.top(), self._view.viewport().width() - 60, rect.height() - 1)
        text(painter, line, group.label, "hint_bold", "text-1")
        line.setLeft(line.left() + text_width(group.label, "hint_bold") + 8)
        text(painter, line, str(group.count), "hint", "text-2")
        painter.restore()

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, LedgerRow):
            return
        key = index.data(COLUMN_ROLE)
        if key == "grade" and row.grade is not None:
            paint_chip(painter, rect.left(), rect.center().y(), grade_name(row.grade), GRADES[row.grade])
        elif key == "status" and row.status in STATUSES:
            paint_chip(painter, rect.left(), rect.center().y(), status_name(row.status), STATUSES[row.status])
        elif key == "deadline":
            self._paint_deadline(painter, rect, row, str(index.data() or ""))
        else:
            super().paint_content(painter, rect, index)

    @staticmethod
    def _paint_deadline(painter: QPainter, rect: QRectF, row: LedgerRow, day: str) -> None:
        date_token, date_style, rest_token, rest_style = deadline_tokens(row.days_left)
        text(painter, rect, day, date_style, date_token)
        rest = days_text(row.days_left, here())
        left = rect.left() + text_width(day, date_style) + 8
        text(painter, QRectF(left, rect.top(), rect.right() - left, rect.height()), rest, rest_style, rest_token, RIGHT)
