"""The table of criteria in the settings: quantity, limit, what it applies to, basis, how far it is confirmed.

Rows have two lines: what tells rows of one quantity apart stands under its name, what was decided under the chip.
"""

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.verdict import Confidence
from inspector.i18n import N_, _
from inspector.services.judgement.views import CriterionRow
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text
from inspector.ui.kit.record_table import RecordModel, RecordTable
from inspector.ui.kit.table import PAD, AnyIndex, RowDelegate, row_height

CONFIDENCES: Final = {
    Confidence.VERIFIED.value: Look(N_("Verified"), "check", "green"),
    Confidence.CONFIRMED.value: Look(N_("Confirmed here"), "badge-check", "green"),
    Confidence.WEAK.value: Look(N_("Weak source"), "", "amber"),
    Confidence.MEMORY.value: Look(N_("Not confirmed"), "", "amber"),
    Confidence.CONFLICT.value: Look(N_("Sources disagree"), "", "orange"),
    Confidence.PRACTICE.value: Look(N_("Practice"), "", "grey"),
}
"""How far a row is confirmed -> chip."""
COLUMNS: Final = (
    ("name", N_("Criterion"), 11),
    ("limit", N_("Limit"), 5),
    ("basis", N_("Basis"), 6),
    ("confidence", N_("Confidence"), 0),
)
"""Key, head, share of the width that the chips leave; theirs is 0."""
CHIP: Final = 3
SECOND: Final = 18
"""Height of a row's second line."""
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 10
SECOND_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 11
"""The second line of a cell with its colour."""
WHOLE_ROLES: Final = (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
"""Both lines, one under the other."""


def state_words(row: CriterionRow) -> str:
    """What somebody here has decided about a row, in few words."""
    if row.open:
        return _("wait for a decision")
    if not row.judges:
        return _("another variant counts") if row.group else _("is switched off")
    if row.outdated:
        return _("changed since it was confirmed")
    if row.confirmed:
        first = row.confirmed[0]
        return f"{first.name} {first.on.strftime('%y-%m-%d') if first.on else ''}".strip()
    return _("is switched on") if row.switched else ""


class CriteriaModel(RecordModel[CriterionRow]):
    """Rows of the criteria."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    @override
    def cell(self, row: CriterionRow, column: int) -> str:
        key = self.keys[column]
        texts = {"name": row.name, "limit": row.limit, "basis": row.basis}
        return _(CONFIDENCES[row.confidence].word) if key == "confidence" else texts[key]

    def second(self, row: CriterionRow, column: int) -> tuple[str, str]:
        """The second line of a cell and its colour; "" for none."""
        match self.keys[column]:
            case "name":
                return row.applies, "text-2" if row.judges else "text-3"
            case "confidence":
                return state_words(row), "orange-text" if row.open or row.outdated else "text-2"
        return "", ""

    @override
    def style(self, row: CriterionRow, column: int) -> str:
        return "body_medium" if self.keys[column] in ("name", "limit") else "body"

    @override
    def token(self, row: CriterionRow, column: int) -> str:
        if not row.judges:
            return "text-3"
        return "text-1" if self.keys[column] in ("name", "limit") else "text-2"

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in (ROW_ROLE, SECOND_ROLE, *WHOLE_ROLES):
            return super().data(index, role)
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        second = self.second(row, index.column())
        if role == SECOND_ROLE:
            return second
        is_chip = index.column() == CHIP and role == Qt.ItemDataRole.ToolTipRole
        words = row.confidence_words if is_chip else self.cell(row, index.column())
        return "\n".join(part for part in (words, second[0]) if part) or None


class _Delegate(RowDelegate):
    """Text, a chip for the confidence, and second lines."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        words, token = index.data(SECOND_ROLE)
        if words:
            top = rect.center().y() + 2
            text(painter, QRectF(rect.left(), top, rect.width(), SECOND), words, "hint", token)
            rect = rect.adjusted(0, 0, 0, -SECOND)
        if index.column() != CHIP:
            super().paint_content(painter, rect, index)
            return
        row: CriterionRow = index.data(ROW_ROLE)
        paint_chip(painter, rect.left(), rect.center().y(), str(index.data()), CONFIDENCES[row.confidence])


class CriteriaTable(RecordTable[CriterionRow]):
    """`chosen(CriterionRow | None)` when another row is current, `opened(CriterionRow)` on Enter or double click."""

    chosen = Signal(object)
    takes_delete: ClassVar = False

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Criteria"), CriteriaModel(), dense=True, parent=parent)
        self.setItemDelegate(_Delegate(self))
        self.verticalHeader().setDefaultSectionSize(row_height(dense=True) + SECOND)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    @override
    def show_rows(self, rows: Sequence[CriterionRow], wanted: str = "") -> None:
        super().show_rows(rows, wanted)
        self.chosen.emit(self.current())

    def _on_current_row_changed(self) -> None:
        self.chosen.emit(self.current())

    @override
    def narrow_width(self) -> int:
        return round(max(chip_width(_(look.word), look.icon) for look in CONFIDENCES.values())) + 2 * PAD
