"""A file that the desktop hands over (a double click on it): shown once the workspace is open and nobody hides it.

Exchange files go to their import, workbooks to the import of customers' replies. Nothing is taken in without a click.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.ui.app import MainWindow

register(
    ProblemKind.INPUT,
    {
        "given_file_unknown": N_("“{name}” is neither an exchange file (.hzx) nor a customer's reply (.xlsx)."),
        "given_file_missing": N_("The file {path} is not there. If it is on a stick, put it in and open it again."),
    },
)

EXCHANGE: Final = ".hzx"
REPLY: Final = ".xlsx"
AGAIN_MS: Final = 500
"""How often it is looked whether the workspace is open, and the lock."""


class GivenFile(QObject):
    """Waits for the window to be ready, then shows the file in it."""

    def __init__(self, window: "MainWindow", path: Path) -> None:
        super().__init__(window)
        self._window = window
        self._path: Path | None = path
        self._timer = QTimer(self)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self._on_waited)
        self._timer.start()

    @property
    def waiting(self) -> bool:
        """Whether the file was not shown yet."""
        return self._path is not None

    def _on_waited(self) -> None:
        guard = self._window.guard
        if self._path is None or guard is None or guard.covered:
            return
        self._timer.stop()
        path, self._path = self._path, None
        if not path.is_file():
            self._window.messages.problem(Problem("given_file_missing", path=path))
        elif path.suffix.casefold() == EXCHANGE:
            self._take_exchange(path)
        elif path.suffix.casefold() == REPLY:
            self._take_reply(path)
        else:
            self._window.messages.problem(Problem("given_file_unknown", name=path.name))

    def _take_exchange(self, path: Path) -> None:
        from inspector.ui.exchange.import_wizard import open_import_wizard  # noqa: PLC0415 - only for such a file

        shell = self._window.shell
        shell.open_page("sync")
        open_import_wizard(shell.context, self._window, path)

    def _take_reply(self, path: Path) -> None:
        shell = self._window.shell
        shell.open_page("ledgers")
        shell.page("ledgers").replies.open_file(path)
