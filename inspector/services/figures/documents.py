"""Figures on paper and as files: the whole page as PDF, one chart as SVG or PDF, numbers as JSON."""

from dataclasses import replace
from datetime import date
from typing import Any

from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.figures.charts import Chart
from inspector.services.figures.charts import CHARTS, FigurePage, figure_page
from inspector.services.figures.key_figures import Scope
from inspector.services.figures.statistics_document import sheet
from inspector.services.visits.drafts import DOCUMENTS
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {"chart_unknown": N_("There is no chart “{name}” under these choices. Use one of: {names}.")},
)


def figures_document(workspace: Workspace, period: str, scope: Scope | None = None, language: str = "") -> bytes:
    """The page of figures as PDF: totals, charts and tables. Worker thread; raises what `key_figures` raises."""
    from inspector.reports.statistics_pdf import statistics_pdf  # noqa: PLC0415 - loaded when paper is made

    t = Translator(language or DOCUMENTS)
    page = figure_page(workspace, period, scope, t)
    made = sheet(workspace, page.figures.statistics, t)
    return statistics_pdf(replace(made, scope=page.figures.scope_text, charts=page.charts), t)


def chart_named(page: FigurePage, name: str) -> Chart:
    """A chart of the page by its key. Raises Problem chart_unknown."""
    found = {chart.key: chart for chart in page.charts}
    if name not in found:
        raise Problem("chart_unknown", name=name, names=", ".join(key for key in CHARTS if key in found))
    return found[name]


def chart_file(chart: Chart, remark: str, file_format: str, day: date) -> bytes:
    """A chart as `svg` or `pdf`; `remark` stands under it, `day` dates the PDF. Any thread."""
    from inspector.reports.figures.chart_files import chart_pdf, chart_svg  # noqa: PLC0415 - loaded when a file is made

    return chart_svg(chart, remark) if file_format == "svg" else chart_pdf(chart, day, remark)


def figures_json(page: FigurePage) -> dict[str, Any]:
    """The figures as plain data; `rows` are ledger and filters, as `ledger list` takes them."""
    made = page.figures
    return {
        "first": made.first.isoformat(),
        "last": made.last.isoformat(),
        "as_of": made.as_of.isoformat(),
        "scope": made.scope_text,
        "numbers": [
            {
                "key": one.key,
                "label": one.label,
                "value": one.text,
                "note": one.note,
                "rows": one.rows,
                "count": one.count,
            }
            for one in page.numbers
        ],
        "charts": [_chart_json(chart) for chart in page.charts],
    }


def _chart_json(chart: Chart) -> dict[str, Any]:
    values = [
        {
            "label": one.label,
            "series": series.name,
            "value": value.amount,
            "text": value.text,
            "rows": value.rows,
            "count": value.count,
        }
        for one in chart.categories
        for series, value in zip(chart.series, one.values, strict=True)
    ]
    return {"key": chart.key, "title": chart.title, "counted": chart.told, "values": values}
