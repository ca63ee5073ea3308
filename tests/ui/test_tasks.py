"""The task runner: off the GUI thread, back on it, problems once, nothing for receivers that are gone."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.ui.messages import Messages, Notice
from inspector.ui.tasks import Tasks


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1, thread_name_prefix="serial") as executor:
        yield executor


@pytest.fixture
def messages() -> Messages:
    return Messages()


@pytest.fixture
def tasks(worker: ThreadPoolExecutor, messages: Messages) -> Iterator[Tasks]:
    made = Tasks(worker, messages)
    yield made
    made.shut_down()


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []

    def take(self, value: object) -> None:
        self.got.append((value, threading.current_thread() is threading.main_thread()))


def test_work_runs_on_the_worker_and_its_result_arrives_on_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    receiver = Receiver()
    tasks.run(lambda: threading.current_thread().name.split("_")[0], receiver.take)
    tasks.run(lambda: threading.current_thread().name.split("_")[0], receiver.take, pool=True)
    qtbot.waitUntil(lambda: len(receiver.got) == 2)
    assert sorted(receiver.got, key=str) == [("serial", True), ("ui-pool", True)]
    assert not tasks.busy


def test_a_problem_is_shown_once_unless_it_is_taken(qtbot: QtBot, tasks: Tasks, messages: Messages) -> None:
    shown: list[Notice] = []
    messages.posted.connect(shown.append)
    taken: list[Problem] = []

    def fail() -> None:
        raise Problem("window_font_missing", file="a.ttf")

    tasks.run(fail)
    tasks.run(fail, failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken) and bool(shown))
    assert len(shown) == 1
    assert "a.ttf" in shown[0].text


def test_an_unexpected_error_reaches_the_excepthook(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.captureExceptions() as caught:
        tasks.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError


def test_the_result_for_a_receiver_that_is_gone_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    receiver = Receiver()
    gate: Future[None] = Future()
    reached: list[int] = []
    tasks.run(gate.result, receiver.take)
    tasks.run(gate.result, lambda _none: reached.append(1), owner=receiver)
    receiver.deleteLater()
    qtbot.waitUntil(lambda: receiver_is_gone(receiver))
    gate.set_result(None)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert reached == []


def receiver_is_gone(receiver: QObject) -> bool:
    return not shiboken6.isValid(receiver)


def test_what_the_database_reports_arrives_as_the_problem_the_worker_makes_of_it(
    qtbot: QtBot, workspace: Workspace, messages: Messages
) -> None:
    tasks = Tasks(workspace, messages)
    taken: list[Problem] = []
    workspace.call(lambda: workspace.db._session.rows("PRAGMA query_only = 1"))
    tasks.run(lambda: services.put_setting(workspace, "a", "b"), failed=taken.append)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken[0].code == "workspace_read_only"
    tasks.shut_down()


def test_the_result_of_a_workspace_that_was_left_is_dropped_and_its_problem_is_told(
    qtbot: QtBot, tasks: Tasks, messages: Messages
) -> None:
    shown: list[Notice] = []
    messages.posted.connect(shown.append)
    receiver = Receiver()

    def fail() -> None:
        raise Problem("file_missing", path="x")

    tasks.run(lambda: 1, receiver.take)
    tasks.run(fail, receiver.take)
    tasks.set_worker(None)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert (receiver.got, len(shown)) == ([], 1)


def test_nothing_is_begun_while_the_window_goes(tasks: Tasks) -> None:
    receiver = Receiver()
    tasks.shut_down()
    tasks.run(lambda: 1, receiver.take)
    assert not tasks.busy
