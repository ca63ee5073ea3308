"""Overdue preventive tests: an overdue test is itself a finding."""

from collections.abc import Mapping
from datetime import date
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
    """Whether a test of a piece of equipment (PREVENTIVE, or DGA: the analysis of gases) is overdue on a day.

    The shortest enabled cycle that applies decides. A last test after that day is a slip: undetermined.
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
    if missing or not cycles:
        labels = tuple(known_facts.label(fact, known) for fact in missing) or (reasons.MISSING_CYCLE,)
        judgement = _undetermined(quantity, years, labels)
    else:
        judgement = _judged(quantity, min(cycles, key=lambda cycle: cycle.months), last_tested, on, years)
    return _with_next_due(judgement, facts.get("next_due", ""), on)


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
        if all(answers):
            found.append(cycle)
        elif False not in answers:
            missing.extend(condition.fact for condition in cycle.when if condition.fact not in known)
    return found, list(dict.fromkeys(missing))


def _judged(quantity: Quantity, cycle: Cycle, last_tested: date, on: date, years: float) -> Judgement:
    due = add_months(last_tested, cycle.months)
    verdict = Verdict.PASS
    why: tuple[Message, ...] = ()
    if on > due:
        confirmed = cycle.source.confidence.may_fail
        verdict, why = (
            (Verdict.FAIL, ()) if confirmed else (Verdict.ATTENTION, (reasons.unconfirmed(cycle.source.confidence),))
        )
    limit = cycle.months / 12
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
    cycles, _missing = _applying(packs.cycles, {**facts, "kind": kind.value})
    months = min((cycle.months for cycle in cycles), default=None)
    return None if months is None else add_months(last_tested, months)
