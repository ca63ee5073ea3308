"""Excel: the empty workbook, the import with its list of errors, the export."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, opened, show, write_told
from inspector.i18n import _, describe, ngettext

if TYPE_CHECKING:
    from inspector.services.excel.views import ImportPreview, Issue, Mapped, WorkbookSheets

FAILED = 1
"""Exit code when the file has errors."""


def add_to(commands: Any) -> None:
    """Template, import, export."""
    template = commands.add_parser("template", help=_("the empty workbook for customers, equipment, tests, people"))
    template.add_argument("file", metavar="FILE.xlsx")
    template.set_defaults(act=command_template)
    reading = commands.add_parser("import", help=_("customers, equipment, tests, people from Excel"))
    reading.add_argument("file", metavar="FILE.xlsx")
    reading.add_argument("--dry-run", action="store_true", help=_("show only what would be added and changed"))
    reading.add_argument("--mapping", metavar="FILE.json", help=_("which column is what, for a workbook of your own"))
    reading.add_argument("--suggest", action="store_true", help=_("print the mapping that would be used, as JSON"))
    reading.set_defaults(act=command_import)
    writing = commands.add_parser("export", help=_("the registers as the workbook that import reads"))
    writing.add_argument("file", metavar="FILE.xlsx")
    writing.set_defaults(act=command_export)


def command_template(options: Options) -> None:
    """Write the empty workbook."""
    from inspector.services import excel  # noqa: PLC0415 - only these commands need it

    write_told(options, options.file, excel.template())


def command_export(options: Options) -> None:
    """Write the registers."""
    from inspector.services import excel  # noqa: PLC0415 - only these commands need it

    with opened(options) as workspace:
        write_told(options, options.file, workspace.call(lambda: excel.export_registers(workspace)))


def command_import(options: Options) -> int:
    """Read a workbook, show what it changes, and write it unless it has errors or is only tried."""
    from inspector.services import excel  # noqa: PLC0415 - only these commands need it

    book = excel.read_workbook(Path(options.file))
    with opened(options) as workspace:
        mapping = _mapping(options, book, workspace.call(lambda: excel.remembered_mappings(workspace)))
        if options.suggest:
            _suggest(mapping)
            return 0
        preview = workspace.call(lambda: excel.preview(workspace, book, mapping))
        written = not preview.errors and not options.dry_run and preview.plan.size > 0
        if written:
            workspace.call(lambda: excel.apply_import(workspace, preview))
            workspace.call(lambda: excel.remember_mapping(workspace, book, mapping))
    _tell(options, preview, written=written)
    return FAILED if preview.errors else 0


def _mapping(options: Options, book: "WorkbookSheets", remembered: Any) -> "Mapped":
    from inspector.services import excel  # noqa: PLC0415 - see above

    if not options.mapping:
        return excel.suggest_mapping(book, remembered)
    return excel.mapping_from_file(Path(options.mapping))


def _suggest(mapping: "Mapped") -> None:
    from inspector.services import excel  # noqa: PLC0415 - see above

    print(json.dumps(excel.mapping_to_json(mapping), ensure_ascii=False, indent=1))


def _tell(options: Options, preview: "ImportPreview", *, written: bool) -> None:
    """Errors on stderr, one line each after the line of the problem; the counts on stdout."""
    if preview.errors:
        from inspector.services import excel  # noqa: PLC0415 - see above

        problem = excel.has_errors(preview)
        print(f"{problem.code}: {describe(problem)}", file=sys.stderr)
        for issue in preview.errors:
            print(_line(issue), file=sys.stderr)
    data = _document(preview, written=written)
    if options.json or not preview.errors:
        show(options, data, _text)


def _line(issue: "Issue") -> str:
    place = f"{issue.sheet}!{issue.column}{issue.row}"
    about = " · ".join(" ".join(part.split()) for part in (issue.heading, issue.value) if part)
    return f"  {place} {about}: {issue.message}" if about else f"  {place}: {issue.message}"


def _document(preview: "ImportPreview", *, written: bool) -> dict[str, Any]:
    from inspector.services.excel.views import Action  # noqa: PLC0415 - see above

    return {
        "imported": written,
        "added": len(preview.of(Action.ADD)),
        "changed": len(preview.of(Action.CHANGE)),
        "unchanged": len(preview.of(Action.SAME)),
        "changes": [
            {
                "sheet": row.sheet,
                "row": row.row,
                "record": row.title,
                "fields": [{"field": c.heading, "old": c.old, "new": c.new} for c in row.changes],
            }
            for row in preview.of(Action.CHANGE)
        ],
        "errors": [_issue(issue) for issue in preview.errors],
        "warnings": [_issue(issue) for issue in preview.warnings],
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
    """The counts and the warnings for people."""
    counts = _("{added} added, {changed} changed, {unchanged} unchanged.").format(**data)
    head = counts if data["imported"] or not data["added"] + data["changed"] else _("Not imported yet: ") + counts
    warned = len(data["warnings"])
    lines = [ngettext("{count} warning:", "{count} warnings:", warned).format(count=warned)] if warned else []
    lines += [
        f"  {item['sheet']}!{item['column']}{item['row']} {item['heading']}: {item['message']}"
        for item in data["warnings"]
    ]
    return "\n".join([head, *lines])
