"""The first tab of a customer file: facts and people at the left, equipment in the middle, time at the right."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.equipment import EquipmentKind
from inspector.i18n import _
from inspector.services.customer_files.views import CustomerHead, Overview, Trend
from inspector.ui.customers.cards import CertificatesCard, EmergencyCard, FactsCard, VisitsCard, link
from inspector.ui.customers.diagram_card import DiagramCard
from inspector.ui.customers.equipment_table import EquipmentTable, equipment_rows
from inspector.ui.customers.risk_cards import PortraitCard, RiskCard
from inspector.ui.customers.trend import TrendChart, TrendPicker
from inspector.ui.kit.card import Card
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.table import row_height
from inspector.ui.kit.text import Text

WIDE = 1500
"""Width of the tab from which its side columns grow."""
SUPPLIES = frozenset({EquipmentKind.GENERATOR, EquipmentKind.DC_SYSTEM})
TABLE_ROWS = 6
ABOVE_TABLE = 480
"""Height of the tab that is not the table's on a tall screen."""


class OverviewTab(QWidget):
    """`equipment_opened(id)`, `visit_opened(VisitRow)`, `tab_requested(key)`, `trend_requested(key)`, edit and add."""

    equipment_opened = Signal(str)
    visit_opened = Signal(object)
    tab_requested = Signal(str)
    trend_requested = Signal(str)
    edit_requested = Signal()
    add_requested = Signal()
    portrait_requested = Signal()
    """Figures of the portrait are to be imported."""
    diagram_requested = Signal()
    """The diagram is to be drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = 0
        self.facts = FactsCard()
        self.certificates = CertificatesCard()
        self.visits = VisitsCard()
        self.emergency = EmergencyCard()
        self.risk = RiskCard()
        self.portrait = PortraitCard()
        self.diagram = DiagramCard()
        self.table = EquipmentTable()
        self.chart = TrendChart()
        self.picker = TrendPicker()
        self._build()
        self._connect()

    def _build(self) -> None:
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(16, 12, 16, 16)
        row.setSpacing(12)
        self._left = _column(self.facts, self.certificates)
        self._right = _column(self._trend_card(), self.visits, self.emergency)
        row.addWidget(self._left)
        row.addWidget(_column(self.diagram, self._table_card(), self._scores()), 1)
        row.addWidget(self._right)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(Scroller(content))

    def _scores(self) -> QWidget:
        """Risk and portrait side by side; one below the other where there is no room."""
        holder = QWidget()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._pair.setContentsMargins(0, 0, 0, 0)
        self._pair.setSpacing(12)
        for card in (self.risk, self.portrait):
            self._pair.addWidget(card, 1)
        return holder

    def _trend_card(self) -> Card:
        card = Card(_("Test trend"))
        card.head.addWidget(self.picker)
        card.body.addWidget(self.chart)
        return card

    def _table_card(self) -> Card:
        self._table_card_ = Card(_("Equipment"), flush=True)
        self._count = Text("", "body", "text-2")
        self._table_card_.head.insertWidget(1, self._count)
        self._all = link(_("All equipment"), self._table_card_)
        self._table_card_.body.addWidget(self.table)
        self._table_card_.body.setContentsMargins(0, 0, 0, 6)
        return self._table_card_

    def _connect(self) -> None:
        self.diagram.equipment_opened.connect(self.equipment_opened)
        self.diagram.add_requested.connect(self.add_requested)
        self.diagram.edit_requested.connect(self.diagram_requested)
        self.table.equipment_opened.connect(self.equipment_opened)
        self.emergency.equipment_opened.connect(self.equipment_opened)
        self.visits.visit_opened.connect(self.visit_opened)
        self.visits.all_requested.connect(lambda: self.tab_requested.emit("visits"))
        self._all.clicked.connect(lambda: self.tab_requested.emit("equipment"))
        self.facts.edit_requested.connect(self.edit_requested)
        self.picker.picked.connect(self.trend_requested)
        self.portrait.import_requested.connect(self.portrait_requested)

    def show_overview(self, head: CustomerHead, overview: Overview) -> None:
        """Show what is known."""
        rows = overview.equipment
        self.facts.show_facts(overview, active=head.customer.active)
        self.certificates.show_certificates(overview.certificates, overview.duty)
        self.risk.setVisible(overview.risk is not None)
        if overview.risk is not None:
            self.risk.show_risk(overview.risk)
        if overview.portrait is not None:
            self.portrait.show_portrait(overview.portrait)
        if overview.diagram is not None:
            self.diagram.show_view(overview.diagram)
        self.table.show_rows(equipment_rows(rows))
        self._rows = len(rows)
        self._fit_table()
        self._table_card_.setVisible(bool(rows))
        self._count.setText(str(len(rows)))
        self.picker.set_choices(overview.choices, overview.trend.choice if overview.trend else None)
        self.chart.set_trend(overview.trend)
        self.visits.show_visits(overview.visits, head.visits)
        supplies = [row for row in rows if row.kind in SUPPLIES]
        self.emergency.show_supply(overview.emergency, supplies)
        self.emergency.setVisible(bool(overview.emergency or supplies))

    def _fit_table(self) -> None:
        self.table.fit_rows(min(self._rows, max(TABLE_ROWS, (self.height() - ABOVE_TABLE) // row_height())))

    def show_trend(self, trend: Trend | None) -> None:
        """Draw another series."""
        if trend is not None:
            self.picker.set_current(trend.choice)
        self.chart.set_trend(trend)

    def focus_first(self) -> None:
        """Give the focus to the equipment, or to what adds some."""
        self.diagram.focus_first()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        narrow = self.width() < 1180
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._pair.setDirection(down if narrow else across)
        self._left.setFixedWidth(320 if wide else 252 if narrow else 276)
        self._right.setFixedWidth(460 if wide else 320 if narrow else 362)
        self._fit_table()


def _column(*cards: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder
