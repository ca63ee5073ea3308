"""Real database files are damaged in every way; what is readable comes into a new workspace, what is not is listed."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.rescue.doctor import examine, unopened
from inspector.services.rescue.salvage import Salvaged, key_of, look, salvage
from inspector.storage.folder.keys import SAMPLE_KEY
from inspector.storage.rescue.carving import Carver
from inspector.storage.rescue.pages import PAGE, Pages
from tests.unit.services.story import SITE, begin, picture

PASSPHRASE = "Schlüssel 42"
Damage = Callable[[Path], None]


@pytest.fixture(scope="session")
def damaged_one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed sample workspace with a visit under way: answers, typing, a photo."""
    path = tmp_path_factory.mktemp("salvage") / "w"
    services.create_demo(path)
    workspace = services.open_workspace(path)
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    services.add_photo(workspace, story.id, picture(), "a.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    workspace.close()
    return path


@pytest.fixture
def old(damaged_one: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(damaged_one, tmp_path / "old"))


def totals(workspace: Workspace) -> tuple[int, int]:
    """Records, plans among them, and visits under way."""
    return workspace.call(lambda: (len(workspace.db.local_rows.all_rows()), len(workspace.db.drafts.local())))


def whole(path: Path) -> tuple[int, int]:
    workspace = services.open_workspace(path)
    try:
        return totals(workspace)
    finally:
        workspace.close()


def flip(file: Path, *pages: int, at: int = 200) -> None:
    raw = bytearray(file.read_bytes())
    for page in pages:
        raw[(page - 1) * PAGE + at] ^= 0xFF
    file.write_bytes(raw)


def saved(old: Path, new: Path) -> tuple[Salvaged, tuple[int, int], set[str]]:
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file() and path.name != "lock"}
    found = salvage(old, new)
    try:
        counts, what = totals(found.workspace), {each.what for each in found.unsaved}
        report = found.workspace.call(lambda: examine(found.workspace))
        assert {each["code"] for each in report["findings"]} <= {"chain_gap", "waiting", "blob_missing",
                                                                "visit_incomplete", "checklist_missing"}  # fmt: skip
        assert all(each.sentence for each in found.unsaved)
    finally:
        found.workspace.close()
    assert before == {path: path.read_bytes() for path in old.rglob("*") if path.is_file() and path.name != "lock"}
    return found, counts, what


def test_a_whole_database_is_read_without_sqlite_as_sqlite_reads_it(old: Path, tmp_path: Path) -> None:
    frames, visits = whole(old)
    found, counts, what = saved(old, tmp_path / "new")
    assert (counts, what) == ((frames, visits), set())
    assert (found.frames, found.visits) == (frames, visits)
    key = recovery.first_key(found.workspace)
    assert key is not None
    recovery.open_with_recovery_key(tmp_path / "new", key.text).close()
    workspace = services.open_workspace(tmp_path / "new")
    draft = next(draft for draft in workspace.call(workspace.db.drafts.visits) if draft.started_at)
    items = workspace.call(lambda: workspace.db.drafts.items(draft.id, "photo"))
    assert len(items) == 1
    assert workspace.store.blobs.get(str(items[0].body["original"]))
    workspace.close()


@pytest.mark.parametrize("seed", range(6))
def test_flipped_bytes_on_any_pages_cost_what_stands_there(old: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    frames, visits = whole(old)
    count = (old / "data.db").stat().st_size // PAGE
    bad = chance.sample(range(1, count + 1), 1 + seed * 12)
    flip(old / "data.db", *bad, at=chance.randrange(PAGE))
    found, counts, what = saved(old, tmp_path / "new")
    assert "pages" in what
    (pages,) = [each for each in found.unsaved if each.what == "pages"]
    assert (pages.count, int(pages.name)) == (len(bad), count)
    assert frames >= counts[0] >= frames - 12 * len(bad)
    assert visits >= counts[1]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: flip(file, 1),
        lambda file: flip(file, 1, at=3),
        lambda file: file.write_bytes(bytes(PAGE) + file.read_bytes()[PAGE:]),
    ],
    ids=["first page", "salt", "first page wiped"],
)
def test_a_database_whose_beginning_is_gone_does_not_open_and_is_saved(
    old: Path, tmp_path: Path, spoil: Damage
) -> None:
    frames, visits = whole(old)
    spoil(old / "data.db")
    with pytest.raises(Problem, match="workspace_damaged") as problem:
        services.open_workspace(old)
    report = unopened(problem.value, old, key_of(old)[1])
    readable = next(each for each in report["findings"] if each["code"] == "readable")
    assert str(frames) in readable["subject"]
    assert all(each["message"] and each["meaning"] and each["advice"] for each in report["findings"])
    _found, counts, _what = saved(old, tmp_path / "new")
    assert counts == (frames, visits)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_truncated_database_gives_what_is_left_of_it(old: Path, tmp_path: Path, share: float) -> None:
    raw = (old / "data.db").read_bytes()
    (old / "data.db").write_bytes(raw[: int(len(raw) * share)])
    readable = look(old, SAMPLE_KEY)
    _found, counts, what = saved(old, tmp_path / "new")
    assert counts[0] == readable.frames > 0
    assert what


