"""Photos between laptops: resumed where they broke off, checked as a whole, and one bad one stops no other."""

from pathlib import Path

import pytest

from inspector.domain.events import BlobRef
from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.server import quarantine
from inspector.server.backup import backup
from inspector.storage import NewEvent
from inspector.sync.engine.parts import SealedParts
from inspector.sync.protocol import MOST_BLOB, PIECE
from tests.unit.sync.direct import URL, Laptop, Office, noise, sha


def failing_at(request: str, nth: int) -> object:
    """Fails one request, as if the connection had broken."""
    seen = []

    def fail(name: str) -> None:
        if name == request:
            seen.append(name)
            if len(seen) == nth:
                raise Problem("sync_offline", url=URL, reason="-")

    return fail


def test_photos_travel_the_smallest_first(ann: Laptop, bob: Laptop) -> None:
    small, middle, large = noise(900), noise(40_000), noise(2 * PIECE + 5)
    ann.note("two", "h1", "north", large, small)
    ann.note("one", "h2", "north", middle)
    report = ann.round()
    assert (report.outcome, report.files_sent, report.files_waiting) == ("done", 3, 0)
    assert ann.remote.asked.count("missing") == 1
    assert ann.remote.asked.count("put") == 5, "a piece each of the small ones, three of the large one"
    got = bob.round()
    assert (got.outcome, got.files_received, got.files_waiting) == ("done", 3, 0)
    assert [bob.store.blobs.get(sha(data)) for data in (small, middle, large)] == [small, middle, large]
    assert ann.round().requests == bob.round().requests == 1, "nothing is asked about what is done"


@pytest.mark.parametrize("size", [300, PIECE, 2 * PIECE, PIECE + 9])
@pytest.mark.parametrize("claimed", [1, PIECE - 1, PIECE, 3 * PIECE + 1, MOST_BLOB])
def test_a_wrong_size_that_another_claims_keeps_no_photo_from_coming(
    office: Office, ann: Laptop, bob: Laptop, size: int, claimed: int
) -> None:
    data = noise(size)
    eve = office.server.laptop(office.server.person("eve"))
    for name in ("0000", "zzzz"):  # whichever record comes first
        wrong = BlobRef(sha(data), claimed, "image/jpeg")
        eve.push(eve.frame(eve.event("photo_added", "h2", blobs=(wrong,)), id=f"{name}{eve.id}"[:20]))
    ann.note("x", "h1", "north", data)
    assert ann.round().files_sent == 1
    assert bob.round().files_received == 1
    assert bob.store.blobs.get(sha(data)) == data
    assert bob.counts().files_missing == 0
    assert not list((bob.store.path / "parts").glob("*"))


def test_a_file_that_was_cut_off_on_the_way_up_goes_on_there(office: Office, ann: Laptop) -> None:
    data = noise(3 * PIECE)
    ann.note("x", "h1", "north", data)
    ann.remote.after = failing_at("put", 2)  # type: ignore[assignment]
    assert ann.round().outcome == "offline"
    ann.remote.after = lambda _request: None
    ann.remote.asked.clear()
    assert ann.round().files_sent == 1
    assert ann.remote.asked.count("put") == 2, "once to learn where it stands, once for what is missing"
    assert office.server.core.blobs.read(sha(data), 0, 4 * PIECE) == data


def test_a_file_that_was_cut_off_on_the_way_down_goes_on_there(ann: Laptop, bob: Laptop) -> None:
    data = noise(3 * PIECE)
    ann.note("x", "h1", "north", data)
    ann.round()
    bob.remote.before = failing_at("get", 3)  # type: ignore[assignment]
    report = bob.round()
    assert (report.outcome, report.files_received) == ("offline", 0)
    parts = [path.read_bytes() for path in (bob.store.path / "parts").iterdir()]
    assert len(parts) == 1
    assert data[:64] not in parts[0], "sealed like everything else"
    bob.remote.before = lambda _request: None
    bob.remote.asked.clear()
    assert bob.round().files_received == 1
    assert bob.remote.asked.count("get") == 1
    assert bob.store.blobs.get(sha(data)) == data
    assert list((bob.store.path / "parts").iterdir()) == []


