"""Figures of other standards to set a sample beside: they judge nothing and open no diagnosis. Pure.

IEC 60599:2022 gives typical values (90 %) as ranges; the upper ends stand here, for power transformers.
IEEE C57.104-2019 gives the 90th (table 1) and 95th (table 2) percentile by O2/N2 and age; a sealed tank counts as O2/N2
of at most 0.2, as nobody measures the two here. Levels are by concentration alone, without tables 3 and 4 (changes,
rates).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from inspector.criteria.dga.sample import GASES, Gases
from inspector.quick_dataclass import dataclass

TYPICAL: Final[Mapping[str, int]] = {
    "h2": 150, "ch4": 130, "c2h6": 90, "c2h4": 280, "c2h2": 20, "co": 600, "co2": 14000,
}  # fmt: skip
"""Upper ends of the typical values, µL/L. Acetylene: without a tap changer that shares the oil."""
_ORDER: Final = ("h2", "ch4", "c2h6", "c2h4", "c2h2", "co", "co2")
_TABLES: Final = {
    (True, ""): ((80, 90, 90, 50, 1, 900, 9000), (200, 150, 175, 100, 2, 1100, 12500)),
    (True, "1–9"): ((75, 45, 30, 20, 1, 900, 5000), (200, 100, 70, 40, 2, 1100, 7000)),
    (True, "10–30"): ((75, 90, 90, 50, 1, 900, 10000), (200, 150, 175, 95, 2, 1100, 14000)),
    (True, "> 30"): ((100, 110, 150, 90, 1, 900, 10000), (200, 200, 250, 175, 4, 1100, 14000)),
    (False, ""): ((40, 20, 15, 50, 2, 500, 5000), (90, 50, 40, 100, 7, 600, 7000)),
    (False, "1–9"): ((40, 20, 15, 25, 2, 500, 3500), (90, 60, 30, 80, 7, 600, 5000)),
    (False, "10–30"): ((40, 20, 15, 60, 2, 500, 5500), (90, 60, 40, 125, 7, 600, 8000)),
    (False, "> 30"): ((40, 20, 15, 60, 2, 500, 5500), (90, 30, 40, 125, 7, 600, 8000)),
}
"""(O2/N2 at most 0.2, age in years) -> tables 1 and 2."""
_OLD: Final = 30
_YOUNG: Final = 10


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Tables 1 and 2 for one transformer; `age` is their band in years, "" where the age is not known."""

    sealed: bool
    age: str
    first: Mapping[str, int]
    second: Mapping[str, int]

    def levels(self, gases: Gases) -> dict[str, int]:
        """1 up to table 1, 2 up to table 2, 3 above it, for each gas that was measured."""
        known = ((gas, gases.of(gas)) for gas in GASES)
        return {
            gas: 1 + (amount > self.first[gas]) + (amount > self.second[gas])
            for gas, amount in known
            if amount is not None
        }


def typical(*, on_load: bool) -> dict[str, int]:
    """Typical values; none for acetylene where a tap changer may share the oil."""
    return {gas: value for gas, value in TYPICAL.items() if not (on_load and gas == "c2h2")}


def above(gases: Gases, values: Mapping[str, int]) -> tuple[str, ...]:
    """The gases above their value, in the order of the standards."""
    return tuple(gas for gas in _ORDER if gas in values and (gases.of(gas) or Fraction(0)) > values[gas])


def percentiles(*, sealed: bool, age_years: float | None) -> Percentiles:
    """The rows of both tables for a tank and its age."""
    band = _band(age_years)
    first, second = _TABLES[sealed, band]
    return Percentiles(sealed, band, dict(zip(_ORDER, first, strict=True)), dict(zip(_ORDER, second, strict=True)))


def _band(age_years: float | None) -> str:
    whole = int(age_years) if age_years is not None else 0
    if whole < 1:
        return ""
    return "1–9" if whole < _YOUNG else "10–30" if whole <= _OLD else "> 30"
