"""The company's name in the settings: stored when its field is left, kept while it is typed."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.ui.kit.fields import TextField
from inspector.ui.page import Context
from inspector.ui.settings.company import CompanySection


def section(qtbot: QtBot, context: Context) -> CompanySection:
    made = CompanySection(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def field(section: CompanySection, key: str) -> TextField:
    """A field of text of the section."""
    found = section.fields[key]
    assert isinstance(found, TextField)
    return found


def kept(context: Context) -> dict[str, str]:
    workspace = context.workspace
    return dict(workspace.call(lambda: services.kept_typing(workspace, "settings:")))


def stored(context: Context) -> str:
    workspace = context.workspace
    return str(workspace.call(lambda: services.get_setting(workspace, "company")))


def test_a_name_that_was_not_stored_comes_back_and_is_stored_once_the_field_is_left(
    context: Context, qtbot: QtBot
) -> None:
    workspace = context.workspace
    workspace.call(lambda: services.put_setting(workspace, "company", "Jialing"))
    first = section(qtbot, context)
    field(first, "company").editor.setFocus()
    QTest.keyClicks(field(first, "company").editor, " Power")
    qtbot.waitUntil(lambda: "Jialing Power" in kept(context).values())
    assert stored(context) == "Jialing"
    second = section(qtbot, context)
    assert second.fields["company"].value() == "Jialing Power"
    second.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert second.fields["company"].value() == "Jialing Power", "what is stored does not overwrite it"
    field(second, "company").editor.setFocus()
    field(second, "service_phone").editor.setFocus()
    qtbot.waitUntil(lambda: stored(context) == "Jialing Power")
    qtbot.waitUntil(lambda: kept(context) == {})
