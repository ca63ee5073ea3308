"""Inferences of an open visit: found while typing, made hazards, dismissed until their evidence changes, recorded."""

import json
from typing import Any

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.visits.inference_views import InferenceView
from inspector.services.visits.replay import replay
from inspector.services.visits.views import Change, DraftStatus, Target
from tests.unit.services.story import Story


@pytest.fixture
def readings(story: Story) -> Target:
    return story.targets("indications-transformer")[0]


def heat(story: Story, readings: Target) -> Change:
    """A hot terminal of phase B beside unequal currents."""
    for name, value in (
        ("lv_current_a", "1186"), ("lv_current_b", "1402"), ("lv_current_c", "968"), ("ambient", "31"),
        ("ir_lv_a", "48.2"), ("ir_lv_b", "86.4"), ("ir_lv_c", "46.5"),
    ):  # fmt: skip
        change = story.answer(readings, name, value)
    return change


def poor_contact(story: Story) -> InferenceView | None:
    found = story.reopen().inferences
    return next((one for one in found if one.rule == "lv-poor-contact"), None)


def test_hot_terminal_and_imbalance_together_mean_a_poor_contact(story: Story, readings: Target) -> None:
    assert poor_contact(story) is None
    change = heat(story, readings)
    found = next(one for one in change.inferences if one.rule == "lv-poor-contact")
    assert found == poor_contact(story)
    assert found.grade is Grade.SERIOUS
    assert found.open
    assert "B" in found.title
    assert any("86.4" in text for text in found.evidence)
    assert any("31" in text for text in found.evidence)
    assert found.equipment == readings.equipment


def test_it_goes_with_its_evidence(story: Story, readings: Target) -> None:
    heat(story, readings)
    change = story.answer(readings, "ir_lv_b", "47")
    assert all(one.rule != "lv-poor-contact" for one in change.inferences)


def test_what_is_out_of_service_is_no_evidence(story: Story, readings: Target) -> None:
    heat(story, readings)
    ref = story.ref(readings, "ir_lv_b")
    change = story.call(services.record_out_of_service, readings, ref, flag=True)
    left = [one for one in change.inferences if one.rule == "lv-poor-contact"]
    assert all("86.4" not in " ".join(one.evidence) for one in left)


def test_a_hazard_is_made_of_it_with_wording_evidence_and_basis(story: Story, readings: Target) -> None:
    heat(story, readings)
    found = poor_contact(story)
    assert found is not None
    change = story.call(services.accept_inference, found.id)
    [draft] = change.hazards
    assert draft.status is DraftStatus.ACCEPTED
    assert draft.grade is Grade.SERIOUS
    assert "86.4" in draft.description
    assert "B" in draft.description
    assert draft.measure
    assert draft.basis
    assert draft.equipment == readings.equipment
    assert story.workspace.visits[story.id].session.equipment[draft.equipment].name in draft.place
    after = poor_contact(story)
    assert after is not None
    assert (after.open, after.hazard) == (False, draft.id)
    undone = story.call(services.undo_visit)
    assert draft.id in undone.hazards_gone
    again = poor_contact(story)
    assert again is not None
    assert again.open
    story.call(services.redo_visit)
    assert draft.id in [one.id for one in story.summary().hazards]


def test_dismissing_needs_a_reason_and_lasts_until_the_evidence_changes(story: Story, readings: Target) -> None:
    heat(story, readings)
    found = poor_contact(story)
    assert found is not None
    with pytest.raises(Problem) as problem:
        story.call(services.dismiss_inference, found.id, " ")
    assert problem.value.code == "reason_missing"
    story.call(services.dismiss_inference, found.id, "昨日已处理，待复测")
    dismissed = poor_contact(story)
    assert dismissed is not None
    assert (dismissed.open, dismissed.reason) == (False, "昨日已处理，待复测")
    story.answer(readings, "ambient", "30")
    del story.workspace.visits[story.id]
    reopened = poor_contact(story)
    assert reopened is not None
    assert not reopened.open
    change = story.answer(readings, "ir_lv_b", "95.1")
    back = next(one for one in change.inferences if one.rule == "lv-poor-contact")
    assert back.open
    assert any("95.1" in text for text in back.evidence)


def test_dismissal_is_undone_and_restored(story: Story, readings: Target) -> None:
    heat(story, readings)
    found = poor_contact(story)
    assert found is not None
    change = story.call(services.dismiss_inference, found.id, "已知")
    assert "接触不良" in change.steps_back.undo
    story.call(services.undo_visit)
    after = poor_contact(story)
    assert after is not None
    assert after.open
    story.call(services.redo_visit)
    story.call(services.restore_inference, found.id)
    after = poor_contact(story)
    assert after is not None
    assert after.open
    with pytest.raises(Problem) as problem:
        story.call(services.restore_inference, found.id)
    assert problem.value.code == "inference_unknown"


