"""The fifteen judgements, continued: arresters, earthing, transformers in service, quality of supply (9-13)."""

from collections.abc import Mapping
from datetime import date

import pytest

from inspector.criteria import Judgement, JudgeRequest, judge
from inspector.domain.equipment import TestValue as Value
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from tests.unit.criteria.cases import ON, judged, missing, past, shipped, told

PASS, ATTENTION, FAIL = Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL
UNSURE, NA = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE
OIL_10 = {"kind": "transformer_oil", "service": "in", "voltage_kv": "10", "lv_voltage_kv": "0.4"}
ARRESTER = {"kind": "arrester", "service": "in", "voltage_kv": "17", "nominal_kv": "10"}
SITE = {"kind": "site", "service": "in", "voltage_kv": "10"}


# 9, 10: arresters and earthing ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "verdict"), [(23.75, PASS), (26.25, PASS), (25.0, PASS), (23.74, FAIL), (26.26, FAIL)]
)
def test_9_reference_voltage_of_an_arrester(value: float, verdict: Verdict) -> None:
    acceptance = {**ARRESTER, "service": "acceptance", "u1ma_factory_kv": "25"}
    assert judged("arrester_u1ma", value, facts=acceptance).verdict is verdict
    first = (past("arrester_u1ma", 25.0, unit="kV", on=date(2019, 5, 1)), past("arrester_u1ma", 27.0, unit="kV"))
    assert judged("arrester_u1ma", value, facts=ARRESTER, history=first).verdict is verdict


def test_9_arrester_without_a_value_to_compare_with() -> None:
    assert judged("arrester_u1ma", 25.0, facts=ARRESTER).verdict is NA
    unknown = judged("arrester_u1ma", 25.0, facts={**ARRESTER, "service": "acceptance"})
    assert missing(unknown) == ["maker's reference voltage U1mA (kV)"]


def test_9_leakage_and_insulation_of_an_arrester() -> None:
    single = {**ARRESTER, "arrester_columns": "single"}
    assert judged("arrester_leakage", 40.0, facts=single).verdict is PASS
    assert judged("arrester_leakage", 50.1, facts=single).verdict is ATTENTION  # 50 µA comes from a weak source
    for kv, limit in (("0.4", 2.0), ("10", 1000.0), ("35", 1000.0), ("110", 2500.0)):
        facts = {**ARRESTER, "voltage_kv": kv, "nominal_kv": kv}
        assert judged("arrester_insulation", limit, facts=facts).verdict is PASS
        assert judged("arrester_insulation", limit * 0.999, facts=facts).verdict is FAIL
    assert judged("arrester_insulation", 9000.0, facts={"kind": "arrester", "service": "in"}).verdict is UNSURE


@pytest.mark.parametrize(
    ("facts", "limit"),
    [
        ({"system_earthing": "effective", "earthing_use": "hv", "earth_fault_current_a": "4000"}, 0.5),
        ({"system_earthing": "effective", "earthing_use": "hv", "earth_fault_current_a": "1000"}, 2.0),
        ({"system_earthing": "effective", "earthing_use": "shared", "earth_fault_current_a": "9000"}, 0.5),
        ({"system_earthing": "not_effective", "earthing_use": "shared", "earth_fault_current_a": "20"}, 6.0),
        ({"system_earthing": "not_effective", "earthing_use": "shared", "earth_fault_current_a": "10"}, 10.0),
        ({"system_earthing": "not_effective", "earthing_use": "hv", "earth_fault_current_a": "50"}, 5.0),
        ({"system_earthing": "not_effective", "earthing_use": "hv", "earth_fault_current_a": "20"}, 10.0),
        ({"earthing_use": "lv", "total_kva": "100"}, 4.0),
        ({"earthing_use": "lv", "total_kva": "99"}, 10.0),
        ({"earthing_use": "lightning_rod"}, 10.0),
    ],
)
def test_10_earthing_by_case(facts: Mapping[str, str], limit: float) -> None:
    known = {"kind": "site", "service": "in", **facts}
    assert judged("earthing_resistance", limit * 0.8, facts=known).verdict is PASS
    assert judged("earthing_resistance", limit, facts=known).verdict is ATTENTION
    assert judged("earthing_resistance", limit * 1.001, facts=known).verdict is FAIL
    for fact in facts:
        if fact != "earthing_use" or facts[fact] != "lightning_rod":
            less = {key: value for key, value in known.items() if key != fact}
            assert judged("earthing_resistance", 0.01, facts=less).verdict is UNSURE


