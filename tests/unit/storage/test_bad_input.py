"""Unreadable, foreign, newer, locked, damaged, read-only and full: a coded problem, nothing lost, no traceback."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.i18n import Translator
from inspector.problems import Problem, ProblemKind
from inspector.storage import Database, KeySource, Store, create_store, open_store
from inspector.storage.folder.workspace import INFO, TWIN
from tests.unit.storage.stories import add_customer

ROOT = Path(__file__).parents[3]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    with create_store(tmp_path / "w", source=KeySource.SAMPLE) as store:
        add_customer(store)
    return tmp_path / "w"


def code(path: Path) -> str:
    with pytest.raises(Problem) as problem:
        open_store(path)
    assert "{" not in Translator("en").describe(problem.value)
    return problem.value.code


@pytest.mark.parametrize(
    ("codes", "kind"),
    [
        ("missing foreign exists", ProblemKind.INPUT),
        ("newer read_only locked unreadable damaged busy", ProblemKind.ENVIRONMENT),
    ],
)
def test_scripts_can_tell_a_wrong_folder_from_a_machine_in_trouble(codes: str, kind: ProblemKind) -> None:
    for code_ in codes.split():
        assert Problem(f"workspace_{code_}").kind is kind


@pytest.mark.parametrize("code_", ["disk_full", "disk_failed", "keyring_unavailable", "key_missing", "blob_damaged"])
def test_disk_and_key_store_are_the_machines(code_: str) -> None:
    assert Problem(code_).kind.exit_code == 3
    assert Problem("passphrase_wrong").kind.exit_code == 1


def test_no_workspace_there(tmp_path: Path) -> None:
    assert code(tmp_path / "nowhere") == "workspace_missing"
    assert code(tmp_path) == "workspace_foreign"
    (tmp_path / "file").write_text("x")
    assert code(tmp_path / "file") == "workspace_foreign"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{", "workspace_damaged"),
        ("[]", "workspace_foreign"),
        ('{"kind": "other"}', "workspace_foreign"),
        ('{"kind": "inspector-workspace", "format": 1}', "workspace_damaged"),
        ('{"kind": "inspector-workspace", "format": 99}', "workspace_newer"),
        ('{"kind": "inspector-workspace", "format": 1, "id": "x", "key": {"source": "post-it"}}', "workspace_damaged"),
    ],
)
def test_the_description_of_the_workspace_is_wrong(made: Path, text: str, expected: str) -> None:
    for name in (INFO, TWIN):
        (made / name).write_text(text)
    assert code(made) == expected


@pytest.mark.parametrize("spoilt", ["{", "gone"])
def test_what_finds_the_key_stands_there_twice(tmp_path: Path, spoilt: str) -> None:
    path = tmp_path / "w"
    create_store(path, source=KeySource.PASSPHRASE, passphrase="p").close()
    for name in (INFO, TWIN):
        if spoilt == "gone":
            (path / name).unlink()
        else:
            (path / name).write_text(spoilt)
        open_store(path, passphrase="p").close()
        assert (path / INFO).read_bytes() == (path / TWIN).read_bytes()
    with open_store(path, passphrase="p") as store:
        former = (path / TWIN).read_bytes()
        store.set_passphrase("q")
        assert (path / INFO).read_bytes() == (path / TWIN).read_bytes() != former
    (path / TWIN).write_bytes(former)  # killed between the two
    with pytest.raises(Problem, match="passphrase_wrong"):
        open_store(path, passphrase="p")
    open_store(path, passphrase="q").close()
    assert (path / TWIN).read_bytes() != former


def test_absurd_key_parameters_are_refused_before_any_memory_is_taken(tmp_path: Path) -> None:
    create_store(tmp_path / "w", source=KeySource.PASSPHRASE, passphrase="p").close()
    file = tmp_path / "w" / "workspace.json"
    data = json.loads(file.read_text())
    data["key"]["kdf"]["memory_kib"] = 1 << 40
    for name in (INFO, TWIN):
        (tmp_path / "w" / name).write_text(json.dumps(data))
    with pytest.raises(Problem, match="workspace_damaged"):
        open_store(tmp_path / "w", passphrase="p")


def test_a_second_opener_is_told_and_the_first_goes_on(made: Path) -> None:
    with open_store(made) as first:
        assert code(made) == "workspace_locked"
        outside = subprocess.run(
            [sys.executable, "-c", f"from inspector.storage import open_store; open_store({str(made)!r})"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "workspace_locked" in outside.stderr
        assert len(first.call(lambda db: db.registers.customers())) == 1
    open_store(made).close()


def test_a_newer_schema_is_left_alone(made: Path) -> None:
    with open_store(made) as store:
        store.call(lambda db: db._session.run("UPDATE alembic_version SET version_num = '9999'"))
    assert code(made) == "workspace_newer"
    assert code(made) == "workspace_newer"


def test_a_database_of_another_workspace_is_noticed(made: Path, tmp_path: Path) -> None:
    with create_store(tmp_path / "other", source=KeySource.SAMPLE):
        pass
    shutil.copy(tmp_path / "other" / "data.db", made / "data.db")
    assert code(made) == "workspace_damaged"


@pytest.mark.parametrize("damage", ["missing", "first page", "empty page", "cut"])
def test_a_damaged_database_is_named(made: Path, damage: str) -> None:
    file = made / "data.db"
    raw = bytearray(file.read_bytes())
    if damage == "missing":
        file.unlink()
    elif damage == "first page":
        raw[100:200] = os.urandom(100)
        file.write_bytes(raw)
    elif damage == "empty page":
        file.write_bytes(bytes(4096) + raw[4096:])
    else:
        file.write_bytes(raw[:1000])
    assert code(made) == "workspace_damaged"


def test_a_damaged_page_found_while_working_is_a_problem_too(made: Path) -> None:
    file = made / "data.db"
    raw = bytearray(file.read_bytes())
    for page in range(2, len(raw) // 4096):
        raw[page * 4096 + 50 : page * 4096 + 60] = bytes(10)
    file.write_bytes(raw)
    with pytest.raises(Problem, match=r"workspace_damaged|disk_failed"), open_store(made) as store:
        store.call(lambda db: db.registers.customers())


def test_the_doctor_sees_whether_the_file_is_whole(made: Path) -> None:
    with open_store(made) as store:
        assert store.call(lambda db: db.integrity()) == ()
    file = made / "data.db"
    raw = bytearray(file.read_bytes())
    raw[-2000:-1990] = bytes(10)
    file.write_bytes(raw)
    with open_store(made) as store:
        assert store.call(lambda db: db.integrity()) != ()


def test_a_full_disk_loses_nothing_that_was_saved(store: Store) -> None:
    add_customer(store)

    def limit(db: Database, pages: int) -> None:
        db._session.one(f"PRAGMA max_page_count = {pages}")

    def fill(db: Database) -> None:
        for number in range(1000):
            db.settings.put(f"k{number}", "x" * 4000)

    store.call(lambda db: limit(db, 1))
    with pytest.raises(Problem, match="disk_full") as problem:
        store.call(fill)
    assert problem.value.kind.exit_code == 3
    kept = store.call(lambda db: db.settings.all("k"))
    store.call(lambda db: limit(db, 1 << 30))
    store.call(lambda db: db.settings.put("after", 1))
    store.close()
    with open_store(store.path) as again:
        assert again.call(lambda db: db.settings.all("k")) == kept
        assert len(again.call(lambda db: db.registers.customers())) == 1
        assert again.call(lambda db: db.settings.get("after")) == 1


FULL_FOR_FILES = """
import resource, sys
from inspector.problems import Problem
from inspector.storage import open_store
store = open_store(sys.argv[1])
kept = store.blobs.put(b"small")
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, 8000))
try:
    store.blobs.put(b"x" * 100_000)
