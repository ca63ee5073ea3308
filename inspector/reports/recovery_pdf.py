"""The recovery sheet as PDF: one A4 page with the recovery key in large groups, to be kept apart from the laptop."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from inspector.i18n import N_, Translator
from inspector.quick_dataclass import dataclass
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import A4, MM, Align
from inspector.reports.pdf.pen import Pen, Properties, Style
from inspector.reports.words import long_date

TITLE: Final = N_("Recovery key")
LEFT: Final = 20 * MM
WIDTH: Final = 170 * MM
COLUMNS: Final = 4
KEY_TOP: Final = 205.0
ROW: Final = 46.0
FACTS_TOP: Final = 132.0

_HEAD = Style(Weight.BOLD, 20, 30)
_FACT = Style(Weight.REGULAR, 10.5, 17)
_KEY = Style(Weight.BOLD, 24, 30, spacing=3.0)
_NUMBER = Style(Weight.REGULAR, 8, 11)
_BODY = Style(Weight.REGULAR, 10.5, 17.5)
_STRONG = Style(Weight.BOLD, 10.5, 17.5)

ADVICE: Final = (
    (
        N_("What it is for"),
        (
            N_("It opens the copies in the second place on another laptop, when this one is lost, stolen or broken."),
            N_("It opens the workspace when its passphrase is forgotten; a new passphrase can be set then."),
        ),
    ),
    (
        N_("How to keep it"),
        (
            N_(
                "Keep this sheet apart from the laptop, for example in the safe of the office, never in the laptop bag."
            ),
            N_("Whoever has this sheet and the laptop or a copy can read everything. Do not photograph or send it."),
            N_("It is not stored anywhere. If the sheet is lost, make a new key in the settings and print it."),
            N_("A new key replaces this one. Copies written before then still need this sheet: keep it with them."),
        ),
    ),
    (
        N_("How to enter it"),
        (
            N_(
                "Capital or small letters, with or without spaces and dashes. The key has no letters I, L and O:"
                " what looks like one is 1 or 0. A typing mistake is found and its group named."
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on the sheet. `workspace` is its id, `device` the code in its numbers, `groups` the recovery key."""

    company: str
    workspace: str
    device: str
    made_at: datetime
    groups: tuple[str, ...]


def recovery_pdf(sheet: RecoverySheet, translator: Translator) -> bytes:
    """The sheet as PDF. Any thread; Problem("font_missing")."""
    properties = Properties(
        title=translator(TITLE),
        author=sheet.company,
        subject="",
        language=translator.language.replace("_", "-"),
        made_at=sheet.made_at,
    )
    pen = Pen(A4, properties)
    page = _Page(pen, Breaker())
    page.text(translator(TITLE), 62, _HEAD, Align.CENTRE)
    for row, (label, value) in enumerate(_facts(sheet, translator)):
        page.text(f"{label}  {value}", FACTS_TOP - 30 + row * _FACT.leading, _FACT)
    bottom = page.key(sheet.groups)
    page.advice(translator, bottom + 34)
    pen.next_page()
    return pen.finish()


def _facts(sheet: RecoverySheet, tr: Translator) -> Sequence[tuple[str, str]]:
    facts = [
        (tr(N_("Company:")), sheet.company),
        (tr(N_("Workspace:")), f"{sheet.workspace}  ({sheet.device})"),
        (tr(N_("Made on:")), f"{long_date(sheet.made_at.date(), tr)}  {sheet.made_at:%H:%M}"),
    ]
    return [fact for fact in facts if fact[1]]


class _Page:
    """The one page being drawn; distances in points from its top."""

    def __init__(self, pen: Pen, breaker: Breaker) -> None:
        self._pen = pen
        self._breaker = breaker

    def text(self, text: str, centre: float, style: Style, align: Align = Align.LEFT) -> None:
        """One line."""
        self._pen.box([self._breaker.line(text, style.weight)], LEFT, centre, WIDTH, style, align)

    def key(self, groups: Sequence[str]) -> float:
        """The groups in rows of four, each with its number above it; returns where they end."""
        pen, width = self._pen, WIDTH / COLUMNS
        rows = -(-len(groups) // COLUMNS)
        pen.frame(LEFT - 8, KEY_TOP - 34, WIDTH + 16, rows * ROW + 14, 1.4)
        for index, group in enumerate(groups):
            row, column = divmod(index, COLUMNS)
            left, middle = LEFT + column * width, KEY_TOP + row * ROW
            number = self._breaker.line(str(index + 1), _NUMBER.weight)
            pen.box([number], left, middle - 18, width, _NUMBER, Align.CENTRE)
            pen.box([self._breaker.line(group, _KEY.weight)], left, middle, width, _KEY, Align.CENTRE)
        return KEY_TOP - 34 + rows * ROW + 14

    def advice(self, tr: Translator, top: float) -> None:
        """What the key is for, how it is kept and entered."""
        at = top
        for title, sentences in ADVICE:
            self.text(tr(title), at, _STRONG)
            at += _STRONG.leading
            for sentence in sentences:
                at = self._point(tr(sentence), at)
            at += 8

    def _point(self, sentence: str, at: float) -> float:
        indent = 14
        lines = self._breaker.lines(sentence, _BODY.weight, _BODY.size, WIDTH - indent)
        self._pen.box([self._breaker.line("•", _BODY.weight)], LEFT, at, indent, _BODY, Align.LEFT)
        for line in lines:
            self._pen.line(line, LEFT + indent, at, _BODY)
            at += _BODY.leading
        return at
