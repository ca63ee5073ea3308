"""Exchange files (.hzx): what laptops and a server carry to each other where there is no network."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from inspector.commands import lists
from inspector.commands.console import Options, need_writable, opened, show, write
from inspector.i18n import N_, _, describe, ngettext
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services import Workspace
    from inspector.services.exchange.views import CardView, Exported, FileFacts, Imported, Partner

register(
    ProblemKind.INPUT,
    {
        "part_size_format": N_("“{text}” is no size. Write it like 3900M or 2G."),
        "exchange_fingerprint_needed": N_(
            "The fingerprint of this card is {fingerprint}. Compare it with what the other side shows, and give it: "
            "--fingerprint TEXT."
        ),
        "exchange_card_unknown": N_(
            "The card {path} was not trusted yet. Compare its fingerprint first: inspector exchange trust {path}"
        ),
    },
)

UNITS: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3}


def add_to(commands: Any) -> None:
    """The command `exchange` and its verbs."""
    exchange = commands.add_parser("exchange", help=_("exchange files, where there is no network"))
    verbs = exchange.add_subparsers(dest="verb", required=True, metavar="VERB")
    export = verbs.add_parser("export", help=_("write what the other side has not acknowledged"))
    export.add_argument("--out", required=True, metavar="FILE.hzx")
    whom = export.add_mutually_exclusive_group()
    whom.add_argument("--to", default="", metavar="NAME", help=_("a laptop by name or code; without it the server"))
    whom.add_argument("--card", default="", metavar="FILE", help=_("a laptop or server by its card"))
    export.add_argument("--area", action="append", default=[], metavar="AREA", help=_("only records of this area"))
    export.add_argument("--part-size", default="", metavar="SIZE", help=_("largest file, such as 700M; else 3900M"))
    export.add_argument("--code", default="", metavar="CODE", help=_("one-time code that lets this laptop in"))
    export.set_defaults(act=command_export)
    verify = verbs.add_parser("verify", help=_("check a file and say what it is"))
    verify.add_argument("file", metavar="FILE.hzx")
    verify.set_defaults(act=command_verify)
    take = verbs.add_parser("import", help=_("take files over; the parts of one in any order"))
    take.add_argument("file", nargs="+", metavar="FILE.hzx")
    take.add_argument("--trust", default="", metavar="FINGERPRINT", help=_("of a sender that was compared just now"))
    take.set_defaults(act=command_import)
    card = verbs.add_parser("card", help=_("write this laptop's card for others"))
    card.add_argument("--out", required=True, metavar="FILE.hzc")
    card.set_defaults(act=command_card)
    trust = verbs.add_parser("trust", help=_("trust the card of another laptop or of a server"))
    trust.add_argument("card", metavar="FILE.hzc")
    trust.add_argument("--fingerprint", default="", metavar="TEXT", help=_("as the other side shows it"))
    trust.set_defaults(act=command_trust)
    verbs.add_parser("list", help=_("whom files can be written for")).set_defaults(act=command_list)


def command_export(options: Options) -> None:
    """Write a file or its parts."""
    from inspector.services.exchange.exporting import export_exchange  # noqa: PLC0415 - other commands start faster
    from inspector.services.exchange.parties import card_facts  # noqa: PLC0415 - other commands start faster

    size = part_size(options.part_size)
    with opened(options) as workspace:
        name = options.to
        if options.card:
            card = card_facts(workspace, Path(options.card))
            if card.standing not in ("known", "server"):
                raise Problem("exchange_card_unknown", path=options.card)
            name = card.id
        done = export_exchange(
            workspace, Path(options.out), name, areas=options.area, code=options.code, part_size=size
        )
    show(options, exported_json(done), lambda _data: "\n".join(_export_lines(done)))


def part_size(text: str) -> int:
    """Bytes of the largest file as written; "" is what every stick takes. Raises Problem part_size_format."""
    from inspector.sync.exchange.plan import PART_SIZE  # noqa: PLC0415 - see command_export

    if not text:
        return PART_SIZE
    number, unit = text[:-1], text[-1:].upper()
    if unit.isdigit():
        number, unit = text, ""
    if not number.isascii() or not number.isdigit() or unit not in UNITS or len(number) > 15:
        raise Problem("part_size_format", text=text)
    return int(number) * UNITS[unit]


def exported_json(done: "Exported") -> dict[str, Any]:
    """A file that was written, as one JSON document."""
    return {
        "to": done.partner.name,
        "device": done.partner.id,
        "files": [str(path) for path in done.paths],
        "records": done.frames,
        "events": done.events,
        "photos": done.files,
        "waiting": done.waiting,
        "bytes": done.bytes,
        "verified": True,
    }


def _export_lines(done: "Exported") -> Iterator[str]:
    counts = {"records": done.frames, "photos": done.files}
    yield _("For {name}: {records} records, {photos} photos and other files.").format(name=done.partner.name, **counts)
    yield from (str(path) for path in done.paths)
    if done.waiting:
        yield ngettext(
            "{n} file is not on this laptop and was left out.",
            "{n} files are not on this laptop and were left out.",
            done.waiting,
        ).format(n=done.waiting)
    yield _("Written, read back and compared: the medium may be taken out as soon as the system allows it.")


def command_verify(options: Options) -> None:
    """Say what a file is; opens the workspace if that can be done without asking."""
    from inspector.services.exchange.importing import verify_exchange  # noqa: PLC0415 - see command_export

    with _perhaps_opened(options) as workspace:
        facts = verify_exchange(Path(options.file), workspace)
    show(options, _facts_json(facts), lambda _data: "\n".join(_facts_lines(facts)))


@contextmanager
def _perhaps_opened(options: Options) -> "Iterator[Workspace | None]":
    """The workspace, or None where there is none or nobody gave its passphrase: a file's outside needs no key."""
    with ExitStack() as stack:
        try:
            workspace = stack.enter_context(opened(options))
        except Problem as problem:
            if problem.code not in ("workspace_missing", "passphrase_needed", "workspace_locked"):
                raise
            workspace = None
        yield workspace


