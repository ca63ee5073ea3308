"""What stands beside a value at this customer: the other phases, sister units, the panels left and right.

Values of the open visit come first; of a unit without one its last recorded value stands in, with its day.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from inspector.criteria import Judgement
from inspector.criteria.inference import Observation
from inspector.criteria.neighbours import BESIDE, beside, deviation, judge_beside, odd_phase, sisters
from inspector.domain.equipment import Equipment
from inspector.i18n import Translator, language
from inspector.services.visits.doubts import doubts
from inspector.services.visits.layout import LineLayout
from inspector.services.visits.live import CRITERION, LiveForm
from inspector.services.visits.session import VisitSession
from inspector.services.visits.views import Target
from inspector.services.words import NBSP, number_text

MOST = 3
"""Sister units that are named one by one."""
NOTABLE = 5.0
"""% below which no phase is called the odd one."""


class Beside(NamedTuple):
    """A value of another unit; `on` is the day of a recorded one, None for one of this visit."""

    unit: Equipment
    value: float
    on: date | None


def value_here(live: LiveForm, line: LineLayout, ref: str) -> float | None:
    """The value of a cell or computed line as it stands now."""
    judged = live.judgements.get(ref)
    return (judged.value if judged else None) if line.computed else live.number(ref)


def of_sisters(session: VisitSession, live: LiveForm, line: LineLayout, ref: str) -> tuple[Beside, ...]:
    """The same value at units of the same kind and rating."""
    if live.equipment is None:
        return ()
    units = sisters(live.equipment, tuple(session.equipment.values()))
    return _values_of(session, live, line, ref, units)


def of_neighbours(session: VisitSession, live: LiveForm, line: LineLayout, ref: str) -> tuple[Beside, ...]:
    """The same value of this visit at the units left and right."""
    if live.equipment is None:
        return ()
    units = beside(live.equipment, tuple(session.equipment.values()))
    return tuple(one for one in _values_of(session, live, line, ref, units) if one.on is None)


def compared_with(session: VisitSession, target: Target) -> tuple[Equipment, ...]:
    """The units that look at this one: its sister units, and those left and right of it."""
    unit, units = session.equipment.get(target.equipment or ""), tuple(session.equipment.values())
    if unit is None:
        return ()
    return tuple({one.id: one for one in (*sisters(unit, units), *beside(unit, units))}.values())


def _values_of(
    session: VisitSession, live: LiveForm, line: LineLayout, ref: str, units: Sequence[Equipment]
) -> tuple[Beside, ...]:
    found = []
    quantity, name = live.questions[ref].attributes.get(CRITERION, "") or line.criterion, live.name(ref)
    for unit in units:
        value = _now(session, unit, quantity, name)
        past = session.history.get(unit.id, {}).get((quantity, name), ())
        if value is not None:
            found.append(Beside(unit, value, None))
        elif past:
            found.append(Beside(unit, past[-1].value, past[-1].tested_on))
    return tuple(found)


def _now(session: VisitSession, unit: Equipment, quantity: str, name: str) -> float | None:
    for target, live in session.forms.items():
        if target.equipment != unit.id:
            continue
        for line in live.layout.lines:
            for ref in (line.ref,) if line.computed else line.cells:
                same = (live.questions[ref].attributes.get(CRITERION, "") or line.criterion) == quantity
                if same and live.name(ref) == name and not session.out_of_service(target, line.ref):
                    return value_here(live, line, ref)
    return None


def judged_beside(session: VisitSession, live: LiveForm, line: LineLayout, ref: str) -> Judgement | None:
    """The verdict on the difference from the units left and right, where a rule knows one."""
    quantity = live.questions[ref].attributes.get(CRITERION, "") or line.criterion
    value = value_here(live, line, ref) if quantity in BESIDE else None
    if value is None:
        return None
    others = [one.value for one in of_neighbours(session, live, line, ref)]
    return judge_beside(session.packs, quantity, value, others, live.facts, session.today)


def beside_observations(session: VisitSession, seen: Sequence[Observation]) -> tuple[Observation, ...]:
    """The judged differences from the units left and right, as inferences read them."""
    values = {(one.subject, one.about): one for one in seen if one.about in BESIDE and one.value is not None}
    return tuple(_differences(session, values))


def _differences(session: VisitSession, values: dict[tuple[str, str], Observation]) -> Iterator[Observation]:
    for (subject, about), one in values.items():
        unit = session.equipment.get(subject)
        if unit is None or one.value is None:
            continue
        units = beside(unit, tuple(session.equipment.values()))
        others = [
            other.value
            for near in units
            if (other := values.get((near.id, about))) is not None and other.value is not None
        ]
        facts = {"kind": unit.kind.value}
        judged = judge_beside(session.packs, about, one.value, others, facts, session.today)
        if judged is not None and judged.value is not None:
            name = session.packs.quantities[judged.quantity].name
            yield one._replace(
                about=judged.quantity, label=name, verdict=judged.verdict, value=judged.value,
                unit=judged.unit, decimals=judged.decimals, last=None, place=f"{one.place}#{judged.quantity}",
            )  # fmt: skip


def beside_words(session: VisitSession, live: LiveForm, line: LineLayout, ref: str) -> tuple[str, ...]:
    """Sentences about what stands beside a value: slips, the odd phase, sister units, the judged neighbours."""
    t = Translator(language())
    asked = tuple(doubts(session, live, line))
    value = value_here(live, line, ref)
    if value is None:
        return asked
    digits = session.decimals(live.questions[ref].attributes.get(CRITERION, "") or line.criterion)
    return (*asked, *_phase_words(live, line, t), *_sister_words(session, live, line, ref, digits, t),
            *_neighbour_words(session, live, line, ref, t))  # fmt: skip


def _phase_words(live: LiveForm, line: LineLayout, t: Translator) -> Iterator[str]:
    values = [live.number(ref) for ref in line.cells]
    quantities = {live.questions[ref].attributes.get(CRITERION, "") or line.criterion for ref in line.cells}
    known = [value for value in values if value is not None]
    odd = odd_phase(known) if len(known) == len(values) and len(quantities) == 1 and not line.computed else None
    if odd is None or odd[1].percent is None or abs(odd[1].percent) < NOTABLE:
        return
    phase = live.shown_label(line.cells[odd[0]])
    percent = _signed(odd[1].percent, 0)
    yield t("{phase} lies {percent} % from the other phases.").format(phase=phase, percent=percent)


def _sister_words(
    session: VisitSession, live: LiveForm, line: LineLayout, ref: str, digits: int | None, t: Translator
) -> Iterator[str]:
    units = of_sisters(session, live, line, ref)
    value = value_here(live, line, ref)
    off = deviation(value, [one.value for one in units]) if value is not None else None
    if off is None:
        return
    named = ", ".join(
        f"{one.unit.name} {number_text(one.value, digits=digits)}" + (f" ({one.on.isoformat()})" if one.on else "")
        for one in units[:MOST]
    )
    unit = session.packs.quantities[live.questions[ref].attributes.get(CRITERION, "") or line.criterion].unit
    difference = _signed(off.difference, 2 if digits is None else digits)
    difference = f"{difference}{NBSP}{unit}" if unit else difference
    yield t("Same rating: {units}; difference {difference}.").format(units=named, difference=difference)


def _neighbour_words(session: VisitSession, live: LiveForm, line: LineLayout, ref: str, t: Translator) -> Iterator[str]:
    judged = judged_beside(session, live, line, ref)
    if judged is None or judged.value is None:
        return
    words = t("{difference} against the neighbouring panels (limit {limit}).")
    value = f"{_signed(judged.value, judged.decimals)}{NBSP}{judged.unit}"
    yield words.format(difference=value, limit=f"{judged.limit_text}{NBSP}{judged.unit}")


def _signed(value: float, digits: int) -> str:
    shown = round(value, digits)
    return number_text(shown, digits=digits) if shown <= 0 else "+" + number_text(shown, digits=digits)
