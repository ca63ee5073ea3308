"""Figures: closure rate, overdue, time to close, recurrence; as text, JSON, SVG or PDF."""

from typing import TYPE_CHECKING, Any

from inspector.commands.console import Options, need_writable, opened, show, write_told
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register

if TYPE_CHECKING:
    from inspector.services import Workspace

register(
    ProblemKind.INPUT,
    {"chart_needs_file": N_("A chart goes into a file: name both, --chart NAME and --out FILE.")},
)
FORMATS = ("svg", "pdf")


def add_to(commands: Any) -> None:
    """The command `figures`."""
    verb = commands.add_parser("figures", help=_("figures of a period, and their charts"))
    verb.add_argument(
        "--period",
        default="12-months",
        metavar="PERIOD",
        help=_("year, 12-months, quarter, month, or one written out: 2026, 2026-Q2, 2026-06, FROM..TO"),
    )
    verb.add_argument("--team", default="", metavar="NAME", help=_("only of this team; - for none on record"))
    verb.add_argument("--customer", default="", metavar="ACCOUNT", help=_("only of this customer"))
    verb.add_argument("--chart", default="", metavar="NAME", help=_("one chart into a file, by its key"))
    verb.add_argument("--format", choices=FORMATS, default="pdf", help=_("of the file; all figures together: pdf"))
    verb.add_argument("--out", metavar="FILE")
    verb.set_defaults(act=command_figures)


def command_figures(options: Options) -> None:
    """Print the figures, or write one chart or all of them into a file."""
    if (options.chart and not options.out) or (options.format == "svg" and not options.chart):
        raise Problem("chart_needs_file")
    with opened(options) as workspace:
        if options.out:
            need_writable(options.out)
            write_told(options, options.out, workspace.call(lambda: _file(workspace, options)))
        else:
            _print(workspace, options)


def _print(workspace: "Workspace", options: Options) -> None:
    from inspector.services.figures.charts import figure_page  # noqa: PLC0415 - see console.opened
    from inspector.services.figures.documents import figures_json  # noqa: PLC0415 - see console.opened
    from inspector.services.figures.key_figures import scope_of  # noqa: PLC0415 - see console.opened

    def made() -> dict[str, Any]:
        scope = scope_of(workspace, options.team, options.customer)
        return figures_json(figure_page(workspace, options.period, scope))

    show(options, workspace.call(made), _told)


def _told(data: dict[str, Any]) -> str:
    lines = [f"{data['first']} – {data['last']}  {data['scope']}"]
    lines += [f"{one['label']}\t{one['value']}\t{one['note']}" for one in data["numbers"]]
    for chart in data["charts"]:
        lines += ["", f"{chart['title']} [{chart['key']}]"]
        lines += [f"{one['label']}\t{one['series']}\t{one['text'] or '—'}" for one in chart["values"]]
    return "\n".join(lines)


def _file(workspace: "Workspace", options: Options) -> bytes:
    from inspector.services.figures.charts import figure_page  # noqa: PLC0415 - see console.opened
    from inspector.services.figures.documents import (  # noqa: PLC0415 - see console.opened
        chart_file,
        chart_named,
        figures_document,
    )
    from inspector.services.figures.key_figures import scope_of  # noqa: PLC0415 - see console.opened

    scope = scope_of(workspace, options.team, options.customer)
    if not options.chart:
        return figures_document(workspace, options.period, scope, options.language or "")
    page = figure_page(workspace, options.period, scope)
    chart = chart_named(page, options.chart)
    return chart_file(chart, page.remark, options.format, page.figures.as_of)
