"""Equipment and tests of a file against the register: found by record number, by customer and name, by serial."""

import math
import unicodedata
from collections.abc import Mapping
from typing import Any

from inspector.criteria import Quantity, parse_entry
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.fields import to_fields
from inspector.i18n import _
from inspector.problems import Problem
from inspector.services.excel.columns import PLATE
from inspector.services.excel.items import Items
from inspector.services.excel.nouns import CustomersOfFile, buildable, differences, require
from inspector.services.excel.outcome import Outcome, Owner, change
from inspector.services.excel.records import Record
from inspector.services.excel.register import RecordedTest
from inspector.services.excel.text import folded
from inspector.services.excel.views import Action, FieldChange
from inspector.services.registers.nameplates import NameplateField, nameplate_fields
from inspector.services.words import kind_name


class EquipmentOfFile:
    """Compares the equipment and remembers it, so that tests find the new one too."""

    def __init__(self, outcome: Outcome, customers: CustomersOfFile) -> None:
        self.outcome = outcome
        self.register = outcome.register
        self.customers = customers
        self.new: dict[tuple[Owner, str], list[int]] = {}
        """(owner, comparable name) -> numbers among the new ones."""
        self._known: dict[tuple[str, str], list[Equipment]] = {}
        self._seen: dict[tuple[Any, ...], Record] = {}
        self._count: dict[Owner, int] = {}
        self._entries: dict[tuple[EquipmentKind, str, str], str] = {}
        self._fields = {kind: {field.key: field for field in nameplate_fields(kind)} for kind in EquipmentKind}
        self._plate_keys = {key for fields in self._fields.values() for key in fields}
        for item in self.register.equipment:
            self._known.setdefault((item.customer, folded(item.name)), []).append(item)

    def compare(self, record: Record) -> None:
        """One row."""
        name, serial = str(record.values.get("name", "")), str(record.values.get("serial", ""))
        by_id = self.register.equipment_by_id.get(str(record.values.get("id", "")))
        owner = self._owner(record, by_id)
        known = by_id or (self._find(record, owner, name, serial) if owner is not None else None)
        title = " · ".join(part for part in (self.customers.name_of(owner) if owner is not None else "", name) if part)
        key = (known.id,) if known else (owner, folded(name), folded(serial))
        if (name or known) and owner is not None and self._twice(record, key):
            self.outcome.add(record, Action.ERROR, title)
        elif known is not None:
            self._changed(record, known, title)
        else:
            self._added(record, owner, name, title)

    def find(self, record: Record, owner: Owner, name: str) -> tuple[Owner, EquipmentKind] | None:
        """The equipment that a test names, with its kind; complains if there is none or several."""
        new = self.new.get((owner, folded(name)), [])
        known = self._known.get((owner, folded(name)), []) if isinstance(owner, str) else []
        if len(new) + len(known) != 1:
            code = "row_equipment_ambiguous" if new or known else "row_equipment_unknown"
            record.complain("equipment", code)
            return None
        if known:
            return known[0].id, known[0].kind
        kind = self.outcome.equipment[new[0]][1].get("kind")
        return (new[0], EquipmentKind(kind)) if kind else None

    def _owner(self, record: Record, by_id: Equipment | None) -> Owner | None:
        if by_id is not None and not record.values.get("account") and not record.values.get("customer_name"):
            return by_id.customer
        owner = self.customers.owner(record)
        if by_id is not None and owner is not None and owner != by_id.customer:
            customer = self.register.customer_by_id.get(by_id.customer)
            record.complain("account", "row_owner_change", account=customer.account if customer else "-")
        return owner

    def _find(self, record: Record, owner: Owner, name: str, serial: str) -> Equipment | None:
        if not isinstance(owner, str):
            return None
        named = self._known.get((owner, folded(name)), [])
        if len(named) > 1:
            same = [item for item in named if serial and folded(item.serial) == folded(serial)]
            if len(same) != 1:
                record.complain("name", "row_equipment_ambiguous")
            return same[0] if len(same) == 1 else named[0]
        if not named and serial:
            every = self.register.equipment_by_owner.get(owner, ())
            named = [item for item in every if item.serial and folded(item.serial) == folded(serial)]
        return named[0] if len(named) == 1 else None

    def _twice(self, record: Record, key: tuple[Any, ...]) -> bool:
        first = self._seen.setdefault(key, record)
        if first is not record:
            record.complain("name", "row_duplicate", row=first.row, sheet=first.sheet)
        return first is not record

    def _added(self, record: Record, owner: Owner | None, name: str, title: str) -> None:
        require(record, ("name", "kind"))
        kind = record.values.get("kind")
        fields = self._plain(record)
        if kind:
            fields["nameplate"] = self._plate(record, EquipmentKind(kind), {})
        if owner is not None:
            position = self._count.setdefault(owner, len(self.register.equipment_by_owner.get(str(owner), ())))
            self._count[owner] += 1
            self.new.setdefault((owner, folded(name)), []).append(len(self.outcome.equipment))
            self.outcome.equipment.append((owner, {**fields, "position": position}))
        buildable(record, Equipment, {"customer": "-", **fields})
        self.outcome.add(record, Action.ADD, title)

    def _changed(self, record: Record, known: Equipment, title: str) -> None:
        if record.values.get("kind", known.kind) != known.kind:
            record.complain("kind", "row_kind_change", kind=kind_name(known.kind))
        before = to_fields(known)
        fields = self._plain(record)
        fields.pop("kind", None)
        plate = self._plate(record, known.kind, known.nameplate)
        changed, told = differences(record, before, fields)
        if plate:
            changed["nameplate"] = {**before["nameplate"], **plate}
            told += self._told(record, known.nameplate, plate)
        buildable(record, Equipment, {**before, **changed}, known.id)
        if changed and not record.wrong:
            self.outcome.equipment_changed.append((known.id, changed))
        self.outcome.add(record, Action.CHANGE if changed else Action.SAME, title or known.name, told)

    @staticmethod
    def _told(record: Record, before: Mapping[str, str], plate: Mapping[str, str]) -> tuple[FieldChange, ...]:
        return tuple(change(record, PLATE + key, before.get(key), value) for key, value in plate.items())

    @staticmethod
    def _plain(record: Record) -> dict[str, Any]:
        aside = ("id", "account", "customer_name")
        return {k: v for k, v in record.values.items() if k not in aside and not k.startswith(PLATE)}

    def _plate(self, record: Record, kind: EquipmentKind, before: Mapping[str, str]) -> dict[str, str]:
        """The values of the nameplate that are new or differ from before."""
        found: dict[str, str] = {}
        for column, text in record.values.items():
            key = column.removeprefix(PLATE)
            if key == column or before.get(key) == text:
                continue
            field = self._fields[kind].get(key)
            if field is None and key in self._plate_keys:
                record.complain(column, "cell_not_of_kind", warning=True, kind=kind_name(kind))
                continue
            try:
                entry = self._entry(kind, field, key, str(text))
            except Problem as problem:
                record.complain_of(column, problem)
                continue
            if before.get(key) != entry:
                found[key] = entry
        return found

    def _entry(self, kind: EquipmentKind, field: NameplateField | None, key: str, text: str) -> str:
        if field is None:
            return text
        known = self._entries.get((kind, key, text))
        if known is None:
            known = self._entries[kind, key, text] = field.entry(text)
        return known


