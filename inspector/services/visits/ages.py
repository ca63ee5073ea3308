"""The age of tests (距上次试验): how long ago each was made, against its cycle. Worker thread.

A line of the criterion `test_overdue` says which test it is about with `insp:test` (`criteria.cycles.TESTS`); without
it the preventive test of the equipment, which the analysis of dissolved gases interrupts when that is late.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from inspector.criteria import Judgement, Packs, overdue
from inspector.criteria.cycles import CONTINUITY, DGA, DISCHARGE, INFRARED, PREVENTIVE, next_test
from inspector.domain.equipment import Equipment
from inspector.domain.verdict import Verdict
from inspector.i18n import N_, Message
from inspector.services.visits.layout import LineLayout

if TYPE_CHECKING:
    from inspector.services.visits.live import LiveForm

TEST: Final = "insp:test"
NEVER_TESTED: Final = Message(N_("No preventive test is on record."))
GASES_LATE: Final = Message(N_("The analysis of the dissolved gases is overdue."))
NO_GASES: Final = Message(N_("No gas analysis is on record since the first day in service."))
NEVER_MEASURED: Final = Message(N_("No such measurement is on record."))
RECORDED_HERE: Final = Message(N_("By the values on record here; ask for a later survey, or measure now."))
GAS: Final = "gas_"
MEASURED: Final[Mapping[str, tuple[str, ...]]] = {
    DGA: (GAS,),
    INFRARED: ("ir_temperature", "ir_delta", "ir_difference"),
    CONTINUITY: ("earthing_continuity",),
    DISCHARGE: ("tev_measured", "ultrasonic_measured"),
}
"""Beginnings of the quantities whose newest value says when a test was made last."""


def age_of(live: "LiveForm", packs: Packs, line: LineLayout) -> Judgement | None:
    """What the cycle of a line's test says today; None where there is no equipment whose test it could be."""
    if live.equipment is None:
        return None
    test = (line.attributes or {}).get(TEST, PREVENTIVE)
    if test in MEASURED:
        return _measured(live, packs, live.equipment, test)
    return _later(_preventive(live, packs, live.equipment), _gases(live, packs, live.equipment))


def _later(tests: Judgement, gases: Judgement | None) -> Judgement:
    """The graver of two overdue tests; the gas analysis speaks only when it is late."""
    if gases is None or gases.verdict not in (Verdict.ATTENTION, Verdict.FAIL):
        return tests
    return gases if gases.verdict.severity > tests.verdict.severity else tests


def _preventive(live: "LiveForm", packs: Packs, equipment: Equipment) -> Judgement:
    last = last_tested(live)
    judged = overdue(packs, equipment.kind, last, live.today, live.facts)
    if last is not None:
        return judged
    since = equipment.commissioned
    due = next_test(packs, equipment.kind, since or live.today, live.facts)
    late = due is not None and (since is None or due < live.today)
    verdict = Verdict.ATTENTION if late and judged.verdict is Verdict.UNDETERMINED else judged.verdict
    return judged._replace(verdict=verdict, reasons=(NEVER_TESTED, *judged.reasons))


def last_tested(live: "LiveForm") -> date | None:
    """The day of the newest preventive test: the record being entered, else the last one in the history."""
    labels = {live.name(ref) for line in live.layout.lines for ref in line.cells}
    days = [values[-1].tested_on for (_quantity, label), values in live.history.items() if label in labels]
    entered = live.tested_on()
    return max([*days, *([entered] if entered else [])], default=None)


def _gases(live: "LiveForm", packs: Packs, equipment: Equipment) -> Judgement | None:
    """The cycle of the gas analysis; without any on record it only draws attention, from the first day in service.

    None for a form that takes no gases, and where neither a sample nor that day is known.
    """
    last = _last_measured(live, packs, DGA)
    if last is not None:
        judged = _cycle(live, packs, equipment, last, DGA)
        return judged._replace(reasons=(GASES_LATE, *judged.reasons))
    refs = (ref for line in live.layout.lines for ref in line.cells)
    takes = any((one := live.quantity(packs, ref)) is not None and one.id.startswith(GAS) for ref in refs)
    if not takes or equipment.commissioned is None:
        return None
    judged = _cycle(live, packs, equipment, equipment.commissioned, DGA)
    verdict = Verdict.ATTENTION if judged.verdict is Verdict.FAIL else judged.verdict
    return judged._replace(verdict=verdict, reasons=(NO_GASES, *judged.reasons))


def _measured(live: "LiveForm", packs: Packs, equipment: Equipment, test: str) -> Judgement:
    """The cycle of a test that is known by its values; the customer may have measured since, so it never fails.

    It may where the newest day is the one that the customer's own log gives (`_told`).
    """
    last = _last_measured(live, packs, test)
    judged = _cycle(live, packs, equipment, last, test)
    if last is None:
        return judged._replace(reasons=(NEVER_MEASURED, *judged.reasons))
    if judged.verdict is not Verdict.FAIL or last == _told(live, test):
        return judged
    return judged._replace(verdict=Verdict.ATTENTION, reasons=(RECORDED_HERE, *judged.reasons))


def _cycle(live: "LiveForm", packs: Packs, equipment: Equipment, last: date | None, test: str) -> Judgement:
    facts = {name: value for name, value in {**live.facts, **live.own_facts()}.items() if name != "next_due"}
    return overdue(packs, equipment.kind, last, live.today, facts, test)


def _last_measured(live: "LiveForm", packs: Packs, test: str) -> date | None:
    """The day of the newest value of a test: what is being entered, else the last one in the history."""
    names = MEASURED[test]
    days = [values[-1].tested_on for (name, _), values in live.history.items() if values and name.startswith(names)]
    filled = (ref for line in live.layout.lines for ref in line.cells if live.value(ref))
    if any((one := live.quantity(packs, ref)) is not None and one.id.startswith(names) for ref in filled):
        entered = live.tested_on() if live.dated() else live.today
        days += [entered] if entered else []
    told = _told(live, test)
    return max([*days, *([told] if told else [])], default=None)


def _told(live: "LiveForm", test: str) -> date | None:
    """The day that a question of this form takes from the customer's log (`insp:fact` "infrared_on" and the like)."""
    try:
        return date.fromisoformat(live.own_facts().get(f"{test}_on", ""))
    except ValueError:
        return None
