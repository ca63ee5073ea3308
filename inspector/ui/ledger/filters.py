"""The row of filter chips. Filters add up and are remembered per person by the page."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_, _
from inspector.ui.kit.chip import FilterChip

_FILTERS = (
    ("unclosed", N_("Unclosed"), ""),
    ("critical", N_("Critical"), "red"),
    ("serious", N_("Serious"), "orange"),
    ("overdue", N_("Overdue"), "red"),
    ("due_7", N_("Due in 7 days"), ""),
    ("mine", N_("Mine"), ""),
)
FOR_KIND = {
    LedgerKind.INSPECTION: set(),
    LedgerKind.RECTIFICATION: {key for key, _label, _hue in _FILTERS},
    LedgerKind.SUPERVISION: {"critical", "serious", "overdue", "due_7", "mine"},
}
DEFAULT = {
    LedgerKind.INSPECTION: (),
    LedgerKind.RECTIFICATION: ("unclosed",),
    LedgerKind.SUPERVISION: (),
}
YEARS_BACK = 5


class FilterBar(QWidget):
    """Chips of a ledger; `filters_changed` after the person switched one."""

    filters_changed = Signal()

    def __init__(self, this_year: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._this_year = this_year
        self._year = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._chips: dict[str, FilterChip] = {}
        for key, label, hue in _FILTERS:
            chip = FilterChip(_(label), hue)
            self._chips[key] = chip
            row.addWidget(chip)
        self._years = FilterChip(_("All years"), menu=True)
        row.addWidget(self._years)
        row.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        for key, chip in self._chips.items():
            chip.clicked.connect(lambda key=key: self._on_chip_clicked(key))
        self._years.clicked.connect(self._on_years_clicked)

    def show_kind(self, kind: LedgerKind, filters: Iterable[str]) -> None:
        """Show the chips of a ledger with these filters on."""
        chosen = set(filters)
        for key, chip in self._chips.items():
            chip.setVisible(key in FOR_KIND[kind])
            chip.set_on(key in chosen and key in FOR_KIND[kind])
        years = [name for name in chosen if name.startswith("year:")]
        self._set_year(int(years[0].partition(":")[2]) if years else 0)

    def filters(self) -> tuple[str, ...]:
        """Keys of the filters that are on."""
        keys = [key for key, chip in self._chips.items() if chip.on]
        return (*keys, f"year:{self._year}") if self._year else tuple(keys)

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show counts on the chips."""
        for key, chip in self._chips.items():
            chip.set_count(counts.get(key))

    def focus_first(self) -> None:
        """Give the focus to the first visible chip."""
        for chip in (*self._chips.values(), self._years):
            if chip.isVisible():
                chip.setFocus()
                chip.show_ring()
                return

    def _on_chip_clicked(self, key: str) -> None:
        self._chips[key].set_on(not self._chips[key].on)
        self.filters_changed.emit()

    def _on_years_clicked(self) -> None:
        menu = QMenu(self)
        for year in (0, *range(self._this_year, self._this_year - YEARS_BACK, -1)):
            menu.addAction(self._year_label(year)).triggered.connect(lambda _checked=False, year=year: self._pick(year))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._years.mapToGlobal(QPoint(0, self._years.height() + 4)))

    def _pick(self, year: int) -> None:
        self._set_year(year)
        self.filters_changed.emit()

    def _set_year(self, year: int) -> None:
        self._year = year
        self._years.set_label(self._year_label(year))
        self._years.set_on(year != 0)

    @staticmethod
    def _year_label(year: int) -> str:
        return _("Year {year}").format(year=year) if year else _("All years")
