"""A ledger as PDF: A4 landscape, head, totals, signature line and foot on every page (design, section 12).

Rows are measured and drawn straight on the canvas with cached line breaks; 5,000 rows are a few seconds of one core.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from string import Formatter

from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.flow import Block, Frame, Placed, draw_page, paginate
from inspector.reports.fonts import Weight
from inspector.reports.grid import Column, Grid, Look, share
from inspector.reports.ledger import LedgerColumn, LedgerDocument, LedgerRow, cell_text
from inspector.reports.linebreak import Breaker
from inspector.reports.notice import Signature
from inspector.reports.paper import A4_LANDSCAPE, MM, Align
from inspector.reports.pen import Pen, Properties, Style
from inspector.reports.pictures import handwriting, picture, readable
from inspector.reports.words import DEFAULT_LANGUAGE, NBSP

register(ProblemKind.INPUT, {"report_cancelled": N_("The document was cancelled; nothing was written.")})

Progress = Callable[[int, int], bool]
"""Called with steps done and all steps (two for each row: measured, drawn); False cancels."""

X_LEFT = 11.6 * MM
X_RIGHT = A4_LANDSCAPE[0] - X_LEFT
WIDTH = X_RIGHT - X_LEFT
TABLE_TOP = 78.0
TABLE_BOTTOM = 479.0
SIGN_LINE = 536.0
FOOT_RULE = 560.0
FOOT_TEXT = 571.0
STEP = 50
"""Rows between two calls of the progress function."""

_TITLE = Style(Weight.BOLD, 17, 26, spacing=2.4)
_META = Style(Weight.REGULAR, 9.4, 13)
_META_BOLD = Style(Weight.BOLD, 9.4, 13)
_FOOT = Style(Weight.REGULAR, 8.4, 12)
_LOOK = Look(Style(Weight.REGULAR, 8.6, 12), pad_x=3.8, pad_y=4.2, least_row=40.3, least_head=32.0)
_SIGN_GAP = 24.0
_IMAGE_LONGEST = 1000

Run = tuple[str, Style]


def ledger_pdf(model: LedgerDocument, translator: Translator | None = None, progress: Progress | None = None) -> bytes:
    """The ledger as PDF. Any thread; Problem("font_missing", "picture_unreadable" or "report_cancelled")."""
    return _Ledger(model, translator or Translator(DEFAULT_LANGUAGE), progress).pdf()


class _Ledger:
    """One ledger being made."""

    def __init__(self, model: LedgerDocument, translator: Translator, progress: Progress | None) -> None:
        self._model = model
        self._tr = translator
        self._progress = progress
        self._breaker = Breaker()

    def pdf(self) -> bytes:
        model = self._model
        pages = paginate(self._rows(), Frame(TABLE_TOP, TABLE_TOP, TABLE_BOTTOM))
        properties = Properties(
            title=f"{model.shown_title(self._tr)} {model.number}",
            author=model.organisation,
            subject=model.scope,
            language=self._tr.language.replace("_", "-"),
            made_at=model.printed_at,
        )
        pen = Pen(A4_LANDSCAPE, properties)
        drawn = len(model.rows)
        for number, page in enumerate(pages, 1):
            self._head(pen)
            draw_page(pen, page)
            self._under_table(pen, page)
            self._signatures(pen)
            self._foot(pen, number, len(pages))
            pen.next_page()
            drawn += len(page)
            self._report(drawn)
        return pen.finish()

    def _report(self, done: int) -> None:
        total = 2 * len(self._model.rows)
        if self._progress is not None and not self._progress(min(done, total), total):
            raise Problem("report_cancelled")

    def _rows(self) -> list[Block]:
        columns = [column for column in self._model.shown_columns if not column.under]
        shown = [
            Column(self._tr(column.head), width, column.align)
            for column, width in zip(columns, self._widths(columns), strict=True)
        ]
        grid = Grid(self._breaker, shown, _LOOK, X_LEFT, self._tr(N_("cont.")))
        stacks = [self._stack(column) for column in columns]
        blocks: list[Block] = []
        for number, row in self._model.numbered():
            texts = [self._text(stack, row, number) for stack in stacks]
            blocks.append(grid.row(texts, [not row.bold.isdisjoint(one.key for one in stack) for stack in stacks]))
            if number % STEP == 0:
                self._report(number)
        return blocks or [grid.span(self._tr(N_("No entries")))]

    def _widths(self, columns: Sequence[LedgerColumn]) -> list[float]:
        scale = WIDTH / sum(column.weight for column in columns)
        least = []
        for column in columns:
            values = {row.values.get(column.key) for row in self._model.rows} if column.whole else set()
            texts = [cell_text(column, value, self._tr) for value in values]
            least.append(Grid.least(self._breaker, self._tr(column.head), texts, _LOOK))
        return share([column.weight * scale for column in columns], least)

    def _stack(self, column: LedgerColumn) -> tuple[LedgerColumn, ...]:
        return (column, *(one for one in self._model.shown_columns if one.under == column.key))

    def _text(self, stack: Sequence[LedgerColumn], row: LedgerRow, number: int) -> str:
        if stack[0].key == "no" and row.values.get("no") is None:
            return str(number)
        return "\n".join(filter(None, (cell_text(one, row.values.get(one.key), self._tr) for one in stack)))

    def _width(self, runs: Sequence[Run]) -> float:
        return sum(self._breaker.line(text, style.weight).width * style.size / 1000 for text, style in runs)

    def _write(self, pen: Pen, runs: Sequence[Run], x: float, centre: float) -> None:
        for text, style in runs:
            line = self._breaker.line(text, style.weight)
            pen.line(line, x, centre, style)
            x += line.width * style.size / 1000

    def _head(self, pen: Pen) -> None:
        model, tr = self._model, self._tr
        title = self._breaker.line(model.shown_title(tr), _TITLE.weight)
        natural = title.width * _TITLE.size / 1000 + len(title.text) * _TITLE.spacing
        scale = min(1.0, WIDTH / max(natural, 1.0))
        style = replace(_TITLE, size=_TITLE.size * scale, spacing=_TITLE.spacing * scale)
        pen.box([title], X_LEFT, 40.0, WIDTH, style, Align.CENTRE)
        fields = (
            (tr(N_("Prepared by: ")), model.organisation),
            (tr(N_("Period: ")), model.period),
            (tr(N_("Scope: ")), model.scope),
            (tr(N_("No.: ")), model.number),
        )
        runs = [[(label, _META), (self._short(value), _META_BOLD)] for label, value in fields]
        free = (WIDTH - sum(map(self._width, runs))) / (len(runs) - 1)
        x = X_LEFT
        for run in runs:
            self._write(pen, run, x, 65.0)
            x += self._width(run) + free

    def _short(self, text: str) -> str:
        """The text, cut with an ellipsis where it would push the others off the line."""
        room = WIDTH * 0.29
        return "".join(line.text for line in self._breaker.few(text, _META_BOLD.weight, _META_BOLD.size, room, 1))

    def _under_table(self, pen: Pen, page: Sequence[Placed]) -> None:
        last = page[-1]
        centre = last.top + last.block.height + 13.5
        rows = len(page) if self._model.rows else 0
        runs = self._counts(rows, len(self._model.rows))
        for label, value in self._model.totals:
            runs += [(f"{label}{NBSP}", _META), (value, _META_BOLD), ("\u3000", _META)]
        self._write(pen, runs, X_LEFT, centre)
        legend = [(self._model.legend, _META)]
        if self._width(runs) + self._width(legend) > WIDTH:
            centre += _META.leading
        self._write(pen, legend, X_RIGHT - self._width(legend), centre)

    def _counts(self, page: int, total: int) -> list[Run]:
        runs: list[Run] = []
        values = {"page": str(page), "total": str(total)}
        for text, name, _, _ in Formatter().parse(self._tr(N_("{page} on this page, {total} in all: "))):
            runs.append((text, _META))
            if name:
                runs.append((values[name], _META_BOLD if name == "total" else _META))
        return [run for run in runs if run[0]]

    def _signatures(self, pen: Pen) -> None:
        labels = (N_("Prepared: "), N_("Checked: "), N_("Approved: "))
        each = (WIDTH - 2 * _SIGN_GAP) / 3
        for number, label in enumerate(labels):
            x = X_LEFT + number * (each + _SIGN_GAP)
            line = self._breaker.line(self._tr(label), _META.weight)
            start = x + line.width * _META.size / 1000 + 4
            pen.line(line, x, SIGN_LINE - 4.5, _META)
            pen.rule(start, SIGN_LINE, x + each, SIGN_LINE, 0.5)
            if number == 0 and self._model.prepared is not None:
                self._sign(pen, self._model.prepared, start, x + each)

    def _sign(self, pen: Pen, signature: Signature, left: float, right: float) -> None:
        middle = (left + right) / 2
        box = (middle - 26, SIGN_LINE - 22, 60.0, 20.0)
        if signature.strokes:
            handwriting(pen, signature.strokes, box)
        elif signature.image:
            picture(pen, readable(signature.image, signature.name, _IMAGE_LONGEST), box)
        else:
            name = self._breaker.line(signature.name, _META.weight)
            pen.box([name], left, SIGN_LINE - 7, right - left, _META, Align.CENTRE)

    def _foot(self, pen: Pen, number: int, total: int) -> None:
        model, tr = self._model, self._tr
        times = tr(N_("Data as of {data}\u3000Printed {printed}")).format(
            data=f"{model.data_at:%Y-%m-%d %H:%M}", printed=f"{model.printed_at:%Y-%m-%d %H:%M}"
        )
        pages = [(tr(N_("Page {page} of {pages}")).format(page=number, pages=total), _FOOT)]
        pen.rule(X_LEFT, FOOT_RULE, X_RIGHT, FOOT_RULE, 0.5)
        self._write(pen, [(times, _FOOT)], X_LEFT, FOOT_TEXT)
        self._write(pen, pages, X_RIGHT - self._width(pages), FOOT_TEXT)
