"""Files that a power cut must find whole: what every part that writes to a disk does in the same way. Any thread."""

import errno
import os
import sys
from pathlib import Path
from typing import Final

FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""`errno` of a disk that is full, of a quota that is used up, and of a file that the medium does not allow so large."""


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that after a power cut it is there whole or not at all: temp, flush, rename, flush. OSError."""
    temp = path.with_name(f".part-{os.urandom(8).hex()}")
    try:
        with temp.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        temp.replace(path)
    except OSError:
        temp.unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Make a rename durable; Windows does it by itself, and some network file systems cannot be asked."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
