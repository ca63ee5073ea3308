"""Which values can be at all: a power factor of 91 or a negative humidity is a slip of the pen and never judged.

Only what no instrument can show is ruled out; an insulation resistance of 0 MΩ is a finding.
"""

from typing import Final, NamedTuple

from inspector.criteria.formats import NBSP, format_number
from inspector.criteria.model import Quantity
from inspector.i18n import N_, Message


class Range(NamedTuple):
    """Values that can be; `above` leaves out the lower end."""

    low: float | None = None
    high: float | None = None
    above: bool = False

    def holds(self, value: float) -> bool:
        """Whether a value can be."""
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return False
        return self.high is None or value <= self.high

    @property
    def text(self) -> str:
        """The range with its signs."""
        sign = ">" if self.above else "≥"
        low = "" if self.low is None else f"{sign}{NBSP}{format_number(self.low, 0)}"
        high = "" if self.high is None else f"≤{NBSP}{format_number(self.high, 0)}"
        return ", ".join(part for part in (low, high) if part)


_ANY: Final = Range()
_NOT_NEGATIVE: Final = Range(0.0)
_ABOVE_ZERO: Final = Range(0.0, above=True)
_SHARE: Final = Range(0.0, 1.0)
_PERCENT: Final = Range(0.0, 100.0)
_CELSIUS: Final = Range(-273.15, 3000.0)
_AIR: Final = Range(-60.0, 80.0)
"""Around an inspector, °C: a little beyond what was ever measured outdoors, and what a closed room can reach."""
_OIL: Final = Range(-60.0, 200.0)
"""Oil and windings, °C: above it the oil boils and insulation is coal."""
_SURFACE: Final = Range(-60.0, 1100.0)
"""What an infrared camera sees on a part that still is one: copper melts at 1085 °C."""
_SETTING: Final = Range(0.0, 300.0)
"""What thermometers, controllers and detectors can be set to, °C."""
_UNSIGNED: Final = frozenset(
    {
        *("µΩ", "mΩ", "Ω", "kΩ", "MΩ", "µA", "mA", "A", "V", "kV", "mg/L", "µL/L", "mgKOH/g", "mN/m", "pC", "MPa"),
        *("mm", "ms", "min", "kWh", "kvarh", "m/s", "Hz"),
    }
)
"""Units in which nothing measured is below zero."""
_RANGES: Final = {
    **dict.fromkeys(("loop_resistance", "cabinet_contact_resistance", "earthing_resistance"), _ABOVE_ZERO),
    **dict.fromkeys(("dc_resistance_hv", "dc_resistance_lv"), _ABOVE_ZERO),
    **dict.fromkeys(("power_factor", "power_factor_month", "power_factor_peak", "power_factor_energy"), _SHARE),
    **dict.fromkeys(("room_humidity", "room_humidity_month", "ir_humidity"), _PERCENT),
    **dict.fromkeys(("sf6_leakage", "thd_u", "harmonic_odd", "harmonic_even", "voltage_unbalance"), _PERCENT),
    **dict.fromkeys(("it_tan_delta", "oil_tan_delta", "oil_tan_delta_before", "winding_tan_delta"), _NOT_NEGATIVE),
    **dict.fromkeys(("tev", "ultrasonic_pd"), _NOT_NEGATIVE),
    **dict.fromkeys(("room_temperature", "room_temperature_mean", "ir_ambient"), _AIR),
    "insulation_factory_temperature": _OIL,
    **dict.fromkeys(("top_oil_temperature", "top_oil_fans_stopped", "top_oil_coolers_lost"), _OIL),
    **dict.fromkeys(("winding_temperature", "cable_conductor_temperature"), Range(-60.0, 400.0)),
    **dict.fromkeys(("ir_temperature", "ambient_temperature"), _SURFACE),
    **dict.fromkeys(
        (
            *("oil_alarm_setting", "winding_alarm_setting", "fan_start_setting", "fan_stop_setting"),
            *("dry_fan_off_setting", "dry_fan_on_setting", "dry_alarm_setting", "dry_trip_setting"),
            "fire_detector_setting",
        ),
        _SETTING,
    ),
    "oil_ph": Range(0.0, 14.0),
    "battery_capacity": _NOT_NEGATIVE,
}
_DIFFERENCES: Final = frozenset({"tev", "ultrasonic_pd"})
"""Measurements less a background: below zero the background was taken where it was louder."""


def range_of(quantity: Quantity) -> Range:
    """The values that a quantity can have."""
    found = _RANGES.get(quantity.id)
    if found is not None:
        return found
    if quantity.unit == "°C":
        return _CELSIUS
    measured = not quantity.derive or quantity.derive == "sum"
    return _NOT_NEGATIVE if measured and quantity.unit in _UNSIGNED else _ANY


def impossible(quantity: Quantity, value: float, inputs: tuple[float, ...]) -> Message | None:
    """Why a value cannot be, as a sentence; None where it can."""
    allowed = range_of(quantity)
    parts = inputs if quantity.derive == "sum" else ()
    if allowed.holds(value) and all(allowed.holds(part) for part in parts):
        return None
    if quantity.id in _DIFFERENCES:
        return Message(N_("The background is above the value: measure both again."))
    shown = {"value": f"{format_number(value, 6)}{NBSP}{quantity.unit}".strip(), "range": allowed.text}
    return Message(N_("{value} cannot be; possible is {range}."), shown)
