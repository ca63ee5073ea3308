"""A backup holds one state of everything, is read back, and becomes a server again on either kind of database."""

import hashlib
import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from obstore.store import MemoryStore

from inspector.cli import run
from inspector.domain.events import BlobRef, decode_frame
from inspector.problems import Problem
from inspector.server import backup as backing
from inspector.server import people, quarantine
from inspector.server.archive import MANIFEST
from inspector.server.backup import backup
from inspector.server.bucket import BucketBlobs
from inspector.server.opening import Places, open_core
from inspector.server.restore import Report, restore
from inspector.server.tables import metadata
from inspector.server.verify import verify
from inspector.sync.messages import Cursor, Hashes, Offset, Packet, PeopleNames, Stored
from tests.unit.server import world
from tests.unit.server.world import Clock, Laptop, Server

PHOTO, LATER = b"photo" * 1000, b"later" * 10
NAMES = {data: hashlib.sha256(data).hexdigest() for data in (PHOTO, LATER)}


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest) -> Places:
    """Where a server is restored to."""
    return Places(request.getfixturevalue("new_postgres") if request.param == "postgresql" else "")


def shown(laptop: Laptop, data: bytes) -> Packet:
    """A frame that refers to a photo."""
    return laptop.frame(laptop.event("photo_added", "h1", blobs=(BlobRef(NAMES[data], len(data), "image/webp"),)))


def lived_in(server: Server) -> Laptop:
    """A server with people, records, a ruling that was adopted and one that was not, a photo and one to come."""
    ann, lea = server.person("ann"), server.person("lea", *world.LEAD)
    laptop = Laptop(server, "d-one", "local-ann")
    laptop.enrol(server.code(ann, lea))
    server.core.people(laptop.session(), PeopleNames((("ann", "local-ann"),)))
    laptop.push(laptop.note("汉字 \n line"), shown(laptop, PHOTO), shown(laptop, LATER))
    server.core.blob_put(laptop.session(), "north", NAMES[PHOTO], 0, PHOTO)
    first, _second = (laptop.push(laptop.frame(laptop.event("hazard_voided", f"v{n}")))[0] for n in (1, 2))
    quarantine.adopt(server.core, first.rulings[0][0], "lea")
    return laptop


def opened(report: Report) -> Server:
    """The restored server; the caller closes its database."""
    return Server(open_core(Path(report.folder)), Clock())


def contents(server: Server, *but: str) -> dict[str, list[str]]:
    """Every row of every table."""
    with server.core.database.reading() as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in metadata.sorted_tables
            if table.name not in but
        }


def pulled(laptop: Laptop) -> list[str]:
    """Ids of everything a laptop may read in its area, in their order."""
    return [decode_frame(packet.raw).id for packet in laptop.pull().packets]


def code_of(call: object, *given: object) -> str:
    """Code of the problem a call ends in."""
    assert callable(call)
    with pytest.raises(Problem) as caught:
        call(*given)
    return caught.value.code


def test_a_server_comes_back_as_it_was(server: Server, places: Places, tmp_path: Path) -> None:
    laptop = lived_in(server)
    head = laptop.pull().head
    report = backup(server.core, server.key, tmp_path / "b")
    assert (report.frames, report.new_frames, report.files, report.new_files) == (head.head, head.head, 1, 1)
    assert laptop.pull().head.backup_seq == report.last_frame == head.head
    made = restore(tmp_path / "b", tmp_path / "srv", places)
    assert (made.frames, made.files, made.awaited, made.findings) == (report.frames, 1, 1, ())
    again = opened(made)
    secrets = ("token", "used_nonce", "enrolment_code")
    before, after = contents(server, "meta", *secrets), contents(again, "meta", *secrets)
    assert set(before.pop("device")) < set(after.pop("device"))  # the new epoch writes as another device
    assert before == after
    assert (again.core.hello().server, again.core.hello().public_key) == (
        server.core.hello().server,
        server.core.hello().public_key,
    )
    assert again.core.hello().epoch != server.core.hello().epoch
    again.core.database.close()


def test_laptops_go_on_where_they_were_and_offer_what_came_later(server: Server, tmp_path: Path) -> None:
    laptop = lived_in(server)
    report = backup(server.core, server.key, tmp_path / "b")
    ids = pulled(laptop)
    late, ruled = laptop.note("after the backup"), laptop.frame(laptop.event("hazard_voided", "v3"))
    laptop.push(late, ruled)
    newer = laptop.pull(after=Cursor(report.last_frame, ids[-1])).packets
    server.core.database.close()
    again = opened(restore(tmp_path / "b", tmp_path / "srv", Places()))
    laptop.server = again
    page = laptop.pull(after=Cursor(report.last_frame, ids[-1]))
    assert (page.packets, page.head.backup_seq) == ((), report.last_frame)
    assert code_of(laptop.pull, "north", Cursor(newer[-1].seq or 0, decode_frame(newer[-1].raw).id)) == "cursor_unknown"
    offered = laptop.push(*(replace(packet, seq=None) for packet in newer))
    assert {receipt.status for receipt in offered} == {Stored.STORED}
    came = {decode_frame(packet.raw).id for packet in laptop.pull(after=Cursor(report.last_frame, ids[-1])).packets}
    assert came >= {decode_frame(packet.raw).id for packet in newer}  # and a new ruling, made before the old one came
    assert verify(again.core).findings == []
    again.core.database.close()


