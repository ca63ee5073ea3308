"""Backups: whole, encrypted, read back, written beside work that goes on; and what a restore makes of them."""

import os
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.access.pins import set_pin
from inspector.services.backups.book import Book, read_book, superfluous
from inspector.services.backups.folder import (
    BackupState,
    back_up_daily,
    backup_state,
    choose_folder,
    forget_folder,
)
from inspector.services.backups.keeper import BackupKeeper
from inspector.services.backups.restoring import check_backup, restore_backup
from inspector.services.backups.writing import write_backup
from inspector.services.rescue import recovery
from inspector.services.rescue.doctor import examine
from inspector.sync.bundle import MAGIC
from tests.unit.services.story import SITE, begin, picture

WORDS = "Satz der Sicherung"
NEW = "Satz des neuen Laptops"


@pytest.fixture
def key(workspace: Workspace) -> str:
    return recovery.new_recovery_key(workspace).text


def told(workspace: Workspace) -> tuple[object, ...]:
    """What somebody sees of a workspace."""

    def look() -> tuple[object, ...]:
        found = workspace.db.hazards.of_customer(workspace.db.registers.customers()[0].id)
        rows = [(hazard.number, hazard.status, hazard.place) for hazard in found]
        visits = [(draft.id, draft.status) for draft in workspace.db.drafts.visits()]
        return rows, visits, services.persons(workspace)[0].name, workspace.db.settings.get("company")

    return workspace.call(look)


def test_everything_comes_back_on_a_device_of_its_own(workspace: Workspace, key: str, tmp_path: Path) -> None:
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    services.add_photo(workspace, story.id, picture(), "a.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    person = workspace.call(lambda: services.persons(workspace)[0])
    workspace.call(lambda: set_pin(workspace, person, "8071"))
    before, code = told(workspace), workspace.store.device.code
    report = write_backup(workspace, tmp_path / "a.isb")
    assert (report.missing, report.visits > 0, report.size) == ((), True, (tmp_path / "a.isb").stat().st_size)
    restored = restore_backup(tmp_path / "a.isb", tmp_path / "new", recovery_key=key, passphrase=NEW)
    new = restored.workspace
    try:
        assert (restored.frames, restored.visits, restored.files, restored.lost) == (
            report.frames,
            report.visits,
            report.files,
            (),
        )
        assert told(new) == before
        assert (restored.code, new.store.device.code != code) == (code, True)
        assert new.call(lambda: examine(new))["findings"] == []
        assert not new.call(lambda: new.db.credentials.has_pin(person.id))
        assert new.call(lambda: read_book(new)) == Book()
        again = new.call(lambda: services.open_visit(new, story.id))
        assert again is not None
    finally:
        new.close()
    recovery.open_with_recovery_key(tmp_path / "new", key).close()


def test_a_passphrase_of_its_own_opens_it_and_brings_a_new_recovery_key(
    workspace: Workspace, key: str, tmp_path: Path
) -> None:
    write_backup(workspace, tmp_path / "a.isb", passphrase=WORDS)
    restore = restore_backup
    restored = restore(tmp_path / "a.isb", tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW)
    made = recovery.first_key(restored.workspace)
    restored.workspace.close()
    assert made is not None
    assert made.text != key
    recovery.open_with_recovery_key(tmp_path / "new", made.text).close()
    restore(tmp_path / "a.isb", tmp_path / "third", recovery_key=key, passphrase=NEW).workspace.close()


def test_wrong_secrets_are_named_and_nothing_is_made(workspace: Workspace, key: str, tmp_path: Path) -> None:
    write_backup(workspace, tmp_path / "key.isb")
    other = recovery.new_recovery_key(workspace).text
    write_backup(workspace, tmp_path / "both.isb", passphrase=WORDS)
    for name, secrets, code in (
        ("key.isb", {"recovery_key": other}, "backup_wrong_key"),
        ("key.isb", {"backup_passphrase": WORDS}, "backup_needs_recovery_key"),
        ("both.isb", {"backup_passphrase": "falsch"}, "passphrase_wrong"),
        ("both.isb", {"recovery_key": key}, "backup_wrong_key"),
        ("both.isb", {"recovery_key": "ABC"}, "recovery_key_length"),
    ):
        with pytest.raises(Problem) as problem:
            restore_backup(tmp_path / name, tmp_path / "new", passphrase=NEW, **secrets)  # type: ignore[arg-type]
        assert problem.value.code == code
        assert not (tmp_path / "new").exists()
    check_backup(tmp_path / "key.isb", recovery_key=key)


def test_without_any_key_there_is_no_backup(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="backup_no_key"):
        write_backup(workspace, tmp_path / "a.isb")
    assert list(tmp_path.glob("*.isb")) == []


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw[:-1], "bundle_damaged"),
        (lambda raw: raw[: len(raw) // 2], "bundle_damaged"),
        (
            lambda raw: raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :],
            "bundle_damaged",
        ),
        (lambda raw: MAGIC + b"\x00\x09" + raw[len(MAGIC) + 2 :], "bundle_newer"),
        (lambda _raw: b"PK\x03\x04 something else", "bundle_foreign"),
        (lambda _raw: b"", "bundle_foreign"),
    ],
)
def test_damaged_newer_and_foreign_files_are_refused(
    workspace: Workspace, tmp_path: Path, spoil: Callable[[bytes], bytes], code: str
) -> None:
    path = tmp_path / "a.isb"
    write_backup(workspace, path, passphrase=WORDS)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(Problem) as problem:
        restore_backup(path, tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW)
    assert problem.value.code == code
    assert not (tmp_path / "new").exists()


