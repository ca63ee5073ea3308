"""Which checklists a visit has: by its occasion and the nameplate; what was begun stays, also in a newer program."""

from dataclasses import replace
from typing import Any

import pytest

from inspector import services
from inspector.domain.equipment import EquipmentKind
from inspector.domain.visit import Step, VisitKind, VisitStatus
from inspector.services import Workspace
from inspector.services.registers.entries import set_equipment
from inspector.services.visits.views import Target
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import Story, begin

INSPECTORS = ("wang", "li")
ACCOUNT = "50102237816"


def do(workspace: Workspace, act: Any, *args: Any, **named: Any) -> Any:
    return workspace.call(lambda: act(workspace, *args, **named))


def started(workspace: Workspace, kind: VisitKind, account: str = ACCOUNT) -> Story:
    view = do(workspace, services.start_visit, account, kind=kind, inspectors=INSPECTORS, key=kind.value)
    return Story(workspace, view.id)


def panel(story: Story) -> Target:
    """The first switchgear of the visit, by its form of step 2."""
    session = story.workspace.visits[story.id].session
    return next(
        target for target in session.targets(Step.EQUIPMENT)
        if target.equipment and session.equipment[target.equipment].kind is EquipmentKind.SWITCHGEAR
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "site"),
    [
        (VisitKind.SPECIAL, "infrastructure"),
        (VisitKind.ACCEPTANCE, "acceptance-site"),
        (VisitKind.INTERMEDIATE, "intermediate-site"),
    ],
)
def test_an_occasion_has_its_own_checklists(workspace: Workspace, kind: VisitKind, site: str) -> None:
    session = workspace.visits[started(workspace, kind).id].session
    assert [target.form for target in session.targets(Step.INFRASTRUCTURE)] == [site]
    prefix = "" if kind is VisitKind.SPECIAL else kind.value
    assert all(target.form.startswith(prefix) for target in session.forms)
    assert session.targets(Step.EQUIPMENT)
    assert session.targets(Step.INDICATIONS)


def test_tests_of_a_new_installation_are_judged_by_the_limits_of_hand_over(workspace: Workspace) -> None:
    routine, acceptance = begin(workspace), started(workspace, VisitKind.ACCEPTANCE)
    found = {}
    for story in (routine, acceptance):
        target = panel(story)
        if story is acceptance:
            story.answer(target, "in_scope", "yes")
        story.answer(target, "coil_insulation", "5")
        judgement = story.line(target, "coil_insulation").judgement
        assert judgement is not None
        found[target.form] = judgement.limit
    assert {form: limit.split("\u00a0")[-1] for form, limit in found.items()} == {
        "switchgear-withdrawable": "2",
        "acceptance-switchgear": "10",
    }


def test_a_nameplate_put_right_brings_its_checklist_only_where_none_was_begun(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    target = panel(story)
    assert target.form == "switchgear-withdrawable"
    untouched = next(
        other for other in workspace.visits[story.id].session.targets(Step.EQUIPMENT)
        if other.form == "switchgear-withdrawable" and other != target
    )  # fmt: skip
    story.answer(target, "sw_names", "pass")
    for equipment in (target.equipment, untouched.equipment):
        do(workspace, set_equipment, equipment, {"nameplate": {"construction": "rmu"}})
    story.reopen()
    forms = workspace.visits[story.id].session.forms
    assert target in forms
    assert story.row(target, "sw_names").value == "pass"
    assert Target("switchgear-rmu", untouched.equipment) in forms
    assert untouched not in forms


def test_a_visit_begun_by_an_older_program_keeps_the_checklists_it_has(reopen: Reopen) -> None:
    workspace = reopen()
    story = begin(workspace)
    old = {"infrastructure", "switchgear", "cable", "transformer-oil", "transformer-dry"}

    def forget_newer_forms() -> None:
        drafts = workspace.db.drafts
        draft = next(one for one in drafts.visits() if one.id == story.id)
        kept = {form: blob for form, blob in draft.body["forms"].items() if form in old}
        with workspace.db.transaction():
            drafts.visit_put(replace(draft, body={**draft.body, "forms": kept}))

    workspace.call(forget_newer_forms)
    workspace = reopen()
    view = do(workspace, services.open_visit, story.id)
    assert view.status is VisitStatus.OPEN
    assert {target.form for target in workspace.visits[story.id].session.forms} == old


def test_an_acceptance_visit_is_signed_and_titled_as_one(workspace: Workspace) -> None:
    story = started(workspace, VisitKind.ACCEPTANCE)
    session = workspace.visits[story.id].session
    for target in session.targets(Step.EQUIPMENT):
        story.answer(target, "in_scope", "no")
    story.fill()
    assert "acceptance" in {made.kind for made in story.summary().will_make}  # its paper is no result notice
    story.sign()
    issued = story.call(services.finish_visit)
    shown = next(row for row in do(workspace, services.visit_rows) if row.number == issued.visit_number)
    assert shown.kind is VisitKind.ACCEPTANCE
    order = workspace.call(lambda: services.work_order(workspace, issued.visit_number, "en"))
    assert order.startswith(b"%PDF")
