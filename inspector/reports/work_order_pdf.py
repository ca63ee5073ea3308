"""The work order as PDF: A4 portrait, black and white, in the manner of the result notice."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.visit import OldHazardJudgement
from inspector.i18n import N_, Translator
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import FRAME, Block
from inspector.reports.blocks.furniture import X_LEFT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import THIN, Column, Grid, Look, share
from inspector.reports.blocks.signatures import Signer
from inspector.reports.notice import Signature
from inspector.reports.notice_parts import BODY, WIDTH, gap, paragraph, section, title
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Pen, Style
from inspector.reports.words import DEFAULT_LANGUAGE, IMPORTANCE, INSPECTIONS, NBSP, grouped, marked, order_title
from inspector.reports.work_order import WorkEquipment, WorkHazard, WorkItem, WorkOrder

BOX: Final = "□"
TICKED: Final = "✓"
_CELL = Style(Weight.REGULAR, 9, 13.1)
_LOOK = Look(_CELL, pad_x=5.2, pad_y=3.2, least_row=22, least_head=22.6)
_HEAD = Style(Weight.BOLD, 9.3, 13.4)
_TEXT = Style(Weight.REGULAR, 9.3, 13.4)
_ROOM: Final = 74.0
"""Room to write the result by hand."""
_SIGN: Final = 122.0
_SIGNED: Final = 28.0
"""Further room once signatures stand under their labels."""
_STEP: Final = 32.0
_BELOW: Final = 27.0
"""From a label down to the middle of the signatures."""
_PAD: Final = 12.9

_ITEMS = ((N_("Item"), 29.5, Align.CENTRE), (N_("Inspection item"), 92.0, Align.LEFT),
          (N_("Content"), 288.7, Align.LEFT), (N_("Done"), 100.0, Align.CENTRE))  # fmt: skip
_EQUIPMENT = ((N_("Item"), 29.5, Align.CENTRE), (N_("Equipment"), 118.0, Align.LEFT), (N_("Kind"), 76.0, Align.LEFT),
              (N_("Model"), 104.0, Align.LEFT), (N_("Last test"), 60.0, Align.CENTRE),
              (N_("Next test due"), 60.0, Align.CENTRE), (N_("Remark"), 62.7, Align.LEFT))  # fmt: skip
_HAZARDS = ((N_("Item"), 29.5, Align.CENTRE), (N_("Place / equipment"), 92.0, Align.LEFT),
            (N_("Hazard"), 166.0, Align.LEFT), (N_("Grade"), 46.0, Align.CENTRE),
            (N_("Deadline"), 62.0, Align.CENTRE), (N_("Judged on site"), 114.7, Align.LEFT))  # fmt: skip

_JUDGED: Final = {
    OldHazardJudgement.ELIMINATED: N_("eliminated"),
    OldHazardJudgement.STILL: N_("still there"),
    OldHazardJudgement.WORSE: N_("worse"),
}

_Columns = Sequence[tuple[str, float, Align]]


def work_order(model: WorkOrder, translator: Translator | None = None) -> bytes:
    """The work order as PDF. Any thread; Problem("font_missing")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    day = model.printed_on
    about = properties(
        tr, f"{tr(order_title(model.kind))} {model.number or model.visit_number}", model.company, model.customer, day
    )
    return print_pages(_furniture(model, tr), _Parts(model, tr).blocks(), about, tr)


def _furniture(model: WorkOrder, tr: Translator) -> Furniture:
    return Furniture(
        title=tr(order_title(model.kind)),
        company=model.company,
        subtitle=service_line(tr, model.service_phone, model.team),
        lines=(
            (tr(N_("No.")), model.number or "—"),
            (tr(N_("Inspection sheet")), model.visit_number or "—"),
            (tr(N_("Date of inspection")), _day(model.visit_on) or "—"),
        ),
        code=model.code,
        running=f"{tr(order_title(model.kind))}\u3000{model.customer}",
        foot=tr(N_("Filled in and approved before the inspection, filed after it.")),
        logo=model.logo,
    )


