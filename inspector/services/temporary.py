"""The one place for plaintext that has to lie on the disk for a moment: a private folder inside the workspace.

A document opened with the system's viewer, and whatever libraries write while they make a workbook, goes there. Only
one process owns a workspace, so all that is found when it is opened was left by a process that was killed, and is
wiped; what is there when it is closed is wiped as well. Folder and files are the user's alone (0700, 0600; on Windows
the folder of the workspace decides). Contents are overwritten before they are removed, which helps on disks that write
in place; on others only an encrypted disk does.

Files that a person saves under a name of their own are not temporary and stay.
"""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from inspector.storage.folder.workspace import disk_problems

FOLDER: Final = "temporary"
CHUNK: Final = 1 << 20


class Temporary:
    """The folder of one workspace. Any thread; `begin` and `end` belong to whoever owns the workspace."""

    def __init__(self, workspace: Path) -> None:
        self.folder = workspace / FOLDER
        self._ours = False

    def begin(self) -> int:
        """Wipe what a killed process left, and let libraries write here; returns how many files were wiped.

        Where the folder cannot be made, the workspace still opens: then nothing of ours is written anywhere.
        """
        wiped = wipe(self.folder)
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            tempfile.tempdir, self._ours = str(self.folder), True
        return wiped

    def write(self, name: str, data: bytes) -> Path:
        """Write a file in a folder of its own, so that its name stays readable. Raises Problem of the disk.

        `name` is a bare file name; whatever else it holds is replaced.
        """
        bare = "".join(each if each.isalnum() or each in "-_. " else "_" for each in name).strip(". ") or "document"
        with disk_problems(self.folder):
            self.folder.mkdir(mode=0o700, exist_ok=True)
            path = Path(tempfile.mkdtemp(dir=self.folder)) / bare
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with open(handle, "wb") as stream:  # noqa: PTH123 - a handle, not a path
                stream.write(data)
        return path

    @contextlib.contextmanager
    def lent(self) -> Iterator[None]:
        """Let system libraries of this process, like the printing system's, write here for the moment of a call."""
        names = ("TMPDIR", "TMP", "TEMP")
        before = {name: os.environ.get(name) for name in names}
        if self._ours:
            os.environ.update(dict.fromkeys(names, str(self.folder)))
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

    def end(self) -> None:
        """Wipe everything; libraries write where the system says again. The second call does nothing."""
        if tempfile.tempdir == str(self.folder):
            tempfile.tempdir = None
        if self._ours:
            self._ours = False
            wipe(self.folder)


def wipe(folder: Path) -> int:
    """Overwrite and remove everything below a folder, and the folder; returns how many files went. Never raises.

    A file that another program holds open stays for the next time; a link is removed and never followed.
    """
    removed = 0
    if folder.is_symlink():
        with contextlib.suppress(OSError):
            folder.unlink()
        return 0
    for inner, folders, files in os.walk(folder, topdown=False):
        for name in files:
            removed += _wipe_file(Path(inner) / name)
        for name in folders:
            with contextlib.suppress(OSError):
                path = Path(inner) / name
                path.unlink() if path.is_symlink() else path.rmdir()
    with contextlib.suppress(OSError):
        folder.rmdir()
    return removed


def _wipe_file(path: Path) -> int:
    with contextlib.suppress(OSError):
        found = path.lstat()
        if stat.S_ISREG(found.st_mode) and found.st_nlink == 1:
            path.chmod(0o600)
            with path.open("r+b") as stream:
                for start in range(0, found.st_size, CHUNK):
                    stream.write(bytes(min(CHUNK, found.st_size - start)))
                stream.flush()
                os.fsync(stream.fileno())
    try:
        path.unlink()
    except OSError:
        return 0
    return 1