# 11, 12: transformers in service -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cooling", "value", "verdict", "grade"),
    [
        ("ONAN", 85.0, PASS, None),
        ("ONAN", 86.0, ATTENTION, Grade.GENERAL),
        ("ONAF", 95.0, ATTENTION, Grade.GENERAL),
        ("ONAN", 96.0, FAIL, Grade.SERIOUS),
        ("ONAN", 105.0, FAIL, Grade.SERIOUS),
        ("ONAN", 106.0, FAIL, Grade.CRITICAL),
        ("OFAF", 75.0, PASS, None),
        ("OFAF", 76.0, ATTENTION, Grade.GENERAL),
        ("OFAF", 86.0, FAIL, Grade.SERIOUS),
        ("OFWF", 70.0, PASS, None),
        ("OFWF", 71.0, ATTENTION, Grade.SERIOUS),
    ],
)
def test_11_top_oil_by_cooling(cooling: str, value: float, verdict: Verdict, grade: Grade | None) -> None:
    found = judged("top_oil_temperature", value, facts={**OIL_10, "cooling": cooling})
    assert found.verdict is verdict
    assert grade is None or found.grade is grade


def test_11_top_oil_asks_for_the_cooling() -> None:
    assert missing(judged("top_oil_temperature", 60.0, facts=OIL_10)) == ["cooling type"]


def hotter(oil: float, ambient: float, load: str) -> Judgement:
    """Against rises of 30, 32 and 34 K at loads of 55, 60 and 65 %, and one of 45 K at full load."""
    days = [date(2025, month, 1) for month in (3, 6, 9, 12)]
    rises = tuple(Value("top_oil_rise", day, rise, "K") for day, rise in zip(days, (30, 32, 34, 45), strict=True))
    loads = tuple(Value("load_factor", day, share, "%") for day, share in zip(days, (55, 60, 65, 98), strict=True))
    facts = {**OIL_10, "load_percent": load} if load else OIL_10
    request = JudgeRequest("top_oil_rise", (oil, ambient), facts, None, ON, rises, {"load_factor": loads})
    return judge(shipped(), request)


def test_11_ten_kelvin_hotter_than_usual_at_like_load() -> None:
    assert hotter(72.0, 30.0, "60").verdict is PASS  # 42 K: the usual 32 K and 10 K
    above = hotter(72.1, 30.0, "60")
    assert (above.verdict, above.limit_high, above.grade) == (ATTENTION, 42.0, Grade.SERIOUS)
    assert "internal fault" in told(above)
    assert hotter(85.0, 30.0, "98").verdict is PASS  # 55 K: usual at full load is 45 K
    assert hotter(85.0, 30.0, "20").verdict is NA  # never seen at so little load
    assert missing(hotter(72.0, 30.0, "")) == ["load in percent of the rated current"]


@pytest.mark.parametrize(
    ("group", "smallest", "verdict"),
    [
        ("Yyn0", 88.0, PASS),
        ("Yyn0", 85.0, ATTENTION),
        ("Yyn0", 84.9, FAIL),
        ("Dyn11", 80.0, PASS),
        ("Dyn11", 74.9, ATTENTION),  # 25 % is from memory: it may not fail
        ("YNd11", 50.0, NA),
    ],
)
def test_12_imbalance_of_the_load(group: str, smallest: float, verdict: Verdict) -> None:
    facts = {**OIL_10, "vector_group": group}
    assert judged("load_imbalance", 100.0, smallest, 95.0, facts=facts).verdict is verdict


def test_12_neutral_current_in_percent_of_the_rated_current() -> None:
    # 1250 kVA at 0.4 kV: 1804.2 A; a quarter is 451.05 A, two fifths 721.7 A.
    yyn0 = {**OIL_10, "capacity_kva": "1250", "vector_group": "Yyn0"}
    assert judged("neutral_current", 360.0, facts=yyn0).verdict is PASS
    assert judged("neutral_current", 451.0, facts=yyn0).verdict is ATTENTION
    assert judged("neutral_current", 452.0, facts=yyn0).verdict is FAIL
    yzn11 = {**yyn0, "vector_group": "Yzn11"}
    assert judged("neutral_current", 577.0, facts=yzn11).verdict is PASS
    assert judged("neutral_current", 722.0, facts=yzn11).verdict is ATTENTION
    assert missing(judged("neutral_current", 10.0, facts={**yyn0, "capacity_kva": ""})) == [
        "rated capacity and low voltage"
    ]
    assert judged("load_imbalance", 100.0, 100.0, 100.0, facts=OIL_10).verdict is UNSURE


