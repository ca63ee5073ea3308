"""The list of the palette: painted rows, the matched part of a text bold, the key at the right."""

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import keycap, keycap_width, metrics, text, text_width
from inspector.ui.search.model import ROW_ROLE, Marks, Row, RowsModel
from inspector.ui.theme import color

ROW = 38
HEAD = 28
PAD = 14
ICON = 16
GAP = 10
LEAST_TITLE = 0.55
"""Part of the row that a long title may take at most while there is a subtitle."""


def pieces(content: str, marks: Marks) -> list[tuple[str, bool]]:
    """The text cut at its marks: (part, bold)."""
    found, at = [], 0
    for start, length in marks:
        found += [(content[at:start], False), (content[start : start + length], True)]
        at = start + length
    return [(part, bold) for part, bold in [*found, (content[at:], False)] if part]


def marked_width(content: str, marks: Marks, style: str) -> float:
    """Width of a text with its bold parts."""
    return sum(text_width(part, f"{style}_bold" if bold else style) for part, bold in pieces(content, marks))


def draw_marked(painter: QPainter, rect: QRectF, content: str, marks: Marks, style: str, token: str) -> None:
    """A line of text with bold parts, cut at the right if it does not fit."""
    left = rect.left()
    room = rect.width() if marked_width(content, marks, style) <= rect.width() + 0.5 else rect.width() - 12
    for part, bold in pieces(content, marks):
        one = f"{style}_bold" if bold else style
        width = text_width(part, one)
        rest = rect.left() + room - left
        if width > rest + 0.5:
            shown = metrics(one).elidedText(part + "…", Qt.TextElideMode.ElideRight, rest + 12) if rest > 0 else "…"
            text(painter, QRectF(left, rect.top(), rest + 14, rect.height()), shown, one, token)
            return
        text(painter, QRectF(left, rect.top(), width + 1, rect.height()), part, one, token)
        left += width


class _Delegate(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: Row = index.data(ROW_ROLE)
        return QSize(100, HEAD if row.head else ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, row = QRectF(option.rect), index.data(ROW_ROLE)
        view = self.parent()
        current = isinstance(view, RowsView) and view.currentIndex().row() == index.row()
        if row.head:
            words = rect.adjusted(PAD, 6, -PAD, 0)
            text(painter, words, row.title, "hint", "text-2")
            return
        if current:
            painter.fillRect(rect, color("primary-tint"))
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color("primary-text"))
        ink = "primary-text" if current and row.token == "text-2" else row.token
        draw_icon(painter, QPointF(rect.left() + PAD, rect.center().y() - ICON / 2), row.icon, ink, ICON)
        self._words(painter, rect, row, current=current)

    def _words(self, painter: QPainter, rect: QRectF, row: Row, *, current: bool) -> None:
        left, right = rect.left() + PAD + ICON + GAP, rect.right() - PAD
        for keys in self.keys(row, current=current):
            keycap(painter, QPointF(right, rect.center().y()), keys, "text-1", "edge")
            right -= keycap_width(keys) + GAP
        title, second = widths(row, right - left)
        draw_marked(
            painter, QRectF(left, rect.top(), title, rect.height()), row.title, row.marks, row_style(row), "text-1"
        )
        if row.subtitle:
            place = QRectF(left + title + GAP, rect.top() + 1, second, rect.height())
            draw_marked(painter, place, row.subtitle, row.subtitle_marks, "hint", "text-2")

    @staticmethod
    def keys(row: Row, *, current: bool) -> list[str]:
        """Keycaps from the right: Enter on the current row, and the shortcut that always works."""
        return [keys for keys in (_("Enter") if current else "", row.keys) if keys]


def row_style(_row: Row) -> str:
    """Text style of a title; its bold parts take the bold one of the same size."""
    return "body"


def widths(row: Row, room: float) -> tuple[float, float]:
    """Widths of title and subtitle in this room."""
    title = marked_width(row.title, row.marks, row_style(row)) + 1
    second = marked_width(row.subtitle, row.subtitle_marks, "hint") + 1
    if title + GAP + second > room:
        title = min(title, max(room * LEAST_TITLE, room - GAP - second)) if row.subtitle else min(title, room)
    return title, max(0.0, room - title - GAP)


class RowsView(QListView):
    """The rows; `row_chosen(number)` on a click. The pointer moves the current row."""

    row_chosen = Signal(int)

    def __init__(self, model: RowsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Search results"))

    def wanted_height(self) -> int:
        """Height of all rows."""
        return sum(HEAD if row.head else ROW for row in self._rows.rows)

    def move_to(self, number: int) -> None:
        """Make a row the current one and show it, with the head above it if that is the first."""
        index = self._rows.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(self._rows.index(0) if number == self._rows.next_choice(-1, 1) else index)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._rows.rows[index.row()].head:
            self.setCurrentIndex(index)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.row_chosen.emit(index.row())

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            row = self._rows.rows[index.row()] if index.isValid() else None
            full = f"{row.title}\n{row.subtitle}".strip() if row is not None and not row.head else ""
            QToolTip.showText(event.globalPos(), full, self)
            return True
        return super().viewportEvent(event)
