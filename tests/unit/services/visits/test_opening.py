"""A visit reopens where it was, with everything that was saved, in a new process or after a switch of the language."""

import pytest

from inspector import i18n, services
from inspector.domain.person import Role
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, Step, VisitKind, VisitStatus
from inspector.problems import Problem
from inspector.services.registers.entries import set_person
from inspector.services.visits.list_row import VisitListRow
from inspector.services.visits.views import DraftStatus, RowKind
from tests.unit.services.conftest import Reopen
from tests.unit.services.story import SITE, Story, begin, picture, planned


def listed(workspace: services.Workspace, visit: str) -> VisitListRow:
    rows = workspace.call(lambda: services.visit_rows(workspace))
    return next(row for row in rows if row.id == visit)


def test_a_planned_visit_gets_its_number_when_it_is_opened(workspace: services.Workspace) -> None:
    visit = planned(workspace)
    view = workspace.call(lambda: services.open_visit(workspace, visit))
    assert view.number.startswith(f"JC-{workspace.call(workspace.today):%Y-%m%d}-{workspace.store.device.code}-")
    assert view.restored == ""
    assert view.step is Step.OLD_HAZARDS
    assert [person.login for person in view.inspectors] == ["wang", "li"]
    rows = workspace.call(lambda: services.visit_rows(workspace))
    assert next(row for row in rows if row.id == visit).status is VisitStatus.OPEN


