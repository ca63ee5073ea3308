"""The result notice as PDF: A4 portrait, black and white (design, section 11)."""

from datetime import datetime

from inspector.i18n import N_, Translator
from inspector.reports.flow import Block, Frame, draw_page, paginate
from inspector.reports.fonts import Weight
from inspector.reports.linebreak import Breaker
from inspector.reports.notice import ResultNotice
from inspector.reports.notice_parts import X_LEFT, X_RIGHT, Parts
from inspector.reports.notice_sign import SignatureBlock
from inspector.reports.paper import A4, MM, Align
from inspector.reports.pen import Pen, Properties, Style
from inspector.reports.pictures import qr_code
from inspector.reports.words import DEFAULT_LANGUAGE

TITLE = N_("Electricity Inspection Result Notice")
TOP = 12 * MM
QR_SIDE = 17 * MM
FIRST_TOP = 98.0
NEXT_TOP = 62.0
BOTTOM = 796.0
FOOT_RULE = 803.5
FOOT_TEXT = 814.0

_ORG = Style(Weight.BOLD, 10.5, 16)
_SMALL = Style(Weight.REGULAR, 9.5, 15.4)
_STRONG = Style(Weight.BOLD, 9.5, 15.4)
_FOOT = Style(Weight.REGULAR, 8.6, 12)


def result_notice(model: ResultNotice, translator: Translator | None = None) -> bytes:
    """The notice as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    return _Notice(model, translator or Translator(DEFAULT_LANGUAGE)).pdf()


class _Notice:
    """One notice being made: the order of its parts, its head and its foot."""

    def __init__(self, model: ResultNotice, translator: Translator) -> None:
        self._model = model
        self._tr = translator
        self._breaker = Breaker()

    def pdf(self) -> bytes:
        model = self._model
        made = datetime(model.issued_on.year, model.issued_on.month, model.issued_on.day)  # noqa: DTZ001 - a date
        properties = Properties(
            title=f"{self._tr(TITLE)} {model.number}",
            author=model.company,
            subject=model.customer,
            language=self._tr.language.replace("_", "-"),
            made_at=made,
        )
        pages = paginate(self._blocks(), Frame(FIRST_TOP, NEXT_TOP, BOTTOM))
        pen = Pen(A4, properties)
        for number, page in enumerate(pages, 1):
            if number == 1:
                self._head(pen)
            else:
                self._running_head(pen)
            draw_page(pen, page)
            self._foot(pen, number, len(pages))
            pen.next_page()
        return pen.finish()

    def _blocks(self) -> list[Block]:
        parts = Parts(self._model, self._tr, self._breaker)
        signing = SignatureBlock(self._model, self._tr, self._breaker)
        return [
            parts.title(self._tr(TITLE)),
            *parts.address(),
            *parts.facts(),
            *parts.hazards(),
            *parts.requirements(),
            *signing.blocks(),
            *parts.photos(),
        ]

    def _right(self, pen: Pen, runs: list[tuple[str, Style]], right: float, centre: float) -> None:
        """Write runs one after another so that the last ends at `right`."""
        lines = [(self._breaker.line(text, style.weight), style) for text, style in runs]
        x = right - sum(line.width * style.size / 1000 for line, style in lines)
        for line, style in lines:
            pen.line(line, x, centre, style)
            x += line.width * style.size / 1000

    def _head(self, pen: Pen) -> None:
        model, tr = self._model, self._tr
        right = X_RIGHT - QR_SIDE - 9
        number = model.number
        if model.version > 1:
            number += " " + tr(N_("(version {version})")).format(version=model.version)
        phone = tr(N_("Service phone {phone}")).format(phone=model.service_phone) if model.service_phone else ""
        room = right - X_LEFT - 190
        org = self._breaker.few(model.company, _ORG.weight, _ORG.size, room, 2)
        centre = TOP + 7.0
        for line in org:
            pen.line(line, X_LEFT, centre, _ORG)
            centre += _ORG.leading
        team = "\u3000".join(filter(None, (model.team, phone)))
        for line in self._breaker.few(team, _SMALL.weight, _SMALL.size, room, 1):
            pen.line(line, X_LEFT, centre, _SMALL)
        self._right(pen, [(tr(N_("No.")) + " ", _SMALL), (number, _STRONG)], right, TOP + 7)
        self._right(pen, [(tr(N_("Inspection sheet")) + f" {model.visit_number}", _SMALL)], right, TOP + 22.4)
        self._right(pen, [(tr(N_("Date of issue")) + f" {model.issued_on:%Y-%m-%d}", _SMALL)], right, TOP + 37.8)
        qr_code(pen, model.code, X_RIGHT - QR_SIDE, TOP, QR_SIDE)
        pen.rule(X_LEFT, TOP + 55.6, X_RIGHT, TOP + 55.6, 1.6)

    def _running_head(self, pen: Pen) -> None:
        name = self._breaker.few(f"{self._tr(TITLE)}\u3000{self._model.customer}", _FOOT.weight, _FOOT.size, 380, 1)
        pen.box(name, X_LEFT, TOP + 8, X_RIGHT - X_LEFT, _FOOT, Align.LEFT)
        self._right(pen, [(self._tr(N_("No.")) + f" {self._model.number}", _FOOT)], X_RIGHT, TOP + 8)
        pen.rule(X_LEFT, TOP + 18, X_RIGHT, TOP + 18, 0.5)

    def _foot(self, pen: Pen, number: int, total: int) -> None:
        sentence = self._tr(
            N_(
                "Made in duplicate for the supply company and the customer."
                " Scan the code to check number and hazard count."
            )
        )
        pages = self._tr(N_("Page {page} of {pages}")).format(page=number, pages=total)
        pen.rule(X_LEFT, FOOT_RULE, X_RIGHT, FOOT_RULE, 0.5)
        room = X_RIGHT - X_LEFT - 90
        pen.box(
            self._breaker.lines(sentence, _FOOT.weight, _FOOT.size, room), X_LEFT, FOOT_TEXT, room, _FOOT, Align.LEFT
        )
        self._right(pen, [(pages, _FOOT)], X_RIGHT, FOOT_TEXT)
