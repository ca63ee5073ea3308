"""The first run in the real window, by keyboard: make a workspace, kill it in between, restore it, go back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from inspector import i18n, services
from inspector.services.access import setting_up
from inspector.services.backups.folder import back_up
from inspector.services.registers.entries import add_customer
from inspector.services.rescue import recovery
from inspector.services.second_place.place import choose_place, copy_now
from inspector.ui.first_run.backup_step import BackupRestoredStep, BackupStep
from inspector.ui.first_run.key_step import KeyStep, same_group
from inspector.ui.first_run.place_step import PlaceStep
from inspector.ui.first_run.restore_step import RestoredStep, RestoreStep, UnlockStep
from inspector.ui.first_run.team_steps import CompanyStep, PeopleStep, PeopleTable
from inspector.ui.first_run.welcome import WelcomePage
from inspector.ui.preferences import Preferences
from inspector.ui.start.pages import PassphrasePage
from tests.ui.newcomer import PASSPHRASE, Newcomer, make_workspace


@pytest.fixture
def come(qtbot: QtBot) -> Iterator[Callable[[Path], Newcomer]]:
    came: list[Newcomer] = []

    def arrive(path: Path) -> Newcomer:
        came.append(Newcomer(qtbot, path))
        return came[-1]

    yield arrive
    for person in came:
        person.leave()


def test_a_new_workspace_is_made_by_keyboard_and_opened(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    person = come(tmp_path / "own")
    page = make_workspace(person)
    page.proof.setFocus()
    person.write("00000")
    person.go_on()
    assert page.proof.editor.accessibleDescription()
    person.write(page._group.lower())
    person.go_on()
    person.wait(lambda: person.window.shell is not None)
    workspace = person.window.workspace
    people = workspace.call(lambda: services.persons(workspace))
    assert [(one.name, one.login, one.team, one.has_pin) for one in people] == [
        ("李工", "li", "检查一班", True),
        ("王工", "wang", "检查一班", True),
    ]
    assert workspace.call(lambda: workspace.acting.name) == "王工"
    assert workspace.call(lambda: services.get_setting(workspace, "company")) == "嘉陵供电公司"
    assert not workspace.call(lambda: services.set_up_state(workspace)).key_unconfirmed


def test_a_login_is_suggested_when_a_name_is_left(qtbot: QtBot) -> None:
    table = PeopleTable()
    qtbot.addWidget(table)
    wanted: list[tuple[str, list[str]]] = []
    table.login_wanted.connect(lambda _row, name, taken: wanted.append((name, taken)))
    row = table.add_row()
    row.name.set_value("王工")
    row.name.value_committed.emit("王工")
    assert wanted == [("王工", [""])]
    table.suggest_login(row, "wanggong")
    assert row.login.value() == "wanggong"
    table.suggest_login(row, "other")
    row.name.value_committed.emit("王工")
    assert (row.login.value(), len(wanted)) == ("wanggong", 1), "what stands there stays"


def test_the_language_is_chosen_on_the_first_page(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    person = come(tmp_path / "own")
    chinese = person.sees(WelcomePage)
    assert chinese.languages.value() == "zh_CN"
    chinese.languages.setFocus()
    person.press(Qt.Key.Key_Right)
    person.wait(lambda: person.window._first_run.page is not chinese)
    assert person.sees(WelcomePage).languages.value() == "en"
    assert i18n.language() == "en"
    assert person.window.windowTitle() == "Power-use safety inspection"
    person.press(Qt.Key.Key_1)
    place = person.sees(PlaceStep)
    assert "What opens it" in [label.text() for label in place.findChildren(QLabel)]


def test_what_was_typed_stays_when_something_is_wrong(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "letter.txt").write_text("mine")
    person = come(tmp_path / "own")
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_1)
    place = person.sees(PlaceStep)
    assert not place.folder.isVisible()
    assert str(tmp_path / "own") in place.kept.text()
    person.write("short", "short")
    person.go_on()
    assert place.passphrase.first.editor.accessibleDescription()
    person.write(PASSPHRASE, PASSPHRASE)
    place.folder.set_path(taken)
    person.go_on()
    person.sees(CompanyStep)
    person.write("甲", "", "一班")
    person.go_on()
    people = person.sees(PeopleStep)
    person.write("王工", "wang")
    person.go_on()
    person.wait(lambda: str(taken) in place._error.text())
    assert person.sees(PlaceStep) is place
    assert place.folder.isVisible()
    assert not place.elsewhere.isVisible()
    place.folder.set_path(tmp_path / "free")
    person.go_on()
    company = person.sees(CompanyStep)
    assert company.company.value() == "甲"
    person.go_on()
    assert person.sees(PeopleStep) is people
    assert people.table.rows[0].name.value() == "王工"
    person.go_on()
    person.sees(KeyStep)
    assert (taken / "letter.txt").read_text() == "mine"


def test_a_first_run_that_was_cut_off_goes_on_where_it_was(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    path = tmp_path / "own"
    made = services.create_workspace(path, key="passphrase", passphrase=PASSPHRASE)
    first = recovery.first_key(made)
    made.call(lambda: setting_up.expect_confirmation(made))
    made.close()
    person = come(path)
    person.wait(lambda: bool(person.window.findChildren(PassphrasePage)))
    person.write(PASSPHRASE)
    person.press(Qt.Key.Key_Return)
    person.sees(CompanyStep)
    person.write("甲", "", "一班")
    person.go_on()
    person.sees(PeopleStep)
    person.write("王工", "wang")
    person.go_on()
    page = person.sees(KeyStep)
    assert first is not None
    assert page._group not in first.groups
    page.proof.setFocus()
    person.write(page._group)
    person.go_on()
    person.wait(lambda: person.window.shell is not None)


def type_team(person: Newcomer) -> PeopleStep:
    """Fill company and people by keyboard, PINs too, and go no further."""
    person.sees(CompanyStep)
    person.type("Jialing")
    person.press(Qt.Key.Key_Tab)
    person.type("95598")
    person.press(Qt.Key.Key_Tab)
    person.type("Team 1")
    person.go_on()
    people = person.sees(PeopleStep)
    for text in ("Wang", "wang", "", "", "4711", "Li"):
        person.type(text)
        person.press(Qt.Key.Key_Tab)
    return people


def shown(person: Newcomer) -> list[str]:
    """Company, phone, team, and the names and PINs of the people, as they come back."""
    company = person.sees(CompanyStep)
    found = list(company.texts().values())
    person.go_on()
    rows = person.sees(PeopleStep).table.rows
    return found + [text for row in rows for text in (row.name.value(), row.login.value(), row.pin.value())]


KEPT = ["Jialing", "95598", "Team 1", "Wang", "wang", "", "Li", "li", ""]


def test_what_was_typed_before_there_is_a_workspace_is_back_but_no_secret(
    come: Callable[[Path], Newcomer], tmp_path: Path
) -> None:
    person = come(tmp_path / "own")
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_1)
    person.sees(PlaceStep)
    person.write(PASSPHRASE, PASSPHRASE)
    person.go_on()
    people = type_team(person)
    kept = Preferences()
    person.wait(lambda: "Li" in str(kept.recall("first-run")))
    assert "4711" not in str(kept.recall("first-run"))
    assert PASSPHRASE not in str(kept.recall("first-run"))
    again = come(tmp_path / "own")
    again.sees(WelcomePage)
    again.press(Qt.Key.Key_1)
    again.sees(PlaceStep)
    again.write(PASSPHRASE, PASSPHRASE)
    again.go_on()
    assert shown(again) == KEPT
    assert [row.team.value() for row in people.table.rows] == ["Team 1", "Team 1"]
    table = again.sees(PeopleStep).table
    table.rows[1].login.set_value("li")
    again.go_on()
    again.sees(KeyStep)
    assert kept.recall("first-run") == {}


def test_what_was_typed_into_an_unfinished_workspace_is_back_from_it(
    come: Callable[[Path], Newcomer], tmp_path: Path
) -> None:
    path = tmp_path / "own"
    made = services.create_workspace(path, key="passphrase", passphrase=PASSPHRASE)
    made.call(lambda: setting_up.expect_confirmation(made))
    made.close()
    for attempt in range(2):
        person = come(path)
        person.wait(lambda: bool(person.window.findChildren(PassphrasePage)))  # noqa: B023 - waited for here
        person.write(PASSPHRASE)
        person.press(Qt.Key.Key_Return)
        if attempt:
            assert shown(person) == KEPT
            break
        type_team(person)
        workspace = person.window._first_run.workspace
        person.wait(lambda: "Li" in str(workspace.call(lambda: services.kept_typing(workspace, "first-run"))))  # noqa: B023 - as above
        assert Preferences().recall("first-run") is None
        person.leave()


def test_a_lost_laptop_comes_back_from_its_copy(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    lost = services.create_workspace(tmp_path / "lost", key="passphrase", passphrase=PASSPHRASE)
    key = recovery.first_key(lost)
    assert key is not None
    someone = setting_up.NewPerson("wang", "王工", "一班")
    lost.call(lambda: setting_up.set_up(lost, "甲", "", [someone]))
    lost.call(lambda: add_customer(lost, {"account": "001", "name": "北城水务"}))
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_place(lost, stick)
    copy_now(lost)
    lost.close()
    person = come(tmp_path / "new")
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_3)
    page = person.sees(RestoreStep)
    page.place.set_path(stick)
    person.wait(lambda: bool(page.copies.value()))
    page.key.setFocus()
    person.write(key.groups[0])
    person.go_on()
    assert page.key.editor.accessibleDescription()
    person.write(" ".join(key.groups).lower())
    page.passphrase.first.setFocus()
    person.write("another one", "another one")
    person.go_on()
    person.sees(RestoredStep)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: person.window.shell is not None)
    workspace = person.window.workspace
    assert workspace.path == tmp_path / "new"
    assert [c.name for c in workspace.call(lambda: services.customers(workspace))] == ["北城水务"]


@pytest.mark.parametrize("by_passphrase", [False, True])
def test_a_broken_laptop_comes_back_from_its_backup(
    come: Callable[[Path], Newcomer], tmp_path: Path, by_passphrase: bool
) -> None:
    broken = services.create_workspace(tmp_path / "broken", key="passphrase", passphrase=PASSPHRASE)
    key = recovery.first_key(broken)
    assert key is not None
    someone = setting_up.NewPerson("wang", "王工", "一班")
    broken.call(lambda: setting_up.set_up(broken, "甲", "", [someone]))
    broken.call(lambda: add_customer(broken, {"account": "001", "name": "北城水务"}))
    backup = tmp_path / "a.isb"
    back_up(broken, backup, passphrase="words of its own" if by_passphrase else None)
    broken.close()
    person = come(tmp_path / "new")
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_4)
    page = person.sees(BackupStep)
    page.file.set_path(tmp_path / "none.isb")
    person.wait(lambda: bool(page.file.field.editor.accessibleDescription()))
    page.file.set_path(backup)
    person.wait(page.told.isVisible)
    page.secret.setFocus()
    person.write("wrong")
    page.passphrase.first.setFocus()
    person.write("another one", "another one")
    person.go_on()
    person.wait(lambda: not person.window.tasks.busy)
    assert not (tmp_path / "new").exists()
    page.secret.set_value("")
    page.secret.setFocus()
    person.write("words of its own" if by_passphrase else " ".join(key.groups).lower())
    person.go_on()
    person.sees(BackupRestoredStep)
    person.press(Qt.Key.Key_Return)
    if by_passphrase:
        step = person.sees(KeyStep)
        assert step is not None
        assert person.window._first_run.workspace.first_recovery_key is None
        person.leave()
        return
    person.wait(lambda: person.window.shell is not None)
    workspace = person.window.workspace
    assert [c.name for c in workspace.call(lambda: services.customers(workspace))] == ["北城水务"]


def test_a_forgotten_passphrase_gives_way_to_the_recovery_key(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    path = tmp_path / "own"
    made = services.create_workspace(path, key="passphrase", passphrase=PASSPHRASE)
    key = recovery.first_key(made)
    made.call(lambda: setting_up.set_up(made, "甲", "", [setting_up.NewPerson("wang", "王工", "一班")]))
    made.close()
    assert key is not None
    person = come(path)
    person.wait(lambda: bool(person.window.findChildren(PassphrasePage)))
    person.window.findChildren(PassphrasePage)[0]._forgotten.clicked.emit()
    person.sees(UnlockStep)
    person.write("-".join(key.groups), "new passphrase", "new passphrase")
    person.go_on()
    person.wait(lambda: person.window.shell is not None)
    person.leave()
    services.open_workspace(path, passphrase="new passphrase").close()


def test_sample_data_lies_beside_and_one_comes_back(come: Callable[[Path], Newcomer], tmp_path: Path) -> None:
    person = come(tmp_path / "own")
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Up)
    person.press(Qt.Key.Key_5)
    person.wait(lambda: person.window.shell is not None)
    assert person.window.workspace.path == tmp_path / "own-sample"
    person.wait(lambda: not person.window.tasks.busy)
    person.window.leave_workspace()
    person.sees(WelcomePage)
    person.press(Qt.Key.Key_Escape)
    person.wait(lambda: person.window.shell is not None)
    assert person.window.workspace.path == tmp_path / "own-sample"


@pytest.mark.parametrize(
    ("typed", "same"), [("abc1o", True), ("ＡＢＣ１０", True), (" abc-lo ", True), ("abc12", False)]
)
def test_a_group_is_recognised_as_people_type_it(typed: str, same: bool) -> None:
    assert same_group(typed, "ABC10") is same
