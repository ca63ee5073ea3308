"""Gas analysis of an oil transformer as an inspector meets it: typed, judged, reported, proposed again, printed."""

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.i18n import set_language
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_count
from inspector.services.gases.views import DgaView
from inspector.services.registers.entries import set_equipment
from inspector.services.visits.views import DraftStatus, Target
from tests.unit.reports.pdf_reading import all_text, squeezed
from tests.unit.services.story import Story

HOT = {"gas_h2": "96", "gas_ch4": "84", "gas_c2h4": "96", "gas_c2h6": "22", "gas_c2h2": "3.1", "gas_co": "420"}
DAY = "2026-05-20"


@pytest.fixture
def oil(story: Story) -> Target:
    return story.targets("transformer-oil")[0]


def fill(story: Story, target: Target, values: dict[str, str]) -> None:
    for name, value in values.items():
        story.answer(target, name, value)


def view(story: Story, target: Target) -> DgaView:
    found: DgaView | None = story.call(services.dga_view, target)
    assert found is not None
    return found


def test_without_gases_the_last_sample_on_record_is_shown_and_nothing_said(story: Story, oil: Target) -> None:
    shown = view(story, oil)
    assert not shown.current
    assert shown.samples
    assert not shown.statement
    assert not shown.methods
    with pytest.raises(Problem, match="dga_no_sample"):
        story.call(services.request_dga_hazard, oil)


def test_only_an_oil_transformer_has_an_analysis(story: Story) -> None:
    assert story.call(services.dga_view, story.targets("transformer-dry")[0]) is None
    assert story.call(services.dga_view, story.targets("indications-transformer")[0]) is None


def test_gases_below_every_attention_value_call_for_nothing(story: Story, oil: Target) -> None:
    fill(story, oil, {**dict.fromkeys(HOT, "5"), "gas_c2h2": "0"})
    shown = view(story, oil)
    assert shown.current
    assert not shown.called
    assert shown.retest_months == 0
    assert shown.reasons == ()
    assert shown.methods  # for whoever asks nevertheless
    with pytest.raises(Problem, match="dga_no_call"):
        story.call(services.request_dga_hazard, oil)


def test_hot_gases_are_diagnosed_with_reasons_methods_and_their_disagreement(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, {"tested_on": DAY, **HOT})
    shown = view(story, oil)
    assert (shown.called, shown.fault, shown.code) == (True, "T3", "0 · 0 · 2")
    assert shown.reasons[0] == "Total hydrocarbons 205.1 µL/L, attention value 150."
    tiles = {tile.gas: tile for tile in shown.tiles}
    assert (tiles["thc"].value, tiles["thc"].limit, tiles["thc"].loud) == ("205.1", "≤ 150", True)
    assert (tiles["h2"].loud, tiles["co"].limit, tiles["co2"].value) == (False, "—", "—")
    answers = {line.name: line for line in shown.methods}
    assert answers["Duval triangle 1"].answer == "T3"
    assert answers["Duval triangle 1"].agrees
    assert answers["Duval triangle 4"].words == "not applicable"
    assert [(one.value, one.digit) for one in shown.ratios] == [("0.0323", "0"), ("0.875", "0"), ("4.36", "2")]
    assert shown.retest_months == 1


def test_missing_gases_are_named_and_the_total_is_at_least_what_is_known(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, {"tested_on": DAY, "gas_h2": "10", "gas_ch4": "84", "gas_c2h4": "96"})
    shown = view(story, oil)
    assert shown.called
    assert shown.title == "No verdict: gases are missing"
    assert shown.reasons == ("Total hydrocarbons ≥ 180 µL/L, attention value 150.",)
    assert {tile.gas: tile.value for tile in shown.tiles}["thc"] == "≥ 180"
    assert not shown.drawn
    story.answer(oil, "gas_c2h2", "0.5")
    assert view(story, oil).drawn


def test_rates_need_oil_and_tank_and_say_what_is_missing(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, {"tested_on": DAY, **HOT})
    assert oil.equipment is not None
    known = view(story, oil)
    assert any(rate.rate.endswith("mL a day") for rate in known.rates)
    assert known.missing == ()
    workspace, equipment = story.workspace, oil.equipment
    plate = dict(workspace.visits[story.id].session.equipment[equipment].nameplate)
    plate.update(oil_t="", sealed="")
    workspace.call(lambda: set_equipment(workspace, equipment, {"nameplate": plate}))
    story.reopen()
    unknown = view(story, oil)
    assert unknown.missing == ("mass of the oil", "whether the tank is sealed")
    assert not any(rate.rate.endswith("mL a day") for rate in unknown.rates)


def test_without_a_date_of_the_test_there_are_no_rates_and_the_date_is_asked_for(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, HOT)
    shown = view(story, oil)
    assert (shown.undated, shown.rates) == (True, ())
    assert shown.missing[0] == "date of the test"
    assert "date of the test is missing" in shown.doubts_words[-1]
    assert len(shown.samples) > 1  # earlier ones are still drawn
    printed = squeezed(all_text(story.call(services.gas_sheet_preview, oil, "en")))
    assert "dateofthetestismissing" in printed
    story.answer(oil, "tested_on", DAY)
    dated = view(story, oil)
    assert not dated.undated
    assert dated.rates


