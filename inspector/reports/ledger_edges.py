"""What stands around the table of a printed ledger: title, meta line, totals, signature lines, foot.

All of it is on every page (design, section 12), and all but three lines of it are the same on every page: those are
worked out once.
"""

from collections.abc import Sequence
from dataclasses import replace
from string import Formatter
from typing import Final

from inspector.i18n import N_, Translator
from inspector.reports.blocks.flow import Placed
from inspector.reports.blocks.strokes import handwriting
from inspector.reports.ledger import LedgerDocument
from inspector.reports.notice import Signature
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import A4_LANDSCAPE, MM, Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import NBSP

X_LEFT: Final = 11.6 * MM
X_RIGHT: Final = A4_LANDSCAPE[0] - X_LEFT
WIDTH: Final = X_RIGHT - X_LEFT
TABLE_TOP: Final = 78.0
TABLE_BOTTOM: Final = 479.0
SIGN_LINE: Final = 536.0
FOOT_RULE: Final = 560.0
FOOT_TEXT: Final = 571.0

_TITLE = Style(Weight.BOLD, 17, 26, spacing=2.4)
_META = Style(Weight.REGULAR, 9.4, 13)
_META_BOLD = Style(Weight.BOLD, 9.4, 13)
_FOOT = Style(Weight.REGULAR, 8.4, 12)
_SIGN_GAP: Final = 24.0
_IMAGE_LONGEST: Final = 1000
_LOGO: Final = (X_LEFT, 20.0, 110.0, 34.0)
_LOGO_LONGEST: Final = 800

Run = tuple[str, Style]


class LedgerEdges:
    """Draws the edges of the pages of one ledger with one pen."""

    def __init__(self, model: LedgerDocument, translator: Translator, breaker: Breaker, pen: Pen) -> None:
        self._model = model
        self._tr = translator
        self._breaker = breaker
        self._pen = pen
        self._above = pen.stamp(self._draw_above)
        self._below = pen.stamp(self._draw_below)

    def above(self) -> None:
        """What stands over the table."""
        self._pen.press(self._above)

    def below(self, page: Sequence[Placed], number: int, total: int) -> None:
        """What stands under the table of this page; written after it, as it is read."""
        pen = self._pen
        self._under_table(pen, page)
        pen.press(self._below)
        pages = [(self._tr(N_("Page {page} of {pages}")).format(page=number, pages=total), _FOOT)]
        self._write(pen, pages, X_RIGHT - self._width(pages), FOOT_TEXT)

    def _draw_above(self) -> None:
        self._logo(self._pen)
        self._head(self._pen)

    def _draw_below(self) -> None:
        self._signatures(self._pen)
        self._foot(self._pen)

    def _logo(self, pen: Pen) -> None:
        if self._model.company_logo:
            from inspector.reports.blocks.pictures import picture, readable  # noqa: PLC0415 - loads Pillow

            picture(pen, readable(self._model.company_logo, "logo", _LOGO_LONGEST), _LOGO, Align.LEFT)

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
        room = WIDTH - 2 * (_LOGO[2] + 8) if model.company_logo else WIDTH
        scale = min(1.0, room / max(natural, 1.0))
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
        rows = sum(placed.block.counts for placed in page)
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
        each = (WIDTH - 2 * _SIGN_GAP) / 3
        for number, (label, signature) in enumerate(self._model.signing(self._tr)):
            x = X_LEFT + number * (each + _SIGN_GAP)
            line = self._breaker.line(label, _META.weight)
            start = x + line.width * _META.size / 1000 + 4
            pen.line(line, x, SIGN_LINE - 4.5, _META)
            pen.rule(start, SIGN_LINE, x + each, SIGN_LINE, 0.5)
            if signature is not None:
                self._sign(pen, signature, start, x + each)

    def _sign(self, pen: Pen, signature: Signature, left: float, right: float) -> None:
        middle = (left + right) / 2
        box = (middle - 26, SIGN_LINE - 22, 60.0, 20.0)
        if signature.strokes:
            handwriting(pen, signature.strokes, box)
        elif signature.image:
            from inspector.reports.blocks.pictures import picture, readable  # noqa: PLC0415 - loads Pillow

            picture(pen, readable(signature.image, signature.name, _IMAGE_LONGEST), box)
        else:
            name = self._breaker.few(signature.name, _META.weight, _META.size, right - left, 1)
            pen.box(name, left, SIGN_LINE - 7, right - left, _META, Align.CENTRE)

    def _foot(self, pen: Pen) -> None:
        model, tr = self._model, self._tr
        times = tr(N_("Data as of {data}\u3000Printed {printed}")).format(
            data=f"{model.data_at:%Y-%m-%d %H:%M}", printed=f"{model.printed_at:%Y-%m-%d %H:%M}"
        )
        pen.rule(X_LEFT, FOOT_RULE, X_RIGHT, FOOT_RULE, 0.5)
        self._write(pen, [(times, _FOOT)], X_LEFT, FOOT_TEXT)
