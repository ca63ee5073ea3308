"""Handing over what has no receipt yet: small batches, a receipt for every frame, in short writes.

A frame that the server refuses stays in the queue and is offered again every round; it never stops the others. A batch
that is refused as a whole is halved until the one that is meant stands alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from inspector.problems import Problem
from inspector.storage.syncing.outbox import Delivered, Outgoing
from inspector.sync.engine.alarms import Alarm
from inspector.sync.engine.alarms import keep as keep_alarm
from inspector.sync.engine.run import Run
from inspector.sync.messages import Packet, Receipt, Receipts, Stored, malformed
from inspector.sync.protocol import batches, pack

if TYPE_CHECKING:
    from inspector.storage import Database

ALARMING: Final = frozenset({"forked", "revoked"})
"""Rulings that say something about the laptop and not about the record."""
AT_ONCE: Final = 200
"""Frames that are read from the queue at once."""


def push(run: Run) -> None:
    """Hand over everything that has no number. Raises Problem or Stopped.

    What was refused before comes last: it must not keep what is new from going out.
    """
    run.offered = 0
    tried: set[str] = set()
    total = run.local.read(lambda db: db.outbox.counts().unsent)
    for refused in (False, True):
        _queue(run, tried, total, refused=refused)


def _queue(run: Run, tried: set[str], total: int, *, refused: bool) -> None:
    after = 0
    while True:
        found = run.local.read(lambda db, start=after: db.outbox.outgoing(start, AT_ONCE, refused=refused))  # type: ignore[misc]
        if not found:
            return
        waiting = [one for one in found if one.id not in tried]
        for batch in batches(waiting, lambda one: (one.events, len(one.raw))):
            run.breathe()
            run.progress("push", len(tried), total)
            tried.update(one.id for one in batch)
            _hand_over(run, batch)
        after = found[-1].row


def _hand_over(run: Run, batch: Sequence[Outgoing]) -> None:
    data = pack(Packet(one.raw, one.sig) for one in batch)
    try:
        answer = run.session.ask(lambda token: run.remote.push(token, data))
        _check(batch, answer)
    except Problem as problem:
        run.endure(problem)
        if len(batch) > 1:
            half = len(batch) // 2
            _hand_over(run, batch[:half])
            _hand_over(run, batch[half:])
            return
        _keep(run, batch, [Receipt(batch[0].id, Stored.REFUSED, code=problem.code)], 0)
        return
    run.went_well()
    _keep(run, batch, answer.receipts, answer.backup_seq)


def _check(batch: Sequence[Outgoing], answer: Receipts) -> None:
    """A receipt counts only if it names the frame that was sent. Raises Problem protocol_malformed."""
    if len(answer.receipts) != len(batch):
        raise malformed("receipts")
    for one, receipt in zip(batch, answer.receipts, strict=True):
        if receipt.status is not Stored.REFUSED and (receipt.frame != one.id or receipt.seq < 1):
            raise malformed("receipt")


def _keep(run: Run, batch: Sequence[Outgoing], receipts: Sequence[Receipt], backup_seq: int) -> None:
    """Write the receipts down: only then do they count."""
    pairs = list(zip(batch, receipts, strict=True))
    taken = [(one, got) for one, got in pairs if got.status is not Stored.REFUSED]
    refused = {one.id: got.code or "frame_malformed" for one, got in pairs if got.status is Stored.REFUSED}

    def keep(db: "Database") -> tuple[set[str], set[str]]:
        with db.transaction():
            db.outbox.delivered(Delivered(one.id, got.seq, got.code, got.rulings) for one, got in taken)
            for frame, code in refused.items():
                db.outbox.refused(frame, code)
            _follow(db, taken, backup_seq)
            own = db.own_devices()
            return _rulings(db, [pair for pair in taken if pair[0].dev in own])

    told, ruled = run.local.write(keep, quiet=not taken)
    run.sent += len(taken)
    run.refused -= {one.id for one, _got in taken}
    run.refused |= refused.keys()
    run.ruled |= ruled
    for code in sorted(told):
        run.alarm(code)


def _follow(db: "Database", taken: Iterable[tuple[Outgoing, Receipt]], backup_seq: int) -> None:
    """Move cursors over numbers that follow them without a gap: nobody else wrote in between.

    The server allots numbers one by one under a lock, so what is next to a known frame needs no reading. A pull then
    brings nothing that this laptop has written itself.
    """
    by_scope = sorted(taken, key=lambda pair: (pair[0].scope, pair[1].seq))
    for scope, pairs in groupby(by_scope, key=lambda pair: pair[0].scope):
        known = db.peers.scope(scope)
        seq, identity = known.seq, known.id
        for one, got in pairs:
            if got.seq == seq + 1 and known.roles:
                seq, identity = got.seq, one.id
        told = replace(known, seq=seq, id=identity, backup_seq=backup_seq or known.backup_seq)
        if told != known:
            db.peers.put_scope(told)


def _rulings(db: "Database", own: Iterable[tuple[Outgoing, Receipt]]) -> tuple[set[str], set[str]]:
    """What has no effect of what this laptop wrote itself: what to tell people, and the events."""
    rulings = [ruling for _one, got in own for ruling in got.rulings]
    alarming = {code for _event, code in rulings} & ALARMING
    for code in sorted(alarming):
        keep_alarm(db, Alarm(code))
    return alarming, {event for event, _code in rulings}
