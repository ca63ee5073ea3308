"""The customer's reply: the file that goes out with a notice, and the import of what comes back."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, opened, show, write_told
from inspector.i18n import _, describe

if TYPE_CHECKING:
    from inspector.services.excel.views import Issue
    from inspector.services.replies.views import ReplyPreview, ReplyRow

REFUSED = 1
"""Exit code when the file or a row of it is refused."""


def add_to(commands: Any) -> None:
    """Import and export."""
    verbs = commands.add_parser("reply", help=_("a customer's reply to a notice"))
    verbs = verbs.add_subparsers(dest="verb", required=True, metavar="VERB")
    reading = verbs.add_parser("import", help=_("bring a filled-in reply file into its hazards"))
    reading.add_argument("file", metavar="FILE.xlsx")
    reading.add_argument("--dry-run", action="store_true", help=_("show only what would be written"))
    reading.set_defaults(act=command_import)
    writing = verbs.add_parser("export", help=_("the reply file of a notice"))
    writing.add_argument("notice", metavar="NOTICE", help=_("number of the notice"))
    writing.add_argument("--out", required=True, metavar="FILE.xlsx")
    writing.set_defaults(act=command_export)


def command_export(options: Options) -> None:
    """Write the reply file of a notice."""
    from inspector.services.replies.exporting import reply_file  # noqa: PLC0415 - only these commands need it

    with opened(options) as workspace:
        write_told(options, options.out, workspace.call(lambda: reply_file(workspace, options.notice)))


def command_import(options: Options) -> int:
    """Read a reply, list what is wrong, and write the rows that can be written unless it is only tried."""
    from inspector.services.replies.importing import import_reply, nothing_new  # noqa: PLC0415 - see above
    from inspector.services.replies.preview import read_reply  # noqa: PLC0415 - see above

    with opened(options) as workspace:
        preview = read_reply(workspace, Path(options.file))
        written = preview.importable and not options.dry_run
        if written:
            import_reply(workspace, preview)
    for issue in preview.problems:
        print(f"{issue.code}: {_place(issue)}{issue.message}", file=sys.stderr)
    if options.json or not preview.blocking:
        show(options, _document(preview, written=written), _text)
    if preview.problems or preview.importable:
        return REFUSED if preview.problems else 0
    problem = nothing_new()
    print(f"{problem.code}: {describe(problem)}", file=sys.stderr)
    return REFUSED


def _place(issue: "Issue") -> str:
    """Where it is, as spreadsheets write it; nothing for the file as a whole."""
    if not issue.sheet:
        return ""
    return f"{issue.sheet}!{issue.column}{issue.row or ''} "


def _document(preview: "ReplyPreview", *, written: bool) -> dict[str, Any]:
    return {
        "imported": written,
        "notice": preview.notice,
        "code": preview.code,
        "customer": preview.customer_name,
        "account": preview.account,
        "file_sha256": preview.sha256,
        "rows": [_row(row) for row in preview.rows],
        "problems": [_issue(issue) for issue in preview.problems],
        "warnings": [_issue(issue) for issue in preview.warnings],
    }


def _row(row: "ReplyRow") -> dict[str, Any]:
    return {
        "row": row.row,
        "hazard": row.hazard,
        "number": row.number,
        "outcome": row.outcome.value,
        "state": row.state.value if row.state else "",
        "measure": row.measure,
        "on": row.on.isoformat() if row.on else "",
        "by": row.by,
        "phone": row.phone,
        "remark": row.remark,
        "photos": [{"cell": photo.place, "sha256": photo.original} for photo in row.photos],
    }


def _issue(issue: "Issue") -> dict[str, Any]:
    return {
        "sheet": issue.sheet,
        "row": issue.row,
        "column": issue.column,
        "heading": issue.heading,
        "value": issue.value,
        "code": issue.code,
        "message": issue.message,
    }


def _text(data: dict[str, Any]) -> str:
    """What went where, a line for each hazard, and the warnings."""
    from inspector.services.replies.views import Outcome  # noqa: PLC0415 - see above
    from inspector.services.replies.words import outcome_words  # noqa: PLC0415 - see above

    head = _("Reply to the notice {notice}, {customer} (account {account})").format(**data)
    if not data["imported"]:
        head = _("Not imported yet: ") + head
    lines = [
        f"  {row['number']}  {outcome_words(Outcome(row['outcome']))}"
        + (f"  {_('photos')}: {len(row['photos'])}" if row["photos"] else "")
        for row in data["rows"]
    ]
    told = [f"  {item['sheet']}!{item['column']}{item['row'] or ''} {item['message']}" for item in data["warnings"]]
    return "\n".join([head, *lines, *([_("To look at:")] if told else []), *told])
