"""While no customer is registered there is nobody to visit: what is said then, and where customers come from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.empty import EmptyState
from inspector.ui.page import Page, Place


class NobodyYet(QWidget):
    """The page of visits before the first customer. `place_requested(Place)`."""

    place_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = Button(_("New customer"), Kind.PRIMARY, icon="plus")
        self.import_button = Button(_("Import from Excel"), icon="file-spreadsheet")
        words = _("Visits are made at customers: add the first one, or import your register from Excel.")
        column = QVBoxLayout(self)
        column.addWidget(
            EmptyState("clipboard-check", _("No customer is registered yet"), words, self.first, self.import_button)
        )
        self.first.clicked.connect(lambda: self.place_requested.emit(Place("new-customer")))
        self.import_button.clicked.connect(lambda: self.place_requested.emit(Place("import")))


def ask_for_customers(page: Page, title: str) -> None:
    """Say why a dialog that asks for a customer would be empty, and lead to where there will be some."""
    dialog = NobodyToPlanDialog(page, title)
    dialog.place_wanted.connect(page.place_requested)
    dialog.open()


class NobodyToPlanDialog(Dialog):
    """No customer is registered: says so and leads to where there will be some. `place_wanted(Place)`."""

    place_wanted = Signal(object)

    def __init__(self, parent: QWidget, title: str = "") -> None:
        words = _("No customer is registered yet. Add the first one, or import your register from Excel.")
        super().__init__(parent, title or _("Plan visits"), words, accept=_("New customer"), width=520)
        self.import_button = Button(_("Import from Excel"), icon="file-spreadsheet")
        row = QHBoxLayout()
        row.addWidget(self.import_button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.import_button.clicked.connect(self._on_import)
        self.accepted.connect(lambda: self.place_wanted.emit(Place("new-customer")))

    def _on_import(self) -> None:
        self.reject()
        self.place_wanted.emit(Place("import"))
