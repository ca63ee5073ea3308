"""An oil sample: gases in µL/L, exact numbers, and what is wrong with them before anything is diagnosed.

Numbers are fractions, so that a ratio or percentage on a border falls on the right side of it: the standards compare
unrounded values. A gas that was not measured is None and never 0.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "dga_number": N_("“{name}” is no number of at least 0. Leave out what was not measured, or give null."),
        "dga_key": N_("“{name}” is no key of a sample: {names}."),
        "dga_voltage": N_("“voltage_kv” must be greater than 0. Leave it out, or give null, where it is not known."),
        "dga_truth": N_("“{name}” is neither true nor false."),
        "dga_previous": N_("“previous” must hold the gases of the earlier sample and the days since (greater than 0)."),
        "dga_line": N_("A sample is a JSON object with the gases h2, ch4, c2h6, c2h4, c2h2 in µL/L."),
    },
)

HYDROCARBONS: Final = ("ch4", "c2h6", "c2h4", "c2h2")
KEY_GASES: Final = ("h2", *HYDROCARBONS)
GASES: Final = (*KEY_GASES, "co", "co2")
KEYS: Final = ("id", *GASES, "voltage_kv", "previous", "oil_t", "sealed")
PREVIOUS_KEYS: Final = (*GASES, "gases", "days")
DIGITS: Final = 30
"""Digits before the point that are read; nothing measured has more."""


class Fault(StrEnum):
    """Classes of faults (IEC 60599:2022 clause 5; Duval's extensions; DL/T 722-2014 table 7)."""

    PD = "PD"
    D1 = "D1"
    D2 = "D2"
    DT = "DT"
    T1 = "T1"
    T2 = "T2"
    T3 = "T3"
    D1_T = "D1+T"
    D2_T = "D2+T"
    S = "S"
    O = "O"  # noqa: E741 - the name of the zone
    C = "C"
    T3_H = "T3-H"
    NORMAL = "NORMAL"


@dataclass(frozen=True, slots=True)
class Gases:
    """Concentrations in µL/L; None = not measured."""

    h2: Fraction | None = None
    ch4: Fraction | None = None
    c2h6: Fraction | None = None
    c2h4: Fraction | None = None
    c2h2: Fraction | None = None
    co: Fraction | None = None
    co2: Fraction | None = None

    def of(self, name: str) -> Fraction | None:
        """A gas by name; `thc` is the total of the hydrocarbons, None unless all four were measured."""
        if name != "thc":
            found: Fraction | None = getattr(self, name)
            return found
        parts = self.all_of(*HYDROCARBONS)
        return None if parts is None else sum(parts, Fraction())

    def all_of(self, *names: str) -> tuple[Fraction, ...] | None:
        """These gases, or None if one of them was not measured."""
        found = tuple(value for name in names if (value := self.of(name)) is not None)
        return found if len(found) == len(names) else None

    def shares(self, *names: str) -> tuple[Fraction, ...] | None:
        """These gases in % of their sum; None if one is missing or all are 0."""
        parts = self.all_of(*names)
        total = sum(parts, Fraction()) if parts else Fraction()
        return tuple(100 * part / total for part in parts) if parts and total else None


@dataclass(frozen=True, slots=True)
class Previous:
    """The earlier sample, and the days of operation since."""

    gases: Gases
    days: Fraction


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample. `voltage_kv` None = up to 220 kV; `oil_t`: mass of the oil in tonnes; `sealed`: diaphragm.

    `told`: the report says of every 0 that the gas was not found, so none stands for a gas that was not measured.
    """

    gases: Gases
    id: Any = None
    voltage_kv: Fraction | None = None
    previous: Previous | None = None
    oil_t: Fraction | None = None
    sealed: bool | None = None
    told: bool = False


def read_sample(data: Mapping[str, Any]) -> Sample:
    """A sample from JSON. Raises Problem dga_key, dga_number, dga_voltage, dga_truth or dga_previous."""
    _known(data, KEYS)
    previous = data.get("previous")
    sealed = data.get("sealed")
    if sealed is not None and not isinstance(sealed, bool):
        raise Problem("dga_truth", name="sealed")
    voltage = _number(data, "voltage_kv")
    if voltage == 0:  # no unit has none: taken for "up to 220" it would get the milder limits
        raise Problem("dga_voltage")
    return Sample(
        gases=_gases(data),
        id=data.get("id"),
        voltage_kv=voltage,
        previous=None if previous is None else _previous(previous),
        oil_t=_number(data, "oil_t"),
        sealed=sealed,
    )


def _previous(data: Any) -> Previous:
    if not isinstance(data, Mapping):
        raise Problem("dga_previous")
    nested = data.get("gases")
    _known(data, PREVIOUS_KEYS)
    if isinstance(nested, Mapping):
        _known(nested, GASES)
    days = _number(data, "days")
    if not days:
        raise Problem("dga_previous")
    return Previous(_gases(nested if isinstance(nested, Mapping) else data), days)


def _known(data: Mapping[str, Any], names: tuple[str, ...]) -> None:
    """Raise Problem dga_key for a key that would be lost in silence (``H2`` is not ``h2``)."""
    for name in data:
        if name not in names:
            raise Problem("dga_key", name=name, names=", ".join(names))


def _gases(data: Mapping[str, Any]) -> Gases:
    return Gases(**{name: _number(data, name) for name in GASES})


def _number(data: Mapping[str, Any], name: str) -> Fraction | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction) or not 0 <= value < 10**DIGITS:
        raise Problem("dga_number", name=name)
    return Fraction(str(value))


class Doubt(StrEnum):
    """What may be wrong with a sample itself."""

    ALL_ZERO = "all_zero"
    """Every gas is 0: rather not measured."""
    ZERO_FOR_MISSING = "zero_for_missing"
    """Hydrogen or methane 0 beside much of the others: rather not measured."""
    SWAPPED = "swapped_c2h4_c2h6"
    """The methods would agree if ethylene and ethane had been entered in each other's place."""


PLENTY: Final = Fraction(150)
"""µL/L of hydrocarbons beside which a gas that every fault forms cannot well be 0 (attention value of the total)."""


def doubts(gases: Gases) -> Iterator[Doubt]:
    """What the numbers alone give away; exchanged columns are found by comparing the methods (`diagnosis`)."""
    known = [value for name in KEY_GASES if (value := gases.of(name)) is not None]
    if len(known) > 1 and not any(known):
        yield Doubt.ALL_ZERO
    elif any(gases.of(name) == 0 for name in ("h2", "ch4")) and sum(known, Fraction()) > PLENTY:
        yield Doubt.ZERO_FOR_MISSING
