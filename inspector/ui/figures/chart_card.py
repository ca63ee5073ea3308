"""A chart in a card, with how it is counted, its numbers as a table, and its files."""

from typing import Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from inspector.i18n import N_, _
from inspector.reports.figures.charts import Chart
from inspector.ui.figures.chart_view import ChartView
from inspector.ui.figures.table import ChartTable
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.card import Card
from inspector.ui.kit.text import Text

FORMATS: Final = {"png": N_("Picture (PNG)"), "svg": N_("Drawing (SVG)"), "pdf": N_("Page (PDF)")}
BUTTON: Final = 28


class ChartCard(Card):
    """One chart; `rows_requested(str)` of an opened bar or number, `file_requested(chart, format)` from the menu."""

    rows_requested = Signal(str)
    file_requested = Signal(object, str)

    def __init__(self, chart: Chart, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.chart = chart
        self.view = ChartView()
        self.table = ChartTable(chart.title)
        self.table.hide()
        self._told = IconButton("info", _("How this is counted"), size=BUTTON)
        self._numbers = IconButton("table-2", _("Numbers as a table"), size=BUTTON)
        self._files = IconButton("download", _("Export this chart"), size=BUTTON)
        self._title = Text("", "card_title")
        self.head.addWidget(self._title)
        self.head.addWidget(self._told)
        self.head.addStretch(1)
        self.head.addWidget(self._numbers)
        self.head.addWidget(self._files)
        self.body.insertLayout(0, self.head)
        self.body.setContentsMargins(15, 4, 15, 12)
        self.head.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.table)
        self._connect()
        self.show_chart(chart)

    def _connect(self) -> None:
        self.view.rows_requested.connect(self.rows_requested)
        self.table.rows_requested.connect(self.rows_requested)
        self._told.clicked.connect(self._on_told_clicked)
        self._numbers.clicked.connect(self._on_numbers_clicked)
        self._files.clicked.connect(self._on_files_clicked)

    def show_chart(self, chart: Chart) -> None:
        """Show another state of the chart."""
        self.chart = chart
        self._title.setText(chart.title)
        self.setAccessibleName(chart.title)
        told = _("How this is counted") + "\n" + chart.told
        self._told.setToolTip(told)
        self._told.setAccessibleDescription(chart.told)
        self.view.show_chart(chart)
        self.table.show_chart(chart)
        for button in (self._numbers, self._files):
            button.setVisible(not chart.is_empty)
            button.setAccessibleDescription(chart.title)
        if chart.is_empty:
            self.table.hide()

    def _on_told_clicked(self) -> None:
        place = self._told.mapToGlobal(QPoint(0, self._told.height()))
        QToolTip.showText(place, self._told.toolTip(), self._told)

    def _on_numbers_clicked(self) -> None:
        """Open or close the table; opened, it takes the focus."""
        self.table.setVisible(not self.table.isVisible())
        name = _("Hide the table") if self.table.isVisible() else _("Numbers as a table")
        self._numbers.setToolTip(name)
        self._numbers.setAccessibleName(name)
        if self.table.isVisible():
            self.table.setFocus()

    def file_menu(self) -> QMenu:
        """The formats to choose from."""
        menu = QMenu(self)
        for key, label in FORMATS.items():
            action = menu.addAction(_(label))
            action.triggered.connect(lambda _checked=False, key=key: self.file_requested.emit(self.chart, key))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_files_clicked(self) -> None:
        self.file_menu().popup(self._files.mapToGlobal(QPoint(0, self._files.height() + 4)))
