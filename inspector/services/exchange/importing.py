"""Taking over an exchange file: a push and a pull in one local transaction, in any order, as often as wanted.

Nothing is taken over of a file that is damaged, for somebody else, or of somebody who is not known here. Of a file
that is taken over everything is checked first; then records, receipts, cursors and acknowledgements are one commit.
Photos follow one by one; those that are missing are asked for in the next file. A pool thread.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.exchange.parties import standing_of, trust
from inspector.services.exchange.taking import Taken, take
from inspector.services.exchange.views import FileFacts, FileOutcome, Imported, Outcome
from inspector.services.hazards.supervision import settle_recurrence
from inspector.services.syncing.people import settle
from inspector.services.workspace import Workspace
from inspector.storage.frames.arrivals import Arrival, Checked, check_arrivals
from inspector.storage.syncing.log import RoundRecord
from inspector.sync.engine.alarms import told as alarms_told
from inspector.sync.engine.alarms import untold
from inspector.sync.engine.changes import Changes
from inspector.sync.exchange.cards import SERVER, same_fingerprint
from inspector.sync.exchange.envelope import Cancelled, Head, inspect, read_head
from inspector.sync.exchange.file import ExchangeFile

if TYPE_CHECKING:
    from inspector.services.exchange.views import Standing
    from inspector.storage import Database

register(
    ProblemKind.INPUT,
    {
        "exchange_own": N_("The exchange file {path} was written by this laptop itself. It is meant for {names}."),
        "exchange_sender_unknown": N_(
            "The exchange file {path} comes from {name}, which is not known here. Compare its fingerprint with the one "
            "that the other side shows, and trust it: {fingerprint}"
        ),
        "exchange_sender_revoked": N_(
            "The laptop {name}, which wrote the exchange file {path}, was locked out by the administrator. Bring the "
            "file to the server, where its records wait for a lead. Nothing was taken over."
        ),
        "exchange_sender_changed": N_(
            "The exchange file {path} says it comes from {name}, but shows another key than the one known here. "
            "Nothing was taken over; ask the administrator."
        ),
    },
)

BLOBS_AT_ONCE: Final = 50
WAIT_S: Final = 0.2
MOST_FRAME_BYTES: Final = 512 * 1024 * 1024
"""Unpacked bytes of the records of one part that are held in memory at once."""
Progress = Callable[[str, int, int], None]
"""Called with "check" (bytes), "store" (records), "files" (photos) or "wait", done and in all."""


# --- looking ---------------------------------------------------------------------------------------------------------


def verify_exchange(
    path: Path,
    workspace: Workspace | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    thorough: bool = True,
) -> FileFacts:
    """Check a file as far as its reader can, and say what it is.

    Hash and signature of the whole file always; with a workspace it is for also its content, if that shall be
    `thorough` (who imports it afterwards checks that anyway).

    Raises Problem exchange_foreign, _newer, _damaged, _forged, _too_large, _unreadable, _cancelled.
    """
    envelope = inspect(path, progress, cancelled)
    head = envelope.head
    outside = (
        path, envelope.size, head.id, head.part, head.parts, head.at, head.sender.name, head.sender.code, envelope.names
    )  # fmt: skip
    if workspace is None:
        return FileFacts(*outside, "unknown", for_us=False)
    key = workspace.store.exchange_private_key()
    try:
        file = ExchangeFile(envelope, private_key=key)
    except Problem as problem:
        if problem.code != "exchange_not_for_us":
            raise
        sender = head.sender
        standing = workspace.store.read(lambda db: _standing_of_head(db, sender.device, sender.public_key))
        return FileFacts(*outside, standing, for_us=False)
    with file:
        if thorough:
            file.check(progress, cancelled)
        card, header = file.header.card, file.header
        standing, peer = workspace.store.read(
            lambda db: (standing_of(db, card.device, card.public_key, card.kind), db.exchange.peer(card.device))
        )
        counts = header.counts
        return FileFacts(
            *outside, standing, for_us=True, opened=True, fingerprint=card.fingerprint, nth=header.nth,
            older=header.nth < peer.received, frames=counts.frames, events=counts.events, files=counts.files,
            here=len(file.blobs),
        )  # fmt: skip


def _standing_of_head(db: "Database", device: str, public_key: str) -> "Standing":
    """How a sender stands here of whom only the outside is known, not even whether it is a server."""
    found = standing_of(db, device, public_key, SERVER)
    return standing_of(db, device, public_key, "laptop") if found == "unknown" else found


# --- taking over -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Round:
    """Files that are taken over together."""

    workspace: Workspace
    trusted: str
    progress: Progress | None
    cancelled: Cancelled | None
    changes: Changes = field(default_factory=Changes)
    taken: list[Taken] = field(default_factory=list)
    outcomes: list[FileOutcome] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)
    received: int = 0
    files_received: int = 0
    files_left: int = 0
    bytes_in: int = 0

    def tell(self, stage: str, done: int, total: int) -> None:
        """How far it is. Raises Problem("exchange_cancelled")."""
        if self.cancelled is not None and self.cancelled():
            raise Problem("exchange_cancelled")
        if self.progress is not None:
            self.progress(stage, done, total)


def import_exchange(
    workspace: Workspace,
    paths: Sequence[Path],
    *,
    trusted: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Imported:
    """Take files over; what went wrong with one stands in the report and does not stop the others.

    `trusted`: the fingerprint of a sender that two people have just compared. Raises Problem exchange_cancelled while
    it waits for a round over the network, and that of a disk which not even takes the note of the round.
    """
    began = workspace.now()
    under_way = _Round(workspace, trusted, progress, cancelled)
    stopped = False
    with _alone(under_way):
        for path in _in_order(paths):
            try:
                _import(under_way, path)
            except Problem as problem:
                head = _head_of(path)
                under_way.outcomes.append(
                    FileOutcome(path, head.part if head else 0, head.parts if head else 0, problem)
                )
                if problem.code == "exchange_cancelled":
                    stopped = True
                    break
    return _finished(under_way, began.isoformat(timespec="seconds"), stopped=stopped)


@contextlib.contextmanager
def _alone(under_way: _Round) -> Iterator[None]:
    """Wait for a round over the network to end. Raises Problem("exchange_cancelled")."""
    lock = under_way.workspace.syncing
    while not lock.acquire(timeout=WAIT_S):
        under_way.tell("wait", 0, 0)
    try:
        yield
    finally:
        lock.release()


def _in_order(paths: Iterable[Path]) -> list[Path]:
    """The parts of a file one after the other, older files first; what cannot be read is tried last."""

    def place(path: Path) -> tuple[bool, str, str, int]:
        head = _head_of(path)
        return (head is None, head.at if head else "", head.id if head else "", head.part if head else 0)

    return sorted(dict.fromkeys(paths), key=place)


def _head_of(path: Path) -> Head | None:
    try:
        return read_head(path)
    except Problem:
        return None


def _import(under_way: _Round, path: Path) -> None:
    workspace = under_way.workspace
    envelope = inspect(path, under_way.progress, under_way.cancelled)
    own = workspace.store.read(lambda db: db.own_devices())
    if envelope.head.sender.device in own:
        raise Problem("exchange_own", path=path, names=envelope.names)
    with ExchangeFile(envelope, private_key=workspace.store.exchange_private_key()) as file:
        card = file.header.card
        standing = workspace.store.read(lambda db: standing_of(db, card.device, card.public_key, card.kind))
        _need_trust(under_way, path, file, standing)
        checked = list(_checked(under_way, file))
        under_way.tell("store", 0, len(checked))
        taken = workspace.store.call(lambda db: take(workspace, db, file.header, checked, under_way.changes))
        under_way.received += len(checked)
        under_way.taken.append(taken)
        under_way.heads.append(envelope.head)
        under_way.bytes_in += envelope.size
        if taken.persons:
            workspace.call(lambda: settle(workspace, taken.persons, taken.writes))
        _files(under_way, file)
    under_way.outcomes.append(FileOutcome(path, envelope.head.part, envelope.head.parts))


def _need_trust(under_way: _Round, path: Path, file: ExchangeFile, standing: "Standing") -> None:
    """Raise Problem unless the sender is believed here, or its fingerprint was compared just now."""
    card = file.header.card
    name = card.name or card.code or card.device
    match standing:
        case "server" | "known":
            return
        case "revoked":
            raise Problem("exchange_sender_revoked", path=path, name=name)
        case "changed":
            raise Problem("exchange_sender_changed", path=path, name=name)
        case _:
            if not same_fingerprint(card.fingerprint, under_way.trusted):
                raise Problem("exchange_sender_unknown", path=path, name=name, fingerprint=card.fingerprint)
            under_way.workspace.store.call(lambda db: trust(db, card))


def _checked(under_way: _Round, file: ExchangeFile) -> Iterator[Checked]:
    """The records with their signatures checked, all in memory before anything is stored."""
    from_server = file.header.card.kind == SERVER
    keys = under_way.workspace.store.read(lambda db: dict(db.peers.keys()))
    keys |= {one.device: bytes.fromhex(one.public_key) for one in file.header.authors if one.device not in keys}
    keys |= {one.device: _key(one.public_key) for one in file.header.certificates if one.device not in keys}
    done = room = 0
    for packets in file.packs():
        room += sum(len(packet.raw) for packet in packets)
        if room > MOST_FRAME_BYTES:
            raise Problem("exchange_too_large", path=file.envelope.path)
        yield from check_arrivals(
            (Arrival(one.raw, one.sig, one.seq if from_server else None) for one in packets), keys
        )
        done += len(packets)
        under_way.tell("check", done, max(done, file.header.counts.frames))


def _key(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _files(under_way: _Round, file: ExchangeFile) -> None:
    """Keep the photos that are awaited here; others would be of no use."""
    store = under_way.workspace.store
    delivered = file.header.card.kind == SERVER
    listed = file.blobs
    wanted = sorted(store.read(lambda db: db.exchange.awaited(listed)), key=lambda sha256: listed[sha256])
    for start in range(0, len(wanted), BLOBS_AT_ONCE):
        some = wanted[start : start + BLOBS_AT_ONCE]
        arrived: list[str] = []
        try:
            for sha256 in some:
                under_way.tell("files", start + len(arrived), len(wanted))
                store.blobs.put(file.blob(sha256))
                arrived.append(sha256)
        finally:
            _arrived(under_way, arrived, delivered=delivered)
    under_way.files_left += len(listed) - len(wanted)


def _arrived(under_way: _Round, arrived: Sequence[str], *, delivered: bool) -> None:
    def note(db: "Database") -> None:
        with db.transaction():
            for sha256 in arrived:
                db.files.arrived(sha256, delivered=delivered)

    if arrived:
        under_way.workspace.store.call(note)
        under_way.files_received += len(arrived)


# --- telling ---------------------------------------------------------------------------------------------------------


def _finished(under_way: _Round, began: str, *, stopped: bool) -> Imported:
    taken, outcomes = under_way.taken, under_way.outcomes
    failed = [one for one in outcomes if one.problem is not None]
    outcome: Outcome = "stopped" if stopped else "done" if not failed else "partly" if taken else "failed"
    before = under_way.workspace.store.read(untold)  # of a file or a round that a kill kept from telling it
    alarms = {alarm.code: alarm for alarm in [*before, *(alarm for one in taken for alarm in one.alarms)]}
    report = Imported(
        outcome,
        ", ".join(dict.fromkeys(one.peer for one in taken)),
        taken[-1].device if taken else "",
        tuple(outcomes),
        under_way.received,
        sum(one.stored for one in taken),
        sum(one.parked for one in taken),
        sum(one.sent for one in taken),
        under_way.files_received,
        under_way.files_left,
        under_way.bytes_in,
        bool(taken) and all(one.older for one in taken),
        any(one.joined for one in taken),
        tuple(_missing_parts(under_way.heads)),
        under_way.changes.told(),
        tuple(alarms.values()),
    )
    _log(under_way.workspace, report, began)
    under_way.workspace.call(lambda: settle_recurrence(under_way.workspace))
    return report


def _missing_parts(heads: Iterable[Head]) -> Iterator[int]:
    """Numbers of parts that were not among the files, of the file that lacks any."""
    by_file: dict[str, set[int]] = {}
    parts: dict[str, int] = {}
    for head in heads:
        by_file.setdefault(head.id, set()).add(head.part)
        parts[head.id] = head.parts
    for identity, found in by_file.items():
        yield from sorted(set(range(1, parts[identity] + 1)) - found)


def _log(workspace: Workspace, report: Imported, began: str) -> None:
    problem = report.problem
    params = {key: str(value) for key, value in problem.params.items()} if problem else {}
    names = [one.path.name for one in report.files]
    told: dict[str, Any] = {**report.changes, "imported": names}
    told["alarms"] = [{"code": one.code, "params": dict(one.params)} for one in report.alarms]

    def add(db: "Database") -> None:
        record = RoundRecord(
            db.ids.new(), began, workspace.now().isoformat(timespec="seconds"), "file", report.peer, report.outcome,
            report.stored, report.sent, report.files_received, 0, report.bytes_in, 0,
            problem.code if problem else "", params, told,
        )  # fmt: skip
        with db.transaction():
            db.sync_log.add(record)
            alarms_told(db)

    workspace.store.call(add)
