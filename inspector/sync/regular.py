"""Opening files that people name: a pipe or a device would keep the program waiting for ever."""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from inspector.i18n import _


def open_regular(path: Path) -> BinaryIO:
    """Open a file for reading, as `path.open("rb")` does. Raises OSError, also for what is no regular file."""
    return open(path, "rb", opener=_regular)


def _regular(name: str, flags: int) -> int:
    handle = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))  # a pipe would wait for who writes into it
    mode = os.fstat(handle).st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # what a folder is, `open` says itself
        os.close(handle)
        raise OSError(errno.EINVAL, _("it is no regular file"), name)
    return handle
