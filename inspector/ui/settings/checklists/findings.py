"""What is wrong with a file, as a table; the row that a finding speaks of stands below with all its texts."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.authoring import FindingView
from inspector.services.checklists.candidates import Candidate
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.columns import ROW_ROLE, Column, ColumnsTable, RowsModel
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.table import AnyIndex, RowDelegate
from inspector.ui.kit.text import Text
from inspector.ui.settings.checklists.words import SEVERITIES, place_words

COLUMNS: Final = (
    Column("severity", N_("Severity"), 0, sortable=False),
    Column("sheet", N_("Sheet"), 64, sortable=False),
    Column("row", N_("Row"), 36, right=True, sortable=False),
    Column("column", N_("Column"), 130, stretch=2, sortable=False),
    Column("message", N_("Problem"), 260, stretch=5, loud=True, sortable=False),
    Column("advice", N_("How to correct it"), 220, stretch=4, sortable=False),
)
DETAIL: Final = 168
"""Height of the row's texts, px."""
HEADING: Final = 200
"""Most width of a heading among them."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as the table shows it."""

    id: str
    cells: Mapping[str, str]
    finding: FindingView


def row_of(number: int, one: FindingView) -> FindingRow:
    """A finding in words."""
    cells = {
        "severity": _(SEVERITIES[one.severity].word),
        "sheet": one.sheet,
        "row": str(one.row or ""),
        "column": f"{one.column} ({one.cell})" if one.column and one.cell else one.column or one.cell,
        "message": one.message,
        "advice": one.advice,
    }
    return FindingRow(str(number), cells, one)


class _Delegate(RowDelegate):
    """Text, and a chip for the severity."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        if row is None or COLUMNS[index.column()].key != "severity":
            super().paint_content(painter, rect, index)
            return
        look = SEVERITIES[row.finding.severity]
        paint_chip(painter, rect.left(), rect.center().y(), _(look.word), look)


class FindingsView(QWidget):
    """A table and, below it, the row in question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._candidate: Candidate | None = None
        self.model = RowsModel(COLUMNS, self)
        self.table = ColumnsTable(_("Findings"), self.model, dense=True)
        self.table.contents["severity"] = max(chip_width(_(look.word), look.icon) for look in SEVERITIES.values())
        self.table.setItemDelegate(_Delegate(self.table))
        self.where = Text("", "body_medium")
        self.said = Text("", "body", "text-2", wrap=True)
        self.texts = QGridLayout()
        self._stack = QStackedWidget()
        self._build()
        self.table.row_chosen.connect(self._on_row_chosen)

    def _build(self) -> None:
        card = Card(flush=True)
        card.body.addWidget(self.table)
        self.texts.setHorizontalSpacing(12)
        self.texts.setVerticalSpacing(3)
        self.texts.setColumnStretch(1, 1)
        inner = Card()
        for text in (self.where, self.said):
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            inner.body.addWidget(text)
        inner.body.addLayout(self.texts)
        inner.body.addStretch(1)
        detail = Scroller(inner)
        detail.setFixedHeight(DETAIL)
        found = QWidget()
        layout = QVBoxLayout(found)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(card, 1)
        layout.addWidget(detail)
        nothing = EmptyState(
            "circle-check",
            _("Nothing is wrong with this checklist"),
            _("Every sheet, row and column was read, and the form was compiled."),
            token="green-text",  # noqa: S106 - a colour
        )
        self._stack.addWidget(found)
        self._stack.addWidget(nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def show_candidate(self, candidate: Candidate) -> None:
        """Show other findings; the first one becomes current."""
        self._candidate = candidate
        findings = candidate.preview.findings
        self._stack.setCurrentIndex(0 if findings else 1)
        self.model.set_rows([row_of(number, one) for number, one in enumerate(findings)])
        self.table.choose(0)

    def _on_row_chosen(self, number: int) -> None:
        row, candidate = self.model.row(number), self._candidate
        if row is None or candidate is None:
            return
        one: FindingView = row.finding
        self.where.setText(" · ".join(part for part in (one.sheet, place_words(one)) if part))
        self.said.setText(f"{one.message} {one.advice}".strip())
        while self.texts.count():
            item = self.texts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, (heading, text) in enumerate(candidate.rows.get((one.sheet, one.row), ()) if one.row > 1 else ()):
            loud = heading == one.column
            label = Text(heading or "—", "hint_bold" if loud else "hint", "red-text" if loud else "text-2")
            label.setMaximumWidth(HEADING)
            words = Text(text, "body", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.texts.addWidget(label, place, 0, Qt.AlignmentFlag.AlignTop)
            self.texts.addWidget(words, place, 1)
