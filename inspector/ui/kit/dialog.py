"""Dialogs, only where a reason is needed or a step cannot be undone: a panel over a dimmed window.

They are overlays inside the window, not windows of their own: no nested event loop, the answer comes by signal.
A dialog is as high as its content; where the window has less room the content scrolls between title and buttons.
"""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.fields import Field, TextArea, TextField
from inspector.ui.kit.overlay import beneath, walk
from inspector.ui.kit.painting import box
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text
from inspector.ui.theme import color

WIDTH = 440
MARGIN = 16
"""Least distance of the panel from the upper and lower edge of the window, px."""
RING = 4
"""Room for the focus ring around what stands at the edge of the content, px: a scroll area cuts it off."""
LEAST_HEIGHT = 80
"""The content never gets lower than this, px."""
FOCUS_ROOM = 32
"""Room that is kept above and below the focused widget, px."""


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
    spoken_role = Role.Dialog
    orders_tabs = True
    scrolls = True
    """Whether the content scrolls where the window is too low; False for a dialog that sees to that itself."""

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
        self.cancel_button = Button(_("Cancel"), key="Esc")
        self.accept_button = Button(accept, Kind.DANGER_FILLED if dangerous else Kind.PRIMARY, key="Ctrl Enter")
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.body.setContentsMargins(RING, RING, RING, RING)
        self._box = QWidget()
        """Holds the content where it scrolls."""
        self._scroll: Scroller | None = None
        self._arrange(title, text)
        self.hide()
        self._connect()

    def _arrange(self, title: str, text: str) -> None:
        """Title and words above, the content, the buttons below; the content's margin counts as part of the spacing."""
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(20 - RING, 18, 20 - RING, 18)
        layout.setSpacing(10 - RING)
        head = QVBoxLayout()
        head.setContentsMargins(RING, 0, RING, 0)
        head.setSpacing(10)
        head.addWidget(Text(title, "block", wrap=True))
        if text:
            head.addWidget(Text(text, "body", "text-2", wrap=True))
        layout.addLayout(head)
        if self.scrolls:
            self._box.setLayout(self.body)
            self._scroll = Scroller(self._box)
            self._scroll.setFixedHeight(LEAST_HEIGHT)
            layout.addWidget(self._scroll)
        else:
            layout.addLayout(self.body)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(RING, RING, RING, 0)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.accept_button)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self.accept)

    def open(self) -> None:
        """Show it over the whole window and take the focus."""
        self.window().installEventFilter(self)
        self._box.installEventFilter(self)  # the panel grows with the content
        self._cover()
        self.show()
        self.raise_()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
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
        self._fit_content()
        self._panel.adjustSize()
        self._panel.move(
            (self.width() - self._panel.width()) // 2, max(MARGIN, (self.height() - self._panel.height()) // 2)
        )

    def _fit_content(self) -> None:
        """Give the content its height, at most what the window leaves between title and buttons."""
        scroll, layout = self._scroll, self._panel.layout()
        if scroll is None or layout is None:
            return
        empty = self.body.isEmpty()
        if scroll.isHidden() is not empty:
            scroll.setHidden(empty)
        if empty:
            return
        width = self._panel.width()
        whole = max(layout.totalHeightForWidth(width), self._panel.sizeHint().height())
        around = whole - scroll.maximumHeight()
        needs = (self.body.totalSizeHint().height(), self.body.totalMinimumSize().height())
        wanted = max(*needs, self.body.totalHeightForWidth(width - 2 * (20 - RING)))
        height = min(wanted, max(LEAST_HEIGHT, self.height() - 2 * MARGIN - around))
        if scroll.maximumHeight() != height:
            scroll.setFixedHeight(height)

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Bring what has the focus into sight; take it back from a page that asks for it under the dialog."""
        if now is None or not self.isVisible():
            return
        if beneath(self, now):
            self._before = now
            stays = before is not None and shiboken6.isValid(before) and self.isAncestorOf(before)
            wanted = before if stays and before is not None and before.isVisible() else self.first_focus()
            QTimer.singleShot(0, wanted, lambda: self._regain(wanted))
        elif self._scroll is not None and self._box.isAncestorOf(now):
            self._scroll.ensureWidgetVisible(now, 0, FOCUS_ROOM)

    def _regain(self, wanted: QWidget) -> None:
        """Focus what had it, unless the dialog was answered meanwhile or another layer is above."""
        here = QApplication.focusWidget()
        if self.isVisible() and (here is None or beneath(self, here)):
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

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
        elif control and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            walk(self._panel, forward=event.key() == Qt.Key.Key_Tab)
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
