"""Planted bugs: parts that do what shipped products did wrong. Each is put in place of the right one for a while.

A simulation that does not notice them proves nothing.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, ClassVar, Final

from sqlalchemy.engine import Connection
from typing_extensions import override

from inspector.domain import merge, plan
from inspector.domain.events import HAZARD_DECISIONS, Event, decode_frame
from inspector.domain.hazard import HazardStatus
from inspector.domain.merge import ALIKE, OUTCOMES, EntityState
from inspector.problems import Problem
from inspector.server.store import Numbers
from inspector.storage.frames.arrivals import Arrival, Checked
from inspector.storage.frames.frames import Frames
from inspector.storage.frames.receiving import Received
from inspector.storage.projections import plan_rows, projections
from inspector.storage.projections.projections import Projector
from inspector.storage.schema import versions
from inspector.storage.syncing.outbox import Delivered, Outgoing
from inspector.sync.engine import pull, push, repair
from inspector.sync.engine.run import Run
from inspector.sync.messages import Packet, Receipt, Receipts, Stored
from inspector.sync.protocol import pack, unpack
from tests.simulation import syncing, world
from tests.simulation.network import Wire

Planting = Callable[[], Any]


@contextmanager
def instead(owner: Any, name: str, wrong: Any) -> Iterator[None]:
    """A wrong part in the place of the right one."""
    right = getattr(owner, name)
    setattr(owner, name, wrong)
    try:
        yield
    finally:
        setattr(owner, name, right)


class BareSequence(Numbers):
    """Numbers that each of two server processes takes in blocks from a sequence: a later one can commit first."""

    blocks: ClassVar[dict[int, list[int]]] = {}
    chance: ClassVar[random.Random] = random.Random(1)
    top: ClassVar[int] = 0

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        if self._first == 0 or self._first > BareSequence.top:
            BareSequence.blocks, BareSequence.top = {}, self._first
        self._process = BareSequence.chance.randrange(2)

    @override
    def next(self) -> int:
        block = BareSequence.blocks.setdefault(self._process, [])
        if not block:
            block += range(BareSequence.top + 1, BareSequence.top + 6)
            BareSequence.top += 5
        number = block.pop(0)
        self._last = max(self._last, number)
        return number


@contextmanager
def bare_sequence() -> Iterator[None]:
    """The server's numbers do not come in the order of its commits."""
    BareSequence.blocks, BareSequence.top = {}, 0
    with instead(world, "NUMBERING", BareSequence):
        yield


@contextmanager
def checkpoint_before_data() -> Iterator[None]:
    """The cursor is saved by itself, before what it stands behind."""
    right = pull.Reading._store

    def store(reading: Any, db: Any, **given: Any) -> Received:
        db.peers.put_scope(given["state"])
        return right(reading, db, **given)

    with instead(pull.Reading, "_store", store):
        yield


@contextmanager
def drop_on_4xx() -> Iterator[None]:
    """A batch that is refused is taken out of the queue, so that it does not keep the others."""

    def hand_over(run: Run, batch: Sequence[Outgoing]) -> None:
        data = pack(Packet(one.raw, one.sig) for one in batch)
        try:
            answer = run.session.ask(lambda token: run.remote.push(token, data))
            push._check(batch, answer)
        except Problem as problem:
            run.endure(problem)
            run.local.write(lambda db: db.outbox.delivered(Delivered(one.id, 1) for one in batch))
            return
        push._keep(run, batch, answer.receipts, answer.backup_seq)

    with instead(push, "_hand_over", hand_over):
        yield


@contextmanager
def last_writer_wins() -> Iterator[None]:
    """Of all decisions the one with the latest time counts."""
    right = merge.fold

    def fold(events: Iterable[Event], **more: Any) -> EntityState:
        every = list(events)
        state = right(every, **more)
        made = [e for e in every if e.type in HAZARD_DECISIONS and e.id not in state.ineffective]
        if state.status is None or not made:
            return state
        last = max(made, key=lambda event: (event.at, event.id))
        status = ALIKE.get(HAZARD_DECISIONS[last.type]) or OUTCOMES[str(last.body["outcome"])]
        return replace(state, status=HazardStatus(status))

    with instead(projections, "fold", fold):
        yield


