"""Exchange files between laptops and a server: nothing is lost, nothing counts twice, wrong files change nothing."""

import hashlib
import itertools
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inspector.problems import Problem
from inspector.server import people
from inspector.server.administration import new_epoch
from inspector.server.backup import backup
from inspector.server.core import begin_epoch
from inspector.server.database import Database, sqlite_url
from inspector.server.exchange import session_of
from inspector.server.store import tip
from inspector.services import open_workspace
from inspector.services.exchange.exporting import export_exchange, outline_export
from inspector.services.exchange.importing import verify_exchange
from inspector.services.exchange.parties import card_facts, partners, trust_card
from inspector.services.exchange.views import Exported
from inspector.storage import NewEvent
from inspector.storage.local.settings import AREA_NAME
from inspector.storage.syncing.outbox import Delivered
from inspector.sync.engine.session import membership
from inspector.sync.messages import START
from tests.unit.server import world
from tests.unit.services.exchange_world import AREA, Laptop, Office, join, photo

Make = Callable[[str], Laptop]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    path = tmp_path / "stick"
    path.mkdir()
    return path


@pytest.fixture
def laptop(tmp_path: Path, stick: Path) -> Iterator[Make]:
    made: list[Laptop] = []

    def make(login: str) -> Laptop:
        made.append(Laptop(tmp_path / login, login, stick))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def office(tmp_path: Path, stick: Path) -> Iterator[Office]:
    database = Database(sqlite_url(tmp_path / "s.db"))
    yield Office(world.server(database, tmp_path), stick)
    database.close()


def code_of(act: Callable[[], object]) -> str:
    try:
        act()
    except Problem as problem:
        return problem.code
    return ""


def befriended(laptop: Make) -> tuple[Laptop, Laptop]:
    ann, bob = laptop("ann"), laptop("bob")
    ann.trust(bob)
    bob.trust(ann)
    return ann, bob


# --- laptop to laptop ------------------------------------------------------------------------------------------------


