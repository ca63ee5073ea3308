"""Photos and other files: the smallest first, piece by piece, going on where it broke off, checked as a whole.

One file that is damaged, refused or missing never stops the others; it is tried again in the next round.
"""

import contextlib
import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeVar

from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.frames.files import FileRef
from inspector.sync.engine.run import SMALL, Run, Stopped, portions
from inspector.sync.messages import Hashes
from inspector.sync.protocol import MOST_ASKED, MOST_BLOB, PIECE

if TYPE_CHECKING:
    from inspector.storage import Database

T = TypeVar("T")

AT_ONCE: Final = 200
"""Files that are taken from the list at once."""
NOTED: Final = 25
"""Files that are noted together as sent or arrived: each note is a durable write."""
AHEAD: Final = 3
MOST_AHEAD: Final = 4 * 1024 * 1024
"""Files, and bytes of them, that are under way at once."""
LEADING: Final = (Role.LEAD, Role.ADMINISTRATOR)
"""Who judges what is in quarantine."""
TURNS: Final = 4
"""How often a file is begun elsewhere because the server has another part of it."""


def most_bytes(run: Run) -> int:
    """Bytes of the largest file that goes over the wire now; 0 for none."""
    return {"all": MOST_BLOB, "small": SMALL, "none": 0}[run.options.files]


def files(run: Run, readable: frozenset[str]) -> None:
    """Send and fetch. Raises Problem (one that ends the round) or Stopped."""
    if most_bytes(run):
        run.stage(Sending(run, readable).all)
        if readable:
            fetching = Fetching(run)
            run.stage(fetching.all)
            if fetching.came:  # the server may have given them for another scope than the record's: ask what it lacks
                run.stage(Sending(run, readable).all)
    run.stage(lambda: _ask_saved(run, readable))


def _ask_saved(run: Run, readable: frozenset[str]) -> None:
    """After each backup of the server: ask which files are in it. Raises Problem or Stopped."""
    for state in run.local.read(lambda db: db.peers.scopes()):
        if state.scope in readable and state.saved_at != state.backup_at:
            _ask_saved_of(run, state.scope)
            run.local.write(partial(_note_asked, scope=state.scope, backup_at=state.backup_at), quiet=True)


def _ask_saved_of(run: Run, scope: str) -> None:
    after = ""
    while some := run.local.read(partial(_unsaved, scope=scope, after=after)):
        run.breathe()
        told = run.session.ask(partial(run.remote.blobs_unsaved, scope=scope, asked=Hashes(some)))
        run.local.write(partial(_note_saved, scope=scope, hashes=sorted(set(some) - set(told.sha256))), quiet=True)
        after = some[-1]


def _unsaved(db: "Database", *, scope: str, after: str) -> tuple[str, ...]:
    return db.files.unsaved(scope, after, MOST_ASKED)


def _note_saved(db: "Database", *, scope: str, hashes: Sequence[str]) -> None:
    db.files.saved(scope, hashes)


def _note_asked(db: "Database", *, scope: str, backup_at: int) -> None:
    db.peers.put_scope(replace(db.peers.scope(scope), saved_at=backup_at))


@dataclass(slots=True)
class Noting:
    """Collects what is done and writes it down in small portions."""

    write: Callable[[list[FileRef]], None]
    done: list[FileRef] = field(default_factory=list)

    def add(self, ref: FileRef) -> None:
        """One more."""
        self.done.append(ref)
        if len(self.done) >= NOTED or ref.size >= PIECE:
            self.flush()

    def flush(self) -> None:
        """Write down what was collected."""
        if self.done:
            done, self.done = self.done, []
            self.write(done)


