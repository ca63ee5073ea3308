"""What can be done while a laptop is locked for want of contact with its server: contact, hand over, save, open.

Nothing of the workspace is shown meanwhile. GUI thread.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.syncing import offline_age
from inspector.services.syncing.offline_age import OfflineState
from inspector.ui.files.saving import ask_folder
from inspector.ui.page import Context
from inspector.ui.shell.contact_page import ContactPage, RecoveryDialog


class Contact(QObject):
    """The page and what its buttons do. `contacted` when it should be looked whether the lock is over."""

    contacted = Signal()
    quit_requested = Signal()

    def __init__(self, window: QWidget, context: Context, state: OfflineState) -> None:
        page = ContactPage()
        super().__init__(page)
        self.page = page
        self._window, self._context, self._workspace = window, context, context.workspace
        self.page.show_state(state)
        self._connect()

    def _connect(self) -> None:
        page = self.page
        page.sync_requested.connect(self._sync)
        page.import_requested.connect(lambda: self._exchange(importing=True))
        page.export_requested.connect(lambda: self._exchange(importing=False))
        page.backup_requested.connect(
            lambda: ask_folder(page, _("Choose the folder for the backup"), Path.home(), self.save)
        )
        page.key_requested.connect(self._ask_key)
        page.quit_requested.connect(self.quit_requested)

    def _sync(self) -> None:
        from inspector.services.syncing.rounds import sync_now  # noqa: PLC0415 - where it is asked for
        from inspector.services.syncing.stored_problems import sentence  # noqa: PLC0415 - where it is asked for

        workspace = self._workspace

        def done(result: Any) -> None:
            self.page.set_busy("")
            problem = result.report.problem
            self.page.show_error(sentence(problem.code, problem.params) if problem is not None else "")
            self.contacted.emit()

        self.page.set_busy(_("Synchronising"))
        self._work(lambda: sync_now(workspace), done)

    def _exchange(self, *, importing: bool) -> None:
        from inspector.ui.exchange.export_wizard import open_export_wizard  # noqa: PLC0415 - where it is asked for
        from inspector.ui.exchange.import_wizard import open_import_wizard  # noqa: PLC0415 - where it is asked for

        wizard = (open_import_wizard if importing else open_export_wizard)(self._context, self._window)
        wizard.destroyed.connect(self.contacted)

    def save(self, folder: Path) -> None:
        """Write a backup into a folder."""
        from inspector.services.backups.folder import back_up  # noqa: PLC0415 - where it is asked for

        workspace = self._workspace

        def done(report: Any) -> None:
            self.page.set_busy("")
            self.page.show_done(_("Saved and read back: {path}").format(path=report.path))

        self.page.set_busy(_("Saving a backup"))
        self._work(lambda: back_up(workspace, folder), done)

    def _ask_key(self) -> None:
        dialog = RecoveryDialog(self.page)
        dialog.given.connect(self._open_for_a_week)
        dialog.open()

    def _open_for_a_week(self, typed: str) -> None:
        workspace = self._workspace
        self.page.set_busy(_("Opening"))

        def done(_state: OfflineState) -> None:
            self.page.set_busy("")
            self.contacted.emit()

        self._work(lambda: offline_age.open_for_a_week(workspace, typed), done)

    def _work(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def failed(problem: Problem) -> None:
            self.page.set_busy("")
            self.page.show_error(describe(problem))

        self._context.tasks.run(work, done, failed, pool=True, owner=self.page)
