"""What shows while a laptop is locked because it was too long without its server, or because the server revoked it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.services.syncing.offline_age import OfflineState
from inspector.ui.first_run.restore_step import key_problem
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.centred import centre
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text

WIDTH: Final = 620


class ContactPage(QWidget):
    """Ways to contact, to safety, and past the lock. Each is a signal; `quit_requested`."""

    sync_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()
    backup_requested = Signal()
    key_requested = Signal()
    quit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Text("", "page", wrap=True)
        self._words = Text("", "body", "text-2", wrap=True)
        self._error = Text("", "body", "red-text", wrap=True)
        self._done = Text("", "body", "green-text", wrap=True)
        self.progress = ProgressLine("")
        self.sync_button = Button(_("Synchronise now"), Kind.PRIMARY, icon="refresh-cw")
        self.import_button = Button(_("Import an exchange file…"), icon="usb")
        self.export_button = Button(_("Write an exchange file…"), icon="upload")
        self.backup_button = Button(_("Save a backup…"), icon="hard-drive")
        self.key_button = Button(_("Open with the recovery key…"), icon="key-round")
        self.quit_button = Button(_("Quit"))
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self._title)
        column.addWidget(self._words)
        self._contact = self._card(
            _("Contact with the server"),
            _("Over the network, or by a file that the administrator makes for this laptop. Then everything opens."),
            self.sync_button,
            self.import_button,
        )
        column.addWidget(self._contact)
        column.addWidget(
            self._card(
                _("Hand over what was not delivered"),
                _("Nothing is lost: all work is kept, encrypted. It can be handed over without being shown."),
                self.export_button,
                self.backup_button,
            )
        )
        column.addWidget(
            self._card(
                _("No contact possible"),
                _("Whoever leads keeps the recovery key. It opens the workspace for seven days."),
                self.key_button,
            )
        )
        column.addWidget(self.progress)
        column.addWidget(self._error)
        column.addWidget(self._done)
        column.addWidget(self.quit_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(2)
        for hidden in (self.progress, self._error, self._done):
            hidden.hide()
        centre(self, column, WIDTH)

    def _card(self, title: str, words: str, *buttons: Button) -> Card:
        card = Card(title)
        card.body.addWidget(Text(words, "body", "text-2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _connect(self) -> None:
        self.sync_button.clicked.connect(self.sync_requested)
        self.import_button.clicked.connect(self.import_requested)
        self.export_button.clicked.connect(self.export_requested)
        self.backup_button.clicked.connect(self.backup_requested)
        self.key_button.clicked.connect(self.key_requested)
        self.quit_button.clicked.connect(self.quit_requested)

    def show_state(self, state: OfflineState) -> None:
        """Say why it is locked."""
        if state.revoked:
            self._title.setText(_("The server {server} has revoked this laptop").format(server=state.server))
            self._words.setText(
                _(
                    "It is locked until whoever leads has looked at it. What was not delivered can be handed over as "
                    "an exchange file: the server puts it aside, and a lead adopts it."
                )
            )
        else:
            title = ngettext(
                "No contact with the server for {days} day", "No contact with the server for {days} days", state.days
            )
            self._title.setText(title.format(days=state.days))
            self._words.setText(
                _("After {limit} days without contact nothing is shown any more, in case the laptop is lost.").format(
                    limit=state.limit
                )
            )
        self.setAccessibleName(self._title.text())
        self._contact.setVisible(not state.revoked)

    def show_error(self, sentence: str) -> None:
        """Say what did not work; "" takes it away."""
        self._done.hide()
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def show_done(self, sentence: str) -> None:
        """Say what was done."""
        self._error.hide()
        self._done.setText(sentence)
        self._done.show()

    def set_busy(self, label: str) -> None:
        """Show that something goes on, "" for no longer; nothing else can be pressed meanwhile."""
        self.progress.set_label(label)
        self.progress.set_progress(0, 0, " ")
        self.progress.setVisible(bool(label))
        buttons = (self.sync_button, self.import_button, self.export_button, self.backup_button, self.key_button)
        for button in buttons:
            button.setEnabled(not label)
        if label:
            self.show_error("")


class RecoveryDialog(Dialog):
    """Asks for the recovery key: `given(typed)`."""

    given = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            _("Open with the recovery key"),
            _("The workspace opens for seven days. Synchronise in that time."),
            accept=_("Open"),
            width=520,
        )
        self.field = TextField(_("Recovery key"), label=True, required=True, placeholder="XXXXX XXXXX …")
        self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.given.emit(self.field.value()))

    @override
    def complaint(self) -> bool:
        wrong = key_problem(self.field.value())
        self.field.set_error(wrong)
        return bool(wrong)
