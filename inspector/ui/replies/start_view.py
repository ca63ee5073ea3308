"""Choosing the reply file."""

from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.ui.importing.file_start import FileStart


class ReplyStart(FileStart):
    """As every start of an import."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Drop the customer's reply here, or choose it"),
            _("The Excel file that went out with the notice, filled in. You see first what would be written."),
            parent=parent,
        )
