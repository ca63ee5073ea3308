"""The customer (客户) and what an inspection needs to know about the supply."""

from dataclasses import field
from datetime import date
from enum import StrEnum

from inspector.domain.portrait import Portrait
from inspector.quick_dataclass import dataclass


class Importance(StrEnum):
    """Importance class of a customer, GB/T 29328-2018."""

    SPECIAL = "special"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    TEMPORARY = "temporary"
    NONE = "none"


class Metering(StrEnum):
    """Where the energy is metered: 高供高计 or 高供低计."""

    HV_SIDE = "hv"
    LV_SIDE = "lv"


@dataclass(frozen=True, slots=True)
class Electrician:
    """An electrician employed by the customer and the certificate (特种作业操作证) held."""

    name: str
    certificate: str = ""
    valid_until: date | None = None
    category: str = ""
    """What the certificate is for, as it says: 高压, 低压, 继电保护 …"""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of the customer to call, besides the one who is responsible (`Customer.contact`)."""

    name: str
    title: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer with its substation. `account` is the 户号; `scope` the area (供电区域) it belongs to."""

    id: str
    account: str
    name: str
    scope: str
    address: str = ""
    voltage_kv: float | None = None
    capacity_kva: float | None = None
    """Contract capacity."""
    transformers: str = ""
    """Installed transformers as written on documents, for example 2×1250 kVA."""
    supply_mode: str = ""
    """How it is supplied, for example 双电源."""
    metering: Metering = Metering.HV_SIDE
    importance: Importance = Importance.NONE
    industry: str = ""
    contact: str = ""
    contact_title: str = ""
    phone: str = ""
    emergency_supply_kva: float | None = None
    security_load_kw: float | None = None
    """保安负荷."""
    power_factor_class: float | None = None
    """Power-factor standard of the tariff class (水电财字〔83〕215): 0.90, 0.85 or 0.80."""
    earthing: str = ""
    """System earthing mode: "effective", "not_effective" or unknown."""
    electricians: tuple[Electrician, ...] = field(default=())
    supply_sources: int | None = None
    """Independent sources that supply it: lines from different substations, or from sources of their own."""
    supply_circuits: int | None = None
    """Supply lines in all, of whatever source."""
    declared_demand_kw: float | None = None
    """Declared maximum demand of the two-part tariff."""
    meter_multiplier: float | None = None
    """Multiplier of the account: current ratio times voltage ratio of its metering."""
    line: str = ""
    """The supply line (供电线路), or several, as people write them."""
    cycle_months: int | None = None
    """Inspection cycle of this customer; None = as importance and voltage say."""
    active: bool = True
    """False once the supply contract has ended (销户)."""
    contacts: tuple[Contact, ...] = ()
    """Further people to call: on duty, at night, of the management."""
    keeper: str = ""
    """Id of the person of ours who is responsible for this customer (一户一责)."""
    duty: str = ""
    """How the substation is manned (值班方式), for example 24 h, two a shift."""
    portrait: Portrait | None = None
    """Figures of the four-high portrait, imported."""
    diagram: str = ""
    """The single-line diagram as compact JSON (`domain.diagram` reads it): one value, changed as a whole."""
