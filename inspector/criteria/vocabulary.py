"""What a fact may say: the words of those that are words, and which numbers can be.

A word that is not in the list is as good as none: the row that hangs on it is not ruled out, and the verdict is
undetermined with the words that are understood. Packs may use no other words either.
"""

import re
from collections.abc import Mapping
from typing import Final

from inspector.criteria.conditions import numeric, plain
from inspector.domain.customer import Importance, Metering
from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, Message

_YES_NO: Final = ("0", "1")
WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "kind": (*(kind.value for kind in EquipmentKind), "site"),
    "service": ("in", "acceptance"),
    "importance": tuple(one.value for one in Importance),
    "metering": tuple(one.value for one in Metering),
    "system_earthing": ("effective", "not_effective"),
    "neutral_out": _YES_NO,
    "hv_neutral_out": _YES_NO,
    "lv_neutral_out": _YES_NO,
    "cooling": ("ONAN", "ONAF", "OFAF", "ODAF", "OFWF", "ODWF", "AN", "AF"),
    "insulation": ("A", "E", "B", "F", "H", "C"),
    "winding_material": ("copper", "aluminium"),
    "breaker": ("vacuum", "sf6", "oil", "load_switch", "none"),
    "construction": ("withdrawable", "rmu", "gis", "disconnector", "other"),
    "contact_surface": ("bare", "bolted", "silver"),
    "cable_insulation": ("xlpe", "pvc", "paper"),
    "battery": ("vrla", "vented", "lithium", "nicd"),
    "earthing_use": (
        *("hv", "hv_proved", "shared", "lv", "lightning_rod", "microwave", "fuel_tank", "open_fuel_tank"),
    ),
    "safety_tool": (
        "indicator",
        "gloves",
        "boots",
        "rod",
        "earthing_set",
        "mat",
        "barrier",
        "clamp",
        "belt",
        "helmet",
        "other",
    ),
    "sf6_compartment": ("arcing", "other"),
    "capacitor_use": ("shunt", "coupling", "breaker"),
    "tap_changer": ("on_load", "off_circuit", "none"),
    "transformer_use": ("ct", "vt", "combined"),
    "sealed": _YES_NO,
    "tariff": ("single", "two_part"),
    "tariff_user": (
        *("industrial_hv", "industrial", "on_load_regulation", "non_industrial", "pumping", "agriculture", "resale"),
    ),
    "manning": ("staffed", "unstaffed", "remote"),
    "factory_unbalance": _YES_NO,
    "plant_side": _YES_NO,
    "arrester_columns": ("single", "multi"),
    "ir_part": (
        *(
            "arrester",
            "bushing",
            "cable_termination",
            "cable_termination_whole",
            "capacitor",
            "contact",
            "instrument_transformer",
            "joint",
        ),
        *("other", "tank", "terminal"),
    ),
}
"""The words of a fact, as registers and forms offer them."""
POSITIVE: Final = frozenset(
    {
        *("voltage_kv", "nominal_kv", "lv_voltage_kv", "capacity_kva", "capacity_kvar", "rated_current_a"),
        *("impedance_percent", "loop_resistance_factory_uohm", "contact_resistance_factory_uohm", "length_km"),
        *("sf6_alarm_mpa", "withstand_factory_kv", "u1ma_factory_kv", "u0_kv", "section_mm2", "start_s"),
        *("dc_nominal_v", "battery_cells", "earth_fault_current_a", "total_kva", "power_factor_class", "quality_kv"),
        *("meter_multiplier", "cycle_months", "permitted_current_a", "leakage_factory_ua"),
    }
)
"""Facts that are numbers above zero."""
_GROUP: Final = re.compile(r"^(yn|zn|[yzdi])(?:(?:yn|zn|[yzdia])\d{0,2}){0,2}(yn|zn|[yzdia])\d{0,2}$")
"""High voltage first, low voltage last, up to two windings between; ``a`` is the common one of an autotransformer."""
GROUP_EXAMPLES: Final = ("Dyn11", "Yyn0", "Yd11", "YNd11", "YNyn0d11")
_FOLDED: Final = {fact: frozenset(plain(word) for word in words) for fact, words in WORDS.items()}


def usable(fact: str, text: str) -> bool:
    """Whether a fact that was given can be judged by."""
    if fact in _FOLDED:
        return plain(text) in _FOLDED[fact]
    if fact in POSITIVE:
        value = numeric(text)
        return value is not None and value > 0
    return fact != "vector_group" or _GROUP.match(plain(text)) is not None


def neutrals(text: str) -> tuple[bool, bool] | None:
    """Whether the high- and the low-voltage winding of a vector group have their neutral out: the letter N says so.

    None for what is no vector group of star, delta and zigzag windings.
    """
    match = _GROUP.match(plain(text))
    if match is None or match[1] == "i":
        return None
    return match[1].endswith("n"), match[2].endswith("n")


def expected(fact: str, name: str) -> Message:
    """What a person is asked for who gave something that a fact cannot be."""
    if fact in POSITIVE:
        return Message(N_("{fact}: a number above zero"), {"fact": Message(name)})
    words = ", ".join(WORDS.get(fact, GROUP_EXAMPLES))
    asked = N_("{fact}, written like {words}") if fact == "vector_group" else N_("{fact}, one of: {words}")
    return Message(asked, {"fact": Message(name), "words": words})
