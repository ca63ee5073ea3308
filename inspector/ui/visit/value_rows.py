"""The table in dialogs that take values over: what is taken, where it goes, how it would be judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.ui.kit.chip import paint_verdict
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import text
from inspector.ui.kit.table import STYLE_ROLE, TOKEN_ROLE, RowDelegate, TableView

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
VERDICT = 4
WIDTHS = (0, 0, 96, 120, 116)
"""Widths of the columns; 0 = what is left."""


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value: `source` names it where it comes from, `goes_to` is "" for what finds no place."""

    source: str
    goes_to: str
    before: str
    value: str
    error: str = ""
    verdict: Verdict | None = None


class ValueModel(QAbstractTableModel):
    """Read-only; rows are replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ValueRow, ...] = ()

    def show(self, rows: Sequence[ValueRow]) -> None:
        """Show other rows."""
        if len(rows) == len(self.rows):
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(WIDTHS) - 1))
            return
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    @override
    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(WIDTHS)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight if section in (2, 3) else Qt.AlignmentFlag.AlignLeft)
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("As given"), _("Goes to"), _("Until now"), _("New value"), _("Verdict"))[section]
        return None

    @override
    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight if column in (2, 3) else Qt.AlignmentFlag.AlignLeft)
        if role == TOKEN_ROLE:
            return _token(row, column)
        if role == STYLE_ROLE:
            return "body_bold" if column == 3 else "body"
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            lost = "" if row.goes_to else _("no place")
            return (row.source, row.goes_to or lost, row.before, row.value, row.error)[column]
        return None


def _token(row: ValueRow, column: int) -> str:
    if not row.goes_to:
        return "amber-text" if column == 1 else "text-2"
    if row.error:
        return "red-text" if column in (3, VERDICT) else "text-1"
    return "text-2" if column in (0, 2) else "text-1"


class _Delegate(RowDelegate):
    """Draws the verdict, or why it is no value."""

    def __init__(self, view: TableView, model: ValueModel) -> None:
        super().__init__(view)
        self._model = model

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = self._model.rows[index.row()]
        if index.column() != VERDICT:
            super().paint_content(painter, rect, index)
        elif row.error:
            draw_icon(
                painter, rect.topLeft() + type(rect.topLeft())(0, rect.height() / 2 - 8), "circle-alert", "red-text"
            )
            text(painter, rect.adjusted(20, 0, 0, 0), _("no value"), "hint", "red-text")
        elif row.verdict is not None and row.goes_to:
            paint_verdict(painter, rect.left(), rect.center().y(), row.verdict)


class ValueTable(TableView):
    """Shows `ValueRow`s; `chosen(int)` when a row is pressed or Enter is pressed on it."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, dense=True, parent=parent)
        self.value_model = ValueModel(self)
        self.setModel(self.value_model)
        self.setItemDelegate(_Delegate(self, self.value_model))
        self.head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.head.setSectionsClickable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rest = self.viewport().width() - sum(WIDTHS)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width or (rest * 5 // 11 if column == 0 else rest - rest * 5 // 11))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
