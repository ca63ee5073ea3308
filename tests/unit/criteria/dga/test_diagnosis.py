"""The gate, the combined verdict, doubts about the sample, and the JSON lines of the command."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.criteria.dga import (
    Diagnosis,
    Doubt,
    Family,
    Fault,
    Gases,
    Methods,
    Previous,
    Sample,
    family_of,
    rates,
)
from inspector.criteria.dga.ratios import ThreeRatio
from inspector.criteria.dga.sample import KEY_GASES
from inspector.i18n import Translator
from tests.unit.criteria.gases import diagnose, diagnose_lines, gate

QUIET = {"h2": 50, "ch4": 20, "c2h6": 10, "c2h4": 10, "c2h2": 0}


def sample(**changes: object) -> Sample:
    told = {name: Fraction(str(value)) for name, value in QUIET.items()}
    own = {name: changes.pop(name) for name in list(changes) if name in (*KEY_GASES, "co", "co2")}
    told |= {name: None if value is None else Fraction(str(value)) for name, value in own.items()}  # type: ignore[misc]
    return Sample(Gases(**told), **changes)  # type: ignore[arg-type]


def before(days: int = 90, **gases: object) -> Previous:
    return Previous(Gases(**{name: Fraction(str(value)) for name, value in {**QUIET, **gases}.items()}), Fraction(days))


@pytest.mark.parametrize(
    ("gas", "limit", "kv"),
    [("h2", 150, None), ("c2h2", 5, None), ("c2h2", 5, 220), ("c2h2", 1, 330), ("h2", 150, 500)],
)
def test_an_attention_value_opens_the_gate_only_when_it_is_exceeded(gas: str, limit: int, kv: int | None) -> None:
    voltage = None if kv is None else Fraction(kv)
    assert gate(sample(**{gas: limit}, voltage_kv=voltage)).exceeded == ()
    assert gate(sample(**{gas: limit + 0.01}, voltage_kv=voltage)).exceeded == (gas,)


def test_the_total_of_the_hydrocarbons_counts_even_when_one_is_missing() -> None:
    assert gate(sample(ch4=130)).exceeded == ()
    assert gate(sample(ch4=130.1)).exceeded == ("thc",)
    assert gate(sample(ch4=151, c2h2=None)).exceeded == ("thc",)


def test_a_rate_is_worked_out_as_in_the_worked_example_and_opens_the_gate() -> None:
    told = sample(c2h2=5, previous=before(c2h2=2), oil_t=Fraction(40), sealed=True)
    assert float(rates(told)["c2h2"]) == pytest.approx(1.498, abs=5e-4)
    assert gate(told).exceeded == ("rate_c2h2",)


def test_a_rate_says_nothing_without_oil_or_without_knowing_how_the_oil_is_kept() -> None:
    assert gate(sample(c2h2=5, previous=before(c2h2=2), sealed=True)).exceeded == ()
    between = {"h2": 58, "previous": before(days=100), "oil_t": Fraction(89)}  # 8 mL a day: above 5, below 10
    assert gate(sample(**between)).exceeded == ()
    assert diagnose(sample(**between)).fault is None
    assert diagnose(sample(**between, sealed=True)).fault is Fault.NORMAL


def test_a_rate_above_both_limits_needs_nobody_to_say_how_the_oil_is_kept() -> None:
    assert gate(sample(c2h2=5, previous=before(c2h2=2), oil_t=Fraction(40))).exceeded == ("rate_c2h2",)


def said(found: Diagnosis) -> str:
    return " ".join(sentence.render(Translator("en")) for sentence in found.sentences)


@pytest.mark.parametrize("missing", KEY_GASES)
def test_a_sample_is_normal_only_when_every_key_gas_was_measured(missing: str) -> None:
    found = diagnose(sample(**{missing: None}))
    assert (found.fault, found.family, found.gate.diagnose) == (None, None, False)
    assert missing.upper() in said(found)


def test_nothing_measured_and_nothing_but_zeros_are_no_normal_sample() -> None:
    assert diagnose(Sample(Gases())).fault is None
    assert diagnose(sample(**dict.fromkeys(KEY_GASES, 0))).fault is None


def test_growth_that_cannot_be_compared_is_not_called_normal_and_says_what_is_missing() -> None:
    slow = {"h2": 100, "previous": before(days=600, h2=10)}
    assert diagnose(sample(**slow, oil_t=Fraction(40))).fault is None  # 6.7 mL a day
    assert "whether the tank is sealed" in said(diagnose(sample(**slow, oil_t=Fraction(40))))
    assert diagnose(sample(**slow, sealed=True)).fault is None
    assert "mass of the oil" in said(diagnose(sample(**slow, sealed=True)))
    assert diagnose(sample(**slow, oil_t=Fraction(40), sealed=True)).fault is Fault.NORMAL
    assert diagnose(sample(previous=before())).fault is Fault.NORMAL


def test_a_relative_growth_above_its_value_is_not_called_normal() -> None:
    told = sample(ch4=100, previous=before(days=90), oil_t=Fraction(1), sealed=True)
    found = diagnose(told)
    assert (found.gate.exceeded, found.fault) == ((), None)
    assert "No attention value or rate" not in said(found)


def test_hydrogen_that_grows_alone_is_no_overheating_because_triangle_1_has_to_say_something() -> None:
    flat = {"ch4": 5, "c2h6": 5, "c2h4": 5}
    found = diagnose(sample(h2=100, **flat, previous=before(30, h2=10, **flat), oil_t=Fraction(40), sealed=True))
    assert found.gate.exceeded == ("rate_h2",)
    assert found.methods is not None
    assert found.methods.triangle1 is Fault.T3
    assert (found.family, found.fault) == (None, None)
    assert "stray gassing" in said(found)
    lone = methods(Fault.T3, pentagon1=Fault.S, pentagon2=Fault.S)
    assert family_of(lone) is None
    assert family_of(methods(Fault.T3, pentagon1=Fault.S, pentagon2=Fault.S, rogers=Fault.T3)) is Family.THERMAL


def test_the_ratio_of_acetylene_to_hydrogen_is_left_out_below_the_attention_values() -> None:
    assert "tap changer" not in said(diagnose(sample(h2="0.2", c2h2=1)))
    assert "tap changer" in said(diagnose(sample(h2=2, c2h2=6)))


def test_more_ethane_than_ethylene_after_a_discharge_of_low_energy_is_not_called_exchanged() -> None:
    assert Doubt.SWAPPED not in diagnose(sample(h2=650, ch4=81, c2h6=170, c2h4=51, c2h2=270)).doubts


def test_open_units_have_half_the_rate_of_sealed_ones() -> None:
    told = {"previous": before(days=100), "oil_t": Fraction(89), "h2": 58}  # 8 mL a day
    assert gate(sample(**told, sealed=True)).exceeded == ()
    assert gate(sample(**told, sealed=False)).exceeded == ("rate_h2",)


def test_acetylene_that_was_not_there_before_opens_the_gate() -> None:
    assert gate(sample(c2h2="0.3", previous=before())).exceeded == ("new_c2h2",)
    assert gate(sample(c2h2="0.3", previous=before(c2h2="0.2"))).exceeded == ()


def test_a_healthy_unit_gets_no_diagnosis_unless_it_is_asked_for() -> None:
    found = diagnose(sample())
    assert (found.methods, found.family, found.fault) == (None, None, Fault.NORMAL)
    assert diagnose(sample(), gated=False).methods is not None


def methods(triangle1: Fault | None, **others: object) -> Methods:
    code = others.pop("dlt722", None)
    return Methods(triangle1, dlt722=ThreeRatio((0, 0, 0), None, code), **others)  # type: ignore[arg-type]


def test_triangle_1_leads_unless_three_others_agree_on_something_else() -> None:
    lone = methods(Fault.T1, dlt722=Fault.D2, rogers=Fault.D2)
    assert family_of(lone) is Family.THERMAL
    assert family_of(methods(Fault.T1, dlt722=Fault.D2, rogers=Fault.D2, pentagon1=Fault.D2)) is Family.DISCHARGE
    split = methods(Fault.T1, dlt722=Fault.D2, rogers=Fault.D2, pentagon1=Fault.D2, iec60599=(Fault.T1,))
    assert family_of(split) is Family.THERMAL


def test_two_are_enough_for_partial_discharge_when_pentagon_1_is_one_of_them() -> None:
    assert family_of(methods(Fault.T1, dlt722=Fault.PD, pentagon1=Fault.PD)) is Family.PD
    assert family_of(methods(Fault.T1, dlt722=Fault.PD, rogers=Fault.PD)) is Family.THERMAL


def test_the_mixed_zone_is_decided_by_the_others() -> None:
    assert family_of(methods(Fault.DT, dlt722=Fault.T3, rogers=Fault.T3)) is Family.THERMAL
    assert family_of(methods(Fault.DT, dlt722=Fault.T3, rogers=Fault.D2)) is Family.DISCHARGE
    assert family_of(methods(Fault.DT)) is Family.DISCHARGE


def test_without_triangle_1_the_majority_decides_and_a_tie_decides_nothing() -> None:
    assert family_of(methods(None, dlt722=Fault.PD)) is Family.PD
    assert family_of(methods(None, dlt722=Fault.PD, rogers=Fault.T1)) is None
    assert family_of(methods(None, pentagon1=Fault.S)) is None


def test_hydrogen_alone_is_a_partial_discharge_by_its_ratios() -> None:
    found = diagnose(sample(h2=900, ch4=0, c2h6=0, c2h4=0, c2h2=0))
    assert (found.family, found.fault) == (Family.PD, Fault.PD)


def test_exchanged_columns_and_zeros_for_missing_values_are_pointed_out() -> None:
    assert Doubt.SWAPPED in diagnose(sample(h2=535, ch4=160, c2h6=305, c2h4=16, c2h2=680)).doubts
    assert Doubt.SWAPPED not in diagnose(sample(h2=535, ch4=160, c2h6=16, c2h4=305, c2h2=680)).doubts
    assert diagnose(sample(h2=0, ch4=200)).doubts == (Doubt.ZERO_FOR_MISSING,)
    assert diagnose(sample(**dict.fromkeys(KEY_GASES, 0))).doubts == (Doubt.ALL_ZERO,)


@given(st.sets(st.sampled_from(KEY_GASES), min_size=1), st.tuples(*[st.integers(0, 10**4)] * 5))
def test_a_missing_gas_never_counts_as_zero(missing: set[str], values: tuple[int, ...]) -> None:
    told = dict(zip(KEY_GASES, values, strict=True)) | dict.fromkeys(missing)
    found = diagnose(sample(**told), gated=False).methods
    assert found is not None
    assert (found.pentagon1, found.dlt722, found.rogers, found.iec60599) == (None, None, None, ())
    if missing & {"ch4", "c2h4", "c2h2"}:
        assert found.triangle1 is None


def answers(*lines: object, **options: bool) -> list[dict[str, Any]]:
    told = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    return [json.loads(line) for line in diagnose_lines(told, **options)]


def test_a_line_has_every_key_of_the_contract() -> None:
    (found,) = answers({"id": 7, "h2": 100, "ch4": 200, "c2h6": 110, "c2h4": 670, "c2h2": 11, "co": 100, "co2": 200})
    assert found.pop("conclusion")["class"] == "T3"
    fault = found["dlt722"].pop("fault")
    assert fault == "高温过热（>700 °C）"
    assert found == {
        "id": 7,
        "triangle1": "T3",
        "triangle4": None,
        "triangle5": "T3",
        "pentagon1": "T3",
        "pentagon2": "T3-H",
        "iec60599": ["T3"],
        "dlt722": {"code": "0 2 2", "class": "T3"},
        "rogers": "T3",
        "gate": {"diagnose": True, "exceeded": ["c2h2", "thc"]},
        "family": "thermal",
        "warnings": [],
    }


def test_below_the_gate_every_method_is_null() -> None:
    (found,) = answers(QUIET)
    names = ("triangle1", "triangle4", "triangle5", "pentagon1", "pentagon2", "iec60599", "dlt722", "rogers", "family")
    assert [found[name] for name in names] == [None] * len(names)
    (found,) = answers(QUIET, gated=False)
    assert found["triangle1"] == "T2"


def test_the_earlier_sample_may_hold_its_gases_beside_the_days_or_by_themselves() -> None:
    flat = {**QUIET, "c2h2": 1, "previous": {**QUIET, "days": 30}}
    nested = {**QUIET, "c2h2": 1, "previous": {"gases": QUIET, "days": 30}}
    assert [found["gate"]["exceeded"] for found in answers(flat, nested)] == [["new_c2h2"], ["new_c2h2"]]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("[1]", "dga_line"),
        ('{"id":1,"H2":1000}', "dga_key"),
        ('{"id":1,"previous":{"H2":1,"days":3}}', "dga_key"),
        ('{"id":1,"previous":{"gases":{"H2":1},"days":3}}', "dga_key"),
        ("{", "dga_line"),
        ('{"id":1,"h2":-1}', "dga_number"),
        ('{"id":1,"h2":"5"}', "dga_number"),
        ('{"id":1,"h2":true}', "dga_number"),
        ('{"id":1,"h2":NaN}', "dga_number"),
        ('{"id":1,"h2":1e999}', "dga_number"),
        ('{"id":1,"h2":' + "9" * 5000 + "}", "dga_line"),
        ('{"id":1,"sealed":1}', "dga_truth"),
        ('{"id":1,"previous":3}', "dga_previous"),
        ('{"id":1,"h2":200,"voltage_kv":0}', "dga_voltage"),
        ('{"id":1,"previous":{"h2":1,"days":0}}', "dga_previous"),
        ("[" * 100000, "dga_line"),
    ],
)
def test_a_bad_line_is_answered_and_stops_nothing(line: str, code: str) -> None:
    bad, good = answers(line, {**QUIET, "id": "next"})
    assert bad["error"] == code
    assert bad["message"]
    assert good["id"] == "next"


def test_zeros_that_a_report_tells_are_no_gap() -> None:
    nothing = dict.fromkeys(KEY_GASES, 0)
    assert diagnose(sample(**nothing)).doubts == (Doubt.ALL_ZERO,)
    found = diagnose(sample(**nothing, told=True))
    assert (found.doubts, found.fault) == ((), Fault.NORMAL)


def test_without_hydrogen_there_is_no_partial_discharge() -> None:
    told = {"ch4": 500, "c2h6": 0, "c2h4": 0, "c2h2": 0}
    found = diagnose(sample(h2=0, **told))
    assert (found.family, found.fault) == (Family.THERMAL, Fault.T1)
    assert found.methods is not None
    assert found.methods.triangle1 is Fault.PD, "what the method says stays visible"
    assert diagnose(sample(h2=None, **told)).family is Family.PD, "hydrogen may be there, it was not measured"
    assert family_of(methods(Fault.PD), hydrogen=False) is Family.PD, "nobody else says anything"
