"""The panel at the right of the board: what is selected and its properties, else the diagram as a whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.diagram import HANGING, LEVEL, SWITCHES, Diagram, Symbol, SymbolKind, Wire
from inspector.i18n import _, pgettext
from inspector.ui.customers.diagram.words import NAMES
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.fields import ComboField, TextField
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import Text

WIDTH = 272
UNLABELLED = frozenset({SymbolKind.EARTH})


class Details(Panel):
    """`changed(Symbol)`, the wishes of its buttons, `checked(date or None)` and what concerns the whole diagram."""

    changed = Signal(object)
    removed = Signal()
    turned = Signal()
    switched = Signal()
    stretched = Signal(int)
    checked = Signal(object)
    proposal_requested = Signal()
    clear_requested = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent)
        self._today = today
        self._symbol: Symbol | None = None
        self._names: dict[str, str] = {}
        self._title = Text("", "card_title")
        self.label = TextField(_("Label"), label=True)
        self.detail = TextField(_("Second line"), label=True)
        self.equipment = ComboField(_("Equipment"), label=True)
        self._switch = Button(pgettext("switch", "Open"), key="O")
        self._turn = Button(_("Turn over"), key="R")
        self._longer = Button(_("Longer"), key="+")
        self._shorter = Button(_("Shorter"), key="−")
        self._remove = Button(_("Remove"), Kind.DANGER, icon="trash-2", key="Del")
        self._checked = Text("", "body", "text-1", wrap=True)
        self._check = Button(_("Compared with the site today"), icon="check")
        self._uncheck = Button(_("Not compared"), Kind.TEXT)
        self._propose = Button(_("Draw anew from the register"), icon="refresh-cw")
        self._clear = Button(_("Clear the board"), Kind.TEXT, icon="eraser")
        self.setFixedWidth(WIDTH)
        self._build()
        self._connect()
        self.show_diagram(Diagram())
        self.show_selected(None)

    def _build(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(_column(
            self._title, self.label, self.detail, self.equipment, self._switch, self._turn, self._longer,
            self._shorter, self._remove,
        ))  # fmt: skip
        hint = _(
            "Choose a symbol and click on the board, or move the cross with the arrow keys and press Enter."
            " Symbols whose ends meet are connected; a line joins the others."
        )
        self._pages.addWidget(_column(
            Text(_("Diagram"), "card_title"), self._checked, self._check, self._uncheck, self._propose, self._clear,
            Text(hint, "hint", "text-2", wrap=True),
        ))  # fmt: skip
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.addWidget(self._pages)

    def _connect(self) -> None:
        self.label.value_committed.connect(lambda words: self._set(label=words.strip()))
        self.detail.value_committed.connect(lambda words: self._set(detail=words.strip()))
        self.equipment.value_committed.connect(self._on_equipment)
        self._switch.clicked.connect(self.switched)
        self._turn.clicked.connect(self.turned)
        self._longer.clicked.connect(lambda: self.stretched.emit(1))
        self._shorter.clicked.connect(lambda: self.stretched.emit(-1))
        self._remove.clicked.connect(self.removed)
        self._check.clicked.connect(lambda: self.checked.emit(self._today))
        self._uncheck.clicked.connect(lambda: self.checked.emit(None))
        self._propose.clicked.connect(self.proposal_requested)
        self._clear.clicked.connect(self.clear_requested)

    def set_equipment(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer pieces of equipment to link."""
        self._names = dict(names)
        self.equipment.set_options([("", _("none")), *names])

    def show_diagram(self, diagram: Diagram) -> None:
        """Show what is known of the diagram as a whole."""
        day = diagram.checked_on
        words = _("Compared with the site on {day}").format(day=day) if day else _("Not compared with the site yet")
        self._checked.setText(words)
        self._check.setVisible(day != self._today)
        self._uncheck.setVisible(day is not None)
        self._clear.setEnabled(not diagram.is_empty)

    def show_selected(self, thing: Symbol | Wire | None) -> None:
        """Show the properties of what is selected."""
        self._symbol = thing if isinstance(thing, Symbol) else None
        self._pages.setCurrentIndex(1 if thing is None else 0)
        symbol = self._symbol
        self._title.setText(_(NAMES[symbol.kind]) if symbol else _("Line"))
        for field in (self.label, self.detail, self.equipment):
            field.setVisible(symbol is not None and symbol.kind not in UNLABELLED)
        if symbol is not None:
            self.label.set_value(symbol.label)
            self.detail.set_value(symbol.detail)
            self.equipment.set_value(symbol.equipment)
            level = symbol.kind in LEVEL or symbol.kind is SymbolKind.LABEL
            self.detail.setVisible(not level and symbol.kind not in UNLABELLED)
        kind = symbol.kind if symbol else None
        self._switch.setVisible(kind in SWITCHES)
        closes = symbol is not None and symbol.open
        self._switch.set_label(pgettext("switch", "Close") if closes else pgettext("switch", "Open"))
        self._turn.setVisible(kind in HANGING)
        self._longer.setVisible(kind in LEVEL)
        self._shorter.setVisible(kind in LEVEL)

    def _set(self, **fields: str) -> None:
        if self._symbol is not None:
            self._symbol = replace(self._symbol, **fields)  # type: ignore[arg-type]  # texts of a symbol by name
            self.changed.emit(self._symbol)

    def _on_equipment(self, equipment: str) -> None:
        """Link it; a symbol without a name takes the equipment's."""
        name = self._symbol.label if self._symbol else ""
        self._set(equipment=equipment, label=name or self._names.get(equipment, ""))
        self.show_selected(self._symbol)


def _column(*widgets: QWidget) -> Scroller:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(15, 14, 15, 14)
    column.setSpacing(10)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return Scroller(holder)