class TestsOfFile:
    """Compares the test history: facts, which are added and never overwritten."""

    def __init__(self, outcome: Outcome, equipment: EquipmentOfFile, items: Items) -> None:
        self.outcome = outcome
        self.register = outcome.register
        self.equipment = equipment
        self.items = items
        self._seen: dict[tuple[Owner, str, str, str], tuple[Record, float]] = {}

    def compare(self, record: Record) -> None:
        """One row: one value."""
        require(record, ("tested_on", "quantity", "value"))
        found = self._equipment(record)
        values = record.values
        shown = (str(values.get(key, "")) for key in ("equipment", "tested_on", "quantity", "label"))
        title = " · ".join(part for part in shown if part)
        if found is None or record.wrong:
            self.outcome.add(record, Action.ERROR, title)
            return
        self._days(record)
        try:
            self._value(record, found, title)
        except Problem as problem:
            key = {"test_unit": "unit", "test_quantity_unknown": "quantity", "test_phase_needed": "label"}
            record.complain_of(key.get(problem.code, "value"), problem)
            self.outcome.add(record, Action.ERROR, title)

    def _equipment(self, record: Record) -> tuple[Owner, EquipmentKind] | None:
        by_id = self.register.equipment_by_id.get(str(record.values.get("id", "")))
        if by_id is not None:
            return by_id.id, by_id.kind
        owner = self.equipment.customers.owner(record)
        require(record, ("equipment",))
        name = str(record.values.get("equipment", ""))
        return self.equipment.find(record, owner, name) if owner is not None and name else None

    def _days(self, record: Record) -> None:
        day, due = str(record.values["tested_on"]), str(record.values.get("next_due", ""))
        if day > self.register.today.isoformat():
            record.complain("tested_on", "test_in_future")
        if due and due <= day:
            record.complain("next_due", "test_next_due")

    def _value(self, record: Record, found: tuple[Owner, EquipmentKind], title: str) -> None:
        owner, kind = found
        day = str(record.values["tested_on"])
        quantity_id, label = self._quantity(record, owner, kind, day)
        quantity = self.items.packs.quantities[quantity_id]
        item = self.items.item(kind, quantity_id, label)
        unit = unit_of(quantity, str(record.values.get("unit", "")) or (item.unit if item else ""))
        value = parse_entry(quantity, str(record.values["value"]), unit)
        key = (owner, day, quantity_id, label)
        recorded = self.register.test_by_key.get((str(owner), *key[1:]), ())
        same = [
            test for test in recorded if math.isclose(in_unit_of(quantity, test), value, rel_tol=1e-9, abs_tol=1e-12)
        ]
        if same:
            self._kept(record, same[0])
            self.outcome.add(record, Action.SAME, title)
        elif recorded:
            old = f"{recorded[0].value:g} {recorded[0].unit}".strip()
            record.complain("value", "test_recorded_other", old=old)
            self.outcome.add(record, Action.ERROR, title)
        else:
            self._new(record, key, value, quantity.unit, title)

    def _quantity(self, record: Record, owner: Owner, kind: EquipmentKind, day: str) -> tuple[str, str]:
        """Quantity and label; what is on record under just these words comes first."""
        name, phase = str(record.values["quantity"]), str(record.values.get("label", ""))
        plain = self.items.quantity(name)
        if plain and (str(owner), day, plain, phase) in self.register.test_by_key:
            return plain, phase
        return self.items.find(kind, name, phase)

    @staticmethod
    def _kept(record: Record, test: RecordedTest) -> None:
        for key, old in (("lab", test.lab), ("next_due", test.next_due), ("temperature_c", test.temperature_c)):
            given = record.values.get(key)
            if given is not None and given != old:
                record.complain(key, "test_details_kept", warning=True)

    def _new(self, record: Record, key: tuple[Owner, str, str, str], value: float, unit: str, title: str) -> None:
        first, before = self._seen.setdefault(key, (record, value))
        if first is not record and before == value:
            record.complain("value", "test_same_row", warning=True, row=first.row)
            self.outcome.add(record, Action.SAME, title)
            return
        if first is not record:
            record.complain("value", "row_duplicate", row=first.row, sheet=first.sheet)
        self._file(record, key, value, unit)
        self.outcome.add(record, Action.ADD, title)

    def _file(self, record: Record, key: tuple[Owner, str, str, str], value: float, unit: str) -> None:
        """Values of one test go into one fact, as signing a visit writes it; no verdict is passed afterwards."""
        owner, day, quantity, label = key
        lab, due = str(record.values.get("lab", "")), str(record.values.get("next_due", ""))
        body = self.outcome.tests.setdefault(
            (owner, day, lab, due),
            {
                "tested_on": day,
                "visit": "",
                "values": [],
                **({"lab": lab} if lab else {}),
                **({"next_due": due} if due else {}),
            },
        )
        body["values"].append(
            {
                "quantity": quantity,
                "label": label,
                "value": value,
                "unit": unit,
                "temperature_c": record.values.get("temperature_c"),
                "verdict": "",
                "limit": "",
                "basis": "",
            }
        )


def unit_of(quantity: Quantity, text: str) -> str:
    """The entry unit that a text names. Raises Problem test_unit."""
    if not text:
        return ""
    wanted = _plain(text)
    units = dict.fromkeys((quantity.unit, *quantity.units))
    found = next((unit for unit in units if _plain(unit) == wanted), None)
    if found is None:
        raise Problem("test_unit", unit=text, units=_(", ").join(units) or "-")
    return found


def in_unit_of(quantity: Quantity, test: RecordedTest) -> float:
    """A recorded value in the quantity's own unit; as it is where its unit is not known."""
    try:
        return parse_entry(quantity, repr(test.value), unit_of(quantity, test.unit))
    except Problem:
        return test.value


def _plain(unit: str) -> str:
    return "".join(unicodedata.normalize("NFKC", unit).split())
