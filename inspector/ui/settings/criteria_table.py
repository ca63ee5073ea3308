"""The table of criteria in the settings: quantity, limit, what it applies to, basis, how far it is confirmed."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.verdict import Confidence
from inspector.i18n import N_, _
from inspector.services.judgement.views import CriterionRow
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.table import PAD, STYLE_ROLE, TOKEN_ROLE, AnyIndex, RowDelegate, TableView

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
    ("name", N_("Criterion"), 9),
    ("limit", N_("Limit"), 5),
    ("applies", N_("Applies to"), 6),
    ("basis", N_("Basis"), 4),
    ("confidence", N_("Confidence"), 0),
    ("state", N_("State"), 4),
)
"""Key, head, share of the width that the chips leave; theirs is 0."""
CHIP: Final = 4
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 10
_NOWHERE = QModelIndex()


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


class CriteriaModel(QAbstractTableModel):
    """Rows of the criteria."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown: tuple[CriterionRow, ...] = ()

    def show_rows(self, rows: Sequence[CriterionRow]) -> None:
        """Show other rows; with the same ids only their looks change."""
        if [row.id for row in rows] == [row.id for row in self.shown]:
            self.shown = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        self.beginResetModel()
        self.shown = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.shown)

    @override
    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        return _(COLUMNS[section][1]) if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, key = self.shown[index.row()], COLUMNS[index.column()][0]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text(row, key)
        if role == STYLE_ROLE:
            return "body_medium" if key in ("name", "limit") else "body"
        if role == TOKEN_ROLE:
            return self._token(row, key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.confidence_words if key == "confidence" else self._text(row, key) or None
        return row if role == ROW_ROLE else None

    @staticmethod
    def _text(row: CriterionRow, key: str) -> str:
        texts = {"name": row.name, "limit": row.limit, "applies": row.applies, "basis": row.basis}
        if key == "confidence":
            return _(CONFIDENCES[row.confidence].word)
        return state_words(row) if key == "state" else texts[key]

    @staticmethod
    def _token(row: CriterionRow, key: str) -> str:
        if key == "state" and (row.open or row.outdated):
            return "orange-text"
        if not row.judges:
            return "text-3"
        return "text-1" if key in ("name", "limit") else "text-2"


class _Delegate(RowDelegate):
    """Text, and a chip for the confidence."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        if index.column() != CHIP:
            super().paint_content(painter, rect, index)
            return
        row: CriterionRow = index.data(ROW_ROLE)
        paint_chip(painter, rect.left(), rect.center().y(), str(index.data()), CONFIDENCES[row.confidence])


class CriteriaTable(TableView):
    """`chosen(CriterionRow | None)` when another row is current, `opened(CriterionRow)` on Enter or double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Criteria"), dense=True, parent=parent)
        self.criteria = CriteriaModel(self)
        self.setModel(self.criteria)
        self.setItemDelegate(_Delegate(self))
        self.head.setStretchLastSection(True)
        self.doubleClicked.connect(self._on_double_clicked)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)

    def show_rows(self, rows: Sequence[CriterionRow], wanted: str = "") -> None:
        """Show rows; `wanted` (an id) becomes current, else the current one stays so, else the row in its place."""
        before, number = self.current(), max(0, self.currentIndex().row())
        self.criteria.show_rows(rows)
        ids = [row.id for row in rows]
        current = wanted if wanted in ids else before.id if before is not None else ""
        row = ids.index(current) if current in ids else min(number, len(ids) - 1)
        if ids:
            self.setCurrentIndex(self.criteria.index(row, 0))
        self.chosen.emit(self.current())

    def current(self) -> CriterionRow | None:
        """The current row."""
        row = self.currentIndex().row()
        return self.criteria.shown[row] if 0 <= row < len(self.criteria.shown) else None

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.opened.emit(self.criteria.shown[index.row()])

    def _on_current_row_changed(self) -> None:
        self.chosen.emit(self.current())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        chips = round(max(chip_width(_(look.word), look.icon) for look in CONFIDENCES.values())) + 2 * PAD
        whole = sum(share for _key, _head, share in COLUMNS)
        room = self.viewport().width() - chips
        for column, (_key, _head, share) in enumerate(COLUMNS):
            self.setColumnWidth(column, room * share // whole if share else chips)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit(row)
        else:
            super().keyPressEvent(event)