def test_everything_that_was_saved_is_there_after_the_process_died(reopen: Reopen) -> None:
    story = begin(reopen())
    oil = story.targets("transformer-oil")[0]
    story.answer(SITE, "room_door", "fail")
    story.answer(SITE, "room_leak", "pass")
    story.answer(oil, "ratio_error", "9")
    story.answer(oil, "oil_water", "abc")
    story.call(services.record_note, SITE, story.ref(SITE, "room_leak"), "墙角有旧水痕")
    story.call(services.record_waiting, oil, story.ref(oil, "ac_withstand"), "耐压设备未到")
    story.call(services.record_out_of_service, oil, story.ref(oil, "core_insulation"), flag=True)
    story.call(services.override_judgement, oil, story.ref(oil, "ratio_error"), Verdict.PASS, "仪器误差")
    services.add_photo(story.workspace, story.id, picture(), "door.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    door = story.draft(SITE, "room_door")
    assert door is not None
    story.call(services.edit_hazard, door.id, description="门锁损坏，不能锁闭")
    old = story.call(services.old_hazards)[0]
    story.call(services.judge_old_hazard, old.hazard.id, OldHazardJudgement.STILL, note="未处理")
    story.call(services.set_position, Step.EQUIPMENT, oil, story.ref(oil, "oil_water"))

    before = listed(story.workspace, story.id)
    again = Story(reopen(), story.id)
    unloaded = listed(again.workspace, story.id)
    assert (unloaded.done, unloaded.total) == (before.done, before.total)
    assert 0 < unloaded.done < unloaded.total
    view = again.reopen()
    assert (view.step, view.target, view.ref) == (Step.EQUIPMENT, oil, again.ref(oil, "oil_water"))
    assert "4 条" in view.restored or "4" in view.restored
    assert view.saved_at is not None
    row = again.row(SITE, "room_door")
    assert (row.value, len(row.photos)) == ("fail", 1)
    assert row.hazard is not None
    assert (row.hazard.description, row.hazard.status) == ("门锁损坏，不能锁闭", DraftStatus.DRAFT)
    assert again.row(SITE, "room_leak").note == "墙角有旧水痕"
    assert again.line(oil, "ac_withstand").waiting_reason == "耐压设备未到"
    assert again.line(oil, "core_insulation").cells[0].state.value == "out_of_service"
    ratio = again.line(oil, "ratio_error").judgement
    assert ratio is not None
    assert (ratio.verdict, ratio.overridden, ratio.override_reason) == (Verdict.PASS, Verdict.FAIL, "仪器误差")
    wrong = again.line(oil, "oil_water").cells[0]
    assert wrong.value == "abc"
    assert wrong.error
    judged = {one.hazard.id: (one.judgement, one.note) for one in again.call(services.old_hazards)}
    assert judged[old.hazard.id] == (OldHazardJudgement.STILL, "未处理")


def test_the_sentence_counts_answers_and_photos(reopen: Reopen) -> None:
    story = begin(reopen())
    story.answer(SITE, "room_door", "pass")
    story.answer(SITE, "room_leak", "pass")
    services.add_photo(story.workspace, story.id, picture(), "a.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    saved = story.reopen().saved_at
    assert saved is not None
    i18n.set_language("en")
    view = Story(reopen(), story.id).reopen()
    assert view.restored.startswith("Restored: 2 answers, 1 photos, last saved ")
    assert saved.astimezone().strftime("%H:%M:%S") in view.restored


def test_opening_it_again_in_the_same_process_restores_nothing(story: Story) -> None:
    story.answer(SITE, "room_door", "pass")
    assert story.reopen().restored == ""


def test_a_visit_that_was_open_speaks_the_language_that_was_switched_to(story: Story) -> None:
    oil = story.targets("transformer-oil")[0]
    assert story.row(SITE, "room_door").title == "门窗"
    i18n.set_language("en")
    view = story.reopen()
    assert view.customer_class.isascii()
    row = story.row(SITE, "room_door")
    assert (row.title, row.label) == (
        "Doors and windows",
        "Doors and windows are intact, doors lock, windows are guarded",
    )
    assert story.line(oil, "ratio_error").label == "Ratio error, rated tap"


def test_what_is_written_for_documents_stays_chinese_in_an_english_window(story: Story) -> None:
    i18n.set_language("en")
    story.reopen()
    oil = story.targets("transformer-oil")[0]
    story.answer(SITE, "room_door", "fail")
    story.answer(oil, "ratio_error", "9")
    for draft in (story.draft(SITE, "room_door"), story.draft(oil, "ratio_error")):
        assert draft is not None
        assert any("\u4e00" <= char <= "\u9fff" for char in draft.description), draft.description
        assert "Ratio" not in draft.description
        assert draft.place.isascii() is False, draft.place


def test_a_switch_of_the_language_rewords_nothing_and_keeps_the_signatures(reopen: Reopen) -> None:
    story = begin(reopen())
    story.answer(story.targets("transformer-oil")[0], "ratio_error", "9")
    story.fill()
    story.decide()
    story.sign()
    before = story.summary()
    i18n.set_language("en")
    again = Story(reopen(), story.id)
    again.reopen()
    after = again.summary()
    assert [box.method for box in after.signatures] == [box.method for box in before.signatures]
    assert [draft.description for draft in after.hazards] == [draft.description for draft in before.hazards]
    assert not after.missing


def test_the_last_visits_answer_stands_beside_the_question(story: Story) -> None:
    rows = [row for section in story.form(SITE).sections for row in section.rows if row.kind is RowKind.JUDGED]
    assert rows[0].last is not None
    assert (rows[0].last.value, rows[0].last.text) == ("pass", "合格")


def test_a_visit_of_another_customer_or_with_one_inspector_is_refused(workspace: services.Workspace) -> None:
    customers = workspace.call(lambda: services.customers(workspace))

    def start(account: str, inspectors: tuple[str, ...], key: str = "k") -> None:
        workspace.call(lambda: services.start_visit(workspace, account, inspectors=inspectors, key=key))

    for account, inspectors, code in (
        ("nobody", ("wang", "li"), "customer_unknown"),
        (customers[0].account, ("wang",), "two_inspectors"),
        (customers[0].account, ("wang", "wang"), "two_inspectors"),
        (customers[0].account, ("wang", "ghost"), "person_unknown"),
    ):
        with pytest.raises(Problem) as found:
            start(account, inspectors)
        assert found.value.code == code
    start(customers[0].account, ("wang", "li"))
    with pytest.raises(Problem) as other:
        start(customers[1].account, ("wang", "li"))
    assert other.value.code == "visit_other_customer"


def test_only_active_people_with_the_role_inspect(workspace: services.Workspace) -> None:
    account = workspace.call(lambda: services.customers(workspace))[0].account

    def plan(second: str) -> None:
        workspace.call(
            lambda: services.plan_visit(
                workspace, account, kind=VisitKind.PERIODIC, inspectors=("wang", second), planned_on=None
            )
        )

    persons = workspace.call(lambda: services.persons(workspace))
    clerk = next(person for person in persons if person.roles == (Role.ADMINISTRATOR,))
    lead = next(person for person in persons if Role.LEAD in person.roles)
    workspace.call(lambda: set_person(workspace, "li", {"active": False}))
    for name in (clerk.login, "li"):
        with pytest.raises(Problem) as found:
            plan(name)
        assert found.value.code == "not_inspector"
    with pytest.raises(Problem) as alone:
        plan(next(person.id for person in persons if person.login == "wang"))
    assert alone.value.code == "two_inspectors"
    plan(lead.login)


def test_equipment_found_on_the_spot_has_its_forms_and_survives(reopen: Reopen) -> None:
    story = begin(reopen())
    view, target = story.call(services.add_equipment, "cable", "出线电缆 L9", {"voltage_kv": "10"}, place="2#配电室")
    assert target in [one.target for one in view.equipment]
    story.answer(target, "sheath_insulation", "5")
    again = Story(reopen(), story.id)
    again.reopen()
    form = again.form(target)
    assert form.title == "出线电缆 L9"
    assert again.line(target, "sheath_insulation").cells[0].value == "5"
    for kind, name, code in (("spaceship", "x", "equipment_kind_unknown"), ("cable", " ", "equipment_name_missing")):
        with pytest.raises(Problem) as found:
            again.call(services.add_equipment, kind, name, {})
        assert found.value.code == code
