"""The signature block of a result notice: supply company on the left, customer on the right, never divided."""

from inspector.domain.visit import SignMethod
from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.blocks.flow import FRAME, Block
from inspector.reports.blocks.furniture import X_LEFT
from inspector.reports.blocks.grid import THIN
from inspector.reports.blocks.signatures import Signer
from inspector.reports.notice import ResultNotice, Signature
from inspector.reports.notice_parts import BODY, WIDTH, gap, paragraph
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import long_date

_HEAD = Style(Weight.BOLD, 9.3, 13.4)
_TEXT = Style(Weight.REGULAR, 9.3, 13.4)
_PAD = 12.9
_HALF = WIDTH / 2
_SIGN_ROW = 38.0
_SIGN_TOP = 26.0
_LEAST = 105.0
_SEAL_ROOM = 18.0
_LONG_REASON = 8
_MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Side:
    """One half of the block: heading, label of the signatures, who signed, lines under them."""

    heading: Line
    label: Line
    signatures: tuple[Signature, ...]
    lines: tuple[Line, ...]


class SignatureBlock:
    """Makes the block of one notice. A reason of refusal too long for it is printed before it."""

    def __init__(self, model: ResultNotice, translator: Translator, breaker: Breaker) -> None:
        self._model = model
        self._tr = translator
        self._breaker = breaker
        self._signer = Signer(breaker, translator)

    def blocks(self) -> list[Block]:
        """The reason if it is long, then the block."""
        before: list[Block] = []
        client = self._model.client
        reason = self._reason(client) if client else ""
        if len(self._lines(reason)) > _LONG_REASON:
            lines = self._breaker.lines(reason, BODY.weight, BODY.size, WIDTH)
            before = [*paragraph(lines, BODY, X_LEFT, WIDTH), gap(7)]
            reason = self._tr(N_("Reason of the refusal: see above the signatures"))
        return [*before, self._block([self._company(), self._customer(reason)])]

    def _lines(self, text: str) -> tuple[Line, ...]:
        return self._breaker.lines(text, _TEXT.weight, _TEXT.size, _HALF - 2 * _PAD)

    def _few(self, text: str) -> tuple[Line, ...]:
        """The text in at most so many lines that the block stays far lower than a page."""
        return self._breaker.few(text, _TEXT.weight, _TEXT.size, _HALF - 2 * _PAD, _MOST_LINES)

    def _company(self) -> _Side:
        signed = self._model.inspectors
        dates = [one.signed_on for one in signed if one.signed_on]
        day = long_date(max(dates), self._tr) if dates else ""
        phone = self._model.contact_phone
        lines = (*self._few(self._tr(N_("Contact phone: ")) + phone), *self._lines(self._date_label() + day))
        return self._side(N_("Power supply company (seal)"), N_("Inspectors:"), signed, lines)

    def _date_label(self) -> str:
        return self._tr.context("form label", "Date: ")

    def _customer(self, reason: str) -> _Side:
        client = self._model.client
        day = long_date(client.signed_on, self._tr) if client and client.signed_on else ""
        title = self._tr.context("form label", "Position: ") + (client.title if client else "")
        extra: tuple[Line, ...] = ()
        if client and client.method is SignMethod.REFUSED:
            witness = self._tr(N_("Witness: ")) + client.witness
            extra = (*self._lines(reason), *self._few(witness))
        lines = (*self._few(title), *extra, *self._lines(self._date_label() + day))
        heading, label = N_("Received by the customer (seal)"), N_("Representative:")
        return self._side(heading, label, (client,) if client else (), lines)

    def _reason(self, client: Signature) -> str:
        if client.method is not SignMethod.REFUSED:
            return ""
        return self._tr(N_("Reason of the refusal: ")) + client.reason

    def _side(self, heading: str, label: str, signed: tuple[Signature, ...], lines: tuple[Line, ...]) -> _Side:
        return _Side(
            self._breaker.line(self._tr(heading), _HEAD.weight),
            self._breaker.line(self._tr(label), _TEXT.weight),
            signed,
            lines,
        )

    def _block(self, sides: list[_Side]) -> Block:
        rows = max(len(side.lines) for side in sides)
        height = max(_LEAST, _SIGN_TOP + _SIGN_ROW + rows * _TEXT.leading + _SEAL_ROOM)

        def draw(pen: Pen, top: float) -> None:
            for number, side in enumerate(sides):
                self._draw_side(pen, side, X_LEFT + number * _HALF, top)
            pen.rule(X_LEFT + _HALF, top, X_LEFT + _HALF, top + height, THIN)
            pen.frame(X_LEFT, top, WIDTH, height, FRAME)

        return Block(height, draw)

    def _draw_side(self, pen: Pen, side: _Side, x: float, top: float) -> None:
        left = x + _PAD
        pen.line(side.heading, left, top + 16.5, _HEAD)
        middle = top + _SIGN_TOP + _SIGN_ROW / 2
        pen.line(side.label, left, middle, _TEXT)
        start = left + side.label.width * _TEXT.size / 1000 + 8
        slot = (x + _HALF - _PAD - start) / max(1, len(side.signatures))
        for number, signature in enumerate(side.signatures):
            self._signer.put(pen, signature, (start + number * slot, middle, slot - 6))
        centre = top + _SIGN_TOP + _SIGN_ROW + _TEXT.leading / 2
        for line in side.lines:
            pen.line(line, left, centre, _TEXT)
            centre += _TEXT.leading
