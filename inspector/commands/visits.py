"""Visits: listed, planned, started, shown, replayed."""

from datetime import date
from typing import Any

from inspector.commands.console import Options, opened, script_lines, show
from inspector.i18n import _


def add_to(commands: Any) -> None:
    """The verbs of `visit`."""
    verbs = commands.add_parser("visit", help=_("visits")).add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.add_parser("list").set_defaults(act=command_visit)
    plan = verbs.add_parser("plan")
    plan.add_argument("name", metavar="ACCOUNT")
    plan.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    plan.add_argument("--kind", default="periodic", choices=("periodic", "seasonal", "special", "after_accident"))
    plan.add_argument("--inspectors", nargs="+", required=True, metavar="PERSON")
    plan.set_defaults(act=command_visit)
    for name, what in (("start", "VISIT"), ("show", "VISIT"), ("replay", "SCRIPT.jsonl | -")):
        verb = verbs.add_parser(name)
        verb.add_argument("name", metavar=what)
        verb.set_defaults(act=command_visit)


def command_visit(options: Options) -> None:
    """List, plan, start, show."""
    from inspector import services  # noqa: PLC0415
    from inspector.services.visits import listing, replay  # noqa: PLC0415

    with opened(options) as workspace:
        match options.verb:
            case "list":
                rows = workspace.call(lambda: services.visit_rows(workspace, signed=-1))
                show(options, [listing.list_json(row) for row in rows])
            case "plan":
                kind, people = services.VisitKind(options.kind), tuple(options.inspectors)
                visit = workspace.call(
                    lambda: services.plan_visit(
                        workspace, options.name, kind=kind, inspectors=people, planned_on=options.on
                    )
                )
                show(options, {"visit": visit})
            case "start":
                view = workspace.call(lambda: services.open_visit(workspace, options.name))
                show(options, {"visit": view.id, "number": view.number, "restored": view.restored})
            case "show":
                show(options, workspace.call(lambda: listing.visit_json(workspace, options.name)))
            case _:
                for line in replay.replay(workspace, script_lines(options.name)):
                    print(line, flush=True)
