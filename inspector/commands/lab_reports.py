"""Test reports of an open visit: attached to a record, and values taken out of a testing company's workbook."""

from pathlib import Path
from typing import Any

from inspector.commands.console import Options, opened, show
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "report_equipment": N_("This visit has no test record of “{equipment}”. Name the equipment, or give its id."),
        "report_choice": N_("“{text}” is no LABEL=NAME. NAME is one that the preview lists, or - to leave a row out."),
        "report_file": N_("The file {file} cannot be read: {reason}."),
    },
)


def add_visit_verbs(verbs: Any) -> None:
    """`visit import-report` and `visit attach-report`."""
    taking = verbs.add_parser("import-report", help=_("take the values of a test record out of a workbook"))
    taking.add_argument("--company", default="", help=_("whose report it is; else as the report says"))
    taking.add_argument("--set", action="append", default=[], metavar="LABEL=NAME", help=_("what a row stands for"))
    taking.add_argument("--dry-run", action="store_true", help=_("only show what would be taken over"))
    attaching = verbs.add_parser("attach-report", help=_("keep a PDF, picture or workbook with a test record"))
    for verb in (taking, attaching):
        verb.add_argument("file", metavar="FILE")
        verb.add_argument("--visit", required=True, metavar="VISIT")
        verb.add_argument("--equipment", required=True, metavar="NAME")
        verb.set_defaults(act=command_report)


def command_report(options: Options) -> None:
    """Take values over, or attach."""
    from inspector import services  # noqa: PLC0415 - see `opened`
    from inspector.services.lab_reports.importing import preview_json  # noqa: PLC0415
    from inspector.services.lab_reports.taking import preview_workbook, read_report, take_workbook  # noqa: PLC0415

    data, name = _read(Path(options.file)), Path(options.file).name
    with opened(options) as workspace:
        visit = workspace.call(lambda: services.open_visit(workspace, options.visit))
        target = _target(workspace, visit.id, options.equipment)
        if options.verb == "attach-report":
            change = services.add_report(workspace, visit.id, target, data, name)
            reports = [{"name": one.name, "sha256": one.sha} for _target_, found in change.reports for one in found]
            show(options, {"visit": visit.id, "form": target.form, "reports": reports})
            return
        chosen = dict(_choice(text) for text in options.set)
        labels = read_report(workspace, visit.id, target, data, name)
        preview = preview_workbook(workspace, visit.id, target, labels, company=options.company, chosen=chosen)
        if not options.dry_run:
            take_workbook(workspace, visit.id, target, data, name, company=options.company, chosen=chosen)
        told = {"visit": visit.id, "form": target.form, "taken": not options.dry_run, **preview_json(preview)}
        show(options, told, _told)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("report_file", file=path, reason=error.strerror or error) from error


def _target(workspace: Any, visit: str, equipment: str) -> Any:
    """The test record of a piece of equipment by id or name. Raises Problem report_equipment."""
    from inspector.domain.visit import Step  # noqa: PLC0415

    def find() -> Any:
        session = workspace.visit(visit).session
        for target in session.targets(Step.EQUIPMENT):
            known = session.equipment[target.equipment]
            if equipment in (known.id, known.name) and session.forms[target].layout.lines:
                return target
        raise Problem("report_equipment", equipment=equipment)

    return workspace.call(find)


def _choice(text: str) -> tuple[str, str]:
    from inspector.services.visits.pasted import comparable  # noqa: PLC0415

    label, sign, name = text.rpartition("=")
    if not sign or not comparable(label):
        raise Problem("report_choice", text=text)
    return comparable(label), name.strip()


def _told(data: dict[str, Any]) -> str:
    """For people: a line for each row of the report."""
    lines, guessed = [str(data["company"])], _("guessed")
    for row in data["rows"]:
        found = ", ".join(f"{one['value']} {one['error'] or one['verdict'] or ''}".strip() for one in row["expected"])
        guess = f" ({guessed})" if row["guessed"] and row["expected"] else ""
        lines.append(f"{row['place']} {row['label']} -> {row['goes_to'] or '—'}{guess}: {found}".rstrip(": "))
    return "\n".join(lines)
