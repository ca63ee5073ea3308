"""A real visit from the list to its steps, driven by keyboard through the real services."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.person import Role
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, Step, VisitKind, VisitStatus
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.visit.new_visit import NewVisitDialog
from inspector.ui.visit.occasions import kind_name
from inspector.ui.visit.old_rows import OldHazardDetails
from tests.ui.visit import complete_visit
from tests.ui.visit.conftest import Bench, close_bench, make_bench
from tests.ui.visit.first_steps import (
    CTRL,
    KEY,
    current,
    go_to_step_1,
    old_panel,
    panel,
    stored_old,
    stored_row,
)


def test_a_planned_visit_starts_with_its_old_hazards_and_all_are_judged_by_digits(bench: Bench) -> None:
    bench.start_first()
    assert bench.visit.step is Step.OLD_HAZARDS
    before = stored_old(bench)
    assert len(before) >= 3
    assert old_panel(bench).missing_text()
    bench.press(KEY.Key_2)
    bench.press(KEY.Key_1)
    for _rest in before[2:]:
        bench.press(KEY.Key_2)
    after = stored_old(bench)
    assert [old.judgement for old in after[:3]] == [
        OldHazardJudgement.STILL,
        OldHazardJudgement.ELIMINATED,
        OldHazardJudgement.STILL,
    ]
    assert all(old.judgement is not None for old in after)
    assert old_panel(bench).missing_text() == ""
    assert bench.visit.footer.missing.text() == ""


def test_a_hazard_that_became_worse_stays_and_takes_a_graver_grade(bench: Bench) -> None:
    bench.start_first()
    before = stored_old(bench)
    index = next(index for index, old in enumerate(before) if old.hazard.grade is Grade.GENERAL)
    for _step in range(index):
        bench.press(KEY.Key_Down)
    bench.press(KEY.Key_3)
    worse = stored_old(bench)[index]
    assert (worse.judgement, worse.new_grade) == (OldHazardJudgement.WORSE, Grade.SERIOUS)
    row = old_panel(bench)._rows[worse.hazard.id]
    assert isinstance(row.details, OldHazardDetails)
    row.details.grade.setFocus()
    bench.press(KEY.Key_Left)
    assert stored_old(bench)[index].new_grade is Grade.CRITICAL
    bench.press(KEY.Key_Right)
    bench.press(KEY.Key_Right)
    assert stored_old(bench)[index].new_grade is Grade.SERIOUS, "it cannot become worse into its own grade"


def test_the_note_of_an_old_hazard_is_kept_with_its_judgement(bench: Bench) -> None:
    bench.start_first()
    bench.press(KEY.Key_2)
    bench.press(KEY.Key_Up)
    bench.press(KEY.Key_N)
    bench.type("still leaking")
    bench.press(KEY.Key_Return)
    first = stored_old(bench)[0]
    assert (first.judgement, first.note) == (OldHazardJudgement.STILL, "still leaking")


def test_a_note_typed_first_leaves_the_old_hazard_waiting_and_stays_with_the_judgement(bench: Bench) -> None:
    bench.start_first()
    bench.press(KEY.Key_N)
    bench.type("still leaking")
    bench.press(KEY.Key_Return)
    first = stored_old(bench)[0]
    assert (first.judgement, first.note) == (None, "still leaking")
    assert old_panel(bench)._rows[first.hazard.id].unanswered
    bench.press(KEY.Key_1)
    first = stored_old(bench)[0]
    assert (first.judgement, first.note) == (OldHazardJudgement.ELIMINATED, "still leaking")


def test_a_reopened_visit_stands_where_it_was_left_and_says_what_was_restored(
    sample_workspace: Path, tmp_path: Path, qtbot: QtBot, bench: Bench
) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_1)
    bench.press(KEY.Key_1)
    ref, path = current(bench).ref, bench.workspace.path
    bench.page.leaving()
    bench.settle()
    bench.workspace.close()
    again = make_bench(path, qtbot)
    again.start_first()
    assert again.visit.step is Step.INFRASTRUCTURE
    assert current(again).ref == ref
    restored = again.visit.presenter.visit.restored
    assert restored
    assert restored in [notice.text for notice in again.notices]
    close_bench(again)
    bench.workspace = services.open_workspace(path, clock=complete_visit.by_day)
    bench.tasks.set_worker(bench.workspace)


def test_an_edit_after_a_signature_asks_first(bench: Bench) -> None:
    visit = complete_visit.open_first(bench.workspace)
    complete_visit.complete(bench.workspace, visit.id)
    bench.page.open_visit(visit.id)
    bench.settle()
    bench.visit.open_step(Step.INFRASTRUCTURE)
    bench.settle()
    ref = current(bench).ref
    strokes = (((0.1, 0.1), (0.5, 0.6), (0.9, 0.2)), ((0.2, 0.8), (0.8, 0.8)))
    bench.visit.presenter.sign_strokes(visit.inspectors[0].id, strokes)
    bench.settle()
    assert bench.visit.presenter.signed, bench.notices
    bench.press(KEY.Key_3)
    dialog = bench.visit.window().findChild(ConfirmDialog)
    assert isinstance(dialog, ConfirmDialog)
    dialog.reject()
    bench.settle()
    assert stored_row(bench, ref).value == Verdict.PASS
    widget = panel(bench).checklist.row(ref)
    assert widget is not None
    assert widget.answer.value() == Verdict.PASS, "the answer that was not stored is not shown"
    assert bench.visit.presenter.signed
    panel(bench).checklist.focus_row(ref)
    bench.press(KEY.Key_3)
    bench.press(KEY.Key_Tab)
    bench.press(KEY.Key_Return)
    assert stored_row(bench, ref).value == Verdict.NOT_APPLICABLE
    assert not bench.visit.presenter.signed


def test_going_back_to_the_list_offers_to_continue(bench: Bench) -> None:
    go_to_step_1(bench)
    visit = bench.visit.presenter.visit.id
    bench.visit.header.back.clicked.emit()
    bench.settle()
    first = bench.page.list.open_rows()[0]
    assert (first.row.id, first.row.status) == (visit, VisitStatus.OPEN)
    bench.press(KEY.Key_Return)
    assert bench.visit.presenter.visit.id == visit


def test_a_new_visit_needs_a_customer_and_two_inspectors(bench: Bench) -> None:
    bench.page.activated()
    bench.settle()
    bench.press(KEY.Key_N, CTRL)
    dialog = bench.page.window().findChild(NewVisitDialog)
    assert isinstance(dialog, NewVisitDialog)
    dialog.second.set_value(dialog.first.value())
    dialog.accept()
    assert dialog.isVisible()
    customer = bench.call(lambda: services.customers(bench.workspace))[-1]
    staff = bench.call(lambda: services.persons(bench.workspace))
    people = [person.id for person in staff if Role.INSPECTOR in person.roles]
    dialog.customer.set_value(customer.account)
    dialog.first.set_value(people[0])
    dialog.second.set_value(people[1])
    dialog.kind.set_value(VisitKind.SPECIAL)
    dialog.accept()
    bench.settle()
    assert [notice.text for notice in bench.notices] == []
    made = bench.visit.presenter.visit
    assert (made.customer.account, made.kind) == (customer.account, VisitKind.SPECIAL)


def test_a_customer_with_a_visit_gets_no_second_one_unawares(bench: Bench) -> None:
    bench.page.activated()
    bench.settle()
    waiting = bench.page.list.open_rows()[0].row
    account = next(
        one.account for one in bench.call(lambda: services.customers(bench.workspace)) if one.name == waiting.customer
    )
    bench.page.ask_new_visit(account)
    bench.settle()
    dialog = bench.page.window().findChild(NewVisitDialog)
    assert isinstance(dialog, NewVisitDialog)
    assert dialog.which.value() == waiting.id
    assert not dialog.inspectors.isVisible()
    count = len(bench.call(lambda: services.visit_rows(bench.workspace)))
    dialog.accept()
    bench.settle()
    assert bench.visit.presenter.visit.id == waiting.id
    assert len(bench.call(lambda: services.visit_rows(bench.workspace))) == count


def new_visit(bench: Bench) -> NewVisitDialog:
    bench.page.activated()
    bench.settle()
    bench.press(KEY.Key_N, CTRL)
    dialog = bench.page.window().findChild(NewVisitDialog)
    assert isinstance(dialog, NewVisitDialog)
    return dialog


def test_the_highlighted_customer_is_the_chosen_one(bench: Bench) -> None:
    dialog = new_visit(bench)
    waiting = bench.page.list.open_rows()[0].row
    free = next(row for row in bench.call(lambda: services.due_list(bench.workspace, 9)) if not row.visit)
    staff = bench.call(lambda: services.persons(bench.workspace))
    people = [person.id for person in staff if Role.INSPECTOR in person.roles]
    dialog.inspectors.set_people(people[:2])
    bench.type(waiting.account)
    bench.settle()
    bench.press(KEY.Key_Return, CTRL)
    assert dialog.isVisible()  # a visit is planned: that is said before anything starts
    assert (dialog.customer.value(), dialog.which.value()) == (waiting.account, waiting.id)
    bench.press(KEY.Key_A, CTRL)
    bench.type(free.account)
    dialog.accept()  # the list still shows what was typed before
    assert dialog.isVisible()
    bench.settle()
    dialog.accept()
    bench.settle()
    assert bench.visit.presenter.visit.customer.account == free.account


def test_a_planned_visit_says_what_it_is_for_and_another_occasion_is_kept(bench: Bench) -> None:
    dialog = new_visit(bench)
    waiting = bench.page.list.open_rows()[0].row
    assert waiting.kind is not VisitKind.ACCEPTANCE
    dialog.customer.set_value(waiting.account)
    bench.settle()
    assert dialog.which.value() == waiting.id
    combo = dialog.which.editor
    assert isinstance(combo, QComboBox)
    assert kind_name(waiting.kind) in combo.currentText()
    dialog.kind.set_value(VisitKind.ACCEPTANCE.value)
    dialog.kind.value_edited.emit(VisitKind.ACCEPTANCE.value)
    dialog.customer.set_value(waiting.account)
    bench.settle()
    assert dialog.which.value() == ""
    assert kind_name(VisitKind.ACCEPTANCE) in combo.currentText()
    assert dialog.kind.isVisible()


@pytest.mark.parametrize(("key", "step"), [(KEY.Key_PageDown, Step.EQUIPMENT), (KEY.Key_PageUp, Step.OLD_HAZARDS)])
def test_steps_are_leafed_with_control_page_keys(bench: Bench, key: Qt.Key, step: Step) -> None:
    go_to_step_1(bench)
    bench.press(key, CTRL)
    assert bench.visit.step is step


def test_the_context_is_a_drawer_in_a_narrow_window_and_esc_closes_it(bench: Bench) -> None:
    go_to_step_1(bench)
    columns, context = panel(bench).columns, panel(bench).context_panel
    assert context.isVisible()
    middle = panel(bench).scroller.width()
    bench.page.resize(1180, 640)
    bench.qtbot.waitUntil(lambda: not context.isVisible())
    panel(bench).head.context.clicked.emit()
    assert context.isVisible()
    assert panel(bench).scroller.width() > middle, "the drawer lies over the list"
    bench.press(KEY.Key_Escape)
    assert not columns.right_visible