def _facts_json(facts: "FileFacts") -> dict[str, Any]:
    return {
        "file": str(facts.path),
        "whole": True,
        "bytes": facts.bytes,
        "from": facts.sender,
        "code": facts.code,
        "to": facts.to,
        "part": facts.part,
        "parts": facts.parts,
        "at": facts.at,
        "standing": facts.standing,
        "for_us": facts.for_us,
        "opened": facts.opened,
        "fingerprint": facts.fingerprint,
        "nth": facts.nth,
        "older": facts.older,
        "records": facts.frames,
        "events": facts.events,
        "photos": facts.files,
    }


def _facts_lines(facts: "FileFacts") -> Iterator[str]:
    yield _("Whole, and signed by the laptop or server that it names.")
    yield _("From {name} {code} at {at}, for {to}; part {part} of {parts}.").format(
        name=facts.sender, code=facts.code, at=facts.at, to=facts.to, part=facts.part, parts=facts.parts
    )
    if facts.opened:
        yield _("{records} records, {photos} photos and other files.").format(records=facts.frames, photos=facts.files)
        yield _("Fingerprint of the sender: {fingerprint}").format(fingerprint=facts.fingerprint)
    else:
        yield _("It is not for this workspace, so its content was not looked at.")


def command_import(options: Options) -> int:
    """Take files over; exit 1 when one of them was not."""
    from inspector.services.exchange.importing import import_exchange  # noqa: PLC0415 - see command_export

    paths = [Path(name) for name in options.file]
    with opened(options) as workspace:
        report = import_exchange(workspace, paths, trusted=options.trust)
    problem = report.problem
    if report.outcome == "failed" and problem is not None:
        raise problem
    show(options, _imported_json(report), lambda _data: "\n".join(_import_lines(report)))
    sys.stdout.flush()
    for one in report.files:
        if one.problem is not None:
            print(f"{one.problem.code}: {describe(one.problem)}", file=sys.stderr)
    return problem.kind.exit_code if problem is not None else 0


