"""Writing an exchange file: everything the other side has not acknowledged, sealed for it, read back from the medium.

For the server: records without its number and files without its receipt, with how far this laptop has read. For a
laptop: what it did not have according to its last file, with the files it asked for. All of it runs on a pool thread
and reads beside the worker; a file that was lost needs nothing but another one.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector.domain.fields import from_fields
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.exchange.parties import own_card, partner_named
from inspector.services.exchange.views import Exported, Outline, Partner
from inspector.services.registers.hints import area_names
from inspector.services.targets import outside_workspaces
from inspector.services.workspace import Workspace
from inspector.storage.syncing.log import RoundRecord
from inspector.sync.engine.session import MOST_CLAIMS
from inspector.sync.exchange.cards import Card
from inspector.sync.exchange.envelope import MAGIC, Cancelled, Head, Recipient, Sender, sealed_for
from inspector.sync.exchange.file import BLOBS, FRAMES, Writing, new_key, write_exchange
from inspector.sync.exchange.header import (
    MOST_FILES,
    Author,
    Chain,
    Counts,
    Header,
    Purpose,
    ScopeCursor,
    chain_of,
    chains_by,
    covered,
    header_bytes,
)
from inspector.sync.exchange.plan import FAT, PART_SIZE, PartPlan, part_name, planned
from inspector.sync.messages import Cursor, Enrolment, Packet
from inspector.sync.protocol import MOST_BLOB, enrolment_proof, pack
from inspector.sync.regular import open_regular

if TYPE_CHECKING:
    from inspector.storage import Database
    from inspector.storage.syncing.exchange_peers import QueuedFrame
    from inspector.sync.exchange.zipped import Entries

register(
    ProblemKind.INPUT,
    {
        "exchange_other_file": N_("{path} is a file of another kind and was not replaced. Choose another name."),
        "exchange_code_needed": N_(
            "The server {server} does not know this laptop yet. Give the one-time code from its administrator: --code."
        ),
        "exchange_area_unknown": N_("There are no records of the area “{area}” here."),
    },
)

MOST_PEOPLE: Final = 50
MOST_BLOBS: Final = MOST_FILES - 2000
Progress = Callable[[str, int, int], None]
"""Called with "write" or "check", bytes done and bytes in all."""


@dataclass(frozen=True, slots=True)
class _Load:
    """What goes along, and what is told beside it."""

    partner: Partner
    card: Card
    frames: "tuple[QueuedFrame, ...]"
    blobs: tuple[tuple[str, int], ...]
    waiting: int
    header: Header
    areas: Mapping[str, int]


def outline_export(workspace: Workspace, to: str = "", *, areas: Sequence[str] = ()) -> Outline:
    """What a file for somebody would hold. A pool thread. Raises Problem as `export_exchange`."""
    load, names = workspace.store.read(lambda db: (_load(workspace, db, to, areas, ""), area_names(db)))
    parts = _planned(load, PART_SIZE)
    size = sum(one.size for one in load.frames) + sum(size for _sha, size in load.blobs)
    events = sum(one.events for one in load.frames)
    counts = (len(load.frames), events, len(load.blobs), size, load.waiting, len(parts))
    return Outline(load.partner, tuple(load.areas.items()), *counts, names)


def export_exchange(
    workspace: Workspace,
    out: Path,
    to: str = "",
    *,
    areas: Sequence[str] = (),
    code: str = "",
    part_size: int = PART_SIZE,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Exported:
    """Write a file (or parts beside each other) for a partner: its id, code or name; "" for the server.

    `areas`: only these (for a laptop); `code`: a one-time code that lets this laptop in at the server.
    Raises Problem exchange_partner_*, exchange_code_needed, exchange_area_unknown, exchange_other_file,
    target_in_workspace, exchange_part_size, exchange_disk_full, exchange_unwritable, exchange_not_verified,
    exchange_cancelled; whoever is told none may pull out the medium.
    """
    outside_workspaces(out)
    _not_another_kind(out)
    began = workspace.now()
    load = workspace.store.read(lambda db: _load(workspace, db, to, areas, code))
    if load.partner.kind == "server" and not load.partner.enrolled and not code.strip():
        raise Problem("exchange_code_needed", server=load.partner.name)
    parts = _planned(load, part_size)
    nth = workspace.store.call(lambda db: _next(db, load.partner.id))
    header = replace(load.header, nth=nth, at=began.isoformat(timespec="seconds"))
    writer = _Writer(workspace, load, header, parts, progress, cancelled)
    paths = writer.write(out)
    size = sum(path.stat().st_size for path in paths)
    done = Exported(
        load.partner, tuple(paths), len(load.frames), sum(one.events for one in load.frames),
        len(load.blobs) - writer.left, load.waiting + writer.left, size,
    )  # fmt: skip
    workspace.store.call(lambda db: _written(workspace, db, done, began.isoformat(timespec="seconds")))
    return done


def _not_another_kind(out: Path) -> None:
    try:
        if out.exists() and not (out.is_file() or out.is_dir()):
            raise Problem("exchange_other_file", path=out)
        with open_regular(out) as file:
            foreign = file.read(len(MAGIC)) not in (MAGIC, b"")
    except OSError:
        return  # not there, or the attempt to write will tell
    if foreign:
        raise Problem("exchange_other_file", path=out)


def _next(db: "Database", peer: str) -> int:
    """The number of the next file; used up whether it is finished or not."""
    known = db.exchange.peer(peer)
    db.exchange.put(replace(known, sent=known.sent + 1))
    return known.sent + 1


def _written(workspace: Workspace, db: "Database", done: Exported, began: str) -> None:
    ended = workspace.now().isoformat(timespec="seconds")
    with db.transaction():
        db.exchange.put(replace(db.exchange.peer(done.partner.id), sent_at=ended))
        told = {"exported": [path.name for path in done.paths], "waiting": done.waiting}
        db.sync_log.add(
            RoundRecord(
                db.ids.new(), began, ended, "file", done.partner.name, "done", 0, done.frames, 0, done.files,
                bytes_out=done.bytes, changes=told,
            )
        )  # fmt: skip


# --- what goes along -------------------------------------------------------------------------------------------------


def _load(workspace: Workspace, db: "Database", to: str, areas: Sequence[str], code: str) -> _Load:
    partner = partner_named(db, to)
    here = db.exchange.scopes()
    for area in areas:
        if area not in here:
            raise Problem("exchange_area_unknown", area=area)
    chosen = tuple(areas) or tuple(here)
    server = partner.kind == "server"
    frames = db.exchange.unnumbered() if server else _not_there(db, partner, chosen)
    if server and areas:
        frames = tuple(one for one in frames if one.scope in chosen)
    files = _files(db, partner, frames, chosen)
    fitting = sorted((one for one in files.items() if one[1] <= MOST_BLOB), key=lambda one: (one[1], one[0]))
    blobs = tuple(fitting[:MOST_BLOBS])
    waiting = db.exchange.missing_of(one.id for one in frames) + len(files) - len(blobs)
    card = own_card(workspace, db.device)
    header = _header(workspace, db, partner, card, chosen, code)
    sizes = sum(one.size for one in frames) + sum(size for _sha, size in blobs)
    counts = Counts(len(frames), sum(one.events for one in frames), len(blobs), sizes, waiting)
    authors = () if server else tuple(_authors(db, frames))
    return _Load(partner, card, frames, blobs, waiting, replace(header, counts=counts, authors=authors), here)


def _not_there(db: "Database", partner: Partner, scopes: Sequence[str]) -> "tuple[QueuedFrame, ...]":
    """Frames of these scopes that a laptop did not have when it wrote its last file."""
    frames = db.exchange.frames(scopes)
    links: dict[tuple[str, str], dict[str, tuple[int, str]]] = {}
    for one in frames:
        links.setdefault((one.scope, one.dev), {})[one.hash] = (one.n, one.prev)
    told = chains_by([from_fields(Chain, one) for one in db.exchange.peer(partner.id).have])
    has = {key: covered(told.get(key), known) for key, known in links.items()}
    return tuple(one for one in frames if one.hash not in has[one.scope, one.dev])


def _files(db: "Database", partner: Partner, frames: "Sequence[QueuedFrame]", scopes: Sequence[str]) -> dict[str, int]:
    if partner.kind == "server":
        return db.exchange.undelivered()
    wanted = db.exchange.files_here(db.exchange.peer(partner.id).wants, scopes)
    return {**db.exchange.files_of(one.id for one in frames), **wanted}


def _authors(db: "Database", frames: "Sequence[QueuedFrame]") -> Iterator[Author]:
    """Who wrote the records, as far as it is known here."""
    own = db.device.id
    for dev in sorted({one.dev for one in frames} - {own}):
        known = db.peers.device(dev)
        if known is not None:
            yield Author(known.id, known.code, known.public_key.hex(), known.name, known.person)


def _header(
    workspace: Workspace, db: "Database", partner: Partner, card: Card, scopes: tuple[str, ...], code: str
) -> Header:
    server = partner.kind == "server"
    wants = tuple(one.sha256 for one in db.files.to_fetch(MOST_FILES))
    header = Header(
        card,
        partner.id,
        Purpose.SYNC,
        1,
        "",
        acknowledges=db.exchange.peer(partner.id).received,
        scopes=scopes,
        have=tuple(_have(db, tuple(db.exchange.scopes()) if server else scopes)),
        wants=wants,
    )
    if not server:
        return header
    people = tuple((one.login, one.id) for one in db.registers.persons() if one.active and one.login)[:MOST_PEOPLE]
    states = db.peers.scopes()
    cursors = tuple(ScopeCursor(one.scope, Cursor(one.seq, one.id), one.epoch, one.directory) for one in states)
    header = replace(header, people=people, cursors=cursors)
    if not code.strip():
        return header
    return replace(header, purpose=Purpose.FIRST, enrolment=_enrolment(workspace, db, card, code.strip(), people))


def _have(db: "Database", scopes: Sequence[str]) -> Iterator[Chain]:
    links: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for one in db.exchange.frames(scopes):
        links.setdefault((one.scope, one.dev), []).append((one.n, one.prev, one.hash))
    for (scope, dev), frames in links.items():
        chain = chain_of(scope, dev, sorted(frames, key=lambda link: link[0]))
        if chain is not None:
            yield chain


def _enrolment(
    workspace: Workspace, db: "Database", card: Card, code: str, people: tuple[tuple[str, str], ...]
) -> Enrolment:
    """The request of a laptop that is to be let in; the code travels inside the sealed content."""
    area = str(db.settings.get("area", ""))
    scopes = tuple(dict.fromkeys([*((area,) if area else ()), *db.exchange.scopes()]))[:MOST_CLAIMS]
    proof = workspace.store.sign(enrolment_proof(code, card.device, card.public_key, card.exchange_key)).hex()
    keys = card.public_key, card.exchange_key
    return Enrolment(code, card.device, card.code, *keys, card.name, proof, scopes=scopes, people=people)


# --- writing ---------------------------------------------------------------------------------------------------------


def _planned(load: _Load, part_size: int) -> "list[PartPlan[QueuedFrame]]":
    room = len(header_bytes(load.header)) + 1024
    frames = ((one, one.size + 2 * 64 + 64) for one in load.frames)
    return planned(frames, load.blobs, min(part_size, FAT), room)


class _Writer:
    """Writes the parts of one file, with the progress of all of them together."""

    def __init__(
        self,
        workspace: Workspace,
        load: _Load,
        header: Header,
        parts: "Sequence[PartPlan[QueuedFrame]]",
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._workspace = workspace
        self._load = load
        self._header = header
        self._parts = parts
        self._progress = progress
        self._cancelled = cancelled
        self.left = 0
        """Files that were named and turned out to be missing or damaged here."""

    def write(self, out: Path) -> list[Path]:
        """All parts; if one cannot be finished, those before are removed. Raises Problem."""
        card, partner = self._load.card, self._load.partner
        key, identity = new_key(), secrets.token_hex(16)
        sender = Sender(card.device, card.code, card.name, card.public_key)
        boxes = tuple(sealed_for([Recipient(partner.id, partner.name, partner.exchange_key)], key))
        paths: list[Path] = []
        try:
            for number, part in enumerate(self._parts, 1):
                head = Head(identity, number, len(self._parts), self._header.at, sender, boxes)
                path = part_name(out, number, len(self._parts))
                write_exchange(path, head, key, self._header, self._entries(part), self._how(number, part))
                paths.append(path)
        except BaseException:
            for path in paths:
                with contextlib.suppress(OSError):
                    path.unlink()
            raise
        return paths

    def _how(self, number: int, part: "PartPlan[QueuedFrame]") -> Writing:
        before = sum(one.size for one in self._parts[: number - 1])
        total = sum(one.size for one in self._parts)

        def told(stage: str, done: int, of: int) -> None:
            if self._progress is not None:
                share = min(part.size, part.size * done // max(of, 1))
                self._progress(stage, before + share, total)

        return Writing(self._workspace.store.sign, part.size, told, self._cancelled)

    def _entries(self, part: "PartPlan[QueuedFrame]") -> "Entries":
        for number, frames in enumerate(part.packs, 1):
            rows = [one.row for one in frames]
            packets = self._workspace.store.read(lambda db, rows=rows: list(db.exchange.packets(rows)))  # type: ignore[misc]
            yield f"{FRAMES}{number:04d}.ndjson.zst", [pack(Packet(raw, sig) for raw, sig in packets)]
        for sha256, _size in part.blobs:
            data = self._blob(sha256)
            if data is not None:
                yield BLOBS + sha256, [data]

    def _blob(self, sha256: str) -> bytes | None:
        """A file's bytes; one that is missing or damaged here does not keep the rest from travelling."""
        try:
            return self._workspace.store.blobs.get(sha256)
        except Problem as problem:
            if problem.code not in ("blob_missing", "blob_damaged"):
                raise
            self.left += 1
            return None
