"""A list of painted rows: one widget for all of them, so that a page with several lists is there at once.

Up and Down walk, Enter or a click opens; put it into a `Scroller`.
"""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role, value_changed
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.rows import Scroller
from inspector.ui.theme import color

T = TypeVar("T")


class PaintedList(Focusable, Generic[T]):
    """Rows of `row_height`; subclasses paint one row and say it in words. `row_opened(item)` on click or Enter."""

    row_opened = Signal(object)
    row_height = 40
    ring_radius = 4.0
    spoken_role = Role.List
    PAD = 16
    always_lit = False
    """Whether the current row shows while another widget has the focus and passes the keys on."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[T, ...] = ()
        self.current = 0
        self._pointed = -1
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def show_items(self, items: Sequence[T]) -> None:
        """Show other rows; the current one stays at its place."""
        self.items = tuple(items)
        self.current = min(self.current, max(0, len(self.items) - 1))
        self.setAccessibleDescription("\n".join(self.words(item) for item in self.items))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.items else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def words(self, item: T) -> str:
        """A row in words: for who cannot see it, and for the tooltip."""
        raise NotImplementedError

    def paint_row(self, painter: QPainter, rect: QRectF, item: T) -> None:
        """Draw a row's content into the padded rectangle."""
        raise NotImplementedError

    def opens(self, _item: T) -> bool:
        """Whether a row can be opened."""
        return True

    @property
    def current_item(self) -> T | None:
        """The row that the keys act on."""
        return self.items[self.current] if self.current < len(self.items) else None

    def spoken_value(self) -> str:
        """The current row in words."""
        item = self.current_item
        return "" if item is None else self.words(item)

    def set_current(self, index: int) -> None:
        """Let the keys act on another row."""
        if not self.items:
            return
        self.current = min(len(self.items) - 1, max(0, index))
        self.ensure_visible()
        self.update()
        value_changed(self)

    def ensure_visible(self) -> None:
        """Scroll the current row into view."""
        area = self.parentWidget()
        scroller = area.parentWidget() if area is not None else None
        if isinstance(scroller, Scroller):
            scroller.ensure_visible(QRect(0, self.current * self.row_height, self.width(), self.row_height), margin=0)

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, self.row_height * len(self.items))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.row_height * len(self.items))

    def index_at(self, y: float) -> int:
        """The row at a height, -1 for none."""
        index = int(y // self.row_height)
        return index if 0 <= index < len(self.items) else -1

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self.index_at(event.position().y())
        opens = self._pointed >= 0 and self.opens(self.items[self._pointed])
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().y())
        if index >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.current = index
            self.pressed_at(self.items[index], event.position().x())
            self.update()

    def pressed_at(self, item: T, _x: float) -> None:
        """A row was clicked."""
        self._open(item)

    def _open(self, item: T) -> None:
        if self.opens(item):
            self.row_opened.emit(item)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or item is None:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Up if self.current > 0:
                self.set_current(self.current - 1)
            case Qt.Key.Key_Down if self.current + 1 < len(self.items):
                self.set_current(self.current + 1)
            case Qt.Key.Key_Home:
                self.set_current(0)
            case Qt.Key.Key_End:
                self.set_current(len(self.items) - 1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open(item)
            case _:
                super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.hide_ring()
        self.ensure_visible()

    @override
    def show_ring(self) -> None:
        """The current row shows the focus instead of a ring around the whole list."""

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.index_at(event.pos().y())
            QToolTip.showText(event.globalPos(), self.words(self.items[index]) if index >= 0 else "", self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shown = event.rect()
        for index, item in enumerate(self.items):
            rect = QRectF(0, index * self.row_height, self.width(), self.row_height)
            if rect.bottom() < shown.top() or rect.top() > shown.bottom():
                continue
            if index == self.current and (self.always_lit or self.hasFocus()):
                painter.fillRect(rect, color("primary-tint"))
                painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), color("primary-text"))
            elif index == self._pointed and self.opens(item):
                painter.fillRect(rect, color("sub"))
            painter.fillRect(QRectF(0, rect.bottom() - 1, rect.width(), 1), color("line2"))
            self.paint_row(painter, rect.adjusted(self.PAD, 0, -self.PAD, -1), item)
