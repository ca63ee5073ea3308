"""Choosing a customer to filter a ledger by."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.due.views import Due
from inspector.ui.kit.dialog import Dialog
from inspector.ui.page import Context
from inspector.ui.visit.customer_picker import CustomerPicker


class CustomerDialog(Dialog):
    """`customer_chosen(account, name)`."""

    customer_chosen = Signal(str, str)

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, _("Rows of one customer"), accept=_("Show"))
        self.picker = CustomerPicker(context, _("Customer"), required=True)
        self._known: Due | None = None
        self.body.addWidget(self.picker)
        self.picker.known.connect(self._on_known)
        self.picker.picked.connect(self._on_known)
        self.accepted.connect(self._on_accepted)

    def _on_known(self, due: Due | None) -> None:
        self._known = due

    @override
    def complaint(self) -> bool:
        missing = self._known is None
        self.picker.set_error(_("Choose a customer.") if missing else "")
        return missing

    def _on_accepted(self) -> None:
        if self._known is not None:
            self.customer_chosen.emit(self._known.account, self._known.name)
