"""What a register may hold beside its types: numbers that can be, because verdicts rest on them.

Checked when a person writes, never when events are read: what another device wrote is shown as it is. A nameplate holds
text; what is a number there is kept in its shortest form, so that criteria can read it. The bounds are data
(`services.registers.nameplates`).
"""

from collections.abc import Mapping
from typing import Any, TypeGuard

from inspector.domain.equipment import EquipmentKind
from inspector.services.registers.nameplates import customer_fields as fields_of_customer
from inspector.services.registers.nameplates import field_of, number_field


def customer_fields(fields: Mapping[str, Any]) -> None:
    """Raise Problem field_range for a number no customer can have; what is no number is left to the type check."""
    for field in fields_of_customer():
        value = fields.get(field.key)
        if field.kind == "number" and _is_number(value) and not field.holds(value):
            raise field.refused(value)


def nameplate(plate: Mapping[str, Any], kind: EquipmentKind, before: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A nameplate with its numbers in their shortest form.

    What stays as it was `before` is not judged again: older data may hold free text. A key that the kind's nameplate
    does not have is kept; if it is a number elsewhere, it has to be one here. Raises Problem field_range.
    """
    return {key: _entry(key, value, kind, before or {}) for key, value in plate.items()}


def _entry(key: str, value: Any, kind: EquipmentKind, before: Mapping[str, str]) -> Any:
    text = str(value) if _is_number(value) else value
    field = field_of(kind, key) or number_field(key)
    if field is None or not isinstance(text, str) or before.get(key) == text:
        return text
    return field.entry(text)


def _is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
