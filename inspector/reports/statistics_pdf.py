"""Statistics of hazards as PDF: A4 portrait; a table for each view with a bar in every row, legible without colour."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inspector.i18n import N_, Translator
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import Column, Grid, Look
from inspector.reports.figures.chart_files import POINTS, draw_chart, paper_measure
from inspector.reports.figures.chart_layout import drawn, height_of
from inspector.reports.figures.charts import Chart
from inspector.reports.notice_parts import ColumnSpec, body, gap, made_columns, numbered, title
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.statistics_sheet import StatisticsLine, StatisticsSheet, StatisticsTable
from inspector.reports.words import DEFAULT_LANGUAGE

TITLE: Final = N_("Statistics of Safety Hazards")
NONE: Final = "—"
_LOOK = Look(Style(Weight.REGULAR, 8.8, 12.6), pad_x=4.6, pad_y=2.6, least_row=18, least_head=21)
_NUMBERS: tuple[ColumnSpec, ...] = (
    (N_("Number found"), 40.0, Align.RIGHT),
    (N_("Number closed"), 40.0, Align.RIGHT),
    (N_("Closure rate"), 50.0, Align.RIGHT),
    (N_("In time"), 48.0, Align.RIGHT),
    (N_("Overdue"), 44.0, Align.RIGHT),
    (N_("Recurrent"), 50.0, Align.RIGHT),
    (N_("Days to close"), 54.0, Align.RIGHT),
)
_LABEL: Final = 118.0
"""Room for a customer's name of eleven characters in one line."""
_BARS: Final = 66.0
_BAR: Final = 7.0
_LIGHT: Final = 0.82
"""Grey of a bar of everything found; what was closed is black inside it."""


def statistics_pdf(model: StatisticsSheet, translator: Translator | None = None) -> bytes:
    """The statistics as PDF. Any thread; Problem("font_missing")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    day = model.as_of
    period = _period(model, tr)
    furniture = Furniture(
        title=tr(TITLE),
        company=model.company,
        subtitle=service_line(tr, model.service_phone),
        lines=((tr(N_("Period")), period), (tr(N_("Data as of")), f"{day:%Y-%m-%d}")),
        code=model.code,
        running=tr(TITLE),
        foot=tr(N_("Hazards found in the period, as they stand on the day of the data; voided ones are left out.")),
        logo=model.logo,
    )
    about = properties(tr, f"{tr(TITLE)} {period}", model.company, period, day)
    return print_pages(furniture, _Parts(model, tr).blocks(), about, tr)


def _period(model: StatisticsSheet, tr: Translator) -> str:
    return tr(N_("{first} to {last}")).format(first=f"{model.first:%Y-%m-%d}", last=f"{model.last:%Y-%m-%d}")


def percent(share: float | None) -> str:
    """A share as per cent with one decimal, a dash for none."""
    return NONE if share is None else f"{100 * share:.1f}\u00a0%"


class _Parts:
    """Makes the blocks."""

    def __init__(self, model: StatisticsSheet, tr: Translator) -> None:
        self._model = model
        self._tr = tr
        self._breaker = Breaker()

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot."""
        tables = [block for number, table in enumerate(self._model.tables, 2) for block in self._table(number, table)]
        return [
            title(self._breaker, self._tr(TITLE)),
            *(body(self._breaker, self._model.scope) if self._model.scope else ()),
            numbered(self._breaker, self._tr, 1, self._tr(N_("Totals"))),
            *self._totals(),
            gap(9),
            *(block for chart in self._model.charts if not chart.is_empty for block in _chart(self._breaker, chart)),
            *tables,
        ]

    def _totals(self) -> list[Block]:
        model, tr = self._model, self._tr
        total = model.total
        days = tr(N_("mean {mean}, median {median}")).format(
            mean=_days(total.mean_days), median=_days(total.median_days)
        )
        rows = (
            (
                (tr(N_("Number found")), str(total.found)),
                (tr(N_("Number closed")), str(total.closed)),
                (tr(N_("Closure rate")), percent(total.closure_rate)),
            ),
            (
                (tr(N_("Overdue")), str(total.overdue)),
                (tr(N_("Closed in time")), percent(total.in_time_rate)),
                (tr(N_("Recurrent")), str(total.recurrent)),
            ),
            (
                (tr(N_("Closed in the period")), str(model.closed_within)),
                (tr(N_("Days to closing")), days),
            ),
        )
        statuses = tr(N_("; ")).join(f"{label} {count}" for label, count in model.statuses)
        return [*fact_rows(self._breaker, rows), gap(4), *(body(self._breaker, statuses) if statuses else ())]

    def _table(self, number: int, table: StatisticsTable) -> list[Block]:
        bars = N_("Found (grey), closed (black)")
        specs = ((table.rows_are, _LABEL, Align.LEFT), *_NUMBERS, (bars, _BARS, Align.LEFT))
        columns = made_columns(self._breaker, specs, {}, _LOOK, self._tr)
        grid = Grid(self._breaker, columns, _LOOK, X_LEFT, self._tr(N_("cont.")))
        most = max((line.found for line in table.lines), default=0)
        rows = [self._row(grid, columns, line, most) for line in table.lines]
        remark = body(self._breaker, table.remark) if table.remark else []
        return [
            numbered(self._breaker, self._tr, number, table.heading),
            *(rows or [grid.span(self._tr(N_("No entries")))]),
            *remark,
            gap(9),
        ]

    @staticmethod
    def _row(grid: Grid, columns: Sequence[Column], line: StatisticsLine, most: int) -> Block:
        texts = [
            line.label,
            str(line.found),
            str(line.closed),
            percent(line.closure_rate),
            percent(line.in_time_rate),
            str(line.overdue),
            str(line.recurrent),
            _days(line.mean_days),
            "",
        ]
        row = grid.row(texts, [False, False, False, False, False, line.overdue > 0])
        left = X_LEFT + sum(column.width for column in columns[:-1]) + _LOOK.pad_x
        room = columns[-1].width - 2 * _LOOK.pad_x

        def draw(pen: Pen, top: float) -> None:
            row.draw(pen, top)
            if most and line.found:
                centre = top + row.height / 2
                pen.fill(left, centre - _BAR / 2, room * line.found / most, _BAR, _LIGHT)
                pen.fill(left, centre - _BAR / 2, room * line.closed / most, _BAR)
                pen.frame(left, centre - _BAR / 2, room * line.found / most, _BAR, 0.5)

        return replace(row, draw=draw)


def _chart(breaker: Breaker, chart: Chart) -> list[Block]:
    """A chart with its title over it, and how it is counted under it."""
    measure, width = paper_measure(), (X_RIGHT - X_LEFT) / POINTS
    height = height_of(chart, width, measure, titled=True)
    drawing = drawn(chart, width, height, measure, titled=True)
    picture = Block(height * POINTS, lambda pen, top: draw_chart(pen, drawing, X_LEFT, top), keep=True)
    return [picture, *body(breaker, chart.told), gap(9)]


def _days(days: float | None) -> str:
    return NONE if days is None else f"{days:.1f}"
