"""Storing what arrives from others: raw first, folded second, in one transaction; one bad frame never stops the rest.

The order of arrival is free, repeats change nothing, and nothing that is here is ever overwritten: what contradicts it,
what nobody is known to have signed and what cannot be read is parked, with its bytes, and tried again when a key is
learned. Forks (two frames of one device at one place) are stored like all others: which of them counts is the server's
ruling, which is an event.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from inspector.domain.events import Event, Frame
from inspector.quick_dataclass import dataclass
from inspector.storage.collecting import no_collecting
from inspector.storage.frames.arrivals import CHANGED, Arrival, Checked, Signatures, check_arrival, checked_again, named
from inspector.storage.frames.files import refer
from inspector.storage.frames.peers import Peers
from inspector.storage.projections.projections import Projector
from inspector.storage.session import Session, chunks

FRAME_COLUMNS: Final = (
    "id", "scope", "dev", "n", "prev", "user", "at", "hash", "seq", "events", "raw", "sig",
)  # fmt: skip
INSERT_FRAME: Final = f"INSERT INTO frame ({', '.join(FRAME_COLUMNS)}) VALUES ({', '.join('?' * len(FRAME_COLUMNS))})"  # noqa: S608 - own names
INSERT_EVENT: Final = "INSERT INTO event (id, frame, entity, kind, type, raw) VALUES (?, ?, ?, ?, ?, ?)"
PARK: Final = (
    "INSERT INTO parked_frame (hash, id, code, dev, scope, at, via, seq, raw, sig)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (hash) DO UPDATE SET code = excluded.code, seq = coalesce(excluded.seq, seq)"
)
UNPARK: Final = (
    "DELETE FROM parked_frame WHERE EXISTS"
    " (SELECT 1 FROM frame f WHERE f.id = parked_frame.id AND f.hash = parked_frame.hash)"
)
NUMBERED: Final = "UPDATE frame SET seq = ?, refused = '' WHERE id = ? AND seq IS NOT ?"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of frames that arrived.

    `stored`: ids of those that are new here; `known`: how many were here already; `parked`: (id, or hash where it
    cannot be read; code); `touched`: (kind, entity) folded anew; `own`: how many of the new ones this device wrote
    itself, which says that its workspace was copied or set back.
    """

    stored: tuple[str, ...] = ()
    known: int = 0
    parked: tuple[tuple[str, str], ...] = ()
    touched: tuple[tuple[str, str], ...] = ()
    own: int = 0


@dataclass(frozen=True, slots=True)
class Parked:
    """A frame that was put aside; its hash names it.

    Id, device and scope are what it claims; `via` says how it came, `seq` is the number that the server gave it.
    """

    hash: str
    id: str
    code: str
    dev: str
    scope: str
    at: str
    via: str
    seq: int | None = None


