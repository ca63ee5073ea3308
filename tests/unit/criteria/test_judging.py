"""Hand-written expectations: figures from the limits collection, worked by hand."""

from datetime import date

import pytest

from inspector.criteria import Judgement, overdue
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.inspection import add_months
from inspector.domain.verdict import Confidence, Verdict
from inspector.problems import Problem
from tests.unit.criteria.cases import OIL, ON, judged, past, shipped

PASS, ATTENTION, FAIL = Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL
UNDETERMINED, NA = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE


def missing(judgement: Judgement) -> list[str]:
    return [part.text for part in judgement.missing]


def reasons(judgement: Judgement) -> str:
    return " ".join(reason.render() for reason in judgement.reasons)


@pytest.mark.parametrize(
    ("capacity", "group", "side", "limit"),
    [
        ("1250", "Dyn11", "hv", 2.0),
        ("1600", "Dyn11", "hv", 2.0),
        ("1601", "Dyn11", "hv", 1.0),
        ("1250", "Dyn11", "lv", 4.0),
        ("2000", "Dyn11", "lv", 2.0),
        ("2000", "YNd11", "hv", 2.0),
        ("2000", "YNd11", "lv", 1.0),
        ("1000", "Y,yn0", "hv", 2.0),
        ("630", "Yzn11", "lv", 4.0),
    ],
)
def test_dc_unbalance_limit_follows_capacity_and_neutral(capacity: str, group: str, side: str, limit: float) -> None:
    found = judged(f"dc_unbalance_{side}", 1.0, 1.001, 1.002, capacity_kva=capacity, vector_group=group)
    assert (found.verdict, found.limit_high, found.basis) == (PASS, limit, "DL/T 596-2021 6.1")


def test_dc_unbalance_is_the_spread_over_the_mean() -> None:
    found = judged("dc_unbalance_hv", 0.98, 1.0, 1.05)
    assert found.value == pytest.approx(6.930693)
    assert (found.verdict, found.limit_text, found.grade) == (FAIL, "≤\u00a02", Grade.SERIOUS)


def test_dc_unbalance_exactly_at_the_limit_passes_the_limit() -> None:
    found = judged("dc_unbalance_hv", 0.99, 1.0, 1.01)
    assert found.verdict is ATTENTION
    assert "80" in reasons(found)


def test_dc_unbalance_without_capacity_asks_for_it() -> None:
    found = judged("dc_unbalance_hv", 1.0, 1.0, 1.0, capacity_kva="")
    assert (found.verdict, missing(found)) == (UNDETERMINED, ["rated capacity (kVA)"])


def test_dc_unbalance_without_vector_group_uses_the_neutral_if_that_is_known() -> None:
    assert missing(judged("dc_unbalance_hv", 1.0, 1.0, 1.0, vector_group="")) == ["vector group"]
    assert judged("dc_unbalance_hv", 1.0, 1.0, 1.0, vector_group="", neutral_out="1").limit_high == 4.0


@pytest.mark.parametrize("inputs", [(1.0, 1.0), (1.0, 0.0, 1.0), (1.0, float("nan"), 1.0), ()])
def test_dc_unbalance_of_incomplete_values_is_undetermined(inputs: tuple[float, ...]) -> None:
    found = judged("dc_unbalance_hv", *inputs)
    assert found.verdict is UNDETERMINED
    assert found.missing


def test_fast_rise_of_unbalance_raises_attention_below_the_limit() -> None:
    found = judged("dc_unbalance_hv", 1.0, 1.005, 1.0075, history=(past("dc_unbalance_hv", 0.2, unit="%"),))
    assert found.value is not None
    assert found.value < 0.8
    assert (found.verdict, found.limit_high) == (ATTENTION, 2.0)
    assert "0.2" in reasons(found)


def test_winding_resistance_is_compared_at_one_temperature() -> None:
    history = (past("dc_resistance_hv", 1.0, 20.0, "Ω"),)
    # 1.0 Ω at 20 °C is 1.0 · (235 + 40) / (235 + 20) = 1.0784 Ω at 40 °C.
    assert judged("dc_resistance_hv", 1.0784, at_c=40.0, history=history).verdict is PASS
    assert judged("dc_resistance_hv", 1.0784, at_c=20.0, history=history).verdict is FAIL
    aluminium = judged("dc_resistance_hv", 1.0784, at_c=40.0, history=history, winding_material="aluminium")
    assert aluminium.converted == pytest.approx(1.0784 * 245 / 265)


