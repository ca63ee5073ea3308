"""Judging while typing, and what failing answers and values do to hazards."""

from datetime import timedelta

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services.visits.views import CellState, Change, DraftStatus, ItemState, Target
from tests.unit.services.story import SITE, Story, picture


@pytest.fixture
def oil(story: Story) -> Target:
    return story.targets("transformer-oil")[0]


def lines_of(change: Change) -> dict[str, str]:
    return {line.ref.rsplit("/", 1)[1]: line.cells[0].value for _target, line in change.lines}


def test_the_limit_stands_beside_the_empty_cell(story: Story, oil: Target) -> None:
    line = story.line(oil, "ratio_error")
    assert (line.limit, line.cells[0].value, line.judgement) == ("±\u00a00.5", "", None)
    assert story.line(oil, "dc_unbalance_hv").limit == "≤\u00a02"


def test_a_computed_line_appears_when_its_last_input_is_typed(story: Story, oil: Target) -> None:
    story.answer(oil, "dc_hv_ab", "1.000")
    assert "dc_unbalance_hv" in lines_of(story.answer(oil, "dc_hv_bc", "1.000"))
    assert story.line(oil, "dc_unbalance_hv").cells[0].value == ""
    change = story.answer(oil, "dc_hv_ca", "1.100")
    assert lines_of(change)["dc_unbalance_hv"].startswith("9.68")
    line = story.line(oil, "dc_unbalance_hv")
    assert line.computed
    assert line.cells[0].readonly
    assert line.judgement is not None
    assert line.judgement.verdict is Verdict.FAIL
    assert line.hazard is not None
    assert line.hazard.status is DraftStatus.PROPOSAL
    story.answer(oil, "dc_hv_ca", "")
    assert story.line(oil, "dc_unbalance_hv").cells[0].value == ""
    assert story.draft(oil, "dc_unbalance_hv") is None


def test_a_computed_line_shows_the_digits_that_its_verdict_hangs_on(story: Story, oil: Target) -> None:
    for name, value in (("dc_hv_ab", "0.98998"), ("dc_hv_bc", "1"), ("dc_hv_ca", "1.01001")):
        story.answer(oil, name, value)
    line = story.line(oil, "dc_unbalance_hv")
    assert (line.cells[0].value, line.limit) == ("2.003", "≤\u00a02")
    assert line.judgement is not None
    assert line.judgement.verdict is Verdict.FAIL
    assert line.hazard is not None
    assert "2.003" in line.hazard.description


def test_limit_words_and_history_of_a_line_are_of_the_phase_that_moved_most(story: Story, oil: Target) -> None:
    hints = {cell.ref: float(cell.hint) for cell in story.line(oil, "dc_hv").cells}
    assert len(set(hints.values())) == 3
    lasts = dict(zip(("dc_hv_ab", "dc_hv_bc", "dc_hv_ca"), hints.values(), strict=True))
    for loudest, before in lasts.items():
        for name, last in lasts.items():
            story.answer(oil, name, f"{last * (1.008 if name == loudest else 1.001):.4f}")
        line = story.line(oil, "dc_hv")
        assert line.judgement is not None
        assert float(line.last) == before
        own = story.live(oil).judgements[story.ref(oil, loudest)]
        assert line.limit == own.limit_text
        assert line.judgement.limit == own.limit_text


def test_a_value_may_be_typed_in_another_unit_and_is_kept_in_the_one_shown(story: Story) -> None:
    readings = story.targets("indications-transformer")[0]
    for typed, kept in (
        ("80 mA", "0.08"),
        ("８０ ｍＡ", "0.08"),
        ("0.01mA", "0.00001"),
        ("0.09 A", "0.09"),
        ("0.2", "0.2"),
    ):
        change = story.answer(readings, "core_earth_current", typed)
        assert lines_of(change)["core_earth_current"] == kept
    site = story.targets("indications-site")[0]
    story.answer(site, "earthing_continuity", "300 mΩ")
    line = story.line(site, "earthing_continuity")
    assert (line.cells[0].value, line.cells[0].state) == ("0.3", CellState.FAIL)
    story.answer(story.targets("transformer-oil")[0], "insulation_hv", "2.5 GΩ")
    assert story.line(story.targets("transformer-oil")[0], "insulation_hv").cells[0].value == "2500"