def ticked(words: str, *, on: bool) -> str:
    """A box to tick with its words: empty, or ticked."""
    return f"{TICKED if on else BOX}{NBSP}{words}"


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


class _Parts:
    """Makes the blocks of one work order."""

    def __init__(self, model: WorkOrder, tr: Translator) -> None:
        self._model = model
        self._tr = tr
        self._breaker = Breaker()
        self._signer = Signer(self._breaker, tr)

    def blocks(self) -> list[Block]:
        """Everything between the letterhead and the foot."""
        return [
            title(self._breaker, self._tr(order_title(self._model.kind))),
            *fact_rows(self._breaker, self._facts()),
            gap(10),
            *self._items(),
            *self._equipment(),
            *self._hazards(),
            *self._result(),
            self._signing(),
        ]

    def _facts(self) -> list[list[tuple[str, str]]]:
        model, tr = self._model, self._tr
        importance = tr(IMPORTANCE[model.importance]) if model.importance else ""
        when = " ".join(part for part in (_day(model.visit_on), model.visit_at) if part)
        return [
            [(tr(N_("Customer")), model.customer)],
            [
                (tr.context("form label", "Account"), grouped(model.account)),
                (tr(N_("Supply mode")), model.supply),
                (tr(N_("Installed capacity")), model.capacity),
            ],
            [
                (tr(N_("Supply address")), model.address),
                (tr(N_("Customer class")), importance),
                (tr(N_("Inspection kind")), " · ".join(filter(None, (tr(INSPECTIONS[model.kind]), model.occasion)))),
            ],
            [
                (tr(N_("Contact")), model.contact),
                (tr(N_("Planned for")), when),
                (tr(N_("Inspected last")), _day(model.last_on) or "—"),
            ],
            [(tr(N_("Inspectors")), tr(N_(", ")).join(model.inspectors))],
            *([[(tr(N_("Note")), model.note)]] if model.note else []),
        ]

    def _grid(self, columns: _Columns, kept: Sequence[Sequence[str]] = ()) -> Grid:
        heads = [self._tr(head) for head, _width, _align in columns]
        texts = [*kept, *([()] * (len(heads) - len(kept)))]
        least = [Grid.least(self._breaker, head, own, _LOOK) for head, own in zip(heads, texts, strict=True)]
        widths = share([width for _head, width, _align in columns], least)
        made = [Column(head, width, align) for head, width, (_h, _w, align) in zip(heads, widths, columns, strict=True)]
        return Grid(self._breaker, made, _LOOK, X_LEFT, self._tr(N_("cont.")))

    def _items(self) -> list[Block]:
        grid = self._grid(_ITEMS)
        rows = [
            grid.row([str(number), item.name, item.content, self._done(item)])
            for number, item in enumerate(self._model.items, 1)
        ]
        return [section(self._breaker, self._tr(N_("1. Items and content"))), *rows, gap(9)]

    def _done(self, item: WorkItem) -> str:
        words = (self._tr(N_("checked")), item.done is True), (self._tr(N_("not checked")), item.done is False)
        return "\u3000".join(ticked(text, on=on).replace(" ", NBSP) for text, on in words)

    def _equipment(self) -> list[Block]:
        head = section(self._breaker, self._tr(N_("2. Equipment to check and tests due")))
        pieces = self._model.equipment
        if not pieces:
            return [head, *self._words(self._tr(N_("No equipment is registered for this customer."))), gap(9)]
        days = ["2026-12-28"]
        grid = self._grid(_EQUIPMENT, ((), (), (), (), days, days))
        return [head, *(self._piece(grid, number, piece) for number, piece in enumerate(pieces, 1)), gap(9)]

    @staticmethod
    def _piece(grid: Grid, number: int, piece: WorkEquipment) -> Block:
        texts = [str(number), piece.name, piece.kind, piece.model, _day(piece.tested_on) or "—", _day(piece.due_on)]
        return grid.row([*texts, piece.remark], (False, False, False, False, False, piece.late, piece.late))

    def _hazards(self) -> list[Block]:
        head = section(self._breaker, self._tr(N_("3. Hazards not closed, to be judged on site")))
        hazards = self._model.hazards
        if not hazards:
            return [head, *self._words(self._tr(N_("This customer has no unclosed hazard."))), gap(9)]
        grades = [marked(grade, self._tr) for grade in Grade]
        grid = self._grid(_HAZARDS, ((), (), (), grades, ["2026-12-28"]))
        return [head, *(self._hazard(grid, number, one) for number, one in enumerate(hazards, 1)), gap(9)]

    def _hazard(self, grid: Grid, number: int, hazard: WorkHazard) -> Block:
        ticks = "\n".join(ticked(self._tr(word), on=one is hazard.judged) for one, word in _JUDGED.items())
        what = f"{hazard.description}\n{hazard.number}"
        texts = [str(number), hazard.place, what, marked(hazard.grade, self._tr), _day(hazard.deadline), ticks]
        return grid.row(texts, (False, False, False, False, hazard.late))

    def _words(self, text: str) -> list[Block]:
        lines = self._breaker.lines(text, BODY.weight, BODY.size, WIDTH)
        return paragraph(lines, BODY, X_LEFT, WIDTH)

    def _result(self) -> list[Block]:
        head = section(self._breaker, self._tr(N_("4. Result of the inspection")))
        if self._model.result:
            words = [replace(block, keep=True) for block in self._words(self._model.result)]
            return [head, *words, gap(9, keep=True)]  # the signatures stand under what they sign

        def draw(pen: Pen, top: float) -> None:
            pen.frame(X_LEFT, top, WIDTH, _ROOM, THIN)

        return [head, Block(_ROOM, draw, keep=True), gap(9, keep=True)]

    def _signing(self) -> Block:
        """Approval before the visit, inspectors and customer after it; never divided."""
        tr = self._tr
        date_label = tr.context("form label", "Date: ")
        signed, client = self._model.signed, self._model.client
        sides = (
            (N_("Approved before the inspection"), (N_("Approver:"), date_label), ()),
            (N_("Inspectors"), (N_("Signatures:"), date_label), signed),
            (
                N_("Customer"),
                (N_("Accompanied by:"), N_("Customer's signature:"), date_label),
                (client,) if client is not None else (),
            ),
        )
        width = WIDTH / len(sides)
        height = _SIGN + (_SIGNED if signed or client is not None else 0)

        def draw(pen: Pen, top: float) -> None:
            for number, (heading, labels, signatures) in enumerate(sides):
                x = X_LEFT + number * width
                pen.line(self._breaker.line(tr(heading), _HEAD.weight), x + _PAD, top + 16.5, _HEAD)
                places = [38 + row * _STEP for row in range(len(labels) - 1)] + [height - 14]
                for label, place in zip(labels, places, strict=True):
                    text = f"{tr(label)}{_last_day(signatures)}" if label == date_label else tr(label)
                    words = self._breaker.line(text, _TEXT.weight)
                    pen.line(words, x + _PAD, top + place, _TEXT)
                self._signatures(pen, signatures, (x + _PAD, top + places[-2] + _BELOW, width - 2 * _PAD))
                if number:
                    pen.rule(x, top, x, top + height, THIN)
            pen.frame(X_LEFT, top, WIDTH, height, FRAME)

        return Block(height, draw)

    def _signatures(self, pen: Pen, signatures: Sequence[Signature], place: tuple[float, float, float]) -> None:
        """Side by side under their label."""
        left, middle, width = place
        slot = width / max(1, len(signatures))
        for number, signature in enumerate(signatures):
            self._signer.put(pen, signature, (left + number * slot, middle, slot - 6))


def _last_day(signatures: Sequence[Signature]) -> str:
    return _day(max((one.signed_on for one in signatures if one.signed_on), default=None))
