"""Choosing a file to import: a place to drop it, a button, and what is wrong with the last one."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.text import Text
from inspector.ui.theme import color

SUFFIXES = frozenset({".xlsx", ".xlsm", ".csv", ".xls"})
"""What may be dropped; an old .xls is told what to do."""
WIDTH = 760


class DropZone(QWidget):
    """A dashed box that takes one file: `dropped(Path)`."""

    dropped = Signal(object)

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(content)

    def _set_over(self, over: bool) -> None:
        self._over = over
        self.update()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and Path(urls[0].toLocalFile()).suffix.casefold() in SUFFIXES:
            event.acceptProposedAction()
            self._set_over(True)

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._set_over(False)

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._set_over(False)
        self.dropped.emit(Path(event.mimeData().urls()[0].toLocalFile()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(color("primary-text" if self._over else "edge"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(color("primary-tint" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class FileStart(QWidget):
    """`file_wanted` for the dialog, `file_dropped(Path)`; `further` are buttons beside the one that chooses."""

    file_wanted = Signal()
    file_dropped = Signal(object)

    def __init__(self, title: str, text: str, *further: Button, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = Button(_("Choose a file…"), Kind.PRIMARY, icon="folder-open", key="Ctrl O")
        self._zone = DropZone(EmptyState("file-spreadsheet", title, text, self.choose, *further))
        self._zone.setMaximumWidth(WIDTH)
        self._zone.setFixedHeight(300)
        self._error = Text("", "body_medium", "red-text", wrap=True)
        self._error.setMaximumWidth(WIDTH)
        self._error.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QVBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._zone)
        middle.addWidget(self._error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(middle, 20)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 16)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self.choose.clicked.connect(self.file_wanted)
        self._zone.dropped.connect(self.file_dropped)

    def show_error(self, sentence: str) -> None:
        """Say what was wrong with the file; "" takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Let Enter choose a file."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