def test_winding_resistance_needs_both_temperatures_and_the_material() -> None:
    history = (past("dc_resistance_hv", 1.0, None, "Ω"),)
    assert judged("dc_resistance_hv", 1.0, at_c=20.0, history=history).verdict is UNDETERMINED
    assert judged("dc_resistance_hv", 1.0, history=(past("dc_resistance_hv", 1.0, 20.0),)).verdict is UNDETERMINED
    unknown = judged("dc_resistance_hv", 1.0, at_c=20.0, history=history, winding_material="")
    assert missing(unknown) == ["winding material (copper or aluminium)"]


def test_first_winding_resistance_is_recorded_not_judged() -> None:
    assert judged("dc_resistance_hv", 1.0, at_c=20.0).verdict is NA


@pytest.mark.parametrize(
    ("value", "at_c", "verdict", "converted"),
    [
        (2500.0, 20.0, PASS, 2500.0),
        (2240.0, 20.0, PASS, 2240.0),
        (2239.0, 20.0, FAIL, 2239.0),
        (1500.0, 30.0, PASS, 2250.0),
        (1490.0, 30.0, FAIL, 2235.0),
        (3300.0, 10.0, FAIL, 2200.0),
    ],
)
def test_insulation_keeps_70_percent_at_one_temperature(
    value: float, at_c: float, verdict: Verdict, converted: float
) -> None:
    found = judged("insulation_resistance", value, at_c=at_c, history=(past("insulation_resistance", 3200, 20.0),))
    assert found.verdict is verdict
    assert found.converted == pytest.approx(converted)
    assert found.limit_low == pytest.approx(2240)
    assert found.limit_text == "≥\u00a02240"
    assert found.formula is not None
    assert "1.5" in found.formula.render()


def test_insulation_without_a_temperature_is_undetermined() -> None:
    history = (past("insulation_resistance", 3200, 20.0),)
    assert missing(judged("insulation_resistance", 3000.0, history=history)) == ["the temperature of this measurement"]
    unknown_then = judged("insulation_resistance", 3000.0, at_c=20.0, history=(past("insulation_resistance", 3200),))
    assert (unknown_then.verdict, unknown_then.converted) == (UNDETERMINED, None)
    assert missing(unknown_then) == ["the temperature of the earlier measurement"]


def test_insulation_without_earlier_value_is_undetermined() -> None:
    assert missing(judged("insulation_resistance", 3000.0, at_c=20.0)) == ["an earlier value to compare with"]


def test_high_insulation_is_excused_in_oil_transformers_only() -> None:
    history = (past("insulation_resistance", 50000, 20.0),)
    assert judged("insulation_resistance", 10000.0, at_c=20.0, history=history).verdict is PASS
    assert judged("insulation_resistance", 9999.0, at_c=20.0, history=history).verdict is FAIL
    assert judged("insulation_resistance", 12000.0).verdict is PASS
    dry = judged("insulation_resistance", 12000.0, at_c=20.0, history=history, kind="transformer_dry")
    assert (dry.verdict, dry.basis) == (FAIL, "DL/T 596-2021 6.2")


def test_earlier_insulation_in_another_unit_is_converted() -> None:
    history = (past("insulation_resistance", 3.2, 20.0, "GΩ"),)
    assert judged("insulation_resistance", 2500.0, at_c=20.0, history=history).limit_low == pytest.approx(2240)


@pytest.mark.parametrize(
    ("kv", "kva", "verdict"), [("35", "4000", FAIL), ("110", "31500", FAIL), ("35", "3150", NA), ("10", "5000", NA)]
)
def test_absorption_ratio_applies_from_35_kv_and_4000_kva(kv: str, kva: str, verdict: Verdict) -> None:
    found = judged("absorption_ratio", 1000.0, 1200.0, at_c=20.0, voltage_kv=kv, capacity_kva=kva)
    assert found.verdict is verdict
    assert found.value == pytest.approx(1.2)


def test_absorption_ratio_is_waived_above_3000_megohm_at_20_degrees() -> None:
    large = {**OIL, "voltage_kv": "35", "capacity_kva": "5000"}
    assert judged("absorption_ratio", 1000.0, 1300.0, facts=large).verdict is PASS
    assert judged("absorption_ratio", 2900.0, 3000.0, at_c=20.0, facts=large).verdict is FAIL
    assert judged("absorption_ratio", 2900.0, 3001.0, at_c=20.0, facts=large).verdict is PASS
    assert judged("absorption_ratio", 2900.0, 3300.0, at_c=10.0, facts=large).verdict is FAIL
    assert judged("absorption_ratio", 1900.0, 2100.0, at_c=30.0, facts=large).verdict is PASS
    assert missing(judged("absorption_ratio", 2900.0, 3100.0, facts=large)) == ["the temperature of this measurement"]