except Problem as problem:
    print(problem.code, store.blobs.get(kept))
"""


def test_a_photo_that_does_not_fit_leaves_nothing_behind(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL_FOR_FILES, str(made)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "disk_full b'small'"
    assert [p.name[0] for p in (made / "blobs").glob("*/*")].count(".") == 0


READ_ONLY = """
import os, sys
from inspector.problems import Problem
from inspector.storage import KeySource, create_store, open_store
if os.geteuid() == 0:
    os.setuid(65534)
for act in (lambda: open_store(sys.argv[1]), lambda: create_store(sys.argv[1] + "/new", source=KeySource.SAMPLE)):
    try:
        act()
    except Problem as problem:
        print(problem.code)
"""


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A workspace that another user may read and not write, outside the private test folder."""
    folder = Path(tempfile.mkdtemp())
    with create_store(folder / "w", source=KeySource.SAMPLE) as store:
        add_customer(store)
    folder.chmod(0o755)
    for path in [folder / "w", *(folder / "w").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder / "w"
    for path in [folder / "w", *(folder / "w").rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_read_only_folder_is_named(foreign_folder: Path) -> None:
    command = [sys.executable, "-B", "-c", READ_ONLY, str(foreign_folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["workspace_read_only", "workspace_read_only"]


def test_making_over_something_is_refused(made: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    for path, expected in ((made, "workspace_exists"), (tmp_path / "full", "folder_not_empty")):
        with pytest.raises(Problem, match=expected):
            create_store(path, source=KeySource.SAMPLE)
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"
    open_store(made).close()
