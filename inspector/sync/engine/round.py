"""One round: hand over, read, compare and repair, hand over what turned out to be lost, files. Then say how it went.

A round never raises what a server, a network or a record may cause: it ends early, keeps what was achieved, and tells.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from inspector.problems import Problem
from inspector.storage.syncing.log import RoundRecord
from inspector.sync.engine import alarms
from inspector.sync.engine.files import files
from inspector.sync.engine.push import push
from inspector.sync.engine.repair import bring_up, offer_everything
from inspector.sync.engine.run import Options, Outcome, Progress, RoundReport, Run, Stopped
from inspector.sync.engine.session import Session, grants_of
from inspector.sync.remote import Traffic

if TYPE_CHECKING:
    from datetime import datetime

    from inspector.storage import Database
    from inspector.sync.engine.local import Local
    from inspector.sync.remote import Remote

LOUD: Final = frozenset({"epoch_changed", "own_frames_elsewhere", "digest_repaired", "forked"})
"""Alarms that make a round worth a record of its own, although nothing came or went."""
ALARMING: Final = frozenset({"server_changed", "challenge_invalid", "device_revoked"})
"""Problems that somebody has to act on, so that they are told like alarms."""
LAST_OK: Final = "sync_last_ok"
"""Setting: when a round last reached its end (ISO 8601)."""

LAST_BY: Final = "sync_last_by"
"""Setting: ids of the server and of the device that made the last round."""


class People(Protocol):
    """The persons of the workspace, which knows them by ids of its own."""

    def name(self, session: Session) -> None:
        """Before anything is handed over: tell the server by which ids. Raises Problem."""

    def settle(self, session: Session) -> bool:
        """When everything was read: register who is missing here; whether that was written. Raises Problem."""


def run_round(
    local: "Local",
    remote: "Remote",
    session: Session,
    options: Options = Options(),  # noqa: B008 - frozen
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    people: People | None = None,
) -> RoundReport:
    """Go through everything once, and write it into the log of rounds. Raises Problem only for the own disk.

    `people` make the persons of both sides known to each other; what they write is handed over in the same round.
    """
    began, traffic = local.now(), replace(remote.traffic)
    run = Run(local, remote, session, options, progress or _nobody, cancelled or _never)
    run.alarms = session.alarms = local.read(alarms.untold)
    outcome, problem = _stages(run, people)
    report = _report(run, outcome, problem, traffic)
    ended, by = local.now(), (session.member.server, local.device.id)
    local.write(lambda db: log_round(db, report, session.member.name, by, began, ended), quiet=True)
    return report


def _stages(run: Run, people: People | None) -> tuple[Outcome, Problem | None]:
    try:
        _all(run, people)
    except Stopped:
        return "stopped", None
    except Problem as problem:
        if problem.code in ALARMING:
            run.alarm(problem.code, **problem.params)
        if problem.code == "sync_offline":
            return "offline", problem
        return "partly" if problem.code == "sync_busy" else "failed", problem
    return ("partly" if run.problem is not None or run.refused else "done"), run.problem


def _all(run: Run, people: People | None) -> None:
    session = run.session
    run.progress("hello", 0, 0)
    _catch_up(run)
    held = session.signed_in()
    if people is not None:
        people.name(session)
    run.stage(lambda: push(run))
    held = session.ticket or held
    roles = {} if held.revoked else grants_of(held, run.options.scopes)
    for scope in list(roles):
        if not _brought_up(run, scope, roles):
            break
    held = session.ticket or held
    readable = frozenset() if held.revoked else frozenset(grants_of(held))
    if held.revoked:
        run.alarm("revoked")
    else:
        _withdrawn(run, readable)
    if session.restored:
        offer_everything(run, readable)
        session.remember()
    if people is not None and readable and people.settle(session):
        run.offered += 1
    if run.offered:
        run.stage(lambda: push(run))
    files(run, readable)


def _catch_up(run: Run) -> None:
    """Fold what an earlier round stored and could not fold: nobody would see it before the next start."""

    def turn(db: "Database") -> bool:
        touched = db.frames.catch_up()
        run.changes.after(db, touched)
        return bool(touched)

    if run.local.read(lambda db: db.frames.postponed()):
        while run.local.write(turn):
            run.breathe()


def _brought_up(run: Run, scope: str, roles: Mapping[str, tuple[str, ...]]) -> bool:
    """Bring a scope up to date; False when this laptop turned out to be locked out.

    A grant may have been taken away since the token was given: then a new one says what is left.
    """
    try:
        bring_up(run, scope, roles[scope])
    except Problem as problem:
        if problem.code != "scope_forbidden":
            run.endure(problem)
            return True
        run.session.refreshed()
        held = run.session.ticket
        return held is not None and not held.revoked
    run.went_well()
    return True


def _withdrawn(run: Run, readable: frozenset[str]) -> None:
    """Scopes without a grant keep what they have; that nothing comes any more is told once."""
    gone = [one for one in run.local.read(lambda db: db.peers.scopes()) if one.roles and one.scope not in readable]
    if not gone:
        return

    def forget(db: "Database") -> None:
        with db.transaction():
            for one in gone:
                db.peers.put_scope(replace(one, roles=()))
            alarms.keep(db, alarms.Alarm("grant_gone"))

    run.local.write(forget)
    run.alarm("grant_gone")


def _report(run: Run, outcome: Outcome, problem: Problem | None, before: Traffic) -> RoundReport:
    now = run.remote.traffic
    counts = run.local.read(lambda db: db.outbox.counts())
    wait = problem.params.get("retry_after_s", 0) if problem is not None else 0
    return RoundReport(
        outcome,
        run.received,
        run.stored,
        run.sent,
        len(run.refused),
        len(run.ruled),
        run.files_sent,
        run.files_received,
        counts.files_unsent + counts.files_missing,
        now.received - before.received,
        now.sent - before.sent,
        now.requests - before.requests,
        tuple(sorted(run.changes.touched)),
        run.changes.told(),
        tuple(run.alarms),
        problem,
        wait if isinstance(wait, int) else 0,
    )


def log_round(
    db: "Database", report: RoundReport, peer: str, by: tuple[str, str], began: "datetime", ended: "datetime"
) -> None:
    """Write the round down, and the server and device it was `by` (ids).

    One like the round before, in which nothing happened either, takes its place.
    """
    record = record_of(report, db.ids.new(), peer, began, ended)
    latest = db.sync_log.latest(1)
    if latest and _is_empty(record) and _is_empty(latest[0]) and _way(latest[0]) == _way(record):
        record = replace(record, id=latest[0].id)
    with db.transaction():
        db.sync_log.add(record)
        alarms.told(db)
        db.settings.put(LAST_BY, list(by))
        if report.outcome in ("done", "partly"):
            db.settings.put(LAST_OK, record.ended_at)


def record_of(report: RoundReport, identity: str, peer: str, began: "datetime", ended: "datetime") -> RoundRecord:
    """A report as it is kept."""
    said = [{"code": one.code, "params": dict(one.params)} for one in report.alarms]
    params = {key: str(value) for key, value in report.problem.params.items()} if report.problem else {}
    return RoundRecord(
        identity,
        began.isoformat(timespec="seconds"),
        ended.isoformat(timespec="seconds"),
        "network",
        peer,
        report.outcome,
        report.stored,
        report.sent,
        report.files_received,
        report.files_sent,
        report.bytes_in,
        report.bytes_out,
        report.problem.code if report.problem else "",
        params,
        {**report.changes, "alarms": said},
    )


def _is_empty(record: RoundRecord) -> bool:
    figures = (record.received, record.sent, record.files_received, record.files_sent)
    said = record.changes.get("alarms", ()) if isinstance(record.changes, dict) else ()
    return not any(figures) and not any(one.get("code") in LOUD for one in said)


def _way(record: RoundRecord) -> tuple[str, str, str, str]:
    return record.via, record.peer, record.outcome, record.problem


def _nobody(stage: str, done: int, total: int) -> None:
    del stage, done, total


def _never() -> bool:
    return False
