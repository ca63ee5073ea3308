"""The tab 设备: the pieces by family at the left, the chosen one at the right."""

import re
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.customer_files.views import EquipmentFile, EquipmentRow, Trend
from inspector.services.item_state import ItemState
from inspector.services.words import NBSP
from inspector.ui.customers.equipment_pane import EquipmentPane
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller

LIST_WIDTH = 244
_STATES = {Verdict.FAIL: ItemState.FAIL, Verdict.ATTENTION: ItemState.ATTENTION, Verdict.PASS: ItemState.DONE}


class EquipmentTab(QWidget):
    """`wanted(id)` when another piece is to be fetched; the pane's requests carry the `Equipment`."""

    wanted = Signal(str)
    add_requested = Signal()
    edit_requested = Signal(object)
    retire_requested = Signal(object)
    reinstate_requested = Signal(object)
    hazard_opened = Signal(str)
    trend_requested = Signal(str)
    gases_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EquipmentRow, ...] = ()
        self.current = ""
        self.outline = Outline(_("Equipment"))
        self.pane = EquipmentPane()
        self._skeleton = Skeleton(6)
        self._add = Button(_("Add equipment"), icon="plus", key="Ctrl N")
        self._first = Button(_("Add equipment"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self._empty = EmptyState(
            "zap",
            _("No equipment yet"),
            _("Inspections ask for the visual check and the tests of each piece of equipment on the register."),
            self._first,
        )
        self._build()
        self._connect()

    def _build(self) -> None:
        side = Panel("surface", "r")
        side.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 2, 1, 12)
        column.setSpacing(8)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(8, 6, 8, 6)
        inside.addWidget(self.outline)
        inside.addStretch(1)
        self._scroller = Scroller(holder)
        column.addWidget(self._scroller, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self._add)
        foot.addStretch(1)
        column.addLayout(foot)
        self._right = QStackedWidget()
        self._right.addWidget(self._skeleton)
        self._right.addWidget(self.pane)
        self._split = QWidget()
        row = QHBoxLayout(self._split)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._right, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _connect(self) -> None:
        self.outline.item_chosen.connect(self.choose)
        for button in (self._add, self._first):
            button.clicked.connect(self.add_requested)
        self.pane.edit_requested.connect(self.edit_requested)
        self.pane.retire_requested.connect(self.retire_requested)
        self.pane.reinstate_requested.connect(self.reinstate_requested)
        self.pane.hazard_opened.connect(self.hazard_opened)
        self.pane.trend_requested.connect(self.trend_requested)
        self.pane.gases_requested.connect(self.gases_requested)

    def show_rows(self, rows: Sequence[EquipmentRow]) -> None:
        """Show the register of this customer; the chosen piece stays so if it is still there."""
        self._rows = tuple(rows)
        self._stack.setCurrentWidget(self._split if rows else self._empty)
        ids = [row.id for row in rows]
        if ids:
            self.choose(self.current if self.current in ids else ids[0])

    def choose(self, equipment: str) -> None:
        """Show a piece of equipment."""
        self.current = equipment
        self.outline.set_items(_items(self._rows), equipment)
        self._scroller.ensure_visible(self.outline.row_rect(equipment))
        self.wanted.emit(equipment)

    def show_file(self, file: EquipmentFile) -> None:
        """Show what was fetched, unless another piece was chosen meanwhile."""
        if file.row.id == self.current:
            self.pane.show_file(file)
            self._right.setCurrentWidget(self.pane)

    def show_trend(self, trend: Trend | None) -> None:
        """Draw a series of the piece that is shown."""
        self.pane.show_trend(trend)

    def focus_first(self) -> None:
        """Give the focus to the list, or to what adds the first piece."""
        (self.outline if self._rows else self._first).setFocus()


def _items(rows: Sequence[EquipmentRow]) -> list[OutlineItem]:
    """Families with their pieces; what is out of service stands at the end."""
    items: list[OutlineItem] = []
    in_service = [row for row in rows if row.equipment.active]
    for family in dict.fromkeys(row.family for row in in_service):
        members = [row for row in in_service if row.family == family]
        items.append(OutlineItem(f"group:{family}", f"{members[0].family_name}  {len(members)}", group=True))
        items += [_item(row) for row in members]
    retired = [row for row in rows if not row.equipment.active]
    if retired:
        items.append(OutlineItem("group:retired", _("Out of service"), group=True))
        items += [_item(row) for row in retired]
    return items


def _item_state(row: EquipmentRow) -> ItemState:
    """The worst of its values and its unclosed hazards."""
    found = _STATES.get(row.verdict, ItemState.TODO) if row.verdict else ItemState.TODO
    return ItemState.ATTENTION if row.grade is not None and found is not ItemState.FAIL else found


def rating_beside(rating: str, model: str) -> str:
    """The rating, unless the model says it: S11-M-1250/10 is of 1250 kVA."""
    figure = rating.replace(NBSP, " ").split(" ")[0]
    return "" if figure in re.findall(r"\d+", model) else rating


def _item(row: EquipmentRow) -> OutlineItem:
    return OutlineItem(
        key=row.id,
        title=row.equipment.name,
        subtitle=" · ".join(
            part for part in (rating_beside(row.rating, row.equipment.model), row.equipment.model) if part
        )
        or row.kind_name,
        state=_item_state(row),
        show_state=row.equipment.active,
        failed=sum(row.hazards),
    )
