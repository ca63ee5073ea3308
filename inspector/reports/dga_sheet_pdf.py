"""The diagnosis sheet of dissolved gases as PDF: one A4 page with both drawings, samples, methods and statement."""

from datetime import date
from typing import Final

from inspector.criteria.dga.triangles import TRIANGLE_1
from inspector.i18n import N_, Translator
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import Grid, Look
from inspector.reports.dga_sheet import DgaSheet
from inspector.reports.figures.duval import pentagon_drawing, triangle_drawing
from inspector.reports.figures.duval_paper import draw_dga
from inspector.reports.notice_parts import ColumnSpec, gap, made_columns, numbered, paragraph, title
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import DEFAULT_LANGUAGE, grouped

TITLE: Final = N_("Dissolved-Gas Analysis of Transformer Oil")
SCALE: Final = 0.78
"""Points of a pixel in the drawings."""
HIGH: Final = 158.0
"""Height of the drawings, points."""
_LOOK = Look(Style(Weight.REGULAR, 8.6, 11.4), pad_x=4.6, pad_y=1.4, least_row=14.8, least_head=17.4)
_SMALL = Style(Weight.REGULAR, 9, 12.8)
_STRONG = Style(Weight.BOLD, 9.75, 16)
_CAPTION = Style(Weight.BOLD, 9, 13)
_WIDTH: Final = X_RIGHT - X_LEFT


def dga_sheet(model: DgaSheet, translator: Translator | None = None) -> bytes:
    """The sheet as PDF. Any thread; Problem("font_missing")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    day = model.printed_on
    furniture = Furniture(
        title=tr(TITLE),
        company=model.company,
        subtitle=service_line(tr, model.service_phone),
        lines=((tr(N_("Sampled")), _day(model.sampled_on)), (tr(N_("Printed")), f"{day}")),
        code="|".join((model.account, model.equipment, _day(model.sampled_on))),
        running=f"{tr(TITLE)} {model.equipment}",
        foot=tr(N_("The diagnosis is advice: it is made from gases alone and is judged with load, tests and history.")),
        logo=model.logo,
    )
    about = properties(tr, f"{tr(TITLE)} {model.equipment}", model.company, model.customer, day)
    return print_pages(furniture, _Parts(model, tr).blocks(), about, tr)


def _day(day: date | None) -> str:
    return "—" if day is None else f"{day}"


class _Parts:
    """Makes the blocks."""

    def __init__(self, model: DgaSheet, tr: Translator) -> None:
        self._model = model
        self._tr = tr
        self._breaker = Breaker()

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot."""
        model, tr = self._model, self._tr
        methods = [numbered(self._breaker, tr, 3, tr(N_("Methods"))), *self._methods(), gap(5)] if model.called else []
        number = 4 if model.called else 3
        return [
            title(self._breaker, tr(TITLE)),
            *self._facts(),
            gap(5),
            numbered(self._breaker, tr, 1, self._heading()),
            *self._samples(),
            gap(5),
            numbered(self._breaker, tr, 2, tr(N_("Drawings"))),
            self._drawings(),
            gap(3),
            *methods,
            numbered(self._breaker, tr, number, tr(N_("Statement"))),
            *self._statement(),
        ]

    def _facts(self) -> list[Block]:
        model, tr = self._model, self._tr
        pairs = (
            (tr(N_("Customer")), model.customer),
            (tr(N_("Account")), grouped(model.account)),
            (tr(N_("Equipment")), model.equipment),
            (tr(N_("Model")), model.model),
            *model.facts,
        )
        rows = [pairs[start : start + 3] for start in range(0, len(pairs), 3)]
        return fact_rows(self._breaker, rows)

    def _samples(self) -> list[Block]:
        model, tr = self._model, self._tr
        first = 92.0
        width = (_WIDTH - first) / len(model.gases)
        specs: tuple[ColumnSpec, ...] = (
            (N_("Date"), first, Align.LEFT),
            *((name, width, Align.RIGHT) for name in model.gases),
        )
        columns = made_columns(self._breaker, specs, {}, _LOOK, tr)
        grid = Grid(self._breaker, columns, _LOOK, X_LEFT, tr(N_("cont.")))
        limits = grid.row([tr(N_("Attention value")), *model.limits])
        samples = [grid.row([_day(one.on), *one.values], [False, *one.loud]) for one in model.samples]
        return [*samples, limits, *(grid.row(list(row)) for row in model.compared)]

    def _heading(self) -> str:
        """The head of the samples; it says so where older ones are not printed."""
        model, tr = self._model, self._tr
        if not model.earlier:
            return tr(N_("Samples, µL/L"))
        words = tr(N_("Samples, µL/L (the latest {count} of {all})"))
        return words.format(count=len(model.samples), all=len(model.samples) + model.earlier)

    def _drawings(self) -> Block:
        model, tr = self._model, self._tr
        half = _WIDTH / 2
        left = triangle_drawing(TRIANGLE_1, model.trail, half / SCALE, HIGH / SCALE)
        right = pentagon_drawing(1, model.trail, half / SCALE, HIGH / SCALE)
        names = [
            self._breaker.line(tr(name), _CAPTION.weight) for name in (N_("Duval triangle 1"), N_("Duval pentagon 1"))
        ]

        def draw(pen: Pen, top: float) -> None:
            for number, (drawing, name) in enumerate(zip((left, right), names, strict=True)):
                draw_dga(pen, drawing, X_LEFT + number * half, top, SCALE)
                pen.line(name, X_LEFT + number * half, top + 7, _CAPTION)

        return Block(HIGH, draw)

    def _methods(self) -> list[Block]:
        model, tr = self._model, self._tr
        specs: tuple[ColumnSpec, ...] = (
            (N_("Method"), 118.0, Align.LEFT),
            (N_("Answer"), 60.0, Align.CENTRE),
            (N_("Meaning"), 262.0, Align.LEFT),
            (N_("With the conclusion"), 70.2, Align.CENTRE),
        )
        columns = made_columns(self._breaker, specs, {}, _LOOK, tr)
        grid = Grid(self._breaker, columns, _LOOK, X_LEFT, tr(N_("cont.")))
        return [
            grid.row([one.name, one.answer, one.words, one.agrees], [False, True, False, one.differs])
            for one in model.methods
        ]

    def _statement(self) -> list[Block]:
        model, tr = self._model, self._tr
        between = "" if tr.language.startswith("zh") else " "
        found = [f"{model.fault} {model.title}" if model.fault else model.title] if model.called else []
        growth = tr(N_("Growth: {rates}.")).format(rates=tr(N_("; ")).join(model.rates)) if model.rates else ""
        texts = (between.join(model.reasons), between.join(model.statement), model.ratios, growth, model.compared_words)
        return [
            *(block for text in found for block in self._text(text, _STRONG)),
            *(block for text in texts if text for block in self._text(text, _SMALL)),
        ]

    def _text(self, text: str, style: Style) -> list[Block]:
        return paragraph(self._breaker.lines(text, style.weight, style.size, _WIDTH), style, X_LEFT, _WIDTH)