@pytest.mark.parametrize("typed", ["80 V", "80 MA", "about 80 mA"])
def test_a_unit_that_does_not_fit_stays_as_typed_beside_an_error(story: Story, typed: str) -> None:
    readings = story.targets("indications-transformer")[0]
    story.answer(readings, "core_earth_current", typed)
    cell = story.line(readings, "core_earth_current").cells[0]
    assert (cell.value, cell.state) == (typed, CellState.ERROR)
    assert cell.error


def test_a_computed_line_cannot_be_typed(story: Story, oil: Target) -> None:
    with pytest.raises(Problem) as found:
        story.answer(oil, "dc_unbalance_hv", "1")
    assert found.value.code == "question_readonly"


def test_the_worst_phase_is_the_lines_verdict(story: Story) -> None:
    site = story.targets("indications-site")[0]
    names = [ref.rsplit("/", 1)[1] for ref in (cell.ref for cell in story.line(site, "lv_line_voltage").cells)]
    story.answer(site, names[0], "380")
    story.answer(site, names[1], "500")
    story.answer(site, names[2], "381")
    line = story.line(site, "lv_line_voltage")
    assert [cell.state for cell in line.cells] == [CellState.NORMAL, CellState.FAIL, CellState.NORMAL]
    assert line.judgement is not None
    assert line.judgement.verdict is Verdict.FAIL
    unbalance = story.line(site, "lv_unbalance").judgement
    assert unbalance is not None
    assert unbalance.verdict is Verdict.FAIL
    assert [form.failed for form in story.call(services.indications) if form.target == site] == [2]


def test_unconfirmed_limits_never_say_fail(story: Story, oil: Target) -> None:
    story.answer(oil, "oil_water", "9999")
    line = story.line(oil, "oil_water")
    assert line.judgement is not None
    assert line.judgement.verdict is Verdict.ATTENTION
    assert line.hazard is None


def test_attention_becomes_a_hazard_only_on_request(story: Story, oil: Target) -> None:
    story.answer(oil, "oil_water", "9999")
    assert story.summary().hazards == story.summary().proposals == ()
    change = story.call(services.request_hazard, oil, story.ref(oil, "oil_water"))
    assert [(draft.status, draft.target) for draft in change.hazards] == [(DraftStatus.ACCEPTED, oil)]
    assert len(story.summary().hazards) == 1
    for name in ("oil_breakdown", "room_door"):
        target = oil if name == "oil_breakdown" else SITE
        with pytest.raises(Problem) as found:
            story.call(services.request_hazard, target, story.ref(target, name))
        assert found.value.code == "nothing_to_report"


def test_a_failing_answer_opens_a_worded_draft(story: Story) -> None:
    change = story.answer(SITE, "room_door", "fail")
    draft = story.draft(SITE, "room_door")
    assert draft is not None
    assert change.hazards == (draft,)
    assert draft.status is DraftStatus.DRAFT
    assert draft.description
    assert draft.measure
    assert draft.basis
    session = story.workspace.visits[story.id].session
    assert draft.deadline >= session.today
    section = next(section for _target, section in change.sections)
    assert (section.failed, section.state) == (1, ItemState.FAIL)


def test_changing_away_folds_the_draft_and_back_brings_its_wording(story: Story) -> None:
    story.answer(SITE, "room_door", "fail")
    draft = story.draft(SITE, "room_door")
    assert draft is not None
    story.call(services.edit_hazard, draft.id, description="东门门锁损坏", grade=Grade.SERIOUS)
    story.answer(SITE, "room_door", "pass")
    assert story.draft(SITE, "room_door") is None
    assert story.summary().hazards == ()
    story.answer(SITE, "room_door", "fail")
    back = story.draft(SITE, "room_door")
    assert back is not None
    assert (back.description, back.grade, back.id) == ("东门门锁损坏", Grade.SERIOUS, draft.id)


