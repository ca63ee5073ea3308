"""Tests of a piece of equipment side by side: a line per quantity, a column per day, the newest first."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QToolTip, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.views import TestCell, TestTable
from inspector.ui.kit.columns import COLUMN_ROLE, ROW_ROLE, Column, ColumnsTable, RowsModel
from inspector.ui.kit.meaning import verdict_name
from inspector.ui.kit.painting import RIGHT, box, text
from inspector.ui.kit.table import DENSE_ROW, HEAD, AnyIndex, RowDelegate

LINES = 8
"""Lines on screen at least; further ones are scrolled to."""
DAY_WIDTH = 62
_TINTS = {
    Verdict.FAIL: ("red-tint", "red-border", "red-text"),
    Verdict.ATTENTION: ("amber-tint", "amber-border", "amber-text"),
}
_SIGNS = {Verdict.FAIL: "!", Verdict.ATTENTION: "▲"}


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line: texts by column key, and what is painted behind them."""

    id: str
    cells: Mapping[str, str]
    values: Mapping[str, TestCell]


class GridDelegate(RowDelegate):
    """Tints values that need attention or exceed their limit; the sign beside them says the same without colour."""

    @override
    def paint_content(self, painter: QPainter, rect: QRectF, index: AnyIndex) -> None:
        row = index.data(ROW_ROLE)
        value = row.values.get(index.data(COLUMN_ROLE)) if isinstance(row, GridRow) else None
        if value is None or value.verdict not in _TINTS:
            super().paint_content(painter, rect, index)
            return
        fill, border, ink = _TINTS[value.verdict]
        box(painter, rect.adjusted(-6, 4, 6, -4), fill=fill, border=border, radius=5)
        text(painter, rect.adjusted(-1, 0, 0, 0), _SIGNS[value.verdict], "tiny_bold", ink)
        text(painter, rect, value.text, "body_bold", ink, RIGHT)

    @override
    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        row = index.data(ROW_ROLE)
        value = row.values.get(index.data(COLUMN_ROLE)) if isinstance(row, GridRow) else None
        if value is None:
            return super().helpEvent(event, view, option, index)
        verdict = verdict_name(value.verdict) if value.verdict else ""
        QToolTip.showText(event.globalPos(), "\n".join(part for part in (verdict, value.tip) if part), view)
        return True


class GridTable(ColumnsTable):
    """Lines whose days are scrolled to where there is no room for all."""

    shrinks = False


class TestGrid(QWidget):
    """`series_chosen(key)` when another line becomes the current one."""

    __test__ = False
    series_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: GridTable | None = None
        self._lines = 0
        self._most = LINES
        self._chosen = ""
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 4)

    def show_table(self, table: TestTable) -> None:
        """Show other tests; the line that was chosen stays so if there is one like it."""
        if self._table is not None:
            self._layout.removeWidget(self._table)
            self._table.hide()
            self._table.deleteLater()
        model = RowsModel(_columns(table))
        model.set_rows(_rows(table))
        view = GridTable(_("Tests"), model, dense=True)
        model.setParent(view)
        view.setItemDelegate(GridDelegate(view))
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        view.row_chosen.connect(lambda number: self._on_row_chosen(model, number))
        self._layout.addWidget(view)
        self._table, self._lines = view, len(table.lines)
        self.fit(self._most)
        if table.lines:
            view.choose(max(0, model.find(self._chosen)))

    def fit(self, lines: int) -> None:
        """Show so many lines at once, and no fewer than there is always room for."""
        self._most = max(LINES, lines)
        if self._table is not None:
            scrolled = 12 if self._table.horizontalScrollBar().maximum() else 4
            self._table.setFixedHeight(HEAD + min(self._lines, self._most) * DENSE_ROW + scrolled)

    def _on_row_chosen(self, model: RowsModel, number: int) -> None:
        row = model.row(number)
        if row is not None:
            self._chosen = row.id
            self.series_chosen.emit(row.id)


def _columns(table: TestTable) -> tuple[Column, ...]:
    days = tuple(
        Column(f"day{number}", f"{day:%y-%m-%d}", DAY_WIDTH, loud=True, right=True, sortable=False)
        for number, day in enumerate(table.days)
    )
    return (
        Column("name", N_("Quantity"), 184, stretch=1, sortable=False, loud=True),
        Column("unit", N_("Unit"), 40, sortable=False),
        *days,
    )


def _rows(table: TestTable) -> list[GridRow]:
    rows = []
    for line in table.lines:
        values = {f"day{number}": cell for number, cell in enumerate(line.cells) if cell is not None}
        texts = {key: cell.text for key, cell in values.items()}
        rows.append(GridRow(line.key, {"name": line.name, "unit": line.unit, **texts}, values))
    return rows
