"""Servers that were set back, laptops that were copied or lost records: everything is found and put right, and told."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from inspector.problems import Problem
from inspector.server import people, state
from inspector.server.core import begin_epoch
from inspector.server.tables import blob_ref, device, event, frame
from inspector.storage import open_store
from inspector.storage.frames.frames import Frames
from inspector.sync.digests import SetDigest
from inspector.sync.engine.run import RoundReport
from inspector.sync.engine.session import leave
from tests.unit.sync.direct import Laptop, Office, noise


def alarms(report: RoundReport) -> list[str]:
    return [alarm.code for alarm in report.alarms]


def set_back(office: Office, image: Path, *, epoch: bool = True) -> None:
    """The server becomes what it was when the image was taken."""
    office.server.core.database.engine.dispose()
    for name in ("s.db", "s.db-wal", "s.db-shm"):
        (office.folder / "server" / name).unlink(missing_ok=True)
    shutil.copyfile(image, office.folder / "server" / "s.db")
    if epoch:
        with office.server.core.database.writing() as connection:
            state.lock(connection)
            begin_epoch(connection, office.server.core.here)


def image(office: Office) -> Path:
    """A copy of the server's database."""
    target = office.folder / "image.db"
    with (
        closing(sqlite3.connect(office.folder / "server" / "s.db")) as source,
        closing(sqlite3.connect(target)) as copied,
    ):
        source.backup(copied)
    return target


def settled(office: Office, *laptops: Laptop) -> None:
    """Rounds until nothing is left to do; then everybody holds the same."""
    for _ in range(2):
        for laptop in laptops:
            laptop.round()
    assert all(laptop.round().alarms == () for laptop in laptops)
    assert all(laptop.counts().unsent == 0 for laptop in laptops)
    assert all(set(laptop.frames()) == office.frames() for laptop in laptops)


def test_what_a_restored_server_lost_is_sent_again(office: Office, ann: Laptop, bob: Laptop) -> None:
    kept = ann.note("kept")
    ann.round()
    bob.round()
    before = image(office)
    lost = [ann.note("lost", "h1", "north", b"photo"), bob.note("lost too")]
    ann.round()
    bob.round()
    ann.round()
    set_back(office, before)
    assert not {one.id for one in lost} & office.frames()
    report = ann.round()
    assert (report.outcome, alarms(report)) == ("done", ["epoch_changed"])
    assert report.alarms[0].params["lost"] == 2, "what others wrote is given back as well"
    assert {kept.id, *(one.id for one in lost)} <= office.frames()
    assert (ann.counts().files_unsent, report.files_sent) == (0, 1)
    assert alarms(bob.round()) == ["epoch_changed"]
    settled(office, ann, bob)


def test_a_server_set_back_without_a_word_is_noticed_by_the_cursor(office: Office, ann: Laptop, bob: Laptop) -> None:
    ann.round()
    before = image(office)
    lost = ann.note("lost")
    ann.round()
    bob.round()
    set_back(office, before, epoch=False)
    report = bob.round()
    assert alarms(report) == ["epoch_changed"]
    assert lost.id in office.frames()
    settled(office, ann, bob)


def test_numbers_that_were_given_again_lead_nobody_astray(office: Office, ann: Laptop, bob: Laptop) -> None:
    ann.round()
    bob.round()
    before = image(office)
    ann.note("lost")
    ann.round()
    set_back(office, before, epoch=False)
    bob.note("takes the number of what was lost")
    bob.round()
    ann.round()
    settled(office, ann, bob)


def test_files_that_a_restored_server_lost_are_sent_again(office: Office, ann: Laptop, bob: Laptop) -> None:
    ann.note("photo", "h1", "north", b"picture")
    ann.round()
    before = image(office)
    set_back(office, before)
    with office.server.core.database.writing() as connection:
        connection.execute(sa.update(blob_ref).values(present=False))
    assert ann.round().files_sent == 1
    bob.round()
    assert bob.counts().files_missing == 0


def test_a_record_that_vanished_here_comes_back(office: Office, ann: Laptop, bob: Laptop) -> None:
    gone = ann.note("gone")
    ann.round()
    bob.round()
    _forget(bob, gone.id)
    ann.note("news")
    ann.round()
    report = bob.round()
    assert alarms(report) == ["digest_repaired"]
    assert report.alarms[0].params == {"lost": 0, "missing": 1}
    settled(office, ann, bob)


def _forget(laptop: Laptop, identity: str) -> None:
    def forget(db: object) -> None:
        session = db._session  # type: ignore[attr-defined]
        session.run("DELETE FROM event WHERE frame = :id", id=identity)
        session.run("DELETE FROM frame WHERE id = :id", id=identity)

    laptop.store.call(forget)


def test_a_record_that_vanished_on_the_server_goes_there_again(office: Office, ann: Laptop, bob: Laptop) -> None:
    gone, _other = ann.note("gone"), ann.note("stays")
    ann.round()
    bob.round()
    _vanish(office, gone.id)
    ann.note("news")
    report = ann.round()
    assert alarms(report) == ["digest_repaired"]
    assert report.alarms[0].params == {"lost": 1, "missing": 0}
    assert gone.id in office.frames()
    bob.round()
    settled(office, ann, bob)


