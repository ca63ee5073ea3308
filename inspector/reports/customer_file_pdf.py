"""The customer file (一户一册) as PDF: A4 portrait, black and white, everything that is known of one customer."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inspector.domain.diagram import Diagram
from inspector.i18n import N_, Translator
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import Column, Grid, Look
from inspector.reports.customer_file import CustomerFile, FileTable, FileTrend
from inspector.reports.figures.chart_files import draw_chart, paper_measure
from inspector.reports.figures.diagram import diagram_figure
from inspector.reports.figures.diagram_strips import strips
from inspector.reports.figures.radar import radar_drawing
from inspector.reports.figures.trend import trend_drawing
from inspector.reports.notice_parts import ColumnSpec, gap, made_columns, numbered, paragraph, title
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import DEFAULT_LANGUAGE, grouped

TITLE: Final = N_("Customer File")
WIDTH: Final = X_RIGHT - X_LEFT
SCALE: Final = 0.72
"""Points of a pixel in figures."""
LEAST_SCALE: Final = 0.5
"""A diagram that would be smaller is printed in strips."""
DIAGRAM_HIGH: Final = 300.0
RADAR_WIDE: Final = 220.0
RADAR_HIGH: Final = 168.0
TREND_HIGH: Final = 112.0
_LOOK = Look(Style(Weight.REGULAR, 8.6, 11.6), pad_x=4.4, pad_y=2.2, least_row=16.5, least_head=18.5)
_TEXT = Style(Weight.REGULAR, 9, 13)
_STRONG = Style(Weight.BOLD, 9, 13)
_SCORE = Style(Weight.BOLD, 20, 24)
_LEFT, _MIDDLE, _RIGHT = Align.LEFT, Align.CENTRE, Align.RIGHT
_ELECTRICIANS: tuple[ColumnSpec, ...] = (
    (N_("Name"), 76, _LEFT), (N_("Certified for"), 62, _LEFT), (N_("Certificate"), 168, _LEFT),
    (N_("Valid until"), 84, _MIDDLE), (N_("Validity"), 120.2, _MIDDLE),
)  # fmt: skip
_CONTACTS: tuple[ColumnSpec, ...] = (
    (N_("Name"), 120, _LEFT),
    (N_("Job title"), 230, _LEFT),
    (N_("Telephone"), 160.2, _LEFT),
)
_SUPPLIES: tuple[ColumnSpec, ...] = (
    (N_("Equipment"), 140, _LEFT), (N_("Model"), 130, _LEFT), (N_("Ratings"), 160, _LEFT), (N_("State"), 80.2, _MIDDLE),
)  # fmt: skip
_EQUIPMENT: tuple[ColumnSpec, ...] = (
    (N_("Equipment"), 90, _LEFT), (N_("Kind"), 64, _LEFT), (N_("Model"), 92, _LEFT), (N_("Ratings"), 62, _LEFT),
    (N_("In service since"), 50, _MIDDLE), (N_("Last test"), 50, _MIDDLE), (N_("Next test"), 50, _MIDDLE),
    (N_("State"), 52.2, _MIDDLE),
)  # fmt: skip
_TESTS: tuple[ColumnSpec, ...] = (
    (N_("Test item"), 178, _LEFT), (N_("Value"), 80, _RIGHT), (N_("Limit and basis"), 200, _LEFT),
    (N_("Verdict"), 52.2, _MIDDLE),
)  # fmt: skip
_VISITS: tuple[ColumnSpec, ...] = (
    (N_("Date"), 62, _MIDDLE), (N_("Inspection sheet"), 100, _LEFT), (N_("Occasion"), 62, _LEFT),
    (N_("Inspector"), 96, _LEFT), (N_("Result"), 94, _LEFT), (N_("Result notice"), 96.2, _LEFT),
)  # fmt: skip
_HAZARDS: tuple[ColumnSpec, ...] = (
    (N_("Hazard no."), 92, _LEFT), (N_("Place / equipment"), 92, _LEFT), (N_("Hazard"), 120, _LEFT),
    (N_("Grade"), 42, _MIDDLE), (N_("Found on"), 59, _MIDDLE), (N_("Deadline"), 59, _MIDDLE),
    (N_("Status"), 46.2, _MIDDLE),
)  # fmt: skip
_DOCUMENTS: tuple[ColumnSpec, ...] = (
    (N_("Date"), 62, _MIDDLE), (N_("Kind"), 90, _LEFT), (N_("Document"), 258, _LEFT), (N_("By whom"), 100.2, _LEFT),
)  # fmt: skip


def customer_file(model: CustomerFile, translator: Translator | None = None) -> bytes:
    """The file as PDF. Any thread; Problem("font_missing")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    day = model.printed_on
    furniture = Furniture(
        title=tr(TITLE),
        company=model.company,
        subtitle=service_line(tr, model.service_phone),
        lines=((tr(N_("Account")), grouped(model.account)), (tr(N_("Data as of")), f"{day}")),
        code="|".join((model.account, f"{day}")),
        running=f"{tr(TITLE)}\u3000{model.customer}",
        foot=tr(N_("Printed from the records on the day of the data; later changes are not in it.")),
        logo=model.logo,
    )
    about = properties(tr, f"{tr(TITLE)} {model.customer}", model.company, model.customer, day)
    return print_pages(furniture, _Parts(model, tr).blocks(), about, tr)


