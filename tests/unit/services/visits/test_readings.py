"""Readings of step 3 as an inspector takes them: what is worked out, what is asked, and what the register says."""

from dataclasses import replace
from datetime import date

import pytest

from inspector import services
from inspector.domain.verdict import Verdict
from inspector.services.registers.entries import set_customer
from inspector.services.visits.ages import NEVER_TESTED
from inspector.services.visits.views import Line, Target
from tests.unit.services.story import Story

SITE = "indications-site"


def fill(story: Story, target: Target, **values: str) -> None:
    for name, value in values.items():
        story.answer(target, name, value)


def verdict(story: Story, target: Target, name: str) -> Verdict | None:
    judgement = story.line(target, name).judgement
    return judgement.verdict if judgement is not None else None


def names(story: Story, target: Target) -> set[str]:
    return {line.ref.rsplit("/", 1)[1] for line in story.form(target).lines}


@pytest.fixture
def oil(story: Story) -> Target:
    return story.targets("indications-transformer")[0]


def test_a_hot_terminal_of_a_loaded_transformer(story: Story, oil: Target) -> None:
    fill(story, oil, ambient="31", ir_lv_a="48.2", ir_lv_b="86.4", ir_lv_c="46.5")
    assert story.line(oil, "ir_lv_delta").cells[0].value == "72"
    assert verdict(story, oil, "ir_lv_delta") is Verdict.ATTENTION
    cool = story.line(oil, "ir_hv")
    assert cool.limit == "<\u00a080"  # 80 °C is serious already
    fill(story, oil, ir_hv_a="40")
    assert verdict(story, oil, "ir_hv") is Verdict.UNDETERMINED  # the load is not known
    fill(story, oil, lv_current_a="1186", lv_current_b="1402", lv_current_c="968")
    assert story.line(oil, "load_factor").cells[0].value == "77.7"
    assert verdict(story, oil, "ir_hv") is Verdict.PASS
    fill(story, oil, lv_current_a="100", lv_current_b="100", lv_current_c="100")
    assert verdict(story, oil, "ir_hv") is Verdict.NOT_APPLICABLE  # too little load to clear a temperature
    assert verdict(story, oil, "ir_lv") is Verdict.ATTENTION


def test_meters_that_contradict_each_other(story: Story, oil: Target) -> None:
    fill(story, oil, lv_voltage_a="230", lv_voltage_b="230", lv_voltage_c="230")
    fill(story, oil, lv_current_a="1000", lv_current_b="1000", lv_current_c="1000")
    fill(story, oil, lv_active_power="620", lv_reactive_power="298", lv_power_factor="0.90")
    assert verdict(story, oil, "apparent_gap") is Verdict.PASS
    assert verdict(story, oil, "lv_power_factor_gap") is Verdict.PASS
    fill(story, oil, lv_active_power="206")
    assert verdict(story, oil, "apparent_gap") is Verdict.ATTENTION
    assert verdict(story, oil, "lv_power_factor_gap") is Verdict.ATTENTION


def test_a_panel_with_a_vacuum_breaker_is_not_asked_for_gas(story: Story) -> None:
    panel = story.targets("indications-switchgear")[0]
    assert "sf6_pressure" not in names(story, panel)
    equipment = story.workspace.visits[story.id].session.equipment[panel.equipment or ""]
    plate = {**equipment.nameplate, "breaker": "sf6", "sf6_alarm_mpa": "0.03"}
    change = {"nameplate": plate}
    story.workspace.call(lambda: services.set_equipment(story.workspace, equipment.id, change))
    story.reopen()
    assert "sf6_pressure" in names(story, panel)
    fill(story, panel, sf6_pressure="0.028")
    assert verdict(story, panel, "sf6_pressure") is Verdict.ATTENTION


def test_discharges_less_the_background(story: Story) -> None:
    panel = story.targets("indications-switchgear")[0]
    fill(story, panel, ultrasonic_measured="13", ultrasonic_background="4", tev_measured="31", tev_background="8")
    assert (story.line(panel, "ultrasonic").cells[0].value, verdict(story, panel, "ultrasonic")) == (
        "9",
        Verdict.ATTENTION,
    )
    assert (story.line(panel, "tev_relative").cells[0].value, verdict(story, panel, "tev_relative")) == (
        "23",
        Verdict.ATTENTION,
    )


def test_the_battery_of_a_registered_dc_system(story: Story) -> None:
    panel, site = story.targets("indications-dc-system")[0], story.targets(SITE)[0]
    assert "dc_bus" not in names(story, site)
    fill(story, panel, battery_voltage="243", discharge_age="2.5")
    assert story.line(panel, "battery_per_cell").cells[0].value == "2.250"
    assert verdict(story, panel, "battery_per_cell") is Verdict.PASS
    assert verdict(story, panel, "discharge_age") is Verdict.FAIL
    assert story.draft(panel, "discharge_age") is not None
    fill(story, panel, discharge_age="0.5")
    assert verdict(story, panel, "discharge_age") is Verdict.PASS
    assert story.draft(panel, "discharge_age") is None


