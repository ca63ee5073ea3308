"""The outline: sections or equipment with state dot, counts and failures, in groups; one row is current.

A list of painted rows inside a scroll area would cost a widget a row, so the outline is one painted widget that
asks for its height; put it into a `Scroller`.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.services.item_state import ItemState
from inspector.ui.kit.access import Role, value_changed
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.marks import paint_state
from inspector.ui.kit.painting import CENTER, RIGHT, box, text, text_width
from inspector.ui.kit.pointing import Pointing

ROW = 36
TALL_ROW = 44
GROUP = 28


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A row of the outline. `level` 0 rows without a subtitle are sections, `level` 1 rows are indented questions.

    `group` makes it a group head (not choosable). `show_state` draws the state dot; `failed` draws a red count;
    `ticked` draws a green tick (finished section without failures).
    """

    key: str
    title: str
    number: str = ""
    subtitle: str = ""
    count: str = ""
    level: int = 0
    group: bool = False
    show_state: bool = True
    state: ItemState = ItemState.TODO
    failed: int = 0
    ticked: bool = False


def _end_width(item: OutlineItem) -> float:
    """Room of the count and the mark at the end of a row."""
    mark = max(20.0, text_width(str(item.failed), "hint_bold") + 12) + 4 if item.failed else 0.0
    return mark + (text_width(item.count, "body") + 8 if item.count else 0.0)


