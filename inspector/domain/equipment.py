"""Equipment (设备) of a customer's substation."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class EquipmentKind(StrEnum):
    """Kinds of equipment on the register. Which of them have checklists, `forms/visit.toml` says."""

    TRANSFORMER_OIL = "transformer_oil"
    TRANSFORMER_DRY = "transformer_dry"
    SWITCHGEAR = "switchgear"
    CABLE = "cable"
    ARRESTER = "arrester"
    INSTRUMENT_TRANSFORMER = "instrument_transformer"
    CAPACITOR = "capacitor"
    DC_SYSTEM = "dc_system"
    GENERATOR = "generator"
    EARTHING = "earthing"
    SAFETY_TOOLS = "safety_tools"

    @property
    def family(self) -> str:
        """The group it is listed under: both kinds of power transformer together, every other kind alone."""
        return "transformer" if self.value.startswith("transformer") else self.value


@dataclass(frozen=True, slots=True)
class Equipment:
    """One piece of equipment.

    `nameplate` holds what criteria ask for, as text by key; `resources/nameplates.toml` lists the keys of each kind
    with their units and choices. An unknown value is absent, never guessed. `active` is False once it was taken out of
    service (退运).
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
    serial: str = ""
    maker: str = ""
    active: bool = True


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
