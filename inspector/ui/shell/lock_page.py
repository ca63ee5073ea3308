"""What shows while the screen is locked: who works, and what unlocks."""

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.access.locking import LockState
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.centred import centre
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.kit.text import Text

WIDTH = 380
SECOND_MS = 1000


class _Disc(QWidget):
    """First letter of a name on a disc, with a lock."""

    def __init__(self) -> None:
        super().__init__()
        self._letter = ""
        self.setFixedSize(72, 64)

    def show_name(self, name: str) -> None:
        """Show another person."""
        self._letter = name[:1].upper()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box(painter, QRectF(0, 0, 56, 56), fill="primary", radius=28)
        text(painter, QRectF(0, 0, 56, 56), self._letter, "page", "on-fill", CENTER)
        box(painter, QRectF(40, 36, 26, 26), fill="surface", border="line", radius=13)
        draw_icon(painter, QPointF(45, 41), "lock", "text-1", 16)


class LockPage(QWidget):
    """`secret_given(way, secret)`: pin, passphrase or recovery; `persons_requested`; `quit_requested`."""

    secret_given = Signal(str, str)
    persons_requested = Signal()
    quit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: LockState | None = None
        self._by_recovery = False
        self._wait = 0
        self._disc = _Disc()
        self._name = Text("", "page")
        self._team = Text("", "body", "text-2")
        self._hint = Text("", "body", "text-2", wrap=True)
        self.field = TextField("", label=True, secret=True)
        self.open_button = Button(_("Unlock"), Kind.PRIMARY, key="Enter")
        self.other_button = Button(_("Another person…"), Kind.LINK)
        self.recovery_button = Button("", Kind.LINK)
        self.quit_button = Button(_("Quit"))
        self._seconds = QTimer(self)
        self._seconds.setInterval(SECOND_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.setAccessibleName(_("Locked"))
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self._disc)
        column.addWidget(self._name)
        column.addWidget(self._team)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addWidget(self.field)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.quit_button)
        buttons.addStretch(1)
        buttons.addWidget(self.open_button)
        column.addSpacing(4)
        column.addLayout(buttons)
        links = QHBoxLayout()
        links.addWidget(self.other_button)
        links.addStretch(1)
        links.addWidget(self.recovery_button)
        column.addLayout(links)
        column.addStretch(2)
        centre(self, column, WIDTH)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self._on_given)
        self.field.return_pressed.connect(self._on_given)
        self.field.value_edited.connect(lambda _text: self.field.set_error(""))
        self.other_button.clicked.connect(self.persons_requested)
        self.quit_button.clicked.connect(self.quit_requested)
        self.recovery_button.clicked.connect(self._on_recovery)
        self._seconds.timeout.connect(self._on_second)

    def show_state(self, state: LockState) -> None:
        """Ask this person."""
        self._state = state
        self._by_recovery = state.blocked and state.recovery
        self._disc.show_name(state.person.name)
        self._name.setText(state.person.name)
        self._team.setText(state.person.team)
        self._team.setVisible(bool(state.person.team))
        self._wait = 0
        self._refresh()

    def _refresh(self) -> None:
        state = self._state
        if state is None:
            return
        pin, key = state.way == "pin", self._by_recovery
        self.field.set_value("")
        self.field.set_error("")
        self.field.set_label(_("Recovery key") if key else _("PIN") if pin else _("Passphrase of the workspace"))
        self._hint.setText(
            _("The recovery key unlocks, and your PIN is removed: set a new one then.")
            if key
            else _("Locked. Everything is as you left it.")
        )
        self.recovery_button.set_label(_("With the PIN") if key else _("PIN forgotten?"))
        self.recovery_button.setVisible(pin and state.recovery and not (key and state.blocked))
        self._show_wait()
        self.focus_field()

    def focus_field(self) -> None:
        """Put the focus where one types."""
        self.field.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str, wait_s: int = 0, *, blocked: bool = False) -> None:
        """Say why it was not taken; with `wait_s` the next attempt has to wait."""
        if blocked and self._state is not None and self._state.recovery:
            self._by_recovery = True
            self._refresh()
        self.set_busy(False)
        self.field.set_value("")
        self.field.set_error(sentence)
        self._wait = wait_s
        if wait_s:
            self._seconds.start()
        self._show_wait()
        self.focus_field()

    def set_busy(self, busy: bool) -> None:
        """While a secret is looked at, no other is taken."""
        self.open_button.setEnabled(not busy)

    def _on_second(self) -> None:
        """Count down until the next attempt."""
        self._wait = max(0, self._wait - 1)
        if not self._wait:
            self._seconds.stop()
        self._show_wait()

    def _show_wait(self) -> None:
        """Only a PIN has to wait."""
        waits = self._wait > 0 and not self._by_recovery
        self.open_button.setEnabled(not waits)
        self.open_button.set_label(_("Wait {seconds} s").format(seconds=self._wait) if waits else _("Unlock"))

    def _on_recovery(self) -> None:
        self._by_recovery = not self._by_recovery
        self._refresh()

    def _on_given(self) -> None:
        if self._state is None or not self.open_button.isEnabled():
            return
        typed = self.field.value()
        if not typed:
            self.field.set_error(_("Enter it first."))
            return
        self.set_busy(True)
        self.secret_given.emit("recovery" if self._by_recovery else self._state.way, typed)

    @property
    def person(self) -> str:
        """Id of who is asked."""
        return self._state.person.id if self._state is not None else ""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
