"""A tinted box with a sentence that asks for a look, and lines with what can be done about it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text


class NoticeBox(QWidget):
    """Icon and words on the tint of a hue; `add_line` puts a widget with a remark under them."""

    def __init__(
        self, words: str, icon: str = "triangle-alert", hue: str = "amber", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._hue = hue
        self.setAccessibleName(words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Glyph(icon, f"{hue}-text", 16), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "hint", f"{hue}-text", wrap=True), 1)
        self._column.addLayout(row)

    def add_line(self, widget: QWidget, remark: str) -> None:
        """Put a widget under the words, with a remark beside it."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(widget)
        row.addWidget(ElidedLabel(remark, "hint", "text-2"), 1)
        self._column.addLayout(row)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tint, border = f"{self._hue}-tint", f"{self._hue}-border"
        box(QPainter(self), QRectF(self.rect()), fill=tint, border=border, radius=6)
