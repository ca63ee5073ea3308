"""The control of a file or photo: its name, a small picture, and buttons to choose another or take it away."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row
from inspector.ui.forms.answers import Answer
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.photos import Thumb, dropped_files
from inspector.ui.kit.text import ElidedLabel

THUMB = QSize(58, 36)


class _Drop(QWidget):
    """Takes files that are dropped on it."""

    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(dropped_files(event.mimeData())[0])


class FileAnswer(Answer):
    """`file_offered(path)` asks whoever owns the form to take a file; the answer is the name under which it is kept."""

    file_offered = Signal(str)

    def __init__(self, row: Row) -> None:
        self._drop = _Drop()
        line = QHBoxLayout(self._drop)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._thumb = Thumb("", row.label, THUMB)
        self._name = ElidedLabel("", "body", "text-2")
        self._name.setFixedWidth(120)
        self._choose = Button(_("Choose file"), icon="upload")
        self._remove = IconButton("x", _("Take the file away"))
        for widget in (self._thumb, self._name, self._choose, self._remove):
            line.addWidget(widget)
        super().__init__(self._drop, self._choose)
        self._value = ""
        self.show_row(row)
        self._choose.clicked.connect(self._on_choose)
        self._remove.clicked.connect(lambda: self.answered.emit(""))
        self._drop.dropped.connect(self.file_offered)

    def _on_choose(self) -> None:
        path, _filter = QFileDialog.getOpenFileName(self._drop.window(), _("Choose file"))
        if path:
            self.file_offered.emit(path)

    @override
    def show_row(self, row: Row) -> None:
        """Show the name of the file."""
        self._value = row.value
        self._name.setText(row.value)
        self._name.setVisible(bool(row.value))
        self._thumb.setVisible(not self._thumb.empty and bool(row.value))
        self._remove.setVisible(bool(row.value) and not row.readonly)
        self._choose.setVisible(not row.readonly)

    def set_picture(self, content: bytes) -> None:
        """Show a small picture of the file."""
        self._thumb.set_image(content)
        self._thumb.setVisible(not self._thumb.empty and bool(self._value))

    @override
    def value(self) -> str:
        """The name under which the file is kept."""
        return self._value
