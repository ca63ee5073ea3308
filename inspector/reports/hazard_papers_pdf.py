"""Hazard sheet and review record as PDF: A4 portrait, black and white."""

from typing import Final

from inspector.i18n import N_, Translator
from inspector.reports.blocks.appendix import photo_pairs
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.form_rows import form_rows
from inspector.reports.blocks.furniture import X_LEFT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import Grid, Look
from inspector.reports.blocks.signing import SignBox, sign_boxes
from inspector.reports.hazard_papers import CourseLine, HazardSheet, Paper, PaperCheck, ReviewRecord
from inspector.reports.notice_parts import ColumnSpec, body, gap, made_columns, numbered, section, title
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Style
from inspector.reports.words import DEFAULT_LANGUAGE, grouped, marked

SHEET: Final = N_("Safety Hazard Sheet")
RECORD: Final = N_("Hazard Review Record")
TICK: Final = "✓"
CROSS: Final = "×"
BOX: Final = "□"
_LOOK = Look(Style(Weight.REGULAR, 9, 13.1), pad_x=5.2, pad_y=3.2, least_row=20, least_head=21)
_VALUES: tuple[ColumnSpec, ...] = (
    (N_("Quantity"), 160.0, Align.LEFT),
    (N_("Before"), 80.0, Align.CENTRE),
    (N_("After"), 80.0, Align.CENTRE),
    (N_("Limit"), 110.0, Align.CENTRE),
    (N_("Judgement"), 80.0, Align.CENTRE),
)
_COURSE: tuple[ColumnSpec, ...] = (
    (N_("Time"), 82.0, Align.CENTRE),
    (N_("Event"), 96.0, Align.LEFT),
    (N_("Person"), 78.0, Align.LEFT),
    (N_("What was said"), 254.0, Align.LEFT),
)
_CHECKS: tuple[ColumnSpec, ...] = (
    (N_("Item"), 29.5, Align.CENTRE),
    (N_("Point"), 270.0, Align.LEFT),
    (N_("Met"), 60.0, Align.CENTRE),
    (N_("Remark"), 150.5, Align.LEFT),
)


def hazard_sheet(model: HazardSheet, translator: Translator | None = None) -> bytes:
    """The hazard sheet as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    return _printed(model, SHEET, model.code, _Sheet(model, tr).blocks(), tr)


def review_record(model: ReviewRecord, translator: Translator | None = None) -> bytes:
    """The review record as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    return _printed(model, RECORD, model.code, _Record(model, tr).blocks(), tr)


def _printed(model: Paper, name: str, code: str, blocks: list[Block], tr: Translator) -> bytes:
    hazard, day = model.hazard, model.printed_on
    furniture = Furniture(
        title=tr(name),
        company=model.company,
        subtitle=service_line(tr, model.service_phone, model.team),
        lines=(
            (tr(N_("Hazard no.")), hazard.number),
            (tr(N_("Found on")), f"{hazard.found_on:%Y-%m-%d}"),
            (tr(N_("Printed on")), f"{day:%Y-%m-%d}"),
        ),
        code=code,
        running=f"{tr(name)}\u3000{hazard.customer}",
        foot=tr(N_("Made from the records of the inspection program; the records themselves count.")),
        logo=model.logo,
    )
    about = properties(tr, f"{tr(name)} {hazard.number}", model.company, hazard.customer, day)
    return print_pages(furniture, blocks, about, tr)


class _Parts:
    """Blocks that both papers have."""

    def __init__(self, model: Paper, tr: Translator) -> None:
        self._paper = model
        self._tr = tr
        self._breaker = Breaker()

    def _title(self, name: str) -> Block:
        return title(self._breaker, self._tr(name))

    def _section(self, name: str) -> Block:
        return section(self._breaker, self._tr(name))

    def _grid(self, columns: tuple[ColumnSpec, ...], kept: dict[int, list[str]]) -> Grid:
        made = made_columns(self._breaker, columns, kept, _LOOK, self._tr)
        return Grid(self._breaker, made, _LOOK, X_LEFT, self._tr(N_("cont.")))

    def _facts(self) -> list[Block]:
        one, tr = self._paper.hazard, self._tr
        late = " " + tr(N_("overdue")) if one.late else ""
        deadline = f"{one.deadline:%Y-%m-%d}{late}"
        rows = (
            ((tr(N_("Customer")), one.customer),),
            (
                (tr.context("form label", "Account"), grouped(one.account)),
                (tr(N_("Grade")), marked(one.grade, tr)),
                (tr(N_("Status")), one.status),
            ),
            (
                (tr(N_("Found by")), one.found_by),
                (tr(N_("Found on")), f"{one.found_on:%Y-%m-%d}"),
                (tr(N_("Deadline")), deadline),
            ),
            ((tr(N_("Place")), one.place.replace("\n", " ")),),
        )
        return fact_rows(self._breaker, rows)

    def _texts(self) -> list[Block]:
        one, tr = self._paper.hazard, self._tr
        return form_rows(
            self._breaker,
            (
                (tr(N_("Hazard")), one.description),
                (tr(N_("Basis")), one.basis),
                (tr(N_("Measure")), one.measure),
            ),
        )

    def _values(self) -> list[Block]:
        grid = self._grid(_VALUES, {})
        return [
            grid.row([one.label, one.before, one.after, one.limit, one.verdict], [False, False, False, False, one.bold])
            for one in self._paper.values
        ]

    def _lines(self, lines: tuple[CourseLine, ...]) -> list[Block]:
        grid = self._grid(_COURSE, {0: ["2026-12-28 23:59"]})
        return [grid.row([line.at, line.what, line.who, line.text]) for line in lines]

    def _photos(self) -> list[Block]:
        return photo_pairs(self._breaker, self._tr, self._paper.before, self._paper.after)

    def _sections(self, *parts: tuple[str, list[Block]]) -> list[Block]:
        """The parts that have something to print, under numbered headings."""
        blocks: list[Block] = []
        shown = [(name, own) for name, own in parts if own]
        for number, (name, own) in enumerate(shown, 1):
            blocks += [numbered(self._breaker, self._tr, number, self._tr(name)), *own, gap(9)]
        return blocks


