"""The rail: 80 wide, logo, one entry per page with icon, word and badge; settings at the bottom."""

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import STROKE, STROKE_ACTIVE, draw_icon
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.painting import CENTER, box, bubble, text, text_width
from inspector.ui.theme import color

WIDTH = 80
EDGE = 6
"""Least distance of a word from the edges of its entry."""


class Logo(QWidget):
    """The product's mark: a shield with a flash on the primary colour."""

    def __init__(self, size: int = 36, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(size, size)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        size = self.width()
        box(painter, QRectF(self.rect()), fill="primary", radius=8)
        shield = round(size * 0.66)
        draw_icon(painter, QPointF((size - shield) / 2, (size - shield) / 2), "shield", "on-fill", shield, 2)
        flash = round(size * 0.3)
        draw_icon(painter, QPointF((size - flash) / 2, (size - flash) / 2), "zap", "on-fill", flash, 2.5)


class RailEntry(PressArea):
    """A page in the rail."""

    ring_radius = 10.0
    spoken_role = Role.PageTab

    def __init__(self, label: str, icon: str, key: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._label, self._icon = label, icon
        self._current = False
        self._badge, self._badge_fill = 0, "primary"
        self.setFixedSize(68, 58)
        self.setToolTip(f"{label} ({key})" if key else label)

    def spoken_state(self, state: QAccessible.State) -> None:
        """Whether its page is open."""
        state.selectable, state.selected = True, self._current

    def set_current(self, current: bool) -> None:
        """Show it as the open page."""
        self._current = current
        self.update()

    def set_badge(self, count: int, *, waiting: bool) -> None:
        """Show a count: primary for work that waits for the person, grey for pending records. 0 shows none."""
        self._badge, self._badge_fill = count, "primary" if waiting else "grey"
        self.setAccessibleName(f"{self._label} {count}" if count else self._label)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(1, 0, -1, 0)
        ink = "primary-text" if self._current else "text-2"
        if self._current:
            box(painter, rect, fill="surface", border="line", radius=8)
            painter.fillRect(QRectF(0, rect.center().y() - 12, 3, 24), color("primary-text"))
        elif self._hover:
            box(painter, rect, fill="sunk", radius=8)
        center = rect.center().x()
        draw_icon(painter, QPointF(center - 11, 9), self._icon, ink, 22, STROKE_ACTIVE if self._current else STROKE)
        words = QRectF(rect.left(), 33, rect.width(), 20)
        style = "body_bold" if self._current else "body"
        if text_width(self._label, style) > words.width() - 2 * EDGE:
            style = "hint_bold" if self._current else "hint"
        text(painter, words, self._label, style, ink, CENTER)
        if self._badge:
            bubble(painter, QPointF(center + 14, 10), str(self._badge), self._badge_fill)


class Rail(Panel):
    """Holds the entries; `page_requested(key)` when one is pressed."""

    page_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("chrome", "", parent)
        self.setFixedWidth(WIDTH)
        self._entries: dict[str, RailEntry] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 8, 6, 8)
        layout.setSpacing(4)
        logo_row = QVBoxLayout()
        logo_row.setContentsMargins(16, 0, 0, 8)
        logo_row.addWidget(Logo())
        layout.addLayout(logo_row)
        self._top = QVBoxLayout()
        self._top.setSpacing(4)
        layout.addLayout(self._top)
        layout.addStretch(1)
        self._bottom = QVBoxLayout()
        layout.addLayout(self._bottom)

    def add(self, key: str, label: str, icon: str, shortcut: str, *, bottom: bool = False) -> None:
        """Add a page."""
        entry = RailEntry(label, icon, shortcut)
        entry.clicked.connect(lambda: self.page_requested.emit(key))
        self._entries[key] = entry
        (self._bottom if bottom else self._top).addWidget(entry)

    def clear(self) -> None:
        """Take all entries away, for example before the language changes."""
        for entry in self._entries.values():
            entry.hide()
            entry.deleteLater()
        self._entries.clear()

    def set_current(self, key: str) -> None:
        """Mark the open page."""
        for known, entry in self._entries.items():
            entry.set_current(known == key)

    def set_badge(self, key: str, count: int, *, waiting: bool = True) -> None:
        """Show a count on a page."""
        if key in self._entries:
            self._entries[key].set_badge(count, waiting=waiting)
