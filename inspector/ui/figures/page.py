"""The page of figures (reached from the ledgers and from the search)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _
from inspector.problems import Problem
from inspector.reports.figures.charts import Chart, Kind
from inspector.services.figures.charts import FigurePage
from inspector.services.figures.key_figures import DEFAULT_PERIOD, Scope
from inspector.ui.figures.chart_card import FORMATS, ChartCard
from inspector.ui.figures.choices import Choices
from inspector.ui.figures.numbers import FigureNumbers
from inspector.ui.figures.painting import chart_png
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.kit.button import Button
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context, Page, Place
from inspector.ui.printing.dialog import make_and_print

HEAD = 52
KEPT = "figures/period"
WIDE = 6
"""Lying bars that still fit beside another chart."""


class FiguresPage(Page):
    """Choices, key figures and charts. The place is `period|team|customer`; what is left out is all of them."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.choices = Choices(context)
        self.numbers = FigureNumbers()
        self.cards: dict[str, ChartCard] = {}
        self.shown: FigurePage | None = None
        self._question = 0
        self._build()
        self._connect()
        kept = context.preferences.recall(KEPT, DEFAULT_PERIOD)
        self.choices.show_choice(str(kept), Scope())
        self.set_breadcrumb(_("Ledgers"), _("Figures"))

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.numbers)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._empty = EmptyState(
            "chart-column",
            _("No hazards under these choices"),
            _("Choose a longer period, or all teams and customers."),
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        for widget in (Skeleton(6), Scroller(content), self._empty):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._build_head())
        layout.addWidget(holder, 1)

    def _build_head(self) -> Panel:
        head = Panel("surface", "b")
        head.setFixedHeight(HEAD)
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._print = Button(_("Print or save"), icon="printer")
        self._print.setToolTip(_("All figures as PDF, to print or to save") + " (Ctrl+P)")
        row.addWidget(self.choices)
        row.addStretch(1)
        row.addWidget(self._print)
        return head

    def _connect(self) -> None:
        self.choices.changed.connect(self._on_choice_changed)
        self.numbers.rows_requested.connect(self._open_rows)
        self._print.clicked.connect(self.print_all)
        page_keys(self, {"Ctrl+P": self.print_all})

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Count again."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.figure_teams(workspace), self._on_teams)
        self._ask()
        self.choices.periods.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def show_place(self, place: Place) -> None:
        """A period and a scope; an empty place leaves what is shown."""
        if place.id:
            period, team, customer = (*place.id.split("|"), "", "")[:3]
            self.choices.show_choice(period or self.choices.period, Scope(team, customer))
            self._ask()

    @override
    def place(self) -> Place:
        scope = self.choices.scope
        return Place("figures", f"{self.choices.period}|{scope.team}|{scope.customer}")

    def _ask(self) -> None:
        self._question += 1
        number, workspace = self._question, self.context.workspace
        period, scope = self.choices.period, self.choices.scope

        def answer(page: FigurePage) -> None:
            if number == self._question:
                self._on_figures(page)

        def failed(problem: Problem) -> None:
            if number == self._question:
                self._on_failed(problem)

        self.context.tasks.run(lambda: services.figure_page(workspace, period, scope), answer, failed, owner=self)

    def _on_choice_changed(self) -> None:
        self.context.preferences.remember(KEPT, self.choices.period)
        self._ask()

    def _on_teams(self, teams: tuple[str, ...]) -> None:
        self.choices.teams = teams
        self.choices.team.setVisible(len(teams) > 1 or bool(self.choices.scope.team))

    def _on_failed(self, problem: Problem) -> None:
        """A choice that cannot be counted any more (a remembered period, a team that is gone) gives way to all."""
        self.context.messages.problem(problem)
        if (self.choices.period, self.choices.scope) != (DEFAULT_PERIOD, Scope()):
            self.choices.show_choice(DEFAULT_PERIOD, Scope())
            self._ask()

    def _on_figures(self, page: FigurePage) -> None:
        self.shown = page
        made = page.figures
        self.choices.today = made.as_of
        if made.scope.customer:
            self.choices.show_customer(made.customer_name)
        self.numbers.show_numbers(page.numbers)
        self._show_charts(page.charts)
        some = bool(made.overdue or made.statistics.total.found or not all(chart.is_empty for chart in page.charts))
        self._stack.setCurrentIndex(1 if some else 2)
        self._print.setEnabled(some)
        self.set_breadcrumb(_("Ledgers"), _("Figures"), hint=made.days)

    def _show_charts(self, charts: tuple[Chart, ...]) -> None:
        """Cards two by two; a chart of lying bars with many names takes a row of its own."""
        for card in self.cards.values():
            self._grid.removeWidget(card)
            card.setVisible(card.chart.key in {chart.key for chart in charts})
        place = 0
        for chart in charts:
            card = self.cards.get(chart.key) or self._add_card(chart)
            card.show_chart(chart)
            wide = chart.kind is Kind.PARTS and len(chart.categories) > WIDE
            place += place % 2 if wide else 0
            self._grid.addWidget(card, place // 2, place % 2, 1, 2 if wide else 1)
            place += 2 if wide else 1

    def _add_card(self, chart: Chart) -> ChartCard:
        card = self.cards[chart.key] = ChartCard(chart)
        card.rows_requested.connect(self._open_rows)
        card.file_requested.connect(self._on_file_requested)
        return card

    # actions --------------------------------------------------------------------------------------------------------

    def _open_rows(self, rows: str) -> None:
        self.place_requested.emit(Place("ledger", rows))

    def _on_file_requested(self, chart: Chart, file_format: str) -> None:
        if self.shown is None:
            return
        remark, day = self.shown.remark, self.shown.figures.as_of
        name = f"{chart.title}-{day.isoformat()}.{file_format}"
        pattern = f"{_(FORMATS[file_format])} (*.{file_format})"
        png = chart_png(chart, remark) if file_format == "png" else b""

        def write(path: Path) -> int:
            return write_file(path, png or services.chart_file(chart, remark, file_format, day))

        def chosen(path: Path) -> None:
            self.context.tasks.run(lambda: write(path), lambda _n: self._on_written(path), pool=True, owner=self)

        ask_where(self, _("Export this chart"), name, pattern, chosen)

    def _on_written(self, path: Path) -> None:
        self.context.messages.success(_("Saved: {path}").format(path=path))

    def print_all(self) -> None:
        """Show the figures as pages, to print or to save."""
        workspace, period, scope = self.context.workspace, self.choices.period, self.choices.scope
        name = f"{_('Figures')}-{self.choices.today.isoformat()}.pdf"

        def make(language: str) -> bytes:
            return bytes(services.figures_document(workspace, period, scope, language))

        make_and_print(self, self.context, make, title=_("Figures"), name=name)