def test_an_unknown_inference_is_refused(story: Story) -> None:
    with pytest.raises(Problem) as problem:
        story.call(services.accept_inference, "lv-poor-contact|nobody")
    assert problem.value.code == "inference_unknown"


def test_the_signed_record_keeps_how_they_were_decided(story: Story, readings: Target) -> None:
    heat(story, readings)
    found = poor_contact(story)
    assert found is not None
    story.call(services.dismiss_inference, found.id, "昨日已处理")
    story.fill()
    story.decide()
    assert found.id in [one.id for one in story.summary().inferences]
    story.sign()
    issued = story.call(services.finish_visit)
    body = story.workspace.call(lambda: dict(story.workspace.db.visits.body(issued.visit)))
    [told] = [one for one in body["inferences"] if one["id"] == found.id]
    assert (told["decision"], told["reason"]) == ("dismissed", "昨日已处理")
    assert any("86.4" in text for text in told["evidence"])


def test_a_hazard_from_an_inference_keeps_the_values_of_its_evidence(story: Story, readings: Target) -> None:
    heat(story, readings)
    found = poor_contact(story)
    assert found is not None
    story.call(services.accept_inference, found.id)
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    numbers = {key for key, _number in issued.hazards}
    events = story.workspace.call(lambda: [
        event for key in numbers for event in story.workspace.db.frames.events_of(key)
        if event.type == "hazard_registered" and event.body["fields"]["criterion"] == "lv-poor-contact"
    ])  # fmt: skip
    [registered] = events
    assert 86.4 in [value["value"] for value in registered.body["values"]]


def decision(out: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in out["inferences"] if one["inference"] == name)
    return found


def test_scripts_list_accept_and_dismiss(story: Story, readings: Target) -> None:
    heat(story, readings)
    session = story.workspace.visits[story.id].session
    people = [person.id for person in session.inspectors]
    start = {"op": "start", "visit": session.key, "customer": session.customer.account, "inspectors": people}
    name = f"lv-poor-contact|{readings.equipment}"
    lines = [
        start,
        {"op": "status"},
        {"op": "inference", "inference": name, "accept": False},
        {"op": "inference", "inference": name, "accept": False, "reason": "已知"},
        {"op": "inference", "inference": name, "accept": True},
        {"op": "inference", "inference": name},
    ]
    out = [json.loads(line) for line in replay(story.workspace, [json.dumps(line) for line in lines])]
    assert decision(out[1], name)["decision"] == "open"
    assert out[2]["error"] == "reason_missing"
    assert decision(out[3], name)["reason"] == "已知"
    assert [one["description"] for one in out[4]["hazards"]]
    assert decision(out[4], name)["decision"] == "hazard"
    assert out[5]["error"] == "field_missing"


def test_tev_above_the_neighbour_and_ultrasound_mean_partial_discharge(story: Story) -> None:
    panels = story.targets("indications-switchgear")
    assert len(panels) > 1
    for panel, measured in zip(panels, ("31", "10", "10"), strict=False):
        story.answer(panel, "tev_background", "8")
        change = story.answer(panel, "tev_measured", measured)
    suspect = [one for one in change.inferences if one.rule == "partial-discharge-suspect"]
    assert [one.equipment for one in suspect] == [panels[0].equipment]
    story.answer(panels[0], "ultrasonic_background", "0")
    change = story.answer(panels[0], "ultrasonic_measured", "12")
    rules = {one.rule for one in change.inferences if one.equipment == panels[0].equipment}
    assert "partial-discharge" in rules
    assert "partial-discharge-suspect" not in rules


def test_what_is_said_of_neighbours_follows_the_neighbour(story: Story) -> None:
    first, second = story.targets("indications-switchgear")[:2]
    for panel in (first, second):
        story.answer(panel, "tev_background", "8")
        story.answer(panel, "tev_measured", "10")
    assert any("0\u00a0dB" in text for text in story.line(first, "tev_relative").beside)
    change = story.answer(second, "tev_measured", "15")
    assert all(target == second for target, _line in change.lines)
    fresh = [line for target, line in change.alike if target == first]
    assert any("\u22125\u00a0dB" in text for line in fresh for text in line.beside)


def test_a_line_tells_of_phases_and_neighbours(story: Story, readings: Target) -> None:
    heat(story, readings)
    words = " ".join(story.line(readings, "ir_lv_b").beside)
    assert "82" in words or "83" in words
    line = story.line(readings, "load_imbalance")
    assert line.judgement is not None
    assert line.judgement.verdict is not Verdict.PASS