@contextmanager
def dedupe_by_counter() -> Iterator[None]:
    """A frame whose device and number are known already is taken for a repeat."""
    right = Frames.receive_all

    def receive_all(frames: Any, arrivals: Sequence[Arrival | Checked], *rest: Any, **more: Any) -> Received:
        return right(frames, [one for one in arrivals if not _counted(frames, one)], *rest, **more)

    with instead(Frames, "receive_all", receive_all):
        yield


def _counted(frames: Any, one: Arrival | Checked) -> bool:
    made = one.frame if isinstance(one, Checked) else None
    if made is None:
        return False
    sql = "SELECT 1 FROM frame WHERE dev = :dev AND scope = :scope AND n = :n AND id <> :id"
    return frames._session.one(sql, dev=made.dev, scope=made.scope, n=made.n, id=made.id) is not None


class Trusting(Wire):
    """A laptop that takes its frames for delivered as soon as they are sent."""

    @override
    def push(self, token: str, data: bytes) -> Receipts:
        try:
            return super().push(token, data)
        except Problem as problem:
            if problem.code != "sync_offline":
                raise
        sent = [decode_frame(packet.raw).id for packet in unpack(data)]
        return Receipts(tuple(Receipt(frame, Stored.STORED, 1 + place) for place, frame in enumerate(sent)))


@contextmanager
def receipt_without_answer() -> Iterator[None]:
    """A receipt is taken for granted although no answer came."""
    with instead(syncing, "Wire", Trusting):
        yield


@contextmanager
def repair_that_deletes() -> Iterator[None]:
    """What the server does not have is thrown away."""

    def offer(run: Run, lost: set[str]) -> None:
        def throw(db: Any) -> None:
            gone = [(frame,) for frame in sorted(lost)]
            for table, column in (("file_ref", "frame"), ("event", "frame"), ("frame", "id")):
                db._session.many(f"DELETE FROM {table} WHERE {column} = ?", gone)  # noqa: S608 - own names

        run.local.write(throw)

    with instead(repair, "_offer", offer):
        yield


@contextmanager
def folding_is_forgotten() -> Iterator[None]:
    """What was to be folded later is not, when the program was killed in between."""

    def refresh(projector: Any) -> None:
        projector._postponed.end()

    with instead(Projector, "refresh", refresh):
        yield


@contextmanager
def old_rows_are_kept() -> Iterator[None]:
    """A new program goes on with the rows of the one before."""
    with instead(versions, "rows_are_current", lambda _session: True):
        yield


@contextmanager
def cursor_runs_ahead() -> Iterator[None]:
    """After a push the cursor moves to the last receipt, over what others wrote in between."""
    right = push._follow

    def follow(db: Any, taken: Any, backup_seq: int) -> None:
        right(db, taken, backup_seq)
        for one, got in taken:
            known = db.peers.scope(one.scope)
            if got.seq > known.seq and known.roles:
                db.peers.put_scope(replace(known, seq=got.seq, id=one.id))

    with instead(push, "_follow", follow):
        yield


@contextmanager
def last_change_of_a_plan_wins() -> Iterator[None]:
    """Of what two people changed of a planned visit apart, the later counts and nobody is asked."""
    right = merge.fold

    def fold(events: Iterable[Event], **more: Any) -> EntityState:
        state = right(events, **more)
        if state.kind != plan.KIND:
            return state
        at = {event.id: (event.at, event.id) for event in state.changes}
        last = {name: max(one.heads, key=lambda head: at[head[0]]) for name, one in state.fields.items()}
        return replace(
            state,
            fields={name: one._replace(heads=(last[name],), conflicted=False) for name, one in state.fields.items()},
        )

    with instead(projections, "fold", fold):
        yield


@contextmanager
def cancelling_hides_who_began() -> Iterator[None]:
    """A plan that was cancelled is gone, also where somebody stands in front of the customer."""
    right = plan.status_of

    def status_of(noun: plan.Plan, *rest: Any) -> plan.PlanStatus:
        return plan.PlanStatus.CANCELLED if noun.cancelled else right(noun, *rest)

    with instead(plan_rows, "status_of", status_of):
        yield


BUGS: Final[tuple[Planting, ...]] = (
    bare_sequence,
    checkpoint_before_data,
    drop_on_4xx,
    last_writer_wins,
    dedupe_by_counter,
    receipt_without_answer,
    repair_that_deletes,
    folding_is_forgotten,
    old_rows_are_kept,
    cursor_runs_ahead,
    last_change_of_a_plan_wins,
    cancelling_hides_who_began,
)
