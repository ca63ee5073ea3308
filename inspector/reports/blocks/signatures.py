"""Signatures on paper: strokes or an image with the name below, or the name and the way it was given."""

from typing import Final

from inspector.domain.visit import SignMethod
from inspector.i18n import N_, Translator
from inspector.reports.blocks.pictures import picture, readable
from inspector.reports.blocks.strokes import handwriting
from inspector.reports.notice import Signature
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.pen import Pen, Style

_TEXT = Style(Weight.REGULAR, 9.3, 13.4)
_NAME = Style(Weight.REGULAR, 6.8, 9)
_STROKES_HIGH: Final = 25.0
_IMAGE_LONGEST: Final = 1000


class Signer:
    """Puts signatures on the pages of one document."""

    def __init__(self, breaker: Breaker, translator: Translator) -> None:
        self._breaker = breaker
        self._tr = translator

    def put(self, pen: Pen, signature: Signature, place: tuple[float, float, float]) -> None:
        """Draw a signature with the printed name under it, or the name with the way it was given."""
        x, middle, width = place
        drawn = bool(signature.strokes or signature.image) and signature.method is not SignMethod.REFUSED
        if not drawn:
            self._shrunk(pen, self._name(signature), place)
            return
        box = (x + 4, middle - _STROKES_HIGH / 2 - 3, min(width, 80.0) - 4, _STROKES_HIGH)
        if signature.strokes:
            handwriting(pen, signature.strokes, box)
        else:
            picture(pen, readable(signature.image, signature.name, _IMAGE_LONGEST), box)
        name = self._breaker.few(self._name(signature), _NAME.weight, _NAME.size, width, 1)
        for line in name:
            pen.line(line, x + 4, middle + _STROKES_HIGH / 2 + 1.5, _NAME)

    def _shrunk(self, pen: Pen, text: str, place: tuple[float, float, float]) -> None:
        x, middle, width = place
        lines = self._breaker.lines(text, _TEXT.weight, _TEXT.size, width)
        style = _TEXT
        if len(lines) > 2:
            style = _NAME
            lines = self._breaker.few(text, style.weight, style.size, width, 4)
        centre = middle - (len(lines) - 1) * style.leading / 2
        for line in lines:
            pen.line(line, x, centre, style)
            centre += style.leading

    def _name(self, signature: Signature) -> str:
        names = {
            SignMethod.PIN: N_("{name} (PIN)"),
            SignMethod.PAPER: N_("{name} (signed on paper)"),
            SignMethod.REFUSED: N_("{name} (refused to sign)"),
        }
        template = names.get(signature.method)
        return self._tr(template).format(name=signature.name) if template else signature.name