def test_everything_goes_over_and_comes_back_as_what_is_new(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1", photo("1"))
    sent = ann.export(bob)
    assert (sent.frames, sent.files, sent.waiting) == (2, 1, 0)
    report = bob.take(sent)
    assert (report.outcome, report.stored, report.files_received, report.problem) == ("done", 2, 1, None)
    assert bob.workspace.store.blobs.get(_sha(photo("1"))) == photo("1")
    assert "h-1" in bob.hazards()
    bob.hazard("2")
    back = bob.export(ann)
    assert back.frames == 2  # what ann sent does not travel back
    assert ann.take(back).stored == 2
    assert ann.frames() == bob.frames()
    assert ann.export(bob).frames == 0  # bob's file told that he has everything
    assert bob.export(ann).frames == 2  # ann has not said so yet


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_what_was_acknowledged_is_not_sent_again_and_the_rest_is(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1")
    lost = ann.export(bob)
    assert lost.frames == ann.export(bob).frames == 2
    bob.take(ann.export(bob))
    ann.take(bob.export(ann))
    assert ann.export(bob).frames == 0
    ann.hazard("2")
    assert ann.export(bob).frames == 1


def test_twice_out_of_order_and_late_is_harmless(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1")
    first = ann.export(bob)
    ann.append(NewEvent("h-1", "hazard", "note_added", {"text": "x"}))
    second = ann.export(bob)
    newer = bob.take(second)
    assert (newer.stored, newer.older) == (3, False)
    late = bob.take(first)
    assert (late.outcome, late.stored, late.older) == ("done", 0, True)
    assert bob.take(second, second).stored == 0
    assert bob.frames() >= ann.frames()
    info = bob.ask(lambda db: db.frames.entity("h-1"))
    assert info is not None
    assert info.waiting == ()


def test_photos_that_were_missing_are_asked_for(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1", photo("1"))
    path = ann.workspace.store.blobs._path(_sha(photo("1")))
    aside = path.with_suffix(".aside")
    path.rename(aside)
    sent = ann.export(bob)
    assert (sent.files, sent.waiting) == (0, 1)
    assert bob.take(sent).files_received == 0
    assert bob.counts().files_missing == 1
    ann.take(bob.export(ann))
    aside.rename(path)
    again = ann.export(bob)
    assert (again.frames, again.files) == (0, 1)
    assert bob.take(again).files_received == 1
    assert bob.counts().files_missing == 0


def test_parts_may_come_in_any_order_and_one_may_be_lost(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    for number in range(4):
        ann.hazard(str(number), photo(str(number), 600_000))
    sent = ann.export(bob, part_size=1_500_000)
    assert len(sent.paths) == 2
    assert all(path.stat().st_size <= 1_500_000 for path in sent.paths)
    report = bob.take(*reversed(sent.paths[1:]))
    assert report.missing_parts == (1,)
    assert bob.take(sent.paths[0]).missing_parts != ()
    assert bob.take(*sent.paths).missing_parts == ()
    assert bob.counts().files_missing == 0
    assert ann.frames() <= bob.frames()


def test_wrong_files_change_nothing_and_say_why(laptop: Make, stick: Path) -> None:
    ann, bob = befriended(laptop)
    eve = laptop("eve")
    ann.hazard("1")
    for_bob = ann.export(bob)
    assert _code(ann.take(for_bob)) == "exchange_own"
    assert _code(eve.take(for_bob)) == "exchange_not_for_us"
    eve.trust(bob)
    from_eve = eve.export(bob)
    report = bob.take(from_eve)
    assert (report.outcome, _code(report)) == ("failed", "exchange_sender_unknown")
    assert eve.device.id not in {one.id for one in bob.ask(lambda db: db.peers.devices())}
    (path,) = for_bob.paths
    raw = path.read_bytes()
    before = bob.frames()
    for position in range(0, len(raw), max(1, len(raw) // 40)):
        path.write_bytes(raw[:position] + bytes([raw[position] ^ 4]) + raw[position + 1 :])
        assert _code(bob.take(path)).startswith("exchange_")
    path.write_bytes(raw[: len(raw) // 2])
    assert _code(bob.take(path)) == "exchange_damaged"
    (stick / "photo.hzx").write_bytes(b"x" * 100)
    assert _code(bob.take(stick / "photo.hzx")) == "exchange_foreign"
    assert _code(bob.take(stick / "none.hzx")) == "exchange_unreadable"
    assert bob.frames() == before
    path.write_bytes(raw)
    mixed = bob.take(path, stick / "photo.hzx")
    assert (mixed.outcome, mixed.stored) == ("partly", 2)


def _code(report: object) -> str:
    problem = report.problem  # type: ignore[attr-defined]
    return str(problem.code) if problem else ""


def test_a_sender_can_be_trusted_while_importing(laptop: Make) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    ann.trust(bob)
    sent = ann.export(bob)
    problem = bob.take(sent).problem
    assert problem is not None
    assert problem.params["fingerprint"] == ann.card()[1]
    assert _code(bob.take(sent, trusted="0000 0000")) == "exchange_sender_unknown"
    assert bob.take(sent, trusted=str(problem.params["fingerprint"]).lower()).stored == 1
    assert bob.export(ann).frames == 1


def test_records_of_a_third_laptop_travel_on(laptop: Make) -> None:
    ann, bob, carl = laptop("ann"), laptop("bob"), laptop("carl")
    for one, other in ((ann, bob), (bob, ann), (bob, carl), (carl, bob)):
        one.trust(other)
    ann.hazard("1", photo("1"))
    bob.take(ann.export(bob))
    report = carl.take(bob.export(carl))
    assert (report.stored, report.parked, report.files_received) == (3, 0, 1)
    assert ann.device.id not in {one.id for one in carl.workspace.call(lambda: partners(carl.workspace))}
    carl.trust(ann)  # compared: from now on files can go there as well
    assert ann.device.id in {one.id for one in carl.workspace.call(lambda: partners(carl.workspace))}


def test_only_the_areas_that_were_chosen_travel(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1")
    ann.hazard("2", scope="south")
    ann.workspace.call(lambda: ann.workspace.db.settings.put(f"{AREA_NAME}south", "江南供电区"))
    outline = outline_export(ann.workspace, bob.device.id)
    assert dict(outline.areas) == {AREA: 2, "south": 1}
    assert outline.area_names == {"south": "江南供电区"}
    bob.take(ann.export(bob, areas=("south",)))
    assert bob.hazards() == {"h-2"}
    assert code_of(lambda: ann.export(bob, areas=("west",))) == "exchange_area_unknown"


def test_cards_are_compared_before_anything_goes(laptop: Make, stick: Path) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    assert code_of(lambda: ann.export("")) == "exchange_partner_needed"
    assert code_of(lambda: ann.export("bob")) == "exchange_partner_unknown"
    path, fingerprint = bob.card()
    assert code_of(lambda: trust_card(ann.workspace, path, "1234")) == "exchange_fingerprint_wrong"
    assert card_facts(ann.workspace, path).standing == "unknown"
    assert trust_card(ann.workspace, path, fingerprint).standing == "known"
    assert code_of(lambda: trust_card(bob.workspace, path, fingerprint)) == "exchange_card_own"
    assert ann.export(bob.device.code).partner.id == bob.device.id
    ann.ask(lambda db: db._session.run("UPDATE known_device SET public_key = :key", key="00" * 32))
    assert code_of(lambda: trust_card(ann.workspace, path, fingerprint)) == "exchange_card_changed"
    ann.ask(lambda db: db._session.run("UPDATE known_device SET revoked = 1"))
    assert code_of(lambda: ann.export(bob)) == "exchange_revoked_partner"


def test_what_is_written_goes_nowhere_else(laptop: Make, tmp_path: Path) -> None:
    ann, bob = befriended(laptop)
    out = tmp_path / "thesis.docx"
    out.write_bytes(b"years of work")

    def export(path: Path) -> Exported:
        return export_exchange(ann.workspace, path, bob.device.id)

    os.mkfifo(tmp_path / "pipe")
    assert {code_of(lambda path=path: export(path)) for path in (out, tmp_path / "pipe")} == {"exchange_other_file"}  # type: ignore[misc]
    assert code_of(lambda: export(ann.path / "x.hzx")) == "target_in_workspace"
    assert code_of(lambda: export(tmp_path / "none" / "x.hzx")) == "exchange_unwritable"
    with pytest.raises(Problem) as caught:
        export_exchange(ann.workspace, tmp_path / "c.hzx", bob.device.id, cancelled=lambda: True)
    assert caught.value.code == "exchange_cancelled"
    assert not (tmp_path / "c.hzx").exists()
    export(tmp_path / "d.hzx")
    assert export(tmp_path / "d.hzx").frames == 1  # an exchange file may be written anew


def test_an_import_that_is_stopped_is_finished_the_next_time(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    for number in range(3):
        ann.hazard(str(number), photo(str(number)))
    sent, calls = ann.export(bob), []

    def stop_at_photos(stage: str, done: int, total: int) -> None:
        calls.append((stage, done, total))

    report = bob.take(sent, progress=stop_at_photos, cancelled=lambda: any(one[:2] == ("files", 1) for one in calls))
    assert (report.outcome, report.files_received) == ("stopped", 2)
    assert bob.take(sent).files_received == 1
    assert bob.counts().files_missing == 0


def test_a_file_is_looked_at_before_it_is_imported(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    eve = laptop("eve")
    ann.hazard("1", photo("1"))
    (path,) = ann.export(bob).paths
    told = verify_exchange(path, bob.workspace)
    assert (told.opened, told.standing, told.frames, told.files, told.here) == (True, "known", 2, 1, 1)
    assert (told.for_us, told.older, told.fingerprint) == (True, False, ann.card()[1])
    outside = verify_exchange(path, eve.workspace)
    assert (outside.opened, outside.for_us, outside.standing) == (False, False, "unknown")
    assert verify_exchange(path, ann.workspace).standing == "own"
    assert verify_exchange(path).sender == told.sender
    path.write_bytes(path.read_bytes()[:-1])
    assert code_of(lambda: verify_exchange(path)) == "exchange_damaged"


def test_rounds_by_file_stand_in_the_log(laptop: Make) -> None:
    ann, bob = befriended(laptop)
    ann.hazard("1")
    bob.take(ann.export(bob))
    (sent,) = ann.ask(lambda db: db.sync_log.latest())
    (came,) = bob.ask(lambda db: db.sync_log.latest())
    assert (sent.via, sent.sent, sent.outcome) == ("file", 2, "done")
    assert (came.via, came.received, came.outcome) == ("file", 2, "done")
    assert came.changes["counts"]["hazard:new"] == 1


# --- with a server ---------------------------------------------------------------------------------------------------


def test_a_laptop_joins_a_server_it_never_sees(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    ann.hazard("1", photo("1"))
    trust_card(ann.workspace, *office.card())
    assert code_of(ann.export) == "exchange_code_needed"
    code = office.admit("ann")
    sent = ann.export(code=code)
    report = office.take(sent)
    assert (report.enrolled, report.stored, report.ruled, report.files) == (True, 2, 0, 1)
    got = ann.take(office.answer(ann))
    assert (got.outcome, got.joined, got.sent) == ("done", True, 2)
    counts = ann.counts()
    assert (counts.unsent, counts.files_unsent, counts.parked) == (0, 0, 0)
    member = ann.ask(membership)
    assert member is not None
    assert (member.server, member.url) == (office.core.hello().server, "")
    state = ann.scope()
    assert (state.roles, state.seq > 0, state.pulled_at != "") == (("author",), True, True)
    assert ann.export().frames == 0


def test_two_laptops_meet_through_the_server(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    ann.hazard("1", photo("1"))
    office.take(ann.export())
    bob.hazard("2")
    office.take(bob.export())
    report = bob.take(office.answer(bob))
    assert (report.stored > 0, report.files_received) == (True, 1)
    assert "h-1" in bob.hazards()
    ann.take(office.answer(ann))
    assert ann.frames() == bob.frames()
    for one in (ann, bob):
        counts = one.counts()
        assert (counts.unsent, counts.files_missing, counts.parked, counts.files_unsent) == (0, 0, 0, 0)
        assert one.scope().head_digest != ""
    # the server vouches for both: they may exchange files with each other from now on
    assert bob.device.id in {one.id for one in ann.workspace.call(lambda: partners(ann.workspace))}
    ann.hazard("3")
    assert bob.take(ann.export(bob)).stored == 1


def test_an_answer_says_which_photos_are_in_a_backup(laptop: Make, office: Office, tmp_path: Path) -> None:
    ann = laptop("ann")
    join(office, ann)
    ann.hazard("1", photo("1"))
    office.take(ann.export())
    ann.take(office.answer(ann))
    assert (ann.counts().files_delivered, ann.counts().files_backed_up) == (1, 0)
    backup(office.core, office.server.key, tmp_path / "backup")
    ann.hazard("2", photo("2"))
    office.take(ann.export())
    ann.take(office.answer(ann))
    assert (ann.counts().files_delivered, ann.counts().files_backed_up) == (1, 1)


def test_a_lost_answer_and_a_lost_file_cost_only_another_one(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    join(office, ann)
    ann.hazard("1", photo("1"))
    ann.export()
    assert ann.counts().unsent == 1
    office.take(ann.export())
    office.answer(ann)
    assert ann.counts().unsent == 1
    again = ann.export()
    assert (again.frames, again.files) == (1, 1)
    office.take(again)
    ann.take(office.answer(ann))
    assert (ann.counts().unsent, ann.counts().files_unsent) == (0, 0)


def test_answers_out_of_order_end_where_they_should(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    bob.hazard("1")
    office.take(bob.export())
    first = office.answer(ann)
    bob.hazard("2")
    office.take(bob.export())
    second = office.answer(ann)
    ann.take(second)
    seq = ann.scope().seq
    late = ann.take(first)
    assert (late.older, ann.scope().seq) == (True, seq)
    assert {"h-1", "h-2"} <= ann.hazards()
    office.take(ann.export())
    ann.take(office.answer(ann))
    assert ann.counts().unsent == 0


def test_parts_of_an_answer_move_the_cursor_when_the_first_is_there(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    for number in range(3):
        bob.append(NewEvent(f"n-{number}", "hazard", "note_added", {"text": "x" * 900_000}))
    office.take(bob.export())
    before = ann.scope().seq
    paths = office.answers(ann, part_size=1_500_000)
    assert len(paths) == 3
    ann.take(*paths[1:])
    assert ann.scope().seq == before
    ann.take(paths[0])
    state = ann.scope()
    session = session_of(office.core, ann.device.id)
    assert state.seq == office.core.pull(session, AREA, START).head.head
    assert state.head_digest != ""


def test_parts_of_a_whole_answer_count_in_any_order(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    for number in range(4):
        ann.append(NewEvent(f"n-{number}", "hazard", "note_added", {"text": "x" * 900_000}))
    office.take(ann.export())
    trust_card(bob.workspace, *office.card())
    office.take(bob.export(code=office.admit("bob")))
    paths = office.answers(bob, part_size=1_500_000)
    assert len(paths) == 4
    for order in itertools.permutations(paths):
        alarms = [alarm for path in order for alarm in bob.take(path).alarms]
        assert (alarms, bob.counts().unsent) == ([], 0), [path.name for path in order]
        assert bob.scope().head_digest != ""
        bob.ask(lambda db: db.peers.put_scope(replace(db.peers.scope(AREA), seq=0, id="", head_digest="", count=0)))


def test_a_number_that_the_server_does_not_know_is_taken_back(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    join(office, ann)
    ann.hazard("1")
    office.take(ann.export())
    ann.hazard("2")
    last = ann.ask(lambda db: db.outbox.pending()[-1].frame)
    ann.ask(lambda db: db.outbox.delivered([Delivered(last, last_number(office))]))
    ann.take(office.answer(ann))
    assert (ann.counts().unsent, ann.scope().head_digest != "") == (1, True)


def last_number(office: Office) -> int:
    """The number of the last record at the server."""
    with office.core.database.reading() as connection:
        return tip(connection, AREA)[0].seq


def test_rulings_come_with_the_answer(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    join(office, ann)
    ann.hazard("1", photo("1"), scope="south")
    report = office.take(ann.export())
    assert (report.stored, report.ruled) == (1, 1)
    got = ann.take(office.answer(ann))
    assert (got.sent, ann.counts().unsent, ann.counts().files_unsent) == (1, 0, 0)


def test_a_photo_that_did_not_arrive_is_not_delivered_when_the_grant_is_gone(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    bob.take(office.answer(bob))
    bob.hazard("2", photo("2"))
    bob.trust(ann)
    ann.trust(bob)
    ann.take(bob.export(ann))
    ann.hazard("1", photo("1"))
    ann.workspace.store.blobs.sweep([])
    office.take(ann.export())  # both records, and no photo
    with office.core.database.writing() as connection:
        people.withdraw(connection, "p-ann", AREA, "author")
    office.take(ann.export())
    for name in ("1", "2"):
        ann.workspace.store.blobs.put(photo(name))
    ann.take(office.answer(ann))
    assert (ann.counts().unsent, _files_unsent(ann)) == (0, 2)
    assert office.take(ann.export()).files == 1  # her own: nobody else may send bob's but bob
    ann.take(office.answer(ann))
    assert _files_unsent(ann) == 1


def test_a_revoked_laptop_is_told_and_no_other_takes_its_files(laptop: Make, office: Office) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    ann.take(office.answer(ann))
    office.take(ann.export())
    ann.take(office.answer(ann))
    office.server.revoke(bob.device.id)
    office.take(ann.export())
    ann.take(office.answer(ann))
    bob.hazard("1")
    assert code_of(lambda: ann.export(bob)) == "exchange_revoked_partner"
    bob.trust(ann)
    assert _code(ann.take(bob.export(ann))) == "exchange_sender_revoked"
    assert office.take(bob.export()).revoked
    told = bob.take(office.answer(bob))
    assert "revoked" in {alarm.code for alarm in told.alarms}
    assert bob.counts().unsent == 0


def test_a_restored_server_gets_everything_again(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    join(office, ann)
    ann.hazard("1", photo("1"))
    office.take(ann.export())
    old = office.answer(ann)
    ann.take(old)
    assert ann.counts().unsent == 0
    with office.core.database.writing() as connection:
        begin_epoch(connection, office.core.here)
    told = ann.take(office.answer(ann))
    assert "epoch_changed" in {alarm.code for alarm in told.alarms}
    assert ann.counts().unsent == 0  # it had lost nothing: the answer numbers everything again
    assert _files_unsent(ann) == 0
    seq = ann.scope().seq
    stale = ann.take(old)
    assert (stale.older, ann.scope().seq, ann.counts().unsent) == (True, seq, 0)


def test_nobody_goes_back_to_an_epoch_between(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    join(office, ann)
    answers = []
    for name in ("1", "2"):
        new_epoch(office.core)
        ann.hazard(name)
        office.take(ann.export())
        answers.append(office.answer(ann))
    between, newest = answers
    assert {one.code for one in ann.take(newest).alarms} == {"epoch_changed"}
    seq = ann.scope().seq
    stale = ann.take(between)
    assert (stale.older, stale.alarms, ann.counts().unsent, ann.scope().seq) == (True, (), 0, seq)
    ann.hazard("3")
    office.take(ann.export())
    assert ann.take(office.answer(ann)).alarms == ()
    assert (ann.counts().unsent, ann.scope().head_digest != "") == (0, True)


def test_a_server_that_was_restored_twice_from_one_backup_is_believed_when_it_knows(
    laptop: Make, office: Office, tmp_path: Path
) -> None:
    ann = laptop("ann")
    join(office, ann)
    with closing(sqlite3.connect(tmp_path / "s.db")) as here, closing(sqlite3.connect(tmp_path / "b.db")) as backup:
        here.backup(backup)
    new_epoch(office.core)
    lost = office.answer(ann)
    ann.take(lost)
    office.core.database.close()
    with closing(sqlite3.connect(tmp_path / "b.db")) as backup, closing(sqlite3.connect(tmp_path / "s.db")) as here:
        backup.backup(here)
    again = Office(world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path), office.stick, files=50)
    again.server.clock.at += timedelta(days=1)
    new_epoch(again.core)
    seq = ann.scope().seq
    unsure = ann.take(again.answer(ann))
    assert ({one.code for one in unsure.alarms}, ann.scope().seq) == ({"exchange_other_history"}, seq)
    again.take(ann.export())
    assert {one.code for one in ann.take(again.answer(ann)).alarms} == {"epoch_changed"}
    assert (ann.counts().unsent, ann.scope().head_digest != "") == (0, True)
    assert ann.take(lost).alarms == ()
    assert ann.counts().unsent == 0
    again.core.database.close()


def _files_unsent(one: Laptop) -> int:
    return int(one.counts().files_unsent)


def test_what_a_restored_server_lost_is_sent_again(laptop: Make, office: Office, tmp_path: Path, stick: Path) -> None:
    ann = laptop("ann")
    join(office, ann)
    office.core.database.close()
    shutil.copyfile(tmp_path / "s.db", tmp_path / "backup.db")
    again = Office(world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path), stick)
    ann.hazard("1", photo("1"))
    again.take(ann.export())
    ann.take(again.answer(ann))
    assert ann.counts().unsent == 0
    again.core.database.close()
    (tmp_path / "s.db").unlink()
    for left in tmp_path.glob("s.db-*"):
        left.unlink()
    shutil.copyfile(tmp_path / "backup.db", tmp_path / "s.db")
    restored = Office(world.server(Database(sqlite_url(tmp_path / "s.db")), tmp_path), stick, files=50)
    with restored.core.database.writing() as connection:
        begin_epoch(connection, restored.core.here)
    ann.take(restored.answer(ann))
    assert ann.counts().unsent == 1
    sent = ann.export()
    assert (sent.frames, sent.files) == (1, 1)
    assert restored.take(sent).stored == 1
    ann.take(restored.answer(ann))
    assert (ann.counts().unsent, _files_unsent(ann)) == (0, 0)
    restored.core.database.close()


def test_a_laptop_that_was_set_back_gets_what_it_lost(laptop: Make, office: Office, tmp_path: Path) -> None:
    ann, bob = laptop("ann"), laptop("bob")
    join(office, ann)
    join(office, bob)
    office.take(ann.export())
    ann.take(office.answer(ann))
    ann.close()
    shutil.copytree(ann.path, tmp_path / "image")
    ann.workspace = open_workspace(ann.path, passphrase="x")
    later = []
    for name in ("1", "2"):
        bob.hazard(name)
        office.take(bob.export())
        later.append(ann.export())
        assert not office.take(later[-1]).set_back
        ann.take(office.answer(ann))
    ann.close()
    shutil.rmtree(ann.path)
    shutil.copytree(tmp_path / "image", ann.path)
    ann.workspace, ann.files = open_workspace(ann.path, passphrase="x"), 50
    assert ann.hazards() == set()
    told = office.take(ann.export())
    assert (told.set_back, told.older) == (True, False)
    again = office.take(*later)  # files from before are known
    assert (again.set_back, again.stored) == (False, 0)
    ann.take(office.answer(ann))
    assert ann.hazards() == {"h-1", "h-2"}
    assert (ann.counts().unsent, ann.scope().head_digest != "") == (0, True)
    assert not office.take(ann.export()).set_back


def test_people_of_the_server_appear_on_a_fresh_laptop(laptop: Make, office: Office) -> None:
    ann = laptop("ann")
    code = office.admit("chief")
    trust_card(ann.workspace, *office.card())
    office.take(ann.export(code=code))
    ann.take(office.answer(ann))
    assert "chief" in {one.login for one in ann.ask(lambda db: db.registers.persons())}


def test_the_card_of_another_server_is_refused(laptop: Make, office: Office, tmp_path: Path, stick: Path) -> None:
    ann = laptop("ann")
    join(office, ann)
    other = Database(sqlite_url(tmp_path / "o.db"))
    second = Office(world.server(other, tmp_path / "o", seed=2), stick)
    path, fingerprint = second.card()
    assert code_of(lambda: trust_card(ann.workspace, path, fingerprint)) == "exchange_other_server"
    other.close()