def _vanish(office: Office, identity: str) -> None:
    """Somebody deleted a frame in the server's database, and its digests follow."""
    with office.server.core.database.writing() as connection:
        (number,) = connection.execute(sa.select(frame.c.seq).where(frame.c.id == identity)).one()
        connection.execute(sa.delete(event).where(event.c.seq == number))
        connection.execute(sa.delete(frame).where(frame.c.id == identity))
        digest = SetDigest()
        for row in connection.execute(sa.select(frame.c.seq, frame.c.id).order_by(frame.c.seq)).all():
            digest.add(row.id)
            given = {"digest": digest.text, "nth": digest.count}
            connection.execute(sa.update(frame).where(frame.c.seq == row.seq).values(**given))


def test_a_copied_workspace_is_told_and_goes_on_under_a_new_identity(office: Office, ann: Laptop) -> None:
    ann.note("first")
    ann.round()
    ann.store.close()
    ann.local.close()
    original = office.folder / "w0"
    shutil.copytree(original, office.folder / "copy")
    ann = office.use(open_store(original))
    copy = office.use(open_store(office.folder / "copy"))
    mine = ann.note("by the original")
    ann.round()
    forked = copy.note("by the copy")
    report = copy.round()
    assert set(alarms(report)) == {"forked", "own_frames_elsewhere"}
    assert {mine.id, forked.id} <= copy.frames().keys()
    copy.store.renew_device()
    assert copy.round().outcome == "failed"
    copy.join(office.server.code("p-ann"))
    copy.note("as another laptop", "h2")
    report = copy.round()
    assert (report.outcome, report.ruled) == ("done", 0)
    ann.round()
    settled(office, ann, copy)


def test_a_workspace_that_was_set_back_takes_its_own_records_over(office: Office, ann: Laptop) -> None:
    ann.round()
    ann.store.close()
    ann.local.close()
    original = office.folder / "w0"
    shutil.copytree(original, office.folder / "earlier")
    ann = office.use(open_store(original))
    later = ann.note("later")
    ann.round()
    earlier = office.use(open_store(office.folder / "earlier"))
    report = earlier.round()
    assert alarms(report) == ["own_frames_elsewhere"]
    assert later.id in earlier.frames()
    earlier.note("the chain goes on")
    report = earlier.round()
    assert (report.ruled, report.alarms) == (0, ())


def test_a_key_that_the_server_changes_is_not_believed(office: Office, ann: Laptop, bob: Laptop) -> None:
    bob.note()
    bob.round()
    ann.round()
    with office.server.core.database.writing() as connection:
        state.lock(connection)
        other = office.server.core.here.signer.public_key
        connection.execute(sa.update(device).where(device.c.id == bob.store.device.id).values(public_key=other))
        people.show_in(connection, bob.store.device.id, ["north"])
    assert alarms(ann.round()) == ["device_key_changed_there"]


def test_what_could_not_be_folded_is_seen_after_the_next_round(
    office: Office, ann: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        ann.note(noise(1_500_000, number).hex(), f"h{number}")  # a page has room for one
    ann.round()
    bob = office.laptop("p-bob")

    def full(_frames: Frames) -> tuple[tuple[str, str], ...]:
        raise Problem("disk_full", path="x", free=0)

    with monkeypatch.context() as broken:
        broken.setattr(Frames, "catch_up", full)
        report = bob.round()
        assert report.problem is not None
        assert (report.outcome, report.problem.code) == ("failed", "disk_full")
        assert bob.counts().unseen >= 3
    assert (bob.round().outcome, bob.counts().unseen) == ("done", 0)
    assert all(bob.store.call(lambda db: [db.frames.entity(f"h{number}") for number in range(3)]))


def test_what_a_server_lost_while_it_was_left_is_sent_again(office: Office, ann: Laptop, bob: Laptop) -> None:
    ann.round()
    before = image(office)
    lost = ann.note("lost", scope="elsewhere")  # ann may not read there: nothing can be compared
    ann.round()
    assert lost.id in office.frames()
    ann.store.call(leave)
    set_back(office, before)
    bob.note("takes its number")
    bob.round()
    ann.join(office.server.code("p-ann"))
    assert alarms(ann.round()) == ["epoch_changed"]
    assert (ann.counts().unsent, lost.id in office.frames()) == (0, True)


def test_a_record_put_aside_that_a_restored_server_lost_ends_in_peace(office: Office, ann: Laptop, bob: Laptop) -> None:
    ann.round()
    before = image(office)
    eve = office.server.laptop("p-bob", "d-eve")
    packet = eve.note()
    eve.push(packet)
    with office.server.core.database.writing() as connection:  # nobody is told of the laptop: its records are put aside
        connection.execute(sa.delete(device).where(device.c.id == "d-eve"))
    ann.round()
    assert ann.counts().parked == 1
    set_back(office, before)
    bob.note("one")
    bob.round()
    ann.round()
    for number in range(3):
        bob.note("later", f"h{number}")
        bob.round()
        report = ann.round()
        assert (report.outcome, report.alarms) == ("done", ())