def test_what_was_committed_and_not_moved_into_the_file_yet_is_saved(old: Path, tmp_path: Path) -> None:
    workspace = services.open_workspace(old)
    workspace.call(lambda: workspace.db._session.run("PRAGMA wal_autocheckpoint = 0"))
    story = begin(workspace)
    story.answer(SITE, "room_door", "pass")
    frames, visits = totals(workspace)
    torn = Path(shutil.copytree(old, tmp_path / "torn"))
    workspace.close()
    assert (torn / "data.db-wal").stat().st_size > 0
    flip(torn / "data.db", 1)
    _found, counts, _what = saved(torn, tmp_path / "new")
    assert counts == (frames, visits)


def test_deleted_photos_and_a_missing_database_are_told(old: Path, tmp_path: Path) -> None:
    blobs = sorted((old / "blobs").glob("*/*"))
    blobs[0].unlink()
    blobs[1].write_bytes(b"worn out")
    found, _counts, what = saved(old, tmp_path / "new")
    assert {"files", "file"} <= what
    assert found.files == len(blobs) - 2
    (old / "data.db").unlink()
    found, counts, what = saved(old, tmp_path / "other")
    assert (counts[0], "database" in what, found.files) == (0, True, len(blobs) - 2)


def test_the_identity_of_the_laptop_lost_leaves_records_waiting_for_a_server(old: Path, tmp_path: Path) -> None:
    frames, _visits = whole(old)
    pages = Pages(old / "data.db", SAMPLE_KEY)
    carver = Carver(old / "data.db", SAMPLE_KEY)
    public = next(row for row in carver.rows() if row.table == "device").values["public_key"]
    assert isinstance(public, bytes)
    (page,) = [number for number in pages.numbers() if public in (pages.get(number) or b"")]
    flip(old / "data.db", page)
    found, counts, what = saved(old, tmp_path / "new")
    assert {"device", "waiting"} <= what
    assert counts[0] == 0
    (waiting,) = [each for each in found.unsaved if each.what == "waiting"]
    assert waiting.count == frames


def test_the_secret_of_the_workspace_is_asked_for_and_nothing_opens_without(tmp_path: Path) -> None:
    made = services.create_workspace(tmp_path / "old", key="passphrase", passphrase=PASSPHRASE)
    key = recovery.first_key(made)
    made.close()
    assert key is not None
    for secrets, code in (
        ({}, "passphrase_needed"),
        ({"passphrase": "falsch"}, "passphrase_wrong"),
        ({"recovery_key": "AAAAA"}, "recovery_key_length"),
    ):
        with pytest.raises(Problem) as problem:
            salvage(tmp_path / "old", tmp_path / "new", **secrets)  # type: ignore[arg-type]
        assert problem.value.code == code
    found = salvage(tmp_path / "old", tmp_path / "new", recovery_key=key.text, new_passphrase="neuer Satz 9")
    found.workspace.close()
    services.open_workspace(tmp_path / "new", passphrase="neuer Satz 9").close()
    raw = bytes(random.Random(1).randrange(256) for _ in range(8 * PAGE))
    (tmp_path / "old" / "data.db").write_bytes(raw)
    with pytest.raises(Problem, match="salvage_nothing"):
        salvage(tmp_path / "old", tmp_path / "none", passphrase=PASSPHRASE)
    for name in ("workspace.json", "workspace-2.json"):
        (tmp_path / "old" / name).write_text("{")
    with pytest.raises(Problem, match="salvage_no_key"):
        salvage(tmp_path / "old", tmp_path / "none", passphrase=PASSPHRASE)
    assert not (tmp_path / "none").exists()


def test_an_open_workspace_is_left_alone(old: Path, tmp_path: Path) -> None:
    workspace = services.open_workspace(old)
    with pytest.raises(Problem, match="workspace_locked"):
        salvage(old, tmp_path / "new")
    workspace.close()
    with pytest.raises(Problem, match="transfer_cancelled"):
        salvage(old, tmp_path / "new", cancelled=lambda: True)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["old"]
