"""The card of backups: where the daily ones go, how the last one went, one at once to any place."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.backups.folder import (
    BackupReport,
    BackupState,
    back_up,
    back_up_daily,
    backup_state,
    choose_folder,
)
from inspector.services.rescue.recovery import recovery_state
from inspector.ui.files.saving import ask_folder
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.page import Context

MEBIBYTE = 1 << 20
KIBIBYTE = 1 << 10


def size_words(size: int) -> str:
    """A size as people read it."""
    return f"{size / MEBIBYTE:.1f} MB" if size >= MEBIBYTE else f"{max(1, size // KIBIBYTE)} kB"


def last_words(state: BackupState) -> str:
    """The last backup, in one sentence."""
    if state.written_at is None:
        return _("No backup was made yet.")
    return _("Last backup {time}, {size}, read back and in order.").format(
        time=f"{state.written_at.astimezone():%Y-%m-%d %H:%M}", size=size_words(state.size)
    )


class BackupCard(Card):
    """Daily backups and one at once. `key_wanted` when there is no recovery key yet."""

    key_wanted = Signal()
    _progressed = Signal(int, int)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backup"))
        self._context = context
        self._stopping = False
        self._daily = False
        self.folder = ElidedLabel("", "body")
        self.state = Text("", "body", wrap=True)
        self.warning = Text("", "body", "orange-text", wrap=True)
        self.problem = Text("", "body", "red-text", wrap=True)
        self.choose = Button(_("Choose folder…"), icon="folder-open")
        self.now = Button(_("Back up now"))
        self.once = Button(_("Save a backup elsewhere…"), icon="hard-drive")
        self.stop = Button(_("Stop"))
        self.progress = ProgressLine(_("Backing up"))
        self._hint = Text(
            _(
                "The whole workspace in one encrypted file, every day by itself while the window is open; the newest "
                "of the last days, weeks and months are kept. It opens with the recovery key."
            ),
            "hint",
            "text-2",
            wrap=True,
        )
        self._build()
        self._connect_buttons()

    def _build(self) -> None:
        for widget in (self._hint, self.folder, self.state, self.warning, self.problem, self.progress):
            self.body.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.now, self.stop, self.choose, self.once):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        for hidden in (self.progress, self.stop, self.warning, self.problem, self.folder, self.now):
            hidden.hide()

    def _connect_buttons(self) -> None:
        self.choose.clicked.connect(self._on_choose)
        self.once.clicked.connect(self._on_once)
        self.now.clicked.connect(self._on_now)
        self.stop.clicked.connect(self._on_stop)
        self._progressed.connect(self.progress.set_progress)
        desk = self._context.desk
        if desk is not None:
            desk.backups.state_changed.connect(self.show_state)

    def refresh(self) -> None:
        """See how things stand."""
        workspace = self._context.workspace
        self._context.tasks.run(lambda: backup_state(workspace), self.show_state, pool=True, owner=self)

    def show_state(self, state: BackupState) -> None:
        """Show how things stand."""
        self._daily = state.folder is not None
        self.folder.setText(str(state.folder or ""))
        self.folder.setVisible(self._daily)
        away = self._daily and not state.reachable
        words = [last_words(state)]
        if away:
            words.append(_("The folder is not there now; today's backup is made when it is there again."))
        elif not self._daily:
            words.append(_("No folder for daily backups was chosen."))
        self.state.setText(" ".join(words))
        self.now.setVisible(self._daily and not self.progress.isVisible())
        self.now.setEnabled(state.reachable)
        warnings = []
        if state.same_disk:
            warnings.append(_("This folder is on the same disk as the workspace: it does not help when that fails."))
        if state.missing:
            warnings.append(
                ngettext(
                    "{count} photo or file is missing on this laptop and is not in the backup.",
                    "{count} photos or files are missing on this laptop and are not in the backup.",
                    state.missing,
                ).format(count=state.missing)
            )
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        stopped = state.problem is not None and state.problem.code != "place_gone"
        self.problem.setText(describe(state.problem) if stopped and state.problem is not None else "")
        self.problem.setVisible(stopped)

    # doing ----------------------------------------------------------------------------------------------------------

    def _has_key(self) -> bool:
        if recovery_state(self._context.workspace).exists:
            return True
        self.key_wanted.emit()
        return False

    def _on_choose(self) -> None:
        if self._has_key():
            ask_folder(self, _("Choose the folder for daily backups"), Path.home(), self.choose_folder)

    def choose_folder(self, folder: Path) -> None:
        """Let daily backups go to this folder, and make the first one."""
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: choose_folder(workspace, folder), lambda _none: self._on_now(), pool=True, owner=self
        )

    def _on_now(self) -> None:
        workspace = self._context.workspace
        self._show_working(on=True)
        self._context.tasks.run(
            lambda: back_up_daily(workspace, self._progressed.emit, lambda: self._stopping),
            self._on_done,
            self._on_failed,
            pool=True,
        )

    def _on_once(self) -> None:
        if self._has_key():
            ask_folder(self, _("Choose the folder for the backup"), Path.home(), self.save_to)

    def save_to(self, folder: Path) -> None:
        """Write one backup into a folder."""
        workspace = self._context.workspace
        self._show_working(on=True)
        self._context.tasks.run(
            lambda: back_up(workspace, folder, progress=self._progressed.emit, cancelled=lambda: self._stopping),
            self._on_done,
            self._on_failed,
            pool=True,
        )

    def _on_stop(self) -> None:
        self._stopping = True

    def _on_done(self, report: BackupReport) -> None:
        self._show_working(on=False)
        self._context.messages.success(_("Saved and read back: {path}").format(path=report.path))
        self.refresh()

    def _on_failed(self, problem: Problem) -> None:
        self._show_working(on=False)
        if problem.code != "transfer_cancelled":
            self._context.messages.problem(problem)
        self.refresh()

    def _show_working(self, *, on: bool) -> None:
        self._stopping = False
        self.progress.setVisible(on)
        self.stop.setVisible(on)
        self.now.setVisible(not on and self._daily)
        for button in (self.choose, self.once):
            button.setEnabled(not on)
        if on:
            self.progress.set_progress(0, 0, " ")
