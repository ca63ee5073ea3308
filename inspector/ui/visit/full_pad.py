"""The full-screen signature pad (F7): one signer, the whole screen, Enter to finish, Esc to leave without signing."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.theme import color
from inspector.ui.visit.signature_pad import SignaturePad
from inspector.ui.visit.strokes import RATIO, Stroke


class _Stage(QWidget):
    """Holds the pad as the largest 3:1 box, with a border around it."""

    def __init__(self, pad: SignaturePad) -> None:
        super().__init__()
        self._pad = pad
        pad.setParent(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = int(min(self.width() - 4, (self.height() - 4) * RATIO))
        height = int(width / RATIO)
        self._pad.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self._pad.geometry()).adjusted(-2, -2, 2, 2)
        box(QPainter(self), rect, fill="surface", border="primary-text", radius=8, width=2)


class FullPad(QWidget):
    """A window over everything. `signed(strokes)` on Done or Enter; closes itself, also with Esc."""

    signed = Signal(object)

    def __init__(self, parent: QWidget, title: str, role: str) -> None:
        super().__init__(parent.window(), Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.pad = SignaturePad(title, hint=_("Sign here with pen, finger or mouse"), rests=False)
        self.clear_button = Button(_("Clear"), icon="eraser", key="Del", height=40)
        self.cancel_button = Button(_("Cancel"), key="Esc", height=40)
        self.done_button = Button(_("Finish signing"), Kind.PRIMARY, icon="check", key="Enter", height=40)
        self._build(title, role)
        self._connect()

    def _build(self, title: str, role: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(32, 24, 32, 24)
        layout.setSpacing(16)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Text(title, "page"))
        head.addWidget(ElidedLabel(role, "body", "text-2"), 1)
        layout.addLayout(head)
        layout.addWidget(_Stage(self.pad), 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.done_button)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.clear_button.clicked.connect(self._on_clear)
        self.pad.clear_requested.connect(self._on_clear)
        self.cancel_button.clicked.connect(self.close)
        self.done_button.clicked.connect(self._on_done)
        self.pad.settled.connect(self._on_settled)

    def open(self) -> None:
        """Show over the whole screen, ready to sign."""
        self.showFullScreen()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_clear(self) -> None:
        self.pad.clear()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_done(self) -> None:
        self.pad.settle()

    def _on_settled(self, strokes: tuple[Stroke, ...]) -> None:
        self.signed.emit(strokes)
        self.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F7):
            self.close()
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("canvas"))
