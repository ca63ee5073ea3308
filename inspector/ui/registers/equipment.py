"""The equipment dialog: what it is, where it stands, and the nameplate of its kind."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.fields import to_fields
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.registers.hints import EquipmentHints
from inspector.services.words import kind_name
from inspector.ui.registers.dialog import Office, RegisterDialog, restoring
from inspector.ui.registers.fields import CheckedField, ChoiceField, DayField, SuggestField
from inspector.ui.registers.nameplate_form import NameplateForm


class EquipmentDialog(RegisterDialog):
    """Registers equipment of a customer, or changes it: `saved(Equipment)`.

    Subclasses write elsewhere (a visit that is open). The kind of known equipment stays: its tests belong to it.
    """

    def __init__(
        self,
        parent: QWidget,
        context: Office,
        customer: Customer | str,
        equipment: Equipment | None = None,
        *,
        title: str = "",
        prefix: str = "",
    ) -> None:
        named = title or (_("Edit equipment") if equipment else _("New equipment"))
        self.customer_id = customer if isinstance(customer, str) else customer.id
        key = prefix or f"equipment:{equipment.id if equipment else 'new:' + self.customer_id}"
        super().__init__(parent, context, named, prefix=key)
        self.equipment = equipment
        self.plate = NameplateForm()
        self._taken: frozenset[str] = frozenset()
        self._build()
        self._fill()
        self.begin()
        self._connect_fields()
        self._fetch()

    def _build(self) -> None:
        kinds = [(kind.value, kind_name(kind)) for kind in EquipmentKind]
        self.add_section(
            _("Equipment"),
            [
                ("kind", ChoiceField(_("Kind"), kinds, unknown=False)),
                ("name", CheckedField(_("Equipment name"), required=True)),
                ("model", CheckedField(_("Model"))),
                ("place", SuggestField(_("Place"))),
                ("maker", SuggestField(_("Maker"))),
                ("serial", CheckedField(_("Serial number"))),
                ("commissioned", DayField(_("In service since"))),
            ],
        )
        self.content.addWidget(self.plate)

    def _fill(self) -> None:
        shown = to_fields(self.equipment) if self.equipment else {"kind": EquipmentKind.TRANSFORMER_OIL.value}
        for key, field in self.fields.items():
            field.set_value(str(shown.get(key) or ""))
        self.fields["kind"].editor.setEnabled(self.equipment is None)
        self.plate.show_kind(self.kind(), self.equipment.nameplate if self.equipment else {})

    def _connect_fields(self) -> None:
        self.fields["kind"].value_edited.connect(lambda _kind: self._change_kind())
        self.fields["name"].value_committed.connect(lambda _name: self._compare())

    def _fetch(self) -> None:
        workspace, customer = self.context.workspace, self.customer_id
        self.context.tasks.run(lambda: services.equipment_hints(workspace, customer), self._on_hints, owner=self)

    def _on_hints(self, hints: EquipmentHints) -> None:
        for key, suggestions in (("place", hints.places), ("maker", hints.makers)):
            field = self.fields[key]
            if isinstance(field, SuggestField):
                field.set_suggestions(suggestions)
        self._taken = frozenset(hints.names) - {self.equipment.name if self.equipment else ""}

    def _compare(self) -> None:
        """Remark on a name that other equipment has already."""
        field = self.fields["name"]
        if isinstance(field, CheckedField):
            again = field.value().strip() in self._taken
            field.show_remark(_("Other equipment has this name already.") if again else "", "amber-text")

    def _change_kind(self) -> None:
        for key in self.plate.fields:
            self.keeper.detach(f"nameplate.{key}")
        self.plate.show_kind(self.kind())
        for key, field in self.plate.fields.items():
            self.keeper.attach(field, f"nameplate.{key}")

    @override
    def _on_restored(self, keys: Sequence[str]) -> None:
        super()._on_restored(keys)
        if "kind" in keys:
            self._change_kind()
            self.keeper.restore()

    def kind(self) -> EquipmentKind:
        """The chosen kind."""
        return EquipmentKind(self.fields["kind"].value())

    @override
    def typed(self) -> dict[str, Any]:
        return {**self.fields, **{f"nameplate.{key}": field for key, field in self.plate.fields.items()}}

    @override
    def values(self) -> dict[str, str]:
        return {**super().values(), **{f"nameplate.{key}": text for key, text in self.plate.values().items() if text}}

    @override
    def complaint(self) -> bool:
        wrong = self.plate.complain()
        if super().complaint():
            return True
        if wrong is not None:
            self.show_field(wrong)
        return wrong is not None

    @override
    def refused(self, problem: Problem) -> None:
        field = self.plate.fields.get(str(problem.params.get("field", "")))
        if field is None:
            super().refused(problem)
        else:
            self.refuse_at(field, problem)

    def given(self) -> dict[str, Any]:
        """Fields as the register takes them."""
        fields = {key: field.tidy() for key, field in self.fields.items()}
        if self.equipment is not None:
            del fields["kind"]
        return {**fields, "commissioned": fields["commissioned"] or None, "nameplate": self.plate.entries()}

    @override
    def write(self) -> Callable[[], Any]:
        workspace, given, customer, known = self.context.workspace, self.given(), self.customer_id, self.equipment
        if known is None:
            return lambda: services.register_equipment(workspace, customer, given)
        return lambda: services.set_equipment(workspace, known.id, given)

    @override
    def undo_work(self, after: Any) -> Callable[[], Any] | None:
        if self.equipment is None or self.equipment == after:
            return None
        workspace, fields = self.context.workspace, restoring(to_fields(self.equipment), to_fields(after))
        return lambda: services.set_equipment(workspace, after.id, fields)