def test_oil_breakdown_in_service_never_fails_because_editions_disagree() -> None:
    found = judged("oil_breakdown", 33.5)
    assert (found.verdict, found.limit_low, found.confidence) == (ATTENTION, 35.0, Confidence.CONFLICT)
    assert "30" in reasons(found)
    assert judged("oil_breakdown", 35.0).verdict is PASS


def test_oil_breakdown_at_acceptance_fails() -> None:
    assert judged("oil_breakdown", 34.9, service="acceptance").verdict is FAIL
    assert judged("oil_breakdown", 39.9, service="acceptance", voltage_kv="110").limit_low == 40.0


def test_oil_water_rise_is_seen_like_in_the_reference_picture() -> None:
    history = (past("oil_water", 12, unit="mg/L"), past("oil_water", 21, unit="mg/L"))
    assert judged("oil_water", 28.0, history=history).verdict is ATTENTION
    assert judged("oil_water", 27.0, history=history).verdict is PASS


def test_total_hydrocarbons_are_an_attention_value() -> None:
    found = judged("total_hydrocarbons", 84.0, 96.0, 22.0, 3.1)
    assert (found.verdict, found.limit_high) == (ATTENTION, 150.0)
    assert found.value == pytest.approx(205.1)
    assert found.confidence is Confidence.VERIFIED


SITE = {"kind": "site", "service": "in"}


@pytest.mark.parametrize(
    ("facts", "limit"),
    [
        ({"system_earthing": "effective", "earthing_use": "hv", "earth_fault_current_a": "2000"}, 1.0),
        ({"system_earthing": "effective", "earthing_use": "shared", "earth_fault_current_a": "4000"}, 0.5),
        ({"system_earthing": "effective", "earthing_use": "hv", "earth_fault_current_a": "10000"}, 0.5),
        ({"system_earthing": "not_effective", "earthing_use": "shared", "earth_fault_current_a": "30"}, 4.0),
        ({"system_earthing": "not_effective", "earthing_use": "shared", "earth_fault_current_a": "5"}, 10.0),
        ({"system_earthing": "not_effective", "earthing_use": "hv", "earth_fault_current_a": "50"}, 5.0),
        ({"earthing_use": "lv", "total_kva": "100"}, 4.0),
        ({"earthing_use": "lv", "total_kva": "99"}, 10.0),
        ({"earthing_use": "lightning_rod"}, 10.0),
    ],
)
def test_earthing_limit_by_case(facts: dict[str, str], limit: float) -> None:
    at = judged("earthing_resistance", limit, facts={**SITE, **facts})
    above = judged("earthing_resistance", limit + 0.01, facts={**SITE, **facts})
    assert at.limit_high == pytest.approx(limit)
    assert above.verdict is FAIL
    assert at.verdict is ATTENTION
    assert judged("earthing_resistance", limit * 0.5, facts={**SITE, **facts}).verdict is PASS


def test_earthing_asks_for_what_decides() -> None:
    assert missing(judged("earthing_resistance", 1.0, facts=SITE)) == [
        "how the system is earthed",
        "what the earthing device serves",
        "earth-fault current I (A)",
        "total capacity of the low-voltage supply (kVA)",
    ]
    shared = {**SITE, "system_earthing": "not_effective", "earthing_use": "shared"}
    assert missing(judged("earthing_resistance", 1.0, facts=shared)) == ["earth-fault current I (A)"]
    assert missing(judged("earthing_resistance", 1.0, facts={**SITE, "earthing_use": "lv"})) == [
        "total capacity of the low-voltage supply (kVA)"
    ]


SWITCHGEAR = {
    "kind": "switchgear", "service": "in", "voltage_kv": "12", "breaker": "vacuum", "loop_resistance_factory_uohm": "40"
}  # fmt: skip


def test_loop_resistance_against_the_makers_value() -> None:
    assert judged("loop_resistance", 38.0, facts=SWITCHGEAR).verdict is PASS
    assert judged("loop_resistance", 48.5, facts=SWITCHGEAR).verdict is ATTENTION
    assert judged("loop_resistance", 48.5, facts=SWITCHGEAR, breaker="none").verdict is NA  # a disconnector
    new = {**SWITCHGEAR, "service": "acceptance"}
    assert judged("loop_resistance", 40.5, facts=new, construction="withdrawable").verdict is FAIL
    assert judged("loop_resistance", 48.0, facts=new, construction="gis").verdict is ATTENTION  # near the limit
    assert judged("loop_resistance", 48.1, facts=new, construction="gis").verdict is FAIL
    assert missing(judged("loop_resistance", 38.0, facts=new, construction="")) == ["construction of the switchgear"]
    assert missing(judged("loop_resistance", 38.0, facts=SWITCHGEAR, loop_resistance_factory_uohm="")) == [
        "maker's loop resistance (µΩ)"
    ]


