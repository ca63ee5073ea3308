"""Equipment (设备) of a customer's substation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class EquipmentKind(StrEnum):
    """Kinds that have a checklist of their own."""

    TRANSFORMER_OIL = "transformer_oil"
    TRANSFORMER_DRY = "transformer_dry"
    SWITCHGEAR = "switchgear"
    CABLE = "cable"

    @property
    def family(self) -> str:
        """The group it is listed under: transformer, switchgear or cable."""
        return "transformer" if self.value.startswith("transformer") else self.value


@dataclass(frozen=True, slots=True)
class Equipment:
    """One piece of equipment.

    `nameplate` holds what criteria ask for, as text by key: voltage_kv, capacity_kva, lv_voltage_kv, vector_group,
    cooling, neutral_out ("1"/"0"), winding_material ("copper"/"aluminium"), oil_t, sealed, length_km, rated_current_a,
    loop_resistance_factory_uohm, ct_ratio …; an unknown value is absent, never guessed.
    """

    id: str
    customer: str
    kind: EquipmentKind
    name: str
    model: str = ""
    place: str = ""
    commissioned: date | None = None
    position: int = 0
    nameplate: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TestValue:
    """One value of a preventive test or a reading, as it was recorded and judged then."""

    quantity: str
    tested_on: date
    value: float
    unit: str
    label: str = ""
    temperature_c: float | None = None
    verdict: str = ""
    visit: str = ""