def test_a_damaged_photo_stops_no_other(ann: Laptop, bob: Laptop) -> None:
    broken, good = noise(500, 1), noise(700, 2)
    ann.note("x", "h1", "north", broken, good)
    path = ann.store.blobs._path(sha(broken))
    path.write_bytes(path.read_bytes()[:-3] + b"abc")
    report = ann.round()
    assert (report.outcome, report.files_sent, report.files_waiting) == ("partly", 1, 1)
    assert report.problem is not None
    assert report.problem.code == "blob_damaged"
    got = bob.round()
    assert (got.outcome, got.files_received, got.files_waiting) == ("done", 1, 1)
    assert bob.store.blobs.get(sha(good)) == good
    ann.store.blobs.put(broken, again=True)
    assert (ann.round().outcome, bob.round().outcome, bob.counts().files_missing) == ("done", "done", 0)


def test_a_file_that_is_not_what_was_announced_is_not_taken(office: Office, ann: Laptop, bob: Laptop) -> None:
    data = noise(2 * PIECE)
    ann.note("x", "h1", "north", data)
    ann.round()
    stored = office.folder / "server" / "blobs" / sha(data)[:2] / sha(data)
    stored.write_bytes(data[:-1] + b"!")
    report = bob.round()
    assert (report.outcome, report.files_received) == ("partly", 0)
    assert not bob.store.blobs.has(sha(data))
    stored.write_bytes(data)
    assert bob.round().files_received == 1


def test_files_that_nobody_has_sent_yet_do_not_keep_others_from_coming(ann: Laptop, bob: Laptop) -> None:
    absent = tuple(BlobRef(sha(noise(100, number)), 100, "image/jpeg") for number in range(30))
    ann.write(NewEvent("h1", "hazard", "photo_added", blobs=absent))
    last = noise(5000, 99)
    ann.note("seen", "h1", "north", last)
    ann.round()
    report = bob.round()
    assert (report.outcome, report.files_received, report.files_waiting) == ("done", 1, 30)
    assert bob.store.blobs.has(sha(last))


def test_a_metered_network_carries_small_files_only(ann: Laptop, bob: Laptop) -> None:
    small, large = noise(60_000), noise(70_000)
    ann.note("x", "h1", "north", small, large)
    report = ann.round(files="none")
    assert (report.files_sent, report.files_waiting, "missing" in ann.remote.asked) == (0, 2, False)
    assert (ann.round(files="small").files_sent, ann.counts().files_unsent) == (1, 1)
    assert (bob.round(files="small").files_received, bob.store.blobs.has(sha(small))) == (1, True)
    assert (ann.round().files_sent, bob.round().files_received) == (1, 1)


def test_files_of_a_laptop_that_was_locked_out_go_to_quarantine_too(office: Office, ann: Laptop) -> None:
    ann.round()
    office.server.revoke(ann.store.device.id)
    data = noise(300)
    ann.note("x", "h1", "north", data)
    report = ann.round()
    assert (report.files_sent, report.files_waiting) == (1, 0)
    assert office.server.core.blobs.size(sha(data)) == 300


def test_the_photo_of_what_was_delivered_before_a_lock_out_is_taken_afterwards(office: Office, ann: Laptop) -> None:
    """Its hash is fixed by the record, so that it can be nothing else; nobody else has it."""
    ann.note("x", "h1", "north", noise(300))
    ann.round(files="none")
    office.server.revoke(ann.store.device.id)
    report = ann.round()
    assert (report.outcome, report.files_sent, report.files_waiting) == ("done", 1, 0)


def test_parts_drop_what_a_kill_left_half_written(ann: Laptop) -> None:
    parts = SealedParts(ann.store.path / "parts", ann.store.subkey("file parts"))
    parts.add("a" * 64, b"first")
    parts.add("a" * 64, b"second")
    (path,) = (ann.store.path / "parts").iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-4])
    assert parts.get("a" * 64) == b"first"
    parts.add("a" * 64, b"again")
    assert parts.get("a" * 64) == b"firstagain"
    path.write_bytes(whole[40:])
    assert parts.get("a" * 64) == b"", "a piece in another place does not open"


