"""The dialog that starts an unplanned visit: customer, occasion, two inspectors."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.customer import Customer
from inspector.domain.person import Person, Role
from inspector.domain.visit import VisitKind
from inspector.i18n import _
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField
from inspector.ui.visit.occasions import KINDS, kind_name


class NewVisitDialog(Dialog):
    """Asks what a visit needs. `chosen(account, VisitKind, (person id, person id))` when it is complete."""

    chosen = Signal(str, object, object)

    def __init__(
        self, parent: QWidget, customers: Sequence[Customer], persons: Sequence[Person], acting: str = ""
    ) -> None:
        super().__init__(parent, _("New visit"), accept=_("Start the visit"), width=480)
        people = [(p.id, f"{p.name} · {p.team}") for p in persons if p.active and Role.INSPECTOR in p.roles]
        self.customer = ComboField(
            _("Customer"), [(c.account, f"{c.name} · {c.account}") for c in customers], label=True, required=True
        )
        self.kind = ComboField(_("Occasion"), [(kind, kind_name(kind)) for kind in KINDS], label=True, required=True)
        self.first = ComboField(_("Inspector"), people, label=True, required=True)
        self.second = ComboField(_("Second inspector"), people, label=True, required=True)
        self.kind.set_value(VisitKind.PERIODIC)
        self.first.set_value(acting if any(acting == person for person, _label in people) else "")
        self.body.addWidget(self.customer)
        self.body.addWidget(self.kind)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.first, 1)
        row.addWidget(self.second, 1)
        self.body.addLayout(row)
        self.accepted.connect(self._on_accepted)

    @override
    def complaint(self) -> bool:
        missing = _("Choose one.")
        self.customer.set_error("" if self.customer.value() else missing)
        self.first.set_error("" if self.first.value() else missing)
        same = bool(self.second.value()) and self.second.value() == self.first.value()
        self.second.set_error(_("Choose another person.") if same else "" if self.second.value() else missing)
        return same or not all(field.value() for field in (self.customer, self.first, self.second))

    def _on_accepted(self) -> None:
        people = (self.first.value(), self.second.value())
        self.chosen.emit(self.customer.value(), VisitKind(self.kind.value()), people)
