"""Rows of a list that are ticked: as high as rows of a table, a click anywhere ticks, so does the space bar."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QListWidget, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box, text
from inspector.ui.theme import color

ROW = 36
BOX = 16
_TICK = Qt.ItemDataRole.CheckStateRole


class TickRows(QStyledItemDelegate):
    """Paints rows with their ticks; the current one is tinted."""

    def __init__(self, rows: QListWidget) -> None:
        super().__init__(rows)
        self._rows = rows

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        on = Qt.CheckState(index.data(_TICK)) is Qt.CheckState.Checked
        current = index.row() == self._rows.currentRow()
        painter.save()
        painter.fillRect(rect, color("primary-tint" if current else "surface"))
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), color("line2"))
        place = QRectF(rect.left() + 12, rect.center().y() - BOX / 2, BOX, BOX)
        box(painter, place, fill="primary" if on else "surface", border=None if on else "edge", radius=4)
        if on:
            draw_icon(painter, QPointF(place.left() + 2, place.top() + 2), "check", "on-fill", BOX - 4, 2.5)
        line = rect.adjusted(12 + BOX + 10, 0, -12, 0)
        text(painter, line, str(index.data() or ""), "body", "text-1" if on else "text-2")
        painter.restore()

    @override
    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            on = Qt.CheckState(index.data(_TICK)) is Qt.CheckState.Checked
            return model.setData(index, Qt.CheckState.Unchecked if on else Qt.CheckState.Checked, _TICK)
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            return False
        return super().editorEvent(event, model, option, index)
