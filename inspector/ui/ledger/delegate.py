"""Paints ledger cells: chips for grade and status, the deadline with the days left or overdue."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from typing_extensions import override

from inspector.services.list_views import LedgerRow
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.columns import COLUMN_ROLE, ROW_ROLE
from inspector.ui.kit.meaning import GRADES, STATUSES, grade_name, status_name
from inspector.ui.kit.painting import RIGHT, text, text_width
from inspector.ui.kit.table import AnyIndex, RowDelegate

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
