"""The checklist of step 1 of a real visit, driven by keyboard through the real services."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.services.visits.views import DraftStatus, RowKind
from inspector.ui.kit.dialog import ConfirmDialog, ReasonDialog
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.visit.details import RowDetails
from tests.ui.visit import visit_views
from tests.ui.visit.conftest import Bench
from tests.ui.visit.first_steps import (
    ALT,
    CTRL,
    KEY,
    current,
    editor,
    go_to_step_1,
    panel,
    stored_form,
    stored_row,
)


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


def test_a_failing_row_is_as_high_as_what_it_shows_in_the_smallest_window(bench: Bench) -> None:
    bench.page.resize(1100, 588)
    go_to_step_1(bench)
    bench.press(KEY.Key_2)
    made = editor(bench)
    view = panel(bench).checklist
    row = view.row(current(bench).ref)
    assert row is not None
    bench.qtbot.waitUntil(lambda: row.height() == row.heightForWidth(row.width()))
    below = row.height() - made.mapTo(row, made.rect().bottomLeft()).y()
    assert below < 20
    assert row.mapTo(panel(bench).scroller.viewport(), row.rect().topLeft()).y() >= 0


def test_follow_ups_stand_clear_of_their_numbers(bench: Bench) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_Right, ALT)
    rows = panel(bench).checklist.built_rows()
    follow_up = next(row for row in rows if row.row.number.count(".") == 2)
    question = follow_up._text_rects(follow_up.width()).question
    assert question.left() >= 16 + text_width(follow_up.row.number, "card_title") + 8


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
    shown = panel(bench).checklist.shown_refs()
    assert first not in shown
    assert current(bench).ref in shown


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
    widget = checklist.row(ref)
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
    bench.press(KEY.Key_Tab)
    bench.press(KEY.Key_Return)
    assert widget.photo_button.count == 1


def test_a_file_that_is_no_picture_is_told_and_nothing_is_stored(bench: Bench, tmp_path: Path) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    widget = panel(bench).checklist.row(ref)
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


def test_an_answer_that_could_not_be_stored_stays_with_the_reason(bench: Bench) -> None:
    go_to_step_1(bench)
    target = bench.visit.presenter.visit.infrastructure
    checklist = panel(bench).checklist
    checklist.show_sections(target, (visit_views.section(1, ("", "")),))
    checklist.focus_row("")
    bench.press(KEY.Key_1)
    widget = checklist.row("/data/s1/q1")
    assert widget is not None
    assert widget.answer.value() == Verdict.PASS
    assert widget.row.error
    assert widget.row.error in bench.notices[-1].text
