"""The parts of a result notice between head and signatures, as blocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from inspector.domain.hazard import Grade
from inspector.i18n import N_, Translator
from inspector.reports.blocks.appendix import photo_rows
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT
from inspector.reports.blocks.grid import Column, Grid, Look, share
from inspector.reports.notice import NoticeHazard, NoticePhoto, ResultNotice
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker, Line
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import IMPORTANCE, INSPECTIONS, KINDS, grouped, long_date, marked

WIDTH = X_RIGHT - X_LEFT

_TITLE = Style(Weight.BOLD, 19.5, 30, spacing=4.0)
_SECTION = Style(Weight.BOLD, 10.5, 16)
BODY = Style(Weight.REGULAR, 9.75, 16)
_CELL = Style(Weight.REGULAR, 9, 13.1)
_LOOK = Look(_CELL, pad_x=5.2, pad_y=3.2, least_row=24, least_head=22.6)
_COLUMNS = (
    (N_("Item"), 29.5, Align.CENTRE),
    (N_("Place / equipment"), 84.0, Align.LEFT),
    (N_("Hazard found"), 121.5, Align.LEFT),
    (N_("Grade"), 43.0, Align.CENTRE),
    (N_("Basis"), 63.5, Align.LEFT),
    (N_("Rectification required"), 109.0, Align.LEFT),
    (N_("Deadline"), 59.7, Align.CENTRE),
)
_GRADE_COLUMN = 3


def gap(height: float, *, keep: bool = False) -> Block:
    """Empty space."""
    return Block(height, lambda _pen, _top: None, keep=keep)


def paragraph(lines: Sequence[Line], style: Style, x: float, width: float, indent: float = 0.0) -> list[Block]:
    """Lines that may be spread over pages; all but the last are stretched to the width if they almost fill it."""

    def block(line: Line, shift: float) -> Block:
        free = width - shift - line.width * style.size / 1000
        glyphs = len(line.text.rstrip()) - 1
        stretch = free / glyphs if glyphs > 0 and not line.ends and 0 < free < 2.5 * style.size else 0.0

        def draw(pen: Pen, top: float) -> None:
            pen.line(line, x + shift, top + style.leading / 2, style, stretch=stretch)

        return Block(style.leading, draw)

    return [block(line, indent if number == 0 else 0.0) for number, line in enumerate(lines)]


def title(breaker: Breaker, text: str) -> Block:
    """A document's title, centred; Chinese is spaced. It opens the outline."""
    style = replace(_TITLE, spacing=0.3) if text.isascii() else _TITLE
    line = breaker.line(text, style.weight)

    def draw(pen: Pen, top: float) -> None:
        pen.bookmark(text)
        pen.box([line], X_LEFT, top + 20.5, WIDTH, style, Align.CENTRE)

    return Block(41, draw)


def section(breaker: Breaker, text: str) -> Block:
    """The heading of a section; it stays with what follows, and the outline leads to it."""
    line = breaker.line(text, _SECTION.weight)

    def draw(pen: Pen, top: float) -> None:
        pen.bookmark(text, top, 1)
        pen.line(line, X_LEFT, top + 9, _SECTION)

    return Block(20.5, draw, keep=True)


_NUMBERED = (N_("1. {name}"), N_("2. {name}"), N_("3. {name}"), N_("4. {name}"), N_("5. {name}"), N_("6. {name}"),
             N_("7. {name}"), N_("8. {name}"), N_("9. {name}"))  # fmt: skip


def numbered(breaker: Breaker, tr: Translator, number: int, name: str) -> Block:
    """The heading of a section with its number, from 1 to 9, as the language writes it."""
    return section(breaker, tr(_NUMBERED[number - 1]).format(name=name))


def heading(breaker: Breaker, text: str) -> list[Block]:
    """Whom a document is addressed to, in bold, over as many lines as it takes."""
    return paragraph(breaker.lines(text, _SECTION.weight, _SECTION.size, WIDTH), _SECTION, X_LEFT, WIDTH)


