"""The head of the import: the way back, where one is, and what can be had on the way."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.text import ElidedLabel

HEIGHT = 53


class ImportHead(Panel):
    """Buttons `back`, `other` (another file) and `template`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.back = Button(_("Back"), Kind.TEXT, icon="chevron-left", key="Esc")
        self.title = ElidedLabel(_("Import from Excel"), "card_title")
        self.other = Button(_("Another file…"), icon="folder-open", key="Ctrl O")
        self.template = Button(_("Download the template"), icon="file-spreadsheet")
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.template)
        row.addWidget(self.other)

    def show_place(self, step: str, file: str, *, under_way: bool) -> None:
        """Say which step of which file shows; `under_way` while another file or the template may be wanted."""
        self.title.setText(" · ".join(part for part in (_("Import from Excel"), step, file) if part))
        for button in (self.other, self.template):
            button.setVisible(under_way)
