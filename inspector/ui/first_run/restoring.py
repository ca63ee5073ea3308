"""Restoring a workspace: from its second place or from a backup. Choose, wait for it, and see what came back."""

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from typing_extensions import override

from inspector.i18n import describe
from inspector.services.backups.restoring import about_backup, restore_backup
from inspector.services.second_place import restoring
from inspector.services.second_place.restoring import Restored
from inspector.ui.first_run.backup_step import BackupRestoredStep, BackupStep
from inspector.ui.first_run.pages import Pages
from inspector.ui.first_run.restore_step import RestoredStep, RestoreStep
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.progress import ProgressLine

PROGRESS_MS: Final = 100


class Restoring(QObject):
    """`restored(Workspace)` as soon as it is open here, `accepted` when the person goes on, `back_requested`."""

    restored = Signal(object)
    accepted = Signal()
    back_requested = Signal()

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self._pages = pages
        self._done: tuple[int, int] = (0, 0)

    @abstractmethod
    def ask(self, path: Path) -> None:
        """Ask from where, for what opens it, and where to put the workspace; `path` is proposed."""

    @abstractmethod
    def told(self, restored: Restored) -> StepPage:
        """The page that says what came back."""

    def begin(self, page: StepPage) -> None:
        """Show the page that asks."""
        page.back_requested.connect(self.back_requested)
        self._pages.begin(page)

    def restore(self, page: StepPage, line: ProgressLine, restore: Callable[[], Restored]) -> None:
        """Do it in the pool, and show how far it is on the page."""
        line.show()
        timer = QTimer(page)
        timer.timeout.connect(lambda: line.set_progress(*self._done))
        timer.start(PROGRESS_MS)

        def over() -> None:
            timer.stop()
            line.hide()

        self._pages.work(page, restore, self._on_restored, over)

    def on_progress(self, done: int, total: int) -> None:
        """Called by the working thread; the timer shows it."""
        self._done = (done, total)

    def _on_restored(self, restored: Restored) -> None:
        self.restored.emit(restored.workspace)
        page = self.told(restored)
        page.next_requested.connect(self.accepted)
        self._pages.begin(page)


class PlaceRestoring(Restoring):
    """From the copies in a second place."""

    @override
    def ask(self, path: Path) -> None:
        page = RestoreStep(path)
        page.place_chosen.connect(lambda folder: self._look(page, folder))
        page.next_requested.connect(lambda: self._restore(page))
        self.begin(page)

    def _look(self, page: RestoreStep, folder: Path) -> None:
        self._pages.tasks.run(
            lambda: restoring.restorable(folder),
            page.show_copies,
            lambda problem: page.place.field.set_error(describe(problem)),
            pool=True,
            owner=page,
        )

    def _restore(self, page: RestoreStep) -> None:
        folder, typed, target = page.copy_folder(), page.key.value(), page.target.path()
        passphrase = page.passphrase.value()
        self.restore(
            page,
            page.progress,
            lambda: restoring.restore(folder, typed, target, passphrase=passphrase, progress=self.on_progress),
        )

    @override
    def told(self, restored: Restored) -> StepPage:
        return RestoredStep(restored)


class BackupRestoring(Restoring):
    """From the file of a backup."""

    @override
    def ask(self, path: Path) -> None:
        page = BackupStep(path)
        page.file_chosen.connect(lambda file: self._look(page, file))
        page.next_requested.connect(lambda: self._restore(page))
        self.begin(page)

    def _look(self, page: BackupStep, file: Path) -> None:
        self._pages.tasks.run(
            lambda: about_backup(file),
            page.show_about,
            lambda problem: page.file.field.set_error(describe(problem)),
            pool=True,
            owner=page,
        )

    def _restore(self, page: BackupStep) -> None:
        file, target, (key, words) = page.file.path(), page.target.path(), page.secrets()
        passphrase = page.passphrase.value()
        self.restore(
            page,
            page.progress,
            lambda: restore_backup(
                file,
                target,
                recovery_key=key,
                backup_passphrase=words,
                passphrase=passphrase,
                progress=self.on_progress,
            ),
        )

    @override
    def told(self, restored: Restored) -> StepPage:
        return BackupRestoredStep(restored)
