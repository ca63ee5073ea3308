"""Behaviour of the kit's controls that pages rely on: keys, clearing, signals on user action only, accessibility."""

import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.ui.kit.button import Button
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.choice import GradeControl, JudgementControl
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.fields import ComboField, TextArea, TextField
from inspector.ui.kit.rows import Outline, OutlineItem
from inspector.ui.kit.stepper import StepItem, Stepper
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.kit.toast import ToastHost
from inspector.ui.messages import Notice, Tone
from inspector.ui.theme import Mode, color, theme


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    widget.resize(900, 500)
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def put(host: QWidget, widget: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    layout.addWidget(widget)
    widget.show()


def collect(signal: object) -> list[object]:
    got: list[object] = []
    signal.connect(got.append)  # type: ignore[attr-defined]  # a bound Qt signal
    return got


def test_digits_judge_and_the_same_digit_clears(qtbot: QtBot, host: QWidget) -> None:
    control = JudgementControl("2.2")
    put(host, control)
    got = collect(control.value_chosen)
    control.setFocus()
    QTest.keyClick(control, Qt.Key.Key_2)
    assert control.verdict() is Verdict.FAIL
    QTest.keyClick(control, Qt.Key.Key_2)
    assert control.verdict() is None
    QTest.keyClick(control, Qt.Key.Key_3)
    assert got == ["fail", "", "na"]


def test_setting_a_value_sends_nothing(host: QWidget) -> None:
    control = JudgementControl("2.2")
    put(host, control)
    got = collect(control.value_chosen)
    control.set_value("pass")
    assert (control.value(), got) == ("pass", [])


def test_a_chosen_grade_cannot_be_cleared(qtbot: QtBot, host: QWidget) -> None:
    control = GradeControl()
    put(host, control)
    control.set_value(Grade.SERIOUS)
    for _time in range(2):
        QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(20, 18))
    assert control.grade() is Grade.CRITICAL


@pytest.mark.parametrize("kind", [JudgementControl, FilterChip, Outline, Button, Stepper])
def test_controls_take_no_input_method_and_have_a_name(kind: type[QWidget], qtbot: QtBot) -> None:
    widget = kind("name")  # type: ignore[arg-type]  # each of them takes its name first
    qtbot.addWidget(widget)
    assert not widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert widget.accessibleName() == "name"


def test_a_button_acts_on_space_enter_and_click_but_not_when_disabled(qtbot: QtBot, host: QWidget) -> None:
    button = Button("go")
    put(host, button)
    pressed: list[int] = []
    button.clicked.connect(lambda: pressed.append(1))
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_Return)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setEnabled(False)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert len(pressed) == 3


def test_a_field_commits_once_and_shows_its_error(qtbot: QtBot, host: QWidget) -> None:
    field, other = TextField("place"), TextField("other")
    put(host, field)
    put(host, other)
    got = collect(field.value_committed)
    field.set_value("G03")
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "x")
    other.editor.setFocus()
    field.editor.setFocus()
    other.editor.setFocus()
    assert got == ["G03x"]
    field.set_error("wrong")
    assert field.editor.property("invalid") is True
    assert field.editor.accessibleDescription() == "wrong"