def body(breaker: Breaker, text: str) -> list[Block]:
    """Running text; every paragraph begins two characters in."""
    blocks: list[Block] = []
    for part in filter(str.strip, text.split("\n")):
        # The indent is part of the first line's text while lines are broken, so that it counts.
        lines = breaker.lines("\u3000\u3000" + part.strip(), BODY.weight, BODY.size, WIDTH)
        first = breaker.line(lines[0].text.lstrip("\u3000"), BODY.weight)
        head = first._replace(ends=lines[0].ends)
        blocks += paragraph([head, *lines[1:]], BODY, X_LEFT, WIDTH, 2 * BODY.size)
    return blocks


def numbered_texts(breaker: Breaker, texts: Iterable[str]) -> list[Block]:
    """Sentences with their numbers, indented."""
    indent = 2 * BODY.size
    blocks: list[Block] = []
    for number, text in enumerate(texts, 1):
        lines = breaker.lines(f"{number}.\u00a0{text}", BODY.weight, BODY.size, WIDTH - indent)
        blocks += paragraph(lines, BODY, X_LEFT + indent, WIDTH - indent)
    return blocks


def reply_text(tr: Translator, code: str) -> str:
    """How the customer answers: in the file with this check code, or on paper when none came with the notice."""
    by_file = N_(
        "After rectification fill in the reply file that comes with this notice (check code {code}), with photos"
        " before and after, and send it back; another team will review it, and the hazard is closed when it passes."
    )
    on_paper = N_(
        "After rectification return the reply form with photos before and after; another team"
        " will review it, and the hazard is closed when it passes."
    )
    return tr(by_file).format(code=code) if code else tr(on_paper)


ColumnSpec = tuple[str, float, Align]
"""Head (msgid), wanted width in points, alignment."""


def made_columns(
    breaker: Breaker, specs: Sequence[ColumnSpec], kept: Mapping[int, Sequence[str]], look: Look, tr: Translator
) -> list[Column]:
    """Columns of a table over the page's width; `kept` are texts by column that are never divided."""
    heads = [tr(head) for head, _, _ in specs]
    least = [Grid.least(breaker, head, kept.get(number, ()), look) for number, head in enumerate(heads)]
    widths = share([width for _, width, _ in specs], least)
    return [Column(head, width, align) for head, width, (_, _, align) in zip(heads, widths, specs, strict=True)]


def photo_pages(breaker: Breaker, tr: Translator, photos: Sequence[NoticePhoto]) -> list[Block]:
    """The photo appendix on pages of its own, two photos side by side."""
    if not photos:
        return []
    title = section(breaker, tr(N_("Appendix: photos")))
    head = Block(title.height, title.draw, keep=True, new_page=True)
    return [head, *photo_rows(breaker, photos)]


