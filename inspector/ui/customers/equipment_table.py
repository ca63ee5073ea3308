"""The table of a customer's equipment on the overview: what it is, since when, when it is tested next, its state."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.views import EquipmentRow, Urgency
from inspector.ui.customers.looks import FileDelegate, State, state_of, verdict_width
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.table import HEAD, row_height

COLUMNS = (
    Column("name", N_("Equipment"), 96, stretch=3, strong=True, sortable=False),
    Column("model", N_("Model"), 84, stretch=3, sortable=False),
    Column("commissioned", N_("Commissioned"), 52, sortable=False),
    Column("next_test", N_("Next test"), 52, sortable=False),
    Column("verdict", N_("State"), 52, sortable=False),
)


@dataclass(frozen=True, slots=True)
class EquipmentLine:
    """An `EquipmentRow` as the table wants it."""

    id: str
    cells: Mapping[str, str]
    state: State
    next_test: date | None
    next_urgency: Urgency


def equipment_rows(rows: Sequence[EquipmentRow]) -> tuple[EquipmentLine, ...]:
    """Lines of the table."""
    return tuple(
        EquipmentLine(
            row.id,
            {
                "name": row.equipment.name,
                "model": row.equipment.model,
                "commissioned": f"{row.equipment.commissioned:%Y-%m}" if row.equipment.commissioned else "",
                "next_test": f"{row.next_test:%Y-%m}" if row.next_test else "",
                "verdict": state_of(row).label,
            },
            state_of(row),
            row.next_test,
            row.next_urgency,
        )
        for row in rows
    )


class EquipmentTable(ColumnsTable):
    """`equipment_opened(id)` by Enter or click."""

    equipment_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._lines = RowsModel(COLUMNS)
        super().__init__(_("Equipment"), self._lines, parent=parent)
        self._lines.setParent(self)
        self.setItemDelegate(FileDelegate(self))
        month = text_width("2026-12", "body_bold")
        self.contents = {"commissioned": month, "next_test": month, "verdict": verdict_width()}
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.row_opened.connect(self._on_row_opened)

    def show_rows(self, rows: Sequence[EquipmentLine]) -> None:
        """Show other equipment."""
        self._lines.set_rows(rows)

    def fit_rows(self, rows: int) -> None:
        """Be as high as so many rows."""
        self.setFixedHeight(HEAD + rows * row_height() + 4)

    def _on_row_opened(self, number: int) -> None:
        row = self._lines.row(number)
        if row is not None:
            self.equipment_opened.emit(row.id)
