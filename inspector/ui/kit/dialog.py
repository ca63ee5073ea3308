"""Dialogs, only where a reason is needed or a step cannot be undone: a panel over a dimmed window.

They are overlays inside the window, not windows of their own: no nested event loop, the answer comes by signal.
"""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.fields import Field, TextArea, TextField
from inspector.ui.kit.overlay import walk
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import Text
from inspector.ui.theme import color

WIDTH = 440


class _Panel(QWidget):
    """The box of the dialog."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        box(QPainter(self), QRectF(self.rect()), fill="surface", border="line", radius=10)


class Dialog(QWidget):
    """Base: put content into `body`. `accepted` on the main button or Ctrl+Enter, `rejected` on Cancel or Esc.

    Call `open()`; the dialog removes itself when it is answered. Focus returns to where it was.
    """

    accepted = Signal()
    rejected = Signal()

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str = "",
        *,
        accept: str,
        dangerous: bool = False,
        width: int = WIDTH,
    ) -> None:
        super().__init__(parent.window())
        self._before = QApplication.focusWidget()
        self._dangerous = dangerous
        self.setAccessibleName(title)
        self._panel = _Panel(self)
        self._panel.setFixedWidth(width)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(20, 18, 20, 18)
        layout.setSpacing(10)
        layout.addWidget(Text(title, "block", wrap=True))
        if text:
            layout.addWidget(Text(text, "body", "text-2", wrap=True))
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        layout.addLayout(self.body)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        self.cancel_button = Button(_("Cancel"), key="Esc")
        self.accept_button = Button(accept, Kind.DANGER_FILLED if dangerous else Kind.PRIMARY, key="Ctrl Enter")
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout.addSpacing(4)
        layout.addLayout(buttons)
        self.hide()
        self._connect()

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.accept)

    def open(self) -> None:
        """Show it over the whole window and take the focus."""
        self.window().installEventFilter(self)
        self._cover()
        self.show()
        self.raise_()
        self.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def first_focus(self) -> QWidget:
        """The widget that gets the focus: the first field, else the main button, but Cancel where something is lost."""
        fields = self._panel.findChildren(Field)
        if fields:
            return fields[0].editor
        return self.cancel_button if self._dangerous else self.accept_button

    def complaint(self) -> bool:
        """Whether something is missing; overridden to show it. The dialog stays open then."""
        return False

    def accept(self) -> None:
        """The main button."""
        if not self.complaint():
            self.accepted.emit()
            self._close()

    def reject(self) -> None:
        """Cancel."""
        self.rejected.emit()
        self._close()

    def _close(self) -> None:
        self.window().removeEventFilter(self)
        self.hide()
        self.deleteLater()
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cover(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        self.setGeometry(window.rect())
        self._panel.adjustSize()
        self._panel.move(
            (self.width() - self._panel.width()) // 2, max(16, (self.height() - self._panel.height()) // 2)
        )

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._cover()
        return super().eventFilter(watched, event)

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._cover()
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        single_line = isinstance(self._focused_field(), TextField)
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif enter and (control or single_line):
            self.accept()
        event.accept()

    def _focused_field(self) -> Field | None:
        return next((field for field in self._panel.findChildren(Field) if field.editor.hasFocus()), None)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return walk(self._panel, forward=next)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color("scrim"))


class ReasonDialog(Dialog):
    """Asks for a reason, which is required: `reason_given(str)`."""

    reason_given = Signal(str)

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str = "",
        *,
        label: str,
        accept: str,
        dangerous: bool = False,
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(parent, title, text, accept=accept, dangerous=dangerous)
        self.field = TextArea(label, label=True, required=True, rows=3)
        self.body.addWidget(self.field)
        if suggestions:
            row = QHBoxLayout()
            row.setSpacing(6)
            for words in suggestions:
                button = Button(words, Kind.TINTED)
                button.clicked.connect(lambda chosen=words: self.field.set_value(chosen))
                row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)
        self.accepted.connect(self._on_accepted)

    @override
    def complaint(self) -> bool:
        missing = not self.field.value().strip()
        self.field.set_error(_("A reason is needed.") if missing else "")
        return missing

    def _on_accepted(self) -> None:
        self.reason_given.emit(self.field.value().strip())


class ConfirmDialog(Dialog):
    """Asks before a step that cannot be undone."""
