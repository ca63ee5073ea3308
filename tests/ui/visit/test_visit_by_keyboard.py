"""The first page and step 1 of a real visit, driven by keyboard through the real services."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.person import Role
from inspector.domain.verdict import Verdict
from inspector.domain.visit import OldHazardJudgement, Step, VisitKind, VisitStatus
from inspector.services.views import DraftStatus, FormView, OldHazard, Row, RowKind
from inspector.ui.kit.dialog import ConfirmDialog, ReasonDialog
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.visit.checklist import ChecklistPanel
from inspector.ui.visit.details import RowDetails
from inspector.ui.visit.hazard_editor import HazardEditor
from inspector.ui.visit.new_visit import NewVisitDialog
from inspector.ui.visit.old_hazards import OldHazardsPanel
from inspector.ui.visit.old_rows import OldHazardDetails
from tests.ui.visit import complete_visit, visit_views
from tests.ui.visit.conftest import Bench, close_bench, make_bench

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def old_panel(bench: Bench) -> OldHazardsPanel:
    assert isinstance(bench.visit.panel, OldHazardsPanel)
    return bench.visit.panel


def panel(bench: Bench) -> ChecklistPanel:
    assert isinstance(bench.visit.panel, ChecklistPanel)
    return bench.visit.panel


def stored_old(bench: Bench) -> tuple[OldHazard, ...]:
    return bench.call(lambda: services.old_hazards(bench.workspace, bench.visit.presenter.visit.id))


def stored_form(bench: Bench) -> FormView:
    visit = bench.visit.presenter.visit
    return bench.call(lambda: services.form_view(bench.workspace, visit.id, visit.infrastructure))


def stored_row(bench: Bench, ref: str) -> Row:
    return next(row for section in stored_form(bench).sections for row in section.rows if row.ref == ref)


def current(bench: Bench) -> Row:
    row = panel(bench).checklist.current
    assert row is not None
    return row


def editor(bench: Bench) -> HazardEditor:
    widget = panel(bench).checklist.row_widget(current(bench).ref)
    assert widget is not None
    assert isinstance(widget.details, RowDetails)
    assert widget.details.editor is not None
    return widget.details.editor


def go_to_step_1(bench: Bench) -> None:
    bench.start_first()
    bench.press(KEY.Key_Return, CTRL)
    assert bench.visit.step is Step.INFRASTRUCTURE


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


def test_answering_moves_on_and_a_pressed_key_again_clears(bench: Bench) -> None:
    go_to_step_1(bench)
    first = current(bench).ref
    bench.press(KEY.Key_1)
    second = current(bench).ref
    assert second != first
    assert stored_row(bench, first).value == Verdict.PASS
    bench.press(KEY.Key_3)
    assert stored_row(bench, second).value == Verdict.NOT_APPLICABLE
    bench.press(KEY.Key_Up)
    bench.press(KEY.Key_3)
    assert stored_row(bench, second).value == ""
    assert current(bench).ref == second


def test_a_failing_answer_stays_and_its_hazard_is_edited_in_place(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    assert current(bench).ref == ref
    made = editor(bench)
    drafted = stored_row(bench, ref).hazard
    assert drafted is not None
    assert made.description.value() == drafted.description
    made.grade.value_chosen.emit(Grade.SERIOUS.value)
    made.description.editor.setFocus()
    assert isinstance(made.description.editor, QPlainTextEdit)
    made.description.editor.selectAll()
    bench.type("Cover missing at the north end")
    made.measure.editor.setFocus()
    bench.settle()
    stored = stored_row(bench, ref).hazard
    assert stored is not None
    assert stored.description == "Cover missing at the north end"
    assert stored.grade is Grade.SERIOUS
    assert stored.status is DraftStatus.DRAFT


def test_words_that_were_typed_but_not_left_are_stored_when_another_row_is_chosen(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    made = editor(bench)
    made.measure.editor.setFocus()
    assert isinstance(made.measure.editor, QLineEdit)
    made.measure.editor.selectAll()
    bench.type("Fit a cover")
    bench.press(KEY.Key_Right, ALT)
    stored = stored_row(bench, ref).hazard
    assert stored is not None
    assert stored.measure == "Fit a cover"


def test_an_empty_description_is_refused_beside_the_field(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    made = editor(bench)
    before = made.description.value()
    made.description.editor.setFocus()
    assert isinstance(made.description.editor, QPlainTextEdit)
    made.description.editor.selectAll()
    bench.press(KEY.Key_Delete)
    made.measure.editor.setFocus()
    bench.settle()
    assert made.description.editor.property("invalid")
    assert bench.notices
    hazard = stored_row(bench, ref).hazard
    assert hazard is not None
    assert hazard.description == before


def test_dismissing_a_hazard_asks_for_a_reason_and_can_be_taken_back(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_2)
    editor(bench).dismiss_button.clicked.emit()
    dialog = bench.visit.window().findChild(ReasonDialog)
    assert isinstance(dialog, ReasonDialog)
    bench.press(KEY.Key_Return, CTRL)
    assert dialog.isVisible(), "a reason is needed"
    bench.type("covered by the works order")
    bench.press(KEY.Key_Return, CTRL)
    dismissed = stored_row(bench, ref).hazard
    assert dismissed is not None
    assert (dismissed.status, dismissed.reason) == (DraftStatus.DISMISSED, "covered by the works order")
    editor(bench).restore_button.clicked.emit()
    bench.settle()
    restored = stored_row(bench, ref).hazard
    assert restored is not None
    assert restored.status is not DraftStatus.DISMISSED


def test_sections_are_walked_with_alt_arrows_and_by_finishing_one(bench: Bench) -> None:
    go_to_step_1(bench)
    sections = stored_form(bench).sections
    bench.press(KEY.Key_Right, ALT)
    assert current(bench).ref in {row.ref for row in sections[1].rows}
    bench.press(KEY.Key_Left, ALT)
    for row in sections[0].rows:
        assert current(bench).ref == row.ref
        bench.press(KEY.Key_1)
    assert current(bench).ref == sections[1].rows[0].ref
    assert stored_form(bench).sections[0].done == len(sections[0].rows)


def test_a_choice_goes_on_to_the_questions_that_it_brought(bench: Bench) -> None:
    go_to_step_1(bench)
    choice = next(row for row in stored_form(bench).sections[-1].rows if row.kind is RowKind.CHOICE)
    panel(bench).activate(None, choice.ref)
    bench.press(KEY.Key_1)
    brought = [row.ref for row in stored_form(bench).sections[-1].rows if row.ref != choice.ref]
    assert current(bench).ref == brought[0]
    bench.press(KEY.Key_Up)
    bench.press(KEY.Key_2)
    assert stored_row(bench, choice.ref).value == "no"
    assert current(bench).ref not in brought, "nothing is left here: on to another section"
    assert current(bench).ref != choice.ref


def test_only_unanswered_hides_what_is_answered(bench: Bench) -> None:
    go_to_step_1(bench)
    first = current(bench).ref
    bench.press(KEY.Key_1)
    panel(bench).head.only_unanswered.clicked.emit()
    answered = panel(bench).checklist.row_widget(first)
    waiting = panel(bench).checklist.row_widget(current(bench).ref)
    assert answered is not None
    assert waiting is not None
    assert answered.isHidden()
    assert not waiting.isHidden()


def test_digits_typed_into_a_note_judge_nothing(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    bench.press(KEY.Key_N)
    bench.type("123np")
    bench.press(KEY.Key_Return)
    row = stored_row(bench, ref)
    assert (row.value, row.note) == ("", "123np")
    bench.press(KEY.Key_1)
    assert stored_row(bench, ref).value == Verdict.PASS


def picture(path: Path) -> Path:
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("#446688"))
    assert image.save(str(path))
    return path


def test_photos_come_from_files_and_from_the_clipboard_and_can_be_removed(bench: Bench, tmp_path: Path) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    checklist = panel(bench).checklist
    widget = checklist.row_widget(ref)
    assert widget is not None
    widget.files_dropped.emit(ref, [str(picture(tmp_path / "one.jpg"))])
    bench.settle()
    assert widget.photo_button.count == 1
    data = QMimeData()
    data.setImageData(QImage(str(tmp_path / "one.jpg")))
    QGuiApplication.clipboard().setMimeData(data)
    bench.press(KEY.Key_V, CTRL)
    assert widget.photo_button.count == 2
    assert len(stored_row(bench, ref).photos) == 2
    assert isinstance(widget.details, RowDetails)
    shelf = widget.details._shelf
    assert shelf is not None
    bench.qtbot.waitUntil(lambda: not shelf.missing())
    shelf.photo_opened.emit(stored_row(bench, ref).photos[0].id)
    viewer = bench.visit.window().findChild(PhotoViewer)
    assert isinstance(viewer, PhotoViewer)
    bench.press(KEY.Key_Delete)
    assert isinstance(bench.visit.window().findChild(ConfirmDialog), ConfirmDialog)
    bench.press(KEY.Key_Return)
    assert widget.photo_button.count == 1


def test_a_file_that_is_no_picture_is_told_and_nothing_is_stored(bench: Bench, tmp_path: Path) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    widget = panel(bench).checklist.row_widget(ref)
    assert widget is not None
    widget.files_dropped.emit(ref, [str(broken), str(tmp_path / "gone.jpg")])
    bench.settle()
    assert len(bench.notices) == 2
    assert "gone.jpg" in bench.notices[0].text + bench.notices[1].text
    assert widget.photo_button.count == 0


def test_text_on_the_clipboard_is_no_photo(bench: Bench) -> None:
    go_to_step_1(bench)
    data = QMimeData()
    data.setData("text/plain", QByteArray(b"words"))
    data.setUrls([QUrl("https://example.org/a.jpg")])
    QGuiApplication.clipboard().setMimeData(data)
    bench.press(KEY.Key_V, CTRL)
    assert stored_row(bench, current(bench).ref).photos == ()


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
    bench.workspace = services.open_workspace(path)
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
    widget = panel(bench).checklist.row_widget(ref)
    assert widget is not None
    assert widget.answer.value() == Verdict.PASS, "the answer that was not stored is not shown"
    assert bench.visit.presenter.signed
    panel(bench).checklist.focus_row(ref)
    bench.press(KEY.Key_3)
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


def test_an_answer_that_could_not_be_stored_stays_with_the_reason(bench: Bench) -> None:
    go_to_step_1(bench)
    target = bench.visit.presenter.visit.infrastructure
    checklist = panel(bench).checklist
    checklist.show_sections(target, (visit_views.section(1, ("", "")),))
    checklist.focus_row("")
    bench.press(KEY.Key_1)
    widget = checklist.row_widget("/data/s1/q1")
    assert widget is not None
    assert widget.answer.value() == Verdict.PASS
    assert widget.row.error
    assert widget.row.error in bench.notices[-1].text
