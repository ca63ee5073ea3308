"""The table in dialogs that take values over: what is taken, where it goes, how it would be judged."""

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.ui.kit.chip import paint_verdict
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import text
from inspector.ui.kit.plain_table import AnyIndex, PlainModel, PlainTable
from inspector.ui.kit.table import RowDelegate, TableView

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


class ValueModel(PlainModel[ValueRow]):
    """The values of a dialog."""

    right = frozenset({2, 3})

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__((_("As given"), _("Goes to"), _("Until now"), _("New value"), _("Verdict")), parent)

    @override
    def cell(self, row: ValueRow, column: int) -> str:
        lost = "" if row.goes_to else _("no place")
        return (row.source, row.goes_to or lost, row.before, row.value, row.error)[column]

    @override
    def token(self, row: ValueRow, column: int) -> str:
        return _token(row, column)

    @override
    def style(self, row: ValueRow, column: int) -> str:
        return "body_bold" if column == 3 else "body"


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


class ValueTable(PlainTable):
    """Shows `ValueRow`s; `chosen(int)` when a row is pressed or Enter is pressed on it."""

    chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.value_model = ValueModel()
        super().__init__(name, self.value_model, WIDTHS, (5, 6, 0, 0, 0), parent)
        self.value_model.setParent(self)
        self.setItemDelegate(_Delegate(self, self.value_model))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.chosen.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)
