"""The server's end of exchange files: take a laptop's file in, write its answer, give out the server's card."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, show, write
from inspector.commands.exchange import part_size
from inspector.commands.server_folder import opened
from inspector.i18n import _

if TYPE_CHECKING:
    from inspector.server.core import Core
    from inspector.server.exchange import Imported
    from inspector.server.exchange_answer import Exported


def add_to(verbs: Any) -> None:
    """The verb `exchange` and its own verbs."""
    exchange = verbs.add_parser("exchange", help=_("exchange files, for laptops without a network"))
    kinds = exchange.add_subparsers(dest="action", required=True, metavar="VERB")
    take = kinds.add_parser("import", help=_("take the files of a laptop in"))
    take.add_argument("file", nargs="+", metavar="FILE.hzx")
    take.add_argument("--answer", default="", metavar="FILE.hzx", help=_("write the answer for that laptop as well"))
    export = kinds.add_parser("export", help=_("write what a laptop lacks, with its receipts"))
    export.add_argument("--to", required=True, metavar="LAPTOP", help=_("id or short code"))
    export.add_argument("--out", required=True, metavar="FILE.hzx")
    for verb in (take, export):
        verb.add_argument("--part-size", default="", metavar="SIZE", help=_("largest file, such as 700M; else 3900M"))
    card = kinds.add_parser("card", help=_("write the server's card, which laptops need first"))
    card.add_argument("--out", required=True, metavar="FILE.hzc")
    exchange.set_defaults(act=command_exchange)


def command_exchange(options: Options) -> None:
    """Card, import, export."""
    from inspector.server import exchange  # noqa: PLC0415 - other commands start faster without

    with opened(options) as core:
        match options.action:
            case "card":
                card = exchange.own_card(core)
                write(options.out, exchange.card(core))
                told = {"file": options.out, "server": card.device, "name": card.name, "fingerprint": card.fingerprint}
                show(options, told)
            case "import":
                _import(options, core)
            case _:
                done = _answer(options, core, options.to, options.out)
                show(options, _exported_json(done), lambda _data: "\n".join(_exported_lines(done)))


def _import(options: Options, core: "Core") -> None:
    """Take files in, the parts of one in any order; each counts by itself if a later one is refused."""
    from inspector.server import exchange  # noqa: PLC0415 - see command_exchange

    reports = [exchange.import_file(core, Path(name)) for name in options.file]
    told: dict[str, Any] = {"files": [_imported_json(one) for one in reports]}
    lines = [line for one in reports for line in _imported_lines(one)]
    if options.answer:
        done = _answer(options, core, reports[-1].device, options.answer)
        told["answer"] = _exported_json(done)
        lines += _exported_lines(done)
    show(options, told, lambda _data: "\n".join(lines))


def _answer(options: Options, core: "Core", laptop: str, out: str) -> "Exported":
    from inspector.server.exchange_answer import export_file  # noqa: PLC0415 - see command_exchange

    return export_file(core, laptop, Path(out), part_size=part_size(options.part_size))


def _imported_json(one: "Imported") -> dict[str, Any]:
    flags = ("enrolled", "revoked", "older", "set_back")
    names = ("device", "code", "name", *flags, "stored", "known", "refused", "ruled", "files", "left")
    return {name: getattr(one, name) for name in names}


def _imported_lines(one: "Imported") -> Iterator[str]:
    counts = {"stored": one.stored, "known": one.known, "refused": one.refused, "ruled": one.ruled}
    yield _(
        "From the laptop {name} {code}: {stored} new records, {known} known, {refused} refused, {ruled} in quarantine; "
        "{files} photos and other files."
    ).format(name=one.name, code=one.code, files=one.files, **counts)
    if one.enrolled:
        yield _("The laptop was let in.")
    if one.revoked:
        yield _("This laptop is locked out: its records wait in quarantine.")
    if one.older:
        yield _("A newer file of the same sender was imported before.")
    if one.set_back:
        yield _(
            "This laptop was set back to an earlier state, or copied. What it lacks now is in its next answer; if two "
            "copies are in use, give one of them a new identity."
        )


def _exported_json(done: "Exported") -> dict[str, Any]:
    return {
        "to": done.name,
        "device": done.device,
        "files": [str(path) for path in done.paths],
        "records": done.frames,
        "numbers": done.numbers,
        "photos": done.files,
        "waiting": done.waiting,
        "bytes": done.bytes,
        "verified": True,
    }


def _exported_lines(done: "Exported") -> Iterator[str]:
    counts = {"records": done.frames, "numbers": done.numbers, "photos": done.files}
    yield _("For {name}: {records} records, receipts for {numbers}, {photos} photos and other files.").format(
        name=done.name, **counts
    )
    yield from (str(path) for path in done.paths)
    yield _("Written, read back and compared: the medium may be taken out as soon as the system allows it.")