def test_the_register_is_judged_without_a_word_being_typed(story: Story) -> None:
    site = story.targets(SITE)[0]
    unknown = story.line(site, "supply_circuits")  # a customer of level 2
    assert unknown.judgement is not None
    assert unknown.judgement.verdict is Verdict.UNDETERMINED
    assert "supply_sources" not in names(story, site)
    customer = story.workspace.visits[story.id].session.customer.id
    change = {"supply_circuits": 1, "meter_multiplier": 4000, "cycle_months": 12}
    story.workspace.call(lambda: set_customer(story.workspace, customer, change))
    story.reopen()
    assert verdict(story, site, "supply_circuits") is Verdict.FAIL
    assert story.draft(site, "supply_circuits") is not None
    assert verdict(story, site, "inspection_cycle") is Verdict.ATTENTION
    fill(story, site, meter_ct="30", meter_vt="100")
    assert story.line(site, "meter_multiplier").cells[0].value == "−25.00"
    assert verdict(story, site, "meter_multiplier") is Verdict.ATTENTION


def test_harmonics_are_judged_by_the_voltage_of_the_place(story: Story) -> None:
    site = story.targets(SITE)[0]
    fill(story, site, thd_a="4.5")
    assert verdict(story, site, "thd") is Verdict.FAIL  # at the customer's 10 kV
    fill(story, site, quality_kv="0.38")
    assert verdict(story, site, "thd") is Verdict.ATTENTION
    assert story.line(site, "thd").limit == "≤\u00a05"


def test_what_the_form_knows_of_the_register_is_filed_with_its_answers(story: Story) -> None:
    site = story.targets(SITE)[0]
    live = story.workspace.visits[story.id].session.forms[site]
    assert live.value("/data/np_importance") == "level_2"
    assert "dc_system" in live.value("/data/np_registered").split()


def test_a_line_of_two_quantities_shows_both_units_and_both_limits(story: Story, oil: Target) -> None:
    assert story.line(oil, "lv_power").unit == "kW / kvar"
    assert story.line(oil, "lv_current").unit == "A"
    temperature = story.line(oil, "temperature")
    alone = story.workspace.visits[story.id].session.forms[oil].judgements
    limits = [alone[story.ref(oil, name)].limit_text for name in ("top_oil_temperature", "winding_temperature")]
    assert all(limits)
    assert limits[0] != limits[1]
    assert temperature.limit == f"{limits[0]} / {limits[1].split()[-1]}"
    assert story.line(oil, "ir_lv").limit.count("/") == 0


def test_the_history_of_a_line_is_that_of_its_worst_phase(story: Story, oil: Target) -> None:
    fill(story, oil, ambient="31", lv_current_a="1186", lv_current_b="1402", lv_current_c="968")
    fill(story, oil, ir_hv_a="41", ir_hv_b="40", ir_hv_c="95")
    line = story.line(oil, "ir_hv")
    assert line.judgement is not None
    assert line.judgement.verdict in (Verdict.ATTENTION, Verdict.FAIL)
    assert line.history[-1] == 95


def test_where_no_limit_applies_no_basis_is_named(story: Story, oil: Target) -> None:
    fill(story, oil, lv_active_power="620", lv_reactive_power="298")
    judged = story.line(oil, "lv_power").judgement
    assert judged is not None
    assert judged.verdict is Verdict.NOT_APPLICABLE
    assert (judged.limit, judged.basis, judged.confidence) == ("", "", "")


def test_equipment_that_was_never_tested_is_told(story: Story) -> None:
    target = story.targets("transformer-oil")[0]
    live = story.workspace.visits[story.id].session.forms[target]
    history, live.history = live.history, {}

    def judged_anew(commissioned: date | None) -> Line:
        assert live.equipment is not None
        live.equipment = replace(live.equipment, commissioned=commissioned)
        live.judge_all(story.workspace.packs)
        return next(line for line in story.form(target).lines if line.ref.rsplit("/", 1)[1] == name)

    name = next(line.ref.rsplit("/", 1)[1] for line in live.layout.lines if line.overdue)
    old = judged_anew(date(2001, 5, 1)).judgement
    assert old is not None
    assert old.verdict is Verdict.ATTENTION
    assert NEVER_TESTED.render() in old.tooltip
    new = judged_anew(live.today).judgement
    assert new is not None
    assert new.verdict is Verdict.UNDETERMINED
    assert NEVER_TESTED.render() in new.tooltip
    live.history = history
    tested = judged_anew(None).judgement
    assert tested is not None
    assert NEVER_TESTED.render() not in tested.tooltip


def test_lines_of_step_three_count_whether_begun_or_not(story: Story) -> None:
    site = story.targets(SITE)[0]
    live = story.workspace.visits[story.id].session.forms[site]
    assert live.layout.head  # selectors stand above its lines
    view = story.form(site)
    assert view.total >= len([line for line in view.lines if not line.computed]) > 0