def test_an_unedited_proposal_follows_the_value_and_an_edited_one_keeps_its_words(story: Story, oil: Target) -> None:
    story.answer(oil, "ratio_error", "9")
    first = story.draft(oil, "ratio_error")
    story.answer(oil, "ratio_error", "7.5")
    second = story.draft(oil, "ratio_error")
    assert first is not None
    assert second is not None
    assert "7.5" in second.description
    assert "7.5" not in first.description
    story.call(services.edit_hazard, second.id, description="分接开关接触不良")
    story.answer(oil, "ratio_error", "8")
    third = story.draft(oil, "ratio_error")
    assert third is not None
    assert third.description == "分接开关接触不良"


def test_proposals_are_accepted_dismissed_with_a_reason_and_restored(story: Story, oil: Target) -> None:
    story.answer(oil, "ratio_error", "9")
    (proposal,) = story.summary().proposals
    assert any(proposal.description in missing.text for missing in story.summary().missing)
    with pytest.raises(Problem) as found:
        story.call(services.dismiss_hazard, proposal.id, "  ")
    assert found.value.code == "reason_missing"
    story.call(services.dismiss_hazard, proposal.id, "接线错误")
    dismissed = story.draft(oil, "ratio_error")
    assert dismissed is not None
    assert (dismissed.status, dismissed.reason) == (DraftStatus.DISMISSED, "接线错误")
    assert story.summary().proposals == story.summary().hazards == ()
    story.call(services.restore_hazard, proposal.id)
    assert [draft.id for draft in story.summary().proposals] == [proposal.id]
    story.call(services.accept_hazard, proposal.id)
    assert [draft.id for draft in story.summary().hazards] == [proposal.id]
    with pytest.raises(Problem) as unknown:
        story.call(services.accept_hazard, "no such draft")
    assert unknown.value.code == "hazard_unknown"


def test_merging_makes_one_hazard_and_no_finding_is_lost_when_it_goes(story: Story, oil: Target) -> None:
    story.answer(SITE, "room_door", "fail")
    story.answer(oil, "ratio_error", "9")
    door, (ratio,) = story.draft(SITE, "room_door"), story.summary().proposals
    assert door is not None
    story.call(services.merge_hazard, ratio.id, door.id)
    (merged,) = story.summary().hazards
    assert door.description in merged.description
    assert ratio.description in merged.description
    assert merged.deadline == min(door.deadline, ratio.deadline)
    assert merged.grade.rank == min(door.grade.rank, ratio.grade.rank)
    story.answer(SITE, "room_door", "pass")
    assert [draft.id for draft in story.summary().proposals] == [ratio.id]


def test_merged_findings_come_back_when_the_other_is_dismissed(story: Story, oil: Target) -> None:
    story.answer(SITE, "room_door", "fail")
    story.answer(oil, "ratio_error", "9")
    door, (ratio,) = story.draft(SITE, "room_door"), story.summary().proposals
    assert door is not None
    story.call(services.merge_hazard, ratio.id, door.id)
    story.call(services.dismiss_hazard, door.id, "误判")
    assert [draft.id for draft in story.summary().proposals] == [ratio.id]


def test_an_override_keeps_both_verdicts_and_moves_the_proposal(story: Story, oil: Target) -> None:
    ref = story.ref(oil, "ratio_error")
    with pytest.raises(Problem) as nothing:
        story.call(services.override_judgement, SITE, story.ref(SITE, "room_door"), Verdict.PASS, "x")
    assert nothing.value.code == "override_nothing"
    story.answer(oil, "ratio_error", "9")
    with pytest.raises(Problem) as found:
        story.call(services.override_judgement, oil, ref, Verdict.PASS, "")
    assert found.value.code == "reason_missing"
    change = story.call(services.override_judgement, oil, ref, Verdict.PASS, "铭牌变比不同")
    judged = next(line.judgement for _target, line in change.lines)
    assert judged is not None
    assert (judged.verdict, judged.overridden, judged.override_reason) == (Verdict.PASS, Verdict.FAIL, "铭牌变比不同")
    assert story.summary().proposals == ()
    story.call(services.override_judgement, oil, ref, None, "")
    assert len(story.summary().proposals) == 1
    story.answer(oil, "ratio_error", "0.1")
    story.call(services.override_judgement, oil, ref, Verdict.FAIL, "试验接线有疑问")
    assert len(story.summary().proposals) == 1


