"""What happens when something unexpected is raised: it is logged with its traceback and told in plain words."""

import logging
import sys
from collections.abc import Callable
from types import TracebackType

from inspector.i18n import _, describe
from inspector.problems import Problem

_log = logging.getLogger(__name__)


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


def sentence(error: BaseException) -> str:
    """The plain words for an unexpected error."""
    words = _("The program made a mistake ({name}). What was marked as saved is safe; please report it with the log.")
    return words.format(name=type(error).__name__)
