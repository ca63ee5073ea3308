"""Ledgers and documents."""

import sys
from typing import Any

from inspector.commands.console import Options, opened, show, write
from inspector.i18n import _


def add_to(commands: Any) -> None:
    """Ledgers, documents."""
    kinds = ("inspection", "rectification", "supervision")
    verbs = commands.add_parser("ledger", help=_("ledgers")).add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, help_text in (("list", _("rows of a ledger")), ("export", _("a ledger as a file"))):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("--kind", choices=kinds, default="rectification")
        verb.add_argument("--filter", action="append", default=[], metavar="NAME[,NAME…]")
        verb.set_defaults(act=command_ledger)
        if name == "export":
            verb.add_argument("--format", choices=("pdf", "xlsx", "csv", "json"), default="pdf")
            verb.add_argument("--out", metavar="FILE")


def command_ledger(options: Options) -> None:
    """List or export a ledger."""
    from inspector import services  # noqa: PLC0415
    from inspector.services import ledger_documents  # noqa: PLC0415

    names = tuple(part.strip() for text in options.filter for part in text.split(",") if part.strip())
    kind = services.LedgerKind(options.kind)
    query = services.LedgerQuery(filters=names)
    with opened(options) as workspace:
        if options.verb == "list":
            show(options, workspace.call(lambda: ledger_documents.ledger_json(workspace, kind, query)))
            return
        data = workspace.call(lambda: services.export_ledger(workspace, kind, query, options.format))
        if options.out:
            write(options.out, data)
        else:
            sys.stdout.buffer.write(data)