def test_an_override_ends_when_the_value_it_was_made_for_changes(story: Story, oil: Target) -> None:
    ref = story.ref(oil, "ratio_error")
    story.answer(oil, "ratio_error", "9")
    story.call(services.override_judgement, oil, ref, Verdict.PASS, "仪器误差")
    story.answer(oil, "ratio_error", "12")
    judged = story.line(oil, "ratio_error").judgement
    assert judged is not None
    assert (judged.verdict, judged.overridden) == (Verdict.FAIL, None)


def test_an_override_of_a_phase_is_one_of_its_line(story: Story) -> None:
    site = story.targets("indications-site")[0]
    cells = [cell.ref.rsplit("/", 1)[1] for cell in story.line(site, "lv_line_voltage").cells]
    story.answer(site, cells[1], "500")
    story.call(services.override_judgement, site, story.ref(site, cells[1]), Verdict.ATTENTION, "瞬时")
    judged = story.line(site, "lv_line_voltage").judgement
    assert judged is not None
    assert (judged.verdict, judged.overridden) == (Verdict.ATTENTION, Verdict.FAIL)
    assert story.summary().proposals == ()
    story.answer(site, cells[0], "380")
    judged = story.line(site, "lv_line_voltage").judgement
    assert judged is not None
    assert judged.verdict is Verdict.FAIL


@pytest.mark.parametrize(
    ("typed", "stored"), [("１２．５", "12.5"), ("1e3", "1000"), ("−3", "-3"), (" 7 ", "7"), ("1.50", "1.5")]
)
def test_numbers_are_stored_the_same_however_they_were_typed(
    story: Story, oil: Target, typed: str, stored: str
) -> None:
    story.answer(oil, "ratio_error", typed)
    assert story.line(oil, "ratio_error").cells[0].value == stored


def test_text_that_is_no_number_stays_beside_an_error_and_blocks_signing(story: Story, oil: Target) -> None:
    story.answer(oil, "ratio_error", "约 9")
    cell = story.line(oil, "ratio_error").cells[0]
    assert (cell.value, cell.state) == ("约 9", CellState.ERROR)
    assert cell.error
    assert story.draft(oil, "ratio_error") is None
    assert [missing.target for missing in story.summary().missing if missing.ref == story.ref(oil, "ratio_error")] == [
        oil
    ]
    story.answer(oil, "ratio_error", "9")
    assert story.line(oil, "ratio_error").cells[0].error == ""


def test_a_date_in_the_future_is_kept_and_marked(story: Story, oil: Target) -> None:
    tomorrow = (story.workspace.visits[story.id].session.today + timedelta(days=1)).isoformat()
    story.answer(oil, "tested_on", tomorrow)
    row = story.row(oil, "tested_on")
    assert row.value == tomorrow
    assert "晚于" in row.error


def test_unknown_questions_and_forms_are_named(story: Story, oil: Target) -> None:
    for target, ref, code in (
        (oil, "/data/nonsense", "question_unknown"),
        (Target("no-form"), "/data/x", "target_unknown"),
        (Target("transformer-oil", "no-equipment"), "/data/x", "target_unknown"),
    ):
        with pytest.raises(Problem) as found:
            story.call(services.record_answer, target, ref, "1")
        assert found.value.code == code


def test_a_hazard_made_by_hand_needs_words_and_a_day_that_is_not_over(story: Story) -> None:
    with pytest.raises(Problem) as words:
        story.call(services.edit_hazard, None)
    assert words.value.code == "description_missing"
    today = story.workspace.visits[story.id].session.today
    change = story.call(services.edit_hazard, None, description="围墙倒塌", place="北侧围墙", grade=Grade.CRITICAL)
    (made,) = change.hazards
    assert (made.status, made.deadline) == (DraftStatus.ACCEPTED, today + timedelta(days=1))
    with pytest.raises(Problem) as past:
        story.call(services.edit_hazard, made.id, deadline=today - timedelta(days=1))
    assert past.value.code == "deadline_past"
    assert [draft.id for draft in story.summary().hazards] == [made.id]


