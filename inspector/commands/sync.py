"""Synchronising with a server: join it, one round, how it stands."""

import dataclasses
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, opened, show
from inspector.i18n import N_, _, describe, ngettext
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services.syncing.rounds import SyncResult
    from inspector.services.syncing.views import SyncState

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
        from inspector.services.syncing import rounds  # noqa: PLC0415 - other commands start faster without

        ca = rounds.read_ca(Path(options.ca)) if options.ca else ""
        if options.code:
            rounds.enroll(workspace, options.server, options.code, ca=ca)
        result = rounds.sync_now(workspace, options.server, ca=ca, files="none" if options.no_files else "all")
        show(options, _document(result), lambda _data: "\n".join(_lines(result)))
    problem = _refusal(result) or result.report.problem
    if problem is None or (result.report.outcome in ("done", "stopped") and not _refusal(result)):
        return 0
    sys.stdout.flush()
    print(f"{problem.code}: {describe(problem)}", file=sys.stderr)
    return problem.kind.exit_code


def _refusal(result: "SyncResult") -> Problem | None:
    """That this laptop was locked out: its records went to quarantine, and it was given nothing."""
    return next((one.problem for one in result.report.alarms if one.code == "revoked"), None)


def _document(result: "SyncResult") -> dict[str, Any]:
    """The round as one JSON document."""
    report, problem = result.report, _refusal(result) or result.report.problem
    return {
        "outcome": report.outcome if _refusal(result) is None else "failed",
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
        "problem": problem.code if problem is not None else "",
        "retry_after_s": report.retry_after_s,
    }


def _lines(result: "SyncResult") -> list[str]:
    """The round in plain words."""
    from inspector.services.syncing.words import change_lines  # noqa: PLC0415 - see command_sync

    report = result.report
    said = {
        "done": _("Synchronised with {server}."),
        "partly": _("Synchronised with {server}, but not everything."),
        "offline": _("{server} was not reached."),
        "stopped": _("Synchronising with {server} was stopped."),
        "failed": _("Synchronising with {server} did not succeed."),
    }
    outcome = report.outcome if _refusal(result) is None else "failed"
    lines = [said[outcome].format(server=result.server or result.url)]
    lines.append(
        _("Received: {received} records, {files_in} files. Sent: {sent} records, {files_out} files.").format(
            received=report.stored, files_in=report.files_received, sent=report.sent, files_out=report.files_sent
        )
    )
    lines += lacking_lines(result.counts)
    lines += [describe(one.problem) for one in report.alarms if one.code != "revoked"]  # stderr says that
    return lines + change_lines(report.changes)


def lacking_lines(counts: Any) -> list[str]:
    """What lacks a receipt or is missing here."""
    said = (
        (counts.unsent, _unsent(counts.unsent)),
        (counts.files_unsent, _files_unsent(counts.files_unsent)),
        (counts.files_missing, _files_missing(counts.files_missing)),
        (counts.parked, _parked(counts.parked)),
        (counts.ruled, _ruled(counts.ruled)),
    )
    return [words.format(count=count) for count, words in said if count]


def _unsent(count: int) -> str:
    return ngettext("{count} record is not on the server yet.", "{count} records are not on the server yet.", count)


def _files_unsent(count: int) -> str:
    return ngettext("{count} file is not on the server yet.", "{count} files are not on the server yet.", count)


def _files_missing(count: int) -> str:
    return ngettext("{count} file has not arrived here.", "{count} files have not arrived here.", count)


def _parked(count: int) -> str:
    return ngettext("{count} record that arrived was put aside.", "{count} records that arrived were put aside.", count)


def _ruled(count: int) -> str:
    return ngettext(
        "{count} record of this laptop is in quarantine.", "{count} records of this laptop are in quarantine.", count
    )


def command_status(options: Options) -> None:
    """How it stands."""
    with opened(options) as workspace:
        from inspector.services.exchange.parties import server_card  # noqa: PLC0415 - see command_sync
        from inspector.services.syncing import rounds  # noqa: PLC0415 - see command_sync
        from inspector.services.syncing.offline_age import LAST_OK  # noqa: PLC0415 - see command_sync

        state = rounds.sync_state(workspace)
        reached = workspace.call(lambda: str(workspace.db.settings.get(LAST_OK) or ""))
        card = workspace.call(lambda: server_card(workspace.db)) if state.phase != "unset" else None
        told = _state(state) | {"fingerprint": card.fingerprint if card is not None else ""}
        show(options, told, lambda data: "\n".join([*_state_lines(state, reached), *_known_by(data)]))


def _known_by(told: dict[str, Any]) -> list[str]:
    """What the server's administrator compares: it stands for the key that this laptop took when it joined."""
    return [_("Fingerprint: {fingerprint}").format(**told)] if told["fingerprint"] else []


def _state(state: "SyncState") -> dict[str, Any]:
    last = state.last
    return {
        "phase": state.phase,
        "server": state.server,
        "url": state.url,
        "last": dataclasses.asdict(last) if last is not None else None,
        "counts": dataclasses.asdict(state.counts),
        "areas": [{"id": area, "name": name} for area, name in state.areas],
        "decisions": state.decisions,
        "alarms": [{"code": one.code, **one.params} for one in state.alarms],
        "problem": state.problem,
    }


def _state_lines(state: "SyncState", reached: str) -> list[str]:
    """How it stands in plain words; `reached`: when a round went through last."""
    said = {
        "unset": _("This workspace belongs to no server."),
        "offline": _("Offline: {server} was not reached last."),
        "pending": _("Synchronised with {server}, but not everything."),
        "synced": _("Everything here is on {server}, and everything there is here."),
        "deciding": _("Synchronised with {server}; something waits for a decision."),
        "paused": _("Synchronising with {server} is paused."),
        "refused": _("{server} does not let this laptop in, or is another server than before."),
    }
    lines = [said[state.phase].format(server=state.server or state.url)]
    if state.areas:
        lines.append(_("Areas: {areas}.").format(areas=_(", ").join(name for _area, name in state.areas)))
    if reached:
        lines.append(_("Last synchronised: {time}.").format(time=_local(reached)))
    if state.last is not None and state.last.ended_at != reached and state.last.outcome in ("offline", "failed"):
        lines.append(_("Last attempt: {time}.").format(time=_local(state.last.ended_at)))
    lines += lacking_lines(state.counts)
    if state.decisions:
        words = ngettext("{count} field waits for a decision.", "{count} fields wait for a decision.", state.decisions)
        lines.append(words.format(count=state.decisions))
    return lines + [describe(one.problem) for one in state.alarms]


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def command_change(options: Options) -> None:
    """Pause, go on, leave, renew. Raises Problem sync_unset where there is no server to do it with."""
    with opened(options) as workspace:
        from inspector.services.syncing import rounds  # noqa: PLC0415 - see command_sync

        before = rounds.sync_state(workspace)
        if options.verb != "renew":
            rounds.need_server(workspace)
        acts = {
            "pause": rounds.pause,
            "resume": rounds.resume,
            "leave": rounds.leave_server,
            "renew": rounds.renew_identity,
        }
        acts[options.verb](workspace)
        state = rounds.sync_state(workspace)
        told = {"phase": state.phase, "server": state.server, "device": workspace.store.device.code}
        said = {
            "pause": _("Synchronising with {server} is paused."),
            "resume": _("Synchronising with {server} goes on."),
            "leave": _("This workspace belongs to no server any more; everything stays here."),
            "renew": _("This laptop is {device} now. Join the server with a new code."),
        }
        words = said[options.verb].format(server=before.server or before.url, device=told["device"])
        show(options, told, lambda _data: words)
