"""Any form can be filled in without a visit: each kind of question, rows of repeats, languages, what is missing."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.i18n import _
from inspector.problems import Problem
from inspector.ui.forms.files import FileAnswer
from inspector.ui.forms.lines import AddRow, AskRow, HeadRow
from inspector.ui.forms.numbers import RangeAnswer
from inspector.ui.forms.option_list import OptionList
from inspector.ui.forms.tab_walk import tab_stops
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.text import Text
from inspector.xforms import FormDefinition
from tests.ui.forms.trial import Trial, write

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("name", "words", "stored"),
    [
        ("name", " 东湖水厂 ", "东湖水厂"),
        ("remark", "门前有积水", "门前有积水"),
        ("floors", "３", "3"),
        ("power", "1250.5", "1250.5"),
        ("built", "20260611", "2026-06-11"),
        ("month", "2026-6", "2026-06-01"),
        ("at", "9：05", "9:05"),
        ("moment", "2026-6-11 9:05", "2026-06-11T09:05"),
        ("code", "6901234567892", "6901234567892"),
    ],
)
def test_what_is_typed_is_stored_as_the_form_wants_it(trial: Trial, name: str, words: str, stored: str) -> None:
    trial.type(name, words)
    assert trial.stored(name) == stored


def test_a_moment_is_shown_as_people_write_it(trial: Trial) -> None:
    row = trial.type("moment", "2026-06-11 09:05")
    editor = row.answer.focus_widget
    assert editor.property("text") == "2026-06-11 09:05"


def test_text_that_is_no_number_stays_beside_its_error(trial: Trial) -> None:
    row = trial.type("floors", "many")
    assert trial.stored("floors") == ""
    assert row.answer.focus_widget.property("text") == "many"
    assert row.row.error
    assert row.row.error in row.accessibleDescription()


def test_digits_choose_segments_and_judgements(trial: Trial) -> None:
    for name, key, stored in (("door", KEY.Key_2, "fail"), ("supply", KEY.Key_3, "c"), ("agree", KEY.Key_5, "5")):
        QTest.keyClick(trial.row(name).answer.focus_widget, key)
        trial.rest()
        assert trial.stored(name) == stored


def test_long_options_stand_below_each_other_and_are_walked_by_arrows(trial: Trial) -> None:
    control = trial.row("reason").answer.focus_widget
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Space):
        QTest.keyClick(control, key)
    trial.rest()
    assert trial.stored("reason") == "c"
    boxes = trial.row("reasons").answer.focus_widget
    for key in (KEY.Key_Space, KEY.Key_Down, KEY.Key_Space):
        QTest.keyClick(boxes, key)
    trial.rest()
    assert trial.stored("reasons") == "a b"
    QTest.keyClick(boxes, KEY.Key_Space)
    trial.rest()
    assert trial.stored("reasons") == "a"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_very_many_options_are_searched(trial: Trial) -> None:
    row = trial.row("station")
    editor = row.answer.focus_widget
    for words, stored, wrong in (
        ("第 17", "s17", False),
        ("nowhere", "s17", True),
        ("第 1", "s17", True),
        ("", "", False),
    ):
        editor.setProperty("text", "")
        if words:
            write(editor, words)
        QTest.keyClick(editor, KEY.Key_Return)
        trial.rest()
        assert (trial.stored("station"), bool(editor.property("invalid"))) == (stored, wrong)


def test_many_of_very_many_are_filtered(trial: Trial) -> None:
    row = trial.row("stations")
    write(row.answer.focus_widget, "第 3")
    boxes = next(one for one in row.findChildren(OptionList) if one.isVisible())
    QTest.keyClick(boxes, KEY.Key_Space)
    QTest.keyClick(boxes, KEY.Key_Down)
    QTest.keyClick(boxes, KEY.Key_Space)
    trial.rest()
    assert trial.stored("stations") == "s3 s30"


def test_an_order_is_stored_once_something_was_moved(trial: Trial) -> None:
    control = trial.row("order").answer.focus_widget
    assert trial.stored("order") == ""
    QTest.keyClick(control, KEY.Key_Down, CONTROL)
    trial.rest()
    assert trial.stored("order") == "b a c"
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(control.width() - 10, 36 * 2 + 10 - 36))
    trial.rest()
    assert trial.stored("order") == "b c a"


def test_a_range_steps_and_takes_typed_numbers(trial: Trial) -> None:
    row = trial.row("temp")
    assert isinstance(row.answer, RangeAnswer)
    for key in (KEY.Key_Right, KEY.Key_Right, KEY.Key_Right, KEY.Key_Left):
        QTest.keyClick(row.answer.focus_widget, key)
    trial.rest()
    assert trial.stored("temp") == "1"
    QTest.keyClick(row.answer.focus_widget, KEY.Key_End)
    trial.rest()
    assert trial.stored("temp") == "40"
    QTest.keyClick(row.answer.focus_widget, KEY.Key_Delete)
    trial.rest()
    assert trial.stored("temp") == ""


def test_a_place_is_stored_once_both_coordinates_are_there(trial: Trial) -> None:
    row = trial.row("place")
    QTest.keyClicks(row.answer.focus_widget, "30.5")
    QTest.keyClick(row.answer.focus_widget, KEY.Key_Tab)
    trial.rest()
    assert trial.stored("place") == ""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, "114.3")
    QTest.keyClick(focus, KEY.Key_Tab)
    trial.rest()
    assert trial.stored("place") == "30.5 114.3"


def test_a_file_is_kept_by_its_name_and_shows_a_small_picture(trial: Trial, tmp_path: Path) -> None:
    path = tmp_path / "全景.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(path))
    row = trial.row("photo")
    assert isinstance(row.answer, FileAnswer)
    row.answer.file_offered.emit(str(path))
    trial.rest()
    assert trial.stored("photo") == "全景.png"
    answer = row.answer
    trial.qtbot.waitUntil(lambda: not answer._thumb.empty)
    answer._remove.clicked.emit()
    trial.rest()
    assert trial.stored("photo") == ""


def test_calculated_answers_follow_and_cannot_be_typed(trial: Trial) -> None:
    trial.type("power", "21")
    row = trial.row("shown")
    editor = row.answer.focus_widget
    assert editor.property("text") == "42"
    assert editor.property("readOnly")


def test_rows_come_and_go_and_come_back(trial: Trial) -> None:
    def entries() -> list[str]:
        return [item.title for item in trial.view._items.values() if item.kind == "entry"]

    trial.type("maker", "甲厂")
    add = trial.view.column.ensure(next(key for key in trial.view.column.keys if key.endswith("+")))
    assert isinstance(add, AddRow)
    add.button.clicked.emit()
    trial.rest()
    assert len(entries()) == 2
    focus = QApplication.focusWidget()
    assert focus is not None
    write(focus, "乙厂")
    focus.clearFocus()
    trial.rest()
    first = trial.view.column.ensure(next(key for key in trial.view.column.keys if key.endswith("sets[1]")))
    assert isinstance(first, HeadRow)
    first.removal_wanted.emit(first.item.key)
    trial.rest()
    assert [value for ref, value in trial.filler.answers().items() if ref.endswith("maker")] == ["乙厂"]
    assert trial.notices[-1].on_action is not None
    trial.notices[-1].on_action()
    trial.rest()
    assert [value for ref, value in trial.filler.answers().items() if ref.endswith("maker")] == ["甲厂", "乙厂"]


def test_what_is_missing_is_said_at_each_question(trial: Trial) -> None:
    trial.view.head.check.clicked.emit()
    trial.rest()
    first = trial.view.column.widget(trial.view.column.keys[1])
    assert isinstance(first, AskRow)
    assert first.row.ref.endswith("/name")
    assert _("This question has to be answered.") in first.accessibleDescription()
    assert first.answer.focus_widget.hasFocus()
    trial.type("name", "东湖")
    assert _("This question has to be answered.") not in first.accessibleDescription()


def test_the_language_of_the_form_is_chosen(trial: Trial) -> None:
    assert trial.row("name").row.label == "客户名称"
    trial.filler.set_language("English (en)")
    trial.rest()
    assert trial.row("name").row.label == "Customer name"
    assert trial.row("door").row.hint == "by eye"


def test_a_form_that_cannot_be_opened_says_why(trial: Trial) -> None:
    def broken() -> FormDefinition:
        raise Problem("form_cycle", refs="a, b")

    trial.open(broken)
    (shown,) = [one for one in trial.view.findChildren(EmptyState) if one.isVisible()]
    assert any("a, b" in text.text() for text in shown.findChildren(Text))


def test_tab_walks_over_rows_that_are_not_built(trial: Trial) -> None:
    trial.row("name")
    seen: list[str] = []
    for _step in range(200):
        focus = QApplication.focusWidget()
        if focus is None or not trial.view.column.isAncestorOf(focus):
            break
        row = next(row for row in trial.view.column.built.values() if row is focus or row.isAncestorOf(focus))
        seen.append(row.item.title if isinstance(row, AskRow | AddRow | HeadRow) else "")
        QTest.keyClick(focus, KEY.Key_Tab)
    asked = [item.title for item in trial.view._items.values() if item.row is not None and item.row.kind != "note"]
    assert [title for title in dict.fromkeys(seen) if title in asked] == asked


def test_up_and_down_go_from_question_to_question(trial: Trial) -> None:
    control = trial.row("door").answer.focus_widget
    QTest.keyClick(control, KEY.Key_Down)
    focus = QApplication.focusWidget()
    assert focus is trial.row("supply").answer.focus_widget
    QTest.keyClick(focus, KEY.Key_Up)
    assert QApplication.focusWidget() is control


def test_everything_that_takes_the_focus_has_a_name(trial: Trial) -> None:
    for key in trial.view.column.keys:
        row = trial.view.column.ensure(key)
        assert row is not None
        assert all(stop.accessibleName() for stop in tab_stops(row)), key
