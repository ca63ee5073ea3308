"""Checklists for their authors: check a sheet, give out a workbook, install a new version, list what is installed."""

import dataclasses
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, named_path, opened, show, workspace_path, write_told
from inspector.commands.table import table
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from inspector.services import Workspace
    from inspector.services.checklists.authoring import FindingView
    from inspector.services.checklists.preview import FormPreview
    from inspector.services.checklists.versions import FormLine
    from inspector.xforms.lint.differences import Difference

FAILED = 1
"""Exit code when the sheet has errors."""


def add_to(verbs: Any) -> None:
    """`form check|list|export|install|reset`."""
    check = verbs.add_parser("check", help=_("what is wrong with a checklist, by sheet, row and column"))
    check.add_argument(
        "file", metavar="FILE", help=_(".xlsx, .csv or .md, a folder or a .zip with the files of the form")
    )
    check.add_argument(
        "--pack", action="append", default=[], metavar="FILE.toml", help=_("a criteria pack of your own")
    )
    check.set_defaults(act=command_check)
    verbs.add_parser("list", help=_("all checklists and the versions that count")).set_defaults(act=command_list)
    export = verbs.add_parser("export", help=_("a checklist as a workbook to edit in Excel"))
    export.add_argument("form", metavar=_("ID"))
    export.add_argument("--out", required=True, metavar="FILE.xlsx")
    export.set_defaults(act=command_export)
    install = verbs.add_parser("install", help=_("show what a new version changes, and let it count"))
    install.add_argument(
        "file", metavar="FILE", help=_(".xlsx, .csv or .md, a folder or a .zip with the files of the form")
    )
    install.add_argument("--yes", action="store_true", help=_("install it without asking"))
    install.set_defaults(act=command_install)
    reset = verbs.add_parser("reset", help=_("let the version of the program count again"))
    reset.add_argument("form", metavar=_("ID"))
    reset.set_defaults(act=command_reset)


def command_check(options: Options) -> int:
    """Check a sheet; exit 1 when it has errors. Opens no workspace."""
    from inspector.services.checklists import authoring, files  # noqa: PLC0415 - see console.opened
    from inspector.services.judgement.packs import read_pack  # noqa: PLC0415 - see console.opened

    file = files.read_form(Path(options.file))
    own = {Path(name).name: read_pack(Path(name)) for name in options.pack}
    packs = authoring.shipped_packs(own)
    findings = authoring.check(file, packs)
    show(options, [dataclasses.asdict(finding) for finding in findings], lambda _rows: _told(findings))
    return FAILED if any(finding.severity == "error" for finding in findings) else 0


def _told(findings: "tuple[FindingView, ...]") -> str:
    if not findings:
        return _("Nothing is wrong with this checklist.")
    count = ngettext("{count} finding", "{count} findings", len(findings)).format(count=len(findings))
    return "\n".join([*(_finding(finding) for finding in findings), count])


def _finding(finding: "FindingView") -> str:
    where = [finding.sheet, _("row {row}").format(row=finding.row) if finding.row else "", finding.column]
    place = _(", ").join(part for part in where if part) + (f" ({finding.cell})" if finding.cell else "")
    severity = _("error") if finding.severity == "error" else _("warning")
    return f"{place}: {severity} {finding.code}: {finding.message} {finding.advice}".rstrip()


def _maybe(options: Options) -> "AbstractContextManager[Workspace | None]":
    """The workspace; none where no folder is named and the usual one does not exist."""
    if named_path(options) is None and not workspace_path(options).exists():
        return nullcontext(None)
    return opened(options)


def command_list(options: Options) -> None:
    """List the checklists."""
    from inspector.services.checklists import versions  # noqa: PLC0415 - see console.opened

    with _maybe(options) as workspace:
        if workspace is None:
            lines = versions.form_lines(None)
        else:
            lines = workspace.call(lambda: versions.form_lines(workspace))
        show(options, [_line(line) for line in lines], lambda _rows: _listed(lines))


def _listed(lines: "tuple[FormLine, ...]") -> str:
    headings = (_("id"), _("title"), _("step"), _("version"), _("source"), _("questions"))
    rows = [(line.id, line.title, line.step, line.version, _source(line), str(line.questions)) for line in lines]
    return table(headings, rows, "")


