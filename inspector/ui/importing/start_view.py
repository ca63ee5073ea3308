"""Choosing the workbook, or the template to fill in."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.ui.importing.file_start import FileStart
from inspector.ui.kit.button import Button


class StartView(FileStart):
    """As every start of an import, and `template_wanted`."""

    template_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        template = Button(_("Download the template"), icon="file-spreadsheet")
        super().__init__(
            _("Drop a workbook here, or choose one"),
            _("The template or a workbook of your own (.xlsx, .csv). You see first what would change."),
            template,
            parent=parent,
        )
        self.template = template
        self.template.clicked.connect(self.template_wanted)