def test_who_has_no_other_backup_takes_what_is_whole_in_a_damaged_one(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.isb"
    report = write_backup(workspace, path, passphrase=WORDS)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))
    restored = restore_backup(path, tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW, partly=True)
    restored.workspace.close()
    assert [lost.what for lost in restored.lost] == ["section"]
    assert (restored.frames, restored.visits) == (report.frames, report.visits)  # the middle of it are photos
    assert restored.files < report.files
    with pytest.raises(Problem, match="passphrase_wrong"):
        restore_backup(path, tmp_path / "x", backup_passphrase="?", passphrase=NEW, partly=True)


def test_an_older_backup_is_only_replaced_by_a_whole_one_and_nothing_else_is(
    workspace: Workspace, tmp_path: Path
) -> None:
    path, foreign = tmp_path / "a.isb", tmp_path / "letter.txt"
    write_backup(workspace, path, passphrase=WORDS)
    before = path.read_bytes()
    with pytest.raises(Problem, match="transfer_cancelled"):
        write_backup(workspace, path, passphrase=WORDS, cancelled=lambda: True)
    assert path.read_bytes() == before
    foreign.write_text("Guten Tag")
    for target, code in (
        (foreign, "backup_not_over"),
        (tmp_path / "no" / "b.isb", "backup_no_folder"),
        (workspace.path / "b.isb", "target_in_workspace"),
    ):
        with pytest.raises(Problem) as problem:
            write_backup(workspace, target, passphrase=WORDS)
        assert problem.value.code == code
    write_backup(workspace, path, passphrase=WORDS)
    assert path.read_bytes() != before
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["a.isb", "letter.txt"]


