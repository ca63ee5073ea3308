"""Where exchange files are proposed to be: where the last one was, else on a stick that is plugged in."""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

from inspector.ui.preferences import Preferences

FOLDER: Final = "exchange-folder"
"""Preference: folder of the last exchange file."""
MOUNTS: Final = ("/media/", "/run/media/", "/mnt/", "/Volumes/")
"""Where systems mount what is plugged in."""


def last_folder(preferences: Preferences) -> str:
    """Where the last file was, "" for none yet."""
    kept = preferences.recall(FOLDER)
    return kept if isinstance(kept, str) else ""


def usual_folder(last: str) -> Path | None:
    """The folder to begin in; None leaves it to the system. Not on the GUI thread: a lost network drive takes time."""
    if last and Path(last).is_dir():
        return Path(last)
    return next((folder for folder in _sticks() if folder.is_dir()), None)


def _sticks() -> list[Path]:
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if not volume.isValid() or not volume.isReady() or volume.isReadOnly() or volume.isRoot():
            continue
        path = volume.rootPath()
        if path.startswith(MOUNTS) or (sys.platform == "win32" and path[:1].upper() not in "ABC"):
            found.append(Path(path))
    return found


def remember_folder(preferences: Preferences, path: Path) -> None:
    """Begin there the next time."""
    preferences.remember(FOLDER, str(path.parent))