# 13: quality of supply -----------------------------------------------------------------------------------------------


def test_13_voltage_deviation() -> None:
    for value, verdict in ((9.3, PASS), (10.7, PASS), (10.0, PASS), (9.29, FAIL), (10.71, FAIL)):
        assert judged("line_voltage", value, facts=SITE).verdict is verdict
    assert judged("line_voltage", 10.0, facts={"kind": "site", "service": "in"}).verdict is UNSURE
    high = (past("line_voltage", 36.75, unit="kV", on=ON),)  # 5 % up before
    facts = {**SITE, "voltage_kv": "35"}
    assert judged("line_voltage", 33.25, facts=facts, history=high).verdict is PASS  # 5 % down: 10 % in all
    assert judged("line_voltage", 33.24, facts=facts, history=high).verdict is FAIL
    assert judged("lv_phase_voltage", 198.0, facts=SITE).verdict is PASS
    assert judged("lv_phase_voltage", 235.5, facts=SITE).verdict is FAIL


def test_13_voltage_unbalance() -> None:
    for value, verdict in ((1.6, PASS), (2.0, ATTENTION), (2.01, FAIL)):
        assert judged("voltage_unbalance", value, facts=SITE).verdict is verdict
    assert judged("voltage_unbalance", 4.1, facts=SITE).grade is Grade.SERIOUS
    assert judged("voltage_unbalance_lines", 10.0, 10.0, 10.0, facts=SITE).verdict is PASS
    # 380, 390, 400 V: mean 390, spread 5 %, 2.96 % negative sequence: three voltmeters only hint at it
    momentary = judged("voltage_unbalance_lines", 380.0, 390.0, 400.0, facts=SITE)
    assert momentary.verdict is ATTENTION
    assert momentary.value == pytest.approx(2.96, abs=0.01)
    assert judged("voltage_unbalance_lines", 370.0, 390.0, 410.0, facts=SITE).verdict is FAIL  # 5.9 %
    assert judged("voltage_unbalance_lines", 380.0, 390.0, facts=SITE).verdict is UNSURE


@pytest.mark.parametrize(
    ("kv", "thd", "odd", "even"),
    [("0.38", 5.0, 4.0, 2.0), ("10", 4.0, 3.2, 1.6), ("35", 3.0, 2.4, 1.2), ("110", 2.0, 1.6, 0.8)],
)
def test_13_harmonics(kv: str, thd: float, odd: float, even: float) -> None:
    facts = {**SITE, "quality_kv": kv}
    assert judged("thd_u", thd * 0.8, facts=facts).verdict is PASS
    assert judged("thd_u", thd, facts=facts).verdict is ATTENTION
    assert judged("thd_u", thd + 0.01, facts=facts).verdict is FAIL
    for quantity, limit in (("harmonic_odd", odd), ("harmonic_even", even)):
        assert judged(quantity, limit * 0.8, facts=facts).verdict is PASS
        above = judged(quantity, limit + 0.01, facts=facts)
        assert (above.verdict, above.limit_high) == (ATTENTION, limit)  # from memory
    assert judged("thd_u", 1.0, facts={"kind": "site", "service": "in"}).verdict is UNSURE


def test_13_frequency() -> None:
    for value, verdict in ((49.8, PASS), (50.2, PASS), (49.79, FAIL), (50.21, FAIL)):
        assert judged("frequency", value, facts=SITE).verdict is verdict


@pytest.mark.parametrize("standard", ["0.9", "0.85", "0.8"])
def test_13_power_factor_by_tariff_class(standard: str) -> None:
    facts, limit = {**SITE, "power_factor_class": standard}, float(standard)
    assert judged("power_factor_month", limit, facts=facts).verdict is PASS
    assert judged("power_factor_month", limit - 0.01, facts=facts).verdict is FAIL
    assert judged("power_factor", limit - 0.01, facts=facts).verdict is ATTENTION  # the month counts
    assert judged("power_factor_month", 0.99, facts=SITE).verdict is UNSURE


def test_13_reverse_reactive_energy_counts_by_its_amount() -> None:
    facts = {**SITE, "power_factor_class": "0.9"}
    # 300 kWh with 100 + 45 kvarh: 300 / 333.2 = 0.9004; with 100 + 46: 0.8992
    assert judged("power_factor_energy", 300.0, 100.0, -45.0, facts=facts).verdict is PASS
    assert judged("power_factor_energy", 300.0, 100.0, 46.0, facts=facts).verdict is FAIL
    assert judged("power_factor_energy", 300.0, 100.0, facts=facts).verdict is UNSURE
