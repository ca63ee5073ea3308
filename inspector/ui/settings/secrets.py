"""Dialogs around the keys of a workspace: a new recovery key, the key as it is shown once, a new passphrase."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.first_run.key_step import KeyGroups
from inspector.ui.first_run.place_step import NewPassphrase
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import TextField

KEY_WIDTH = 620


class NewKeyDialog(Dialog):
    """Asks before a recovery key is made: `confirmed(passphrase)`, with "" where the workspace asks for none."""

    confirmed = Signal(str)

    def __init__(self, parent: QWidget, *, replaces: bool, asks_passphrase: bool) -> None:
        title = _("Replace the recovery key") if replaces else _("Make a recovery key")
        about = _(
            "The recovery key opens this workspace when the passphrase is forgotten, and its copies on another laptop. "
            "It is shown once: have a printer or paper at hand."
        )
        if replaces:
            about += "\n" + _(
                "The former key opens neither this workspace nor new copies and backups any more. Copies that are not "
                "renewed, for example on a stick in a drawer, and older backups still need it: keep the old sheet with "
                "them."
            )
        super().__init__(parent, title, about, accept=title, width=520)
        self.field = TextField(_("Passphrase of the workspace"), label=True, required=True, secret=True)
        self._asks = asks_passphrase
        if asks_passphrase:
            self.body.addWidget(self.field)
        self.accepted.connect(lambda: self.confirmed.emit(self.field.value()))

    @override
    def complaint(self) -> bool:
        missing = self._asks and not self.field.value()
        self.field.set_error(_("Enter the passphrase.") if missing else "")
        return missing


class KeyDialog(Dialog):
    """Shows the key this once; `sheet_requested` to save the sheet."""

    sheet_requested = Signal()

    def __init__(self, parent: QWidget, groups: Sequence[str]) -> None:
        super().__init__(
            parent,
            _("The recovery key"),
            _("Print it or write it down now, and keep it apart from the laptop. It is not shown again."),
            accept=_("I have it"),
            width=KEY_WIDTH,
        )
        self.groups = KeyGroups(groups)
        self.sheet_button = Button(_("Save the sheet to print…"), icon="printer")
        self.body.addWidget(self.groups)
        row = QHBoxLayout()
        row.addWidget(self.sheet_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.cancel_button.hide()
        self.sheet_button.clicked.connect(self.sheet_requested)

    @override
    def reject(self) -> None:
        """Esc does not close it: the key is gone then."""


class PassphraseDialog(Dialog):
    """Asks for the passphrase and a new one: `given(old, new)`."""

    given = Signal(str, str)

    def __init__(self, parent: QWidget, *, asks_passphrase: bool) -> None:
        super().__init__(
            parent,
            _("Change the passphrase") if asks_passphrase else _("Set a passphrase"),
            _("It opens the workspace from now on. The recovery key stays the same."),
            accept=_("Change the passphrase") if asks_passphrase else _("Set a passphrase"),
            width=520,
        )
        self.old = TextField(_("Passphrase until now"), label=True, required=True, secret=True)
        self.new = NewPassphrase()
        self._asks = asks_passphrase
        if asks_passphrase:
            self.body.addWidget(self.old)
        self.body.addWidget(self.new)
        self.accepted.connect(lambda: self.given.emit(self.old.value(), self.new.value()))

    @override
    def complaint(self) -> bool:
        missing = self._asks and not self.old.value()
        self.old.set_error(_("Enter the passphrase.") if missing else "")
        return missing or self.new.complaint()
