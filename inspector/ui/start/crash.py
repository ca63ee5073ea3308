"""What happens when something unexpected is raised: it is logged, kept in the book of errors, and told in plain words.

The book lies on this computer and is sent nowhere; the person may look at it and hand it on as one file.
"""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final

from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem

if TYPE_CHECKING:
    from inspector.services.diagnosis.error_book import ErrorBook

_log = logging.getLogger(__name__)
_NATIVE: Final[list[IO[str]]] = []
"""The file that the interpreter writes to when it is brought down; open as long as the process."""


def install(tell: Callable[[str], None]) -> None:
    """Send everything that nobody caught to the log and to `tell` (one sentence, GUI thread)."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, Problem):
            tell(describe(error))
            return
        _log.critical("unexpected error", exc_info=(kind, error, trace))
        tell(sentence(error))

    sys.excepthook = hook


class BookHandler(logging.Handler):
    """Sends what the log warns of into a book, on a thread of its own: the GUI thread does not wait for the disk."""

    def __init__(self, book: "ErrorBook") -> None:
        super().__init__(logging.WARNING)
        self._book = book

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write it down."""
        threading.Thread(target=self._book.note_log, args=(record,), name="error-book").start()


def keep_book() -> None:
    """Keep the book of this computer, and the interpreter's own report beside it. Any thread, once per process."""
    from inspector.services.diagnosis.error_book import (  # noqa: PLC0415 - the window comes first
        NATIVE,
        ErrorBook,
        default_folder,
    )

    book = ErrorBook(default_folder())
    logging.getLogger().addHandler(BookHandler(book))
    threading.excepthook = _on_thread_error
    try:
        book.folder.mkdir(parents=True, exist_ok=True)
        _NATIVE.append((book.folder / NATIVE).open("a", encoding="utf-8"))
    except OSError:
        return
    faulthandler.enable(_NATIVE[-1])


def _on_thread_error(given: Any) -> None:
    if given.exc_value is not None:
        _log.critical("unexpected error in a thread", exc_info=given.exc_value)


def sentence(error: BaseException) -> str:
    """The plain words for an unexpected error."""
    words = _("The program made a mistake ({name}). What was marked as saved is safe. Help (F1) has the error report.")
    return words.format(name=type(error).__name__)