def _source(line: "FormLine") -> str:
    if line.open:
        return _("to be decided")
    if line.trouble:
        return _("cannot be used: {reason}").format(reason=line.trouble)
    return " ".join((line.by, line.on.isoformat() if line.on else "")) if line.own else _("program")


def command_export(options: Options) -> None:
    """Write a workbook."""
    from inspector.services.checklists import versions  # noqa: PLC0415 - see console.opened

    with _maybe(options) as workspace:
        if workspace is None:
            data = versions.export_form(None, options.form)
        else:
            data = workspace.call(lambda: versions.export_form(workspace, options.form))
    write_told(options, options.out, data)


def command_install(options: Options) -> int:
    """Show what changes, warnings too; install it when told to, which confirms them. Exit 1 when it cannot be."""
    from inspector.services.checklists import files, versions  # noqa: PLC0415 - see console.opened
    from inspector.services.checklists.preview import refusal_of  # noqa: PLC0415 - see console.opened

    file = files.read_form(Path(options.file))
    with opened(options) as workspace:
        preview = workspace.call(lambda: versions.preview_form(workspace, file))
        if not options.json:
            print(_shown(preview))
        refusal = refusal_of(preview)
        if refusal is not None and options.yes and not preview.errors:
            raise refusal
        wanted = refusal is None and (options.yes or (not options.json and _asked()))
        if wanted:
            workspace.call(lambda: versions.install_form(workspace, file, lower=True))
    told = {**_preview(preview), "refusal": refusal.code if refusal is not None else "", "done": wanted}
    show(options, told, lambda _data: _outcome(preview, refusal, done=wanted))
    return FAILED if refusal is not None and not preview.same else 0


def command_reset(options: Options) -> None:
    """Take an own version back."""
    from inspector.services.checklists import versions  # noqa: PLC0415 - see console.opened

    with opened(options) as workspace:
        line = workspace.call(lambda: versions.reset_form(workspace, options.form))
    said = _("{title}: the version of the program counts again.")
    show(options, _line(line), lambda _data: said.format(title=line.title))


def _asked() -> bool:
    if not sys.stdin.isatty():
        return False
    return input(_("Install this version? [y/N] ")).strip().lower() in ("y", "yes")


def _outcome(preview: "FormPreview", refusal: Problem | None, *, done: bool) -> str:
    if done:
        return _("Version {version} is installed. Open visits keep theirs.").format(version=preview.version)
    if preview.errors:
        return _("Nothing was installed: correct the errors first.")
    if refusal is not None:
        return describe(refusal)
    return _("Nothing was installed. Add --yes to install this version.")


def _shown(preview: "FormPreview") -> str:
    head = f"{preview.id} {preview.title}: {preview.installed or '-'} → {preview.version or '-'}"
    changes = [_change(change) for change in preview.changes] or [_("Nothing differs from the installed version.")]
    return "\n".join([head, *(_finding(finding) for finding in preview.findings), *changes])


def _change(change: "Difference") -> str:
    words = {
        "added": _("added"),
        "removed": _("removed"),
        "moved": _("moved"),
        "reworded": _("reworded"),
        "changed": _("changed"),
    }
    columns = "; ".join(f"{column}: {was or '-'} → {now or '-'}" for column, was, now in change.columns)
    return " ".join(part for part in (words[change.change], change.sheet, change.name, change.text, columns) if part)


def _line(line: "FormLine") -> dict[str, Any]:
    return {
        **dataclasses.asdict(line),
        "visits": list(line.visits),
        "kinds": list(line.kinds),
        "on": line.on.isoformat() if line.on else "",
    }


def _preview(preview: "FormPreview") -> dict[str, Any]:
    return {
        "form": preview.id,
        "title": preview.title,
        "version": preview.version,
        "installed": preview.installed,
        "same": preview.same,
        "files": list(preview.files),
        "findings": [dataclasses.asdict(finding) for finding in preview.findings],
        "changes": [_difference(change) for change in preview.changes],
    }


def _difference(change: "Difference") -> dict[str, Any]:
    columns = [{"column": column, "was": was, "now": now} for column, was, now in change.columns]
    return {
        **dataclasses.asdict(change),
        "change": change.change.value,
        "section": list(change.section),
        "columns": columns,
    }
