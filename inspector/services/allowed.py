"""What a register may hold beside its types: numbers that can be, because verdicts rest on them.

Checked when a person writes, never when events are read: what another device wrote is shown as it is. A nameplate holds
text; what is a number there is kept in its shortest form, so that criteria can read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from inspector.criteria import parse_number
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {"field_range": N_("{name} ({field}) cannot be “{value}”. Allowed is {allowed}.")},
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """The name of a number (msgid) and its bounds: above 0 or, with `zero`, from 0; up to `most` if there is one."""

    name: str
    most: float | None = None
    zero: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value is allowed."""
        return (value > 0 or (self.zero and value == 0)) and (self.most is None or value <= self.most)

    def words(self) -> Message:
        """The bounds as a part of a sentence."""
        if self.most is not None:
            return Message(N_("a number greater than 0 and at most {most}"), {"most": f"{self.most:g}"})
        return Message(N_("a number from 0 on") if self.zero else N_("a number greater than 0"))


HIGHEST_KV: Final = 1100
"""The highest voltage of a public grid."""
CUSTOMER: Final[Mapping[str, Allowed]] = {
    "voltage_kv": Allowed(N_("Supply voltage in kV"), HIGHEST_KV),
    "capacity_kva": Allowed(N_("Contract capacity in kVA")),
    "emergency_supply_kva": Allowed(N_("Emergency supply in kVA"), zero=True),
    "security_load_kw": Allowed(N_("Security load in kW"), zero=True),
    "power_factor_class": Allowed(N_("Power-factor standard"), 1),
}
NAMEPLATE: Final[Mapping[str, Allowed]] = {
    "voltage_kv": Allowed(N_("Rated voltage in kV"), HIGHEST_KV),
    "nominal_kv": Allowed(N_("Nominal voltage in kV"), HIGHEST_KV),
    "lv_voltage_kv": Allowed(N_("Rated low voltage in kV"), HIGHEST_KV),
    "capacity_kva": Allowed(N_("Rated capacity in kVA")),
    "oil_t": Allowed(N_("Oil mass in t")),
    "length_km": Allowed(N_("Cable length in km")),
    "rated_current_a": Allowed(N_("Rated current in A")),
    "hv_rated_current_a": Allowed(N_("Rated current of the high-voltage side in A")),
    "lv_rated_current_a": Allowed(N_("Rated current of the low-voltage side in A")),
    "permitted_current_a": Allowed(N_("Permitted current in A")),
    "loop_resistance_factory_uohm": Allowed(N_("Factory loop resistance in µΩ")),
    "sf6_alarm_mpa": Allowed(N_("SF6 alarm pressure in MPa")),
    "withstand_factory_kv": Allowed(N_("Factory withstand voltage in kV")),
    "dc_nominal_v": Allowed(N_("Nominal DC voltage in V")),
    "total_kva": Allowed(N_("Total capacity in kVA")),
}


def customer_fields(fields: Mapping[str, Any]) -> None:
    """Raise Problem field_range for a number no customer can have; what is no number is left to the type check."""
    for field, allowed in CUSTOMER.items():
        value = fields.get(field)
        if isinstance(value, int | float) and not isinstance(value, bool) and not allowed.holds(value):
            raise _refused(field, allowed, value)


def nameplate(plate: Mapping[str, Any]) -> dict[str, Any]:
    """A nameplate with its numbers in their shortest form. Raises Problem field_range for what is none or cannot be."""
    return {key: _entry(key, value) for key, value in plate.items()}


def _entry(key: str, value: Any) -> Any:
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    allowed = NAMEPLATE.get(key)
    if allowed is None or not isinstance(text, str) or not text.strip():
        return text
    try:
        number = parse_number(text)
    except Problem as problem:
        raise _refused(key, allowed, text) from problem
    if not allowed.holds(number):
        raise _refused(key, allowed, text)
    return str(int(number)) if number == int(number) else repr(number)


def _refused(field: str, allowed: Allowed, value: object) -> Problem:
    return Problem("field_range", name=Message(allowed.name), field=field, value=value, allowed=allowed.words())
