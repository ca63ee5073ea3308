"""Restoring a workspace from its second place: choose the copy, wait for it, and see what came back."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from inspector.i18n import describe
from inspector.services import second_place_restore
from inspector.ui.first_run.pages import Pages
from inspector.ui.first_run.restore_step import RestoredStep, RestoreStep

PROGRESS_MS = 100


class Restoring(QObject):
    """`restored(Workspace)` as soon as it is open here, `accepted` when the person goes on, `back_requested`."""

    restored = Signal(object)
    accepted = Signal()
    back_requested = Signal()

    def __init__(self, pages: Pages) -> None:
        super().__init__(pages)
        self._pages = pages
        self._done: tuple[int, int] = (0, 0)

    def ask(self, path: Path) -> None:
        """Ask for the copy, the key, and where to put the workspace; `path` is proposed."""
        page = RestoreStep(path)
        page.back_requested.connect(self.back_requested)
        page.place_chosen.connect(lambda folder: self._look(page, folder))
        page.next_requested.connect(lambda: self._restore(page))
        self._pages.begin(page)

    def _look(self, page: RestoreStep, folder: Path) -> None:
        self._pages.tasks.run(
            lambda: second_place_restore.restorable(folder),
            page.show_copies,
            lambda problem: page.place.field.set_error(describe(problem)),
            pool=True,
            owner=page,
        )

    def _restore(self, page: RestoreStep) -> None:
        folder, typed, target = page.copy_folder(), page.key.value(), page.target.path()
        passphrase = page.passphrase.value()

        page.progress.show()
        timer = QTimer(page)
        timer.timeout.connect(lambda: page.progress.set_progress(*self._done))
        timer.start(PROGRESS_MS)

        def over() -> None:
            timer.stop()
            page.progress.hide()

        self._pages.work(
            page,
            lambda: second_place_restore.restore(
                folder, typed, target, passphrase=passphrase, progress=self._on_progress
            ),
            self._on_restored,
            over,
        )

    def _on_progress(self, done: int, total: int) -> None:
        """Called by the working thread; the timer shows it."""
        self._done = (done, total)

    def _on_restored(self, restored: second_place_restore.Restored) -> None:
        self.restored.emit(restored.workspace)
        page = RestoredStep(restored)
        page.next_requested.connect(self.accepted)
        self._pages.begin(page)
