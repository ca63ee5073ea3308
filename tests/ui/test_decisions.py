"""Decisions with 撤销: held, taken back, carried out when the message goes, when the page is left, and at a kill."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.held import executor
from inspector.ui.decisions import decide, decisions_of
from inspector.ui.kit.fields import TextArea, TextField
from inspector.ui.kit.typing import TypingKeeper
from inspector.ui.messages import Tone
from inspector.ui.page import Context, Page, PageEntry
from inspector.ui.shell import Shell


@executor("test_retire")
def _retire(workspace: Workspace, body: Mapping[str, Any]) -> str:
    if body.get("refuse"):
        raise Problem("reason_missing")
    if services.get_setting(workspace, "full"):
        raise Problem("disk_full", path="x")
    services.put_setting(workspace, "retired", str(body["what"]))
    return str(body["what"])


ENTRIES = (PageEntry("a", "Visits", "clipboard-check", Page), PageEntry("b", "Settings", "settings", Page))


@pytest.fixture
def shell(qtbot: QtBot, context: Context) -> Iterator[Shell]:
    made = Shell(context, ENTRIES)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.open_page("a")
    qtbot.waitExposed(made)
    made.activateWindow()
    yield made
    made.leave()


def retired(context: Context) -> str:
    workspace = context.workspace
    return str(workspace.call(lambda: services.get_setting(workspace, "retired")))


def offer(context: Context, shell: Shell, qtbot: QtBot, **body: object) -> tuple[list[Any], list[str]]:
    done: list[Any] = []
    back: list[str] = []
    decide(context, "test_retire", {"what": "T1", **body}, "T1 retired", done.append, lambda: back.append("back"))
    qtbot.waitUntil(lambda: len(shell.toasts.toasts()) == 1)
    return done, back


def test_nothing_happens_while_the_message_shows_and_ctrl_z_takes_it_back(
    context: Context, shell: Shell, qtbot: QtBot
) -> None:
    done, back = offer(context, shell, qtbot)
    assert retired(context) == ""
    QTest.keyClick(shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: back == ["back"])
    assert (shell.toasts.toasts(), done, retired(context)) == ([], [], "")
    assert context.workspace.call(context.workspace.db.held.all) == ()


def test_the_decision_is_carried_out_when_its_message_goes(context: Context, shell: Shell, qtbot: QtBot) -> None:
    done, back = offer(context, shell, qtbot)
    shell.toasts.toasts()[0].closed.emit()
    qtbot.waitUntil(lambda: done == ["T1"])
    assert (retired(context), back) == ("T1", [])


def test_another_page_carries_out_at_once(context: Context, shell: Shell, qtbot: QtBot) -> None:
    done, _back = offer(context, shell, qtbot)
    shell.open_page("b")
    assert shell.toasts.toasts() == []
    qtbot.waitUntil(lambda: done == ["T1"])
    assert decisions_of(context).waiting == 0


def test_closing_the_window_carries_out_at_once(context: Context, shell: Shell, qtbot: QtBot) -> None:
    offer(context, shell, qtbot)
    shell.leave()
    assert retired(context) == "T1"


def test_a_decision_that_fails_says_so_and_shows_the_former_state(context: Context, shell: Shell, qtbot: QtBot) -> None:
    done, back = offer(context, shell, qtbot, refuse=True)
    shell.toasts.toasts()[0].closed.emit()
    qtbot.waitUntil(lambda: back == ["back"])
    assert done == []
    assert [toast.notice.tone for toast in shell.toasts.toasts()] == [Tone.ERROR]


def held(context: Context) -> int:
    return len(context.workspace.call(context.workspace.db.held.all))


def fill_disk(context: Context, *, full: bool) -> None:
    workspace = context.workspace
    workspace.call(lambda: services.put_setting(workspace, "full", "yes" if full else ""))


def test_a_decision_that_a_full_disk_prevents_stays_held_and_is_tried_again(
    context: Context, shell: Shell, qtbot: QtBot
) -> None:
    fill_disk(context, full=True)
    done, back = offer(context, shell, qtbot)
    shell.toasts.toasts()[0].closed.emit()
    qtbot.waitUntil(lambda: [toast.notice.tone for toast in shell.toasts.toasts()] == [Tone.ERROR])
    assert (done, back, held(context), decisions_of(context).waiting) == ([], [], 1, 1)
    fill_disk(context, full=False)
    shell.toasts.toasts()[0]._on_action_clicked()
    qtbot.waitUntil(lambda: done == ["T1"])
    assert (retired(context), back, held(context), shell.toasts.toasts()) == ("T1", [], 0, [])


def test_the_next_page_tries_again_too(context: Context, shell: Shell, qtbot: QtBot) -> None:
    fill_disk(context, full=True)
    done, _back = offer(context, shell, qtbot)
    shell.open_page("b")
    qtbot.waitUntil(lambda: len(shell.toasts.toasts()) == 1)
    fill_disk(context, full=False)
    shell.open_page("a")
    qtbot.waitUntil(lambda: done == ["T1"])
    assert shell.toasts.toasts() == []


def test_what_could_not_be_taken_back_is_not_carried_out_by_the_next_page(
    context: Context, shell: Shell, qtbot: QtBot
) -> None:
    session = context.workspace.db._session
    done, back = offer(context, shell, qtbot)
    context.workspace.call(lambda: session.rows("PRAGMA query_only = 1"))
    shell.undo()
    qtbot.waitUntil(lambda: [toast.notice.tone for toast in shell.toasts.toasts()] == [Tone.ERROR])
    assert (done, back, held(context)) == ([], [], 1)
    context.workspace.call(lambda: session.rows("PRAGMA query_only = 0"))
    shell.open_page("b")
    qtbot.waitUntil(lambda: back == ["back"])
    assert (done, retired(context), held(context), shell.toasts.toasts()) == ([], "", 0, [])


def test_what_was_carried_out_meanwhile_is_not_shown_as_undone(context: Context, shell: Shell, qtbot: QtBot) -> None:
    done, back = offer(context, shell, qtbot)
    workspace = context.workspace
    workspace.call(lambda: services.carry_out_due(workspace, everything=True))
    shell.undo()
    qtbot.waitUntil(lambda: done == [None])
    assert (back, [toast.notice.tone for toast in shell.toasts.toasts()]) == ([], [Tone.ERROR])


# unsaved text -------------------------------------------------------------------------------------------------------


class Form(QWidget):
    """A form with two text fields."""

    def __init__(self, context: Context, name: str = "T1") -> None:
        super().__init__()
        self.name, self.note = TextField("name", parent=self), TextArea("note", parent=self)
        self.name.set_value(name)
        self.note.move(0, 60)
        self.keeper = TypingKeeper(context, "customer:1", self)
        self.keeper.attach(self.name, "name")
        self.keeper.attach(self.note, "note")
        self.found: list[tuple[str, ...]] = []
        self.keeper.restored.connect(self.found.append)


def form(qtbot: QtBot, context: Context) -> Form:
    made = Form(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def kept(context: Context) -> dict[str, str]:
    workspace = context.workspace
    return dict(workspace.call(lambda: services.kept_typing(workspace, "")))


def test_typed_text_is_kept_after_a_pause_and_comes_back(context: Context, qtbot: QtBot) -> None:
    first = form(qtbot, context)
    first.name.editor.setFocus()
    QTest.keyClicks(first.name.editor, " main")
    qtbot.waitUntil(lambda: kept(context) == {"customer:1:name": "T1 main"})
    second = form(qtbot, context)
    second.keeper.restore()
    qtbot.waitUntil(lambda: second.found == [("name",)])
    assert (second.name.value(), second.note.value()) == ("T1 main", "")
    committed: list[str] = []
    second.name.value_committed.connect(committed.append)
    second.name.editor.setFocus()
    second.note.editor.setFocus()
    assert committed == ["T1 main"]


def test_leaving_a_field_keeps_it_at_once_and_saving_forgets_it(context: Context, qtbot: QtBot) -> None:
    made = form(qtbot, context)
    made.note.editor.setFocus()
    QTest.keyClicks(made.note.editor, "cracked")
    made.name.editor.setFocus()
    assert kept(context) == {"customer:1:note": "cracked"}
    made.keeper.clear()
    assert kept(context) == {}
    made.keeper.restore()
    QTest.keyClicks(made.name.editor, "x")
    made.keeper.keep()
    assert kept(context) == {"customer:1:name": made.name.value()}


def test_what_somebody_typed_meanwhile_is_not_overwritten(context: Context, qtbot: QtBot) -> None:
    context.workspace.call(lambda: services.keep_typing(context.workspace, "customer:1:name", "old draft"))
    made = form(qtbot, context)
    made.keeper.restore()
    made.name.editor.setFocus()
    QTest.keyClicks(made.name.editor, "!")
    made.keeper.keep()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert (made.name.value(), made.found) == ("T1!", [])
