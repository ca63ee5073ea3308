"""Notices when code of the window opens a file below a workspace on the GUI thread.

An audit hook sees every open of the process; it cannot be removed, so there is one, switched on per test. Only opens
with a frame of `inspector/ui` on the stack count: fixtures may prepare workspaces on the main thread.
"""

import functools
import os
import sys
import threading
import traceback
from pathlib import Path
from types import FrameType

WORKSPACE_FILE = "workspace.json"
"""Every workspace folder has it (inspector.storage.folder.workspace)."""
WINDOW_CODE = f"{os.sep}inspector{os.sep}ui{os.sep}"


@functools.lru_cache(maxsize=4096)
def _in_workspace(folder: str) -> bool:
    return any((parent / WORKSPACE_FILE).is_file() for parent in (Path(folder), *Path(folder).parents))


def _called_by_window(frame: FrameType | None) -> bool:
    while frame is not None:
        if WINDOW_CODE in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


class Guard:
    """Collects offences while it is on."""

    def __init__(self) -> None:
        self._on = False
        self._found: list[str] = []
        sys.addaudithook(self._see)

    def start(self) -> None:
        """Begin to look."""
        _in_workspace.cache_clear()
        self._found = []
        self._on = True

    def stop(self) -> list[str]:
        """Stop looking; returns one text per offence."""
        self._on = False
        return self._found

    def _see(self, event: str, args: tuple[object, ...]) -> None:
        if not self._on or event not in ("open", "sqlite3.connect"):
            return
        path = args[0]
        if not isinstance(path, str | os.PathLike) or threading.current_thread() is not threading.main_thread():
            return
        if not _called_by_window(sys._getframe(1)):
            return
        self._on = False
        if _in_workspace(str(Path(os.fspath(path)).absolute().parent)):
            stack = "".join(traceback.format_stack(sys._getframe(1), limit=8))
            self._found.append(f"{path} was opened on the GUI thread:\n{stack}")
        self._on = True


GUARD = Guard()
