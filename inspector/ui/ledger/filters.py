"""The row of filter chips. Filters add up; which are on is remembered per person by the page."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.i18n import _
from inspector.ui.kit.chip import FilterChip
from inspector.ui.ledger.filter_names import CHIPS, FOR_KIND, PERIODS, further, label_of

YEARS_BACK = 5
GAP = 6


class FilterBar(QWidget):
    """Chips of a ledger; `filters_changed` after the person switched one.

    Chips that are off give way where there is no room; the menu of further filters has all of them.
    """

    filters_changed = Signal()
    customer_wanted = Signal()
    """The person wants to choose a customer."""

    def __init__(self, this_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._this_year = this_year
        self._kind = LedgerKind.RECTIFICATION
        self._period = ""
        self._extra: list[str] = []
        """Further filters that are on, in the order they were chosen."""
        self._teams: tuple[str, ...] = ()
        self._customers: dict[str, str] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._row = row
        self._chips: dict[str, FilterChip] = {}
        for key, label, hue in CHIPS:
            self._chips[key] = FilterChip(_(label), hue)
            row.addWidget(self._chips[key])
        self._years = FilterChip(_("All years"), menu=True)
        self._more = FilterChip(_("More"), menu=True)
        self._more.setToolTip(_("Further filters"))
        row.addWidget(self._years)
        row.addWidget(self._more)
        row.addStretch(1)
        self._further: dict[str, FilterChip] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._connect()

    def _connect(self) -> None:
        for key, chip in self._chips.items():
            chip.clicked.connect(lambda key=key: self._on_chip_clicked(key))
        self._years.clicked.connect(self._on_years_clicked)
        self._more.clicked.connect(self._on_more_clicked)

    @override
    def sizeHint(self) -> QSize:
        return QSize(400, 36)

    def show_kind(self, kind: LedgerKind, filters: Iterable[str]) -> None:
        """Show the chips of a ledger with these filters on."""
        self._kind = kind
        chosen = list(dict.fromkeys(filters))
        for key, chip in self._chips.items():
            chip.set_on(key in chosen and key in FOR_KIND[kind])
        self._extra = [name for name in chosen if name not in FOR_KIND[kind] and not name.startswith(PERIODS)]
        self._set_period(next((name for name in chosen if name.startswith(PERIODS)), ""))
        self._show_extra()

    def filters(self) -> tuple[str, ...]:
        """Keys of the filters that are on."""
        keys = [key for key, chip in self._chips.items() if chip.on]
        return (*keys, *self._extra, *((self._period,) if self._period else ()))

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show counts on the chips."""
        for key, chip in self._chips.items():
            chip.set_count(counts.get(key))
        self._fit()

    def set_names(self, teams: Sequence[str], customers: Mapping[str, str]) -> None:
        """Tell the teams to choose from and the names of customers."""
        self._teams = tuple(teams)
        self._customers |= dict(customers)
        self._show_extra()

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams to choose from."""
        return self._teams

    def switch(self, name: str, *, on: bool) -> None:
        """Switch a filter on or off, as if the person had."""
        if name in FOR_KIND[self._kind]:
            self._chips[name].set_on(on)
        elif on and name not in self._extra:
            self._extra.append(name)
        elif not on and name in self._extra:
            self._extra.remove(name)
        self._show_extra()
        self.filters_changed.emit()

    def focus_first(self) -> None:
        """Give the focus to the first visible chip."""
        for chip in (*self._chips.values(), self._years):
            if chip.isVisible():
                chip.setFocus()
                chip.show_ring()
                return

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_chip_clicked(self, key: str) -> None:
        self.switch(key, on=not self._chips[key].on)

    def _show_extra(self) -> None:
        """A chip for each further filter that is on."""
        for name in [known for known in self._further if known not in self._extra]:
            chip = self._further.pop(name)
            chip.hide()
            chip.deleteLater()
        for place, name in enumerate(self._extra):
            chip = self._further.get(name) or self._made(name)
            chip.set_label(label_of(name, self._customers))
            self._row.insertWidget(len(self._chips) + place, chip)
        self._fit()

    def _made(self, name: str) -> FilterChip:
        chip = self._further[name] = FilterChip(label_of(name, self._customers))
        chip.set_on(True)
        chip.clicked.connect(lambda: self.switch(name, on=False))
        return chip

    def _fit(self) -> None:
        """Show as many chips as there is room for: those that are off give way first, the last one first."""
        offered = [chip for key, chip in self._chips.items() if key in FOR_KIND[self._kind]]
        shown = [*offered, *self._further.values(), self._years, self._more]
        giving = [*reversed([chip for chip in offered if not chip.on]), *reversed(self._further.values())]
        while giving and sum(chip.sizeHint().width() + GAP for chip in shown) > self.width() + GAP:
            shown.remove(giving.pop(0))
        for chip in (*self._chips.values(), *self._further.values()):
            chip.setVisible(chip in shown)
        hidden = sum(chip.on and chip not in shown for chip in (*self._chips.values(), *self._further.values()))
        self._more.set_count(hidden or None)

    # menus ----------------------------------------------------------------------------------------------------------

    def _on_years_clicked(self) -> None:
        menu = QMenu(self)
        years = range(self._this_year, self._this_year - YEARS_BACK, -1)
        for period in ("", *(f"year:{year}" for year in years)):
            chosen = menu.addAction(self._period_label(period))
            chosen.triggered.connect(lambda _checked=False, period=period: self._pick(period))
        self._pop_up(menu, self._years)

    def _on_more_clicked(self) -> None:
        menu = QMenu(self)
        for heading, names in further(self._kind):
            part = menu.addMenu(_(heading)) if heading else menu
            for name in names:
                self._add_choice(part, name)
        if self._teams and self._kind is not LedgerKind.INSPECTION:
            part = menu.addMenu(_("Team"))
            for team in self._teams:
                self._add_choice(part, f"team:{team}")
        menu.addSeparator()
        menu.addAction(_("Customer…")).triggered.connect(lambda _checked=False: self.customer_wanted.emit())
        menu.addAction(_("Take all filters away")).triggered.connect(lambda _checked=False: self.clear())
        self._pop_up(menu, self._more)

    def _add_choice(self, menu: QMenu, name: str) -> None:
        action = menu.addAction(label_of(name, self._customers))
        action.setCheckable(True)
        action.setChecked(name in self.filters())
        action.toggled.connect(lambda on, name=name: self.switch(name, on=on))

    def clear(self) -> None:
        """Take all filters away."""
        self.show_kind(self._kind, ())
        self.filters_changed.emit()

    @staticmethod
    def _pop_up(menu: QMenu, chip: FilterChip) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    def _pick(self, period: str) -> None:
        self._set_period(period)
        self._fit()
        self.filters_changed.emit()

    def _set_period(self, period: str) -> None:
        self._period = period
        self._years.set_label(self._period_label(period))
        self._years.set_on(bool(period))

    def _period_label(self, period: str) -> str:
        return label_of(period, {}) if period else _("All years")
