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
    ("general", N_("General"), ""),
    ("overdue", N_("Overdue"), "red"),
    ("due_7", N_("Due in 7 days"), ""),
    ("mine", N_("Mine"), ""),
)
FOR_KIND = {
    LedgerKind.INSPECTION: set(),
    LedgerKind.RECTIFICATION: {key for key, _label, _hue in _FILTERS},
    LedgerKind.SUPERVISION: {"critical", "serious", "general", "overdue", "due_7", "mine"},
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
        self._period = ""
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
        self._set_period(next((name for name in chosen if name.startswith(("year:", "month:"))), ""))

    def filters(self) -> tuple[str, ...]:
        """Keys of the filters that are on."""
        keys = [key for key, chip in self._chips.items() if chip.on]
        return (*keys, self._period) if self._period else tuple(keys)

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
        years = range(self._this_year, self._this_year - YEARS_BACK, -1)
        for period in ("", *(f"year:{year}" for year in years)):
            chosen = menu.addAction(self._period_label(period))
            chosen.triggered.connect(lambda _checked=False, period=period: self._pick(period))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._years.mapToGlobal(QPoint(0, self._years.height() + 4)))

    def _pick(self, period: str) -> None:
        self._set_period(period)
        self.filters_changed.emit()

    def _set_period(self, period: str) -> None:
        self._period = period
        self._years.set_label(self._period_label(period))
        self._years.set_on(bool(period))

    @staticmethod
    def _period_label(period: str) -> str:
        kind, _colon, written = period.partition(":")
        return _("Year {year}").format(year=written) if kind == "year" else written or _("All years")
