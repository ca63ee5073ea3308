"""What stands at the edges of a document's pages: letterhead with QR code, running head, foot with page numbers."""

from datetime import date, datetime
from typing import Final

from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.blocks.flow import Block, Frame, draw_page, paginate
from inspector.reports.blocks.pictures import picture, qr_code, readable
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import A4, MM, Align
from inspector.reports.pdf.pen import Pen, Properties, Style

X_LEFT: Final = 15 * MM
X_RIGHT: Final = 195 * MM
TOP: Final = 12 * MM
QR_SIDE: Final = 17 * MM
FIRST_TOP: Final = 98.0
NEXT_TOP: Final = 62.0
BOTTOM: Final = 796.0
FOOT_RULE: Final = 803.5
FOOT_TEXT: Final = 814.0
LINE: Final = 15.4
"""Distance of the lines at the right of the letterhead."""

_LOGO_HEIGHT: Final = 42.0
_LOGO_WIDTH: Final = 84.0
_LOGO_LONGEST: Final = 800

_ORG = Style(Weight.BOLD, 10.5, 16)
_SMALL = Style(Weight.REGULAR, 9.5, LINE)
_STRONG = Style(Weight.BOLD, 9.5, LINE)
_FOOT = Style(Weight.REGULAR, 8.6, 12)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The texts at the edges. `lines` are (label, value) at the right, the first one strong: the document's number."""

    title: str
    company: str
    subtitle: str
    """Below the company: team and service phone."""
    lines: tuple[tuple[str, str], ...]
    code: str
    """Text of the QR code."""
    running: str
    """Left side of the head from the second page on."""
    foot: str
    logo: bytes = b""
    """The company's sign (PNG or JPEG), before its name."""


def service_line(tr: Translator, phone: str, team: str = "") -> str:
    """What stands below the company: team and service phone, as far as they are known."""
    called = tr(N_("Service phone {phone}")).format(phone=phone) if phone else ""
    return "\u3000".join(filter(None, (team, called)))


def properties(tr: Translator, title: str, author: str, subject: str, day: date) -> Properties:
    """What the file says of itself; made on a day, so that the same document is the same file."""
    return Properties(
        title=title,
        author=author,
        subject=subject,
        language=tr.language.replace("_", "-"),
        made_at=datetime(day.year, day.month, day.day),  # noqa: DTZ001 - a date
    )


def print_pages(furniture: Furniture, blocks: list[Block], properties: Properties, tr: Translator) -> bytes:
    """The document: A4 portrait, the blocks on as many pages as they need."""
    breaker = Breaker()
    pages = paginate(blocks, Frame(FIRST_TOP, NEXT_TOP, BOTTOM))
    pen = Pen(A4, properties)
    for number, page in enumerate(pages, 1):
        if number == 1:
            _letterhead(pen, furniture, breaker)
        else:
            _running_head(pen, furniture, breaker)
        draw_page(pen, page)
        _foot(pen, furniture, breaker, tr(N_("Page {page} of {pages}")).format(page=number, pages=len(pages)))
        pen.next_page()
    return pen.finish()


def _right(pen: Pen, breaker: Breaker, runs: list[tuple[str, Style]], right: float, centre: float) -> None:
    """Write runs one after another so that the last ends at `right`."""
    lines = [(breaker.line(text, style.weight), style) for text, style in runs]
    x = right - sum(line.width * style.size / 1000 for line, style in lines)
    for line, style in lines:
        pen.line(line, x, centre, style)
        x += line.width * style.size / 1000


def _letterhead(pen: Pen, furniture: Furniture, breaker: Breaker) -> None:
    right = X_RIGHT - QR_SIDE - 9
    left = X_LEFT + _logo(pen, furniture.logo)
    room = right - left - 190
    centre = TOP + 7.0
    for line in breaker.few(furniture.company, _ORG.weight, _ORG.size, room, 2):
        pen.line(line, left, centre, _ORG)
        centre += _ORG.leading
    for line in breaker.few(furniture.subtitle, _SMALL.weight, _SMALL.size, room, 1):
        pen.line(line, left, centre, _SMALL)
    for index, (label, value) in enumerate(furniture.lines):
        style = _SMALL if index else _STRONG
        _right(pen, breaker, [(f"{label} ", _SMALL), (value, style)], right, TOP + 7 + index * LINE)
    qr_code(pen, furniture.code, X_RIGHT - QR_SIDE, TOP, QR_SIDE)
    pen.rule(X_LEFT, TOP + 55.6, X_RIGHT, TOP + 55.6, 1.6)


def _logo(pen: Pen, image: bytes) -> float:
    """Draw the logo at the left edge; the width it takes."""
    if not image:
        return 0.0
    decoded = readable(image, "logo", _LOGO_LONGEST)
    width = min(_LOGO_WIDTH, _LOGO_HEIGHT * decoded.width / decoded.height)
    picture(pen, decoded, (X_LEFT, TOP, width, _LOGO_HEIGHT))
    return width + 9.0


def _running_head(pen: Pen, furniture: Furniture, breaker: Breaker) -> None:
    name = breaker.few(furniture.running, _FOOT.weight, _FOOT.size, 380, 1)
    pen.box(name, X_LEFT, TOP + 8, X_RIGHT - X_LEFT, _FOOT, Align.LEFT)
    label, value = furniture.lines[0]
    _right(pen, breaker, [(f"{label} {value}", _FOOT)], X_RIGHT, TOP + 8)
    pen.rule(X_LEFT, TOP + 18, X_RIGHT, TOP + 18, 0.5)


def _foot(pen: Pen, furniture: Furniture, breaker: Breaker, pages: str) -> None:
    pen.rule(X_LEFT, FOOT_RULE, X_RIGHT, FOOT_RULE, 0.5)
    room = X_RIGHT - X_LEFT - 90
    lines = breaker.lines(furniture.foot, _FOOT.weight, _FOOT.size, room)
    pen.box(lines, X_LEFT, FOOT_TEXT, room, _FOOT, Align.LEFT)
    _right(pen, breaker, [(pages, _FOOT)], X_RIGHT, FOOT_TEXT)
