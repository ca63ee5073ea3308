"""Equipment found on the spot: kind, name, model and the nameplate values that its limits depend on."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, _
from inspector.services.views import RowKind, Target, VisitView
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.visit.answers import normal_text
from inspector.ui.visit.presenter import VisitPresenter

KIND_NAMES = {
    EquipmentKind.TRANSFORMER_OIL: N_("Oil transformer"),
    EquipmentKind.TRANSFORMER_DRY: N_("Dry transformer"),
    EquipmentKind.SWITCHGEAR: N_("Switchgear"),
    EquipmentKind.CABLE: N_("Cable"),
}
_VOLTAGE = ("voltage_kv", N_("Rated voltage (kV)"))
_CURRENT = ("rated_current_a", N_("Rated current (A)"))
_TRANSFORMER = (
    _VOLTAGE,
    ("lv_voltage_kv", N_("Low voltage (kV)")),
    ("capacity_kva", N_("Capacity (kVA)")),
    ("vector_group", N_("Vector group")),
)
NAMEPLATE = {
    EquipmentKind.TRANSFORMER_OIL: (*_TRANSFORMER, ("oil_t", N_("Oil mass (t)"))),
    EquipmentKind.TRANSFORMER_DRY: _TRANSFORMER,
    EquipmentKind.SWITCHGEAR: (
        _VOLTAGE,
        _CURRENT,
        ("loop_resistance_factory_uohm", N_("Factory loop resistance (µΩ)")),
        ("ct_ratio", N_("CT ratio")),
    ),
    EquipmentKind.CABLE: (_VOLTAGE, ("length_km", N_("Length (km)"))),
}
"""Nameplate keys (domain.Equipment.nameplate) asked for, by kind; what is unknown stays empty."""
_TEXT_KEYS = frozenset({"vector_group", "ct_ratio"})
WIDTH = 560


class AddEquipmentDialog(Dialog):
    """`equipment_described(kind, name, model, place, nameplate)` when it is complete."""

    equipment_described = Signal(object, str, str, str, object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            _("Add equipment found on site"),
            _("It joins the customer's register when the visit is issued. Leave unknown nameplate values empty."),
            accept=_("Add"),
            width=WIDTH,
        )
        options = [(kind.value, _(words)) for kind, words in KIND_NAMES.items()]
        self.kind = ComboField(_("Kind"), options, label=True, required=True)
        self.kind.set_value(options[0][0])
        self.name = TextField(_("Equipment name"), label=True, required=True)
        self.model = TextField(_("Model"), label=True)
        self.place = TextField(_("Place"), label=True)
        self.plate = {key: TextField(_(words), label=True) for key, words in _all_keys().items()}
        self._build()
        self.kind.value_committed.connect(self._on_kind_committed)
        self.accepted.connect(self._on_accepted)
        self._on_kind_committed()

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for index, field in enumerate((self.kind, self.name, self.model, self.place)):
            self._grid.addWidget(field, index // 2, index % 2)
        self.body.addLayout(self._grid)

    @override
    def first_focus(self) -> QWidget:
        return self.kind.editor

    def _chosen(self) -> EquipmentKind:
        return EquipmentKind(self.kind.value())

    def _on_kind_committed(self) -> None:
        wanted = [key for key, _words in NAMEPLATE[self._chosen()]]
        for field in self.plate.values():
            self._grid.removeWidget(field)
            field.hide()
        for index, key in enumerate(wanted, 4):
            self._grid.addWidget(self.plate[key], index // 2, index % 2)
            self.plate[key].show()

    def nameplate(self) -> Mapping[str, str]:
        """What is known of the nameplate."""
        wanted = [key for key, _words in NAMEPLATE[self._chosen()]]
        texts = {key: normal_text(self.plate[key].value(), RowKind.NUMBER) for key in wanted}
        return {key: value for key, value in texts.items() if value}

    @override
    def complaint(self) -> bool:
        wrong = not self.name.value().strip()
        self.name.set_error(_("Give it a name, for example the number on the panel.") if wrong else "")
        for key, value in self.nameplate().items():
            bad = key not in _TEXT_KEYS and not _is_number(value)
            self.plate[key].set_error(_("This is no number.") if bad else "")
            wrong = wrong or bad
        return wrong

    def _on_accepted(self) -> None:
        self.equipment_described.emit(
            self._chosen(),
            self.name.value().strip(),
            self.model.value().strip(),
            self.place.value().strip(),
            dict(self.nameplate()),
        )


class EquipmentAdder(QObject):
    """Asks for a piece of equipment and adds it to the visit: `added(Target)`."""

    added = Signal(object)

    def __init__(self, presenter: VisitPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._parent = parent

    def ask(self) -> None:
        """Open the dialog."""
        dialog = AddEquipmentDialog(self._parent)
        dialog.equipment_described.connect(self._on_equipment_described)
        dialog.open()

    def _on_equipment_described(
        self, kind: EquipmentKind, name: str, model: str, place: str, nameplate: Mapping[str, str]
    ) -> None:
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        self._presenter.load(
            lambda: services.add_equipment(workspace, visit, kind, name, nameplate, model=model, place=place),
            self._on_equipment_added,
        )

    def _on_equipment_added(self, added: tuple[VisitView, Target]) -> None:
        view, target = added
        self._presenter.set_visit(view)
        self.added.emit(target)


def _all_keys() -> dict[str, str]:
    return {key: words for fields in NAMEPLATE.values() for key, words in fields}


def _is_number(value: str) -> bool:
    try:
        return float(value) >= 0
    except ValueError:
        return False
