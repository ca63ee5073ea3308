"""The calendar of visits: who has how many, what a laptop holds for a visit, calendar files, what a visit is for."""

from datetime import date, timedelta
from typing import Any

from inspector.commands import lists
from inspector.commands.console import Options, opened, show, write
from inspector.commands.parsing import day
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

WEEK = 7
MOST_DAYS = 366

register(ProblemKind.INPUT, {"load_days": N_("Ask for 1 to {most} days of the calendar.")})


def add_visit_verbs(verbs: Any) -> None:
    """The verbs of `visit` that plan."""
    calendar = verbs.add_parser("calendar", help=_("planned visits as a file for other calendars (iCalendar)"))
    calendar.add_argument("--out", required=True, metavar="FILE.ics")
    who = calendar.add_mutually_exclusive_group()
    who.add_argument("--person", default="", metavar="PERSON")
    who.add_argument("--team", default="", metavar="TEAM")
    calendar.set_defaults(act=command_calendar)
    load = verbs.add_parser("load", help=_("how many visits each inspector has"))
    load.add_argument("--from", dest="first", type=day, default=None, metavar="YYYY-MM-DD")
    load.add_argument("--days", type=int, default=WEEK, metavar="N")
    load.set_defaults(act=command_load)
    package = verbs.add_parser("package", help=_("whether this laptop holds what a visit needs"))
    package.add_argument("name", metavar="VISIT")
    package.set_defaults(act=command_package)
    verbs.add_parser("occasions", help=_("what seasonal and special visits are for")).set_defaults(
        act=command_occasions
    )


def command_calendar(options: Options) -> None:
    """Write the calendar file."""
    from inspector import services  # noqa: PLC0415

    with opened(options) as workspace:
        content = workspace.call(lambda: services.calendar_file(workspace, person=options.person, team=options.team))
    write(options.out, content)
    show(options, {"file": options.out, "visits": content.count(b"BEGIN:VEVENT")})


def command_load(options: Options) -> None:
    """A line for each inspector, the largest load first."""
    from inspector import services  # noqa: PLC0415

    with opened(options) as workspace:

        def work() -> list[dict[str, Any]]:
            first = options.first or workspace.today() - timedelta(days=workspace.today().weekday())
            if not 1 <= options.days <= min(MOST_DAYS, (date.max - first).days):
                raise Problem("load_days", most=MOST_DAYS)
            board = services.plan_board(workspace, first, options.days)
            return [
                {
                    "person": row.name,
                    "team": row.team,
                    "visits": row.total,
                    "days": {day.isoformat(): count for day, count in sorted(row.by_day.items())},
                    "too_many": [day.isoformat() for day in row.too_many(board.limit)],
                }
                for row in board.loads
            ]

        show(options, workspace.call(work), lists.loads_text)


def command_package(options: Options) -> None:
    """What is here, part by part."""
    from inspector import services  # noqa: PLC0415

    with opened(options) as workspace:

        def work() -> dict[str, Any]:
            package = services.visit_package(workspace, options.name)
            parts = [{"part": one.part.value, "state": one.state.value, "words": one.words} for one in package.parts]
            return {"visit": package.visit, "customer": package.customer, "ready": package.ready, "parts": parts}

        show(options, workspace.call(work), _package_text)


def _package_text(data: dict[str, Any]) -> str:
    lines = [f"{part['part']}: {part['state']} · {part['words']}" for part in data["parts"]]
    state = _("ready for a place without network") if data["ready"] else _("not complete: synchronise first")
    return "\n".join([f"{data['customer']}: {state}", *lines])


def command_occasions(options: Options) -> None:
    """All of them; no workspace is opened."""
    from inspector.services.planning.occasions import occasions  # noqa: PLC0415

    show(
        options,
        [
            {"id": one.id, "kind": one.kind.value, "name": one.name, "from": one.first, "to": one.last}
            for one in occasions()
        ],
        lists.occasions_text,
    )