def test_cable_sheath_is_judged_per_length() -> None:
    cable = {"kind": "cable", "service": "in", "length_km": "0.5"}
    found = judged("cable_sheath_insulation", 1.0, facts=cable)
    assert (found.verdict, found.limit_low, found.converted) == (PASS, 1.0, 0.5)
    assert judged("cable_sheath_insulation", 0.99, facts=cable).verdict is FAIL
    assert missing(judged("cable_sheath_insulation", 5.0, facts=cable, length_km="")) == ["cable length (km)"]


@pytest.mark.parametrize(
    ("cooling", "value", "verdict", "limit"),
    [
        ("ONAN", 71.0, PASS, 85.0),
        ("ONAF", 85.0, PASS, 85.0),
        ("ONAN", 86.0, ATTENTION, 85.0),
        ("ONAN", 95.5, FAIL, 95.0),
        ("ONAN", 106.0, FAIL, 105.0),
        ("OFAF", 76.0, ATTENTION, 75.0),
        ("OFAF", 86.0, FAIL, 85.0),
        ("OFWF", 71.0, ATTENTION, 70.0),
    ],
)
def test_top_oil_by_cooling(cooling: str, value: float, verdict: Verdict, limit: float) -> None:
    found = judged("top_oil_temperature", value, cooling=cooling)
    assert (found.verdict, found.limit_high) == (verdict, limit)


def test_top_oil_without_cooling_type_never_passes_but_very_hot_oil_fails() -> None:
    assert judged("top_oil_temperature", 60.0, cooling="").verdict is UNDETERMINED
    hot = judged("top_oil_temperature", 106.0, cooling="")
    assert (hot.verdict, hot.grade) == (FAIL, Grade.CRITICAL)
    assert missing(hot) == ["cooling type"]


def test_load_imbalance_by_vector_group() -> None:
    found = judged("load_imbalance", 1186.0, 1402.0, 968.0, vector_group="Yyn0")
    assert (found.verdict, found.value_text, found.limit_high) == (FAIL, "31", 15.0)
    assert judged("load_imbalance", 1186.0, 1402.0, 968.0).verdict is ATTENTION
    assert judged("load_imbalance", 0.0, 0.0, 0.0).verdict is UNDETERMINED
    assert judged("load_imbalance", 100.0, 100.0, 0.0, vector_group="Yyn0").value == 100.0


def test_neutral_current_against_a_quarter_of_rated_current() -> None:
    found = judged("neutral_current", 452.0, vector_group="Yyn0")
    assert found.limit_high == pytest.approx(1250 / (3**0.5 * 0.4) / 4)
    assert found.verdict is FAIL
    assert missing(judged("neutral_current", 10.0, vector_group="Yyn0", lv_voltage_kv="")) == [
        "rated capacity and low voltage"
    ]


@pytest.mark.parametrize(
    ("kv", "value", "verdict", "text"),
    [
        ("10", 10.32, PASS, "9.30–10.70"),
        ("12", 9.3, PASS, "9.30–10.70"),
        ("10", 10.71, FAIL, "9.30–10.70"),
        ("20", 21.5, ATTENTION, "18.60–21.40"),
        ("35", 38.5, PASS, "31.50–38.50"),
        ("40.5", 31.4, FAIL, "31.50–38.50"),
    ],
)
def test_voltage_deviation_by_level(kv: str, value: float, verdict: Verdict, text: str) -> None:
    found = judged("line_voltage", value, facts={"kind": "switchgear", "voltage_kv": kv})
    assert (found.verdict, found.limit_text) == (verdict, text)


def test_voltage_deviations_up_and_down_add_from_35_kv() -> None:
    high_before = (past("line_voltage", 37.1, unit="kV", on=ON),)  # +6 %
    facts = {"kind": "switchgear", "voltage_kv": "35"}
    assert judged("line_voltage", 33.7, facts=facts, history=high_before).verdict is PASS  # −3.7 %
    assert judged("line_voltage", 33.5, facts=facts, history=high_before).verdict is FAIL  # −4.3 %
    years_ago = (past("line_voltage", 37.1, unit="kV"),)
    assert judged("line_voltage", 33.5, facts=facts, history=years_ago).verdict is PASS


