"""Choosing the reply file: a place to drop it, a button, and what was wrong with the last one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.importing.start_view import WIDTH, DropZone
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.text import Text


class ReplyStart(QWidget):
    """`file_wanted` for the dialog, `file_dropped(Path)`."""

    file_wanted = Signal()
    file_dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.choose = Button(_("Choose a file…"), Kind.PRIMARY, icon="folder-open", key="Ctrl O")
        self._zone = DropZone(
            EmptyState(
                "file-spreadsheet",
                _("Drop the customer's reply here, or choose it"),
                _("The Excel file that went out with the notice, filled in. You see first what would be written."),
                self.choose,
            )
        )
        self._zone.setMaximumWidth(WIDTH)
        self._zone.setFixedHeight(300)
        self._error = Text("", "body_medium", "red-text", wrap=True)
        self._error.setMaximumWidth(WIDTH)
        self._error.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QVBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._zone)
        middle.addWidget(self._error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(middle, 20)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 24, 16, 16)
        layout.addStretch(1)
        layout.addLayout(row)
        layout.addStretch(2)
        self._connect()

    def _connect(self) -> None:
        self.choose.clicked.connect(self.file_wanted)
        self._zone.dropped.connect(self.file_dropped)

    def show_error(self, sentence: str) -> None:
        """Say what was wrong with the file; "" takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def take_focus(self) -> None:
        """Let Enter choose a file."""
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
