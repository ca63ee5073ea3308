"""The filter chips of the list of customers. Filters add up and are remembered per person by the page."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from inspector.domain.customer import Importance
from inspector.domain.risk import RiskLevel
from inspector.i18n import N_, _
from inspector.services.customer_files.views import CustomerCounts
from inspector.services.words import voltage_text
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.meaning import IMPORTANCES, RISKS

_SWITCHES = (
    ("unclosed", N_("With unclosed hazards"), ""),
    ("overdue", N_("Inspection overdue"), "red"),
    ("mine", N_("My customers"), ""),
    ("closed", N_("Closed accounts"), ""),
)


class CustomerFilters(QWidget):
    """Chips: unclosed hazards, overdue inspection, risk, class, voltage, one's own customers, closed accounts.

    `filters_changed` by the person.
    """

    filters_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._importance = ""
        self._voltage = ""
        self._risk = ""
        self._counts: CustomerCounts | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._chips = {key: FilterChip(_(label), hue) for key, label, hue in _SWITCHES}
        self._class_chip = FilterChip(_("All classes"), menu=True)
        self._voltage_chip = FilterChip(_("All voltages"), menu=True)
        self._risk_chip = FilterChip(_("All risks"), menu=True)
        for chip in (
            self._chips["unclosed"],
            self._chips["overdue"],
            self._risk_chip,
            self._class_chip,
            self._voltage_chip,
            self._chips["mine"],
            self._chips["closed"],
        ):
            row.addWidget(chip)
        row.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        for key, chip in self._chips.items():
            chip.clicked.connect(lambda key=key: self._on_chip_clicked(key))
        self._class_chip.clicked.connect(self._on_class_clicked)
        self._voltage_chip.clicked.connect(self._on_voltage_clicked)
        self._risk_chip.clicked.connect(self._on_risk_clicked)

    def set_filters(self, filters: Iterable[str]) -> None:
        """Switch these filters on and the others off."""
        chosen = set(filters)
        for key, chip in self._chips.items():
            chip.set_on(key in chosen)
        parts = {name.partition(":")[0]: name.partition(":")[2] for name in chosen if ":" in name}
        self._importance = parts.get("importance", "")
        self._voltage = parts.get("voltage", "")
        self._risk = parts.get("risk", "")
        self._describe()

    def filters(self) -> tuple[str, ...]:
        """Keys of the filters that are on."""
        keys = [key for key, chip in self._chips.items() if chip.on]
        menus = (("importance", self._importance), ("voltage", self._voltage), ("risk", self._risk))
        return (*keys, *(f"{name}:{value}" for name, value in menus if value))

    def set_counts(self, counts: CustomerCounts) -> None:
        """Show how many customers each filter would leave."""
        self._counts = counts
        numbers = {"unclosed": counts.unclosed, "overdue": counts.overdue, "mine": counts.mine, "closed": counts.closed}
        for key, number in numbers.items():
            self._chips[key].set_count(number)
        self._chips["mine"].setVisible(counts.mine > 0 or self._chips["mine"].on)
        self._chips["closed"].setVisible(counts.closed > 0 or self._chips["closed"].on)

    def focus_first(self) -> None:
        """Give the focus to the first chip."""
        first = self._chips["unclosed"]
        first.setFocus()
        first.show_ring()

    def _describe(self) -> None:
        known = self._importance in set(Importance)
        label = _(IMPORTANCES[Importance(self._importance)].word) if known else _("All classes")
        self._class_chip.set_label(label)
        self._class_chip.set_on(known)
        self._voltage_chip.set_label(voltage_text(float(self._voltage)) if self._voltage else _("All voltages"))
        self._voltage_chip.set_on(bool(self._voltage))
        level = self._risk in set(RiskLevel)
        self._risk_chip.set_label(_(RISKS[RiskLevel(self._risk)].word) if level else _("All risks"))
        self._risk_chip.set_on(level)

    def _on_chip_clicked(self, key: str) -> None:
        self._chips[key].set_on(not self._chips[key].on)
        self.filters_changed.emit()

    def _on_class_clicked(self) -> None:
        counts = dict(self._counts.importances) if self._counts else {}
        options = [("", _("All classes"))]
        for importance in Importance:
            words = _(IMPORTANCES[importance].word)
            options.append((importance.value, f"{words}  {counts[importance]}" if importance in counts else words))
        self._open_menu(self._class_chip, options, "importance")

    def _on_voltage_clicked(self) -> None:
        known = self._counts.voltages if self._counts else ()
        options = [("", _("All voltages"))]
        options += [(f"{voltage:g}", f"{voltage_text(voltage)}  {count}") for voltage, count in known]
        self._open_menu(self._voltage_chip, options, "voltage")

    def _on_risk_clicked(self) -> None:
        counts = dict(self._counts.risks) if self._counts else {}
        options = [("", _("All risks"))]
        for level in RiskLevel:
            words = _(RISKS[level].word)
            options.append((level.value, f"{words}  {counts[level]}" if level in counts else words))
        self._open_menu(self._risk_chip, options, "risk")

    def _open_menu(self, chip: FilterChip, options: list[tuple[str, str]], name: str) -> None:
        menu = QMenu(self)
        for value, label in options:
            action = menu.addAction(label)
            action.triggered.connect(lambda _checked=False, value=value: self._pick(name, value))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(chip.mapToGlobal(QPoint(0, chip.height() + 4)))

    def _pick(self, name: str, value: str) -> None:
        if name == "importance":
            self._importance = value
        elif name == "voltage":
            self._voltage = value
        else:
            self._risk = value
        self._describe()
        self.filters_changed.emit()