def test_a_failing_answer_that_needs_a_photo_waits_for_it(story: Story) -> None:
    panel = story.targets("switchgear-withdrawable")[0]
    story.answer(panel, "sw_interlock", "pass")
    ref = story.ref(panel, "sw_interlock")

    def waits() -> list[str]:
        return [missing.text for missing in story.summary().missing if missing.target == panel and missing.ref == ref]

    assert waits() == []
    story.answer(panel, "sw_interlock", "fail")
    assert [text for text in waits() if "照片" in text]
    change = services.add_photo(story.workspace, story.id, picture(), "lock.jpg", target=panel, ref=ref)
    assert waits() == []
    assert len(story.row(panel, "sw_interlock").photos) == 1
    (photo,) = story.row(panel, "sw_interlock").photos
    assert services.blob(story.workspace, photo.original) == picture()
    assert [draft.photos for draft in change.hazards] == [(photo,)]
    story.call(services.remove_photo, photo.id)
    assert [text for text in waits() if "照片" in text]


def test_a_test_record_with_values_needs_its_date(story: Story, oil: Target) -> None:
    story.answer(oil, "core_insulation", "500")
    ref = story.ref(oil, "tested_on")
    assert ref in [missing.ref for missing in story.summary().missing if missing.target == oil]
    story.answer(oil, "tested_on", "2026-05-01")
    assert ref not in [missing.ref for missing in story.summary().missing if missing.target == oil]


def test_an_unchanged_answer_is_no_edit(story: Story) -> None:
    story.fill()
    story.decide()
    story.sign()
    change = story.answer(SITE, "room_door", story.row(SITE, "room_door").value)
    assert not change.signatures_cleared
    assert all(box.method for box in story.summary().signatures)


def test_winding_resistance_asks_for_phases_or_lines_as_the_nameplate_says(story: Story, oil: Target) -> None:
    live = story.workspace.visits[story.id].session.forms[oil]
    live.facts = {**live.facts, "vector_group": "Dyn11"}
    high, low = story.line(oil, "dc_hv"), story.line(oil, "dc_lv")
    assert high.label.endswith("AB–CA")
    assert low.label.endswith("a0–c0")
    assert [cell.phase for cell in (*high.cells, *low.cells)] == ["AB", "BC", "CA", "a0", "b0", "c0"]
    assert [story.line(oil, f"dc_unbalance_{side}").limit for side in ("hv", "lv")] == ["≤\u00a02", "≤\u00a04"]
    live.facts = {**live.facts, "vector_group": "", "neutral_out": ""}
    assert [cell.phase for cell in story.line(oil, "dc_lv").cells] == ["a0 / ab", "b0 / bc", "c0 / ca"]


def test_the_number_of_a_question_stays_whatever_is_answered_before_it(story: Story) -> None:
    numbers = {row.ref: row.number for section in story.form(SITE).sections for row in section.rows}
    assert story.row(SITE, "hole_sealing").number == "2.2"
    story.answer(SITE, "animal_board", "fail")
    story.answer(SITE, "hole_sealing", "fail")
    assert story.row(SITE, "animal_board").number == "2.1"
    assert story.row(SITE, "animal_board_height").number == "2.1.1"
    after = {row.ref: row.number for section in story.form(SITE).sections for row in section.rows}
    assert after.items() >= numbers.items()
    assert len(set(after.values())) == len(after), "no number twice"
    found = story.draft(SITE, "hole_sealing")
    assert found is not None
    assert found.source.endswith("2.2")


def test_the_conclusion_counts_what_was_answered_not_what_is_worked_out(story: Story) -> None:
    story.answer(SITE, "room_door", "pass")
    story.answer(SITE, "room_leak", "na")
    summary = story.call(services.summary)
    assert (summary.answered, summary.passed, summary.not_applicable) == (2, 1, 1)
