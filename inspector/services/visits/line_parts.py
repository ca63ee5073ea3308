"""What a line shows beside its values: unit and limits of its cells, the change, days and limit of its history."""

from collections.abc import Iterable, Sequence
from datetime import date

from inspector.criteria import Judgement
from inspector.domain.equipment import TestValue
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm, moved
from inspector.services.words import NBSP, number_text

BETWEEN = " / "


def quantity_of(live: LiveForm, line: LineLayout, ref: str) -> str:
    """What a cell measures: its own criterion, or the line's."""
    own = live.questions[ref].attributes.get(CRITERION, "") if ref in live.questions else ""
    return own or line.criterion


def unit_of(live: LiveForm, line: LineLayout) -> str:
    """The unit of a line; of cells with different units, all of them in order ("kW / kvar")."""
    units = [live.questions[ref].attributes.get("insp:unit", "") for ref in line.cells]
    return line.unit or BETWEEN.join(dict.fromkeys(unit for unit in units if unit))


def limit_of(live: LiveForm, line: LineLayout, judged: str) -> str:
    """The limit of a line; where its cells are different quantities, those of all ("≤ 85 / 105").

    `judged` is the limit of the line's own judgement.
    """
    if line.computed or len({quantity_of(live, line, ref) for ref in line.cells}) < 2:
        return judged
    found = [live.judgements.get(ref) for ref in line.cells]
    limits = [one.limit_text if one else "" for one in found]
    if len(set(limits)) < 2:
        return judged
    sign = limits[0].partition(NBSP)[0]
    if all(limit.startswith(f"{sign}{NBSP}") for limit in limits):
        limits[1:] = [limit.removeprefix(f"{sign}{NBSP}") for limit in limits[1:]]
    return BETWEEN.join(limit or "—" for limit in limits)


def shown_cell(live: LiveForm, line: LineLayout) -> str:
    """The cell that stands for the line: the worst one, among equals the one that moved most, else the first typed."""

    def rank(ref: str) -> tuple[int, float, bool]:
        typed, judged = live.number(ref) is not None, live.judgements.get(ref)
        worst = judged.verdict.severity if judged and typed else 0
        return worst, moved(live, quantity_of(live, line, ref), ref), typed

    return max(line.cells, key=rank)


def change_text(now: float, last: float, digits: int | None) -> str:
    """The difference to the last value, with its sign."""
    difference = round(now - last, 4 if digits is None else digits)
    return ("" if difference <= 0 else "+") + number_text(difference, digits=digits)


def days_of(live: LiveForm, past: Sequence[TestValue], started: date, *, measured: bool) -> tuple[date, ...]:
    """The day of each value of a line's history; this one's is the day of the test, else of the visit."""
    days = tuple(value.tested_on for value in past)
    return (*days, live.tested_on() or started) if measured else days


def limit_value(judgement: Judgement | None, values: Iterable[float]) -> float | None:
    """The limit a sparkline shows: the one nearer to the values when there are two.

    None where the value was converted to be judged: the values of other days were taken at other temperatures.
    """
    if judgement is None or judgement.converted is not None:
        return None
    limits = [limit for limit in (judgement.limit_low, judgement.limit_high) if limit is not None]
    last = next(reversed(tuple(values)), None)
    if last is None or not limits:
        return limits[0] if limits else None
    return min(limits, key=lambda limit: abs(limit - last))
