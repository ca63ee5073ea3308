"""The rectification notice as PDF: A4 portrait, black and white, in the manner of the result notice."""

from typing import Final

from inspector.domain.hazard import Grade
from inspector.domain.words import basis_text
from inspector.i18n import N_, Translator
from inspector.reports.blocks.facts import fact_rows
from inspector.reports.blocks.flow import Block
from inspector.reports.blocks.furniture import X_LEFT, Furniture, print_pages, properties, service_line
from inspector.reports.blocks.grid import Grid, Look
from inspector.reports.blocks.signing import SignBox, sign_boxes
from inspector.reports.notice_parts import (
    body,
    gap,
    heading,
    made_columns,
    numbered_texts,
    photo_pages,
    reply_text,
    section,
    title,
)
from inspector.reports.pdf.fonts import Weight
from inspector.reports.pdf.linebreak import Breaker
from inspector.reports.pdf.paper import Align
from inspector.reports.pdf.pen import Style
from inspector.reports.rectification_notice import OrderedHazard, RectificationNotice
from inspector.reports.words import DEFAULT_LANGUAGE, IMPORTANCE, grouped, long_date, marked

TITLE: Final = N_("Rectification Notice")
_LOOK = Look(Style(Weight.REGULAR, 9, 13.1), pad_x=5.2, pad_y=3.2, least_row=24, least_head=22.6)
_COLUMNS = (
    (N_("Item"), 29.5, Align.CENTRE),
    (N_("Hazard no. / found on"), 66.0, Align.CENTRE),
    (N_("Place / equipment"), 78.0, Align.LEFT),
    (N_("Hazard found"), 120.0, Align.LEFT),
    (N_("Grade"), 43.0, Align.CENTRE),
    (N_("Rectification required / basis"), 113.0, Align.LEFT),
    (N_("Deadline"), 60.7, Align.CENTRE),
)
_DEADLINE: Final = len(_COLUMNS) - 1
_WHOLE: Final = 18
"""Numbers up to so many characters stand on one line."""


def rectification_notice(model: RectificationNotice, translator: Translator | None = None) -> bytes:
    """The notice as PDF. Any thread; Problem("font_missing" or "picture_unreadable")."""
    tr = translator or Translator(DEFAULT_LANGUAGE)
    day = model.issued_on
    about = properties(tr, f"{tr(TITLE)} {model.number}", model.company, model.customer, day)
    return print_pages(_furniture(model, tr), _Parts(model, tr).blocks(), about, tr)


def _furniture(model: RectificationNotice, tr: Translator) -> Furniture:
    lines = [(tr(N_("No.")), model.number), (tr(N_("Date of issue")), f"{model.issued_on:%Y-%m-%d}")]
    if model.reply_code:
        lines.append((tr(N_("Check code of the reply")), model.reply_code))
    return Furniture(
        title=tr(TITLE),
        company=model.company,
        subtitle=service_line(tr, model.service_phone, model.team),
        lines=tuple(lines),
        code=model.code,
        running=f"{tr(TITLE)}\u3000{model.customer}",
        foot=tr(N_("One copy each for supplier and customer. Scan the code to check number and hazard count.")),
        logo=model.logo,
    )


