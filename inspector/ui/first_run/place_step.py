"""Where a workspace lies and what opens it: a folder, and a passphrase or the key store of the system."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.rescue.recovery import LEAST_PASSPHRASE
from inspector.ui.first_run.path_field import FolderField
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.text import Text

PASSPHRASE: Final = "passphrase"
KEYRING: Final = "keyring"


class NewPassphrase(QWidget):
    """A new passphrase, typed twice."""

    def __init__(self) -> None:
        super().__init__()
        self.first = TextField(_("Passphrase"), label=True, required=True, secret=True)
        self.second = TextField(_("Once more"), label=True, required=True, secret=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.first, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.second, 1, Qt.AlignmentFlag.AlignTop)
        self._connect()

    def _connect(self) -> None:
        self.first.value_edited.connect(lambda _text: self.first.set_error(""))
        self.second.value_edited.connect(lambda _text: self.second.set_error(""))

    def value(self) -> str:
        """The passphrase."""
        return self.first.value()

    def complaint(self) -> bool:
        """Whether it is too short or the two differ; the field says so."""
        short = len(self.first.value()) < LEAST_PASSPHRASE
        differs = self.first.value() != self.second.value()
        if short:
            self.first.set_error(_("At least {least} characters.").format(least=LEAST_PASSPHRASE))
            self.first.setFocus()
        elif differs:
            self.second.set_error(_("The two are not the same."))
            self.second.setFocus()
        return short or differs


class PlaceStep(StepPage):
    """Folder and protection of a new workspace."""

    def __init__(self, path: Path, place: str) -> None:
        super().__init__(
            _("A new workspace"),
            _("Everything is kept encrypted in one folder on this laptop. Nobody reads it without the key."),
            place=place,
        )
        self.folder = FolderField(_("Folder"), _("Choose a folder for the workspace"))
        self.folder.set_path(path)
        self.folder.hide()
        self.kept = Text(_("Kept in {folder}").format(folder=path), "hint", "text-2", wrap=True)
        self.elsewhere = Button(_("Another place…"), Kind.LINK)
        self.protection = Segmented(
            _("What opens it"),
            [Option(PASSPHRASE, _("A passphrase")), Option(KEYRING, _("The key store of this system"))],
        )
        self.protection.set_value(PASSPHRASE)
        self.passphrase = NewPassphrase()
        self._keyring_hint = Text(
            _("Whoever is logged in to this computer as you opens the workspace without being asked."),
            "hint",
            "text-2",
            wrap=True,
        )
        self._keyring_hint.hide()
        line = QHBoxLayout()
        line.addWidget(self.protection)
        line.addStretch(1)
        self.body.addWidget(Text(_("What opens it"), "hint", "text-2"))
        self.body.addLayout(line)
        self.body.addWidget(self.passphrase)
        self.body.addWidget(self._keyring_hint)
        place_line = QHBoxLayout()
        place_line.setSpacing(12)
        place_line.addWidget(self.kept, 1)
        place_line.addWidget(self.elsewhere)
        self.body.addLayout(place_line)
        self.body.addWidget(self.folder)
        self._connect_choice()

    def _connect_choice(self) -> None:
        self.protection.value_chosen.connect(self._on_protection_chosen)
        self.elsewhere.clicked.connect(self.unfold)

    def unfold(self) -> None:
        """Let the folder be chosen: most people take the one that is proposed."""
        self.kept.hide()
        self.elsewhere.hide()
        self.folder.show()
        self.folder.field.setFocus()

    def _on_protection_chosen(self, kind: str) -> None:
        self.protection.set_value(kind or PASSPHRASE)
        self.passphrase.setVisible(kind != KEYRING)
        self._keyring_hint.setVisible(kind == KEYRING)

    @override
    def show_error(self, sentence: str) -> None:
        super().show_error(sentence)
        if sentence:
            self.unfold()

    @property
    def key(self) -> str:
        """What opens the workspace: passphrase or keyring."""
        return self.protection.value() or PASSPHRASE

    @override
    def begin(self) -> None:
        self.passphrase.first.setFocus()

    @override
    def complaint(self) -> bool:
        if self.folder.complaint():
            self.unfold()
            return True
        return self.key == PASSPHRASE and self.passphrase.complaint()