class Parts:
    """Makes the blocks of one notice."""

    def __init__(self, model: ResultNotice, translator: Translator, breaker: Breaker) -> None:
        self._model = model
        self._tr = translator
        self._breaker = breaker

    def title(self, text: str) -> Block:
        """The document's title, centred and spaced."""
        return title(self._breaker, text)

    def address(self) -> list[Block]:
        """The customer's name and the legal sentence with what was found."""
        blocks = heading(self._breaker, self._tr(N_("{customer}:")).format(customer=self._model.customer))
        blocks += body(self._breaker, self._sentence())
        if self._model.conclusion:
            blocks += body(self._breaker, self._tr(N_("Conclusion: {text}")).format(text=self._model.conclusion))
        return [*blocks, gap(7)]

    def _sentence(self) -> str:
        model, tr = self._model, self._tr
        values = {"date": long_date(model.visited_on, tr), "kind": tr(KINDS[model.kind])}
        if model.kind.new_installation:
            return self._of_new_installation(values)
        if not model.hazards:
            return tr(
                N_(
                    "Under the Electric Power Law of the People's Republic of China, the Regulations on Electricity"
                    " Supply and Use and the Rules for Electricity Supply Business, we carried out a {kind} safety"
                    " inspection of your power receiving installation on {date}. No safety hazard was found."
                )
            ).format_map(values)
        counts = {grade.value: model.count(grade) for grade in Grade}
        return tr(
            N_(
                "Under the Electric Power Law of the People's Republic of China, the Regulations on Electricity"
                " Supply and Use and the Rules for Electricity Supply Business, we carried out a {kind} safety"
                " inspection of your power receiving installation on {date} and found safety hazards: {count}"
                " (critical {critical}, serious {serious}, general {general}). You are notified as follows."
            )
        ).format_map({**values, **counts, "count": len(model.hazards)})

    def _of_new_installation(self, values: dict[str, str]) -> str:
        """The sentence of an intermediate or acceptance inspection."""
        model, tr = self._model, self._tr
        if not model.hazards:
            return tr(
                N_(
                    "Under the Regulations on Electricity Supply and Use and the Rules for Electricity Supply Business,"
                    " we carried out the {kind} of your power receiving installation on {date}. No defect was found."
                )
            ).format_map(values)
        counts = {grade.value: model.count(grade) for grade in Grade}
        return tr(
            N_(
                "Under the Regulations on Electricity Supply and Use and the Rules for Electricity Supply Business, we"
                " carried out the {kind} of your power receiving installation on {date} and found defects: {count}"
                " (critical {critical}, serious {serious}, general {general}). Have them put right and ask for another"
                " inspection before the work goes on or the installation is energised."
            )
        ).format_map({**values, **counts, "count": len(model.hazards)})

    def facts(self) -> list[Block]:
        """Account, supply, capacity; address, importance, kind: two rows of three labelled values."""
        model, tr = self._model, self._tr
        importance = tr(IMPORTANCE[model.importance]) if model.importance else ""
        rows = (
            (
                (tr.context("form label", "Account"), grouped(model.account)),
                (tr(N_("Supply mode")), model.supply),
                (tr(N_("Installed capacity")), model.capacity),
            ),
            (
                (tr(N_("Supply address")), model.address),
                (tr(N_("Customer class")), importance),
                (tr(N_("Inspection kind")), " · ".join(filter(None, (tr(INSPECTIONS[model.kind]), model.occasion)))),
            ),
        )
        return [*fact_rows(self._breaker, rows), gap(10)]

    def _section(self, text: str) -> Block:
        return section(self._breaker, text)

    def hazards(self) -> list[Block]:
        """The hazard table, or the statement that no hazard was found."""
        if not self._model.hazards:
            title = self._section(self._tr(N_("1. Result of the inspection")))
            return [title, *body(self._breaker, self._tr(N_("No safety hazard was found in this inspection."))), gap(8)]
        grid = Grid(self._breaker, self._columns(), _LOOK, X_LEFT, self._tr(N_("cont.")))
        rows = [grid.row(self._hazard(number, hazard)) for number, hazard in enumerate(self._model.hazards, 1)]
        return [self._section(self._tr(N_("1. Hazards found and rectification required"))), *rows, gap(9)]

    def _columns(self) -> list[Column]:
        grades = [marked(grade, self._tr) for grade in Grade]
        return made_columns(self._breaker, _COLUMNS, {_GRADE_COLUMN: grades}, _LOOK, self._tr)

    def _hazard(self, number: int, hazard: NoticeHazard) -> list[str]:
        deadline = f"{hazard.deadline:%Y-%m-%d}" if hazard.deadline else ""
        grade = marked(hazard.grade, self._tr)
        return [str(number), hazard.place, hazard.description, grade, hazard.basis, hazard.measure, deadline]

    def requirements(self) -> list[Block]:
        """The numbered requirements."""
        texts = [*self._fixed_requirements(), *self._model.requirements]
        head = self._section(self._tr(N_("2. Requirements and information")))
        return [head, *numbered_texts(self._breaker, texts), gap(7)]

    def _fixed_requirements(self) -> list[str]:
        tr = self._tr
        if not self._model.hazards:
            return [tr(N_("Keep up operation, maintenance and preventive tests, and report defects without delay."))]
        return [
            tr(
                N_(
                    "Critical hazards must be isolated or taken out of service at once and the result reported within"
                    " {hours} hours; serious and general hazards must be rectified before the deadline."
                )
            ).format(hours=self._model.critical_hours),
            reply_text(tr, self._model.reply_code),
            tr(
                N_(
                    "Critical and serious hazards are on the key-supervision ledger; overdue ones are reported to the"
                    " electricity authority as prescribed."
                )
            ),
        ]

    def photos(self) -> list[Block]:
        """The photo appendix."""
        return photo_pages(self._breaker, self._tr, self._model.photos)
