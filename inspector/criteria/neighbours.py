"""Comparison with what stands beside: the other phases, sister units, the panels at the left and right. Pure.

Where limits.md has a rule for the difference (TEV and ultrasound of neighbouring panels, section 3) a quantity of its
own judges it, see `BESIDE`; the spread of winding resistances between phases is a quantity already. Any other
difference is shown and judges nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median
from typing import Final, NamedTuple

from inspector.criteria.judging import judge
from inspector.criteria.model import Judgement, JudgeRequest
from inspector.criteria.packs import Packs
from inspector.domain.equipment import Equipment

BESIDE: Final[Mapping[str, str]] = {"tev": "tev_neighbours", "ultrasonic_pd": "ultrasonic_neighbours"}
"""Quantities of panels, and the quantity that judges the difference from the panels beside."""
RATING: Final = (
    "voltage_kv", "capacity_kva", "capacity_kvar", "rated_current_a", "vector_group", "cooling", "breaker",
    "construction", "section_mm2", "u0_kv", "dc_nominal_v",
)  # fmt: skip
"""Values of the nameplate that have to be the same for sister units."""


class Deviation(NamedTuple):
    """How far a value lies from the middle of others, and in percent of it (None where that is 0)."""

    middle: float
    difference: float
    percent: float | None


def deviation(value: float, others: Sequence[float]) -> Deviation | None:
    """A value against the median of others; None without any. The order of the others changes nothing."""
    if not others:
        return None
    middle = median(others)
    return Deviation(middle, value - middle, (value - middle) / abs(middle) * 100 if middle else None)


def odd_phase(values: Sequence[float]) -> tuple[int, Deviation] | None:
    """The phase (its index) that lies farthest from the middle of the other ones; None below three phases."""
    if len(values) < 3:
        return None
    found = [
        (index, one)
        for index, value in enumerate(values)
        if (one := deviation(value, [*values[:index], *values[index + 1 :]])) is not None
    ]
    return max(found, key=lambda entry: abs(entry[1].difference))


def sisters(unit: Equipment, units: Sequence[Equipment]) -> tuple[Equipment, ...]:
    """Other units of the same kind and rating; none for a unit whose nameplate says nothing of its rating."""
    own = _rating(unit)
    if not any(own):
        return ()
    return tuple(one for one in units if one.id != unit.id and one.kind is unit.kind and _rating(one) == own)


def _rating(unit: Equipment) -> tuple[str, ...]:
    return tuple(str(unit.nameplate.get(key, "")).strip() for key in RATING)


def beside(unit: Equipment, units: Sequence[Equipment]) -> tuple[Equipment, ...]:
    """The units at the left and the right of one, in the order of the register."""
    row = sorted((one for one in units if one.kind is unit.kind), key=lambda one: (one.position, one.name))
    index = next((at for at, one in enumerate(row) if one.id == unit.id), None)
    if index is None:
        return ()
    return tuple(row[at] for at in (index - 1, index + 1) if 0 <= at < len(row))


def judge_beside(
    packs: Packs, quantity: str, value: float, others: Sequence[float], facts: Mapping[str, str], on: date
) -> Judgement | None:
    """The verdict on the difference from the units beside; None where no rule knows one, or nothing stands beside.

    The lowest neighbour counts: a source between two panels raises one of them as well.
    """
    judged_as = BESIDE.get(quantity, "")
    if judged_as not in packs.quantities or not others:
        return None
    return judge(packs, JudgeRequest(judged_as, (value - min(others),), facts, None, on))
