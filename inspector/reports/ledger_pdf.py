"""A ledger as PDF: A4 landscape, head, totals, signature line and foot on every page (design, section 12).

Rows are measured and drawn straight on the page with cached line breaks; 5,000 rows are about a second of one core.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from inspector.i18n import N_, Translator
from inspector.reports.blocks.flow import Block, Frame, draw_page, paginate
from inspector.reports.blocks.grid import Column, Grid, Look, share
from inspector.reports.ledger import LedgerColumn, LedgerDocument, LedgerRow, cell_text
from inspector.reports.ledger_edges import TABLE_BOTTOM, TABLE_TOP, WIDTH, X_LEFT, LedgerEdges
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, bind
from inspector.reports.pdf.paper import A4_LANDSCAPE
from inspector.reports.pdf.pen import Pen, Properties, Style
from inspector.reports.progress import Progress, report
from inspector.reports.words import DEFAULT_LANGUAGE, NBSP

STEP = 50
"""Rows between two calls of the progress function."""
GROWTH = 1.6
"""How often its usual width a column may have so that none of its values is divided; the others need their room."""

_ORDINARY: Final = 68.0
"""Room of the longest ordinary words: what is longer is a type or a number that may be divided."""
_WORD: Final = re.compile(r"[!-~\u00a0-\u024f]+")
"""What of a cell a line end would divide only for want of room: a word, or a number."""

_LOOK = Look(Style(Weight.REGULAR, 8.6, 12), pad_x=3.8, pad_y=4.2, least_row=40.3, least_head=32.0)

_Stack = tuple[LedgerColumn, ...]
"""The columns that share a printed column."""


def ledger_pdf(model: LedgerDocument, translator: Translator | None = None, progress: Progress | None = None) -> bytes:
    """The ledger as PDF. Any thread; Problem("font_missing", "picture_unreadable" or "report_cancelled").

    Each row is two steps of the progress: measured, drawn. Characters that the font lacks print as their code;
    `pdf.linebreak.replacements` tells which.
    """
    return _Ledger(model, translator or Translator(DEFAULT_LANGUAGE), progress).pdf()


def _halves(word: str) -> tuple[str, ...]:
    """A word, or a number in the two parts that it may stand in."""
    cuts = [at for at, char in enumerate(word[:-1], 1) if char in f"-/{NBSP}"]
    if not cuts:
        return (word,)
    cut = min(cuts, key=lambda at: abs(2 * at - len(word)))
    return word[:cut], word[cut:]


class _Ledger:
    """One ledger being made."""

    def __init__(self, model: LedgerDocument, translator: Translator, progress: Progress | None) -> None:
        self._model = model
        self._tr = translator
        self._progress = progress
        self._breaker = Breaker()
        self._total = 2 * (len(model.rows) + len(model.closed_rows))
        columns = [column for column in model.shown_columns if not column.under]
        self._stacks = [self._stack(column) for column in columns]
        shown = [
            Column(self._tr(column.head), width, column.align)
            for column, width in zip(columns, self._widths(columns), strict=True)
        ]
        self._grid = Grid(self._breaker, shown, _LOOK, X_LEFT, self._tr(N_("cont.")))

    def pdf(self) -> bytes:
        model = self._model
        pages = paginate(self._blocks(), Frame(TABLE_TOP, TABLE_TOP, TABLE_BOTTOM))
        properties = Properties(
            title=f"{model.shown_title(self._tr)} {model.number}",
            author=model.organisation,
            subject=model.scope,
            language=self._tr.language.replace("_", "-"),
            made_at=model.printed_at,
            keywords=(model.number, model.period, *model.keywords),
        )
        pen = Pen(A4_LANDSCAPE, properties)
        edges = LedgerEdges(model, self._tr, self._breaker, pen)
        pen.bookmark(model.shown_title(self._tr))
        drawn = self._total // 2
        for number, page in enumerate(pages, 1):
            edges.above()
            draw_page(pen, page)
            edges.below(page, number, len(pages))
            pen.next_page()
            drawn += len(page)
            self._report(drawn)
        return pen.finish()

    def _report(self, done: int) -> None:
        report(self._progress, done, self._total)

    def _blocks(self) -> list[Block]:
        model = self._model
        blocks = list(self._rows(model.rows, 0)) or [self._grid.span(self._tr(N_("No entries")))]
        if model.closed_rows:
            closed = N_("Closed or no longer listed since issue {number}: {count}")
            blocks.append(self._grid.band(self._tr(closed).format(number=model.since, count=len(model.closed_rows))))
            blocks += self._rows(model.closed_rows, len(model.rows), counts=False)
        return blocks

    def _rows(self, rows: Sequence[LedgerRow], before: int, *, counts: bool = True) -> Iterator[Block]:
        """The rows and the headings of their groups; `before` rows were measured already."""
        group = ""
        for number, row in enumerate(rows, 1):
            if row.group != group:
                group = row.group
                yield self._grid.band(group)
            texts = [self._text(stack, row, number) for stack in self._stacks]
            yield self._grid.row(texts, self._bold(row), counts=counts)
            if number % STEP == 0:
                self._report(before + number)

    def _bold(self, row: LedgerRow) -> Sequence[bool]:
        keys = row.bold | {"mark"} if row.mark else row.bold
        return [any(one.key in keys for one in stack) for stack in self._stacks] if keys else ()

    def _widths(self, columns: Sequence[LedgerColumn]) -> list[float]:
        scale = WIDTH / sum(column.weight for column in columns)
        rows = (*self._model.rows, *self._model.closed_rows)
        least = []
        for column in columns:
            values = {row.value(column.key) for row in rows} if column.whole else set()
            texts = [cell_text(column, value, self._tr) for value in values]
            head = Grid.least(self._breaker, self._tr(column.head), (), _LOOK)
            whole = Grid.least(self._breaker, "", texts, _LOOK)
            least.append(max(head, min(whole, GROWTH * column.weight * scale)))
        wanted = [column.weight * scale for column in columns]
        return share(wanted, self._with_words(columns, least, wanted))

    def _with_words(
        self, columns: Sequence[LedgerColumn], least: Sequence[float], wanted: Sequence[float]
    ) -> list[float]:
        """The least widths so that no ordinary word is divided either, as far as there is room for all of them."""
        words = [
            max(need, self._words(column, width)) for column, need, width in zip(columns, least, wanted, strict=True)
        ]
        more, room = sum(words) - sum(least), WIDTH - sum(least)
        part = min(1.0, max(0.0, room / more)) if more > 0 else 1.0
        return [need + (word - need) * part for need, word in zip(least, words, strict=True)]

    def _words(self, column: LedgerColumn, wanted: float) -> float:
        """Room of the longest word or half number in the cells of a column; one of unusual length is divided."""
        shown = [one for stack in self._stacks if stack[0] is column for one in stack if not one.whole]
        rows = (*self._model.rows, *self._model.closed_rows)
        texts = {value for one in shown for row in rows if isinstance(value := row.value(one.key), str)}
        words = {word for text in texts for word in _WORD.findall(bind(text))}
        parts = {part for word in words for part in _halves(word)}
        style = _LOOK.bold
        widths = [self._breaker.line(part, style.weight).width * style.size / 1000 for part in parts]
        most = max(wanted, _ORDINARY)
        return min(max(widths, default=0.0) + 2 * _LOOK.pad_x + 0.1, most)

    def _stack(self, column: LedgerColumn) -> _Stack:
        return (column, *(one for one in self._model.shown_columns if one.under == column.key))

    def _text(self, stack: _Stack, row: LedgerRow, number: int) -> str:
        first = stack[0]
        value = row.value(first.key)
        if value is None and first.key == "no":
            return str(number)
        text = cell_text(first, value, self._tr)
        for one in stack[1:]:
            below = cell_text(one, row.value(one.key), self._tr)
            text = f"{text}\n{below}" if text and below else text or below
        return text
