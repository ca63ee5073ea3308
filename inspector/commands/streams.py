"""Standard input and output of a command: their encoding, and what may be wrong with them from outside."""

import errno
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {"argument_not_text": N_("“{text}” is no text in UTF-8. Type it again, or rename the file.")},
)
register(
    ProblemKind.ENVIRONMENT,
    {"output_failed": N_("What the command prints cannot be written ({reason}).")},
)

FULL: Final = frozenset({errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG})
"""What ends writing to stdout through no fault of ours."""


def prepare() -> None:
    """Read and write UTF-8; a stream that whoever started this closed holds nothing and takes everything."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - no path of ours; for good
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "backslashreplace"), (sys.stderr, "backslashreplace")):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors=errors)


@contextmanager
def guarded(arguments: Sequence[str]) -> Iterator[None]:
    """Tell what is wrong outside from mistakes of ours. Raises Problem argument_not_text, output_failed."""
    try:
        yield
    except UnicodeEncodeError as error:
        odd = next((word for word in arguments if not _is_text(word)), None)
        if odd is None:
            raise
        raise Problem("argument_not_text", text=odd.encode("utf-8", "backslashreplace").decode()) from error
    except OSError as error:
        if error.errno not in FULL or error.filename is not None:
            raise
        drop_output()
        raise Problem("output_failed", reason=error.strerror) from error


def _is_text(word: str) -> bool:
    return not any("\ud800" <= char <= "\udfff" for char in word)


def drop_output() -> None:
    """Let what is still to be printed go nowhere: nobody reads it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
