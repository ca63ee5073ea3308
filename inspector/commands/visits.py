"""Visits: listed, due, planned, moved, cancelled, started, shown, replayed."""

from datetime import date
from typing import Any

from inspector.commands import lab_reports, lists, planning, sheets
from inspector.commands.console import Options, opened, script_lines, show
from inspector.commands.parsing import day
from inspector.commands.transfer import add_visit_verbs
from inspector.i18n import _

STATUSES = ("open", "elsewhere", "planned", "handed_over", "signed")
KINDS = ("periodic", "seasonal", "special", "after_accident", "intermediate", "acceptance")


def add_to(commands: Any) -> None:
    """The verbs of `visit`."""
    verbs = commands.add_parser("visit", help=_("visits")).add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = verbs.add_parser("list", help=_("visits under way, planned and signed"))
    listed.add_argument("--status", choices=STATUSES, action="append", default=None)
    listed.add_argument("--person", default="", metavar="PERSON", help=_("only visits of this inspector"))
    listed.add_argument("--team", default="", metavar="TEAM", help=_("only visits of this team"))
    listed.add_argument("--from", dest="first", type=day, default=None, metavar="YYYY-MM-DD")
    listed.add_argument("--to", dest="last", type=day, default=None, metavar="YYYY-MM-DD")
    listed.set_defaults(act=command_visit)
    due = verbs.add_parser("due", help=_("which inspections are due, overdue first"))
    due.add_argument("--limit", type=int, default=-1, metavar="N")
    due.add_argument("--state", choices=("overdue", "soon"), default="")
    due.add_argument("--search", default="", metavar="TEXT")
    due.add_argument("--order", choices=("day", "priority"), default="day")
    due.set_defaults(act=command_visit)
    plan = verbs.add_parser("plan", help=_("plan a visit of a customer"))
    plan.add_argument("name", metavar="ACCOUNT")
    plan.add_argument("--kind", default="periodic", choices=KINDS)
    plan.add_argument("--inspectors", nargs="+", required=True, metavar="PERSON")
    move = verbs.add_parser("move", help=_("change day, time, inspectors or occasion of a planned visit"))
    move.add_argument("name", metavar="VISIT")
    move.add_argument("--kind", choices=KINDS)
    move.add_argument("--inspectors", nargs="+", default=(), metavar="PERSON")
    for verb in (plan, move):
        verb.add_argument("--on", type=day, metavar="YYYY-MM-DD")
        verb.add_argument("--time", default=None, metavar="HH:MM")
        verb.add_argument("--note", default=None, metavar="TEXT", help=_("what those who go should know"))
        verb.add_argument("--occasion", default="", metavar="ID", help=_("what it is for: see `visit occasions`"))
        verb.set_defaults(act=command_visit)
    for name, what, help_text in (
        ("cancel", "VISIT", _("cancel a planned visit")),
        ("start", "VISIT", _("begin a planned visit, or go on with one")),
        ("show", "VISIT", _("what a visit holds")),
        ("replay", "SCRIPT.jsonl | -", _("carry out a visit as a script says, line by line")),
    ):
        verb = verbs.add_parser(name, help=help_text)
        verb.add_argument("name", metavar=what)
        verb.set_defaults(act=command_visit)
    add_visit_verbs(verbs)
    lab_reports.add_visit_verbs(verbs)
    planning.add_visit_verbs(verbs)


def command_visit(options: Options) -> None:
    """List, plan, start, show."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.visits import listing, replay  # noqa: PLC0415

    with opened(options) as workspace:
        match options.verb:
            case "list":
                show(options, workspace.call(lambda: _listed(workspace, options)), lists.visits_text)
            case "due":
                due = workspace.call(
                    lambda: services.due_list(
                        workspace, options.limit, text=options.search, state=options.state, order=options.order
                    )
                )
                show(options, [listing.due_json(row) for row in due], lists.due_text)
            case "plan" | "move" | "cancel":
                show(options, workspace.call(lambda: _plan(workspace, options)), sheets.begun_text)
            case "start":
                show(options, workspace.call(lambda: _start(workspace, options.name)), sheets.begun_text)
            case "show":
                found = workspace.call(lambda: listing.visit_json(workspace, options.name))
                show(options, found, lambda row: sheets.visit_text(workspace, row))
            case _:
                for line in replay.replay(workspace, script_lines(options.name)):
                    print(line, flush=True)


def _listed(workspace: Any, options: Options) -> list[dict[str, Any]]:
    """The rows that status, people and days leave. A planned visit counts for its day, others for their start."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.planning.feed import people_of_team  # noqa: PLC0415
    from inspector.services.visits import listing  # noqa: PLC0415

    rows = services.visit_rows(workspace, signed=-1)
    if options.person:
        person = workspace.person_of(options.person).id
        rows = tuple(row for row in rows if person in row.people)
    if options.team:
        team = people_of_team(workspace, options.team)
        rows = tuple(row for row in rows if team & set(row.people))
    found = [row for row in rows if options.status is None or row.status.value in options.status]
    if options.first or options.last:
        first, last = options.first or date.min, options.last or date.max
        found = [row for row in found if (day := listing.day_of(row)) is not None and first <= day <= last]
    return [listing.list_json(row) for row in found]


def _start(workspace: Any, name: str) -> dict[str, Any]:
    """Open a visit; what is printed about it. Worker thread."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.visits.hints import begin_hints, hints_json  # noqa: PLC0415

    view = services.open_visit(workspace, name)
    warnings = hints_json(begin_hints(workspace, view.id))
    return {"visit": view.id, "number": view.number, "restored": view.restored, "warnings": warnings}


def _plan(workspace: Any, options: Options) -> dict[str, Any]:
    """Plan, move or cancel; what is printed about it. Worker thread."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.visits.hints import hints_json, plan_hints  # noqa: PLC0415

    if options.verb == "cancel":
        services.cancel_visit(workspace, options.name)
        return {"cancelled": options.name}
    people = tuple(options.inspectors)
    if options.verb == "move":
        kind = services.VisitKind(options.kind) if options.kind else None
        services.move_visit(
            workspace,
            options.name,
            planned_on=options.on,
            at=options.time,
            inspectors=people,
            kind=kind,
            occasion=options.occasion,
            note=options.note,
        )
        return {"visit": options.name, "warnings": hints_json(plan_hints(workspace, options.name))}
    kind = services.VisitKind(options.kind)
    at = options.time or ""
    visit = services.plan_visit(
        workspace,
        options.name,
        kind=kind,
        inspectors=people,
        planned_on=options.on,
        at=at,
        occasion=options.occasion,
        note=options.note or "",
    )
    return {"visit": visit, "warnings": hints_json(plan_hints(workspace, visit))}