def test_a_later_backup_adds_what_is_new(server: Server, tmp_path: Path) -> None:
    laptop = lived_in(server)
    first = backup(server.core, server.key, tmp_path / "b")
    parts = {path: path.stat().st_mtime_ns for path in (tmp_path / "b" / "frames").iterdir()}
    again = backup(server.core, server.key, tmp_path / "b")
    assert (again.new_frames, again.new_files, again.frames) == (0, 0, first.frames)
    laptop.push(laptop.note())
    server.core.blob_put(laptop.session(), "north", NAMES[LATER], 0, LATER)
    server.person("bob")
    third = backup(server.core, server.key, tmp_path / "b")
    assert (third.new_files, third.files, third.frames) == (1, 2, first.frames + third.new_frames)
    assert {path: path.stat().st_mtime_ns for path in parts} == parts
    assert len(list((tmp_path / "b").glob("tables-*"))) == 1
    made = restore(tmp_path / "b", tmp_path / "srv", Places())
    restored = opened(made)
    assert (made.awaited, made.frames) == (0, third.last_frame)
    with restored.core.database.reading() as connection:
        assert [one.login for one in people.persons(connection)] == ["ann", "bob", "lea"]
    restored.core.database.close()


def test_a_long_history_is_cut_into_segments(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backing, "SEGMENT", 4)
    monkeypatch.setattr(backing, "PORTION", 3)
    laptop = lived_in(server)
    report = backup(server.core, server.key, tmp_path / "b")
    assert len(list((tmp_path / "b" / "frames").iterdir())) == -(-report.frames // 4)
    restored = opened(restore(tmp_path / "b", tmp_path / "srv", Places()))
    ids = pulled(laptop)
    laptop.server = restored
    assert pulled(laptop) == ids
    restored.core.database.close()


def test_a_backup_of_a_busy_server_is_one_state(server: Server, tmp_path: Path) -> None:
    laptops = [server.laptop(server.person(f"w{number}")) for number in range(3)]
    stop, count = threading.Event(), [0]

    def write(laptop: Laptop) -> None:
        session = laptop.session()
        while not stop.is_set():
            server.core.push(session, [laptop.note(), laptop.note()])
            count[0] += 1

    threads = [threading.Thread(target=write, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    reports: list[backing.Report] = []
    while len(reports) < 4:
        if count[0] >= 5 * len(reports):
            reports.append(backup(server.core, server.key, tmp_path / "b"))
    stop.set()
    for thread in threads:
        thread.join()
    made = restore(tmp_path / "b", tmp_path / "srv", Places())
    assert made.frames == reports[-1].last_frame >= reports[0].last_frame + reports[-1].new_frames
    assert made.findings == ()


def test_every_damaged_part_is_found_and_nothing_is_made_of_it(server: Server, tmp_path: Path) -> None:
    lived_in(server)
    folder = tmp_path / "b"
    backup(server.core, server.key, folder)
    for path in sorted(one for one in folder.rglob("*") if one.is_file() and one.name != "lock"):
        whole = path.read_bytes()
        for damaged in (whole[: len(whole) // 2], whole[:-1] + bytes([whole[-1] ^ 1]), None):
            path.unlink() if damaged is None else path.write_bytes(damaged)
            wanted = "server_backup_missing" if path.name == MANIFEST and damaged is None else "server_backup_damaged"
            if path.name != "server.key" or damaged is None or len(damaged) < len(whole):
                assert code_of(restore, folder, tmp_path / "srv", Places()) == wanted, path
            assert not (tmp_path / "srv").exists()
            path.write_bytes(whole)


def test_nothing_that_exists_is_overwritten(server: Server, new_postgres: str, tmp_path: Path) -> None:
    lived_in(server)
    backup(server.core, server.key, tmp_path / "b")
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "x").write_text("x")
    assert code_of(restore, tmp_path / "b", tmp_path / "used", Places()) == "server_folder_used"
    restore(tmp_path / "b", tmp_path / "first", Places(new_postgres))
    first = open_core(tmp_path / "first")
    before = first.hello().epoch
    assert code_of(restore, tmp_path / "b", tmp_path / "second", Places(new_postgres)) == "server_database_used"
    assert first.hello().epoch == before
    first.database.close()
    assert list((tmp_path / "second").iterdir()) == []


def test_folders_that_are_something_else_are_refused(server: Server, tmp_path: Path) -> None:
    laptop = lived_in(server)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "x").write_text("x")
    assert code_of(backup, server.core, server.key, tmp_path / "used") == "server_backup_folder_used"
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["x"]
    backup(server.core, server.key, tmp_path / "old")
    laptop.push(laptop.note())
    backup(server.core, server.key, tmp_path / "new")
    restored = opened(restore(tmp_path / "old", tmp_path / "srv", Places()))
    assert code_of(backup, restored.core, server.key, tmp_path / "new") == "server_backup_ahead"
    assert backup(restored.core, server.key, tmp_path / "old").new_frames == 0
    restored.core.database.close()
    manifest = json.loads((tmp_path / "new" / MANIFEST).read_bytes())
    (tmp_path / "new" / MANIFEST).write_text(json.dumps({**manifest, "server": "another"}))
    assert code_of(backup, server.core, server.key, tmp_path / "new") == "server_backup_of_another"
    (tmp_path / "new" / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))
    assert code_of(restore, tmp_path / "new", tmp_path / "x", Places()) == "server_backup_newer"


def test_a_backup_that_was_cut_off_is_done_again(server: Server, tmp_path: Path) -> None:
    lived_in(server)
    folder = tmp_path / "b"
    (folder / "frames").mkdir(parents=True)
    for name in ("frames/000000000001-000000000002.zst", "frames/000000000001-000000000002.new",
                 "tables-000000000001-ab.zst", "backup.json.new"):  # fmt: skip
        (folder / name).write_bytes(b"cut off")
    assert code_of(restore, folder, tmp_path / "srv", Places()) == "server_backup_missing"
    report = backup(server.core, server.key, folder)
    assert restore(folder, tmp_path / "srv", Places()).frames == report.frames
    assert len(list((folder / "frames").iterdir())) == 1


def test_laptops_are_asked_again_for_what_the_server_lost(server: Server, tmp_path: Path) -> None:
    laptop = lived_in(server)
    session = laptop.session()
    server.core.blobs.put(NAMES[PHOTO], b"damaged")
    asked = Hashes((NAMES[PHOTO],))
    assert server.core.blobs_missing(session, "north", asked).sha256 == ()
    report = backup(server.core, server.key, tmp_path / "b")
    assert (report.lost, report.files) == ((NAMES[PHOTO],), 0)
    assert server.core.blobs_missing(session, "north", asked).sha256 == asked.sha256
    made = restore(tmp_path / "b", tmp_path / "srv", Places())
    assert (made.awaited, made.files, made.findings) == (2, 0, ())
    assert server.core.blob_put(session, "north", NAMES[PHOTO], 0, PHOTO) == Offset(len(PHOTO), complete=True)
    assert backup(server.core, server.key, tmp_path / "b").lost == ()


def test_photos_may_be_left_to_the_bucket(server: Server, tmp_path: Path) -> None:
    laptop = lived_in(server)
    report = backup(server.core, server.key, tmp_path / "b", files=False)
    assert (report.files, list((tmp_path / "b" / "files").iterdir())) == (0, [])
    assert laptop.pull().head.backup_seq == 0  # the photos stand in a folder, and nowhere else
    made = restore(tmp_path / "b", tmp_path / "srv", Places())
    assert (made.files, made.awaited) == (0, 2)
    bucket = replace(server.core, blobs=BucketBlobs(MemoryStore()))
    backup(bucket, server.key, tmp_path / "b", files=False)
    assert laptop.pull().head.backup_seq == report.last_frame


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A server's folder that the commands find."""
    monkeypatch.setenv("INSPECTOR_SERVER", str(tmp_path / "srv"))
    assert run(["server", "init", str(tmp_path / "srv"), "--name", "office"]) == 0
    capsys.readouterr()
    return tmp_path / "srv"


def test_the_commands_move_a_server_to_postgresql(
    folder: Path, new_postgres: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    core = open_core(folder)
    laptop = lived_in(Server(core, Clock()))
    ids = pulled(laptop)
    core.database.close()

    def command(*words: str, code: int = 0) -> dict[str, object]:
        assert run(["--json", "server", *words]) == code
        return dict(json.loads(capsys.readouterr().out))

    told = command("backup", str(tmp_path / "b"))
    assert command("backup", str(tmp_path / "b"), "--verify")["frames"] == told["frames"] == len(ids)
    moved = tmp_path / "moved"
    command("restore", str(tmp_path / "b"), "--data", str(moved), "--database", new_postgres)
    assert command("verify", "--data", str(moved))["findings"] == []
    core = open_core(moved)
    laptop.server = Server(core, Clock())
    assert pulled(laptop) == ids
    core.database.close()
