"""Ledgers and their issues."""

import sys
from typing import TYPE_CHECKING, Any

from inspector.commands import ledger_lists, sheets
from inspector.commands.console import (
    Options,
    add_lang,
    drawn,
    need_pdf,
    need_writable,
    opened,
    show,
    write,
    write_told,
)
from inspector.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services import LedgerQuery, Workspace

KINDS = ("inspection", "rectification", "supervision")
FORMATS = ("pdf", "xlsx", "csv", "json")


def add_to(commands: Any) -> None:
    """Ledgers: rows, files, issues."""
    verbs = commands.add_parser("ledger", help=_("ledgers")).add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, help_text in (
        ("list", _("rows of a ledger")),
        ("export", _("a ledger as a file, as a draft")),
        ("issue", _("print a ledger as a numbered issue")),
    ):
        verb = verbs.add_parser(name, help=help_text)
        _add_query(verb)
        verb.set_defaults(act=command_ledger if name != "issue" else command_issue)
        if name == "export":
            verb.add_argument("--format", choices=FORMATS, default="pdf")
            add_lang(verb)
        if name == "issue":
            verb.add_argument("--prepared", default="", metavar="NAME", help=_("who prepared it"))
            verb.add_argument("--checked", default="", metavar="NAME", help=_("who checked it"))
            verb.add_argument("--approved", default="", metavar="NAME", help=_("who approved it"))
        if name != "list":
            verb.add_argument("--out", metavar="FILE")
    listed = verbs.add_parser("issues", help=_("issues of ledgers"))
    listed.add_argument("--kind", choices=KINDS)
    again = verbs.add_parser("reprint", help=_("an issue again, as it was"))
    again.add_argument("number", metavar="NUMBER")
    again.add_argument("--format", choices=FORMATS, default="pdf")
    again.add_argument("--out", required=True, metavar="FILE")
    told = verbs.add_parser("changes", help=_("what an issue marks as changed since the one before"))
    told.add_argument("number", metavar="NUMBER")
    checked = verbs.add_parser("verify", help=_("whether an issue still is what was issued"))
    checked.add_argument("number", metavar="NUMBER")
    checked.set_defaults(act=command_verify)
    for verb in (listed, again, told):
        verb.set_defaults(act=command_issues)


def _add_query(verb: Any) -> None:
    verb.add_argument("--kind", choices=KINDS, default="rectification")
    verb.add_argument(
        "--filter",
        action="append",
        default=[],
        metavar="NAME[,NAME…]",
        help=_("filters add up: of one kind either, of different kinds both; a comma in a name is written \\,"),
    )
    verb.add_argument("--search", default="", metavar="TEXT", help=_("words that stand in a row"))
    verb.add_argument("--sort", default="", metavar="COLUMN")
    verb.add_argument("--descending", action="store_true")
    verb.add_argument("--group", default="", metavar="NAME", help=_("customer, grade, status, team or month"))
    verb.add_argument(
        "--columns", default="", metavar="COLUMN[,COLUMN…]", help=_("other columns than the printed ones")
    )


def _query(options: Options) -> "LedgerQuery":
    from inspector import services  # noqa: PLC0415 - commands start without
    from inspector.services.ledgers.filter_text import parted  # noqa: PLC0415 - as above

    return services.LedgerQuery(
        filters=parted(",".join(options.filter)),
        search=options.search,
        sort=options.sort,
        descending=options.descending,
        group=options.group,
        columns=tuple(_names(options.columns)),
    )


def _names(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def command_ledger(options: Options) -> None:
    """List or export a ledger."""
    from inspector import services  # noqa: PLC0415 - as above
    from inspector.services.ledgers.columns import known_columns  # noqa: PLC0415 - as above
    from inspector.services.ledgers.documents import ledger_json  # noqa: PLC0415 - as above

    kind, query = services.LedgerKind(options.kind), _query(options)
    with opened(options) as workspace:
        if options.verb == "list":
            tongue = options.language or "" if options.json else language()
            rows = workspace.call(lambda: ledger_json(workspace, kind, query, tongue))
            show(options, rows, lambda rows: ledger_lists.ledger_text(rows, known_columns(kind)))
            return
        told = options.lang or options.language or ""
        data = drawn(workspace, lambda: services.export_ledger(workspace, kind, query, options.format, language=told))
        if options.out:
            write_told(options, options.out, data)
        else:
            sys.stdout.buffer.write(data)


def command_issue(options: Options) -> None:
    """Make a numbered issue; the PDF goes to --out as well."""
    from inspector import services  # noqa: PLC0415 - as above
    from inspector.services.issues import issuing  # noqa: PLC0415 - as above

    kind, query = services.LedgerKind(options.kind), _query(options)
    signers = issuing.Signers(options.prepared, options.checked, options.approved)
    with opened(options) as workspace:
        if options.out:
            need_pdf(options.out)
            need_writable(options.out)
        made = issuing.issue_ledger(workspace, kind, query, signers)
        if options.out:
            write(options.out, drawn(workspace, lambda: issuing.reprint(workspace, made.id)))
        show(options, issuing.issue_json(made), sheets.issue_text)


def command_issues(options: Options) -> None:
    """List issues, print one again, or tell what it marks."""
    from inspector import services  # noqa: PLC0415 - as above
    from inspector.services.issues import issuing  # noqa: PLC0415 - as above

    with opened(options) as workspace:
        if options.verb == "reprint":
            again = drawn(workspace, lambda: issuing.reprint(workspace, options.number, options.format))
            write_told(options, options.out, again)
            return
        kind = services.LedgerKind(options.kind) if options.verb == "issues" and options.kind else None
        told: Callable[[], list[dict[str, Any]]] = (
            (lambda: [issuing.issue_json(issue) for issue in issuing.issues(workspace, kind)])
            if options.verb == "issues"
            else (lambda: issuing.changes_json(workspace, options.number))
        )
        said = ledger_lists.issues_text if options.verb == "issues" else _changes_teller(workspace, options.number)
        show(options, workspace.call(told), said)


def _changes_teller(workspace: "Workspace", number: str) -> "Callable[[Any], str]":
    from inspector.services import LedgerKind  # noqa: PLC0415 - as above
    from inspector.services.issues.issuing import stored_issue  # noqa: PLC0415 - as above
    from inspector.services.ledgers.columns import known_columns  # noqa: PLC0415 - as above

    return lambda rows: ledger_lists.changes_text(
        rows, known_columns(LedgerKind(workspace.call(lambda: stored_issue(workspace, number)).kind))
    )


def command_verify(options: Options) -> None:
    """Recompute an issue's digest; raises Problem issue_not_held if it does not hold."""
    from inspector.services.issues.checking import (  # noqa: PLC0415 - as above
        check_issue,
        check_json,
        ensure_holds,
    )

    with opened(options) as workspace:
        found = check_issue(workspace, options.number)
        show(options, check_json(found))
        ensure_holds(found)
