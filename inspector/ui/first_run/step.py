"""One page of the first run: title, hint, content in a column, and the buttons below."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

WIDTH: Final = 760
TOP: Final = 56
"""Above the title; the same on every page, so that nothing jumps when rows are added."""


class StepPage(QWidget):
    """Base. `next_requested` when the page is complete, `back_requested` on Back or Esc. Content goes into `body`."""

    next_requested = Signal()
    back_requested = Signal()

    def __init__(self, title: str, hint: str, *, place: str = "", go_on: str = "", back: bool = True) -> None:
        super().__init__()
        self.card = Card()
        self.body = self.card.body
        self.body.setSpacing(12)
        self.next_button = Button(go_on or _("Next"), Kind.PRIMARY, key="Ctrl Enter")
        self.back_button = Button(_("Back"), key="Esc")
        if not back:
            self.back_button.hide()
        self._can_go_back = back
        self._error = Text("", "body", "red-text", wrap=True)
        self._error.hide()
        self.setAccessibleName(title)
        self._build(title, hint, place)
        self._connect()

    def _build(self, title: str, hint: str, place: str) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(16, TOP, 16, 24)
        column.setSpacing(8)
        if place:
            column.addWidget(Text(place, "hint_bold", "text-3"))
        column.addWidget(Text(title, "page"))
        column.addWidget(Text(hint, "body", "text-2", wrap=True))
        column.addSpacing(4)
        column.addWidget(self.card)
        column.addWidget(self._error)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.next_button)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(1)
        holder = QWidget()
        holder.setFixedWidth(WIDTH)
        holder.setLayout(column)
        centred = QWidget()
        row = QHBoxLayout(centred)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Scroller(centred))

    def _connect(self) -> None:
        self.next_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.back_requested)

    def begin(self) -> None:
        """Put the focus where typing begins."""

    def complaint(self) -> bool:
        """Whether something is missing; overridden to show it at its field and to focus that."""
        return False

    def show_error(self, sentence: str) -> None:
        """Say above the buttons what went wrong; "" takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def set_busy(self, busy: bool) -> None:
        """While work is under way nothing can be pressed twice."""
        for widget in (self.card, self.next_button, self.back_button):
            widget.setEnabled(not busy)

    def go_on(self) -> None:
        """The main button."""
        self.show_error("")
        if self.next_button.isEnabled() and not self.complaint():
            self.next_requested.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape and self._can_go_back and self.back_button.isEnabled():
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)
