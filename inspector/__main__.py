"""Entry point: `inspector …` and `python -m inspector …`."""

import os
import sys
import traceback
from types import TracebackType

from inspector.cli import run
from inspector.i18n import _


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.excepthook = report
    sys.exit(run(sys.argv[1:]))


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say a mistake of ours in one line; where it happened only to those who ask with INSPECTOR_DEBUG.

    One of the four borders: nothing else may swallow what nobody expected. The window has a hook of its own.
    """
    if os.environ.get("INSPECTOR_DEBUG"):
        traceback.print_exception(kind, error, trace)
    if issubclass(kind, KeyboardInterrupt):
        return
    words = _(
        "The program made a mistake ({name}: {what}). What was marked as saved is safe. Set INSPECTOR_DEBUG=1 and run "
        "the command again to see where, and report it."
    )
    _note(error, trace)
    if sys.stderr is None:  # a window's program on Windows has none; the book has it
        return
    sys.stderr.write(f"internal: {words.format(name=kind.__name__, what=' '.join(str(error).split()))}\n")


def _note(error: BaseException, trace: TracebackType | None) -> None:
    """Keep it in this computer's book of errors, which the error report shows."""
    from inspector.services.diagnosis.error_book import ErrorBook, default_folder  # noqa: PLC0415 - only when it happens

    ErrorBook(default_folder()).note(error, trace)


if __name__ == "__main__":
    main()