def test_damaged_files_do_not_keep_others_from_going_out(ann: Laptop) -> None:
    damaged, good = [noise(100 + number, number) for number in range(30)], noise(9000, 77)
    ann.note("x", "h1", "north", *damaged, good)
    for data in damaged:
        ann.store.blobs._path(sha(data)).unlink()
    report = ann.round()
    assert (report.outcome, report.files_sent, report.files_waiting) == ("partly", 1, 30)


def _foreign(office: Office, *files: BlobRef) -> Laptop:
    """A laptop without a grant in the area; what it writes there is ruled out."""
    office.server.member("eve", grants=[("elsewhere", "author")])
    eve = office.laptop("p-eve")
    eve.write(NewEvent("hx", "hazard", "note_added", {"text": "x"}, blobs=files))
    assert eve.round().ruled == 1
    return eve


def test_files_that_only_a_ruled_out_record_names_are_not_waited_for(office: Office, bob: Laptop) -> None:
    _foreign(office, *(BlobRef(f"{number:064x}", 1, "image/jpeg") for number in range(30)))
    for _ in range(2):
        report = bob.round()
        assert (report.outcome, report.files_waiting, bob.counts().files_missing) == ("done", 0, 0)
    assert "get" not in bob.remote.asked


def test_whoever_judges_a_quarantined_record_sees_its_photos(office: Office, bob: Laptop) -> None:
    office.server.member("lea", Role.INSPECTOR, Role.LEAD, grants=[("north", "author")])
    lead, data = office.laptop("p-lea"), noise(500)
    eve = _foreign(office)
    eve.note("x", "h1", "north", data)
    eve.round()
    assert (bob.round().files_received, lead.round().files_received) == (0, 1)
    assert lead.store.blobs.get(sha(data)) == data
    eve.note("x", "h1", "north", noise(501))
    eve.round(files="none")
    report = lead.round()
    assert (report.outcome, report.files_waiting) == ("done", 0), "nobody waits for what may not exist"


def test_what_a_lead_adopts_brings_its_files(office: Office, bob: Laptop) -> None:
    data = noise(500)
    eve = _foreign(office)
    office.server.member("lea", Role.INSPECTOR, Role.LEAD, grants=[("north", "author")])
    eve.note("x", "h1", "north", data)
    eve.round()
    assert (bob.round().files_received, bob.counts().files_missing) == (0, 0)
    for held in quarantine.quarantine(office.server.core):
        quarantine.adopt(office.server.core, held.event, "lea")
    assert (bob.round().files_received, bob.store.blobs.has(sha(data))) == (1, True)


def test_nobody_but_the_server_rules_files_out(office: Office, ann: Laptop, bob: Laptop) -> None:
    data = noise(500)
    kept = ann.note("x", "h1", "north", data)
    ann.round()
    eve, event = office.server.laptop("p-bob", "d-eve"), kept.events[0].id
    (receipt,) = eve.push(eve.frame(eve.event("event_ruled", "h1", event, event=event, code="foreign")))
    assert [code for _event, code in receipt.rulings] == ["foreign_ruling"]
    assert bob.round().files_received == 1


def test_a_photo_has_its_third_receipt_when_it_is_in_a_backup_itself(
    office: Office, ann: Laptop, tmp_path: Path
) -> None:
    def receipts() -> tuple[int, int, int]:
        counts = ann.counts()
        return counts.backed_up, counts.files_delivered, counts.files_backed_up

    def back_up() -> None:
        office.server.clock.pass_(60)
        backup(office.server.core, office.server.key, tmp_path / "backup")

    ann.note("with a photo", "h1", "north", noise(900))
    ann.round(files="none")
    back_up()
    ann.round()
    assert receipts() == (1, 1, 0), "the record was in the backup, its photo came later"
    assert ann.round().requests == 1, "the server is not asked twice about one backup"
    back_up()
    assert ann.round().requests == 2
    assert receipts() == (1, 0, 1)
    office.server.core.blobs.put(sha(noise(900)), b"damaged")
    back_up()
    ann.note("more", "h1", "north", noise(901))
    ann.round()
    back_up()
    ann.round()
    assert receipts() == (2, 0, 2)
