"""Exchange files at the server: like a push and a pull, with the same grants and rulings; repeating one is harmless."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from typing_extensions import override

from inspector.domain.events import BlobRef, decode_frame
from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.server import exchange
from inspector.server.core import begin_epoch
from inspector.server.exchange_answer import export_file
from inspector.sync.exchange.cards import Card, read_card
from inspector.sync.exchange.envelope import Envelope, Head, Recipient, Sender, inspect, sealed_for
from inspector.sync.exchange.file import BLOBS, FRAMES, ExchangeFile, Writing, write_exchange
from inspector.sync.exchange.header import Header, Purpose, ScopeCursor, chain_of
from inspector.sync.messages import Cursor, Packet
from inspector.sync.protocol import pack
from tests.unit.server.world import Laptop, Server

PHOTO = bytes(range(256)) * 4500
SHA = hashlib.sha256(PHOTO).hexdigest()
REF = BlobRef(SHA, len(PHOTO), "image/jpeg")


@dataclass
class Desk:
    """A laptop without a network: what it wrote and has, its cursors, and the stick."""

    laptop: Laptop
    folder: Path
    nth: int = 0
    written: list[Packet] = field(default_factory=list)
    cursors: dict[str, ScopeCursor] = field(default_factory=dict)
    seen: "list[Opened]" = field(default_factory=list)

    @property
    def exchange_private(self) -> bytes:
        return hashlib.sha256(b"x" + self.laptop.id.encode()).digest()

    @property
    def card(self) -> Card:
        asked = self.laptop.asked("")
        return Card(asked.device, asked.device_code, asked.public_key, asked.exchange_key, "laptop")

    def note(self, **more: Any) -> Packet:
        self.written.append(self.laptop.note(**more))
        return self.written[-1]

    def photo(self, scope: str = "north") -> Packet:
        event = self.laptop.event("photo_added", f"{self.laptop.id}-p", blobs=(REF,))
        self.written.append(self.laptop.frame(event, scope=scope))
        return self.written[-1]

    def write(self, packets: Iterable[Packet] | None = None, blobs: Iterable[bytes] = (), **more: Any) -> Path:
        """A file for the server with these frames, or all that were written."""
        self.nth += 1
        card, key = self.card, hashlib.sha256(b"key").digest()
        path = self.folder / f"{self.laptop.id}-{self.nth}.hzx"
        server = exchange.own_card(self.laptop.server.core)
        boxes = sealed_for([Recipient(server.device, server.name, server.exchange_key)], key)
        sender = Sender(card.device, card.code, card.name, card.public_key)
        told: dict[str, Any] = {"nth": self.nth, "have": self.have(), "cursors": tuple(self.cursors.values()), **more}
        header = Header(card, server.device, Purpose.SYNC, at="2026-11-22", **told)
        head = Head(secrets.token_hex(8), 1, 1, "2026-11-22", sender, tuple(boxes))
        listed = list(self.written if packets is None else packets)
        entries = [(f"{FRAMES}0001.ndjson.zst", [pack(listed)])] if listed else []
        entries += [(BLOBS + hashlib.sha256(blob).hexdigest(), [blob]) for blob in blobs]
        write_exchange(path, head, key, header, entries, Writing(self.laptop.key.sign))
        return path

    def have(self) -> tuple[Any, ...]:
        chains: dict[str, list[tuple[int, str, str]]] = {}
        for packet in self.written:
            made = decode_frame(packet.raw)
            chains.setdefault(made.scope, []).append((made.n, made.prev, hashlib.sha256(packet.raw).hexdigest()))
        return tuple(chain_of(scope, self.laptop.id, frames) for scope, frames in chains.items())

    def bring(self, path: Path) -> exchange.Imported:
        return exchange.import_file(self.laptop.server.core, path)

    def answer(self, **more: Any) -> "Opened":
        out = self.folder / f"to-{self.laptop.id}.hzx"
        (path,) = export_file(self.laptop.server.core, self.laptop.id, out, **more).paths
        return self.open(path)

    def open(self, path: Path) -> "Opened":
        with ExchangeFile(inspect(path), private_key=self.exchange_private) as file:
            packets = tuple(packet for some in file.packs() for packet in some)
            opened = Opened(file.header, packets, {sha256: file.blob(sha256) for sha256 in file.blobs}, file.envelope)
        self.seen.append(opened)
        return opened

    def take(self, file: "Opened") -> None:
        """Move the cursors, as the laptop does when it has imported the file."""
        for span in file.header.spans:
            self.cursors[span.scope] = ScopeCursor(span.scope, span.last, span.epoch, span.directory)


@dataclass(frozen=True)
class Opened:
    """A file of the server, read to its end."""

    header: Header
    packets: tuple[Packet, ...]
    blobs: dict[str, bytes]
    envelope: Envelope


def frames(file: Opened) -> list[Packet]:
    return list(file.packets)


def desk(server: Server, tmp_path: Path, login: str = "ann", **more: Any) -> Desk:
    return Desk(server.laptop(server.person(login, **more)), tmp_path)


def code_of(act: Any, *args: Any, **more: Any) -> str:
    try:
        act(*args, **more)
    except Problem as problem:
        return problem.code
    return ""


def test_records_and_photos_are_taken_in_like_a_push_and_twice_is_harmless(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note()
    ann.photo()
    path = ann.write(blobs=[PHOTO])
    report = ann.bring(path)
    assert (report.stored, report.known, report.refused, report.ruled, report.files) == (2, 0, 0, 0, 1)
    assert ann.laptop.server.core.blob_get(ann.laptop.session(), SHA) == PHOTO
    again = ann.bring(path)
    assert (again.stored, again.known, again.files, again.left) == (0, 2, 0, 1)
    mine = [packet.raw for packet in ann.laptop.pull().packets if decode_frame(packet.raw).dev == ann.laptop.id]
    assert mine == [packet.raw for packet in ann.written]


def test_the_answer_brings_numbers_for_what_it_has_and_the_rest_whole(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    bob = server.laptop(server.person("bob"))
    bob.push(bob.note("from bob"))
    ann.note()
    ann.bring(ann.write())
    file = ann.answer()
    header = file.header
    assert [decode_frame(packet.raw).dev for packet in frames(file)].count(bob.id) == 1
    assert {packet.raw for packet in frames(file)}.isdisjoint({packet.raw for packet in ann.written})
    numbered = {one.frame: one.seq for one in header.receipts}
    assert numbered == {decode_frame(ann.written[0].raw).id: ann.laptop.pull().packets[-1].seq}
    pulled = ann.laptop.pull()
    (span,) = header.spans
    assert (span.last, span.head) == (Cursor(pulled.packets[-1].seq or 0, _id(pulled.packets[-1])), pulled.head.head)
    assert (span.digest, span.count, span.epoch) == (pulled.head.digest, pulled.head.count, pulled.head.epoch)
    assert {one.device for one in header.certificates} == {one.device for one in pulled.head.directory}
    ann.take(file)
    ann.bring(ann.write([]))
    nothing = ann.answer()
    assert (frames(nothing), nothing.header.receipts) == ([], ())
    assert [span.last for span in nothing.header.spans] == [span.last]
    assert nothing.header.acknowledges == 2


def _id(packet: Packet) -> str:
    return decode_frame(packet.raw).id


def test_a_lost_answer_costs_only_another_one(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    bob = server.laptop(server.person("bob"))
    bob.push(bob.note())
    ann.bring(ann.write())
    first = frames(ann.answer())
    assert frames(ann.answer()) == first
    assert ann.seen[-1].header.nth == ann.seen[-2].header.nth + 1


def test_an_older_file_does_not_set_back_what_is_known(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note()
    old = ann.write()
    ann.bring(old)
    ann.take(ann.answer())
    newer = ann.write([])
    assert not ann.bring(newer).older
    assert ann.bring(old).older
    assert ann.answer().header.receipts == ()


def test_wrong_files_are_refused_each_with_its_reason(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note()
    stranger = Desk(Laptop(server, "d-nobody", "p-ann"), tmp_path)
    stranger.note()
    assert code_of(stranger.bring, stranger.write()) == "exchange_laptop_unknown"
    answer = tmp_path / "to-d-p-ann.hzx"
    ann.answer()
    assert code_of(ann.bring, answer) == "exchange_not_for_us"
    path = ann.write()
    path.write_bytes(path.read_bytes()[:-1])
    assert code_of(ann.bring, path) == "exchange_damaged"
    assert all(decode_frame(packet.raw).dev != ann.laptop.id for packet in ann.laptop.pull().packets)
    assert code_of(export_file, server.core, "nobody", tmp_path / "x.hzx") == "device_unknown"


def test_somebody_with_another_key_under_a_known_identity_is_refused(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)

    class Impostor(Laptop):
        @property
        @override
        def key(self) -> Any:
            return Laptop(self.server, "d-evil", self.user).key

    thief = Desk(Impostor(server, ann.laptop.id, ann.laptop.user), tmp_path)
    thief.note()
    assert code_of(thief.bring, thief.write()) == "exchange_laptop_changed"


def test_a_revoked_laptop_goes_to_quarantine_and_is_told(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.photo()
    server.revoke(ann.laptop.id)
    report = ann.bring(ann.write(blobs=[PHOTO]))
    assert (report.revoked, report.stored, report.ruled, report.files) == (True, 1, 1, 1)
    header = ann.answer().header
    assert (header.revoked, header.spans, header.welcome) == (True, (), None)
    (receipt,) = header.receipts
    assert receipt.rulings[0][1] == "revoked"
    (files,) = header.lacks
    assert (files.scope, files.sha256) == ("north", ())


def test_what_is_out_of_scope_is_kept_ruled_and_receipted(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note(scope="south")
    report = ann.bring(ann.write())
    assert (report.stored, report.ruled) == (1, 1)
    (receipt,) = ann.answer().header.receipts
    assert (receipt.seq > 0, receipt.rulings[0][1]) == (True, "out_of_scope")


def test_refused_frames_stop_nothing_and_the_answer_says_why(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    good = ann.note()
    stranger = Laptop(server, "d-x", "p-x").note()
    report = ann.bring(ann.write([good, Packet(b"{}", bytes(64)), stranger, Packet(stranger.raw, bytes(64))]))
    assert (report.stored, report.refused) == (1, 3)
    assert {one.code for one in ann.answer().header.receipts if one.code} == {"frame_author_unknown"}


def test_files_the_server_lacks_are_named_and_those_the_laptop_lacks_come(server: Server, tmp_path: Path) -> None:
    ann, bob = desk(server, tmp_path), desk(server, tmp_path, "bob")
    ann.photo()
    ann.bring(ann.write())
    (lacks,) = ann.answer().header.lacks
    assert (lacks.scope, lacks.sha256) == ("north", (SHA,))
    assert bob.answer().header.counts.waiting == 1
    ann.bring(ann.write(blobs=[PHOTO]))
    assert ann.answer().header.lacks[0].sha256 == ()
    assert ann.answer().blobs == {}  # it wrote the photo itself
    file = bob.answer()
    assert file.blobs == {SHA: PHOTO}
    bob.take(file)
    bob.bring(bob.write())
    assert bob.answer().blobs == {}
    bob.bring(bob.write(wants=(SHA,)))  # the stick was pulled out before the photo
    assert bob.answer().blobs == {SHA: PHOTO}
    eve = desk(server, tmp_path, "eve", scopes=["south"])
    eve.bring(eve.write(wants=(SHA,)))
    assert eve.answer().blobs == {}


def test_a_laptop_enrols_with_a_file(server: Server, tmp_path: Path) -> None:
    person = server.person("ann")
    ann = Desk(Laptop(server, "d-new", person), tmp_path)
    ann.note()
    asked = ann.laptop.asked(server.code(person))
    path = ann.write(enrolment=asked)
    report = ann.bring(path)
    assert (report.enrolled, report.stored, report.ruled) == (True, 1, 0)
    assert not ann.bring(path).enrolled  # the code is used up, and by whom is known
    welcome = ann.answer().header.welcome
    assert welcome is not None
    assert (welcome.person, [one.login for one in welcome.people]) == (person, ["ann"])
    assert welcome.certificate.device == "d-new"
    other = Desk(Laptop(server, "d-other", person), tmp_path)
    assert code_of(other.bring, other.write(enrolment=other.laptop.asked("AAAA-BBBB-CCCC"))) == "enrolment_code_invalid"


def test_an_enrolment_of_somebody_else_in_a_file_lets_nobody_in(server: Server, tmp_path: Path) -> None:
    person = server.person("ann")
    thief, honest = (Desk(Laptop(server, name, person), tmp_path) for name in ("d-thief", "d-honest"))
    asked = honest.laptop.asked(server.code(person))
    assert code_of(thief.bring, thief.write(enrolment=asked)) == "exchange_laptop_unknown"
    assert honest.bring(honest.write(enrolment=asked)).enrolled


def test_people_are_named_by_what_the_laptop_calls_them(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.laptop.user = "local-id"
    ann.note()
    report = ann.bring(ann.write(people=(("ann", "local-id"),)))
    assert report.ruled == 0
    assert [one.alias for one in ann.answer().header.persons] == ["local-id"]


def test_a_restored_server_begins_again_and_says_its_epoch(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note()
    ann.bring(ann.write())
    ann.take(ann.answer())
    ann.bring(ann.write([]))
    with server.core.database.writing() as connection:
        epoch = begin_epoch(connection, server.core.here)
    header = ann.answer().header
    assert (header.spans[0].after, header.spans[0].epoch) == (Cursor(), epoch)
    assert decode_frame(ann.written[0].raw).id in {one.frame for one in header.receipts}


def test_a_large_answer_is_cut_into_parts_that_follow_each_other(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    bob = server.laptop(server.person("bob"))
    for _frame in range(3):
        bob.push(bob.note("x" * 900_000))
    told = export_file(server.core, ann.laptop.id, tmp_path / "big.hzx", part_size=1_500_000)
    assert len(told.paths) == 3
    files = [ann.open(path) for path in told.paths]
    assert all(path.stat().st_size <= 1_500_000 for path in told.paths)
    spans = [span for file in files for span in file.header.spans]
    assert [one.after for one in spans][1:] == [one.last for one in spans][:-1]
    assert spans[-1].last.seq == spans[-1].head
    assert sorted(packet.seq or 0 for file in files for packet in frames(file)) == list(range(1, spans[-1].head + 1))
    assert {file.envelope.head.id for file in files} == {files[0].envelope.head.id}


def test_reviewers_get_what_they_review(server: Server, tmp_path: Path) -> None:
    ann = desk(server, tmp_path)
    ann.note()
    ann.bring(ann.write())
    rev = Desk(server.laptop(server.member("rev", Role.REVIEWER, grants=[("north", "reviewer")])), tmp_path)
    assert ann.written[0].raw in {packet.raw for packet in frames(rev.answer())}


def test_the_card_of_the_server_names_its_keys(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "server.hzc"
    path.write_bytes(exchange.card(server.core))
    hello = server.core.hello()
    told = read_card(path)
    assert (told.device, told.public_key, told.exchange_key) == (hello.server, hello.public_key, hello.exchange_key)
    assert told.kind == "server"
