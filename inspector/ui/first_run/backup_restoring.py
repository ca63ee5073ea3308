"""Restoring a workspace from a backup: choose the file, wait for it, and see what came back."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.i18n import describe
from inspector.services import backup_restore
from inspector.services.second_place_restore import Restored
from inspector.ui.first_run.backup_step import BackupRestoredStep, BackupStep
from inspector.ui.first_run.pages import Pages
from inspector.ui.first_run.restoring import PROGRESS_MS


class BackupRestoring(QObject):
    """`restored(Workspace)` as soon as it is open here, `accepted` when the person goes on, `back_requested`."""

    restored = Signal(object)
    accepted = Signal()
    back_requested = Signal()

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self._pages = pages
        self._done: tuple[int, int] = (0, 0)

    def ask(self, path: Path) -> None:
        """Ask for the file, what opens it, and where to put the workspace; `path` is proposed."""
        page = BackupStep(path)
        page.back_requested.connect(self.back_requested)
        page.file_chosen.connect(lambda file: self._look(page, file))
        page.next_requested.connect(lambda: self._restore(page))
        self._pages.begin(page)

    def _look(self, page: BackupStep, file: Path) -> None:
        self._pages.tasks.run(
            lambda: backup_restore.about_backup(file),
            page.show_about,
            lambda problem: page.file.field.set_error(describe(problem)),
            pool=True,
            owner=page,
        )

    def _restore(self, page: BackupStep) -> None:
        file, target, (key, words) = page.file.path(), page.target.path(), page.secrets()
        passphrase = page.passphrase.value()
        page.progress.show()
        timer = QTimer(page)
        timer.timeout.connect(lambda: page.progress.set_progress(*self._done))
        timer.start(PROGRESS_MS)

        def over() -> None:
            timer.stop()
            page.progress.hide()

        def restore() -> Restored:
            return backup_restore.restore_backup(
                file,
                target,
                recovery_key=key,
                backup_passphrase=words,
                passphrase=passphrase,
                progress=self._on_progress,
            )

        self._pages.work(page, restore, self._on_restored, over)

    def _on_progress(self, done: int, total: int) -> None:
        """Called by the working thread; the timer shows it."""
        self._done = (done, total)

    def _on_restored(self, restored: Restored) -> None:
        self.restored.emit(restored.workspace)
        page = BackupRestoredStep(restored)
        page.next_requested.connect(self.accepted)
        self._pages.begin(page)
