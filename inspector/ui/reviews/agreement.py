"""How far first and blind second judgements agree: per cent, kappa, the table of four, and where they differ."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.reviews.views import AgreementView, Disagreement
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.painting import CENTER, RIGHT, box, text
from inspector.ui.kit.text import Text

COLUMNS = (
    Column("number", N_("Number"), 128, strong=True, sortable=False),
    Column("title", N_("Description"), 150, stretch=3, loud=True, sortable=False),
    Column("first", N_("First judgement"), 130, stretch=1, sortable=False),
    Column("second", N_("Second judgement"), 130, stretch=1, sortable=False),
    Column("comment", N_("Comment of the second"), 150, stretch=2, sortable=False, drop=1),
    Column("closed", N_("Status"), 70, sortable=False),
)
SCALE: Sequence[tuple[float, str]] = (
    (0.8, N_("almost perfect")),
    (0.6, N_("substantial")),
    (0.4, N_("moderate")),
    (0.2, N_("fair")),
    (0.0, N_("slight")),
)
"""What kappa is called from a value on (Landis and Koch 1977)."""


BELOW = N_("worse than chance")


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """A disagreement as a row of the table."""

    found: Disagreement

    @property
    def id(self) -> str:
        """Id of the hazard."""
        return self.found.hazard

    @property
    def cells(self) -> Mapping[str, str]:
        """Texts by column key."""
        one = self.found
        return {
            "number": one.number,
            "title": one.title,
            "first": f"{one.first} · {one.first_by}",
            "second": f"{one.second} · {one.second_by}",
            "comment": one.second_comment,
            "closed": _("Closed") if one.closed else _("Open"),
        }


def kappa_words(kappa: float | None) -> str:
    """What a kappa is called."""
    if kappa is None:
        return _("not defined: too few, or always judged alike")
    return _(next((words for least, words in SCALE if kappa >= least), BELOW))


class FourTable(QWidget):
    """First against second: passed and returned, counted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = (0, 0, 0, 0)
        self.setMinimumSize(290, 132)
        self.setMaximumWidth(460)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, both: int, first: int, second: int, neither: int) -> None:
        """Both passed, only the first, only the second, neither."""
        self._counts = (both, first, second, neither)
        names = (_("both passed"), _("only the first passed"), _("only the second passed"), _("both returned"))
        self.setAccessibleName("; ".join(f"{n}: {c}" for n, c in zip(names, self._counts, strict=True)))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        left, top, height = 104.0, 36.0, 48.0
        width = (self.width() - left) / 2
        for index, words in enumerate((_("Second passed"), _("Second returned"))):
            head = QRectF(left + index * width, 0, width, top)
            text(painter, head, words, "hint_bold", "text-2", CENTER)
        both, first, second, neither = self._counts
        for line, (words, counts) in enumerate(
            ((_("First passed"), (both, first)), (_("First returned"), (second, neither)))
        ):
            y = top + line * height
            text(painter, QRectF(0, y, left - 12, height), words, "hint_bold", "text-2", RIGHT)
            for index, count in enumerate(counts):
                cell = QRectF(left + index * width, y, width, height).adjusted(2, 2, -2, -2)
                alike = line == index
                hue = "green" if alike else "orange" if count else "grey"
                box(painter, cell, fill=f"{hue}-tint", radius=5)
                text(painter, cell, str(count), "block", f"{hue}-text", CENTER)


class Figure(QWidget):
    """A large number with what it is."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = Text("-", "kpi")
        self.hint = Text("", "hint", "text-2", wrap=True)
        self.hint.setMinimumWidth(118)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Text(name, "body", "text-2"))
        column.addWidget(self.value)
        column.addWidget(self.hint)
        column.addStretch(1)


class AgreementPanel(QWidget):
    """Shows an `AgreementView`. Enter on a difference leads to the hazard, where a lead may reopen it."""

    period_chosen = Signal(str)
    reopen_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        today = date.today()  # noqa: DTZ011 - the local month, as people read a period
        months = [f"{today.year}-{month:02}" for month in range(today.month, 0, -1)]
        options = [("", _("All judgements")), (str(today.year), str(today.year)), *((one, one) for one in months)]
        self.periods = ComboField(_("Period"), options)
        self.periods.set_value("")
        self.agreed = Figure(_("Agreement"))
        self.kappa = Figure(_("Cohen's kappa"))
        self.pairs = Figure(_("Judged twice"))
        self.four = FourTable()
        self.model = RowsModel(COLUMNS, self)
        self.table = ColumnsTable(_("Where they differ"), self.model)
        self.open_button = Button(_("Open the hazard"), key="Enter")
        self.none = Text(_("No two judgements differ."), "body", "text-2")
        self._build()
        self.periods.value_committed.connect(self.period_chosen)
        self.table.row_opened.connect(lambda _row: self._open())
        self.open_button.clicked.connect(self._open)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(Text(_("Agreement of judgements"), "block"), 1)
        self.periods.setMinimumWidth(160)
        head.addWidget(self.periods)
        column.addLayout(head)
        figures = Card()
        row = QHBoxLayout()
        row.setSpacing(20)
        for figure in (self.agreed, self.kappa, self.pairs):
            row.addWidget(figure)
        row.addWidget(self.four, 1)
        row.addStretch(0)
        figures.body.addLayout(row)
        column.addWidget(figures)
        self.card = Card(_("Where they differ"), flush=True)
        self.card.head.addWidget(self.open_button)
        self.none.setContentsMargins(15, 0, 0, 15)
        self.card.body.addWidget(self.none)
        self.card.body.addWidget(self.table, 1)
        column.addWidget(self.card, 1)

    def period(self) -> str:
        """The chosen period: "2026-05", "2026", or "" for all."""
        return self.periods.value()

    def show_figures(self, found: AgreementView) -> None:
        """Show the figures of a period."""
        self.agreed.value.setText("-" if found.percent is None else f"{found.percent:.0f} %")
        self.agreed.hint.setText(_("of the pairs were judged alike"))
        self.kappa.value.setText("-" if found.kappa is None else f"{found.kappa:.2f}")
        self.kappa.hint.setText(kappa_words(found.kappa))
        self.pairs.value.setText(str(found.pairs))
        self.pairs.hint.setText(_("first and blind second judgement"))
        self.four.show_counts(found.both_passed, found.only_first_passed, found.only_second_passed, found.both_returned)
        self.model.set_rows([DifferenceRow(one) for one in found.disagreements])
        some = bool(found.disagreements)
        self.table.setVisible(some)
        self.none.setVisible(not some)
        self.open_button.setEnabled(some)
        if some:
            self.table.choose(0)

    def _open(self) -> None:
        row = self.model.row(self.table.currentIndex().row())
        if isinstance(row, DifferenceRow):
            self.reopen_requested.emit(row.id)
