"""Table look: head 36, rows 40 (dense 36), a rule under each row, the selected row tinted with a 3 px left bar.

The bar is primary while the table has the focus, grey while it has not.

`TableView` is a QTableView in the house style; `RowDelegate` paints text cells and is the base of delegates with chips
(override `paint_content`). Models give text by DisplayRole, alignment by TextAlignmentRole, and a colour token and
text style by the roles below. Text that does not fit is elided and shown whole in a tooltip.
"""

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import LEFT, RIGHT, text, text_width
from inspector.ui.theme import color, theme

TOKEN_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Colour token of a cell's text (str)."""
STYLE_ROLE = int(Qt.ItemDataRole.UserRole) + 2
"""Text style of a cell (str)."""
ROW = 40
DENSE_ROW = 36
HEAD = 36
PAD = 10
DENSER_ROW = 32
"""Of a dense table where the person chose dense rows."""
FIRST_PAD = 6
"""More room at the left of the leftmost column."""
AnyIndex = QModelIndex | QPersistentModelIndex


def row_height(*, dense: bool = False) -> int:
    """Height of a table's rows as the person chose it; `dense` tables have lower ones anyway."""
    if theme().dense:
        return DENSER_ROW if dense else DENSE_ROW
    return DENSE_ROW if dense else ROW


class RowDelegate(QStyledItemDelegate):
    """Paints a row's background and a cell's text; subclasses override `paint_content`."""

    def __init__(self, view: "TableView") -> None:
        super().__init__(view)
        self._view = view

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        rect = QRectF(option.rect)
        selected = self._view.lit(index.row())
        if selected:
            painter.fillRect(rect, color("primary-tint"))
            if self._view.is_first_column(index.column()):
                bar = "primary-text" if self._view.hasFocus() else "edge"
                painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color(bar))
        elif index.row() == self._view.hovered_row:
            painter.fillRect(rect, color("sub"))
        rule = color("primary-border" if selected else "line2")
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), rule)
        left = PAD + FIRST_PAD if self._view.is_first_column(index.column()) else PAD
        painter.save()
        painter.setClipRect(rect)
        self.paint_content(painter, rect.adjusted(left, 0, -PAD, -1), index)
        painter.restore()

    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        """Draw the cell's text into the padded rectangle."""
        token = index.data(TOKEN_ROLE) or "text-1"
        style = index.data(STYLE_ROLE) or "body"
        text(painter, rect, str(index.data() or ""), style, token, cell_flags(index))

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        width = text_width(str(index.data() or ""), index.data(STYLE_ROLE) or "body") + 2 * PAD + 2
        return QSize(round(width), row_height())

    @override
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        if event.type() != QEvent.Type.ToolTip:
            return super().helpEvent(event, view, option, index)
        own = index.data(Qt.ItemDataRole.ToolTipRole)
        content = str(index.data() or "")
        room = self._view.columnWidth(index.column()) - 2 * PAD
        cut = text_width(content, index.data(STYLE_ROLE) or "body") > room
        QToolTip.showText(event.globalPos(), str(own or (content if cut else "")), view)
        return True


def cell_flags(index: AnyIndex) -> Qt.AlignmentFlag:
    """Alignment of a cell: right if the model says so, else left."""
    given = index.data(Qt.ItemDataRole.TextAlignmentRole)
    return RIGHT if given is not None and int(given) & int(Qt.AlignmentFlag.AlignRight) else LEFT


class TableHead(QHeaderView):
    """Head row: 12 bold, no lines between sections, sort arrow beside the word."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFixedHeight(HEAD)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(36)
        self.sort_section = -1
        self.sort_descending = False

    def show_sort(self, section: int, *, descending: bool) -> None:
        """Show the arrow beside a head; -1 shows none."""
        self.sort_section, self.sort_descending = section, descending
        viewport = self.viewport()
        viewport.update()

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        """The tooltip of a head that is cut off says it in full."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            section = self.logicalIndexAt(event.pos())
            label = str(self.model().headerData(section, Qt.Orientation.Horizontal) or "") if section >= 0 else ""
            own = self.model().headerData(section, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
            cut = text_width(label, "hint_bold") > self.sectionSize(section) - 2 * PAD
            QToolTip.showText(event.globalPos(), str(own or (label if cut else "")), self)
            return True
        return super().viewportEvent(event)

    @override
    def paintSection(self, painter: QPainter, rect: object, logicalIndex: int) -> None:
        area = QRectF(rect)  # type: ignore[call-overload]  # QRect at run time
        painter.save()
        painter.fillRect(area, color("sub"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), color("line"))
        label = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        given = self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        right = given is not None and bool(int(given) & int(Qt.AlignmentFlag.AlignRight))
        left = PAD + FIRST_PAD if self.visualIndex(logicalIndex) == 0 else PAD
        inner = area.adjusted(left, 0, -PAD, 0)
        text(painter, inner, label, "hint_bold", "text-2", RIGHT if right else LEFT)
        if logicalIndex == self.sort_section:
            x = min(inner.left() + text_width(label, "hint_bold") + 4, area.right() - 16)
            name = "arrow-down" if self.sort_descending else "arrow-up"
            draw_icon(painter, QPointF(x, area.center().y() - 7), name, "primary-text", 14, 2)
        painter.restore()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), color("sub"))
        super().paintEvent(event)


class TableView(QTableView):
    """A read-only table in the house style; whole rows are selected, the row under the mouse is tinted."""

    def __init__(self, name: str, *, dense: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered_row = -1
        self.setAccessibleName(name)
        self.head = TableHead(self)
        self.setHorizontalHeader(self.head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height(dense=dense))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.take_no_input_method()
        self.setMouseTracking(True)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setItemDelegate(RowDelegate(self))
        self._connect()

    def _connect(self) -> None:
        self.entered.connect(self._on_row_entered)
        theme().changed.connect(self.viewport().update)

    def take_no_input_method(self) -> None:
        """Let digits and letters arrive with Chinese input on; Qt turns it on again at cells that can be edited."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def lit(self, row: int) -> bool:
        """Whether a row shows as selected: the current one; views that select several ask their selection too."""
        return row == self.currentIndex().row()

    def is_first_column(self, column: int) -> bool:
        """Whether a column is the leftmost on screen."""
        return self.head.visualIndex(column) == 0

    def _on_row_entered(self, index: QModelIndex) -> None:
        self._hover(index.row())

    def _hover(self, row: int) -> None:
        if row != self.hovered_row:
            self.hovered_row = row
            self.viewport().update()

    @override
    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self.take_no_input_method()
        self.viewport().update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self.hovered_row = -1
