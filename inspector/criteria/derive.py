"""Derived quantities and temperature conversion. Sums use `fsum`, so the order of the phases changes nothing."""

import math
from collections.abc import Callable, Mapping
from typing import Final

from inspector.i18n import N_

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


def _share_of_largest(inputs: Inputs) -> float | None:
    """The largest of the values in percent of the last one: a load factor from three currents and the rated one."""
    return max(inputs[:-1]) / inputs[-1] * 100 if inputs[-1] > 0 and min(inputs[:-1]) >= 0 else None


def _spread(inputs: Inputs) -> float | None:
    """Largest less smallest value."""
    return max(inputs) - min(inputs)


def _negative_sequence(inputs: Inputs) -> float | None:
    """Voltage unbalance of three line voltages, % negative sequence (GB/T 15543-2008, from the voltages alone)."""
    if min(inputs) <= 0:
        return None
    squares = sorted(value * value for value in inputs)
    form = math.fsum(value * value for value in squares) / math.fsum(squares) ** 2
    inner = 3 - 6 * form
    if inner < 0:  # no triangle: the three cannot be line voltages of one system
        return None
    root = math.sqrt(inner)
    return math.sqrt(max(0.0, (1 - root) / (1 + root))) * 100


def _power_factor_of_energy(inputs: Inputs) -> float | None:
    """Power factor of active, reactive and reverse reactive energy; the reverse one counts as drawn.

    So the tariff rules of 1983 count it (水电财字〔83〕215).
    """
    active, reactive = inputs[0], math.fsum(abs(value) for value in inputs[1:])
    return active / math.hypot(active, reactive) if active > 0 else None


def _power_factor_gap(inputs: Inputs) -> float | None:
    """Indicated power factor less the one that active and reactive power give."""
    active, reactive, indicated = inputs
    apparent = math.hypot(active, reactive)
    return abs(indicated) - abs(active) / apparent if apparent > 0 else None


def _apparent_gap(factor: float) -> Callable[[Inputs], float | None]:
    """√(P² + Q²) against `factor`·U·I, % of the latter; inputs: three voltages, three currents in A, P, Q.

    With P in kW and Q in kvar, √3 fits line voltages in kV, 3/1000 phase voltages in V.
    """

    def gap(inputs: Inputs) -> float | None:
        voltage, current = math.fsum(inputs[:3]) / 3, math.fsum(inputs[3:6]) / 3
        expected = factor * voltage * current
        return (math.hypot(*inputs[6:8]) / expected - 1) * 100 if min(inputs[:6]) >= 0 and expected > 0 else None

    return gap


def _apparent_share(inputs: Inputs) -> float | None:
    """Apparent power of P and Q in percent of a capacity in kVA."""
    return math.hypot(*inputs[:2]) / inputs[2] * 100 if inputs[2] > 0 else None


def _transformed_gap(inputs: Inputs) -> float | None:
    """How far a primary value lies from a secondary one times the ratio, % of the latter."""
    expected = inputs[1] * inputs[2]
    return (inputs[0] / expected - 1) * 100 if expected > 0 and inputs[0] >= 0 else None


def _product_gap(inputs: Inputs) -> float | None:
    """How far the product of two ratios lies from a multiplier, % of the multiplier."""
    first, second, multiplier = inputs
    return (first * second / multiplier - 1) * 100 if min(inputs) > 0 else None


def _relative_difference(inputs: Inputs) -> float | None:
    """δ = (T1 − T2) / (T1 − T0) · 100, %: T1 hottest, T2 coolest phase, T0 (last) the surroundings (DL/T 664-2016)."""
    hottest, coolest, around = max(inputs[:-1]), min(inputs[:-1]), inputs[-1]
    return (hottest - coolest) / (hottest - around) * 100 if hottest > around else None


def _hottest_rise(inputs: Inputs) -> float | None:
    """Hottest phase above the surroundings (last), K."""
    return max(inputs[:-1]) - inputs[-1]


def _quotient(inputs: Inputs) -> float | None:
    """First value over the second."""
    return inputs[0] / inputs[1] if inputs[1] > 0 else None


def _cell_deviation(inputs: Inputs) -> float | None:
    """The largest distance of a cell from the mean: highest, lowest, whole battery in V, and the number of cells."""
    highest, lowest, battery, cells = inputs
    if cells <= 0 or not lowest <= highest:
        return None
    return max(abs(highest - battery / cells), abs(lowest - battery / cells))


def _first(inputs: Inputs) -> float | None:
    """The only value as it stands: a fact of the register, or what a form worked out."""
    return inputs[0]


Table = tuple[tuple[float, float], ...]


def by_table(table: Table, value: float) -> float:
    """The value of a table whose corners are joined by straight lines, and whose ends go on as they are.

    What is looked up is rounded to hundredths first, half up, as tariffs do with a power factor.
    """
    wanted = math.floor(value * 100 + 0.5 + 1e-9) / 100
    after = next((number for number, corner in enumerate(table) if wanted <= corner[0]), len(table) - 1)
    (left, low), (right, high) = table[max(after, 1) - 1], table[max(after, 1)]
    return round(low + (high - low) * (wanted - left) / (right - left), 6) + 0.0


def by_class(tables: tuple[tuple[float, Table], ...], inputs: Inputs) -> float | None:
    """The value of the first input in the table of the class that the last one names; None where there is none."""
    table = next((one for name, one in tables if math.isclose(name, inputs[-1])), None)
    return None if table is None else by_table(table, inputs[0])


