"""The last step of a new workspace: its recovery key is shown, saved as a sheet, and confirmed."""

import secrets
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector.i18n import _, describe
from inspector.services.access import setting_up
from inspector.services.rescue import recovery
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.first_run.key_step import KeyStep
from inspector.ui.first_run.pages import Pages
from inspector.ui.first_run.step import StepPage
from inspector.ui.kit.empty import Skeleton


class KeyCourse(QObject):
    """`confirmed` once the person has shown that the key is written down. `place` are the words of the step."""

    confirmed = Signal()

    def __init__(self, pages: Pages, place: str) -> None:
        super().__init__(pages)
        self._pages = pages
        self._place = place

    def begin(self, workspace: Any) -> None:
        """Show the key that was made with the workspace, or make one where that was in an earlier run."""
        key = recovery.first_key(workspace)
        if key is None:
            self.begin_anew(workspace)
        else:
            self._show_key(workspace, key)

    def begin_anew(self, workspace: Any) -> None:
        """Make a new key and show it."""
        self._pages.show_page(Skeleton(6))
        self._pages.tasks.run(
            lambda: recovery.new_recovery_key(workspace),
            lambda key: self._show_key(workspace, key),
            pool=True,
            owner=self,
        )

    def _show_key(self, workspace: Any, key: recovery.RecoveryKey) -> None:
        page = KeyStep(key.groups, secrets.randbelow(len(key.groups)), self._place)
        page.sheet_requested.connect(lambda: self._ask_sheet(workspace, key))
        page.next_requested.connect(lambda: self._confirm(workspace, page))
        self._pages.begin(page)

    def _ask_sheet(self, workspace: Any, key: recovery.RecoveryKey) -> None:
        title = _("Save the sheet to print")
        name = f"{_('Recovery key')}.pdf"
        ask_where(self._pages, title, name, "PDF (*.pdf)", lambda path: self._save_sheet(workspace, key, path))

    def _save_sheet(self, workspace: Any, key: recovery.RecoveryKey, path: Path) -> None:
        page = self._pages.page

        def tell(sentence: str) -> None:
            if isinstance(page, StepPage):
                page.show_error(sentence)

        self._pages.tasks.run(
            lambda: write_file(path, recovery.recovery_sheet(workspace, key)),
            lambda _size: tell(_("Saved as {file}").format(file=path)),
            lambda problem: tell(describe(problem)),
            pool=True,
            owner=self,
        )

    def _confirm(self, workspace: Any, page: StepPage) -> None:
        self._pages.work(
            page,
            lambda: workspace.call(lambda: setting_up.confirm_recovery_key(workspace)),
            lambda _nothing: self.confirmed.emit(),
        )
