"""The locked screen: what it hides, what it keeps, what opens it; and a laptop that was too long without its server."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.services import Workspace
from inspector.services.access import locking
from inspector.services.access.pins import set_pin
from inspector.services.rescue import recovery
from inspector.services.syncing import offline_age
from inspector.sync.engine.session import Membership, keep_membership
from inspector.ui.app import MainWindow
from inspector.ui.kit.dialog import ReasonDialog
from inspector.ui.kit.fields import TextField
from inspector.ui.messages import Notice
from inspector.ui.preferences import Preferences
from inspector.ui.settings import SettingsPage
from inspector.ui.shell.contact import Contact
from inspector.ui.shell.contact_page import ContactPage, RecoveryDialog
from inspector.ui.shell.guard import Guard
from inspector.ui.shell.idle import IdleWatch
from inspector.ui.shell.lock_page import LockPage
from inspector.ui.shell.person_choice import PersonDialog, PinDialog
from tests.ui.conftest import PASSPHRASE

PIN = "80716"
Open = Callable[[], MainWindow]


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def prepared(folder: Path, *, pins: tuple[str, ...] = ()) -> None:
    """Wang acts; those named have a PIN."""
    workspace = services.open_workspace(folder, passphrase=PASSPHRASE)

    def prepare() -> None:
        services.set_acting_person(workspace, "wang")
        for login in pins:
            set_pin(workspace, workspace.person_of(login), PIN)

    workspace.call(prepare)
    workspace.close()


@pytest.fixture
def told() -> list[Notice]:
    """Messages of the windows."""
    return []


@pytest.fixture
def opened(qtbot: QtBot, sample_folder: Path, told: list[Notice]) -> Iterator[Open]:
    windows: list[MainWindow] = []

    def open_window() -> MainWindow:
        window = MainWindow(sample_folder, Preferences(), passphrase=PASSPHRASE)
        windows.append(window)
        window.messages.posted.connect(told.append)
        window.resize(1280, 680)
        window.show()
        window.open_workspace()
        qtbot.waitUntil(lambda: window.guard is not None, timeout=20000)
        settle(qtbot, window)
        return window

    yield open_window
    for window in windows:
        window.close()
        window.finish()
        window.deleteLater()
    QApplication.processEvents()


def settle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20000)
    QApplication.sendPostedEvents()
    qtbot.waitUntil(lambda: not window.tasks.busy, timeout=20000)


def guard_of(window: MainWindow) -> Guard:
    assert isinstance(window.guard, Guard)
    return window.guard


def lock_page(qtbot: QtBot, window: MainWindow) -> LockPage:
    qtbot.waitUntil(lambda: isinstance(guard_of(window).page, LockPage) and bool(guard_of(window).page.person))  # type: ignore[union-attr]
    page = guard_of(window).page
    assert isinstance(page, LockPage)
    return page


def locked(qtbot: QtBot, window: MainWindow) -> LockPage:
    QTest.keySequence(window, "Ctrl+L")
    return lock_page(qtbot, window)


def give(page: LockPage, secret: str) -> None:
    page.field.editor.setFocus()
    page.field.set_value(secret)
    QTest.keyClick(page.field.editor, Qt.Key.Key_Return)


def acting(window: MainWindow) -> str:
    workspace = window.workspace
    return str(workspace.call(lambda: workspace.acting.login))


def test_locking_hides_everything_and_unlocking_gives_it_back_as_it_was(
    qtbot: QtBot, opened: Open, sample_folder: Path
) -> None:
    prepared(sample_folder, pins=("wang",))
    window = opened()
    give(lock_page(qtbot, window), PIN)  # several work here: the start asks who it is
    qtbot.waitUntil(lambda: not guard_of(window).covered)
    settle(qtbot, window)
    window.shell.open_page("settings")
    settings = window.shell.page("settings")
    assert isinstance(settings, SettingsPage)
    settings.open_section("company")
    settle(qtbot, window)
    field = settings.section("company").findChild(TextField)
    assert field is not None
    field.editor.setFocus()
    QTest.keyClicks(field.editor, "typed and not left")
    dialog = ReasonDialog(window, "Why", label="Reason", accept="Go on")
    dialog.open()
    dialog.field.set_value("half a reason")

    page = locked(qtbot, window)
    assert not window.shell.isVisible()
    assert not dialog.isVisible()
    assert [each for each in visible(window) if each.window() is window and within(each, page) is False] == []
    for keys in ("Alt+1", "Ctrl+K", "Ctrl+Z", "Esc", "F5", "Ctrl+L", "Tab"):
        QTest.keySequence(QApplication.focusWidget() or page, keys)
    assert guard_of(window).page is page
    assert window.shell.current == "settings"

    give(page, "00000")
    qtbot.waitUntil(lambda: "PIN" in page.field.editor.accessibleDescription())
    assert guard_of(window).covered
    give(page, PIN)
    qtbot.waitUntil(lambda: not guard_of(window).covered)
    assert window.shell.isVisible()
    assert dialog.isVisible()
    assert dialog.field.value() == "half a reason"
    assert "typed and not left" in field.value()
    assert QApplication.focusWidget() is dialog.field.editor
    dialog.reject()


def visible(window: QWidget) -> list[QWidget]:
    return [each for each in window.findChildren(QWidget) if each.isVisible()]


def within(widget: QWidget, page: QWidget) -> bool:
    return widget is page or page.isAncestorOf(widget)


def test_without_a_pin_the_passphrase_unlocks(qtbot: QtBot, opened: Open, sample_folder: Path) -> None:
    prepared(sample_folder)
    window = opened()
    assert not guard_of(window).covered  # the passphrase was just given, and there is no PIN to ask for
    page = locked(qtbot, window)
    give(page, "falsch")
    qtbot.waitUntil(lambda: bool(page.field.editor.accessibleDescription()))
    give(page, PASSPHRASE)
    qtbot.waitUntil(lambda: not guard_of(window).covered)


def test_another_person_unlocks_with_a_pin_and_works_then(qtbot: QtBot, opened: Open, sample_folder: Path) -> None:
    prepared(sample_folder, pins=("chen",))
    window = opened()
    page = locked(qtbot, window)
    page.other_button.clicked.emit()
    qtbot.waitUntil(lambda: window.findChild(PersonDialog) is not None)
    dialog = window.findChild(PersonDialog)
    assert isinstance(dialog, PersonDialog)
    chen = window.workspace.call(lambda: window.workspace.person_of("chen"))
    dialog.chosen.emit(chen.id)
    dialog.reject()
    qtbot.waitUntil(lambda: page.person == chen.id)
    give(page, PASSPHRASE)  # who has a PIN is not let in by the passphrase, which all share
    qtbot.waitUntil(lambda: bool(page.field.editor.accessibleDescription()))
    give(page, PIN)
    qtbot.waitUntil(lambda: not guard_of(window).covered)
    settle(qtbot, window)
    assert acting(window) == "chen"
    assert window.shell.top_bar.person.accessibleName() == chen.name


def test_switching_in_the_open_window_asks_the_pin(qtbot: QtBot, opened: Open, sample_folder: Path) -> None:
    prepared(sample_folder, pins=("chen",))
    window = opened()
    desk = window.shell.context.desk
    desk.act_as("chen")
    qtbot.waitUntil(lambda: window.findChild(PinDialog) is not None)
    dialog = window.findChild(PinDialog)
    assert isinstance(dialog, PinDialog)
    dialog.field.set_value("00000")
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.field.editor.accessibleDescription()))
    assert acting(window) == "wang"
    dialog.field.set_value(PIN)
    QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: acting(window) == "chen")
    settle(qtbot, window)
    desk.act_as("wang")  # without a PIN nothing is asked
    qtbot.waitUntil(lambda: acting(window) == "wang")


def test_wrong_pins_have_to_wait_and_then_take_the_recovery_key(
    qtbot: QtBot, opened: Open, sample_folder: Path
) -> None:
    workspace = services.open_workspace(sample_folder, passphrase=PASSPHRASE)
    key = recovery.new_recovery_key(workspace).text
    workspace.close()
    prepared(sample_folder, pins=("wang",))
    window = opened()
    page = lock_page(qtbot, window)
    for attempt in range(4):
        give(page, "0000")
        qtbot.waitUntil(lambda: page.open_button.isEnabled() == (attempt < 3) or attempt == 3)  # noqa: B023 - waits here
        settle(qtbot, window)
    qtbot.waitUntil(lambda: not page.open_button.isEnabled())
    give(page, PIN)  # not even looked at
    assert guard_of(window).covered
    page.recovery_button.clicked.emit()
    assert page.open_button.isEnabled()
    give(page, key)
    qtbot.waitUntil(lambda: not guard_of(window).covered)
    settle(qtbot, window)
    wang = window.workspace.call(lambda: window.workspace.person_of("wang"))
    assert not wang.has_pin


def test_it_locks_after_the_chosen_minutes_and_not_while_somebody_works(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    clock, wall = Clock(), Clock()
    watch = IdleWatch(window, clock=clock, wall=wall)
    heard: list[int] = []
    watch.idle.connect(lambda: heard.append(1))
    handle = window.windowHandle()
    assert handle is not None
    watch.watch(handle)
    watch.set_minutes(15)

    def pass_s(seconds: float, *, asleep: bool = False) -> int:
        clock.seconds += 0 if asleep else seconds
        wall.seconds += seconds
        watch.look()
        return len(heard)

    assert pass_s(14 * 60 + 59) == 0
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert pass_s(14 * 60) == 0
    QTest.mouseMove(handle, QPoint(3, 4))
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    assert pass_s(14 * 60) == 0
    assert pass_s(60) == 1
    assert pass_s(15 * 60, asleep=True) == 2  # the laptop slept: only the wall clock went on
    wall.seconds -= 86400
    assert pass_s(14 * 60) == 2
    assert pass_s(60) == 3  # a clock set back does not keep it open
    watch.set_minutes(0)
    assert pass_s(86400) == 3
    watch.stop()


def test_an_idle_window_locks_itself_with_what_was_chosen(qtbot: QtBot, opened: Open, sample_folder: Path) -> None:
    prepared(sample_folder, pins=("wang",))
    window = opened()
    give(lock_page(qtbot, window), PIN)
    qtbot.waitUntil(lambda: not guard_of(window).covered)
    assert guard_of(window).idle.minutes == locking.DEFAULT_MINUTES
    window.workspace.call(lambda: locking.set_lock_minutes(window.workspace, 5))
    guard_of(window).refresh()
    qtbot.waitUntil(lambda: guard_of(window).idle.minutes == 5)
    guard_of(window).idle.idle.emit()
    give(lock_page(qtbot, window), PIN)
    qtbot.waitUntil(lambda: not guard_of(window).covered)


# too long without the server ----------------------------------------------------------------------------------------


def away(workspace: Workspace, days: int) -> None:
    """Join a server and be without it for so many days."""
    member = Membership("https://127.0.0.1:9", "server-1", "Server", "00" * 32)
    joined = (datetime.now().astimezone() - timedelta(days=days)).isoformat()

    def write() -> None:
        keep_membership(workspace.db, member)
        workspace.db.settings.put(offline_age.JOINED, joined)
        workspace.db.settings.put("sync_settings", {"paused": True})

    workspace.call(write)


def test_a_laptop_too_long_without_server_shows_nothing_and_keeps_everything(
    qtbot: QtBot, opened: Open, sample_folder: Path, tmp_path: Path
) -> None:
    workspace = services.open_workspace(sample_folder, passphrase=PASSPHRASE)
    key = recovery.new_recovery_key(workspace).text
    away(workspace, 31)
    workspace.close()
    prepared(sample_folder)
    window = opened()
    qtbot.waitUntil(lambda: isinstance(guard_of(window).page, ContactPage))
    page = guard_of(window).page
    assert isinstance(page, ContactPage)
    assert not window.shell.isVisible()
    assert "31" in page.accessibleName()
    contact = page.findChild(Contact)
    assert isinstance(contact, Contact)
    contact.save(tmp_path)
    qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.isb"))), timeout=20000)
    settle(qtbot, window)
    QTest.keySequence(page, "Ctrl+L")
    assert guard_of(window).page is page
    page.key_button.clicked.emit()
    dialog = window.findChild(RecoveryDialog)
    assert isinstance(dialog, RecoveryDialog)
    guard_of(window).lock()  # nobody is there any more: what stood over this page is hidden as well
    assert not dialog.isVisible()
    give(lock_page(qtbot, window), PASSPHRASE)
    qtbot.waitUntil(lambda: isinstance(guard_of(window).page, ContactPage))
    dialog.reject()
    again = guard_of(window).page
    assert isinstance(again, ContactPage)
    again.key_button.clicked.emit()
    dialog = next(each for each in window.findChildren(RecoveryDialog) if each.isVisible())
    dialog.field.set_value("AAAAA")
    dialog.accept()
    assert dialog.isVisible()  # it cannot be one
    dialog.field.set_value(key)
    dialog.accept()
    qtbot.waitUntil(lambda: not guard_of(window).covered, timeout=20000)
    assert window.shell.isVisible()


def test_it_warns_some_days_before(qtbot: QtBot, opened: Open, sample_folder: Path, told: list[Notice]) -> None:
    workspace = services.open_workspace(sample_folder, passphrase=PASSPHRASE)
    away(workspace, 26)
    workspace.close()
    prepared(sample_folder)
    window = opened()
    qtbot.waitUntil(lambda: any("26" in notice.text for notice in told))
    assert not guard_of(window).covered
    (notice,) = [notice for notice in told if "26" in notice.text]
    assert notice.action
