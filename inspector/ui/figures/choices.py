"""The head of the page of figures: which period, whose hazards."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.due.views import Due
from inspector.services.figures.key_figures import DEFAULT_PERIOD, PERIODS, Scope, period_of
from inspector.services.ledgers.filters import NO_TEAM
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import DateField
from inspector.ui.kit.painting import metrics
from inspector.ui.page import Context
from inspector.ui.visit.customer_picker import CustomerPicker

OWN = "own"
LABEL = 220
"""Width of the name on a chip at most."""


class PeriodDialog(Dialog):
    """Two days; both are part of the period."""

    def __init__(self, parent: QWidget, first: date, last: date) -> None:
        super().__init__(parent, _("Own period"), accept=_("Show"))
        self.first = DateField(_("From"), label=True)
        self.last = DateField(_("To"), label=True)
        self.first.set_date(first)
        self.last.set_date(last)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.first)
        row.addWidget(self.last)
        self.body.addLayout(row)

    @property
    def period(self) -> str:
        """The period as `services.figures.statistics.period` reads it."""
        return f"{self.first.value()}..{self.last.value()}"

    @override
    def complaint(self) -> bool:
        wrong = self.last.day() < self.first.day()
        self.last.set_error(_("The period ends before it begins.") if wrong else "")
        return wrong


class CustomerDialog(Dialog):
    """One customer, found by account or name; `customer` is its `Due`."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(parent, _("Figures of a customer"), accept=_("Show"))
        self.customer: Due | None = None
        self.picker = CustomerPicker(context, _("Customer"), required=True)
        self.body.addWidget(self.picker)
        self.picker.known.connect(self._on_known)

    def _on_known(self, row: Due | None) -> None:
        self.customer = row

    @override
    def complaint(self) -> bool:
        if self.customer is None:
            self.picker.set_error(_("Choose a customer from the list."))
        return self.customer is None


class Choices(QWidget):
    """Period, team and customer. `changed` after the person chose something else."""

    changed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.period = DEFAULT_PERIOD
        self.scope = Scope()
        self.teams: tuple[str, ...] = ()
        self.today = date.today()  # noqa: DTZ011 - the local day, until the figures tell theirs
        self._customer_name = ""
        options = [Option(key, _(label)) for key, label in PERIODS.items()]
        self.periods = Segmented(_("Period"), [*options, Option(OWN, _("Own period"))])
        self.team = FilterChip(_("All teams"), menu=True)
        self.customer = FilterChip(_("All customers"), menu=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.periods, self.team, self.customer):
            row.addWidget(widget)
        self._connect()
        self._describe()

    def _connect(self) -> None:
        self.periods.value_chosen.connect(self._on_period_chosen)
        self.team.clicked.connect(self._on_team_clicked)
        self.customer.clicked.connect(self._on_customer_clicked)

    def show_choice(self, period: str, scope: Scope) -> None:
        """Show another choice without a signal."""
        self.period, self.scope, self._customer_name = period, scope, ""
        self._describe()

    def show_customer(self, name: str) -> None:
        """Show the name of the chosen customer, which the figures bring along."""
        self._customer_name = name
        self._describe()

    def _describe(self) -> None:
        self.periods.set_value(self.period if self.period in PERIODS else OWN)
        self.periods.setToolTip("" if self.period in PERIODS else self.period.replace("..", " – "))
        team, customer = self.scope.team, self.scope.customer
        self._label(self.team, _team_name(team) if team else _("All teams"), on=bool(team))
        self._label(self.customer, (self._customer_name or "…") if customer else _("All customers"), on=bool(customer))

    @staticmethod
    def _label(chip: FilterChip, words: str, *, on: bool) -> None:
        shown = metrics("body").elidedText(words, Qt.TextElideMode.ElideRight, LABEL)
        chip.set_label(shown)
        chip.setToolTip(words if shown != words else "")
        chip.set_on(on)

    def _choose(self, period: str, scope: Scope) -> None:
        self.show_choice(period, scope)
        self.changed.emit()

    def _on_period_chosen(self, period: str) -> None:
        if period != OWN:
            self._choose(period, self.scope)
            return
        first, last = period_of(self.period, self.today)
        dialog = PeriodDialog(self, first, last)
        dialog.accepted.connect(lambda: self._choose(dialog.period, self.scope))
        dialog.rejected.connect(self._describe)
        dialog.open()

    def team_menu(self) -> QMenu:
        """The teams to choose from."""
        menu = QMenu(self)
        for team in ("", *self.teams):
            action = menu.addAction(_team_name(team) if team else _("All teams"))
            scope = Scope(team, self.scope.customer)
            action.triggered.connect(lambda _checked=False, scope=scope: self._keep_name(scope))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _keep_name(self, scope: Scope) -> None:
        name = self._customer_name
        self.show_choice(self.period, scope)
        self.show_customer(name)
        self.changed.emit()

    def _on_team_clicked(self) -> None:
        self.team_menu().popup(self.team.mapToGlobal(QPoint(0, self.team.height() + 4)))

    def _on_customer_clicked(self) -> None:
        if self.scope.customer:
            self._choose(self.period, Scope(self.scope.team))
            return
        dialog = CustomerDialog(self, self._context)
        dialog.accepted.connect(lambda: self._on_customer_chosen(dialog.customer))
        dialog.open()

    def _on_customer_chosen(self, row: Due | None) -> None:
        if row is not None:
            self.show_choice(self.period, Scope(self.scope.team, row.customer))
            self.show_customer(row.name)
            self.changed.emit()


def _team_name(team: str) -> str:
    return _("no team on record") if team == NO_TEAM else team