def test_low_voltage_has_its_own_limits() -> None:
    assert judged("lv_phase_voltage", 198.0).verdict is PASS
    assert judged("lv_phase_voltage", 236.0).verdict is FAIL
    assert judged("lv_line_voltage", 407.0).verdict is FAIL


def test_power_factor_is_judged_by_tariff_class_on_the_month() -> None:
    assert judged("power_factor_month", 0.89, power_factor_class="0.9").verdict is FAIL
    assert judged("power_factor_month", 0.85, power_factor_class="0.85").verdict is PASS
    assert judged("power_factor", 0.89, power_factor_class="0.9").verdict is ATTENTION
    assert judged("power_factor", 0.91, power_factor_class="0.9").limit_text == "≥\u00a00.90"
    assert judged("power_factor_month", 0.99).verdict is UNDETERMINED


@pytest.mark.parametrize(("kv", "limit"), [("10", 10.0), ("35", 10.0), ("66", 100.0), ("110", 100.0)])
def test_core_insulation_by_voltage(kv: str, limit: float) -> None:
    assert judged("core_insulation", limit, voltage_kv=kv).verdict is PASS
    assert judged("core_insulation", limit - 1, voltage_kv=kv).verdict is FAIL


def test_switched_off_limits_do_not_judge() -> None:
    found = judged("ac_withstand", 1.0, withstand_factory_kv="35")
    assert (found.verdict, found.row) == (NA, "")
    assert "switched off" in found.reasons[0].text


def test_a_recorded_quantity_without_limits_is_not_applicable() -> None:
    assert judged("gas_co", 420.0).verdict is NA


def test_wording_of_a_proposal_names_value_and_limit_in_both_languages() -> None:
    found = judged("oil_breakdown", 33.5)
    chinese, measure = found.wording("zh_CN")
    assert "33.5\u00a0kV" in chinese
    assert "≥\u00a035" in chinese
    assert measure
    assert "breakdown" in found.wording("en")[0]


def test_unknown_quantity_is_a_coded_problem() -> None:
    with pytest.raises(Problem) as raised:
        judged("length_of_the_cat", 1.0)
    assert raised.value.code == "quantity_unknown"


def test_of_two_limits_that_are_kept_the_tighter_one_is_shown() -> None:
    dry = {"kind": "transformer_dry", "service": "in", "insulation": "F"}
    assert judged("winding_temperature", 100.0, facts=dry).limit_high == 130.0
    assert judged("winding_temperature", 140.0, facts=dry).verdict is ATTENTION


def test_an_arrester_is_compared_with_its_first_value() -> None:
    facts = {"kind": "arrester", "service": "in", "nominal_kv": "10"}
    record = (past("arrester_u1ma", 25.0, on=date(2019, 5, 20)), past("arrester_u1ma", 24.0, on=date(2023, 5, 20)))
    assert judged("arrester_u1ma", 23.76, facts=facts, history=record).verdict is Verdict.PASS
    low = judged("arrester_u1ma", 23.7, facts=facts, history=record)
    assert (low.verdict, low.limit_low, low.limit_high) == (Verdict.FAIL, 23.75, 26.25)
    assert judged("arrester_u1ma", 23.7, facts=facts).verdict is Verdict.NOT_APPLICABLE
    current = (past("arrester_resistive_current", 0.1), past("arrester_resistive_current", 0.14))
    assert judged("arrester_resistive_current", 0.15, facts=facts, history=current).verdict is Verdict.PASS
    assert judged("arrester_resistive_current", 0.16, facts=facts, history=current).verdict is Verdict.ATTENTION


@pytest.mark.parametrize(
    ("tool", "months", "verdict"),
    [("gloves", 6, Verdict.PASS), ("gloves", 7, Verdict.FAIL), ("rod", 12, Verdict.PASS), ("rod", 13, Verdict.FAIL),
     ("indicator", 12, Verdict.PASS), ("indicator", 13, Verdict.ATTENTION), ("mat", 13, Verdict.ATTENTION)],
)  # fmt: skip
def test_a_safety_tool_whose_label_is_out_of_date_is_found(tool: str, months: int, verdict: Verdict) -> None:
    last = add_months(ON, -months)
    assert overdue(shipped(), EquipmentKind.SAFETY_TOOLS, last, ON, {"safety_tool": tool}).verdict is verdict
