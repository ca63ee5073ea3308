"""Files that a person saves from the window, and the save dialog (no nested event loop)."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.targets import outside_workspaces

register(
    ProblemKind.ENVIRONMENT,
    {
        "file_not_written": N_(
            "The file {path} cannot be written: {reason}. Choose another folder or free some space."
        ),
    },
)


def write_file(path: Path, data: bytes) -> int:
    """Write a whole file or nothing: beside it first, then renamed. Any thread but the GUI's; returns the length.

    Raises Problem file_not_written, target_in_workspace.
    """
    outside_workspaces(path)
    beside = path.with_name(f".{path.name}.part")
    try:
        with beside.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Problem("file_not_written", path=path, reason=error.strerror or error) from error
    return len(data)


def ask_where(parent: QWidget, title: str, name: str, pattern: str, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open a save dialog proposing `name`; `chosen` is called with the path when the person agrees."""
    dialog = QFileDialog(parent, title, name, pattern)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, start: Path, chosen: Callable[[Path], None]) -> QFileDialog:
    """Open a folder dialog at `start` or the nearest folder above that exists; `chosen` is called with the folder."""
    near = next((folder for folder in (start, *start.parents) if folder.is_dir()), Path.home())
    dialog = QFileDialog(parent, title, str(near))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