class _Parts:
    """Makes the blocks."""

    def __init__(self, model: CustomerFile, tr: Translator) -> None:
        self._model = model
        self._tr = tr
        self._breaker = Breaker()

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot; a part that says nothing is left out, the numbers close up."""
        model, tr = self._model, self._tr
        parts: list[tuple[str, list[Block]]] = [
            (tr(N_("Risk and portrait")), self._risk()),
            (tr(N_("Single-line diagram")), self._diagram()),
            (tr(N_("People")), self._people()),
            (tr(N_("Emergency supply")), self._emergency()),
            (tr(N_("Equipment")), self._table(_EQUIPMENT, model.equipment)),
            (tr(N_("Tests")), [*self._tests(), *self._trends()]),
            (tr(N_("Inspections")), self._table(_VISITS, model.visits)),
            (tr(N_("Hazards")), [*self._over(model.counts), *self._table(_HAZARDS, model.hazards)]),
            (tr(N_("Papers")), self._table(_DOCUMENTS, model.documents)),
        ]
        made = [title(self._breaker, tr(TITLE)), *self._facts(), gap(9)]
        for number, (name, blocks) in enumerate([part for part in parts if part[1]], 1):
            made += [numbered(self._breaker, tr, number, name), *blocks, gap(9)]
        return made

    def _facts(self) -> list[Block]:
        model = self._model
        first = ((self._tr(N_("Customer")), model.customer),)
        rows = [model.facts[start : start + 2] for start in range(0, len(model.facts), 2)]
        return fact_rows(self._breaker, [first, *rows])

    # parts ----------------------------------------------------------------------------------------------------------

    def _risk(self) -> list[Block]:
        """The score with its reasons at the left, the radar at the right."""
        model = self._model
        if not model.score:
            return []
        drawn = bool(model.spokes)
        width = WIDTH - (RADAR_WIDE if drawn else 0)
        lines = [self._breaker.few(f"+{points}  {why}", _TEXT.weight, _TEXT.size, width - 12, 2)
                 for points, why in model.reasons]  # fmt: skip
        score = self._breaker.line(model.score, _SCORE.weight)
        high = _SCORE.leading + 4 + sum(len(one) * _TEXT.leading for one in lines)
        note = self._breaker.few(model.portrait, _TEXT.weight, _TEXT.size, RADAR_WIDE, 2) if drawn else ()
        radar = radar_drawing(model.spokes, RADAR_WIDE / SCALE, RADAR_HIGH / SCALE, paper_measure()) if drawn else None

        def draw(pen: Pen, top: float) -> None:
            pen.line(score, X_LEFT, top + _SCORE.leading / 2, _SCORE)
            at = top + _SCORE.leading + 4
            for one in lines:
                pen.box(one, X_LEFT, at + len(one) * _TEXT.leading / 2, width, _TEXT, _LEFT)
                at += len(one) * _TEXT.leading
            if radar is not None:
                draw_chart(pen, radar, X_RIGHT - RADAR_WIDE, top, SCALE)
                pen.box(note, X_RIGHT - RADAR_WIDE, top + RADAR_HIGH - 2, RADAR_WIDE, _TEXT, _MIDDLE)

        return [Block(max(high, RADAR_HIGH + 10) if drawn else high, draw)]

    def _diagram(self) -> list[Block]:
        model = self._model
        if model.diagram.is_empty:
            return []
        parts = strips(model.diagram, WIDTH / LEAST_SCALE, paper_measure())
        return [*(self._strip(part) for part in parts), *self._lines(model.diagram_note)]

    def _strip(self, part: Diagram) -> Block:
        figure = diagram_figure(part, paper_measure(), self._model.troubles)
        scale = figure.scale_for(WIDTH, DIAGRAM_HIGH, SCALE)
        left = X_LEFT + (WIDTH - figure.width * scale) / 2
        return Block(
            figure.height * scale + 4, lambda pen, top: draw_chart(pen, figure.drawing, left, top, scale), keep=True
        )

    def _people(self) -> list[Block]:
        model, tr = self._model, self._tr
        duty = tr(N_("Manned: {duty}")).format(duty=model.duty) if model.duty else ""
        blocks = [*self._table(_ELECTRICIANS, model.electricians), *self._lines(duty)]
        contacts = self._table(_CONTACTS, model.contacts)
        return [*blocks, *([gap(5)] if blocks and contacts else []), *contacts]

    def _emergency(self) -> list[Block]:
        model = self._model
        facts = fact_rows(self._breaker, [model.emergency]) if model.emergency else []
        supplies = self._table(_SUPPLIES, model.supplies)
        return [*facts, *([gap(4)] if facts and supplies else []), *supplies]

    def _tests(self) -> list[Block]:
        rows = [row for test in self._model.tests for row in test.table.rows]
        grid = Grid(self._breaker, self._columns(_TESTS, rows), _LOOK, X_LEFT, self._tr(N_("cont.")))
        blocks: list[Block] = []
        for test in self._model.tests:
            blocks += [grid.band(test.heading), *self._rows(grid, test.table)]
        return blocks

    def _trends(self) -> list[Block]:
        """Two trends side by side."""
        trends = self._model.trends
        pairs = [trends[start : start + 2] for start in range(0, len(trends), 2)]
        return [gap(6), *(self._trend_row(pair) for pair in pairs)] if pairs else []

    def _trend_row(self, pair: Sequence[FileTrend]) -> Block:
        half = (WIDTH - 14) / 2
        measure = paper_measure()
        size = (half / SCALE, TREND_HIGH / SCALE)
        made = [
            (
                self._breaker.few(one.title, _STRONG.weight, _STRONG.size, half, 1),
                trend_drawing(one.points, one.limits, one.limit_words, size, measure),
            )
            for one in pair
        ]

        def draw(pen: Pen, top: float) -> None:
            for number, (name, drawing) in enumerate(made):
                x = X_LEFT + number * (half + 14)
                pen.box(name, x, top + 7, half, _STRONG, _LEFT)
                draw_chart(pen, drawing, x, top + 14, SCALE)

        return Block(TREND_HIGH + 22, draw)

    # tables ---------------------------------------------------------------------------------------------------------

    def _columns(self, specs: Sequence[ColumnSpec], rows: Sequence[Sequence[str]]) -> list[Column]:
        """Columns in which no date and no state is divided: what is centred is kept whole."""
        kept = {
            number: [row[number] for row in rows]
            for number, (_head, _width, align) in enumerate(specs)
            if align is Align.CENTRE
        }
        return made_columns(self._breaker, specs, kept, _LOOK, self._tr)

    def _table(self, specs: Sequence[ColumnSpec], table: FileTable) -> list[Block]:
        if not table.rows:
            return []
        grid = Grid(self._breaker, self._columns(specs, table.rows), _LOOK, X_LEFT, self._tr(N_("cont.")))
        more = self._tr.plural("{count} older row is left out.", "{count} older rows are left out.", table.more)
        return [*self._rows(grid, table), *self._lines(more.format(count=table.more) if table.more else "")]

    @staticmethod
    def _rows(grid: Grid, table: FileTable) -> list[Block]:
        return [
            grid.row(row, [(number, column) in table.loud for column in range(len(row))])
            for number, row in enumerate(table.rows)
        ]

    def _over(self, text: str) -> list[Block]:
        """Lines over a table; they stay with it."""
        return [replace(block, keep=True) for block in self._lines(text)]

    def _lines(self, text: str) -> list[Block]:
        if not text:
            return []
        lines = self._breaker.lines(text, _TEXT.weight, _TEXT.size, WIDTH)
        return [gap(2), *paragraph(lines, _TEXT, X_LEFT, WIDTH), gap(2)]
