"""Derived quantities and temperature conversion. Sums use `fsum`, so the order of the phases changes nothing."""

import math
from collections.abc import Callable
from typing import Final

Inputs = tuple[float, ...]


def _unbalance_of_mean(inputs: Inputs) -> float | None:
    """(max − min) / mean × 100, % (DL/T 596-2021 6.1, GB 50150 winding resistance)."""
    mean = math.fsum(inputs) / len(inputs)
    return (max(inputs) - min(inputs)) / mean * 100 if min(inputs) > 0 else None


def _unbalance_of_max(inputs: Inputs) -> float | None:
    """(Imax − Imin) / Imax × 100, % (Q/GDW 1519)."""
    return (max(inputs) - min(inputs)) / max(inputs) * 100 if min(inputs) >= 0 and max(inputs) > 0 else None


def _ratio(inputs: Inputs) -> float | None:
    """Second value over the first: R60/R15, R600/R60."""
    return inputs[1] / inputs[0] if inputs[0] > 0 and inputs[1] > 0 else None


def _percent_of(inputs: Inputs) -> float | None:
    """First value in percent of the second."""
    return inputs[0] / inputs[1] * 100 if inputs[1] > 0 else None


def _difference(inputs: Inputs) -> float | None:
    """First value less the second: measured value less background."""
    return inputs[0] - inputs[1]


DERIVE: Final[dict[str, Callable[[Inputs], float | None]]] = {
    "unbalance_of_mean": _unbalance_of_mean,
    "unbalance_of_max": _unbalance_of_max,
    "ratio": _ratio,
    "difference": _difference,
    "percent_of": _percent_of,
    "sum": math.fsum,
}
"""Derivations a quantity may name; None = the inputs allow no value."""

_LARGEST: Final = 1e15
_COLDEST_C, _HOTTEST_C = -60.0, 250.0

INSULATION: Final = "insulation"
WINDING: Final = "winding"
CONVERSIONS: Final = (INSULATION, WINDING)

MATERIAL_T: Final = {"copper": 235.0, "aluminium": 225.0}
"""T of the winding-resistance conversion, °C (DL/T 596, GB 50150)."""


def insulation_at(value: float, measured_c: float, wanted_c: float) -> float:
    """R2 = R1 · 1.5^((t1 − t2) / 10), MΩ (GB 50150, DL/T 596)."""
    return float(value * 1.5 ** ((measured_c - wanted_c) / 10))


def winding_at(value: float, measured_c: float, wanted_c: float, material_t: float) -> float:
    """R2 = R1 · (T + t2) / (T + t1), in the unit of `value` (DL/T 596, GB 50150)."""
    return value * (material_t + wanted_c) / (material_t + measured_c)


def usable(inputs: Inputs, wanted: int) -> bool:
    """Whether there are as many inputs as wanted, all of a size that a measurement can have (NaN has none)."""
    return len(inputs) == wanted and all(abs(value) <= _LARGEST for value in inputs)


def temperature(value: float | None) -> float | None:
    """A temperature that oil or a winding can have, °C; anything else counts as not known."""
    return value if value is not None and _COLDEST_C <= value <= _HOTTEST_C else None
