"""Settings of the second place and of the recovery key, and the passphrase of the workspace.

A folder that cannot be reached is a normal state and shown as such; only what a person has to act on is red.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.rescue import recovery
from inspector.services.rescue.recovery import RecoveryKey, RecoveryState
from inspector.services.second_place.place import (
    CopyReport,
    PlaceState,
    choose_place,
    copy_now,
    place_state,
)
from inspector.ui.files.saving import ask_folder, ask_where, write_file
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Context
from inspector.ui.settings.backup_card import BackupCard
from inspector.ui.settings.doctor_card import DoctorCard
from inspector.ui.settings.secrets import KeyDialog, NewKeyDialog, PassphraseDialog
from inspector.ui.settings.section import CARD_WIDTH, Section, card_of


def state_words(state: PlaceState) -> str:
    """How the copy stands, in one sentence."""
    if state.folder is None:
        return _("No folder chosen yet. Work exists only on this laptop.")
    copied = f"{state.copied_at.astimezone():%Y-%m-%d %H:%M}" if state.copied_at else ""
    if not state.reachable:
        since = f"{state.away_since.astimezone():%m-%d %H:%M}" if state.away_since else ""
        words = _("Not reachable since {time}. The copy goes on by itself when the folder is there again.").format(
            time=since
        )
    elif not copied:
        words = _("Not copied yet.")
    elif state.pending:
        words = ngettext("{count} change not copied yet.", "{count} changes not copied yet.", state.pending).format(
            count=state.pending
        )
    else:
        words = _("Everything is copied.")
    last = _("Last copy {time}.").format(time=copied)
    return f"{words} {last}" if copied else words


class PlaceCard(Card):
    """Folder, state, copying. `choose_requested`, `copy_requested`, `stop_requested`."""

    choose_requested = Signal()
    copy_requested = Signal()
    check_requested = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__(_("Second place"))
        self.folder = ElidedLabel("", "body")
        self.state = Text("", "body", wrap=True)
        self.warning = Text("", "body", "orange-text", wrap=True)
        self.problem = Text("", "body", "red-text", wrap=True)
        self.choose = Button(_("Choose folder…"), icon="folder-open")
        self.copy = Button(_("Copy now"), Kind.PRIMARY)
        self.check = Button(_("Check the copy"))
        self.stop = Button(_("Stop"))
        self.progress = ProgressLine(_("Copying"))
        self._hint = Text(
            _(
                "Unfinished visits and everything that is not on a server yet are copied there by themselves, "
                "encrypted: a stick or a network drive. On another laptop they are restored with the recovery key."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        for widget in (self._hint, self.folder, self.state, self.warning, self.problem, self.progress):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.copy, self.check, self.stop, self.choose):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        for hidden in (self.progress, self.copy, self.check, self.stop, self.warning, self.problem):
            hidden.setVisible(False)
        self._connect_buttons()

    def _connect_buttons(self) -> None:
        self.choose.clicked.connect(self.choose_requested)
        self.copy.clicked.connect(self.copy_requested)
        self.check.clicked.connect(self.check_requested)
        self.stop.clicked.connect(self.stop_requested)

    def show_state(self, state: PlaceState) -> None:
        """Show how the copy stands."""
        self.folder.setText(str(state.folder or ""))
        self.folder.setVisible(state.folder is not None)
        self.state.setText(state_words(state))
        self.copy.setEnabled(state.reachable)
        self.copy.setVisible(state.folder is not None and not self.progress.isVisible())
        self.check.setEnabled(state.reachable and state.copied_at is not None)
        self.check.setVisible(state.folder is not None and not self.progress.isVisible())
        self.choose.set_kind(Kind.SECONDARY if state.folder is not None else Kind.PRIMARY)
        warnings = []
        if state.same_disk:
            warnings.append(
                _("This folder is on the same disk as the workspace: it does not help when the laptop is lost.")
            )
        if state.missing:
            warnings.append(
                ngettext(
                    "{count} photo or file is missing on this laptop and could not be copied.",
                    "{count} photos or files are missing on this laptop and could not be copied.",
                    state.missing,
                ).format(count=state.missing)
            )
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.problem.setText(describe(state.problem) if state.problem else "")
        self.problem.setVisible(state.problem is not None)

    def show_copying(self, on: bool) -> None:
        """Show or hide the progress."""
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.copy.setVisible(not on)
        self.check.setVisible(not on)
        self.choose.setEnabled(not on)
        if on:
            self.progress.set_progress(0, 0, " ")


class SafekeepingSection(Section):
    """Second place, recovery key, passphrase."""

    _progressed = Signal(int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._stopping = False
        self.place = PlaceCard()
        self.place.setMaximumWidth(CARD_WIDTH)
        self.key_state = Text("", "body", wrap=True)
        self.new_key = Button(_("New recovery key…"), icon="key-round")
        self.passphrase_state = Text("", "body", wrap=True)
        self.new_passphrase = Button(_("Change the passphrase…"), icon="lock")
        self.backup = BackupCard(context)
        self.backup.setMaximumWidth(CARD_WIDTH)
        self.column.addWidget(self.place)
        self.column.addWidget(self.backup)
        self.column.addWidget(
            card_of(
                _("Access"),
                [
                    (_("Recovery key"), _stacked(self.key_state, self.new_key)),
                    (_("Passphrase"), _stacked(self.passphrase_state, self.new_passphrase)),
                ],
            )
        )
        self.doctor = DoctorCard(context)
        self.doctor.setMaximumWidth(CARD_WIDTH)
        self.column.addWidget(self.doctor)
        self.column.addStretch(1)
        self.targets = {"second_place.folder": self.place.choose, "backup.folder": self.backup.choose}
        self._connect()

    def _connect(self) -> None:
        self.place.choose_requested.connect(self._on_choose)
        self.place.copy_requested.connect(self._on_copy)
        self.place.check_requested.connect(self._on_check)
        self.place.stop_requested.connect(self._on_stop)
        self.backup.key_wanted.connect(self._on_new_key)
        self.new_key.clicked.connect(self._on_new_key)
        self.new_passphrase.clicked.connect(self._on_new_passphrase)
        self._progressed.connect(self.place.progress.set_progress)
        if self.context.desk is not None:
            self.context.desk.safekeeping.state_changed.connect(self.place.show_state)

    @override
    def activated(self) -> None:
        """See how things stand."""
        workspace = self.context.workspace
        self._show_access(recovery.recovery_state(workspace))
        self.context.tasks.run(lambda: place_state(workspace), self._on_state, pool=True)
        self.backup.refresh()
        self.take_focus(self.place.choose)

    def _on_state(self, state: PlaceState) -> None:
        self.place.show_state(state)

    def _show_access(self, state: RecoveryState) -> None:
        if state.made_at is not None:
            made = f"{state.made_at.astimezone():%Y-%m-%d %H:%M}"
            self.key_state.setText(_("Made {time}. It was shown then and cannot be shown again.").format(time=made))
            self.new_key.set_label(_("Replace the recovery key…"))
        else:
            self.key_state.setText(_("None yet. Without it there are no copies, and a forgotten passphrase is final."))
            self.new_key.set_label(_("Make a recovery key…"))
        asked = _("The workspace asks for a passphrase.")
        open_words = _("A sample workspace opens without one.")
        keyring = _("The key is in the key store of this system; no passphrase is asked for.")
        self.passphrase_state.setText(
            asked if state.asks_passphrase else keyring if state.can_set_passphrase else open_words
        )
        self.new_passphrase.set_label(_("Change the passphrase…") if state.asks_passphrase else _("Set a passphrase…"))
        self.new_passphrase.setVisible(state.can_set_passphrase)

    # second place ---------------------------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        if not recovery.recovery_state(self.context.workspace).exists:
            self._on_new_key()
            return
        ask_folder(self, _("Choose the folder for copies"), Path.home(), self.choose_folder)

    def choose_folder(self, folder: Path) -> None:
        """Let copies go to this folder, and make the first one."""
        workspace = self.context.workspace

        def chosen(state: PlaceState) -> None:
            self.place.show_state(state)
            self._on_copy()

        self.context.tasks.run(lambda: choose_place(workspace, folder), chosen, pool=True, owner=self)

    def _on_copy(self) -> None:
        self._run_copy(self._on_copied, thorough=False)

    def _on_check(self) -> None:
        self._run_copy(self._on_checked, thorough=True)

    def _run_copy(self, done: Callable[[CopyReport], None], *, thorough: bool) -> None:
        workspace = self.context.workspace
        self._stopping = False
        self.place.show_copying(True)
        self.context.tasks.run(
            lambda: copy_now(workspace, self._progressed.emit, lambda: self._stopping, thorough=thorough),
            done,
            self._on_copy_failed,
            pool=True,
        )

    def _on_stop(self) -> None:
        self._stopping = True

    def _on_copied(self, report: CopyReport) -> None:
        self.place.show_copying(False)
        self.context.messages.success(
            _("Copied: {visits} unfinished visits, {records} records.").format(
                visits=report.visits, records=report.frames
            )
        )
        self.activated()

    def _on_checked(self, report: CopyReport) -> None:
        self.place.show_copying(False)
        whole = _("The whole copy was read back. It is in order.")
        mended = _("The whole copy was read back; what was damaged or new was written.")
        self.context.messages.success(mended if report.written else whole)
        self.activated()

    def _on_copy_failed(self, problem: Problem) -> None:
        self.place.show_copying(False)
        if problem.code not in ("transfer_cancelled", "place_gone"):
            self.context.messages.problem(problem)
        self.activated()

    # recovery key and passphrase ------------------------------------------------------------------------------------

    def _on_new_key(self) -> None:
        state = recovery.recovery_state(self.context.workspace)
        dialog = NewKeyDialog(self, replaces=state.exists, asks_passphrase=state.asks_passphrase)
        dialog.confirmed.connect(self._make_key)
        dialog.open()

    def _make_key(self, passphrase: str) -> None:
        workspace = self.context.workspace

        def work() -> RecoveryKey:
            recovery.confirm_passphrase(workspace, passphrase)
            return recovery.new_recovery_key(workspace)

        self.context.tasks.run(work, self._on_key_made, pool=True)

    def _on_key_made(self, key: RecoveryKey) -> None:
        self._show_access(recovery.recovery_state(self.context.workspace))
        dialog = KeyDialog(self, key.groups)
        dialog.sheet_requested.connect(lambda: self._ask_sheet(key))
        dialog.open()
        if self.context.desk is not None:
            self.context.desk.safekeeping.hurry()
            self.context.desk.backups.hurry()

    def _ask_sheet(self, key: RecoveryKey) -> None:
        name = _("Recovery key") + ".pdf"
        ask_where(self, _("Save the sheet to print"), name, "PDF (*.pdf)", lambda path: self.save_sheet(key, path))

    def save_sheet(self, key: RecoveryKey, path: Path) -> None:
        """Write the sheet."""
        workspace = self.context.workspace
        saved = _("Saved as {file}").format(file=path)
        self.context.tasks.run(
            lambda: write_file(path, recovery.recovery_sheet(workspace, key)),
            lambda _size: self.context.messages.success(saved),
            pool=True,
            owner=self,
        )

    def _on_new_passphrase(self) -> None:
        state = recovery.recovery_state(self.context.workspace)
        dialog = PassphraseDialog(self, asks_passphrase=state.asks_passphrase)
        dialog.given.connect(self._set_passphrase)
        dialog.open()

    def _set_passphrase(self, old: str, new: str) -> None:
        workspace = self.context.workspace

        def work() -> Any:
            recovery.confirm_passphrase(workspace, old)
            recovery.set_passphrase(workspace, new)

        self.context.tasks.run(work, self._on_passphrase_set, pool=True)

    def _on_passphrase_set(self, _nothing: object) -> None:
        self.context.messages.success(_("The new passphrase holds from now on."))
        self._show_access(recovery.recovery_state(self.context.workspace))


def _stacked(words: QWidget, button: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(words)
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return holder
