"""The settings: a list of sections, a search over every option, choices that act at once and can be taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.i18n import set_language
from inspector.services.preferences.catalogue import options
from inspector.services.preferences.choosing import choose
from inspector.services.preferences.reading import chosen
from inspector.ui.kit.text import Text
from inspector.ui.messages import Notice
from inspector.ui.page import Context, Place
from inspector.ui.settings.finding import found_options
from inspector.ui.settings.page import GROUPS, SECTIONS, SettingsPage


@pytest.fixture
def told(context: Context) -> list[Notice]:
    """What toasts said."""
    found: list[Notice] = []
    context.messages.posted.connect(found.append)
    return found


@pytest.fixture
def page(qtbot: QtBot, context: Context) -> Iterator[SettingsPage]:
    made = SettingsPage(context)
    qtbot.addWidget(made)
    made.resize(1286, 638)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    set_language("zh_CN")


def settle(page: SettingsPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.context.tasks.busy)
    QApplication.sendPostedEvents()


def value(page: SettingsPage, key: str) -> Any:
    workspace = page.context.workspace
    return workspace.call(lambda: chosen(workspace, key))


def as_lead(context: Context) -> None:
    """Nobody leads in this sample, so whoever acts may choose."""
    workspace = context.workspace
    workspace.call(lambda: workspace.act_as("wang"))


def test_every_section_stands_in_the_list_and_every_option_leads_to_a_control(page: SettingsPage, qtbot: QtBot) -> None:
    assert [key for keys in GROUPS.values() for key in keys] == list(SECTIONS)
    as_lead(page.context)
    for one in options().values():
        page.show_place(Place("setting", f"{one.tab}/{one.key}"))
        settle(page, qtbot)
        section = page.section(one.tab)
        assert one.key in section.targets, one.key
        if section.targets[one.key].isEnabled() and section.targets[one.key].isVisible():
            focused = QApplication.focusWidget()
            assert focused is not None, one.key
            target = section.targets[one.key]
            assert focused is target or target.isAncestorOf(focused), one.key


@pytest.mark.parametrize(
    ("words", "key"),
    [("备份目录", "backup.folder"), ("backup folder", "backup.folder"), ("第二存放处", "second_place.folder")],
)
def test_folders_of_this_laptop_are_found_like_any_option(words: str, key: str) -> None:
    assert key in [one.key for one in found_options(words)]


@pytest.mark.parametrize(("language", "words"), [("zh_CN", "超期天数"), ("zh_CN", "days past"), ("en", "days past")])
def test_an_option_is_found_by_words_of_either_language(
    page: SettingsPage, qtbot: QtBot, language: str, words: str
) -> None:
    as_lead(page.context)
    set_language(language)
    QTest.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.search.editor.hasFocus()
    page.search.editor.insert(words)  # type: ignore[attr-defined]  # a line edit; Chinese comes from an input method
    QTest.keyClick(page.search.editor, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert page.place() == Place("setting", "supervision")
    qtbot.waitUntil(page.section("supervision").targets["supervision.overdue_days"].hasFocus)


def test_a_choice_acts_at_once_and_can_be_taken_back(page: SettingsPage, qtbot: QtBot, told: list[Notice]) -> None:
    as_lead(page.context)
    page.open_section("company")
    settle(page, qtbot)
    editor = page.section("company").fields["closure_target"].editor  # type: ignore[attr-defined]  # the section's own
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "97")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle(page, qtbot)
    assert value(page, "closure_target") == 97
    assert told
    assert told[-1].on_action is not None
    told[-1].on_action()
    settle(page, qtbot)
    assert value(page, "closure_target") == 90
    qtbot.waitUntil(lambda: editor.text() == "90")


def test_a_wrong_entry_says_so_and_changes_nothing(page: SettingsPage, qtbot: QtBot) -> None:
    as_lead(page.context)
    page.open_section("deadlines")
    settle(page, qtbot)
    field = page.section("deadlines").options.fields["deadline.serious"]  # type: ignore[attr-defined]  # the section's own
    shown = page.section("deadlines").options.controls["deadline.serious"].findChildren(Text)  # type: ignore[attr-defined]  # as above
    assert any("7" in one.text() for one in shown), "what counts while nothing is chosen"
    field.editor.setFocus()
    for typed, kept in (("0", None), ("400", None), ("5", 5), ("", None)):
        field.editor.selectAll()
        QTest.keyClick(field.editor, Qt.Key.Key_Delete)
        QTest.keyClicks(field.editor, typed)
        QTest.keyClick(field.editor, Qt.Key.Key_Return)
        settle(page, qtbot)
        assert value(page, "deadline.serious") == kept, typed


def test_who_does_not_lead_looks_on_and_reads_why(page: SettingsPage, qtbot: QtBot) -> None:
    workspace = page.context.workspace
    lead = {"login": "liu", "name": "刘班长", "team": "一班", "roles": ["lead"]}
    workspace.call(lambda: services.add_person(workspace, lead))
    for name in ("company", "deadlines", "cycles", "documents"):
        page.open_section(name)
        settle(page, qtbot)
        section = page.section(name)
        assert section.note.why.isVisible(), name  # type: ignore[attr-defined]  # sections of the company have it
        mine = {"document_language"}
        assert not [key for key, target in section.targets.items() if key not in mine and _usable(target)], name
    assert _usable(page.section("documents").targets["document_language"])


def _usable(target: Any) -> bool:
    control = getattr(target, "control", target)
    return bool(control.isEnabled())


def test_what_only_this_laptop_has_is_offered_to_all(page: SettingsPage, qtbot: QtBot) -> None:
    as_lead(page.context)
    workspace = page.context.workspace
    workspace.call(lambda: workspace.db.settings.put("service_phone", "023-1"))
    page.open_section("company")
    settle(page, qtbot)
    note = page.section("company").note  # type: ignore[attr-defined]  # the section's own
    assert note.share.isVisible()
    note.share.clicked.emit()
    settle(page, qtbot)
    assert not note.share.isVisible()
    assert workspace.call(workspace.db.house_rules.company)["service_phone"] == "023-1"


def test_a_value_that_arrives_shows_the_next_time(page: SettingsPage, qtbot: QtBot) -> None:
    as_lead(page.context)
    page.open_section("company")
    settle(page, qtbot)
    workspace = page.context.workspace
    workspace.call(lambda: choose(workspace, {"service_phone": "95598-7"}))
    page.open_section("company")
    settle(page, qtbot)
    fields = page.section("company").fields  # type: ignore[attr-defined]  # the section's own
    qtbot.waitUntil(lambda: fields["service_phone"].value() == "95598-7")
