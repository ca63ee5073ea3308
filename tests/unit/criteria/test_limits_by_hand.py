"""Every figure of the domain notes, judged just inside, at and just outside through the shipped packs.

The tables beside this file are written from the notes alone; the packs are never asked what they expect.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from inspector.criteria import Judgement, JudgeRequest, Packs, judge, overdue
from inspector.criteria.confirmed import Decisions, RowDecision, conflict_groups, decided
from inspector.criteria.model import LimitRow
from inspector.domain.equipment import EquipmentKind
from inspector.domain.inspection import add_months
from inspector.domain.verdict import Confidence, Verdict
from tests.unit.criteria import limits_gases, limits_off, limits_service, limits_table
from tests.unit.criteria.cases import ON, past, shipped
from tests.unit.criteria.limits_lines import Contested, Given, Interval, Line, Off, Silent

LINES = [*limits_table.LINES, *limits_gases.LINES, *limits_service.LINES]
CONTESTED = [*limits_table.CONTESTED, *limits_service.CONTESTED]

INPUTS: dict[str, Callable[[float], tuple[float, ...]]] = {
    "dc_unbalance_hv": lambda percent: (100 - percent / 2, 100, 100 + percent / 2),
    "dc_unbalance_lv": lambda percent: (100 - percent / 2, 100, 100 + percent / 2),
    "absorption_ratio": lambda ratio: (100, 100 * ratio),
    "polarisation_index": lambda ratio: (100, 100 * ratio),
    "total_hydrocarbons": lambda total: (total, 0, 0, 0),
    "load_imbalance": lambda percent: (100, 100, 100 - percent),
    "load_factor": lambda percent: (10 * percent, 10 * percent, 10 * percent),
    "tev": lambda decibel: (decibel + 5, 5),
    "ultrasonic_pd": lambda decibel: (decibel + 5, 5),
    "ir_delta": lambda percent: (50, 50, 50 - 0.3 * percent, 20),
    "ir_difference": lambda kelvin: (20, 20, 20 + kelvin),
    "contact_rise": lambda kelvin: (20, 20, 20 + kelvin, 20),
    "emergency_supply_share": lambda percent: (percent, 100),
    "power_factor_energy": lambda factor: (1000 * factor, 1000 * math.sqrt(1 - factor**2), 0),
    "battery_float_per_cell": lambda volt: (104 * volt,),
    "battery_cell_deviation": lambda volt: (2.25 + volt, 2.25, 234),
    "demand_share": lambda percent: (10 * percent,),
    "insulation_factory_share": lambda percent: (percent, 20, 100, 20),
    "dry_winding_rise": lambda kelvin: (kelvin + 20, 20),
    **{f"online_{gas}_week": (lambda growth: (growth + 5, 5)) for gas in ("h2", "c2h2", "thc")},
    "online_thc_week_share": lambda percent: (100 + percent, 100),
}
"""Measured values from which a quantity derives a value; what is not named here is measured itself."""

NEAR = {
    *("dc_unbalance_hv", "dc_unbalance_lv", "core_earth_current", "clamp_earth_current", "loop_resistance"),
    *("contact_bounce", "arrester_leakage", "earthing_resistance", "earthing_continuity", "load_imbalance"),
    *("neutral_current", "voltage_unbalance", "thd_u", "harmonic_odd", "harmonic_even"),
}
"""Where attention is drawn from 80 % of an upper limit on (practice)."""


FROM_FACTS = {"tariff_capacity": "total_kva"}
"""Quantities that the register gives, with the fact that is the value."""

ELSEWHERE = {
    *("ir-delta-critical-terminal", "ir-delta-critical-joint", "ir-delta-critical-contact"),
    *("online-c2h2-new", "continuity-broken", "power-factor-class", "power-factor-surcharge"),
    *("top-oil-usual", "voltage-unbalance-lines", "voltage-unbalance-lines-short"),
}
"""Rows whose figures stand by hand in a test of their own: here, in `test_rows_of_section_two`, `test_fifteen_…`."""
FROM_MEMORY = {"gb50150-it-withstand"}
"""Rows that the notes do not have: they may not fail."""


def facts_of(text: str) -> dict[str, str]:
    return dict(part.split("=", maxsplit=1) for part in text.split())


def found(line: Line | Contested | Silent, value: float, packs: Packs | None = None) -> Judgement:
    """The value judged as a form would ask: all shipped rows speak."""
    derived = INPUTS.get(line.quantity)
    inputs = derived(value) if derived else (value,)
    earlier = line.earlier if isinstance(line, Line) else None
    unit = line.unit if isinstance(line, Line) else ""
    history = () if earlier is None else (past(line.quantity, earlier, 20.0, unit),)
    facts = facts_of(line.facts)
    if line.quantity in FROM_FACTS:
        facts[FROM_FACTS[line.quantity]], inputs = repr(value), ()
    request = JudgeRequest(line.quantity, inputs, facts, 20.0, ON, history)
    return judge(packs or shipped(), request)


def named(line: Line) -> str:
    return f"{line.quantity}-{line.item}"


def sides(line: Line) -> list[tuple[float, int]]:
    return [(bound, side) for bound, side in ((line.low, -1), (line.high, 1)) if bound is not None]


def step(bound: float) -> float:
    return max(abs(bound), 0.1) * 1e-6


def covers(clause: str, wanted: str) -> bool:
    return clause == wanted or clause.startswith(f"{wanted}.")


@pytest.mark.parametrize("line", LINES, ids=named)
def test_beyond_the_figure_the_verdict_is_what_its_confidence_allows(line: Line) -> None:
    for bound, side in sides(line):
        beyond = found(line, bound + side * step(bound))
        assert beyond.verdict.value == line.verdict_outside
        assert (beyond.confidence, beyond.unit) == (line.confidence, line.unit)
        limit = beyond.limit_high if side > 0 else beyond.limit_low
        assert limit == pytest.approx(bound, rel=1e-9)
        assert line.grade in ("", beyond.grade)


@pytest.mark.parametrize("line", LINES, ids=named)
def test_beyond_the_figure_standard_and_clause_are_cited(line: Line) -> None:
    for bound, side in sides(line):
        beyond = found(line, bound + side * step(bound))
        cited = f"{beyond.standard}-{beyond.edition}" if beyond.edition else beyond.standard
        assert cited == line.standard or cited.startswith(f"{line.standard}-") or not line.standard
        assert not line.clause or covers(beyond.clause, line.clause)


@pytest.mark.parametrize("line", LINES, ids=named)
def test_up_to_the_figure_nothing_is_found(line: Line) -> None:
    near = line.quantity in NEAR and line.inside == "pass" and line.outside != "attention"
    within = "attention" if near else line.inside
    for bound, side in sides(line):
        assert found(line, bound - side * step(bound)).verdict.value == within
        assert found(line, bound).verdict.value == (line.verdict_outside if line.strict else within)
        assert not near or found(line, 0.79 * bound).verdict is Verdict.PASS


@pytest.mark.parametrize(("value", "verdict"), [(9999.0, "fail"), (10000.0, "pass"), (10001.0, "pass")])
def test_a_fall_of_insulation_is_excused_from_10000_megohm_on(value: float, verdict: str) -> None:
    line = next(one for one in LINES if one.quantity == "insulation_resistance")
    assert found(replace(line, earlier=20000), value).verdict.value == verdict


@pytest.mark.parametrize(("delta", "grade"), [(94.9, "serious"), (95.0, "critical"), (95.1, "critical")])
def test_a_relative_difference_is_critical_from_95_percent_on_a_hot_part(delta: float, grade: str) -> None:
    """On a terminal above 80 °C; on a cooler one it stays serious, below 10 K of rise it is not graded at all."""

    def graded(hottest: float) -> Judgement:
        inputs = (hottest, hottest, hottest - delta / 100 * (hottest - 20), 20)
        facts = facts_of("load_percent=80 ir_part=terminal")
        return judge(shipped(), JudgeRequest("ir_delta", inputs, facts, None, ON))

    assert (graded(100).verdict, graded(100).grade) == (Verdict.ATTENTION, grade)
    assert (graded(60).verdict, graded(60).grade) == (Verdict.ATTENTION, "serious")
    assert graded(29.9).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("line", CONTESTED, ids=lambda line: f"{line.quantity}-{line.item}")
def test_contested_figures_can_all_be_chosen_and_never_fail(line: Contested) -> None:
    side = 1 if line.side == "high" else -1
    limits = set()
    for group, rows in conflict_groups(shipped()).items():
        for row in rows:
            if not isinstance(row, LimitRow) or row.quantity != line.quantity:
                continue
            chosen = decided(shipped(), Decisions(chosen={group: row.id}))
            for figure in line.figures:
                beyond = found(line, figure + side * step(figure), chosen)
                assert beyond.verdict in (Verdict.PASS, Verdict.ATTENTION)
                limits.add(beyond.limit_high if side > 0 else beyond.limit_low)
    assert set(line.figures) <= {round(limit, 9) for limit in limits if limit is not None}
    worst = min(line.figures) if side < 0 else max(line.figures)
    beyond = found(line, worst + side * step(worst))
    assert (beyond.verdict, beyond.confidence, beyond.unit) == (Verdict.ATTENTION, Confidence.CONFLICT, line.unit)


@pytest.mark.parametrize("line", limits_table.SILENT, ids=lambda line: f"{line.quantity}-{line.item}")
def test_what_nobody_is_sure_of_is_not_judged(line: Silent) -> None:
    assert found(line, line.value).verdict is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize("line", limits_service.GIVEN, ids=lambda line: f"{line.quantity}-{line.item}")
def test_what_the_register_knows_is_held_against_the_figure(line: Given) -> None:
    def of(number: int) -> Judgement:
        facts = {"kind": "site", **facts_of(line.facts), line.fact: str(number)}
        return judge(shipped(), JudgeRequest(line.quantity, (), facts, None, ON))

    beyond = of(line.figure + (1 if line.side == "high" else -1))
    assert beyond.verdict.value == line.verdict_outside
    assert beyond.confidence is line.confidence
    assert f"{beyond.standard}-{beyond.edition}".startswith(line.standard)
    assert not line.clause or covers(beyond.clause, line.clause)
    assert of(line.figure).verdict is Verdict.PASS


@pytest.mark.parametrize("line", limits_off.INTERVALS, ids=lambda line: line.item)
def test_a_test_is_overdue_the_day_after_its_interval(line: Interval) -> None:
    facts, last = facts_of(line.facts), date(2019, 3, 15)
    due, kind = add_months(last, line.months), EquipmentKind(facts["kind"])
    late = overdue(shipped(), kind, last, due + timedelta(days=1), facts)
    sure = line.confidence is Confidence.VERIFIED
    assert late.verdict is (Verdict.FAIL if sure else Verdict.ATTENTION)
    assert (late.confidence, f"{late.standard}-{late.edition}".startswith(line.standard)) == (line.confidence, True)
    assert overdue(shipped(), kind, last, due, facts).verdict is Verdict.PASS


@pytest.mark.parametrize("check", limits_service.CHECKS)
def test_a_checked_point_cites_its_clause(check: str) -> None:
    standard, clause = limits_service.CHECKS[check]
    source = shipped().checks[check].source
    assert f"{source.standard}-{source.edition}" == standard
    assert clause in source.clause


def speaking(line: Line) -> set[str]:
    """The rows that judge a value beyond the figure."""
    return {found(line, bound + side * step(bound)).row for bound, side in sides(line)}


def test_every_row_that_judges_has_its_figure_written_by_hand() -> None:
    """Practice aside, which is our own; contested rows and reports have tests of their own."""
    said = {row for line in LINES for row in speaking(line)} | ELSEWHERE | FROM_MEMORY
    for line in limits_service.GIVEN:
        number = line.figure + (1 if line.side == "high" else -1)
        facts = {"kind": "site", **facts_of(line.facts), line.fact: str(number)}
        said.add(judge(shipped(), JudgeRequest(line.quantity, (), facts, None, ON)).row)
    rows = [compiled.row for compiled in shipped().compiled()]
    judging = {row.id for row in rows if row.enabled and not row.conflict and row.quantity != "acceptance_report"}
    ours = {row.id for row in rows if row.source.confidence is Confidence.PRACTICE}
    assert judging - ours - said == set()
    assert {row.source.confidence for row in rows if row.id in FROM_MEMORY} == {Confidence.MEMORY}


@pytest.mark.parametrize("line", limits_off.OFF, ids=lambda line: line.row)
def test_a_row_that_is_switched_off_says_its_figure_once_it_is_chosen(line: Off) -> None:
    rivals = [row.id for row in shipped().limits_for(line.quantity) if row.id != line.row]
    rows = {rival: RowDecision(enabled=False) for rival in rivals}
    chosen = decided(shipped(), Decisions({**rows, line.row: RowDecision(enabled=True)}))
    unit = shipped().quantity(line.quantity).unit
    only = Line(line.row, line.quantity, line.facts, unit, line.low, line.high, Confidence.MEMORY, line.standard)
    assert found(only, 0.0).row != line.row
    for bound, side in sides(only):
        beyond = found(only, bound + side * step(bound), chosen)
        assert (beyond.row, beyond.verdict.value) == (
            line.row,
            "fail" if beyond.confidence is Confidence.VERIFIED else "attention",
        )
        assert f"{beyond.standard}-{beyond.edition}".startswith(line.standard)
        within = Verdict.ATTENTION if line.quantity in NEAR else Verdict.PASS
        assert found(only, bound, chosen).verdict is within
        assert found(only, bound - side * step(bound), chosen).verdict is within


def test_every_row_that_is_switched_off_is_known_here() -> None:
    off = {one.row.id for one in shipped().compiled() if not one.row.enabled and not one.row.conflict}
    assert off == {line.row for line in limits_off.OFF}
