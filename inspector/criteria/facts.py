"""Facts a judgement hangs on: nameplate, customer, service; and facts that follow from other facts.

A derived fact is used only when it is not given itself. Nothing is guessed: what cannot be derived stays absent.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from inspector.criteria import vocabulary
from inspector.criteria.conditions import numeric, plain
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.i18n import N_, Message

_NOMINAL_OF_RATED: Final = (
    (3, 3.6, "3"), (6, 7.2, "6"), (10, 12, "10"), (20, 24, "20"), (33, 40.5, "35"), (60, 72.5, "66"),
    (110, 126, "110"), (220, 252, "220"), (330, 363, "330"), (500, 550, "500"), (750, 800, "750"), (1000, 1100, "1000"),
)  # fmt: skip
"""Nominal system voltage for rated voltages from … to, kV: that of windings (10.5, 38.5, 121) and the highest voltage
of equipment (GB/T 156). What lies between belongs to no system."""
_LOWEST_SYSTEM: Final = 3.0

LABELS: Final[dict[str, str]] = {
    "kind": N_("kind of equipment"),
    "service": N_("occasion of the test (in service or acceptance)"),
    "voltage_kv": N_("rated voltage (kV)"),
    "nominal_kv": N_("nominal voltage of the system (kV)"),
    "lv_voltage_kv": N_("rated low voltage (kV)"),
    "voltage_ratio": N_("rated high and low voltage (kV)"),
    "capacity_kva": N_("rated capacity (kVA)"),
    "vector_group": N_("vector group"),
    "hv_neutral_out": N_("vector group"),
    "lv_neutral_out": N_("vector group"),
    "neutral_out": N_("whether the neutral is brought out"),
    "cooling": N_("cooling type"),
    "insulation": N_("insulation class"),
    "winding_material": N_("winding material (copper or aluminium)"),
    "lv_rated_current_a": N_("rated capacity and low voltage"),
    "hv_rated_current_a": N_("rated capacity and high voltage"),
    "rated_current_a": N_("rated current (A)"),
    "permitted_current_a": N_("rated current (A)"),
    "loop_resistance_factory_uohm": N_("maker's loop resistance (µΩ)"),
    "length_km": N_("cable length (km)"),
    "sf6_alarm_mpa": N_("SF6 alarm pressure of the nameplate (MPa)"),
    "withstand_factory_kv": N_("factory withstand voltage (kV)"),
    "breaker": N_("type of breaker (vacuum or SF6)"),
    "system_earthing": N_("how the system is earthed"),
    "earthing_use": N_("what the earthing device serves"),
    "earth_fault_current_a": N_("earth-fault current I (A)"),
    "total_kva": N_("total capacity of the low-voltage supply (kVA)"),
    "power_factor_class": N_("power-factor standard of the customer's tariff class"),
    "sf6_compartment": N_("gas compartment (with arcing or without)"),
    "u1ma_factory_kv": N_("maker's reference voltage U1mA (kV)"),
    "contact_resistance_factory_uohm": N_("maker's resistance of the isolating contacts (µΩ)"),
    "u0_kv": N_("rated voltage U0 of the cable (kV)"),
    "battery": N_("type of battery"),
    "safety_tool": N_("type of tool"),
    "section_mm2": N_("conductor cross-section (mm²)"),
    "start_s": N_("starting time of the nameplate (s)"),
    "dc_nominal_v": N_("nominal voltage of the DC system (V)"),
    "importance": N_("importance class"),
    "supply_sources": N_("number of independent sources"),
    "supply_circuits": N_("number of supply circuits"),
    "declared_demand_kw": N_("declared maximum demand (kW)"),
    "meter_multiplier": N_("multiplier of the account"),
    "metering": N_("where the energy is metered"),
    "cycle_months": N_("inspection cycle of the customer (months)"),
    "certificate_days": N_("validity of the electricians' certificates"),
    "quality_kv": N_("voltage of the place where the power quality is measured (kV)"),
    "ct_ratio": N_("ratio of the current transformers"),
    "ct_multiple": N_("ratio of the current transformers"),
    "load_percent": N_("load in percent of the rated current"),
    "ir_part": N_("part whose temperature is measured"),
    "contact_surface": N_("surface of the contact"),
    "battery_cells": N_("number of cells of the battery"),
    "cells_in_series": N_("nominal voltage and number of cells of the battery"),
    "cell_nominal_v": N_("nominal voltage and number of cells of the battery"),
    "age_years": N_("first day in service"),
    "energised_on": N_("first day in service"),
    "overhauled_on": N_("day of the last A or B level maintenance"),
    "sealed": N_("whether the tank is sealed"),
    "transformer_use": N_("type of the instrument transformer"),
    "tariff": N_("tariff of the customer"),
    "arrester_columns": N_("columns of the arrester"),
    "leakage_factory_ua": N_("maker's leakage at 0.75 U1mA (µA)"),
    "capacity_kvar": N_("rated capacity (kvar)"),
    "capacitor_current_a": N_("rated capacity and voltage of the capacitor bank"),
    "impedance_percent": N_("impedance voltage (%)"),
    "cable_insulation": N_("insulation of the cable"),
    "construction": N_("construction of the switchgear"),
    "capacitor_use": N_("type of capacitor"),
    "tap_changer": N_("tap changer of the nameplate"),
    "tariff_user": N_("kind of user in the sense of the tariff"),
    "power_factor_class_due": N_("kind of user in the sense of the tariff"),
    "power_factor_class_recorded": N_("power-factor standard of the customer's tariff class"),
    "manning": N_("how the substation is manned"),
    "factory_unbalance": N_("whether the maker explained an unbalance above the limit"),
    "unbalance_counts": N_("whether the maker explained an unbalance above the limit"),
    "infrared_on": N_("day of the last infrared survey by the customer's log"),
    "discharge_on": N_("day of the last discharge survey by the customer's log"),
    "continuity_on": N_("day of the last continuity test by the customer's log"),
    "plant_side": N_("whether the transformer belongs to a power plant"),
}
"""What a person is asked for when a fact is missing (msgids)."""


DAYS: Final = ("energised_on", "overhauled_on")
"""Facts that are days (ISO), from which cycles may be counted."""
HAPPENED: Final = frozenset({"overhauled_on"})
"""Days of something that need not have happened: not given, it did not."""


def label(fact: str, facts: Mapping[str, str] | None = None) -> Message:
    """What a person is asked for, in the reader's language: a fact by name.

    Where `facts` give it wrong, what it may be. The nominal voltage is asked for as such only where it follows from
    no rated one (`_nominal`).
    """
    given = facts or {}
    for name in (fact, *SOURCES.get(fact, ())):
        if given.get(name) and not vocabulary.usable(name, given[name]):
            return vocabulary.expected(name, LABELS.get(name, name))
    rated = fact == "nominal_kv" and given.get("kind") != EquipmentKind.ARRESTER and not given.get("voltage_kv")
    asked = "voltage_kv" if rated else fact
    return Message(LABELS.get(asked, asked))


def text_of(value: float) -> str:
    """A number as a fact: shortest form, no trailing ``.0``."""
    return str(int(value)) if value == int(value) else repr(value)


def _nominal(facts: Mapping[str, str]) -> str:
    """From the rated voltage; not of an arrester, whose rated voltage is not that of its system (51 kV for 35 kV)."""
    rated = numeric(facts.get("voltage_kv", ""))
    if rated is None or rated <= 0:
        return ""
    if rated < _LOWEST_SYSTEM:
        return text_of(rated)
    return "" if facts.get("kind") == EquipmentKind.ARRESTER else _system(rated)


def _system(rated: float) -> str:
    return next((nominal for low, high, nominal in _NOMINAL_OF_RATED if low <= rated <= high), "")


def _neutral(side: int) -> Callable[[Mapping[str, str]], str]:
    """Whether winding 0 (high) or 1 (low) has its neutral brought out."""

    def derive(facts: Mapping[str, str]) -> str:
        known = vocabulary.neutrals(facts.get("vector_group", ""))
        if known is None:
            return facts.get("neutral_out", "")
        return "1" if known[side] else "0"

    return derive


def _rated_current(voltage: str) -> Callable[[Mapping[str, str]], str]:
    """Rated line current of a three-phase winding, A: S / (√3 · U)."""

    def derive(facts: Mapping[str, str]) -> str:
        power, volts = numeric(facts.get("capacity_kva", "")), numeric(facts.get(voltage, ""))
        return repr(power / (math.sqrt(3) * volts)) if power and volts and power > 0 and volts > 0 else ""

    return derive


def _ratio(facts: Mapping[str, str]) -> str:
    high, low = numeric(facts.get("voltage_kv", "")), numeric(facts.get("lv_voltage_kv", ""))
    return repr(high / low) if high and low else ""


def _ct_multiple(facts: Mapping[str, str]) -> str:
    """A ratio as people write it, as one number: ``200/5`` is 40."""
    match = _RATIO.match(facts.get("ct_ratio", ""))
    if match is None:
        return ""
    primary, secondary = float(match[1]), float(match[2] or 1)
    return repr(primary / secondary) if primary > 0 and secondary > 0 else ""


_RATIO = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(?:[/:：／]\s*(\d+(?:\.\d+)?))?\s*(?:A|V|kV)?\s*$")


def _cell_nominal(facts: Mapping[str, str]) -> str:
    """Nominal voltage of what counts as a cell, V: 104 of 220 V are 2 V cells, 18 are blocks of 12 V."""
    volts, cells = numeric(facts.get("dc_nominal_v", "")), numeric(facts.get("battery_cells", ""))
    if not volts or not cells or volts <= 0 or cells <= 0:
        return ""
    pairs = round(volts / cells / 2)
    return str(2 * pairs) if pairs in (1, 2, 3, 6) else ""


def _cells_in_series(facts: Mapping[str, str]) -> str:
    cells, nominal = numeric(facts.get("battery_cells", "")), numeric(_cell_nominal(facts))
    return text_of(cells * nominal / 2) if cells and nominal else ""


def _capacitor_current(facts: Mapping[str, str]) -> str:
    """Rated line current of a capacitor bank, A: Q / (√3 · U)."""
    reactive, volts = numeric(facts.get("capacity_kvar", "")), numeric(facts.get("voltage_kv", ""))
    return repr(reactive / (math.sqrt(3) * volts)) if reactive and volts and reactive > 0 and volts > 0 else ""


_CLASSES: Final[Mapping[str, tuple[tuple[float, str], ...]]] = {
    "industrial_hv": ((math.nextafter(160, 161), "0.9"), (100, "0.85")),
    "industrial": ((100, "0.85"),),
    "on_load_regulation": ((0, "0.9"),),
    "non_industrial": ((100, "0.85"),),
    "pumping": ((3200, "0.9"), (100, "0.85")),
    "agriculture": ((100, "0.8"),),
    "resale": ((100, "0.8"),),
}
"""Kind of user → power-factor standard from a capacity (kVA) on, the largest first (水电财字〔83〕215)."""


def _power_factor_class(facts: Mapping[str, str]) -> str:
    """The power-factor standard of a kind of user; empty below the smallest capacity, for which the rules name none."""
    classes, capacity = _CLASSES.get(plain(facts.get("tariff_user", "")), ()), numeric(facts.get("total_kva", ""))
    if capacity is None:
        return next((one for least, one in classes if least == 0), "")
    return next((one for least, one in classes if capacity >= least), "")


_DERIVED: Final[dict[str, Callable[[Mapping[str, str]], str]]] = {
    "nominal_kv": _nominal,
    "hv_neutral_out": _neutral(0),
    "lv_neutral_out": _neutral(1),
    "hv_rated_current_a": _rated_current("voltage_kv"),
    "lv_rated_current_a": _rated_current("lv_voltage_kv"),
    "voltage_ratio": _ratio,
    "permitted_current_a": lambda facts: facts.get("rated_current_a", ""),
    "quality_kv": lambda facts: facts.get("nominal_kv", "") or _nominal(facts),
    "ct_multiple": _ct_multiple,
    "cell_nominal_v": _cell_nominal,
    "cells_in_series": _cells_in_series,
    "capacitor_current_a": _capacitor_current,
    "power_factor_class": _power_factor_class,
    "power_factor_class_due": _power_factor_class,
    "power_factor_class_recorded": lambda facts: facts.get("power_factor_class", ""),
    "factory_unbalance": lambda _facts: "0",
    "unbalance_counts": lambda facts: "0" if plain(facts.get("factory_unbalance", "")) == "1" else "1",
    "plant_side": lambda _facts: "0",
}
SOURCES: Final[dict[str, tuple[str, ...]]] = {
    "nominal_kv": ("voltage_kv", "kind"),
    "hv_neutral_out": ("vector_group", "neutral_out"),
    "lv_neutral_out": ("vector_group", "neutral_out"),
    "hv_rated_current_a": ("capacity_kva", "voltage_kv"),
    "lv_rated_current_a": ("capacity_kva", "lv_voltage_kv"),
    "voltage_ratio": ("voltage_kv", "lv_voltage_kv"),
    "permitted_current_a": ("rated_current_a",),
    "quality_kv": ("nominal_kv", "voltage_kv", "kind"),
    "ct_multiple": ("ct_ratio",),
    "cell_nominal_v": ("dc_nominal_v", "battery_cells"),
    "cells_in_series": ("dc_nominal_v", "battery_cells"),
    "capacitor_current_a": ("capacity_kvar", "voltage_kv"),
    "power_factor_class": ("tariff_user", "total_kva"),
    "power_factor_class_recorded": ("power_factor_class",),
    "power_factor_class_due": ("tariff_user", "total_kva"),
    "unbalance_counts": ("factory_unbalance",),
}
"""Given facts a derived fact hangs on."""


def resolve(facts: Mapping[str, str], wanted: Iterable[str]) -> dict[str, str]:
    """The wanted facts, derived where they are not given; absent ones and those that cannot be are left out."""
    found: dict[str, str] = {}
    for fact in wanted:
        derive = _DERIVED.get(fact)
        value = facts.get(fact, "") or (derive(facts) if derive is not None else "")
        if value and vocabulary.usable(fact, value):
            found[fact] = value
    return found


def known(facts: Mapping[str, str], fact: str) -> str:
    """One fact, derived where it is not given; empty when it is not known."""
    return resolve(facts, (fact,)).get(fact, "")


def facts_for(
    customer: Customer | None, equipment: Equipment | None, service: str = "in", on: date | None = None
) -> dict[str, str]:
    """Facts of a piece of equipment at a customer, or of the site when `equipment` is None (kind "site").

    The nameplate wins over the customer where both know a fact. `service` is "in" (preventive test, in service) or
    "acceptance". `on` is the day that ages and validities are counted to; without it they are not known. Answers of a
    form that carry `insp:fact` are added by the caller.
    """
    facts = {"service": service, "kind": equipment.kind.value if equipment is not None else "site"}
    if customer is not None:
        facts.update(_customer_facts(customer, on, site=equipment is None))
    if equipment is not None:
        if equipment.commissioned is not None:
            facts["energised_on"] = equipment.commissioned.isoformat()
        if on is not None and equipment.commissioned is not None:
            facts["age_years"] = repr((on - equipment.commissioned).days / _DAYS_A_YEAR)
        facts.update({key: str(value) for key, value in equipment.nameplate.items() if str(value).strip()})
    return facts


_DAYS_A_YEAR: Final = 365.25


def _customer_facts(customer: Customer, on: date | None, *, site: bool) -> dict[str, str]:
    numbers = {
        "power_factor_class": customer.power_factor_class,
        "total_kva": customer.capacity_kva,
        "supply_sources": customer.supply_sources,
        "supply_circuits": customer.supply_circuits,
        "declared_demand_kw": customer.declared_demand_kw,
        "meter_multiplier": customer.meter_multiplier,
        "cycle_months": customer.cycle_months,
    }
    if site:
        numbers["voltage_kv"] = customer.voltage_kv
        numbers["certificate_days"] = _certificate_days(customer, on)
    facts = {key: text_of(value) for key, value in numbers.items() if value is not None}
    facts["importance"] = customer.importance.value
    facts["metering"] = customer.metering.value
    if customer.earthing in ("effective", "not_effective"):
        facts["system_earthing"] = customer.earthing
    return facts


def _certificate_days(customer: Customer, on: date | None) -> int | None:
    """Days until the first of the electricians' certificates runs out; None while one of them has no date."""
    ends = [electrician.valid_until for electrician in customer.electricians]
    known = [end for end in ends if end is not None]
    if on is None or not known or len(known) < len(ends):
        return None
    return (min(known) - on).days
