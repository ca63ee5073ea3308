"""What a question says over its criterion, gases that were not found, and the ages of tests, in an open visit."""

from datetime import timedelta
from typing import Any

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.services import Workspace
from inspector.services.checklists.compiled import shipped_source
from inspector.services.checklists.files import FormFile
from inspector.services.checklists.versions import install_form
from inspector.services.visits.found_equipment import add_equipment
from tests.unit.services.story import SITE, Story

NAMEPLATE = {
    "voltage_kv": "110",
    "lv_voltage_kv": "10.5",
    "capacity_kva": "31500",
    "vector_group": "YNd11",
    "winding_material": "copper",
    "cooling": "ONAF",
}


def with_words(question: str, **words: str) -> FormFile:
    """The infrastructure checklist of the house, with attributes at one question."""
    source = shipped_source("infrastructure")
    lines = source.content.decode("utf-8").splitlines()
    end = lines.index("| choices |")
    for at, line in enumerate(lines[1:end], start=1):
        told = [words[name] if f"| {question} |" in line else "" for name in words]
        heads = [f"bind::insp:{name}" for name in words]
        lines[at] = line + "".join(f" {cell} |" for cell in (heads if at == 1 else told))
    text = "\n".join(lines).replace("| 2026.1 |", "| 2099.1 |")
    return FormFile("infrastructure.md", text.encode(), source.suffix)


def started(workspace: Workspace, kind: str = "", nameplate: dict[str, str] | None = None) -> Story:
    def start() -> Any:
        customer = workspace.new_id()
        services.add_customer(workspace, {"account": customer, "name": customer, "voltage_kv": 10})
        view = services.start_visit(workspace, customer, kind=VisitKind.PERIODIC, inspectors=("wang", "li"))
        if kind:
            add_equipment(workspace, view.id, kind, "E1", nameplate or {})
        return Story(workspace, view.id)

    story: Story = workspace.call(start)
    return story


def test_a_question_may_grade_word_and_date_its_finding_itself(workspace: Workspace) -> None:
    file = with_words("paper_diagram", grade="critical", measure="立即更换系统图", clause="内规 3.2", deadline="5")

    def install() -> None:
        workspace.act_as("admin")
        install_form(workspace, file)
        workspace.act_as("wang")

    workspace.call(install)
    story = started(workspace)
    story.answer(SITE, "paper_diagram", "fail")
    story.answer(SITE, "paper_rules", "fail")
    own, plain = story.draft(SITE, "paper_diagram"), story.draft(SITE, "paper_rules")
    assert own is not None
    assert plain is not None
    assert (own.grade, own.measure, own.basis) == (Grade.CRITICAL, "立即更换系统图", "内规 3.2")
    assert own.deadline == workspace.today() + timedelta(days=5)
    assert (plain.grade, plain.basis) == (Grade.GENERAL, "DB11/T 527-2021 附录A")


@pytest.mark.parametrize("text", ["未检出", "ND", "＜0.1", "<0.1 µL/L"])
def test_a_gas_that_was_not_found_counts_as_0_and_says_so(workspace: Workspace, text: str) -> None:
    story = started(workspace, "transformer_oil", NAMEPLATE)
    target = story.targets("transformer-oil")[0]
    story.answer(target, "gas_c2h2", text)
    line = story.line(target, "gas_c2h2")
    assert (line.cells[0].value, line.note) == ("0", text)
    story.answer(target, "gas_h2", "<50")
    assert story.line(target, "gas_h2").cells[0].error


def test_samples_after_maintenance_are_asked_for_by_their_days(workspace: Workspace) -> None:
    story = started(workspace, "transformer_oil", NAMEPLATE)
    target = story.targets("transformer-oil")[0]
    day = workspace.today() - timedelta(days=6)
    story.answer(target, "tested_on", (day + timedelta(days=1)).isoformat())
    story.answer(target, "gas_h2", "10")
    story.answer(target, "overhauled_on", day.isoformat())
    judged = story.line(target, "test_age").judgement
    assert judged is not None
    assert judged.verdict.value == "fail"
    assert "gases" in judged.tooltip or "溶解气体" in judged.tooltip


def test_the_infrared_survey_of_today_ends_its_age(workspace: Workspace) -> None:
    story = started(workspace, "transformer_oil", {**NAMEPLATE, "voltage_kv": "10"})
    target = story.targets("indications-transformer")[0]
    before = story.line(target, "infrared_age").judgement
    assert before is not None
    assert before.verdict.value == "undetermined"
    story.answer(target, "ir_lv_a", "40")
    after = story.line(target, "infrared_age").judgement
    assert after is not None
    assert (after.verdict.value, after.basis) == ("pass", "DL/T 596 · 6.1")


@pytest.mark.parametrize(("entered", "fault", "doubts"), [("ND", "", ()), ("0", "", ("all_zero",))])
def test_an_oil_in_which_nothing_was_found_is_normal_only_if_that_is_said(
    workspace: Workspace, entered: str, fault: str, doubts: tuple[str, ...]
) -> None:
    story = started(workspace, "transformer_oil", NAMEPLATE)
    target = story.targets("transformer-oil")[0]
    story.answer(target, "tested_on", workspace.today().isoformat())
    for gas in ("h2", "ch4", "c2h4", "c2h6", "c2h2"):
        story.answer(target, f"gas_{gas}", entered)
    view = story.call(services.dga_view, target)
    assert view is not None
    assert (view.called, view.fault, view.doubts) == (False, fault, doubts)
