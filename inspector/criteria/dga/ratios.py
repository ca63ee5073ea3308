"""Ratio methods: IEC 60599:2022 table 1, the three ratios of DL/T 722-2014 tables 6 and 7, Rogers (IEEE C57.104).

The order of the ratios is C2H2/C2H4, CH4/H2, C2H4/C2H6 everywhere. x/0 lies above every band; 0/0 is 0 for the first
and the last, and leaves nothing to say for CH4/H2.
"""

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

from inspector.criteria.dga.sample import KEY_GASES, Fault, Gases
from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass

Number = Fraction | float
"""A fraction, or infinity."""
Ratios = tuple[Number, Number, Number]
TENTH, FIFTH, HALF = Fraction(1, 10), Fraction(1, 5), Fraction(1, 2)


def ratios_of(gases: Gases) -> Ratios | None:
    """The three ratios; None where a gas is missing, or methane and hydrogen are both 0."""
    found = gases.all_of(*KEY_GASES)
    if found is None:
        return None
    h2, ch4, c2h6, c2h4, c2h2 = found
    if not ch4 and not h2:
        return None
    return _ratio(c2h2, c2h4), _ratio(ch4, h2), _ratio(c2h4, c2h6)


def _ratio(above: Fraction, below: Fraction) -> Number:
    if below:
        return above / below
    return math.inf if above else Fraction()


def iec60599(ratios: Ratios) -> tuple[Fault, ...]:
    """Every row of IEC 60599:2022 table 1 that the ratios fit. D1 and D2 overlap on purpose: then both are given.

    T1 asks for CH4/H2 above 1: the wider reading of the table would take in every sample with little ethylene.
    """
    acetylene, methane, ethylene = ratios
    rows = (
        (Fault.PD, methane < TENTH and ethylene < FIFTH),
        (Fault.D1, acetylene > 1 and TENTH <= methane <= HALF and ethylene > 1),
        (Fault.D2, Fraction(3, 5) <= acetylene <= Fraction(5, 2) and TENTH <= methane <= 1 and ethylene > 2),
        (Fault.T1, methane > 1 and ethylene < 1),
        (Fault.T2, acetylene < TENTH and methane > 1 and 1 <= ethylene <= 4),
        (Fault.T3, acetylene < FIFTH and methane > 1 and ethylene > 4),
    )
    return tuple(fault for fault, fits in rows if fits)


BANDS: Final = (TENTH, Fraction(1), Fraction(3))
DIGITS: Final = ((0, 1, 1, 2), (1, 0, 2, 2), (0, 0, 1, 2))
"""DL/T 722-2014 table 6: the digit of each ratio by band; a band holds its lower end."""
LOW_HEAT: Final = N_("Low-temperature overheating (below 150 °C)")
WARM: Final = N_("Low-temperature overheating (150–300 °C)")
MEDIUM: Final = N_("Medium-temperature overheating (300–700 °C)")
HOT: Final = N_("High-temperature overheating (above 700 °C)")
PARTIAL: Final = N_("Partial discharge")
LOW_ENERGY: Final = N_("Low-energy discharge")
LOW_ENERGY_HEAT: Final = N_("Low-energy discharge with overheating")
ARC: Final = N_("Arc discharge")
ARC_HEAT: Final = N_("Arc discharge with overheating")
CODES: Final[Mapping[tuple[int, int, int], tuple[Fault, str]]] = {
    (0, 0, 0): (Fault.T1, LOW_HEAT),
    (0, 2, 0): (Fault.T1, WARM),
    (0, 2, 1): (Fault.T2, MEDIUM),
    **{(0, second, 2): (Fault.T3, HOT) for second in range(3)},
    (0, 1, 0): (Fault.PD, PARTIAL),
    **{(2, second, third): (Fault.D1, LOW_ENERGY) for second in range(2) for third in range(3)},
    **{(2, 2, third): (Fault.D1_T, LOW_ENERGY_HEAT) for third in range(3)},
    **{(1, second, third): (Fault.D2, ARC) for second in range(2) for third in range(3)},
    **{(1, 2, third): (Fault.D2_T, ARC_HEAT) for third in range(3)},
}
"""DL/T 722-2014 table 7; the codes 0 0 1 and 0 1 1 do not stand in it."""


@dataclass(frozen=True, slots=True)
class ThreeRatio:
    """The code, and what table 7 says about it: nothing for two of the 27 codes."""

    code: tuple[int, int, int]
    fault: Message | None
    fault_class: Fault | None


def dlt722(ratios: Ratios) -> ThreeRatio:
    """The improved three-ratio method."""
    bands = tuple(sum(ratio >= bound for bound in BANDS) for ratio in ratios)
    code = (DIGITS[0][bands[0]], DIGITS[1][bands[1]], DIGITS[2][bands[2]])
    found = CODES.get(code)
    return ThreeRatio(code, Message(found[1]) if found else None, found[0] if found else None)


def rogers(ratios: Ratios) -> Fault | None:
    """Rogers' table as in IEEE C57.104. It has no row for low-energy discharge."""
    acetylene, methane, ethylene = ratios
    still, quiet = acetylene < TENTH, TENTH <= methane <= 1
    rows = (
        (Fault.NORMAL, still and quiet and ethylene < 1),
        (Fault.PD, still and methane < TENTH and ethylene < 1),
        (Fault.D2, TENTH <= acetylene <= 3 and quiet and ethylene > 3),
        (Fault.T1, still and quiet and 1 <= ethylene <= 3),
        (Fault.T2, still and methane > 1 and 1 <= ethylene <= 3),
        (Fault.T3, still and methane > 1 and ethylene > 3),
    )
    return next((fault for fault, fits in rows if fits), None)