class Receiving:
    """Stores frames of others."""

    def __init__(self, session: Session, projector: Projector) -> None:
        self._session = session
        self._projector = projector
        self._peers = Peers(session)

    def receive_all(self, arrivals: Sequence[Arrival | Checked], via: str = "", *, later: bool = False) -> Received:
        """Store these frames and fold what they speak of, in one transaction (joined, if one is open).

        Those that come as `Checked` are only checked again if another key counts now. `via` says how they came. With
        `later` nothing is folded yet but by `Projector.catch_up`. Raises nothing for what is in a frame; Problem of the
        disk as everywhere.
        """
        with no_collecting(), self._session.transaction():
            sorting = _Sorting(self._session, self._read(arrivals))
            sorting.sort()
            self._park(sorting.parked, via)
            if later:
                self._projector.postpone()
            self._store(sorting.fresh)
            self._session.many(NUMBERED, sorting.numbers)
            self._session.run(UNPARK)
            events = [event for one in sorting.fresh if one.frame is not None for event in one.frame.events]
            touched = self._keep(events) if later else self._fold(events)
        return self._told(sorting, touched)

    def retry_parked(self) -> Received:
        """Try again what is parked and may have become clear; what can be stored now leaves its place there."""
        with self._session.transaction():
            sql = "SELECT raw, sig, seq FROM parked_frame WHERE code <> :changed ORDER BY rowid"
            rows = self._session.rows(sql, changed=CHANGED)
            return self.receive_all([Arrival(bytes(row.raw), bytes(row.sig), row.seq) for row in rows])

    def parked(self) -> tuple[Parked, ...]:
        """What is put aside, oldest first."""
        sql = "SELECT hash, id, code, dev, scope, at, via, seq FROM parked_frame ORDER BY rowid"
        return tuple(Parked(*row) for row in self._session.rows(sql))

    def _read(self, arrivals: Sequence[Arrival | Checked]) -> Iterator[Checked]:
        signatures = Signatures(self._peers.keys())
        for one in arrivals:
            yield checked_again(one, signatures) if isinstance(one, Checked) else check_arrival(one, signatures)

    def _park(self, refused: Iterable[tuple[Checked, str]], via: str) -> None:
        at = self._session.moment()
        rows: list[tuple[Any, ...]] = []
        for one, code in refused:
            came = one.arrival
            rows.append((one.hash, *_park_names(one, code), at, via, came.seq, came.raw, came.sig))
        self._session.many(PARK, rows)

    def _store(self, fresh: Sequence[Checked]) -> None:
        frames: list[tuple[Any, ...]] = []
        events: list[tuple[Any, ...]] = []
        made_of = [(one, one.frame) for one in fresh if one.frame is not None]
        for one, made in made_of:
            frames.append(frame_row(made, one.hash, one.arrival))
            events += event_rows(made, one.texts)
        self._session.many(INSERT_FRAME, frames)
        self._session.many(INSERT_EVENT, events)
        refer(self._session, [made for _one, made in made_of])

    def _keep(self, events: Sequence[Event]) -> tuple[tuple[str, str], ...]:
        self._projector.keep(events)
        return ()

    def _fold(self, events: Sequence[Event]) -> tuple[tuple[str, str], ...]:
        by_entity: dict[str, list[Event]] = {}
        for event in events:
            by_entity.setdefault(event.entity, []).append(event)

        def write(entities: Sequence[str]) -> None:
            self._projector.update(event for entity in entities for event in by_entity[entity])

        if by_entity:
            self._projector.safely(list(by_entity), write)
        return tuple(sorted({(event.kind, event.entity) for event in events}))

    def _told(self, sorting: "_Sorting", touched: tuple[tuple[str, str], ...]) -> Received:
        own = self._session.device.info.id
        made = [one.frame for one in sorting.fresh if one.frame is not None]
        return Received(
            tuple(frame.id for frame in made),
            sorting.known,
            tuple((named(one)[0] or one.hash, code) for one, code in sorting.parked),
            touched,
            sum(1 for frame in made if frame.dev == own),
        )


class _Sorting:
    """Which of the arrivals are new, known, or contradict what is here."""

    def __init__(self, session: Session, arrivals: Iterable[Checked]) -> None:
        self._session = session
        self._arrivals = list(arrivals)
        self.fresh: list[Checked] = []
        self.known = 0
        self.numbers: list[tuple[int, str, int]] = []
        """Server's number, frame and number again, of frames that are here."""
        self.parked: list[tuple[Checked, str]] = []

    def sort(self) -> None:
        """Put each arrival where it belongs."""
        frames = [one.frame for one in self._arrivals if one.frame is not None]
        hashes = self._hashes([frame.id for frame in frames])
        taken = self._taken([event.id for frame in frames if frame.id not in hashes for event in frame.events])
        for one in self._arrivals:
            made = one.frame
            if made is not None and hashes.get(made.id) == one.hash:
                self.known += 1
                self._number(made.id, one.arrival.seq)
            elif made is None or one.code:
                self.parked.append((one, one.code))
            elif made.id in hashes or any(event.id in taken for event in made.events):
                self.parked.append((one, CHANGED))
            else:
                self.fresh.append(one)
                hashes[made.id] = one.hash
                taken.update(event.id for event in made.events)

    def _number(self, frame: str, seq: int | None) -> None:
        if seq is not None:
            self.numbers.append((seq, frame, seq))

    def _hashes(self, frames: Sequence[str]) -> dict[str, str]:
        sql = "SELECT id, hash FROM frame WHERE id IN"
        return {row.id: row.hash for chunk in chunks(frames) for row in self._session.within(sql, chunk)}

    def _taken(self, events: Sequence[str]) -> set[str]:
        sql = "SELECT id FROM event WHERE id IN"
        return {row.id for chunk in chunks(events) for row in self._session.within(sql, chunk)}


def _park_names(one: Checked, code: str) -> tuple[str, str, str, str]:
    identity, dev, scope = named(one)
    return identity, code, dev, scope


def frame_row(made: Frame, digest: str, came: Arrival) -> tuple[Any, ...]:
    """The row of a frame, in the order of `FRAME_COLUMNS`."""
    head = (made.id, made.scope, made.dev, made.n, made.prev, made.user, made.at)
    return (*head, digest, came.seq, len(made.events), came.raw, came.sig)


def event_rows(made: Frame, texts: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of a frame's events; `texts` is the JSON of each."""
    return [
        (event.id, made.id, event.entity, event.kind, event.type, text)
        for event, text in zip(made.events, texts, strict=True)
    ]
