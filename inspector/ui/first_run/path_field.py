"""A folder or a file that can be typed or chosen."""

from abc import abstractmethod
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.files.saving import ask_folder
from inspector.ui.kit.button import Button
from inspector.ui.kit.fields import TextField

LABEL_ROOM: Final = 22
"""Height of a field's label, so that the button stands in line with the editor."""


class PathField(QWidget):
    """`path_changed` after it was typed or chosen."""

    path_changed = Signal()

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.title = title
        self.field = TextField(name, label=True, required=True)
        self.button = Button(_("Choose…"), icon="folder-open")
        self.button.setAccessibleName(title)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, LABEL_ROOM, 0, 0)
        beside.addWidget(self.button)
        beside.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addLayout(beside)
        self._connect()

    def _connect(self) -> None:
        self.button.clicked.connect(self.choose)
        self.field.value_committed.connect(lambda _text: self.path_changed.emit())

    @abstractmethod
    def choose(self) -> None:
        """Open the system's dialog."""

    @property
    def empty(self) -> bool:
        """Whether nothing stands there."""
        return not self.field.value().strip()

    def set_path(self, path: Path) -> None:
        """Show a path."""
        self.field.set_value(str(path))
        self.field.set_error("")
        self.path_changed.emit()

    def path(self) -> Path:
        """The path as it stands there."""
        return Path(self.field.value().strip()).expanduser()


class FolderField(PathField):
    """A folder."""

    @override
    def choose(self) -> None:
        ask_folder(self.window(), self.title, self.path(), self.set_path)

    def complaint(self) -> bool:
        """Whether no folder is given."""
        self.field.set_error(_("Choose a folder.") if self.empty else "")
        return self.empty


class FileField(PathField):
    """A file that is there, of one kind (`pattern` of the dialog)."""

    def __init__(self, name: str, title: str, pattern: str) -> None:
        super().__init__(name, title)
        self._pattern = pattern

    @override
    def choose(self) -> None:
        near = Path.home() if self.empty else self.path().parent
        dialog = QFileDialog(self.window(), self.title, str(near), self._pattern)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.set_path(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
