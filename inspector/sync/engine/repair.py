"""Making sure that both sides hold the same, and what to do when they do not.

After each read the set digest of everything here up to the head is compared with the server's. Where it differs, ids
are compared bucket by bucket: what the server lacks is offered again, what is missing here is read again from the
beginning, which changes nothing of what is here. The same happens when the server was set back to a backup.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from inspector.problems import Problem
from inspector.sync.digests import Buckets, SetDigest, hash_of
from inspector.sync.engine.alarms import Alarm, keep, untold
from inspector.sync.engine.pull import Restored, read_scope
from inspector.sync.engine.run import Run
from inspector.sync.engine.session import leave_epoch
from inspector.sync.messages import PageHead, malformed

if TYPE_CHECKING:
    from inspector.storage import Database

DEEPEST = 16
"""Digits of a bucket's name."""
TRIES = 3
"""Reads of one scope in a round: a second one after a repair, a third one after a server that was set back."""


def bring_up(run: Run, scope: str, roles: tuple[str, ...]) -> None:
    """Read a scope, compare, repair. Raises Problem or Stopped."""
    _doubt(run, scope)
    repaired = False
    for _try in range(TRIES):
        run.breathe()
        try:
            head = read_scope(run, scope, roles)
        except Restored as restored:
            _set_back(run, scope, restored.epoch)
            continue
        if _agrees(run, scope, roles, head):
            return
        if repaired:
            break
        repaired = _repair(run, scope)
        if run.offered and not repaired:
            return  # the server will have it after the next push; then it is compared again
    run.alarm("digest_differs")
    run.problem = Problem("digest_differs")


def _doubt(run: Run, scope: str) -> None:
    """What was numbered in a scope while it could not be read has met no epoch that a restored server would break."""
    hello = run.session.hello
    if hello is None or not run.session.restored:
        return
    if not run.local.read(lambda db: db.peers.scope(scope)).epoch:
        _set_back(run, scope, hello.epoch)


def _agrees(run: Run, scope: str, roles: tuple[str, ...], head: PageHead) -> bool:
    """Whether everything here up to the head is what the server has; remembers it, and that it was read now."""
    known = run.local.read(lambda db: db.peers.scope(scope))
    told = (head.digest, head.count)
    same = (known.head_digest, known.count) == told and not run.sent and not run.received
    if not same:
        mine = SetDigest.of(run.local.read(lambda db: _here(db, scope, head.head)))
        same = (mine.text, mine.count) == told
    if not same:
        return False
    now = run.local.now().isoformat(timespec="seconds")
    state = replace(
        known, roles=roles, epoch=head.epoch, backup_seq=head.backup_seq, backup_at=head.backup_at,
        head_digest=head.digest, count=head.count, pulled_at=now,
    )  # fmt: skip
    run.local.write(lambda db: db.peers.put_scope(state), quiet=True)
    return True


def _here(db: "Database", scope: str, head: int | None = None) -> set[str]:
    """Ids of frames that this laptop has from the server, up to a head; those that are put aside included."""
    if head is None:
        numbered = {identity for identity, seq in db.outbox.ids(scope) if seq is not None}
    else:
        numbered = set(db.outbox.numbered(scope, head))
    aside = (one for one in db.frames.parked() if one.scope == scope and one.seq is not None)
    return numbered | {one.id for one in aside if head is None or (one.seq or 0) <= head}


def _repair(run: Run, scope: str) -> bool:
    """Compare ids. Offers again what the server lacks; whether something is missing here and is read anew."""
    run.progress("repair", 0, 0)
    lost, missing = _compared(run, scope)
    run.alarm("digest_repaired", lost=len(lost), missing=len(missing))
    _offer(run, lost)
    if missing:
        run.local.write(lambda db: db.peers.put_scope(replace(db.peers.scope(scope), seq=0, id="")))
    return bool(missing)


def _set_back(run: Run, scope: str, epoch: str) -> None:
    """The server has another history: offer again what it lost, ask for its files anew, read everything again.

    In this order: whoever is stopped in between begins anew.
    """
    run.progress("repair", 0, 0)
    lost, _missing = _compared(run, scope)
    _offer(run, lost)
    run.alarm("epoch_changed", lost=len(lost))

    def begin_anew(db: "Database") -> None:
        with db.transaction():
            db.files.lost(scope)
            known = db.peers.scope(scope)
            leave_epoch(db, known.epoch)
            db.peers.put_scope(replace(known, seq=0, id="", epoch=epoch, directory=0, head_digest="", count=0))
            keep(db, Alarm("epoch_changed", {"lost": len(lost)}))

    run.local.write(begin_anew)


def offer_everything(run: Run, readable: frozenset[str]) -> None:
    """The server was set back, and there are scopes in which nothing may be compared: offer all of them again."""

    def offer(db: "Database") -> int:
        lost = []
        with db.transaction():
            for scope in db.outbox.scopes():
                if scope not in readable:
                    lost += [identity for identity, seq in db.outbox.ids(scope) if seq is not None]
                    db.files.lost(scope)
            aside = [one.id for one in db.frames.parked() if one.seq is not None and one.scope not in readable]
            db.outbox.offer_again(aside)
            db.outbox.offer_again(lost)
            if all(one.code != "epoch_changed" for one in untold(db)):
                keep(db, Alarm("epoch_changed", {"lost": len(lost)}))
        return len(lost)

    lost = run.local.write(offer)
    run.alarm("epoch_changed", lost=lost)
    run.offered += lost


def _offer(run: Run, lost: set[str]) -> None:
    if lost:
        run.local.write(lambda db: db.outbox.offer_again(sorted(lost)))
        run.offered += len(lost)


def _compared(run: Run, scope: str) -> tuple[set[str], set[str]]:
    """Ids that the server lacks, and ids that are missing here. Raises Problem."""
    known = run.local.read(lambda db: _here(db, scope))
    every = {identity for identity, _seq in run.local.read(lambda db: db.outbox.ids(scope))} | known
    buckets = Buckets.of(known)
    theirs = run.session.ask(lambda token: run.remote.ids(token, scope, ""))
    differing = buckets.differing(theirs.digests)
    lost: set[str] = set()
    missing: set[str] = set()
    for place, name in enumerate(differing, 1):
        run.breathe()
        run.progress("repair", place, len(differing))
        there = _ids_below(run, scope, name) if name in theirs.digests else set()
        lost |= set(buckets.ids.get(name, ())) - there
        missing |= there - every
    return lost, missing


def _ids_below(run: Run, scope: str, prefix: str) -> set[str]:
    """Ids that the server has below a prefix of their hashes. Raises Problem."""
    told = run.session.ask(lambda token: run.remote.ids(token, scope, prefix))
    if any(not hash_of(one).hex().startswith(prefix) for one in told.ids):
        raise malformed("ids")
    found = set(told.ids)
    for deeper in told.digests:
        if not len(prefix) < len(deeper) <= DEEPEST or not deeper.startswith(prefix):
            raise malformed("prefix")
        found |= _ids_below(run, scope, deeper)
    return found
