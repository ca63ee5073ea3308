"""Each kind of question: what is shown, what is stored, and that typing is never overwritten."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.domain.verdict import Verdict
from inspector.services.visits.views import JudgementView, Row, RowKind
from inspector.ui.forms.answers import Answer, normal_text
from inspector.ui.forms.choosing import ListAnswer, SegmentAnswer
from inspector.ui.forms.controls import answer_for
from inspector.ui.visit.question import QuestionRow

SHORT = (("a", "甲"), ("b", "乙"))
LONG = tuple((str(number), f"第 {number} 项") for number in range(9))


def row(kind: RowKind, **fields: object) -> Row:
    made = Row("/data/q", kind, "1.1", "接地电阻", "接地电阻")
    return replace(made, **fields)  # type: ignore[arg-type]  # names of Row's own fields


def shown(qtbot: QtBot, given: Row) -> tuple[Answer, list[str]]:
    answer = answer_for(given)
    qtbot.addWidget(answer.widget)
    answer.widget.show()
    answer.widget.activateWindow()
    qtbot.waitUntil(answer.widget.isActiveWindow)
    heard: list[str] = []
    answer.answered.connect(heard.append)
    return answer, heard


def typed(answer: Answer, text: str) -> QWidget:
    editor = answer.focus_widget
    editor.setFocus()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    return editor


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        (RowKind.NUMBER, " 3.5 ", "3.5"),
        (RowKind.NUMBER, "\uff13\uff0e\uff15", "3.5"),
        (RowKind.NUMBER, "about 3", "about 3"),
        (RowKind.DATE, "20260611", "2026-06-11"),
        (RowKind.DATE, "2026/6/1", "2026-06-01"),
        (RowKind.DATE, "yesterday", "yesterday"),
        (RowKind.TIME, "10\uff1a30", "10:30"),
        (RowKind.TEXT, " two words ", "two words"),
    ],
)
def test_typed_text_is_tidied_but_never_guessed(kind: RowKind, text: str, stored: str) -> None:
    assert normal_text(text, kind) == stored


def test_a_number_is_answered_with_enter_and_shows_its_verdict(qtbot: QtBot) -> None:
    answer, heard = shown(qtbot, row(RowKind.NUMBER, unit="Ω"))
    typed(answer, "4.8")
    assert heard == ["4.8"]
    fresh = row(RowKind.NUMBER, unit="Ω", value="4.8", judgement=JudgementView(Verdict.FAIL, "≤ 4"))
    answer.show_row(fresh)
    assert answer.value() == "4.8"
    assert heard == ["4.8"], "showing a stored answer answers nothing"


def test_what_is_being_typed_is_not_overwritten_by_an_echo(qtbot: QtBot) -> None:
    answer, _heard = shown(qtbot, row(RowKind.NUMBER, value="1"))
    answer.focus_widget.setFocus()
    QTest.keyClicks(answer.focus_widget, "25")
    answer.show_row(row(RowKind.NUMBER, value="1"))
    assert answer.value() == "125"


def test_an_error_stands_beside_what_was_typed(qtbot: QtBot) -> None:
    answer, _heard = shown(qtbot, row(RowKind.NUMBER))
    editor = typed(answer, "abc")
    answer.show_row(row(RowKind.NUMBER, value="abc", error="不是数"))
    assert answer.value() == "abc"
    assert editor.accessibleDescription() == "不是数"


def test_a_read_only_row_takes_no_input(qtbot: QtBot) -> None:
    answer, heard = shown(qtbot, row(RowKind.COMPUTED, value="12.4", unit="%"))
    typed(answer, "7")
    assert answer.value() == "12.4"
    assert heard == []


def test_few_short_options_are_segments_with_keys_and_many_are_a_list(qtbot: QtBot) -> None:
    few, heard = shown(qtbot, row(RowKind.CHOICE, options=SHORT))
    many, _heard = shown(qtbot, row(RowKind.CHOICE, options=LONG))
    assert isinstance(few, SegmentAnswer)
    assert isinstance(many, ListAnswer)
    assert few.press_key("2")
    assert not few.press_key("3")
    assert heard == ["b"]
    many.show_row(row(RowKind.CHOICE, options=LONG, value="7"))
    assert many.value() == "7"


def test_several_options_are_stored_in_their_order(qtbot: QtBot) -> None:
    answer, heard = shown(qtbot, row(RowKind.CHOICES, options=SHORT, value="b"))
    assert answer.value() == "b"
    QTest.mouseClick(answer.focus_widget, Qt.MouseButton.LeftButton)
    assert heard == ["a b"]


def test_a_row_grows_with_its_question_and_keeps_its_buttons_inside(qtbot: QtBot) -> None:
    short = QuestionRow(row(RowKind.JUDGED, hint="目测"))
    long = QuestionRow(row(RowKind.JUDGED, label="Door " * 60, hint="Look"))
    for widget in (short, long):
        qtbot.addWidget(widget)
    assert long.heightForWidth(700) > short.heightForWidth(700) >= 55
    long.resize(700, long.heightForWidth(700))
    long.show()
    assert long.rect().contains(long.photo_button.geometry())
    assert long.rect().contains(long.answer.widget.geometry())
    assert not long.note_button.geometry().intersects(long.answer.widget.geometry())


def test_photos_and_notes_show_as_badges_and_a_missing_photo_is_named(qtbot: QtBot) -> None:
    widget = QuestionRow(row(RowKind.JUDGED, photo_required=True))
    qtbot.addWidget(widget)
    assert widget.photo_button.toolTip() == "需要照片 (P)"
    widget.set_row(row(RowKind.JUDGED, note="门锁坏"))
    assert widget.note_button.count == 1
    assert widget.note_button.toolTip() == "门锁坏"
