"""Synchronising with a server: join it, one round, how it stands."""

import dataclasses
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, opened, show
from inspector.i18n import N_, _, describe, ngettext
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services.sync import SyncResult
    from inspector.services.sync_views import SyncState

register(ProblemKind.INPUT, {"sync_code_alone": N_("Say with --server which server the code is for.")})


def add_to(commands: Any) -> None:
    """The command `sync` and its verbs."""
    sync = commands.add_parser("sync", help=_("synchronise with the server"))
    sync.add_argument("--server", default="", metavar="URL", help=_("the server; needed once, or when it moved"))
    sync.add_argument("--code", default="", metavar="CODE", help=_("join the server with a one-time code first"))
    sync.add_argument(
        "--ca", default="", metavar="FILE", help=_("certificate to trust, for a server of your own (PEM)")
    )
    sync.add_argument("--no-files", action="store_true", help=_("records only, no photos"))
    sync.set_defaults(act=command_sync)
    verbs = sync.add_subparsers(dest="verb", metavar="VERB")
    verbs.add_parser("status", help=_("how it stands, without asking the server")).set_defaults(act=command_status)
    for verb, said in (
        ("pause", _("send and fetch nothing until it goes on")),
        ("resume", _("go on")),
        ("leave", _("belong to no server any more; everything stays here")),
        ("renew", _("give a copied workspace an identity of its own; it then joins with a new code")),
    ):
        verbs.add_parser(verb, help=said).set_defaults(act=command_change)


def command_sync(options: Options) -> int:
    """One round; with a code, join first."""
    if options.code and not options.server:
        raise Problem("sync_code_alone")
    with opened(options) as workspace:
        from inspector.services import sync  # noqa: PLC0415 - other commands start faster without

        ca = sync.read_ca(Path(options.ca)) if options.ca else ""
        if options.code:
            sync.enroll(workspace, options.server, options.code, ca=ca)
        result = sync.sync_now(workspace, options.server, ca=ca, files="none" if options.no_files else "all")
        show(options, _document(result), lambda _data: "\n".join(_lines(result)))
    problem = result.report.problem
    if problem is None or result.report.outcome in ("done", "stopped"):
        return 0
    sys.stdout.flush()
    print(f"{problem.code}: {describe(problem)}", file=sys.stderr)
    return problem.kind.exit_code


def _document(result: "SyncResult") -> dict[str, Any]:
    """The round as one JSON document."""
    report = result.report
    return {
        "outcome": report.outcome,
        "server": result.server,
        "url": result.url,
        "received": report.stored,
        "sent": report.sent,
        "refused": report.refused,
        "ruled": report.ruled,
        "files_received": report.files_received,
        "files_sent": report.files_sent,
        "files_waiting": report.files_waiting,
        "bytes_in": report.bytes_in,
        "bytes_out": report.bytes_out,
        "requests": report.requests,
        "counts": dataclasses.asdict(result.counts),
        "alarms": [{"code": one.code, **one.params} for one in report.alarms],
        "changes": report.changes,
        "problem": report.problem.code if report.problem is not None else "",
        "retry_after_s": report.retry_after_s,
    }


def _lines(result: "SyncResult") -> list[str]:
    """The round in plain words."""
    from inspector.services.sync_words import change_lines  # noqa: PLC0415 - see command_sync

    report = result.report
    said = {
        "done": _("Synchronised with {server}."),
        "partly": _("Synchronised with {server}, but not everything."),
        "offline": _("{server} was not reached."),
        "stopped": _("Synchronising with {server} was stopped."),
        "failed": _("Synchronising with {server} did not succeed."),
    }
    lines = [said[report.outcome].format(server=result.server or result.url)]
    lines.append(
        _("Received: {received} records, {files_in} files. Sent: {sent} records, {files_out} files.").format(
            received=report.stored, files_in=report.files_received, sent=report.sent, files_out=report.files_sent
        )
    )
    lines += lacking_lines(result.counts)
    lines += [describe(one.problem) for one in report.alarms]
    return lines + change_lines(report.changes)


def lacking_lines(counts: Any) -> list[str]:
    """What lacks a receipt or is missing here."""
    said = (
        (counts.unsent, _("{count} records are not on the server yet.")),
        (counts.files_unsent, _("{count} files are not on the server yet.")),
        (counts.files_missing, _("{count} files have not arrived here.")),
        (counts.parked, _("{count} records that arrived were put aside.")),
        (counts.ruled, _("{count} records of this laptop are in quarantine.")),
    )
    return [words.format(count=count) for count, words in said if count]


def command_status(options: Options) -> None:
    """How it stands."""
    with opened(options) as workspace:
        from inspector.services import sync  # noqa: PLC0415 - see command_sync

        state = sync.sync_state(workspace)
        show(options, _state(state), lambda _data: "\n".join(_state_lines(state)))


def _state(state: "SyncState") -> dict[str, Any]:
    last = state.last
    return {
        "phase": state.phase,
        "server": state.server,
        "url": state.url,
        "last": dataclasses.asdict(last) if last is not None else None,
        "counts": dataclasses.asdict(state.counts),
        "decisions": state.decisions,
        "alarms": [{"code": one.code, **one.params} for one in state.alarms],
        "problem": state.problem,
    }


def _state_lines(state: "SyncState") -> list[str]:
    said = {
        "unset": _("This workspace belongs to no server."),
        "offline": _("Offline: {server} was not reached last."),
        "pending": _("Synchronised with {server}, but not everything."),
        "synced": _("Everything here is on {server}, and everything there is here."),
        "deciding": _("Everything here is on {server}, and everything there is here."),
        "paused": _("Synchronising with {server} is paused."),
        "refused": _("{server} does not let this laptop in, or is another server than before."),
    }
    lines = [said[state.phase].format(server=state.server or state.url)]
    if state.last is not None:
        lines.append(_("Last round: {time}.").format(time=state.last.ended_at))
    lines += lacking_lines(state.counts)
    if state.decisions:
        words = ngettext("{count} field waits for a decision.", "{count} fields wait for a decision.", state.decisions)
        lines.append(words.format(count=state.decisions))
    return lines + [describe(one.problem) for one in state.alarms]


def command_change(options: Options) -> None:
    """Pause, go on, leave, renew."""
    with opened(options) as workspace:
        from inspector.services import sync  # noqa: PLC0415 - see command_sync

        acts = {
            "pause": sync.pause,
            "resume": sync.resume,
            "leave": sync.leave_server,
            "renew": sync.renew_identity,
        }
        acts[options.verb](workspace)
        state = sync.sync_state(workspace)
        show(options, {"phase": state.phase, "server": state.server, "device": workspace.store.device.code})
