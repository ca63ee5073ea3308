"""The customer dialog: who, how supplied, how often inspected, whom to call, and the electricians."""

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.customer import Customer, Importance, Metering
from inspector.domain.fields import to_fields
from inspector.domain.person import Person
from inspector.i18n import _
from inspector.services.registers.hints import SimilarCustomer
from inspector.services.registers.nameplates import NameplateField, customer_fields
from inspector.services.words import IMPORTANCES, METERINGS
from inspector.ui.registers.dialog import Office, RegisterDialog, restoring
from inspector.ui.registers.electricians import ContactTable, ElectricianTable
from inspector.ui.registers.fields import CheckedField, ChoiceField, NumberField, RegisterField

LOOK_MS = 300
"""How long nobody must have typed before similar names are looked for."""


_WHOLE: Final = ("cycle_months", "supply_sources", "supply_circuits")
"""Fields that count something."""


class CustomerDialog(RegisterDialog):
    """Registers a customer, or changes one: `saved(Customer)`."""

    def __init__(self, parent: QWidget, context: Office, customer: Customer | None = None) -> None:
        title = _("Edit customer") if customer else _("New customer")
        super().__init__(parent, context, title, prefix=f"customer:{customer.id if customer else 'new'}")
        self.customer = customer
        self._bounds = {field.key: field for field in customer_fields()}
        self.electricians = ElectricianTable(context.workspace.today())
        self.contacts = ContactTable()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(LOOK_MS)
        self._build()
        self._fill()
        self.begin()
        self._connect_fields()

    def _build(self) -> None:
        importances = [(key.value, _(words)) for key, words in IMPORTANCES.items()]
        meterings = [(key.value, _(words)) for key, words in METERINGS.items()]
        self.add_section(
            _("Customer"),
            [
                ("account", CheckedField(_("Account number"), required=True)),
                ("importance", ChoiceField(_("Importance class"), importances, unknown=False)),
            ],
        )
        self.add_section("", [("name", CheckedField(_("Customer name"), required=True))], columns=1)
        self.add_section("", [("address", CheckedField(_("Address"))), ("industry", CheckedField(_("Industry")))])
        self.add_section(
            _("Supply"),
            [
                self._number("voltage_kv"),
                self._number("capacity_kva"),
                ("transformers", CheckedField(_("Transformers"), placeholder=_("for example 2×1250 kVA"))),
                ("supply_mode", CheckedField(_("Mode of supply"))),
                self._number("supply_sources"),
                self._number("supply_circuits"),
                ("line", CheckedField(_("Supply line"))),
                ("metering", ChoiceField(_("Metering"), meterings, unknown=False)),
                self._number("emergency_supply_kva"),
                self._number("security_load_kw"),
                self._choice("power_factor_class"),
                self._number("declared_demand_kw"),
                self._number("meter_multiplier"),
                self._choice("earthing"),
            ],
        )
        self.add_section(_("Inspection"), [self._number("cycle_months", _("as its class and voltage say"))])
        self.add_section(
            _("Contact"),
            [
                ("contact", CheckedField(_("Contact person"))),
                ("contact_title", CheckedField(_("Job title"))),
                ("phone", CheckedField(_("Telephone"))),
                ("keeper", ChoiceField(_("Person in charge"), ())),
                ("duty", CheckedField(_("Manned"), placeholder=_("for example 24 h, two a shift"))),
            ],
        )
        self.content.addWidget(self.contacts)
        self.content.addWidget(self.electricians)

    def _number(self, key: str, placeholder: str = "") -> tuple[str, RegisterField]:
        return key, NumberField(self._bounds[key], placeholder=placeholder)

    def _choice(self, key: str) -> tuple[str, RegisterField]:
        bound: NameplateField = self._bounds[key]
        return key, ChoiceField(bound.name, bound.choices)

    def _fill(self) -> None:
        shown = (
            to_fields(self.customer) if self.customer else {"importance": Importance.NONE, "metering": Metering.HV_SIDE}
        )
        for key, field in self.fields.items():
            field.set_value(_text(shown.get(key)))
        if self.customer:
            self.electricians.set_electricians(self.customer.electricians)
            self.contacts.set_contacts(self.customer.contacts)

    def _connect_fields(self) -> None:
        self._look.timeout.connect(self._on_look)
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.everybody(workspace), self._on_people, owner=self)
        for table in (self.electricians, self.contacts):
            table.row_added.connect(self.see, Qt.ConnectionType.QueuedConnection)
        self.fields["name"].value_edited.connect(lambda _text: self._look.start())

    @override
    def typed(self) -> dict[str, Any]:
        return {**self.fields, "contacts": self.contacts, "electricians": self.electricians}

    @override
    def values(self) -> dict[str, str]:
        return {**super().values(), "contacts": self.contacts.value(), "electricians": self.electricians.value()}

    @override
    def complaint(self) -> bool:
        wrong = [table.complain() for table in (self.contacts, self.electricians)]
        if super().complaint():
            return True
        field = self.contacts.wrong_field() or self.electricians.wrong_field()
        if field is not None:
            self.show_field(field)
        return any(wrong)

    def _on_people(self, people: tuple[Person, ...]) -> None:
        """Offer who works here, and whoever was responsible so far."""
        field = self.fields["keeper"]
        if isinstance(field, ChoiceField):
            chosen = field.value()
            names = [(one.id, one.name) for one in people if one.active or one.id == chosen]
            field.offer([("", _("nobody")), *names])

    def _on_look(self) -> None:
        workspace, name = self.context.workspace, self.fields["name"].value()
        own = self.customer.id if self.customer else ""
        self.context.tasks.run(lambda: services.similar_customers(workspace, name, own), self._on_similar, owner=self)

    def _on_similar(self, found: tuple[SimilarCustomer, ...]) -> None:
        names = _("; ").join(f"{item.name} ({item.account})" for item in found)
        field = self.fields["name"]
        if isinstance(field, CheckedField):
            words = _("Is it one of these? {names}").format(names=names) if names else ""
            field.show_remark(words, "amber-text")

    def _given(self) -> dict[str, Any]:
        """Fields as the register takes them."""
        given: dict[str, Any] = {}
        for key, field in self.fields.items():
            if isinstance(field, NumberField):
                given[key] = field.number()
            elif key == "power_factor_class":
                given[key] = float(field.value()) if field.value() else None
            else:
                given[key] = field.tidy()
        whole = {key: int(given[key]) for key in _WHOLE if given[key] is not None}
        return {
            **given,
            **whole,
            "contacts": self.contacts.people(),
            "electricians": self.electricians.electricians(),
        }

    @override
    def write(self) -> Callable[[], Customer]:
        workspace, given, customer = self.context.workspace, self._given(), self.customer
        if customer is None:
            return lambda: services.add_customer(workspace, given)
        return lambda: services.set_customer(workspace, customer.id, given)

    @override
    def undo_work(self, after: Customer) -> Callable[[], Customer] | None:
        if self.customer is None or self.customer == after:
            return None
        workspace, fields = self.context.workspace, restoring(to_fields(self.customer), to_fields(after))
        return lambda: services.set_customer(workspace, after.id, fields)


def _text(value: Any) -> str:
    """A stored value as it stands in a field."""
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)