def _factory_share(inputs: Inputs) -> float | None:
    """An insulation resistance at its temperature, in percent of the factory's one at the factory's temperature.

    Inputs: measured value, its temperature, factory value, the factory's temperature (GB 50150-2016).
    """
    measured, measured_c, factory, factory_c = inputs
    known = temperature(measured_c) is not None and temperature(factory_c) is not None
    return insulation_at(measured, measured_c, factory_c) / factory * 100 if known and factory > 0 else None


def _appeared(inputs: Inputs) -> float | None:
    """1 where something was found (first) that was not there before (second), else 0."""
    return float(inputs[0] > 0 >= inputs[1])


def _growth(inputs: Inputs) -> float | None:
    """By how many percent of the second value the first one is larger."""
    return (inputs[0] / inputs[1] - 1) * 100 if inputs[1] > 0 else None


def _count(inputs: Inputs) -> float | None:
    """How many different ones there are."""
    return float(len(set(inputs)))


DERIVE: Final[dict[str, Callable[[Inputs], float | None]]] = {
    "unbalance_of_mean": _unbalance_of_mean,
    "unbalance_of_max": _unbalance_of_max,
    "ratio": _ratio,
    "difference": _difference,
    "percent_of": _percent_of,
    "sum": math.fsum,
    "share_of_largest": _share_of_largest,
    "spread": _spread,
    "negative_sequence": _negative_sequence,
    "power_factor_of_energy": _power_factor_of_energy,
    "power_factor_gap": _power_factor_gap,
    "apparent_gap_line_kv": _apparent_gap(math.sqrt(3)),
    "apparent_gap_phase_v": _apparent_gap(0.003),
    "apparent_share": _apparent_share,
    "transformed_gap": _transformed_gap,
    "product_gap": _product_gap,
    "relative_difference": _relative_difference,
    "hottest_rise": _hottest_rise,
    "quotient": _quotient,
    "cell_deviation": _cell_deviation,
    "as_given": _first,
    "by_table": _first,
    "factory_share": _factory_share,
    "appeared": _appeared,
    "growth": _growth,
    "count": _count,
}
"""Derivations a quantity may name; None = the inputs allow no value. Facts of the quantity stand behind the inputs."""

OF_ANY_NUMBER: Final = frozenset({"count"})
"""Derivations from as many inputs as there are."""
BY_TABLE: Final = "by_table"
FORMULAS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "factory_share": (
        N_("R × 1.5^((t − t0) / 10) ÷ R0: {r} at {t} °C against {r0} at {t0} °C in the factory"),
        ("r", "t", "r0", "t0"),
    ),
}
"""How a derivation that hangs on temperatures is told (msgids), with the names of its operands in their order."""
OF_ONE: Final = frozenset({"as_given", BY_TABLE})
"""Derivations from a single value."""


def _hot_spot_rise(inputs: Inputs) -> float:
    """Hottest phase above the surroundings (last), K."""
    return max(inputs[:-1]) - inputs[-1]


def _hot_spot(inputs: Inputs) -> float:
    """Hottest phase, °C; the surroundings stand last."""
    return max(inputs[:-1])


def _present(inputs: Inputs) -> float:
    """The first input: the value of now, where an earlier one stands behind it."""
    return inputs[0]


MEASURES: Final[dict[str, Callable[[Inputs], float]]] = {
    "hot_spot_rise": _hot_spot_rise,
    "hot_spot": _hot_spot,
    "present": _present,
}
"""What the gate of a limit row may measure on the inputs of its quantity."""

_LARGEST: Final = 1e15
_COLDEST_C, _HOTTEST_C = -60.0, 250.0

INSULATION: Final = "insulation"
WINDING: Final = "winding"
TAN_DELTA: Final = "tan_delta"
CONVERSIONS: Final = (INSULATION, WINDING, TAN_DELTA)
TAN_DELTA_C: Final = 20.0
"""The temperature that limits of a dissipation factor are for, °C."""

MATERIAL_T: Final = {"copper": 235.0, "aluminium": 225.0}
"""T of the winding-resistance conversion, °C (DL/T 596, GB 50150)."""


def insulation_at(value: float, measured_c: float, wanted_c: float) -> float:
    """R2 = R1 · 1.5^((t1 − t2) / 10), MΩ (GB 50150, DL/T 596)."""
    return float(value * 1.5 ** ((measured_c - wanted_c) / 10))


def winding_at(value: float, measured_c: float, wanted_c: float, material_t: float) -> float:
    """R2 = R1 · (T + t2) / (T + t1), in the unit of `value` (DL/T 596, GB 50150)."""
    return value * (material_t + wanted_c) / (material_t + measured_c)


def tan_delta_at(value: float, measured_c: float, wanted_c: float) -> float:
    """tanδ2 = tanδ1 · 1.3^((t2 − t1) / 10), % (DL/T 596, GB 50150)."""
    return float(value * 1.3 ** ((wanted_c - measured_c) / 10))


def usable(inputs: Inputs, wanted: int) -> bool:
    """Whether there are as many inputs as wanted, all of a size that a measurement can have (NaN has none)."""
    return len(inputs) == wanted and sized(inputs)


def sized(inputs: Inputs) -> bool:
    """Whether all values are of a size that a measurement can have."""
    return all(abs(value) <= _LARGEST for value in inputs)


def temperature(value: float | None) -> float | None:
    """A temperature that oil or a winding can have, °C; anything else counts as not known."""
    return value if value is not None and _COLDEST_C <= value <= _HOTTEST_C else None
