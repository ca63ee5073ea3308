"""Who is working and signs with which PIN: the settings, the choice from the top bar and at start."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.problems import Problem
from inspector.services.access.pins import check_pin
from inspector.services.registers.entries import add_equipment, set_customer, set_person
from inspector.ui.desk import Desk
from inspector.ui.entries import ENTRIES
from inspector.ui.kit.text import Text
from inspector.ui.messages import Messages, Notice, Tone
from inspector.ui.page import Context
from inspector.ui.preferences import Preferences
from inspector.ui.settings import SettingsPage
from inspector.ui.settings.pin import PinForm
from inspector.ui.shell import Shell
from inspector.ui.shell.person_choice import NobodyDialog, PersonDialog
from inspector.ui.tasks import Tasks


@pytest.fixture
def shell(context: Context, qtbot: QtBot) -> Shell:
    return show_shell(context, qtbot)


def show_shell(context: Context, qtbot: QtBot) -> Shell:
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.activateWindow()
    assert context.desk is not None
    context.desk.start()
    made.open_page("visits")
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def pin_form(shell: Shell, qtbot: QtBot) -> PinForm:
    shell.open_page("settings")
    page = shell.page("settings")
    assert isinstance(page, SettingsPage)
    form = page.findChild(PinForm)
    assert isinstance(form, PinForm)
    qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    return form


def enter(form: PinForm, first: str, second: str) -> None:
    for field, text in ((form.first, first), (form.second, second)):
        field.set_value("")
        field.editor.setFocus()
        QTest.keyClicks(field.editor, text)
        QTest.keyClick(field.editor, Qt.Key.Key_Return)


def error(form: PinForm) -> str:
    return f"{form.first.editor.accessibleDescription()}{form.second.editor.accessibleDescription()}"


def test_a_new_pin_signs_from_now_on_and_is_told(shell: Shell, qtbot: QtBot) -> None:
    form = pin_form(shell, qtbot)
    told: list[Notice] = []
    shell.context.messages.posted.connect(told.append)
    enter(form, "80716", "80716")
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].tone is Tone.SUCCESS
    workspace = shell.context.workspace
    person = workspace.call(lambda: services.acting_person(workspace))
    assert person.has_pin
    workspace.call(lambda: check_pin(workspace, person.id, "80716"))
    with pytest.raises(Problem):
        workspace.call(lambda: check_pin(workspace, person.id, "80717"))
    assert form.first.value() == form.second.value() == ""


def test_a_pin_that_is_set_is_only_changed_by_who_knows_it(shell: Shell, qtbot: QtBot) -> None:
    form = pin_form(shell, qtbot)
    assert form.before.isHidden()
    enter(form, "80716", "80716")
    qtbot.waitUntil(lambda: not form.before.isHidden())
    enter(form, "1234", "1234")
    assert form.before.editor.accessibleDescription()
    workspace = shell.context.workspace
    person = workspace.call(lambda: services.acting_person(workspace))
    for before in ("99999", "80716"):
        form.before.set_value(before)
        enter(form, "1234", "1234")
        qtbot.waitUntil(lambda: not shell.context.tasks.busy)
    qtbot.waitUntil(lambda: form.before.value() == "")
    workspace.call(lambda: check_pin(workspace, person.id, "1234"))


def test_two_different_or_weak_pins_are_refused_beside_the_field(shell: Shell, qtbot: QtBot) -> None:
    form = pin_form(shell, qtbot)
    enter(form, "80716", "80717")
    assert "不一致" in error(form)
    enter(form, "12", "12")
    qtbot.waitUntil(lambda: "4" in error(form))
    assert "不一致" not in error(form)
    assert form.first.value() == ""


def test_the_top_bar_asks_who_is_working(shell: Shell, qtbot: QtBot) -> None:
    QTest.mouseClick(shell.top_bar.person, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shell.findChild(PersonDialog) is not None)
    dialog = shell.findChild(PersonDialog)
    assert isinstance(dialog, PersonDialog)
    assert dialog.rows.hasFocus()
    before = shell.top_bar.person.accessibleName()
    acting = shell.context.desk.person if shell.context.desk is not None else None
    assert acting is not None
    first = dialog.rows.row_rect(acting.id).top() == 0
    QTest.keyClick(dialog.rows, Qt.Key.Key_Down if first else Qt.Key.Key_Up)
    QTest.keyClick(dialog.rows, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: shell.top_bar.person.accessibleName() != before)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[services.Workspace]:
    made = services.create_workspace(tmp_path / "empty", key="passphrase", passphrase="空 1234")
    yield made
    made.close()


def test_an_empty_register_says_how_to_add_persons(empty: services.Workspace, qtbot: QtBot) -> None:
    messages = Messages()
    tasks = Tasks(empty, messages)
    desk = Desk(empty, tasks, messages)
    made = show_shell(Context(empty, tasks, messages, Preferences(), desk), qtbot)
    qtbot.waitUntil(lambda: made.findChild(NobodyDialog) is not None)
    dialog = made.findChild(NobodyDialog)
    assert isinstance(dialog, NobodyDialog)
    words = "\n".join(label.text() for label in dialog.findChildren(Text))
    assert "inspector person add" in words
    assert str(empty.path) in words
    QTest.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    desk.stop()
    tasks.shut_down()


def test_whatever_is_saved_is_counted_as_unsent_at_once(shell: Shell, qtbot: QtBot) -> None:
    """Registers, people and settings of the company are records too; their dialogs say nothing to the desk."""
    workspace = shell.context.workspace
    before = workspace.call(lambda: services.unsent_count(workspace))

    told: list[int] = []
    desk = shell.context.desk
    assert desk is not None
    desk.pending_changed.connect(told.append)
    desk.refresh()

    def shown() -> int:
        return told[-1] if told else -1

    qtbot.waitUntil(lambda: shown() == before)
    customer = workspace.call(lambda: workspace.db.registers.customers()[0])
    saving: tuple[Callable[[], object], ...] = (
        lambda: set_customer(workspace, customer.id, {"phone": "023-1"}),
        lambda: add_equipment(workspace, customer.id, {"kind": "cable", "name": "新电缆"}),
        lambda: set_person(workspace, "wang", {"phone": "023-2"}),
    )
    for number, save in enumerate(saving, start=1):
        workspace.call(save)
        expected = before + number
        qtbot.waitUntil(lambda: shown() == expected)  # noqa: B023 - called before the next turn