class Outline(Pointing):
    """Shows items; `item_chosen(key)` on click or Up/Down. The current row is tinted, the pointed one grey."""

    item_chosen = Signal(str)
    ring_radius = 4.0
    spoken_role = Role.List

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[OutlineItem, ...] = ()
        self._current = ""
        self._open = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_items(self, items: Sequence[OutlineItem], current: str, opened: str = "") -> None:
        """Show items; `current` is tinted, `opened` (the focused question inside it) is grey.

        Only the rows that look different afterwards are painted again.
        """
        before, after = self._looks(), self._looks(tuple(items), current, opened)
        moved = (self._open or self._current) != (opened or current)
        self._items, self._current, self._open = tuple(items), current, opened
        if moved:
            value_changed(self)
        if [self._height(item) for item, *_marks in before] != [self._height(item) for item in items]:
            self.updateGeometry()
            self.update()
            return
        for (_item, rect), old, new in zip(self._rects(), before, after, strict=True):
            if old != new:
                self.update(rect.toAlignedRect())

    def _looks(
        self, items: tuple[OutlineItem, ...] | None = None, current: str | None = None, opened: str | None = None
    ) -> list[tuple[OutlineItem, bool, bool]]:
        """What a row's look depends on: the item, and whether it is current or open."""
        current = self._current if current is None else current
        opened = self._open if opened is None else opened
        shown = self._items if items is None else items
        return [(item, item.key == current, item.key == opened) for item in shown]

    def spoken_value(self) -> str:
        """The row one stands on."""
        here = self._open or self._current
        return next((f"{item.title} {item.subtitle}".strip() for item in self._items if item.key == here), "")

    def row_rect(self, key: str) -> QRect:
        """Where a row is, for `Scroller.ensure_visible`; empty if it is not shown."""
        for item, rect in self._rects():
            if item.key == key:
                return rect.toRect()
        return QRect()

    @staticmethod
    def _height(item: OutlineItem) -> int:
        return GROUP if item.group else TALL_ROW if item.subtitle else ROW

    def _rects(self) -> list[tuple[OutlineItem, QRectF]]:
        y, placed = 0.0, []
        for item in self._items:
            placed.append((item, QRectF(0, y, self.width(), self._height(item))))
            y += self._height(item)
        return placed

    @override
    def sizeHint(self) -> QSize:
        return QSize(200, sum(self._height(item) for item in self._items))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def part_at(self, spot: QPointF) -> int:
        rects = self._rects()
        return next((i for i, (item, r) in enumerate(rects) if r.top() <= spot.y() < r.bottom() and not item.group), -1)

    @override
    def press_part(self, index: int) -> None:
        self.item_chosen.emit(self._items[index].key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        keys = [item.key for item in self._items if not item.group]
        here = self._open or self._current
        if by is None or event.modifiers() or here not in keys:
            super().keyPressEvent(event)
            return
        target = keys.index(here) + by
        if 0 <= target < len(keys):
            self.item_chosen.emit(keys[target])

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.part_at(QPointF(event.pos()))
            item = self._items[index] if index >= 0 else None
            QToolTip.showText(event.globalPos(), f"{item.title}\n{item.subtitle}".strip() if item else "", self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, (item, rect) in enumerate(self._rects()):
            if rect.bottom() < event.rect().top() or rect.top() > event.rect().bottom():
                continue
            if item.group:
                text(painter, rect.adjusted(8, 6, -8, 0), item.title, "hint_bold", "text-2")
            else:
                self._paint_row(painter, index, item, rect)

    def _paint_row(self, painter: QPainter, index: int, item: OutlineItem, rect: QRectF) -> None:
        current = item.key == self._current
        if current:
            box(painter, rect, fill="primary-tint", radius=6)
        elif item.key == self._open or index == self._pointed:
            box(painter, rect, fill="sub", radius=6)
        x = rect.left() + 8 + 16 * item.level
        middle = rect.center().y()
        if item.show_state:
            paint_state(painter, x, middle, item.state)
            x += 21
        ink = "primary-text" if current else "text-1"
        style = "body_bold" if current or item.key == self._open else "body"
        if item.number:
            width = max(text_width(item.number, style) + 8, 22.0)
            number_ink = ink if current else "text-3"
            text(painter, QRectF(x, rect.top(), width, rect.height()), item.number, style, number_ink)
            x += width
        wide = bool(item.subtitle) and x + text_width(item.subtitle, "hint") > rect.right() - 8 - _end_width(item)
        beside = QRectF(rect.left(), rect.top() + 3, rect.width(), 20) if wide else rect
        right = self._paint_end(painter, item, beside, text_width(item.title, style) + x)
        if item.subtitle:
            room = (rect.right() - 8 if wide else right) - x  # what is long goes below count and mark
            text(painter, QRectF(x, rect.top() + 3, right - x, 20), item.title, "body_medium", ink)
            text(painter, QRectF(x, rect.top() + 22, room, 18), item.subtitle, "hint", "text-2")
        else:
            text(painter, QRectF(x, rect.top(), right - x, rect.height()), item.title, style, ink)

    def _paint_end(self, painter: QPainter, item: OutlineItem, rect: QRectF, title_end: float) -> float:
        """Count and mark; the count of an item with failures gives way to the title. Returns where they begin."""
        right = rect.right() - 8
        count = text_width(item.count, "body") + 8
        mark = max(20.0, text_width(str(item.failed), "hint_bold") + 12) + 4
        if item.count and not (item.failed and title_end > right - count - mark):
            text(painter, QRectF(right - 60, rect.top(), 60, rect.height()), item.count, "body", "text-2", RIGHT)
            right -= count
        if item.failed:
            place = QRectF(right - mark + 4, rect.center().y() - 10, mark - 4, 20)
            box(painter, place, fill="red-tint", border="red-border", radius=5)
            text(painter, place, str(item.failed), "hint_bold", "red-text", CENTER)
            right -= mark
        elif item.ticked:
            draw_icon(painter, QPointF(right - 17, rect.center().y() - 8), "circle-check", "green-text", 16, 2)
            right -= 24
        return right


_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class Scroller(QScrollArea):
    """A frameless vertical scroll area for one widget. Arrow keys are left to the page; they move between rows."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def ensure_visible(self, rect: QRect, margin: int = 72) -> None:
        """Scroll so that `rect` (in the content) shows with `margin` px of room below and above."""
        bar = self.verticalScrollBar()
        top, height = bar.value(), self.viewport().height()
        if rect.bottom() + margin > top + height:
            bar.setValue(rect.bottom() + margin - height)
        elif rect.top() - margin < top:
            bar.setValue(rect.top() - margin)
