"""The search palette by keyboard and mouse, in the real shell on a real workspace."""

from typing import Any

import pytest
from PySide6.QtCore import QAbstractListModel, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from typing_extensions import override

from inspector import i18n, services
from inspector.services.searching import SearchResults
from inspector.ui.entries import ENTRIES
from inspector.ui.page import Context, Page, PageEntry, Place
from inspector.ui.search.model import Row, RowsModel
from inspector.ui.search.palette import Palette
from inspector.ui.search.rows_view import pieces
from inspector.ui.shell import Shell
from inspector.ui.theme import theme

KINDS = ("customer", "equipment", "hazard", "visit", "new-visit", "new-customer", "import", "setting")


class Listening(Page):
    """A page that keeps what it is asked to show."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.shown: list[Place] = []
        self.line = QLineEdit(self)

    @override
    def show_place(self, place: Place) -> None:
        self.shown.append(place)


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    entries = (
        PageEntry("first", "Home", "layout-dashboard", Listening),
        PageEntry("things", "Customers", "building-2", Listening, places=KINDS),
        *ENTRIES[-1:],
    )
    made = Shell(context, entries)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.activateWindow()
    made.open_page("first")
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def palette(shell: Shell, qtbot: QtBot) -> Palette:
    QTest.keyClick(shell, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert shell._palette is not None
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    return shell._palette


def look_for(palette: Palette, qtbot: QtBot, text: str) -> list[Row]:
    """Type and wait for the answer."""
    palette.field.setText(text)
    qtbot.waitUntil(lambda: palette._asked == text and not palette._timer.isActive())
    qtbot.waitUntil(lambda: not palette._context.tasks.busy)
    return list(palette.model.rows)


def titles(rows: list[Row]) -> list[str]:
    return [row.title for row in rows]


def things(shell: Shell) -> list[Place]:
    page = shell.page("things")
    assert isinstance(page, Listening)
    return page.shown


def press(palette: Palette, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(palette.field, key)


def test_the_key_opens_it_and_escape_gives_the_focus_back(shell: Shell, qtbot: QtBot) -> None:
    page = shell.page("first")
    assert isinstance(page, Listening)
    page.line.setFocus()
    qtbot.waitUntil(page.line.hasFocus)
    QTest.keyClick(page.line, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = shell._palette
    assert palette is not None
    assert palette.field.hasFocus()
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isHidden()
    assert page.line.hasFocus()
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_a_text_field_does_not_keep_the_key(shell: Shell, qtbot: QtBot) -> None:
    page = shell.page("first")
    assert isinstance(page, Listening)
    page.line.setFocus()
    qtbot.waitUntil(page.line.hasFocus)
    control = Qt.KeyboardModifier.ControlModifier
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_K, control)
    QApplication.sendEvent(page.line, event)
    assert not event.isAccepted()
    copying = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_V, control)
    QApplication.sendEvent(page.line, copying)
    assert copying.isAccepted()


def test_the_box_in_the_top_bar_opens_it(shell: Shell, qtbot: QtBot) -> None:
    QTest.mouseClick(shell.top_bar.search, Qt.MouseButton.LeftButton)
    assert shell._palette is not None
    assert shell._palette.isVisible()
    QTest.mouseClick(shell._palette, Qt.MouseButton.LeftButton, pos=QPoint(4, 600))
    assert shell._palette.isHidden()
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_enter_opens_what_was_found_and_it_is_recent_then(shell: Shell, palette: Palette, qtbot: QtBot) -> None:
    rows = look_for(palette, qtbot, "嘉陵 客户")
    assert not [row for row in rows if not row.head]
    rows = look_for(palette, qtbot, "嘉陵")
    assert titles(rows)[:2] == ["客户", "嘉陵江化工股份有限公司"]
    assert rows[1].marks == ((0, 2),)
    press(palette, Qt.Key.Key_Return)
    assert [place.kind for place in things(shell)] == ["customer"]
    assert shell.current == "things"
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    shell.search()
    again = shell._palette
    assert again is not None
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    assert titles(list(again.model.rows))[:2] == ["最近打开", "嘉陵江化工股份有限公司"]
    again.close_palette()


def test_words_lead_to_a_hazard_of_the_customer(shell: Shell, palette: Palette, qtbot: QtBot) -> None:
    rows = look_for(palette, qtbot, "金石 积水")
    assert titles(rows)[0] == "隐患"
    press(palette, Qt.Key.Key_Return)
    workspace = shell.context.workspace
    (place,) = things(shell)
    found = workspace.call(lambda: services.hazard_detail(workspace, place.id))
    assert found.hazard.place == "电缆沟"
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_arrows_pass_over_the_heads_and_go_round(palette: Palette, qtbot: QtBot) -> None:
    rows = look_for(palette, qtbot, "嘉陵")
    choices = [number for number, row in enumerate(rows) if not row.head]
    visited = []
    for _turn in choices:
        visited.append(palette.list.currentIndex().row())
        press(palette, Qt.Key.Key_Down)
    assert visited == choices
    assert palette.list.currentIndex().row() == choices[0]
    press(palette, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == choices[-1]
    press(palette, Qt.Key.Key_Tab)
    assert palette.field.hasFocus()


def test_initials_and_the_end_of_an_account_find_the_customer(palette: Palette, qtbot: QtBot) -> None:
    customer = palette._context.workspace.call(lambda: services.customers(palette._context.workspace)[0])
    for typed in (customer.account[-4:], "jlj" if customer.name.startswith("嘉陵江") else "jss"):
        assert customer.name in titles(look_for(palette, qtbot, typed))


def test_an_answer_that_comes_late_is_dropped(palette: Palette, qtbot: QtBot) -> None:
    look_for(palette, qtbot, "嘉陵")
    before = palette.model.rows
    palette._on_found(SearchResults("嘉", ()))
    assert palette.model.rows == before


def test_nothing_found_says_so(palette: Palette, qtbot: QtBot) -> None:
    assert look_for(palette, qtbot, "没有这样的东西") == []
    assert palette._nothing.isVisible()
    press(palette, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_actions_are_found_by_words_of_either_language(shell: Shell, palette: Palette, qtbot: QtBot) -> None:
    assert "新建检查" in titles(list(palette.model.rows))
    rows = look_for(palette, qtbot, "dark")
    assert "深色主题" in titles(rows)
    press(palette, Qt.Key.Key_Return)
    assert theme().dark


def test_actions_and_pages_are_found_by_pinyin_too(palette: Palette, qtbot: QtBot) -> None:
    for typed in ("xjjc", "xinjianjiancha", ">xjjc"):
        palette.field.setText(typed)
        qtbot.waitUntil(lambda: titles(list(palette.model.rows))[-2:] == ["操作", "新建检查"])
    palette.field.setText(">sz")
    assert "设置" in titles(list(palette.model.rows))
    qtbot.waitUntil(lambda: not palette._context.tasks.busy)


@pytest.mark.parametrize(("page", "kind"), [("visits", "新建检查"), ("customers", "新增客户")])
def test_an_action_shows_the_key_that_does_the_same_here(context: Context, qtbot: QtBot, page: str, kind: str) -> None:
    entries = (PageEntry(page, "Home", "layout-dashboard", Listening, places=KINDS),)
    made = Shell(context, entries)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.open_page(page)
    made.search()
    assert made._palette is not None
    keys = {row.title: row.keys for row in made._palette.model.rows if row.title in ("新建检查", "新增客户")}
    assert keys.pop(kind) == "Ctrl N"
    assert set(keys.values()) == {""}
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_a_prefix_leaves_only_pages_and_actions(shell: Shell, palette: Palette, qtbot: QtBot) -> None:
    palette.field.setText(">嘉陵")
    assert palette.model.rows == ()
    palette.field.setText("> english")
    press(palette, Qt.Key.Key_Return)
    assert i18n.language() == "en"
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    shell.search()
    opened: Any = shell._palette
    assert opened is not palette
    assert "Switch to Chinese" in titles(list(opened.model.rows))
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot) -> None:
    model = RowsModel()
    assert isinstance(model, QAbstractListModel)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for rows in ([Row("Head"), Row("one", choose=print), Row("two", choose=print)], [], [Row("Head")]):
        model.show(rows)
    assert model.next_choice(-1, 1) == -1
    assert tester.model() is model


def test_a_text_is_cut_at_its_marks() -> None:
    assert pieces("嘉陵江化工", ((0, 2), (3, 1))) == [("嘉陵", True), ("江", False), ("化", True), ("工", False)]
    assert pieces("", ()) == []
