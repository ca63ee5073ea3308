"""What shows before the workspace is open: the opening page, the passphrase, and what went wrong.

Imports nothing heavy, so that the first window is there before the database and form libraries are loaded.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.centred import centre
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text

WIDTH = 420
ALARM = "red-text"


class PassphrasePage(QWidget):
    """Asks for the passphrase; `passphrase_given(str)`, `recovery_requested` by who forgot it, `others_requested`."""

    passphrase_given = Signal(str)
    recovery_requested = Signal()
    others_requested = Signal()
    quit_requested = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = TextField(_("Passphrase"), label=True, required=True, secret=True)
        self._open = Button(_("Open"), Kind.PRIMARY, key="Enter")
        self._quit = Button(_("Quit"))
        self._forgotten = Button(_("Forgotten? Use the recovery key"), Kind.LINK)
        self._others = Button(_("Another workspace…"), Kind.LINK)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addStretch(1)
        column.addWidget(Text(_("This workspace is protected by a passphrase"), "block"))
        column.addWidget(Text(str(path), "hint", "text-2", wrap=True))
        column.addWidget(self.field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._quit)
        buttons.addWidget(self._open)
        column.addLayout(buttons)
        links = QHBoxLayout()
        links.addWidget(self._forgotten)
        links.addStretch(1)
        links.addWidget(self._others)
        column.addLayout(links)
        column.addStretch(2)
        centre(self, column, WIDTH)
        self._connect()

    def _connect(self) -> None:
        self._open.clicked.connect(self._on_open_clicked)
        self._quit.clicked.connect(self.quit_requested)
        self._forgotten.clicked.connect(self.recovery_requested)
        self._others.clicked.connect(self.others_requested)
        self.field.return_pressed.connect(self._on_open_clicked)

    def _on_open_clicked(self) -> None:
        if self.field.value():
            self.passphrase_given.emit(self.field.value())
        else:
            self.field.set_error(_("Enter the passphrase."))

    def refuse(self, message: str) -> None:
        """Say that it was wrong and let the person try again."""
        self.field.set_value("")
        self.field.set_error(message)
        self.field.setFocus()


class StartPages(QWidget):
    """Shows one of: opening, passphrase, error."""

    passphrase_given = Signal(str)
    retry_requested = Signal()
    others_requested = Signal()
    """Another workspace is wanted: an existing one, a new one, a restored one."""
    recovery_requested = Signal()
    quit_requested = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._stack = QStackedLayout(self)
        self._asking: PassphrasePage | None = None
        self.show_opening()

    def show_opening(self) -> None:
        """The workspace is being opened."""
        self._show(Skeleton(6))

    def ask_passphrase(self, message: str = "") -> None:
        """Ask for the passphrase, with a message after a wrong one."""
        page = PassphrasePage(self._path)
        page.passphrase_given.connect(self.passphrase_given)
        page.recovery_requested.connect(self.recovery_requested)
        page.others_requested.connect(self.others_requested)
        page.quit_requested.connect(self.quit_requested)
        self._show(page)
        page.field.setFocus()
        if message:
            page.refuse(message)

    def show_problem(self, problem: Problem) -> None:
        """Say what is wrong and what can be done."""
        self.show_error(_("The workspace cannot be opened"), describe(problem))

    def show_error(self, line: str, text: str) -> None:
        """Show an error with ways out of it."""
        retry = Button(_("Try again"), Kind.PRIMARY)
        other = Button(_("Another workspace…"), icon="folder-open")
        leave = Button(_("Quit"))
        retry.clicked.connect(self.retry_requested)
        other.clicked.connect(self.others_requested)
        leave.clicked.connect(self.quit_requested)
        self._show(EmptyState("circle-alert", line, text, retry, other, leave, token=ALARM))
        retry.setFocus()

    def set_path(self, path: Path) -> None:
        """Another folder was chosen."""
        self._path = path

    def _show(self, widget: QWidget) -> None:
        old = self._stack.currentWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        if old is not None:
            self._stack.removeWidget(old)
            old.hide()
            old.deleteLater()
