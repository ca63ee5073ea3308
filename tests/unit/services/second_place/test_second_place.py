"""The second place: incremental, never harmful, restored whole or with what is lost said; places that come and go."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector import services
from inspector.domain.events import BlobRef, Event
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.rescue.doctor import examine
from inspector.services.second_place import place
from inspector.storage import Delivered, NewEvent, ScopeState
from inspector.storage.local.rows import NOT_COPIED, REST
from inspector.storage.projections.projections import PROJECTIONS
from inspector.storage.schema.tables import metadata
from tests.unit.services.story import SITE, Story, begin, picture
from tests.unit.storage.authors import Author, customer


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    made = tmp_path / "stick"
    made.mkdir()
    return made


@pytest.fixture
def kept(workspace: Workspace, stick: Path) -> str:
    """A workspace with a second place; its recovery key."""
    key = recovery.new_recovery_key(workspace).text
    place.choose_place(workspace, stick)
    return key


def ledgers(workspace: Workspace) -> list[bytes]:
    query = services.LedgerQuery()
    return [
        workspace.call(lambda kind=kind: services.export_ledger(workspace, kind, query, "json"))  # type: ignore[misc]
        for kind in services.LedgerKind
    ]


def local_visits(workspace: Workspace) -> list[str]:
    rows = workspace.call(lambda: services.visit_rows(workspace, signed=0))
    return [row.id for row in rows]


def objects(stick: Path) -> list[Path]:
    return sorted(path for path in stick.rglob("objects/*/*"))


def copied_visit(workspace: Workspace) -> Story:
    story = begin(workspace)
    story.answer(SITE, "room_door", "fail")
    services.add_photo(workspace, story.id, picture(), "tür.jpg", target=SITE, ref=story.ref(SITE, "room_door"))
    workspace.call(lambda: services.keep_typing(workspace, f"visit:{story.id}:note", "halb getip"))
    return story


def test_another_laptop_goes_on_where_the_first_one_was(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    story = copied_visit(workspace)
    number = workspace.visits[story.id].session.number
    report = place.copy_now(workspace)
    before, counters = ledgers(workspace), workspace.call(lambda: workspace.db.local_rows.rest()["counter"])
    (found,) = place.restorable(stick)
    assert (found.workspace, found.code) == (workspace.store.info.id, workspace.store.device.code)
    steps: list[tuple[int, int]] = []
    restored = place.restore(
        stick, kept.lower(), tmp_path / "new", passphrase="neu", progress=lambda done, all_: steps.append((done, all_))
    )
    new = restored.workspace
    assert (restored.lost, restored.frames, restored.visits) == ((), report.frames, report.visits)
    assert steps[-1][0] == steps[-1][1]
    assert (new.store.info.id, new.store.device.id) != (workspace.store.info.id, workspace.store.device.id)
    assert ledgers(new) == before
    assert new.call(lambda: new.db.local_rows.rest()["counter"]) == counters
    assert new.call(lambda: services.kept_typing(new, f"visit:{story.id}:")) == {f"visit:{story.id}:note": "halb getip"}
    view = Story(new, story.id).reopen()
    assert (view.number, "1" in view.restored) == (number, True)
    assert new.call(lambda: new.db.settings.get("origin"))["workspace"] == workspace.store.info.id
    assert examine(new)["ok"] is True
    assert all(not person.has_pin for person in new.call(lambda: services.persons(new)))
    new.close()
    recovery.open_with_recovery_key(tmp_path / "new", kept).close()


def test_only_what_is_new_is_written_and_what_nothing_names_is_removed(
    workspace: Workspace, kept: str, stick: Path
) -> None:
    assert place.copy_now(workspace).written > 0
    first = set(objects(stick))
    assert place.copy_now(workspace).written == 0
    story = begin(workspace)
    assert place.place_state(workspace).pending == 2  # the visit, and that its plan is begun
    assert place.copy_now(workspace).written <= 5
    story.answer(SITE, "room_door", "fail")
    report = place.copy_now(workspace)
    assert (report.written, report.removed) == (2, 2)  # what the copy before the last held: settings, list of files
    assert place.place_state(workspace).pending == 0
    assert len(set(objects(stick)) - first) <= 6
    assert len(list(stick.rglob("head-*"))) == 2


def test_heads_that_a_killed_copy_left_go_with_the_next_one_though_nothing_changed(
    workspace: Workspace, kept: str, stick: Path
) -> None:
    place.copy_now(workspace)
    (first,) = stick.rglob("head-*")
    for generation in (2, 3):  # killed after its head was written, before older ones were removed
        shutil.copy(first, first.with_name(f"head-{generation:012d}.isb"))
    assert place.copy_now(workspace).written == 0
    assert sorted(path.name for path in stick.rglob("head-*")) == ["head-000000000002.isb", "head-000000000003.isb"]


def test_every_table_is_copied_folded_or_left_out_on_purpose() -> None:
    known = {"draft", "draft_item", *REST, *NOT_COPIED, *PROJECTIONS}
    assert {name for name in metadata.tables if not name.startswith("search")} <= known


def test_a_place_that_is_away_is_no_error_and_nothing_is_written_where_it_was(
    workspace: Workspace, kept: str, stick: Path
) -> None:
    place.copy_now(workspace)
    away = stick.rename(stick.with_name("pulled"))
    stick.mkdir()  # an empty mount point stays
    begin(workspace)
    with pytest.raises(Problem, match="place_gone"):
        place.copy_now(workspace)
    state = place.place_state(workspace)
    assert (state.reachable, state.problem, state.pending, list(stick.iterdir())) == (False, None, 2, [])
    assert state.away_since is not None
    stick.rmdir()
    away.rename(stick)
    assert place.copy_now(workspace).written > 0
    assert place.place_state(workspace).reachable


def test_a_full_or_read_only_place_keeps_the_copy_before(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.copy_now(workspace)
    story = copied_visit(workspace)
    for number, code in ((28, "place_full"), (30, "place_read_only"), (5, "place_gone")):
        with monkeypatch.context() as patched:

            def failing(*_: object, number: int = number) -> int:
                raise OSError(number, "the medium says so")

            patched.setattr("inspector.storage.folder.workspace.os.fsync", failing)
            with pytest.raises(Problem, match=code):
                place.copy_now(workspace)
        state = place.place_state(workspace)
        assert (state.problem.code if state.problem else "place_gone") == code
    restored = place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    assert restored.lost == ()
    assert not restored.workspace.call(lambda: services.kept_typing(restored.workspace, f"visit:{story.id}:"))
    restored.workspace.close()
    assert place.copy_now(workspace).written > 0
    assert place.place_state(workspace).problem is None


def test_two_laptops_share_a_folder_and_a_stranger_is_never_overwritten(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    place.copy_now(workspace)
    other = services.create_workspace(tmp_path / "other", key="passphrase", passphrase="x")
    place.choose_place(other, stick)
    place.copy_now(other)
    assert len(place.restorable(stick)) == 2
    with pytest.raises(Problem, match="place_several"):
        place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    other.close()

    (ours,) = [each.folder for each in place.restorable(stick) if each.code == workspace.store.device.code]
    earlier = shutil.copytree(ours, tmp_path / "earlier")
    begin(workspace)
    place.copy_now(workspace)
    shutil.rmtree(ours)
    shutil.copytree(earlier, ours)  # an older state of the copy came back: not what this workspace wrote last
    with pytest.raises(Problem, match="place_other_writer"):
        place.copy_now(workspace)
    assert place.choose_place(workspace, stick).problem is None
    place.copy_now(workspace)
    assert sum(each.code == workspace.store.device.code for each in place.restorable(stick)) == 2


def test_a_new_recovery_key_renews_the_copy_and_an_old_stick_needs_the_old_one(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    place.copy_now(workspace)
    drawer = shutil.copytree(stick, tmp_path / "drawer")
    new = recovery.new_recovery_key(workspace).text
    place.copy_now(workspace)
    for folder, right, wrong in ((stick, new, kept), (drawer, kept, new)):
        with pytest.raises(Problem, match="recovery_key_wrong"):
            place.restore(folder, wrong, tmp_path / "no", passphrase="neu")
        restored = place.restore(folder, right, tmp_path / folder.name / "w", passphrase="neu")
        assert restored.lost == ()
        restored.workspace.close()
    assert not (tmp_path / "no").exists()


def test_damaged_objects_are_named_the_rest_comes_back_and_a_check_repairs(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    copied_visit(workspace)
    place.copy_now(workspace)
    whole = len(objects(stick))
    for index, path in enumerate(objects(stick)):
        raw = path.read_bytes()
        path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        try:
            restored = place.restore(stick, kept, tmp_path / f"new{index}", passphrase="neu")
        finally:
            path.write_bytes(raw)
        restored.workspace.close()
        if index == 0:
            path.write_bytes(raw[:-1] + bytes([raw[-1] ^ 1]))
        listed = [lost.sentence for lost in restored.lost]
        assert all("{" not in sentence for sentence in listed)
        if index >= 1:
            break
    objects(stick)[1].unlink()
    assert place.copy_now(workspace, thorough=True).written >= 2
    restored = place.restore(stick, kept, tmp_path / "last", passphrase="neu")
    assert (restored.lost, len(objects(stick))) == ((), whole)
    restored.workspace.close()


def test_a_damaged_head_is_said_and_a_stopped_restore_leaves_nothing(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    with pytest.raises(Problem, match="place_nothing"):
        place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    place.copy_now(workspace)
    with pytest.raises(Problem, match="transfer_cancelled"):
        place.restore(stick, kept, tmp_path / "new", passphrase="neu", cancelled=lambda: True)
    occupied = tmp_path / "occupied"
    occupied.mkdir()
    (occupied / "file").write_text("x")
    with pytest.raises(Problem, match="folder_not_empty"):
        place.restore(stick, kept, occupied, passphrase="neu")
    (head,) = stick.rglob("head-*")  # the first copy has no head before it
    raw = bytearray(head.read_bytes())
    raw[-1] ^= 1
    head.write_bytes(raw)
    with pytest.raises(Problem, match="place_damaged"):
        place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    assert sorted(path.name for path in tmp_path.iterdir() if "new" in path.name) == []
    assert place.copy_now(workspace).written > 0  # a damaged head is replaced by the next copy
    place.restore(stick, kept, tmp_path / "new", passphrase="neu").workspace.close()


def test_folders_that_do_not_serve_are_refused(workspace: Workspace, stick: Path, tmp_path: Path) -> None:
    with pytest.raises(Problem, match="recovery_key_missing"):
        place.choose_place(workspace, stick)
    recovery.new_recovery_key(workspace)
    for folder, code in ((tmp_path / "none", "place_no_folder"), (workspace.path / "blobs", "place_inside")):
        with pytest.raises(Problem, match=code):
            place.choose_place(workspace, folder)
    with pytest.raises(Problem, match="place_unchosen"):
        place.copy_now(workspace)
    assert place.choose_place(workspace, stick).same_disk
    place.forget_place(workspace)
    assert place.place_state(workspace) == place.PlaceState()


def test_photos_missing_here_do_not_stop_the_copy_and_are_counted(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    story = copied_visit(workspace)
    photo = next(iter(workspace.visits[story.id].session.of("photo").values()))
    workspace.store.blobs._path(str(photo["display"])).write_bytes(b"damaged")
    assert place.copy_now(workspace).missing == (photo["display"],)
    assert place.place_state(workspace).missing == 1
    restored = place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    assert [(lost.what, lost.name) for lost in restored.lost] == [("file", photo["display"])]
    restored.workspace.close()


def test_a_visit_signed_while_the_copy_is_made_is_restored_as_signed(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = begin(workspace)
    story.fill()
    story.decide()
    story.sign()
    signed: list[str] = []

    def finish(done: int, total: int) -> None:
        if not signed:
            signed.append(story.id)
            story.call(services.finish_visit)

    place.copy_now(workspace, progress=finish)
    restored = place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    new = restored.workspace
    assert restored.lost == ()
    local = local_visits(new)
    assert (story.id in local) != bool(new.call(lambda: new.db.frames.events_of(story.id)))
    new.close()
    place.copy_now(workspace)
    restored = place.restore(stick, kept, tmp_path / "newer", passphrase="neu")
    assert story.id not in local_visits(restored.workspace)
    restored.workspace.close()


def test_a_restored_workspace_is_restored_again(workspace: Workspace, kept: str, stick: Path, tmp_path: Path) -> None:
    place.copy_now(workspace)
    once = place.restore(stick, kept, tmp_path / "once", passphrase="neu").workspace
    again = tmp_path / "again"
    again.mkdir()
    place.choose_place(once, again)
    assert place.copy_now(once).missing == ()
    before = ledgers(once)
    once.close()
    twice = place.restore(again, kept, tmp_path / "twice", passphrase="neu")
    assert (twice.lost, ledgers(twice.workspace)) == ((), before)
    assert len(twice.workspace.call(lambda: twice.workspace.db.settings.get("origin"))["devices"]) == 2
    assert examine(twice.workspace)["ok"] is True
    twice.workspace.close()


def test_records_a_server_has_are_copied_only_for_visits_and_again_when_it_lost_them(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    story = copied_visit(workspace)
    everything = workspace.call(lambda: workspace.db.outbox.outgoing(limit=9999))
    place.copy_now(workspace)
    numbers = [Delivered(one.id, number) for number, one in enumerate(everything, 1)]
    workspace.call(lambda: workspace.db.outbox.delivered(numbers))
    late = NewEvent("late", "person", "person_registered", {"fields": {"login": "late", "name": "Late", "team": "T"}})
    workspace.call(lambda: workspace.db.frames.append("south", "late", [late], workspace.now()))
    assert place.copy_now(workspace).frames == 1
    restored = place.restore(stick, kept, tmp_path / "small", passphrase="neu")
    assert restored.lost == ()
    assert 1 < restored.frames < len(everything)
    assert Story(restored.workspace, story.id).reopen().number == workspace.visits[story.id].session.number
    assert restored.workspace.call(lambda: restored.workspace.person_of("late")).name == "Late"
    assert restored.workspace.store.call(lambda db: db.outbox.counts()).unsent == restored.frames
    restored.workspace.close()
    lost = [one.id for one in everything[::3]]
    workspace.call(lambda: workspace.db.outbox.offer_again(lost))
    assert place.copy_now(workspace).frames == len(lost) + 1
    assert place.copy_now(workspace).written == 0
    restored = place.restore(stick, kept, tmp_path / "large", passphrase="neu")
    there = {one.id for one in restored.workspace.store.call(lambda db: db.outbox.outgoing(limit=9999))}
    assert there >= set(lost)
    restored.workspace.close()


def test_devices_records_of_others_and_files_come_back_also_from_older_copies(
    workspace: Workspace, kept: str, stick: Path, tmp_path: Path
) -> None:
    other, sha256 = Author("other-laptop"), workspace.store.blobs.put(picture())
    note = Event("n", "v1", "visit", "note_added", (), {}, (BlobRef(sha256, 9, "image/jpeg"),))

    def prepare() -> None:
        workspace.db.settings.put("device_key:other-laptop", other.known().public_key.hex())  # as it was kept before
        workspace.db.settings.put("sync_url", "https://server")
        workspace.db.peers.learn(other.known())
        workspace.db.peers.put_scope(ScopeState("north", seq=4, id="f"))
        workspace.db.frames.receive_all([other.write(customer("c9"), note)])

    workspace.call(prepare)
    place.copy_now(workspace)
    restored = place.restore(stick, kept, tmp_path / "new", passphrase="neu")
    new = restored.workspace
    assert restored.lost == ()
    assert new.call(lambda: new.db.peers.device("other-laptop")) == other.known()
    assert set(new.store.call(lambda db: db.peers.keys())) >= {workspace.store.device.id, new.store.device.id}
    assert new.call(lambda: new.db.settings.all("device_key:") | new.db.settings.all("sync_")) == {}
    assert new.store.call(lambda db: db.peers.scopes()) == ()
    assert new.call(lambda: new.db.registers.customer("c9")).name == "Mill"
    counts = new.store.call(lambda db: db.outbox.counts())
    assert (counts.files_missing, counts.parked) == (0, 0)
    assert examine(new)["ok"] is True
    new.close()


def test_what_anybody_can_read_of_a_copy_names_nobody(workspace: Workspace, kept: str, stick: Path) -> None:
    workspace.call(lambda: services.put_setting(workspace, "company", "江城供电公司"))
    place.copy_now(workspace)
    raw = b"".join(path.read_bytes() for path in stick.rglob("*") if path.is_file())
    names = [customer.name for customer in workspace.call(lambda: services.customers(workspace))]
    assert not [name for name in (*names, "江城供电公司") if name.encode() in raw or json.dumps(name).encode() in raw]
    assert datetime.now(UTC) >= place.restorable(stick)[0].written_at
