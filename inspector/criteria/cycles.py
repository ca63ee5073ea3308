"""Overdue preventive tests: an overdue test is itself a finding."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from inspector.criteria import facts as known_facts
from inspector.criteria import reasons
from inspector.criteria.formats import NBSP, format_number
from inspector.criteria.model import Cycle, Judgement, Quantity
from inspector.criteria.packs import Packs
from inspector.criteria.telling import telling_decimals
from inspector.domain.equipment import EquipmentKind
from inspector.domain.inspection import add_months
from inspector.domain.verdict import Verdict
from inspector.i18n import N_, Message

PREVENTIVE: Final = "preventive"
DGA: Final = "dga"
INFRARED: Final = "infrared"
CONTINUITY: Final = "continuity"
DISCHARGE: Final = "discharge"
TESTS: Final = (PREVENTIVE, DGA, INFRARED, CONTINUITY, DISCHARGE)
"""What cycles are about: the test of the equipment, analysis of gases, infrared survey, continuity of earth leads,
survey of partial discharge.
"""
QUANTITY: Final = "test_overdue"
"""The quantity an overdue test is judged as; its value is the time since the last test in years."""


def overdue(
    packs: Packs,
    kind: EquipmentKind,
    last_tested: date | None,
    on: date,
    facts: Mapping[str, str],
    test: str = PREVENTIVE,
) -> Judgement:
    """Whether a test (one of TESTS) of a piece of equipment is overdue on a day.

    Of the enabled cycles that apply the one that was due first decides; it may say fail although a fact for another
    is missing, but not pass. A last test after that day is a slip: undetermined.
    The fact `next_due` (ISO date of the test record) that has passed
    raises attention even when the cycle still runs. No last test, or no cycle: undetermined.
    """
    quantity = packs.quantity(QUANTITY)
    if last_tested is None:
        return _undetermined(quantity, None, (reasons.MISSING_LAST_TEST,))
    if last_tested > on:
        slip = _undetermined(quantity, None, (reasons.MISSING_LAST_TEST,))
        return slip._replace(reasons=(reasons.TEST_IN_FUTURE,))
    years = _years(last_tested, on)
    known = {**facts, "kind": kind.value}
    cycles, missing = _applying(packs.cycles, known, test)
    dues = [(due, cycle) for cycle in cycles if (due := _due(cycle, last_tested, known, on)) is not None]
    first = min(dues, key=lambda one: one[0], default=None)
    if first is not None and (not missing or on > first[0]):
        judgement = _judged(quantity, first[1], (last_tested, first[0]), on, years)
    else:
        labels = tuple(known_facts.label(fact, known) for fact in missing) or (reasons.MISSING_CYCLE,)
        judgement = _undetermined(quantity, years, labels)
    return _with_next_due(judgement, facts.get("next_due", ""), on)


def _due(cycle: Cycle, last_tested: date, facts: Mapping[str, str], on: date) -> date | None:
    """The day by which the next test of a cycle is due; None where it asks for no more (`Cycle.days`)."""
    if not cycle.days:
        return add_months(last_tested, cycle.months)
    since = _day(facts.get(cycle.since, ""))
    if since is None or since > on:
        return None
    wanted = (since + timedelta(days=day) for day in cycle.days)
    return next((day for day in wanted if day > last_tested), None)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _years(start: date, end: date) -> float:
    """Calendar years between two days, months whole and the last one by its days.

    So it is above a cycle exactly when the day on which the test was due has passed; leap days do not shift it.
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    whole -= add_months(start, whole) > end
    anniversary, following = add_months(start, whole), add_months(start, whole + 1)
    return (whole + (end - anniversary) / (following - anniversary)) / 12


def _undetermined(quantity: Quantity, value: float | None, missing: tuple[Message, ...]) -> Judgement:
    return Judgement(
        Verdict.UNDETERMINED, quantity.id, value, quantity.unit, missing=missing, decimals=quantity.decimals
    )


def _applying(
    cycles: tuple[Cycle, ...], facts: Mapping[str, str], test: str = PREVENTIVE
) -> tuple[list[Cycle], list[str]]:
    """The enabled cycles of a test that apply, and the facts others hang on."""
    found: list[Cycle] = []
    missing: list[str] = []
    for cycle in cycles:
        if not cycle.enabled or cycle.test != test:
            continue
        known = known_facts.resolve(facts, [condition.fact for condition in cycle.when])
        answers = [condition.holds(known) for condition in cycle.when]
        if False in answers or (cycle.since in known_facts.HAPPENED and not facts.get(cycle.since)):
            continue
        unknown = [condition.fact for condition in cycle.when if condition.fact not in known]
        unknown += [cycle.since] if cycle.since and _day(facts.get(cycle.since, "")) is None else []
        if unknown:
            missing.extend(unknown)
        else:
            found.append(cycle)
    return found, list(dict.fromkeys(missing))


def _judged(quantity: Quantity, cycle: Cycle, span: tuple[date, date], on: date, years: float) -> Judgement:
    """What a cycle says on a day; `span` is the day of the last test and the one by which the next is due."""
    last_tested, due = span
    verdict = Verdict.PASS
    why: tuple[Message, ...] = ()
    if on > due:
        confirmed = cycle.source.confidence.may_fail
        verdict, why = (
            (Verdict.FAIL, ()) if confirmed else (Verdict.ATTENTION, (reasons.unconfirmed(cycle.source.confidence),))
        )
    limit = cycle.months / 12 if cycle.months else _years(last_tested, due)
    decimals = telling_decimals(years, None, limit, quantity.decimals)
    return Judgement(
        verdict,
        quantity.id,
        years,
        quantity.unit,
        formula=Message(
            N_("last test {last}, due by {due}"), {"last": last_tested.isoformat(), "due": due.isoformat()}
        ),
        limit_high=limit,
        limit_text=f"≤{NBSP}{format_number(limit, max(2, decimals))}",
        standard=cycle.source.standard,
        edition=cycle.source.edition,
        clause=cycle.source.clause,
        confidence=cycle.source.confidence,
        reasons=why,
        grade=cycle.grade,
        row=cycle.id,
        hazard_text=quantity.hazard,
        measure=quantity.measure,
        decimals=decimals,
        confirmation=cycle.source.confirmation,
    )


def _with_next_due(judgement: Judgement, next_due: str, on: date) -> Judgement:
    try:
        due = date.fromisoformat(next_due)
    except ValueError:
        return judgement
    if on <= due or judgement.verdict in (Verdict.FAIL, Verdict.ATTENTION):
        return judgement
    return judgement._replace(
        verdict=Verdict.ATTENTION, reasons=(*judgement.reasons, reasons.next_due_passed(due.isoformat()))
    )


def next_test(packs: Packs, kind: EquipmentKind, last_tested: date, facts: Mapping[str, str]) -> date | None:
    """The day by which the next preventive test is due; None where no cycle is known to apply."""
    known = {**facts, "kind": kind.value}
    cycles, _missing = _applying(packs.cycles, known)
    dues = (_due(cycle, last_tested, known, last_tested) for cycle in cycles)
    return min((due for due in dues if due is not None), default=None)