class _Parts:
    """Makes the blocks of one notice."""

    def __init__(self, model: RectificationNotice, tr: Translator) -> None:
        self._model = model
        self._tr = tr
        self._breaker = Breaker()

    def blocks(self) -> list[Block]:
        """Everything between letterhead and foot."""
        return [
            title(self._breaker, self._tr(TITLE)),
            *heading(self._breaker, self._tr(N_("{customer}:")).format(customer=self._model.customer)),
            *body(self._breaker, self._sentence()),
            *(body(self._breaker, self._model.note) if self._model.note else ()),
            gap(7),
            *self._facts(),
            gap(10),
            section(self._breaker, self._tr(N_("1. Hazards to be rectified"))),
            *self._hazards(),
            gap(9),
            section(self._breaker, self._tr(N_("2. Requirements and information"))),
            *numbered_texts(self._breaker, self._requirements()),
            gap(7),
            self._signing(),
            *photo_pages(self._breaker, self._tr, self._model.photos),
        ]

    def _sentence(self) -> str:
        model = self._model
        counts = {grade.value: model.count(grade) for grade in Grade}
        return self._tr(
            N_(
                "Under the Electric Power Law of the People's Republic of China, the Regulations on Electricity"
                " Supply and Use and the Rules for Electricity Supply Business you are required to rectify the"
                " following safety hazards of your power receiving installation before their deadlines:"
                " {count} (critical {critical}, serious {serious}, general {general})."
            )
        ).format_map({**counts, "count": len(model.hazards)})

    def _facts(self) -> list[Block]:
        model, tr = self._model, self._tr
        importance = tr(IMPORTANCE[model.importance]) if model.importance else ""
        rows = (
            (
                (tr.context("form label", "Account"), grouped(model.account)),
                (tr(N_("Supply mode")), model.supply),
                (tr(N_("Installed capacity")), model.capacity),
            ),
            ((tr(N_("Supply address")), model.address), (tr(N_("Customer class")), importance)),
        )
        return fact_rows(self._breaker, rows)

    def _hazards(self) -> list[Block]:
        numbers = [hazard.number for hazard in self._model.hazards if len(hazard.number) <= _WHOLE]
        kept = {1: numbers, 4: [marked(grade, self._tr) for grade in Grade], _DEADLINE: ["2026-12-28"]}
        columns = made_columns(self._breaker, _COLUMNS, kept, _LOOK, self._tr)
        grid = Grid(self._breaker, columns, _LOOK, X_LEFT, self._tr(N_("cont.")))
        return [
            grid.row(self._texts(number, hazard), [*[False] * _DEADLINE, self._model.late(hazard)])
            for number, hazard in enumerate(self._model.hazards, 1)
        ]

    def _texts(self, number: int, hazard: OrderedHazard) -> list[str]:
        measure = "\n".join(part for part in (hazard.measure, basis_text(hazard.basis, self._tr)) if part)
        deadline = f"{hazard.deadline:%Y-%m-%d}"
        if self._model.late(hazard):
            deadline += "\n" + self._tr(N_("overdue"))
        which = f"{hazard.number}\n{hazard.found_on:%Y-%m-%d}"
        return [
            str(number),
            which,
            hazard.place,
            hazard.description,
            marked(hazard.grade, self._tr),
            measure,
            deadline,
        ]

    def _requirements(self) -> list[str]:
        tr, model = self._tr, self._model
        return [
            tr(
                N_(
                    "Critical hazards must be isolated or taken out of service at once and the result reported within"
                    " {hours} hours; serious and general hazards must be rectified before the deadline."
                )
            ).format(hours=model.critical_hours),
            reply_text(tr, model.reply_code),
            tr(
                N_(
                    "If a deadline cannot be kept, ask for an extension in writing and with reasons before it is over."
                    " Until then take measures that keep people and equipment safe."
                )
            ),
            tr(
                N_(
                    "Hazards that are not rectified in time are put on the key-supervision ledger and reported to the"
                    " electricity authority as prescribed."
                )
            ),
        ]

    def _signing(self) -> Block:
        tr, model = self._tr, self._model
        day = tr.context("form label", "Date: ")
        company = SignBox(
            tr(N_("Power supply company (seal)")),
            (
                (tr(N_("Issued by: ")), model.issuer),
                (tr(N_("Contact phone: ")), model.contact_phone),
                (day, long_date(model.issued_on, tr)),
            ),
        )
        customer = SignBox(
            tr(N_("Received by the customer (seal)")),
            ((tr(N_("Representative:")), ""), (tr.context("form label", "Position: "), ""), (day, "")),
        )
        return sign_boxes(self._breaker, (company, customer))
