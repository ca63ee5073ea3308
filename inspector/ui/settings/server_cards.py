"""Cards of the settings of the server: joining one, the one that was joined, and the networks that are allowed."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.settings.section import CARD_WIDTH
from inspector.ui.sync.state_words import state_look

CERTIFICATES: Final = "*.pem *.crt *.cer"
FIELD_WIDTH: Final = 420


class JoinCard(Card):
    """Address and code. `join_requested(url, code, certificate file or "")`."""

    join_requested = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__(_("Join a server"))
        self.setMaximumWidth(CARD_WIDTH)
        self._ca = ""
        self.url = TextField(
            _("Address of the server"), label=True, required=True, placeholder="https://sync.example.com"
        )
        self.code = TextField(_("Enrolment code"), label=True, required=True)
        self.certificate = Button(_("Certificate of its own…"), Kind.LINK)
        self.ca = ElidedLabel("", "hint", "text-2")
        self.join = Button(_("Join"), Kind.PRIMARY, icon="server")
        self.problem = Text("", "body", "red-text", wrap=True)
        self._hint = Text(
            _(
                "The administrator of the server gives you its address and a code that holds once and for a short "
                "time. Records that are on this laptop are sent then; nothing on it is lost."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        for field in (self.url, self.code):
            field.setMaximumWidth(FIELD_WIDTH)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.join)
        row.addWidget(self.certificate)
        row.addWidget(self.ca, 1)
        for widget in (self._hint, self.url, self.code, self.problem):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.problem.hide()

    def _connect(self) -> None:
        self.join.clicked.connect(self._on_join)
        self.code.return_pressed.connect(self._on_join)
        self.certificate.clicked.connect(self._on_certificate)

    def _on_join(self) -> None:
        missing = _("Fill this in.")
        for field in (self.url, self.code):
            field.set_error("" if field.value().strip() else missing)
        if self.url.value().strip() and self.code.value().strip():
            self.join_requested.emit(self.url.value().strip(), self.code.value().strip(), self._ca)

    def _on_certificate(self) -> None:
        dialog = QFileDialog(self, _("Certificate of the server"), "", f"PEM ({CERTIFICATES})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.use_certificate)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def use_certificate(self, path: str) -> None:
        """Trust the certificates in this file in place of the system's authorities."""
        self._ca = path
        self.ca.setText(Path(path).name)

    def show_busy(self, *, busy: bool) -> None:
        """The server is being asked."""
        self.join.setEnabled(not busy)
        self.join.set_label(_("Asking the server…") if busy else _("Join"))

    def refuse(self, sentence: str) -> None:
        """Say why it did not work; nothing has changed then."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))


class ServerCard(Card):
    """The server that was joined. `pause_requested`, `sync_requested`, `leave_requested`, `address_given(url)`."""

    pause_requested = Signal()
    sync_requested = Signal()
    leave_requested = Signal()
    address_given = Signal(str)

    def __init__(self) -> None:
        super().__init__(_("Server"))
        self.setMaximumWidth(CARD_WIDTH)
        self.name = ElidedLabel("", "card_title")
        self.url = TextField(_("Address of the server"), label=True)
        self.url.setMaximumWidth(FIELD_WIDTH)
        self.headline = Text("", "body_bold")
        self.state = Text("", "body", "text-2", wrap=True)
        self.areas = Text("", "body", "text-2", wrap=True)
        self.sync = Button(_("Synchronise now"), icon="refresh-cw")
        self.pause = Button(_("Pause"), icon="pause")
        self.leave = Button(_("Leave the server…"), Kind.TEXT)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.sync, self.pause):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        for widget in (self.name, self.headline, self.state, self.areas, self.url):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self._connect()

    def _connect(self) -> None:
        self.sync.clicked.connect(self.sync_requested)
        self.pause.clicked.connect(self.pause_requested)
        self.leave.clicked.connect(self.leave_requested)
        self.url.value_committed.connect(self.address_given)

    @property
    def first(self) -> Button:
        """What can be done first: synchronise, or go on after a pause."""
        return self.sync if self.sync.isEnabled() else self.pause

    def show_state(self, state: Any, today: date) -> None:
        """Show a `SyncState`."""
        look = state_look(state, today)
        self.name.setText(state.server or state.url)
        self.headline.setText(look.headline)
        self.state.setText(look.sentence)
        self.areas.setText(_("Areas: {areas}.").format(areas=_(", ").join(name for _area, name in state.areas)))
        self.areas.setVisible(bool(state.areas))
        if not self.url.editor.hasFocus():
            self.url.set_value(state.url)
        paused = state.phase == "paused"
        self.pause.set_label(_("Go on") if paused else _("Pause"))
        self.pause.set_icon("play" if paused else "pause")
        if paused and self.sync.hasFocus():
            self.pause.setFocus(Qt.FocusReason.OtherFocusReason)
        self.sync.setEnabled(not paused)


class NetworkField(QWidget):
    """Networks in which anything goes out; empty for all of them. `value_committed(str)`."""

    value_committed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.field = TextField(_("Allowed networks"), placeholder=_("any network"))
        self.here = Button(_("This network"))
        self.here.setToolTip(_("Add the network this laptop is in now"))
        hint = Text(
            _("Written like 10.20.0.0/16, several with commas; empty: any network."), "hint", "text-2", wrap=True
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.here)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(hint)
        self.field.value_committed.connect(self.value_committed)
        self.here.clicked.connect(self._on_here)

    def networks(self) -> tuple[str, ...]:
        """What was entered."""
        parts = self.field.value().replace("，", ",").replace("、", ",").replace(";", ",").split(",")
        return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def show_networks(self, networks: tuple[str, ...]) -> None:
        """Show what is kept."""
        if not self.field.editor.hasFocus():
            self.field.set_value(", ".join(networks))
            self.field.set_error("")

    def _on_here(self) -> None:
        from inspector.ui.settings.networks import here  # noqa: PLC0415 - Qt's network library, only when asked

        found = here()
        if not found:
            self.field.set_error(_("This laptop is in no network now."))
            return
        self.field.set_value(", ".join(dict.fromkeys((*self.networks(), found[0]))))
        self.field.set_error("")
        self.value_committed.emit(self.field.value())