def test_a_backup_of_another_workspace_is_never_replaced(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.isb"
    write_backup(workspace, path, passphrase=WORDS)
    restored = restore_backup(path, tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW)
    write_backup(restored.workspace, path, passphrase=WORDS)  # it goes on with what the file holds
    restored.workspace.close()
    damaged = tmp_path / "b.isb"
    damaged.write_bytes(path.read_bytes()[:40])
    for target in (path, damaged):
        before = target.read_bytes()
        with pytest.raises(Problem) as problem:
            write_backup(workspace, target, passphrase=WORDS)
        assert problem.value.code == "backup_of_another"
        assert target.read_bytes() == before


def test_cancelling_at_any_step_leaves_nothing(workspace: Workspace, tmp_path: Path) -> None:
    steps = 0

    def count() -> bool:
        nonlocal steps
        steps += 1
        return False

    write_backup(workspace, tmp_path / "a.isb", passphrase=WORDS, cancelled=count)
    folder = tmp_path / "cancelled"
    folder.mkdir()
    for stop in range(0, steps, max(1, steps // 7)):
        left = iter([False] * stop)
        with pytest.raises(Problem, match="transfer_cancelled"):
            write_backup(workspace, folder, passphrase=WORDS, cancelled=lambda left=left: next(left, True))  # type: ignore[misc]
        assert list(folder.iterdir()) == []


def test_work_goes_on_while_a_backup_is_written_and_the_file_holds_one_state(
    workspace: Workspace, tmp_path: Path
) -> None:
    story = begin(workspace)
    before = told(workspace)

    def type_on(_done: int, _total: int) -> None:
        if threading.current_thread() is threading.main_thread() and not typed:
            typed.append(1)
            story.answer(SITE, "room_door", "fail")
            workspace.call(lambda: workspace.db.settings.put("company", "another one"))

    typed: list[int] = []
    write_backup(workspace, tmp_path / "a.isb", passphrase=WORDS, progress=type_on)
    assert typed
    restored = restore_backup(tmp_path / "a.isb", tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW)
    assert told(restored.workspace) == before
    restored.workspace.close()


def test_a_damaged_photo_costs_no_backup_and_is_told(workspace: Workspace, tmp_path: Path) -> None:
    sha256 = next(iter(workspace.call(lambda: list(workspace.db.frames.blobs())))).sha256
    workspace.store.blobs._path(sha256).write_bytes(b"worn out")
    report = write_backup(workspace, tmp_path / "a.isb", passphrase=WORDS)
    assert report.missing == (sha256,)
    restored = restore_backup(tmp_path / "a.isb", tmp_path / "new", backup_passphrase=WORDS, passphrase=NEW)
    restored.workspace.close()
    assert [(lost.what, lost.name) for lost in restored.lost] == [("file", sha256)]


def test_the_progress_runs_to_its_end_and_never_back(workspace: Workspace, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    write_backup(workspace, tmp_path / "a.isb", passphrase=WORDS, progress=lambda *step: steps.append(step))
    shares = [done / total for done, total in steps]
    assert shares[-1] == 1
    assert all(0 <= share <= 1 for share in shares)


# the daily ones -----------------------------------------------------------------------------------------------------


def test_names_that_are_superfluous() -> None:
    days = [datetime(2026, 6, 30, 8, 30, tzinfo=UTC) - timedelta(days=number) for number in range(200)]
    names = [f"inspector-ABC-{day:%Y%m%d-%H%M}.isb" for day in days]
    twice = "inspector-ABC-20260630-0700.isb"
    others = ["inspector-XYZ-20240101-0800.isb", "letter.txt", "inspector-ABC-20240101.isb"]
    now = days[0]
    gone = superfluous([*names, twice, *others], "ABC", now)
    kept = [name for name in names if name not in gone]
    assert kept[:7] == names[:7]
    assert twice in gone
    assert not set(gone) & set(others)
    assert [name[14:20] for name in kept[-5:]] == ["202605", "202604", "202603", "202602", "202601"]
    assert len(kept) <= 7 + 4 + 6
    assert superfluous(names[:5], "ABC", now, least=True) == tuple(names[2:5])
    assert superfluous(names[:5], "ABC", now, last=names[4], least=True) == tuple(names[2:4])


def test_a_clock_that_ran_ahead_pushes_no_true_backup_out_and_one_that_runs_behind_neither() -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    true = [f"inspector-ABC-{now - timedelta(days=number):%Y%m%d-%H%M}.isb" for number in range(13)]
    ahead = [f"inspector-ABC-203001{day:02}-0900.isb" for day in range(20, 0, -1)]
    kept = set(true) - set(superfluous([*true, *ahead], "ABC", now))
    assert kept >= set(true[:7])
    assert len(superfluous([*true, *ahead], "ABC", now)) > 13  # those ahead do not fill the disk for ever
    assert superfluous([*true, *ahead[:2]], "ABC", now, least=True) == tuple(true[2:])
    behind = datetime(2000, 1, 1, 9, tzinfo=UTC)
    first = "inspector-ABC-20000101-0900.isb"
    assert set(superfluous([*true, first], "ABC", behind, last=first, least=True)) == set(true[2:])


def test_a_daily_backup_is_due_once_a_day_and_after_a_failure_not_at_once() -> None:
    now = datetime.fromisoformat("2026-06-11T12:00:00+08:00")
    assert not Book().is_due(now)
    book = Book(folder="/stick")
    assert book.is_due(now)
    assert not book.failed("place_gone", now).is_due(now + timedelta(minutes=59))
    assert book.failed("place_gone", now).is_due(now + timedelta(minutes=61))
    assert book.failed("place_gone", now).is_due(now - timedelta(minutes=5))  # the clock was set back
    done = Book(folder="/stick", daily_at=now.isoformat())
    assert (done.is_due(now), done.is_due(now + timedelta(hours=13))) == (False, True)


def test_the_keeper_makes_todays_backup_when_its_folder_is_there(
    workspace: Workspace, key: str, tmp_path: Path
) -> None:
    stick, away = tmp_path / "stick", tmp_path / "away"
    stick.mkdir()
    choose_folder(workspace, stick)
    old = stick / f"inspector-{workspace.store.device.code}-20200101-0800.isb"
    write_backup(workspace, old)
    foreign = stick / f"inspector-{workspace.store.device.code}-20200102-0800.isb"
    foreign.write_bytes(b"somebody else's")
    for number in range(9):
        old.with_name(old.name.replace("20200101", f"2021010{number + 1}")).write_bytes(old.read_bytes())
    stick.rename(away)
    told_states: list[BackupState] = []
    heard = threading.Event()

    def on_state(state: BackupState) -> None:
        told_states.append(state)
        heard.set()

    keeper = BackupKeeper(workspace, on_state, first=0.0, look=600.0)
    keeper.start()
    assert heard.wait(30)
    heard.clear()
    assert (told_states[-1].reachable, told_states[-1].due, told_states[-1].written_at) == (False, True, None)
    away.rename(stick)
    keeper.hurry()
    assert heard.wait(30)
    state = told_states[-1]
    assert (state.reachable, state.due, state.verified, state.problem) == (True, False, True, None)
    assert state.path is not None
    assert state.size == state.path.stat().st_size
    assert foreign.exists()
    assert not old.exists()
    assert len(list(stick.glob("*.isb"))) == 7 + 1 + 1  # days, the week before, the foreign one
    keeper.stop()
    check_backup(state.path, recovery_key=key)


def test_what_a_killed_process_left_half_written_goes_with_the_next_daily_backup(
    workspace: Workspace, key: str, tmp_path: Path
) -> None:
    torn, young, foreign = (tmp_path / f".part-{each * 16}" for each in "abc")
    for path, content in ((torn, MAGIC), (young, MAGIC), (foreign, b"somebody else's")):
        path.write_bytes(content + b"...")
    for path in (torn, foreign):
        os.utime(path, (0, 0))
    choose_folder(workspace, tmp_path)
    back_up_daily(workspace)
    assert (torn.exists(), young.exists(), foreign.exists(), bool(key)) == (False, True, True, True)


def test_a_new_recovery_key_makes_todays_backup_once_more_and_older_ones_keep_theirs(
    workspace: Workspace, key: str, tmp_path: Path
) -> None:
    choose_folder(workspace, tmp_path)
    older = back_up_daily(workspace).path.rename(tmp_path / "older.isb")
    assert not backup_state(workspace).due
    new = recovery.new_recovery_key(workspace).text
    assert backup_state(workspace).due
    newer = back_up_daily(workspace).path
    check_backup(older, recovery_key=key)
    check_backup(newer, recovery_key=new)
    with pytest.raises(Problem, match="backup_wrong_key"):
        check_backup(newer, recovery_key=key)


def test_what_stops_a_daily_backup_is_remembered(workspace: Workspace, key: str, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(Problem, match="place_unchosen"):
        back_up_daily(workspace)
    choose_folder(workspace, stick)
    stick.rmdir()
    with pytest.raises(Problem, match="place_gone"):
        back_up_daily(workspace)
    state = backup_state(workspace)
    assert state.problem is not None
    assert (state.problem.code, state.due, state.reachable) == ("place_gone", False, False)
    stick.mkdir()
    back_up_daily(workspace)
    assert backup_state(workspace).problem is None
    forget_folder(workspace)
    assert backup_state(workspace).folder is None
    assert key
