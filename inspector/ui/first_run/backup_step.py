"""Restoring from a backup: which file, what opens it, and where the new workspace lies."""

from pathlib import Path

from PySide6.QtCore import Signal
from typing_extensions import override

from inspector.i18n import _
from inspector.services.backups.restoring import BackupAbout, next_steps
from inspector.services.second_place.restoring import Restored
from inspector.ui.first_run.path_field import FileField, FolderField
from inspector.ui.first_run.place_step import NewPassphrase
from inspector.ui.first_run.restore_step import RestoredStep, key_problem
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text


class BackupStep(StepPage):
    """`file_chosen(Path)` asks what a file is; `show_about` answers."""

    file_chosen = Signal(object)

    def __init__(self, target: Path) -> None:
        super().__init__(
            _("Restore from a backup"),
            _(
                "Plug in the medium with the backup. Everything comes back as it was when the backup was written; this "
                "laptop becomes a new device with a number of its own."
            ),
            go_on=_("Restore"),
        )
        self._about: BackupAbout | None = None
        self.file = FileField(_("Backup"), _("Choose the backup"), _("Backups") + " (*.isb)")
        self.told = Text("", "hint", "text-2", wrap=True)
        self.secret = TextField(_("Recovery key"), label=True, required=True, placeholder="XXXXX XXXXX …")
        self.target = FolderField(_("New folder"), _("Choose a folder for the workspace"))
        self.target.set_path(target)
        self.passphrase = NewPassphrase()
        self.progress = ProgressLine(_("Restoring"))
        for widget in (self.file, self.told, self.secret, self.target, self.passphrase):
            self.body.addWidget(widget)
        self.body.addWidget(Text(_("The new passphrase holds for this laptop."), "hint", "text-2", wrap=True))
        self.body.addWidget(self.progress)
        self.progress.hide()
        self.told.hide()
        self._connect_file()

    def _connect_file(self) -> None:
        self.file.path_changed.connect(self._on_file_changed)
        self.secret.value_edited.connect(lambda _text: self.secret.set_error(""))

    def _on_file_changed(self) -> None:
        self.show_about(None)
        if not self.file.empty:
            self.file_chosen.emit(self.file.path())

    def show_about(self, about: BackupAbout | None) -> None:
        """What the file says of itself, and by what it opens."""
        self._about = about
        self.told.setVisible(about is not None)
        if about is None:
            return
        self.told.setText(
            _("Written {time} on the laptop {code}.").format(
                time=f"{about.written_at.astimezone():%Y-%m-%d %H:%M}", code=about.code
            )
        )
        both = about.has_passphrase and about.made
        label = _("Passphrase of the backup") if about.has_passphrase else _("Recovery key")
        self.secret.set_label(_("Passphrase of the backup, or recovery key") if both else label)

    def secrets(self) -> tuple[str | None, str | None]:
        """What was typed, as the recovery key or else as the passphrase of the backup."""
        typed = self.secret.value()
        passphrase = self._about is not None and self._about.has_passphrase
        if passphrase and (key_problem(typed) or not (self._about and self._about.made)):
            return None, typed
        return typed, None

    @override
    def begin(self) -> None:
        self.file.field.setFocus()

    @override
    def complaint(self) -> bool:
        if self.file.empty:
            self.file.field.set_error(_("Choose the file of a backup."))
            self.file.field.setFocus()
            return True
        wrong = "" if self.secrets()[0] is None else key_problem(self.secret.value())
        missing = "" if self.secret.value() else _("Enter it first.")
        self.secret.set_error(missing or wrong)
        if missing or wrong:
            self.secret.setFocus()
            return True
        return self.target.complaint() or self.passphrase.complaint()


class BackupRestoredStep(RestoredStep):
    """What came back, and what is to be done next."""

    def __init__(self, restored: Restored) -> None:
        super().__init__(restored)
        self.body.addWidget(Text(_("What to do next"), "body_bold"))
        for sentence in next_steps(new_recovery_key=restored.workspace.first_recovery_key is not None):
            self.body.addWidget(Text(f"· {sentence}", "body", wrap=True))
