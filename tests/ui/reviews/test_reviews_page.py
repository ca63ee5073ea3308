"""The page of reviews: independence, locked points, decisions held and taken back, drafts that outlive a kill."""

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.review import Check
from inspector.services import Workspace
from inspector.ui.kit.text import Text
from inspector.ui.kit.toast import Toast
from tests.ui.reviews.conftest import Window
from tests.ui.reviews.review_world import LONG, OIL, ReviewWorld

Opens = Callable[..., Window]
COMMENT = "接头温度正常，同意销号。"


def status(workspace: Workspace, hazard: str) -> str:
    return str(workspace.call(lambda: workspace.db.hazards.get(hazard).status.value))


def tick_all(window: Window) -> None:
    for number in (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_5):
        row = window.page.view.draft.rows[int(number) - int(Qt.Key.Key_1)]
        if row.editable and not row.ticked:
            window.press(number)


def write(window: Window, words: str = COMMENT) -> None:
    """Write the comment by keyboard and leave the field."""
    window.press(Qt.Key.Key_C)
    assert window.page.view.panel.comment.editor.hasFocus()
    commit(words)
    window.settle()


def commit(words: str) -> None:
    """Words as an input method brings them into the field that has the focus."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    focused = QApplication.focusWidget()
    assert focused is not None
    QApplication.sendEvent(focused, event)


# Who may --------------------------------------------------------------------------------------------------------------


def test_whoever_rectified_sees_why_he_cannot_judge_and_no_key_does(world: ReviewWorld, window: Opens) -> None:
    own = world.own()
    opened = window("wang")
    opened.open(own)
    view = opened.page.view
    assert view.hazard == own
    assert not view.panel.pass_button.isEnabled()
    assert not view.panel.return_button.isEnabled()
    assert view.panel.banner.title.text() == view.panel.missing.text() != ""
    before = view.draft.ticks
    for key in (Qt.Key.Key_5, Qt.Key.Key_F9, Qt.Key.Key_F8):
        opened.press(key)
    assert (view.draft.ticks, view.hazard) == (before, own)
    assert status(world.workspace, own) == "in_review"


def test_who_is_no_reviewer_may_look_and_is_told(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("admin")
    opened.open()
    column = opened.page.column
    assert column.queue.mine == ()
    assert column.why.isVisible()
    assert column.why.text()
    opened.press(Qt.Key.Key_Down)
    assert opened.page.view.hazard
    opened.open(hazard)
    assert not opened.page.view.panel.pass_button.isEnabled()


def test_the_rail_counts_what_waits_for_me(world: ReviewWorld, window: Opens) -> None:
    mine = len(world.call(lambda: services.review_queue(world.workspace)).mine)
    world.hot()
    world.own()
    opened = window("wang")
    entry = opened.shell.rail._entries["reviews"]
    opened.qtbot.waitUntil(lambda: entry._badge == mine + 1)
    assert entry._badge_fill == "primary"


def test_what_is_decided_and_held_does_not_count_any_more_until_it_is_taken_back(
    world: ReviewWorld, window: Opens
) -> None:
    hazard = world.hot()
    opened = window("wang")
    waiting = len(world.call(lambda: services.review_queue(world.workspace)).mine)
    opened.open(hazard)
    tick_all(opened)
    write(opened)
    entry = opened.shell.rail._entries["reviews"]
    opened.press(Qt.Key.Key_F9)
    opened.qtbot.waitUntil(lambda: entry._badge == waiting - 1)
    QTest.keyClick(opened.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    opened.qtbot.waitUntil(lambda: entry._badge == waiting)


def test_what_waits_for_me_stands_gravest_first_then_longest_waiting(world: ReviewWorld, window: Opens) -> None:
    mild, blind = world.ditch("YH-T-0002"), world.hot("YH-T-0001")
    made = world.drawn(world.group())
    people = {login: world.call(lambda login=login: world.workspace.person_of(login).id) for login in ("wang", "li")}
    world.given(made, blind, people["li"], people["wang"])
    rows = world.call(lambda: services.review_queue(world.workspace)).mine
    grades = list(Grade)
    order = [(grades.index(row.grade), -row.days) for row in rows]
    assert order == sorted(order)
    shown = [row.hazard for row in rows]
    assert shown.index(blind) < shown.index(mild), "a blind one stands where its grade puts it"
    opened = window("wang")
    opened.open()
    assert [row.hazard for row in opened.page.column.list.rows][: len(shown)] == shown


# Judging --------------------------------------------------------------------------------------------------------------


def test_a_review_by_keyboard_alone_is_held_then_closes_it(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    view = opened.page.view
    assert "1" in view.panel.missing.text()
    opened.press(Qt.Key.Key_F9)
    assert status(world.workspace, hazard) == "in_review"
    tick_all(opened)
    write(opened)
    assert view.panel.missing.text() == ""
    opened.press(Qt.Key.Key_F9)
    assert status(world.workspace, hazard) == "in_review", "it is only held"
    assert hazard not in [row.hazard for row in opened.page.column.list.rows]
    opened.carry_out()
    assert status(world.workspace, hazard) == "closed"


def test_a_judgement_taken_back_shows_the_review_as_it_was(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    tick_all(opened)
    write(opened)
    opened.press(Qt.Key.Key_F9)
    assert opened.page.view.hazard != hazard
    QTest.keyClick(opened.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    opened.settle()
    view = opened.page.view
    assert view.hazard == hazard
    assert (view.draft.comment, Check.ON_SITE in view.draft.ticks) == (COMMENT, True)
    assert view.panel.pass_button.isEnabled()
    assert status(world.workspace, hazard) == "in_review"
    assert not any(toast.isVisible() for toast in opened.shell.findChildren(Toast))


def test_a_judgement_that_somebody_overtook_is_refused_and_shown(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    tick_all(opened)
    write(opened)
    opened.press(Qt.Key.Key_F9)
    world.judged(hazard, "li", "return", "先退回")
    opened.carry_out()
    assert status(world.workspace, hazard) == "returned"
    detail = opened.page.view.draft.detail
    assert detail is not None
    assert (detail.hazard.id, detail.status, detail.may_pass) == (hazard, "returned", False)
    assert any(toast.isVisible() for toast in opened.shell.findChildren(Toast)), "and says why"


def test_returning_needs_a_comment_only(world: ReviewWorld, window: Opens) -> None:
    hazard = world.ditch()
    opened = window("wang")
    opened.open(hazard)
    view = opened.page.view
    opened.press(Qt.Key.Key_F8)
    assert view.panel.comment.editor.hasFocus(), "the focus goes to what is missing"
    commit("照片看不清，请补拍")
    opened.press(Qt.Key.Key_F8)
    opened.carry_out()
    assert status(world.workspace, hazard) == "returned"


def test_points_of_a_rule_cannot_be_ticked_by_hand(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot(load=500.0)
    opened = window("wang")
    opened.open(hazard)
    view = opened.page.view
    tick_all(opened)
    write(opened)
    load = view.draft.rows[2]
    assert (load.check, load.automatic, load.ticked) == (Check.LOAD, True, False)
    opened.page.column.list.setFocus()
    opened.press(Qt.Key.Key_3)
    assert not view.draft.rows[2].ticked
    rect = view.panel.checklist.rects()[2].center().toPoint()
    QTest.mouseClick(view.panel.checklist, Qt.MouseButton.LeftButton, pos=rect)
    assert not view.draft.rows[2].ticked
    assert "3" in view.panel.missing.text()
    assert not view.panel.pass_button.isEnabled()
    line = next(line for line in view.values.lines if line.key == "load")
    assert line.apart


def test_digits_are_typed_in_the_comment_and_tick_elsewhere(world: ReviewWorld, window: Opens) -> None:
    opened = window("wang")
    opened.open(world.ditch())
    write(opened, "5")
    view = opened.page.view
    assert (view.draft.comment, Check.ON_SITE in view.draft.ticks) == ("5", False)
    opened.press(Qt.Key.Key_Escape)
    assert opened.page.column.list.hasFocus()
    opened.press(Qt.Key.Key_5)
    assert (view.draft.comment, Check.ON_SITE in view.draft.ticks) == ("5", True)


def test_a_comment_that_is_too_long_is_counted_and_refused(world: ReviewWorld, window: Opens) -> None:
    opened = window("wang")
    opened.open(world.ditch())
    tick_all(opened)
    view = opened.page.view
    view.panel.say("长" * 201)
    assert view.panel.counter.text() == "201/200"
    assert not view.draft.may_pass
    assert not view.draft.may_return


# Drafts ---------------------------------------------------------------------------------------------------------------


def test_ticks_and_comment_outlive_a_kill(world: ReviewWorld, window: Opens, folder: Path) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    opened.press(Qt.Key.Key_5)
    write(opened, "看到一半")
    opened.qtbot.waitUntil(lambda: not opened.page.view.draft._timer.isActive())
    opened.settle()
    copy = folder.parent / "killed"
    shutil.copytree(folder, copy)
    again = services.open_workspace(copy)
    try:
        again.call(lambda: again.act_as("wang"))
        detail = again.call(lambda: services.review_detail(again, hazard))
        ticked = [row.check for row in detail.checks if row.ticked and row.editable]
        assert (detail.comment, ticked) == ("看到一半", [Check.ON_SITE])
    finally:
        again.close()


def test_going_to_another_item_keeps_what_was_typed_a_moment_ago(world: ReviewWorld, window: Opens) -> None:
    first, second = world.hot(), world.ditch()
    opened = window("wang")
    opened.open(first)
    view = opened.page.view
    view.panel.write_comment()
    commit("未完")
    opened.page.column.list.choose(second)
    opened.settle()
    assert (view.hazard, view.draft.comment) == (second, "")
    opened.page.column.list.choose(first)
    opened.settle()
    assert (view.hazard, view.draft.comment) == (first, "未完")


# List and values ------------------------------------------------------------------------------------------------------


def test_arrows_walk_the_list_and_the_filter_narrows_it(world: ReviewWorld, window: Opens) -> None:
    first, second = world.hot("YH-T-0001"), world.ditch("YH-T-0002")
    opened = window("wang")
    opened.open(first)
    rows = [row.hazard for row in opened.page.column.list.rows]
    opened.press(Qt.Key.Key_Down)
    assert opened.page.view.hazard == rows[rows.index(first) + 1]
    opened.press(Qt.Key.Key_F)
    QTest.keyClicks(opened.page.column.filter.editor, "T-0002")
    opened.settle()
    assert [row.hazard for row in opened.page.column.list.rows] == [second]
    opened.press(Qt.Key.Key_Escape)
    assert [row.hazard for row in opened.page.column.list.rows] == rows


def test_a_value_measured_again_is_typed_and_judged_at_once(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot(after=False)
    opened = window("wang")
    opened.open(hazard)
    view = opened.page.view
    oil = next(i for i, line in enumerate(view.values.lines) if line.key.startswith(OIL))
    assert (view.values.lines[oil].after, view.draft.rows[1].ticked) == ("", False)
    view.values.setFocus()
    for typed, good in (("96", False), ("61", True)):
        opened.press(Qt.Key.Key_Return)
        editor = view.values.editor
        assert editor is not None
        editor.editor.selectAll()  # type: ignore[attr-defined]
        QTest.keyClicks(editor.editor, typed)
        opened.press(Qt.Key.Key_Return)
        line = view.values.lines[oil]
        assert (line.after.startswith(typed), line.after_good, line.after_bad) == (True, good, not good)
    opened.press(Qt.Key.Key_Return)
    QTest.keyClicks(view.values.editor.editor, "abc")  # type: ignore[union-attr]
    opened.press(Qt.Key.Key_Return)
    assert view.values.editor is not None, "what is no number stays to be corrected"
    opened.press(Qt.Key.Key_Escape)
    assert view.values.editor is None


def test_a_narrow_window_opens_the_panel_over_the_page(world: ReviewWorld, window: Opens) -> None:
    opened = window("wang")
    opened.shell.resize(1180, 640)
    opened.open(world.ditch())
    view = opened.page.view
    assert not view.panel.isVisible()
    opened.press(Qt.Key.Key_F6)
    assert view.panel.isVisible()
    assert view.panel.geometry().right() <= view.width()
    opened.press(Qt.Key.Key_Escape)
    assert not view.panel.isVisible()
    opened.press(Qt.Key.Key_5)
    assert view.panel.isVisible(), "a tick shows where it was made"


def test_a_long_description_stands_in_full_below(world: ReviewWorld, window: Opens) -> None:
    opened = window("wang")
    opened.open(world.hot(description=LONG))
    view = opened.page.view
    assert view.head.title.full_text() == LONG
    assert view.head.title.text() != LONG
    assert LONG in [text.text() for text in view.notes.findChildren(Text)]


def test_the_home_page_leads_here(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.shell.open_page("home")
    opened.settle()
    home = opened.shell.page("home")
    item = next(item for item in home.reviews.items if item.hazard == hazard)  # type: ignore[attr-defined]
    home.reviews.row_opened.emit(item)  # type: ignore[attr-defined]
    opened.settle()
    assert (opened.shell.current, opened.page.view.hazard) == ("reviews", hazard)


def test_nothing_waiting_says_so(workspace: Workspace, window: Opens) -> None:
    opened = window("chen")
    for row in workspace.call(lambda: services.review_queue(workspace)).mine:
        opened.page._held.add(row.hazard)
    opened.open()
    assert opened.page.view.hazard == ""
    assert opened.page.column.count.text() == "0"


def test_the_comment_stays_in_sight_beside_a_long_checklist(world: ReviewWorld, window: Opens) -> None:
    opened = window("wang")
    opened.open(world.hot("YH-2026-0301"))
    panel = opened.page.view.panel
    for height in (520, 560, 600, 640, 700, 900):
        panel.setFixedHeight(height)
        opened.settle()
        assert not panel.scroller.isAncestorOf(panel.comment)
        assert panel.comment.mapTo(panel, panel.comment.rect().bottomLeft()).y() < panel.height()