def test_control_enter_is_left_to_the_page(qtbot: QtBot, host: QWidget) -> None:
    area = TextArea("text")
    put(host, area)
    area.editor.setFocus()
    QTest.keyClick(area.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert area.value() == ""


def test_a_combo_keeps_its_value_when_the_options_change(host: QWidget) -> None:
    field = ComboField("lab", [("a", "A"), ("b", "B")])
    put(host, field)
    field.set_value("b")
    field.set_options([("b", "B2"), ("c", "C")])
    assert field.value() == "b"
    field.set_options([("c", "C")])
    assert field.value() == ""


def test_cut_text_has_the_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("嘉陵江化工股份有限公司" * 4)
    qtbot.addWidget(label)
    label.resize(100, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.full_text()
    label.resize(2000, 20)
    assert (label.toolTip(), label.text()) == ("", label.full_text())


def test_a_reason_is_required_and_focus_stays_in_the_dialog(qtbot: QtBot, host: QWidget) -> None:
    behind = TextField("behind")
    put(host, behind)
    behind.editor.setFocus()
    dialog = ReasonDialog(host, "title", label="reason", accept="ok")
    reasons = collect(dialog.reason_given)
    dialog.open()
    dialog.accept()
    assert reasons == []
    assert dialog.isVisible()
    for _time in range(4):
        QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dialog.isAncestorOf(focused)
    dialog.field.set_value(" not there ")
    dialog.accept()
    assert reasons == ["not there"]
    assert not dialog.isVisible()


def test_escape_rejects_a_dialog(qtbot: QtBot, host: QWidget) -> None:
    dialog = ReasonDialog(host, "title", label="reason", accept="ok")
    dialog.open()
    with qtbot.waitSignal(dialog.rejected, timeout=1000):
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_long_name_in_a_toast_costs_the_name_and_not_the_verb(host: QWidget) -> None:
    toasts = ToastHost(host)
    name = "长名" * 90
    toasts.show_notice(Notice(Tone.SUCCESS, f"{name}的检查已取消。", "撤销", lambda: None))
    (toast,) = toasts.toasts()
    shown = toast._label.text()
    assert len(shown) < len(name)
    assert shown.startswith("长名")
    assert shown.endswith("的检查已取消。")
    assert toast._label.toolTip() == toast.notice.text
    assert toast.height() == 44


def test_at_most_two_toasts_and_errors_stay(host: QWidget) -> None:
    toasts = ToastHost(host)
    done: list[str] = []
    toasts.show_notice(Notice(Tone.ERROR, "disk"))
    toasts.show_notice(Notice(Tone.SUCCESS, "one", "undo", lambda: done.append("one")))
    toasts.show_notice(Notice(Tone.SUCCESS, "two", "undo", lambda: done.append("two")))
    assert [toast.notice.text for toast in toasts.toasts()] == ["disk", "two"]
    assert toasts.run_action()
    assert done == ["two"]
    assert not toasts.run_action()
    assert [toast.notice.text for toast in toasts.toasts()] == ["disk"]


def test_a_second_toast_does_not_cover_the_first(qtbot: QtBot, host: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme(), "motion", True)
    toasts = ToastHost(host)
    toasts.show_notice(Notice(Tone.SUCCESS, "one"))
    toasts.show_notice(Notice(Tone.SUCCESS, "two"))
    first, second = toasts.toasts()
    qtbot.waitUntil(lambda: second.motion.state() == QAbstractAnimation.State.Stopped)
    assert not first.geometry().intersects(second.geometry())


def test_the_outline_walks_over_group_heads(qtbot: QtBot, host: QWidget) -> None:
    outline = Outline("outline")
    put(host, outline)
    items = [OutlineItem("a", "A"), OutlineItem("g", "group", group=True), OutlineItem("b", "B", subtitle="x")]
    outline.set_items(items, "a")
    got = collect(outline.item_chosen)
    outline.setFocus()
    QTest.keyClick(outline, Qt.Key.Key_Down)
    QTest.keyClick(outline, Qt.Key.Key_Up)
    assert got == ["b"]
    assert outline.sizeHint().height() == 36 + 28 + 44


def test_steps_can_be_opened_in_any_order(qtbot: QtBot, host: QWidget) -> None:
    stepper = Stepper("steps")
    put(host, stepper)
    stepper.set_steps([StepItem(key, key, "0/1") for key in ("a", "b", "c")], "a")
    got = collect(stepper.step_requested)
    QTest.mouseClick(stepper, Qt.MouseButton.LeftButton, pos=QPoint(stepper.sizeHint().width() - 20, 30))
    stepper.setFocus()
    QTest.keyClick(stepper, Qt.Key.Key_Right)
    assert got == ["c", "b"]


def test_both_themes_have_the_same_tokens_and_switching_is_told(qtbot: QtBot) -> None:
    light = color("surface").name()
    with qtbot.waitSignal(theme().changed, timeout=1000):
        theme().set_mode(Mode.DARK)
    assert color("surface").name() != light
    assert QApplication.palette().window().color().name() == color("canvas").name()


def test_a_toast_that_goes_by_itself_is_no_stop_of_the_tab_key(host: QWidget) -> None:
    field, after = TextField("one"), TextField("two")
    put(host, field)
    put(host, after)
    toasts = ToastHost(host)
    toasts.show_notice(Notice(Tone.SUCCESS, "gone", "undo", lambda: None))
    after.editor.setFocus()
    QTest.keyClick(after.editor, Qt.Key.Key_Tab)
    assert field.editor.hasFocus()
    undo = toasts.toasts()[0].findChildren(Button)[0]
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert field.editor.hasFocus()
    assert not toasts.toasts()


def test_the_focus_comes_back_from_a_closed_error(host: QWidget) -> None:
    field = TextField("one")
    put(host, field)
    toasts = ToastHost(host)
    toasts.show_notice(Notice(Tone.ERROR, "disk", "again", lambda: None))
    field.editor.setFocus()
    QTest.keyClick(field.editor, Qt.Key.Key_Tab)
    again = toasts.toasts()[0].findChildren(Button)[0]
    assert again.hasFocus()
    QTest.keyClick(again, Qt.Key.Key_Return)
    assert not toasts.toasts()
    assert field.editor.hasFocus()


def test_the_hint_of_an_empty_state_wraps_at_the_room_there_is(host: QWidget) -> None:
    empty = EmptyState("zap", "Nothing", "Many words that say what to do next. " * 3)
    put(host, empty)
    assert empty.minimumSizeHint().width() < 300
    words = next(label for label in empty.findChildren(Text) if label.wordWrap())
    host.resize(900, 500)
    QApplication.processEvents()
    wide = words.height()
    host.resize(320, 500)
    QApplication.processEvents()
    assert wide < words.height() <= words.heightForWidth(words.width()) + 1
