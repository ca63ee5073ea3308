"""The gas limits that open a diagnosis, and the cycles and deadlines of the domain notes, all written by hand.

Neither the packs nor the gate are asked what they expect: both have to agree with the figures here.
"""

from datetime import date, timedelta

import pytest

from inspector.criteria import overdue
from inspector.criteria.cycles import DGA
from inspector.criteria.dga import read_sample
from inspector.criteria.facts import resolve
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.domain.verdict import Confidence, Verdict
from tests.unit.criteria.cases import shipped
from tests.unit.criteria.gases import gate
from tests.unit.criteria.limits_lines import V, W

QUIET = {"h2": 20, "ch4": 20, "c2h6": 20, "c2h4": 20, "c2h2": 0, "co": 20, "co2": 20}
"""µL/L, nothing above any limit."""

ATTENTION = [("h2", 110, 150), ("h2", 330, 150), ("c2h2", 220, 5), ("c2h2", 330, 1)]
"""DL/T 722-2014, 9.3.1 table 3: gas, kV, µL/L."""

RATES = [("h2", 10, 5), ("c2h2", 0.2, 0.1), ("ch4", 12, 6), ("co", 100, 50), ("co2", 200, 100)]
"""DL/T 722-2014, 9.3.2 table 4: gas, mL/day sealed and open; methane stands for the total hydrocarbons."""


@pytest.mark.parametrize(("gas", "kv", "figure"), ATTENTION)
def test_a_gas_above_its_attention_value_calls_for_a_diagnosis(gas: str, kv: int, figure: int) -> None:
    def opened(value: float) -> tuple[str, ...]:
        return gate(read_sample({**QUIET, gas: value, "voltage_kv": kv})).exceeded

    assert opened(figure) == opened(figure - 0.01) == ()
    assert opened(figure + 0.01) == (gas,)


@pytest.mark.parametrize("kv", [110, 330])
def test_hydrocarbons_above_their_attention_value_call_for_a_diagnosis(kv: int) -> None:
    def opened(total: float) -> tuple[str, ...]:
        return gate(read_sample({**QUIET, "ch4": total - 40, "voltage_kv": kv})).exceeded

    assert opened(150) == opened(149.99) == ()
    assert opened(150.01) == ("thc",)


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize(("gas", "tight", "breathing"), RATES)
def test_a_gas_that_grows_faster_than_table_4_calls_for_a_diagnosis(
    gas: str, tight: float, breathing: float, sealed: bool
) -> None:
    """8.9 t of oil are ten cubic metres, in which 0.1 µL/L more a day are 1 mL a day."""
    before = {**QUIET, "c2h2": 1}
    figure = tight if sealed else breathing

    def opened(rate: float) -> tuple[str, ...]:
        days = 10 if gas != "c2h2" else 1
        grown = {**before, gas: round(before[gas] + rate * days / 10, 6)}
        earlier = {"gases": before, "days": days}
        return gate(
            read_sample({**grown, "oil_t": 8.9, "sealed": sealed, "previous": earlier, "voltage_kv": 110})
        ).exceeded

    name = "rate_thc" if gas == "ch4" else f"rate_{gas}"
    assert name not in opened(figure)
    assert name not in opened(figure * 0.99)
    assert name in opened(figure * 1.01)


CYCLES = [
    ("infrared", "kind=transformer_oil nominal_kv=110", 6, V),
    ("infrared", "kind=transformer_oil nominal_kv=10", 6, V),
    ("infrared", "kind=transformer_oil nominal_kv=220", 3, V),
    ("infrared", "kind=transformer_oil nominal_kv=330", 1, V),
    ("dga", "kind=transformer_oil nominal_kv=35", 12, V),
    ("dga", "kind=transformer_oil nominal_kv=110", 12, V),
    ("dga", "kind=transformer_oil nominal_kv=220", 6, V),
    ("dga", "kind=transformer_oil nominal_kv=330", 3, V),
    ("dga", "kind=transformer_oil nominal_kv=500", 3, V),
    ("dga", "kind=transformer_oil nominal_kv=750", 1, V),
]
"""DL/T 596-2021, 6.1: months."""


@pytest.mark.parametrize(("test", "text", "months", "confidence"), CYCLES)
def test_cycles_of_an_oil_transformer(test: str, text: str, months: int, confidence: Confidence) -> None:
    facts = dict(part.split("=") for part in text.split())
    rows = [row for row in shipped().cycles if row.test == test and row.enabled and row.months]
    known = resolve(facts, {condition.fact for row in rows for condition in row.when})
    holding = [row for row in rows if all(condition.holds(known) for condition in row.when)]
    assert [(row.months, row.source.confidence) for row in holding] == [(months, confidence)]
    assert [(row.source.basis) for row in holding] == ["DL/T 596-2021 6.1"]


@pytest.mark.parametrize(("kv", "months"), [("35", 12), ("110", 12), ("220", 6), ("330", 3), ("750", 1)])
def test_a_gas_analysis_is_overdue_the_day_after_its_cycle(kv: str, months: int) -> None:
    last, facts = date(2024, 3, 15), {"nominal_kv": kv, "energised_on": "2010-05-01"}
    due = add_months(last, months)
    kind = EquipmentKind.TRANSFORMER_OIL
    assert overdue(shipped(), kind, last, due, facts, DGA).verdict is Verdict.PASS
    late = overdue(shipped(), kind, last, due + timedelta(days=1), facts, DGA)
    assert (late.verdict, late.basis) == (Verdict.FAIL, "DL/T 596-2021 6.1")


def test_the_detector_has_the_two_cycles_that_sources_give() -> None:
    rows = [row for row in shipped().cycles if row.conflict == "tool-indicator-cycle"]
    assert sorted(row.months for row in rows) == [6, 12]
    assert {row.source.confidence for row in rows} == {Confidence.CONFLICT}


@pytest.mark.parametrize(
    ("grade", "days", "confidence"),
    [
        (Grade.CRITICAL, [1], W),
        (Grade.SERIOUS, [3, 7], Confidence.CONFLICT),
        (Grade.GENERAL, [30], W),
    ],
)
def test_deadlines_by_grade(grade: Grade, days: list[int], confidence: Confidence) -> None:
    rows = [row for row in shipped().deadlines if row.grade is grade]
    assert sorted(row.days for row in rows) == days
    assert {row.source.confidence for row in rows} == {confidence}
