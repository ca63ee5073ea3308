"""Photos that go with an action: chosen or dropped files, shown small until the action is taken."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.photos import PhotoStrip
from inspector.ui.kit.text import Text
from inspector.ui.tasks import Tasks

PATTERNS: Final = "*.jpg *.jpeg *.png *.heic *.heif *.webp *.tif *.tiff *.bmp"
SHOWN: Final = QSize(90, 56)


class PhotoInput(QWidget):
    """A strip of the chosen files; `paths` in the order they were chosen. Delete takes one away.

    `changed` when a file was added or taken away.
    """

    changed = Signal()

    def __init__(self, tasks: Tasks, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self.paths: tuple[str, ...] = ()
        self.strip = PhotoStrip()
        self._error = Text("", "hint", "red-text", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Text(label, "hint", "text-2"))
        column.addWidget(self.strip)
        column.addWidget(self._error)
        self._connect()

    def _connect(self) -> None:
        self.strip.photo_requested.connect(self.choose)
        self.strip.files_dropped.connect(self.add)
        self.strip.photo_removal_requested.connect(self._remove)

    def set_error(self, message: str) -> None:
        """Say what is wrong; "" takes it away."""
        self._error.setText(message)
        self._error.setVisible(bool(message))

    def choose(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self.window(), _("Add photos"), "", f"{_('Pictures')} ({PATTERNS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, paths: Sequence[str]) -> None:
        """Take files in, each once."""
        new = [path for path in dict.fromkeys(paths) if path not in self.paths]
        self.paths = (*self.paths, *new)
        self._show()
        self.changed.emit()
        for path in new:
            self._tasks.run(partial(_small, path), partial(self.strip.set_image, path), pool=True, owner=self)

    def _remove(self, path: str) -> None:
        self.paths = tuple(known for known in self.paths if known != path)
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.set_error("")
        self.strip.set_photos([(path, Path(path).name) for path in self.paths])


def _small(path: str) -> QImage:
    """A small picture of a file; empty if it cannot be read here: the intake says why. Pool thread."""
    aspect = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return QImage(path).scaled(
        SHOWN.width() * 2, SHOWN.height() * 2, aspect, Qt.TransformationMode.SmoothTransformation
    )
