"""Tabs with counts: text, count, 3 px underline under the open one. Left/Right moves."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role, value_changed
from inspector.ui.kit.painting import text, text_width
from inspector.ui.kit.pointing import Pointing
from inspector.ui.theme import color

GAP = 26


class TabRow(Pointing):
    """A row of tabs (key, label). `tab_chosen(key)` by the user."""

    tab_chosen = Signal(str)
    ring_radius = 4.0
    spoken_role = Role.PageTabList

    def __init__(
        self, name: str, tabs: Sequence[tuple[str, str]], height: int = 52, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._tabs = tuple(tabs)
        self._counts: dict[str, int] = {}
        self._current = tabs[0][0]
        self.setFixedHeight(height)
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def spoken_value(self) -> str:
        """The open tab with its count."""
        return f"{dict(self._tabs)[self._current]} {self._count(self._current)}".strip()

    def current(self) -> str:
        """Key of the open tab."""
        return self._current

    def set_current(self, key: str) -> None:
        """Open a tab without a signal."""
        self._current = key
        self.updateGeometry()
        self.update()
        value_changed(self)

    def set_count(self, key: str, count: int) -> None:
        """Show a count beside a tab."""
        self._counts[key] = count
        self.updateGeometry()
        self.update()

    def _count(self, key: str) -> str:
        return str(self._counts[key]) if key in self._counts else ""

    def _rects(self) -> list[QRectF]:
        x, rects = 6.0, []
        for key, label in self._tabs:
            width = text_width(label, "card_title")
            width += 7 + text_width(self._count(key), "body") if key in self._counts else 0
            rects.append(QRectF(x, 0, width, self.height()))
            x += width + GAP
        return rects

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(self._rects()[-1].right() + 8), self.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def part_at(self, spot: QPointF) -> int:
        return next((i for i, r in enumerate(self._rects()) if r.left() - 12 <= spot.x() < r.right() + 12), -1)

    @override
    def press_part(self, index: int) -> None:
        key = self._tabs[index][0]
        if key != self._current:
            self.set_current(key)
            self.tab_chosen.emit(key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is None or event.modifiers():
            super().keyPressEvent(event)
            return
        keys = [key for key, _label in self._tabs]
        target = keys.index(self._current) + by
        if 0 <= target < len(keys):
            self.press_part(target)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index, ((key, label), rect) in enumerate(zip(self._tabs, self._rects(), strict=True)):
            current = key == self._current
            ink = "text-1" if current or index == self._pointed else "text-2"
            style = "card_title" if current else "tab"
            text(painter, QRectF(rect.left(), 0, rect.width() + 2, rect.height()), label, style, ink)
            if key in self._counts:
                x = rect.left() + text_width(label, style) + 7
                text(painter, QRectF(x, 0, 80, rect.height()), self._count(key), "body", "text-2")
            if current:
                line = QRectF(rect.left() - 4, rect.height() - 3, rect.width() + 8, 3)
                painter.fillRect(line, color("primary-text"))
