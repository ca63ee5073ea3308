"""Restoring from the second place: which copy, the recovery key, and where the new workspace lies."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.second_place.restoring import Restorable, Restored
from inspector.sync.recovery_key import RecoveryKey
from inspector.ui.first_run.path_field import FolderField
from inspector.ui.first_run.place_step import NewPassphrase
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text


def key_problem(typed: str) -> str:
    """What is wrong with a recovery key as typed, as a sentence; "" when it can be one."""
    try:
        RecoveryKey.parse(typed)
    except Problem as problem:
        return describe(problem)
    return ""


class RestoreStep(StepPage):
    """`place_chosen(Path)` asks which copies are there; `show_copies` answers."""

    place_chosen = Signal(object)

    def __init__(self, target: Path) -> None:
        super().__init__(
            _("Restore from the second place"),
            _(
                "Plug in the stick or connect to the share with the copy. Visits go on where the copy has them; this "
                "laptop becomes a new device with a number of its own."
            ),
            go_on=_("Restore"),
        )
        self.place = FolderField(_("Second place"), _("Choose the folder of the second place"))
        self.copies = ComboField(_("Copy"), label=True, required=True)
        self.key = TextField(_("Recovery key"), label=True, required=True, placeholder="XXXXX XXXXX …")
        self.target = FolderField(_("New folder"), _("Choose a folder for the workspace"))
        self.target.set_path(target)
        self.passphrase = NewPassphrase()
        self.progress = ProgressLine(_("Restoring"))
        self.progress.hide()
        for widget in (self.place, self.copies, self.key, self.target, self.passphrase):
            self.body.addWidget(widget)
        hint = _("The new passphrase holds for this laptop. The recovery key stays the same.")
        self.body.addWidget(Text(hint, "hint", "text-2", wrap=True))
        self.body.addWidget(self.progress)
        self._connect_place()

    def _connect_place(self) -> None:
        self.place.path_changed.connect(self._on_place_changed)
        self.key.value_committed.connect(lambda typed: self.key.set_error(key_problem(typed) if typed else ""))

    def _on_place_changed(self) -> None:
        if self.place.field.value().strip():
            self.place_chosen.emit(self.place.path())

    def show_copies(self, copies: Sequence[Restorable]) -> None:
        """What was found in the second place, newest first."""
        options = [
            (str(copy.folder), f"{copy.written_at.astimezone():%Y-%m-%d %H:%M} · {copy.code}{_damage_of(copy)}")
            for copy in copies
        ]
        self.copies.set_options(options)
        self.place.field.set_error("" if copies else _("There is no copy in this folder."))
        if copies:
            self.copies.set_value(options[0][0])

    def copy_folder(self) -> Path:
        """The copy that was chosen."""
        return Path(self.copies.value())

    @override
    def begin(self) -> None:
        self.place.field.setFocus()

    @override
    def complaint(self) -> bool:
        if self.place.complaint():
            self.place.field.setFocus()
            return True
        if not self.copies.value():
            self.place.field.set_error(_("There is no copy in this folder."))
            self.place.field.setFocus()
            return True
        wrong = key_problem(self.key.value())
        self.key.set_error(wrong)
        if wrong:
            self.key.setFocus()
            return True
        return self.target.complaint() or self.passphrase.complaint()


def _damage_of(copy: Restorable) -> str:
    word = _("damaged")  # of a copy
    return f" · {word}" if copy.damaged else ""


class RestoredStep(StepPage):
    """What came back, and what did not."""

    def __init__(self, restored: Restored) -> None:
        super().__init__(
            _("Restored"),
            _("The copy of {time} from the laptop {code}.").format(
                time=f"{restored.written_at.astimezone():%Y-%m-%d %H:%M}", code=restored.code
            ),
            go_on=_("Begin"),
            back=False,
        )
        counts = _("Records: {records} · unfinished visits: {visits} · photos and files: {files}").format(
            records=restored.frames, visits=restored.visits, files=restored.files
        )
        self.body.addWidget(Text(counts, "body"))
        if restored.lost:
            self.body.addWidget(Text(_("Not everything could be restored:"), "body_bold", "red-text"))
        for lost in restored.lost:
            self.body.addWidget(Text(lost.sentence, "body", wrap=True))

    @override
    def begin(self) -> None:
        self.next_button.setFocus()


class UnlockStep(StepPage):
    """Opening a workspace whose passphrase is forgotten: the recovery key and a new passphrase."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("Open with the recovery key"),
            _("{path}: the key on the sheet opens it, and you choose a new passphrase.").format(path=path),
            go_on=_("Open"),
        )
        self.key = TextField(_("Recovery key"), label=True, required=True, placeholder="XXXXX XXXXX …")
        self.passphrase = NewPassphrase()
        self.body.addWidget(self.key)
        self.body.addWidget(self.passphrase)
        self._connect_key()

    def _connect_key(self) -> None:
        self.key.value_committed.connect(lambda typed: self.key.set_error(key_problem(typed) if typed else ""))

    @override
    def begin(self) -> None:
        self.key.setFocus()

    @override
    def complaint(self) -> bool:
        wrong = key_problem(self.key.value())
        self.key.set_error(wrong)
        if wrong:
            self.key.setFocus()
            return True
        return self.passphrase.complaint()
