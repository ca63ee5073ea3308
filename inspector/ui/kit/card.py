"""The card: a surface with a 1 px line, radius 8, no shadow; with an optional head of title, count and actions."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.painting import box
from inspector.ui.kit.text import Text
from inspector.ui.theme import color


class Card(QWidget):
    """Put content into `body` (a QVBoxLayout, padding 16 unless `flush`). `head` takes chips and buttons.

    `bar` is the token of a 4 px colour bar at the left edge; `fill` and `border` are tokens.
    """

    def __init__(
        self,
        title: str = "",
        *,
        hint: str = "",
        flush: bool = False,
        fill: str = "surface",
        border: str = "line",
        bar: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._fill, self._border, self._bar = fill, border, bar
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title:
            self.head.setContentsMargins(15, 11, 15, 0 if not flush else 11)
            self.head.addWidget(Text(title, "card_title"))
            if hint:
                self.head.addWidget(Text(hint, "body", "text-2"))
            self.head.addStretch(1)
            outer.addLayout(self.head)
            self.setAccessibleName(title)
        self.body = QVBoxLayout()
        margin = 0 if flush else 15
        self.body.setContentsMargins(margin, 0 if flush else (8 if title else 15), margin, margin)
        self.body.setSpacing(0 if flush else 8)
        outer.addLayout(self.body, 1)

    def set_colors(self, fill: str, border: str, bar: str = "") -> None:
        """Change the tokens, for example to the failing block."""
        self._fill, self._border, self._bar = fill, border, bar
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill=self._fill, border=self._border, radius=8)
        if self._bar:
            painter.save()
            painter.setClipRect(QRectF(0, 0, 4, rect.height()))
            box(painter, rect, fill=color(self._bar), radius=8)
            painter.restore()