def _imported_json(report: "Imported") -> dict[str, Any]:
    return {
        "outcome": report.outcome,
        "from": report.peer,
        "files": [{"file": str(one.path), "problem": one.problem.code if one.problem else ""} for one in report.files],
        "received": report.stored,
        "acknowledged": report.sent,
        "parked": report.parked,
        "photos": report.files_received,
        "older": report.older,
        "joined": report.joined,
        "missing_parts": list(report.missing_parts),
        "changes": report.changes,
        "alarms": [{"code": one.code, **one.params} for one in report.alarms],
    }


def _import_lines(report: "Imported") -> Iterator[str]:
    counts = {"records": report.stored, "photos": report.files_received, "sent": report.sent}
    said = _("From {name}: {records} new records, {photos} photos and other files; {sent} of ours were acknowledged.")
    yield said.format(name=report.peer, **counts)
    if report.missing_parts:
        yield _("Parts that are still to come: {parts}.").format(parts=", ".join(map(str, report.missing_parts)))
    if report.parked:
        yield ngettext(
            "{n} record was put aside: who wrote it is not known here.",
            "{n} records were put aside: who wrote them is not known here.",
            report.parked,
        ).format(n=report.parked)
    if report.older:
        yield _("A newer file of the same sender was imported before.")
    yield from (describe(alarm.problem) for alarm in report.alarms)


def command_card(options: Options) -> None:
    """Write this laptop's card."""
    from inspector.services.exchange.parties import own_card_file  # noqa: PLC0415 - see command_export

    need_writable(options.out)
    with opened(options) as workspace:
        data, card = workspace.call(lambda: own_card_file(workspace))
    write(options.out, data)
    show(options, {"file": options.out, **_card_json(card)})


def command_trust(options: Options) -> None:
    """Trust a card whose fingerprint two people compared."""
    from inspector.services.exchange.parties import card_facts, trust_card  # noqa: PLC0415 - see command_export

    path = Path(options.card)
    with opened(options) as workspace:
        card = card_facts(workspace, path)
        fingerprint = options.fingerprint or _compared(card)
        show(options, _card_json(trust_card(workspace, path, fingerprint)))


def _compared(card: "CardView") -> str:
    """The fingerprint, if somebody at the terminal says that it is the same."""
    if not sys.stdin.isatty():
        raise Problem("exchange_fingerprint_needed", fingerprint=card.fingerprint)
    print(_("Card of {name} {code}. Fingerprint: {fingerprint}").format(
        name=card.name, code=card.code, fingerprint=card.fingerprint
    ))  # fmt: skip
    same = input(_("Does the other side show the same? Type yes: "))
    if same.strip().lower() not in (_("yes"), "yes", "y"):
        raise Problem("exchange_fingerprint_needed", fingerprint=card.fingerprint)
    return card.fingerprint


def _card_json(card: "CardView") -> dict[str, str]:
    told = {"device": card.id, "kind": card.kind, "name": card.name, "code": card.code}
    return {**told, "fingerprint": card.fingerprint, "standing": card.standing}


def command_list(options: Options) -> None:
    """Whom files can be written for."""
    from inspector.services.exchange.parties import partners  # noqa: PLC0415 - see command_export

    with opened(options) as workspace:
        found = workspace.call(lambda: partners(workspace))
    show(options, [_partner_json(one) for one in found], lists.partners_text)


def _partner_json(one: "Partner") -> dict[str, Any]:
    return {
        "name": one.name,
        "code": one.code,
        "kind": one.kind,
        "device": one.id,
        "person": one.person,
        "source": one.source,
        "revoked": one.revoked,
        "sent_at": one.sent_at,
        "received_at": one.received_at,
    }