class _Sheet(_Parts):
    """Makes the blocks of a hazard sheet."""

    def __init__(self, model: HazardSheet, tr: Translator) -> None:
        super().__init__(model, tr)
        self._model = model

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot."""
        return [
            self._title(SHEET),
            *self._facts(),
            gap(9),
            *self._sections(
                (N_("Hazard and measure"), self._texts() + self._more()),
                (N_("Values before and after"), self._values()),
                (N_("Course"), self._lines(self._model.course)),
                (N_("Remarks"), [block for text in self._model.alerts for block in body(self._breaker, text)]),
                (N_("Photos before and after"), self._photos()),
            ),
        ]

    def _more(self) -> list[Block]:
        one, tr = self._model.hazard, self._tr
        rows = (
            (tr(N_("Customer's person")), one.responsible),
            (tr(N_("Notices")), one.notices),
            (tr(N_("Inspection sheet")), one.visit),
            (tr(N_("Key supervision")), one.supervision),
        )
        return form_rows(self._breaker, [row for row in rows if row[1]])


class _Record(_Parts):
    """Makes the blocks of a review record."""

    def __init__(self, model: ReviewRecord, tr: Translator) -> None:
        super().__init__(model, tr)
        self._model = model

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot."""
        return [
            self._title(RECORD),
            *self._facts(),
            gap(9),
            *self._sections(
                (N_("Hazard and measure"), self._texts()),
                (N_("Rectification"), self._rectification()),
                (N_("Review"), self._review()),
                (N_("Points checked"), self._checks()),
                (N_("Values before and after"), self._values()),
                (N_("Earlier judgements"), self._lines(self._model.earlier)),
            ),
            self._signing(),
            gap(9),
            *self._photo_part(),
        ]

    def _photo_part(self) -> list[Block]:
        rows = self._photos()
        return [self._section(N_("Photos before and after")), *rows] if rows else []

    def _rectification(self) -> list[Block]:
        model, tr = self._model, self._tr
        rows = ((tr(N_("Done by")), model.rectified_by), (tr(N_("Done on")), model.rectified_on))
        return form_rows(self._breaker, [(tr(N_("What was done")), model.rectification), *rows])

    def _review(self) -> list[Block]:
        model, tr = self._model, self._tr
        reviewer = "\u3000".join(filter(None, (model.reviewer, model.reviewer_team)))
        outcome = f"{TICK if model.passed else CROSS} {model.outcome}"
        rows = (
            (tr(N_("Result")), outcome),
            (tr(N_("Reviewer")), "\u3000".join(filter(None, (reviewer, model.reviewed_at)))),
            (tr(N_("Independence")), model.statement),
            (tr(N_("Comment")), model.comment),
        )
        return form_rows(self._breaker, rows)

    def _checks(self) -> list[Block]:
        grid = self._grid(_CHECKS, {})
        return [
            grid.row([str(number), check.label, self._met(check), check.note])
            for number, check in enumerate(self._model.checks, 1)
        ]

    def _met(self, check: PaperCheck) -> str:
        if check.met is None:
            return self._tr(N_("not needed"))
        mark, words = (TICK, N_("met")) if check.met else (BOX, N_("not met"))
        return f"{mark} {self._tr(words)}"

    def _signing(self) -> Block:
        tr, model = self._tr, self._model
        day = tr.context("form label", "Date: ")
        reviewer = SignBox(tr(N_("Reviewer")), ((tr(N_("Signature: ")), ""), (day, model.reviewed_at[:10])))
        lead = SignBox(tr(N_("Team lead")), ((tr(N_("Signature: ")), ""), (day, "")))
        return sign_boxes(self._breaker, (reviewer, lead))
