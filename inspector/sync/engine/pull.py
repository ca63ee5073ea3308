"""Reading a scope: page by page from the cursor to the head that the first page names.

The next page is under way while this one is checked, and this one is checked while the one before is folded.
Signatures are checked beside the database; what a page brings and the cursor behind it are one transaction. Whose
frames may arrive is the server's word: certificates signed with the key that was pinned when the laptop was enrolled.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from inspector.domain.events import frame_id
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.storage.folder.device import is_authentic
from inspector.storage.frames.arrivals import Arrival, Checked, check_arrivals
from inspector.storage.frames.peers import KnownDevice, ScopeState
from inspector.storage.frames.receiving import Received
from inspector.sync.engine.alarms import Alarm, keep
from inspector.sync.engine.run import Run, Stopped
from inspector.sync.messages import Certificate, Cursor, Page, PageHead, malformed
from inspector.sync.protocol import unpack_page

if TYPE_CHECKING:
    from inspector.storage import Database

FOLD_AT: Final = 110_000
"""Events that may wait to be folded: they are kept in memory, and what they say is seen only then."""
T = TypeVar("T")


class Restored(Exception):  # noqa: N818 - the server's state, not an error here
    """The server has another history than the one that was read: it was restored or replaced."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


@dataclass(slots=True)
class Reading:
    """A scope that is being read. `state` is where the page that was asked for last ends."""

    run: Run
    state: ScopeState
    keys: dict[str, bytes]
    first: PageHead | None = None
    first_read: bool = False
    later: bool = False
    """Whether there are several pages: then things are folded when all of them are here, each only once."""
    waiting: int = 0
    """Events that wait for that."""
    coming: int = 0
    """Events of the page that was checked last."""
    fetching: Callable[[], bytes] | None = None
    storing: Callable[[], Received] | None = None
    """What is under way and was not waited for."""

    def read(self) -> PageHead:
        """Read to the head; it comes back. Raises Problem, Stopped, Restored; what was stored by then stays."""
        try:
            return self._pages()
        except (Problem, Stopped, Restored):
            self._settle()
            raise

    def _pages(self) -> PageHead:
        self.fetching = self.run.local.ahead(self._request(self.state))
        while True:
            fetched, self.fetching = self.fetching, None
            page = unpack_page(fetched())
            before, more = self._turn(page)
            if more:
                self.fetching = self.run.local.ahead(self._request(self.state))
            step = self._step(page, before)
            self._stored()
            if self.waiting > FOLD_AT:
                self._fold()
            self.waiting += self.coming
            self.storing = self.run.local.ahead(step)
            if self.fetching is None:
                break
            self.run.breathe()
        self._stored()
        self._fold()
        return self.first or page.head

    def _fold(self) -> None:
        """Fold what was put off, in short turns."""
        self.waiting = 0
        while self.later and self.run.local.write(self._caught_up):
            pass

    def _caught_up(self, db: "Database") -> bool:
        touched = db.frames.catch_up()
        self.run.changes.after(db, touched)
        return bool(touched)

    def _stored(self) -> None:
        """Wait for the page that is being stored."""
        storing, self.storing = self.storing, None
        if storing is not None:
            self._count(storing())

    def _settle(self) -> None:
        """Wait for what is under way when something went wrong; that is told, what goes wrong here is not."""
        for rest in (self._stored, self.fetching, self._fold):
            with contextlib.suppress(Problem):
                if rest is not None:
                    rest()

    def _request(self, state: ScopeState) -> Callable[[], bytes]:
        head = self.first.head if self.first is not None else None
        ask, pull = self.run.session.ask, self.run.remote.pull
        after = Cursor(state.seq, state.id)
        return lambda: ask(lambda token: pull(token, state.scope, after, head, state.directory))

    def _turn(self, page: Page) -> tuple[ScopeState, bool]:
        """Move behind a page; where it began, and whether another one follows. Raises Problem or Restored."""
        head, before = page.head, self.state
        if before.epoch and head.epoch != before.epoch:
            raise Restored(head.epoch)
        self.first = self.first or head
        numbers = [packet.seq or 0 for packet in page.packets]
        rising = all(low < high for low, high in zip([before.seq, *numbers], numbers, strict=False))
        if head.scope != before.scope or head.head != self.first.head or not rising:
            raise malformed("page")
        if head.more and not numbers and not head.directory:
            raise malformed("more")
        last = frame_id(page.packets[-1].raw) if page.packets else before.id
        self.state = replace(
            before,
            seq=numbers[-1] if numbers else before.seq,
            id=last,
            epoch=head.epoch,
            directory=max([before.directory, *(one.number for one in head.directory)]),
            backup_seq=head.backup_seq,
            backup_at=head.backup_at,
        )
        self.later = self.later or head.more
        self.run.received += len(numbers)
        self.run.progress("pull", self.run.received, head.count if self.first_read else 0)
        return before, head.more

    def _step(self, page: Page, before: ScopeState) -> Callable[[], Received]:
        """Check a page; what stores it then."""
        devices = [self._device(one) for one in page.head.directory]
        self.keys.update({one.id: one.public_key for one in devices if one.id not in self.keys})
        checked = check_arrivals((Arrival(one.raw, one.sig, one.seq) for one in page.packets), self.keys)
        self.coming = sum(len(one.frame.events) for one in checked if one.frame is not None)
        quiet = not checked and not devices
        if quiet and self.state == before:
            return Received
        store = partial(self._store, checked=checked, devices=devices, state=self.state, later=self.later)
        return lambda: self.run.local.write(store, quiet=quiet)

    def _device(self, told: Certificate) -> KnownDevice:
        """A device the server vouches for. Raises Problem server_changed if it is not this server that does."""
        try:
            key, exchange, sig = (bytes.fromhex(text) for text in (told.public_key, told.exchange_key, told.sig))
        except ValueError:
            raise malformed("certificate") from None
        member = self.run.session.member
        if not is_authentic(bytes.fromhex(member.public_key), sig, told.signed_text):
            raise Problem("server_changed", url=member.url)
        if told.device == self.run.local.device.id and told.revoked:
            self.run.alarm("revoked")
        return KnownDevice(
            told.device, told.device_code, key, exchange, told.person, told.name, told.revoked, "server", told.number
        )

    def _store(
        self,
        db: "Database",
        checked: tuple[Checked, ...],
        devices: list[KnownDevice],
        state: ScopeState,
        *,
        later: bool,
    ) -> Received:
        entities = {event.entity for one in checked if one.frame is not None for event in one.frame.events}
        with db.transaction():
            new = [self._learn(db, device) for device in devices]
            self.run.changes.before(db, entities, first_read=self.first_read)
            received = db.frames.receive_all(checked, self.run.session.member.name, later=later)
            again = db.frames.retry_parked() if any(new) and db.frames.parked() else Received()
            self.run.changes.after(db, (*received.touched, *again.touched))
            db.peers.put_scope(state)
            if own := received.own + again.own:
                keep(db, Alarm("own_frames_elsewhere", {"count": self.run.own + own}))
        return replace(received, stored=received.stored + again.stored, own=received.own + again.own)

    def _learn(self, db: "Database", device: KnownDevice) -> bool:
        try:
            return db.peers.learn(device)
        except Problem as problem:
            if problem.code != "device_key_changed":
                raise
            self.run.alarm("device_key_changed_there", device=device.name or device.id)
            return False

    def _count(self, received: Received) -> None:
        self.run.stored += len(received.stored)
        self.run.own += received.own
        if received.own:
            self.run.alarm("own_frames_elsewhere", count=self.run.own)


def read_scope(run: Run, scope: str, roles: tuple[str, ...]) -> PageHead:
    """Read what is new in a scope; the head it was read to. Raises Problem, Stopped, Restored."""
    state, keys = run.local.read(lambda db: (db.peers.scope(scope), dict(db.peers.keys())))
    reading = Reading(run, replace(state, roles=roles), keys, first_read=not state.seq)
    try:
        return reading.read()
    except Problem as problem:
        if problem.code == "cursor_unknown":
            raise Restored(str(problem.params.get("epoch", ""))) from None
        raise