def test_the_sentence_counts_the_methods_that_the_table_shows(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, {"tested_on": DAY, **HOT})
    shown = view(story, oil)
    named = [line.agrees for line in shown.methods if line.agrees is not None]
    told = next(words for words in shown.statement if words.startswith("Most likely"))
    assert f"{named.count(True)} of {len(named)} methods" in told
    applies = {line.name: line.applies for line in shown.methods}
    assert shown.closer == tuple(number for number in (4, 5) if applies[f"Duval triangle {number}"])


def test_the_diagnosis_becomes_a_hazard_only_on_request_and_undo_takes_it_back(story: Story, oil: Target) -> None:
    fill(story, oil, {"tested_on": DAY, **HOT})
    assert view(story, oil).hazard is None
    change = story.call(services.request_dga_hazard, oil)
    made = view(story, oil).hazard
    assert made is not None
    assert made in change.hazards
    assert (made.status, made.grade, made.basis) == (DraftStatus.ACCEPTED, Grade.SERIOUS, "DL/T 722-2014 9.3.1")
    assert "205.1" in made.description
    assert "T3" in made.description
    assert made in story.summary().hazards
    story.call(services.undo_visit)
    assert view(story, oil).hazard is None


def test_the_hazard_carries_the_gases_it_was_found_by(story: Story, oil: Target) -> None:
    fill(story, oil, {"tested_on": DAY, **HOT})
    story.call(services.request_dga_hazard, oil)
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    db = story.workspace.db
    ids = [key for key, _number in issued.hazards]
    events = story.workspace.call(lambda: [event for key in ids for event in db.frames.events_of(key)])
    bodies = [event.body for event in events if event.type == "hazard_registered"]
    found = next(body for body in bodies if "205.1" in str(body["fields"]["description"]))
    measured = {value["quantity"]: value["value"] for value in found["values"]}
    assert measured["total_hydrocarbons"] == pytest.approx(205.1)


def test_another_sample_is_proposed_as_the_next_due_date(story: Story, oil: Target) -> None:
    fill(story, oil, {"tested_on": "2026-01-31", **HOT})
    story.call(services.propose_retest, oil, 1)
    assert story.row(oil, "next_due").value == "2026-02-28"
    story.call(services.undo_visit)
    assert story.row(oil, "next_due").value != "2026-02-28"


def test_the_sheet_of_a_visit_and_of_what_is_on_record(story: Story, oil: Target) -> None:
    fill(story, oil, {"tested_on": DAY, **HOT})
    typed = squeezed(all_text(story.call(services.gas_sheet_preview, oil, "en")))
    assert "205.1" in typed
    assert "T3overheatingabove700" in typed
    workspace, equipment = story.workspace, oil.equipment
    assert equipment is not None
    recorded = workspace.call(lambda: services.gas_sheet(workspace, equipment, "en"))
    assert "205.1" not in all_text(recorded)
    assert page_count(recorded) == 1
    dry = story.targets("transformer-dry")[0].equipment or ""
    with pytest.raises(Problem, match="dga_no_records"):
        workspace.call(lambda: services.gas_sheet(workspace, dry))


def test_before_it_goes_into_service_the_tiles_show_the_limits_of_a_new_transformer(story: Story, oil: Target) -> None:
    fill(story, oil, {"gas_h2": "31", "gas_ch4": "8"})
    live = story.workspace.visits[story.id].session.forms[oil]
    assert {tile.gas: tile for tile in view(story, oil).tiles}["h2"].limit == "≤ 150"
    live.facts = {**live.facts, "service": "acceptance"}
    story.workspace.call(lambda: live.judge_all(story.workspace.packs))
    shown = {tile.gas: tile for tile in view(story, oil).tiles}
    assert (shown["h2"].limit, shown["h2"].loud) == ("≤ 30", True)
    assert not shown["ch4"].loud


def test_typical_values_of_other_standards_stand_beside_the_sample_and_open_nothing(story: Story, oil: Target) -> None:
    set_language("en")
    fill(story, oil, {"tested_on": DAY, **dict.fromkeys(HOT, "5"), "gas_h2": "100", "gas_c2h2": "0"})
    shown = view(story, oil)
    assert not shown.called
    iec, first, second = shown.compared
    assert (iec.values[0], first.values[0], second.values[0]) == ("150", "75", "200")
    assert (iec.loud[0], first.loud[0], second.loud[0]) == (False, True, False)
    assert shown.compared_words == (
        "For comparison, judges nothing: IEC 60599: typical; IEEE C57.104: level 2 by concentration (H₂); "
        "table for O₂/N₂ ≤ 0.2, 10–30 years.".replace("≤ 0.2", "≤\N{NO-BREAK SPACE}0.2").replace(
            "N₂ ≤", "N₂\N{NO-BREAK SPACE}≤"
        )
    )