def in_turn(
    run: Run,
    refs: Sequence[FileRef],
    work: Callable[[FileRef], T],
    count: Callable[[FileRef, Callable[[], T]], None],
) -> None:
    """Work on each file, with the next ones under way meanwhile; `count` waits for each in its turn.

    Over a slow line most of the time of a small file is waiting for the answer. Raises Problem or Stopped.
    """
    waiting = deque(refs)
    begun: deque[tuple[FileRef, Callable[[], T]]] = deque()
    try:
        while waiting or begun:
            run.breathe()
            run.progress("files", len(refs) - len(waiting) - len(begun), len(refs))
            while waiting and (not begun or _has_room([ref for ref, _done in begun], waiting[0])):
                ref = waiting.popleft()
                begun.append((ref, run.local.ahead(partial(work, ref))))
            count(*begun.popleft())
    except (Problem, Stopped):
        for _ref, done in begun:
            with contextlib.suppress(Problem, Stopped):
                done()
        raise


def _has_room(under_way: Sequence[FileRef], ref: FileRef) -> bool:
    return len(under_way) < AHEAD and sum(one.size for one in under_way) + ref.size <= MOST_AHEAD


@dataclass(slots=True)
class Sending:
    """Files that the server lacks."""

    run: Run
    readable: frozenset[str]
    skipped: set[tuple[str, str]] = field(default_factory=set)

    def all(self) -> None:
        """Send them. Raises Problem or Stopped."""
        note = Noting(self._delivered)
        try:
            while waiting := self._waiting():
                for scope, refs in groupby(sorted(waiting, key=lambda one: one.scope), key=lambda one: one.scope):
                    self._of_scope(scope, sorted(refs, key=lambda one: one.size), note)
                note.flush()
        finally:
            note.flush()

    def _waiting(self) -> list[FileRef]:
        limit, most = len(self.skipped) + AT_ONCE, most_bytes(self.run)
        found = self.run.local.read(lambda db: db.files.to_send(limit, most))
        return [ref for ref in found if (ref.scope, ref.sha256) not in self.skipped]

    def _of_scope(self, scope: str, refs: Sequence[FileRef], note: Noting) -> None:
        try:
            missing = self._missing(scope, [ref.sha256 for ref in refs])
        except Problem as problem:
            self._skip(problem, refs)
            return
        in_turn(
            self.run,
            refs,
            lambda ref: self._one(ref, known=ref.sha256 not in missing),
            lambda ref, done: self._count(ref, done, note, known=ref.sha256 not in missing),
        )

    def _missing(self, scope: str, hashes: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for some in portions(hashes, MOST_ASKED):
            asked = Hashes(tuple(some))
            told = self.run.session.ask(lambda token, asked=asked: self.run.remote.blobs_missing(token, scope, asked))  # type: ignore[misc]
            found.update(told.sha256)
        return found

    def _one(self, ref: FileRef, *, known: bool) -> None:
        """Send a file. `known`: the server did not say that it lacks it. Raises Problem.

        It says so only of what this laptop may read; elsewhere it is asked for each one.
        """
        if not known:
            self._send(ref)
        elif ref.scope not in self.readable:
            self._need_there(ref)

    def _count(self, ref: FileRef, done: Callable[[], None], note: Noting, *, known: bool) -> None:
        try:
            done()
        except Problem as problem:
            self._skip(problem, [ref])
            return
        self.run.went_well()
        self.run.files_sent += int(not known)
        note.add(ref)

    def _need_there(self, ref: FileRef) -> None:
        """Raises Problem blob_unknown unless the server has it whole."""
        if not self.run.session.ask(lambda token: self.run.remote.blob_offset(token, ref.scope, ref.sha256)).complete:
            raise Problem("blob_unknown")

    def _send(self, ref: FileRef) -> None:
        """All pieces from where the server says it is. Raises Problem."""
        data = self.run.local.blobs.get(ref.sha256)
        offset = turns = 0
        while True:
            self.run.breathe()
            try:
                at, piece = offset, data[offset : offset + PIECE]
                told = self.run.session.ask(
                    lambda token, at=at, piece=piece: self.run.remote.blob_put(token, ref.scope, ref.sha256, at, piece)  # type: ignore[misc]
                )
            except Problem as problem:
                turns += 1
                if problem.code not in ("blob_offset", "blob_wrong") or turns > TURNS:
                    raise
                offset = _offset(problem, len(data))
                continue
            if told.complete:
                return
            if not offset < told.offset <= len(data):
                raise Problem("blob_wrong")
            offset = told.offset

    def _skip(self, problem: Problem, refs: Iterable[FileRef]) -> None:
        self.skipped |= {(ref.scope, ref.sha256) for ref in refs}
        self.run.endure(problem)

    def _delivered(self, refs: list[FileRef]) -> None:
        by_scope: dict[str, list[str]] = {}
        for ref in refs:
            by_scope.setdefault(ref.scope, []).append(ref.sha256)

        def write(db: "Database") -> None:
            with db.transaction():
                for scope, hashes in by_scope.items():
                    db.files.delivered(scope, hashes)

        self.run.local.write(write, quiet=True)


def _offset(problem: Problem, size: int) -> int:
    """Where to go on; from the beginning when what arrived was thrown away. Raises the problem if that is nowhere."""
    if problem.code == "blob_wrong":
        return 0
    text = str(problem.params.get("offset", ""))
    if not (text.isascii() and text.isdigit()) or int(text) > size:
        raise problem
    return int(text)


@dataclass(slots=True)
class Fetching:
    """Files that are missing here; on a lead's laptop also those of records in quarantine, which he decides about."""

    run: Run
    skipped: set[str] = field(default_factory=set)
    came: bool = False
    """Whether anything is here now that was not."""

    def all(self) -> None:
        """Fetch them. Raises Problem or Stopped."""
        note = Noting(self._arrived)
        try:
            while waiting := self._waiting():
                in_turn(self.run, waiting, self._fetch, lambda ref, done: self._count(ref, done, note))
                note.flush()
        finally:
            note.flush()

    def _waiting(self) -> list[FileRef]:
        limit, most = len(self.skipped) + AT_ONCE, most_bytes(self.run)
        leads = any(role in LEADING for one in self.run.session.people for role in one.roles)
        found = self.run.local.read(lambda db: db.files.to_fetch(limit, most, ruled_out=leads))
        return [ref for ref in found if ref.sha256 not in self.skipped]

    def _fetch(self, ref: FileRef) -> bool:
        """Fetch a file; whether it was missing. Raises Problem."""
        if self.run.local.blobs.has(ref.sha256):
            return False
        self.run.local.blobs.put(self._whole(ref))
        return True

    def _count(self, ref: FileRef, done: Callable[[], bool], note: Noting) -> None:
        try:
            self.run.files_received += int(done())
        except Problem as problem:
            self.skipped.add(ref.sha256)
            if problem.code != "blob_unknown":  # else whoever has it has not sent it yet: the figures say so
                self.run.endure(problem)
            return
        self.run.went_well()
        note.add(ref)

    def _whole(self, ref: FileRef) -> bytes:
        """The file's bytes, whatever size others claim: only the hash decides. Raises Problem."""
        parts = self.run.local.parts
        data = parts.get(ref.sha256) if ref.size > PIECE else b""
        found = hashlib.sha256(data)
        while len(data) < ref.size and found.hexdigest() != ref.sha256:
            self.run.breathe()
            at, length = len(data), min(PIECE, ref.size - len(data))
            piece = self._piece(ref, at, length)
            if len(piece) > length:
                break
            found.update(piece)
            data += piece
            if len(piece) < length:  # the server has no more of it
                break
            if len(data) < ref.size:
                parts.add(ref.sha256, piece)
        if ref.size > PIECE:
            parts.drop(ref.sha256)
        if found.hexdigest() != ref.sha256:
            raise Problem("blob_wrong")
        return data

    def _piece(self, ref: FileRef, at: int, length: int) -> bytes:
        """A piece; nothing from behind the end, which the server calls malformed. Raises Problem."""
        try:
            return self.run.session.ask(lambda token: self.run.remote.blob_get(token, ref.sha256, at, length))
        except Problem as problem:
            if at and problem.code == "protocol_malformed":
                return b""
            raise

    def _arrived(self, refs: list[FileRef]) -> None:
        self.came = True

        def write(db: "Database") -> None:
            with db.transaction():
                for ref in refs:
                    db.files.arrived(ref.sha256)

        self.run.local.write(write)
