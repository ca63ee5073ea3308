"""Empty states and skeletons: what a page shows when there is nothing, or nothing yet."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.button import Button
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import Text

HINT_WIDTH = 560
"""Most width of the hint; with less room it wraps."""


class _BigIcon(QWidget):
    """A 36 px line icon."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token
        self.setFixedSize(36, 36)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        draw_icon(QPainter(self), QRectF(self.rect()).topLeft(), self._name, self._token, 36, 1.5)


class EmptyState(QWidget):
    """Icon, one bold line, one hint, and the actions given (at most one of them primary)."""

    def __init__(
        self,
        icon: str,
        line: str,
        hint: str = "",
        *actions: Button,
        token: str = "text-3",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        center = Qt.AlignmentFlag.AlignHCenter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(8)
        layout.addStretch(1)
        layout.addWidget(_BigIcon(icon, token), 0, center)
        layout.addSpacing(4)
        layout.addWidget(Text(line, "card_title"), 0, center)
        if hint:
            words = Text(hint, "body", "text-2", wrap=True)
            words.setAlignment(center)
            words.setMaximumWidth(HINT_WIDTH)
            line_of_hint = QHBoxLayout()  # as wide as there is room for; aligned, it would be as narrow as it can
            line_of_hint.addStretch(1)
            line_of_hint.addWidget(words, 1000)
            line_of_hint.addStretch(1)
            layout.addLayout(line_of_hint)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for action in actions:
            row.addWidget(action)
        row.addStretch(1)
        layout.addSpacing(4)
        layout.addLayout(row)
        layout.addStretch(1)
        self.setAccessibleName(line)


class Skeleton(QWidget):
    """Grey bars for content under way; stays blank for the first 300 ms so that fast loads do not flicker."""

    def __init__(self, rows: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_waited)
        self._timer.start(300)

    def _on_waited(self) -> None:
        self._shown = True
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._shown:
            return
        painter = QPainter(self)
        for index in range(self._rows):
            y = 16 + index * 40
            box(painter, QRectF(16, y, min(40, self.width() - 32), 24), fill="sunk", radius=5)
            box(painter, QRectF(68, y, max(0, (self.width() - 84) * 0.7), 9), fill="sunk", radius=4)
            box(painter, QRectF(68, y + 15, max(0, (self.width() - 84) * 0.4), 9), fill="sunk", radius=4)
