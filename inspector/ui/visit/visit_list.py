"""The list of visits: running and planned ones as rows with their button, signed ones as a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import N_, _
from inspector.services.visits.list_row import VisitListRow
from inspector.services.words import account_shown
from inspector.ui.kit.card import Card
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.kit.table import PAD, TableView
from inspector.ui.visit.occasions import kind_name
from inspector.ui.visit.waiting import VisitRow, WaitingList

AnyIndex = QModelIndex | QPersistentModelIndex
OCCASION = N_("Occasion")
HEADS = (
    N_("Number"),
    N_("Customer"),
    N_("Account no."),
    OCCASION,
    N_("Inspector"),
    N_("Signed"),
    N_("Hazards"),
)
LEAST = 244
"""Least height of the running and planned visits, when there are so many."""
QWIDGETSIZE_MAX = (1 << 24) - 1
CARD_HEAD = 48
WIDTHS = (190, 0, 130, 90, 150, 110, 70)
"""Column widths; 0 takes the rest."""


class SignedModel(QAbstractTableModel):
    """Signed visits, newest first."""

    def __init__(self, rows: Sequence[VisitListRow] = ()) -> None:
        super().__init__()
        self._rows = tuple(rows)

    def set_rows(self, rows: Sequence[VisitListRow]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def row(self, index: int) -> VisitListRow:
        """The visit in a row."""
        return self._rows[index]

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(HEADS)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _cells(self._rows[index.row()])[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == len(HEADS) - 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(HEADS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole and section == len(HEADS) - 1:
            return int(Qt.AlignmentFlag.AlignRight)
        return None


def _cells(row: VisitListRow) -> tuple[str, ...]:
    signed = f"{row.signed_at.astimezone():%Y-%m-%d}" if row.signed_at else ""
    hazards = str(row.hazards) if row.hazards else "—"
    return row.number, row.customer, account_shown(row.account), kind_name(row.kind), row.inspectors, signed, hazards


class VisitList(QWidget):
    """`waiting` holds the running and planned visits; of signed ones `visit_opened(id)` and `notice_requested(id)`."""

    visit_opened = Signal(str)
    notice_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = SignedModel()
        self.table = TableView(_("Signed visits"))
        self.table.setModel(self.model)
        self.waiting = WaitingList()
        self._scroller = Scroller(self.waiting)
        self._open_card = Card(_("Running and planned"), flush=True)
        self._open_card.body.addWidget(self._scroller, 1)
        keys = _("Enter opens it to be read, Ctrl P shows its result notice")
        self._signed_card = Card(_("Signed visits"), hint=keys, flush=True)
        self._signed_card.body.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._open_card, 1)
        column.addWidget(self._signed_card, 1)
        self._fit_columns()
        self.table.activated.connect(self._on_activated)
        bind_key("Ctrl+P", self.table, self._ask_notice, within=True)

    def _fit_columns(self) -> None:
        kinds = max(text_width(kind_name(kind), "body") for kind in VisitKind)
        for column, width in enumerate(WIDTHS):
            if width:
                room = round(kinds) + 2 * PAD + 2 if HEADS[column] == OCCASION else 0
                self.table.setColumnWidth(column, max(width, room))
            else:
                self.table.head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def open_rows(self) -> list[VisitRow]:
        """The rows with a button, in order."""
        return self.waiting.rows

    def show_rows(self, rows: Sequence[VisitListRow], today: date) -> None:
        """Show all visits; running ones come first."""
        waiting = [row for row in rows if row.status is not VisitStatus.SIGNED]
        signed = [row for row in rows if row.status is VisitStatus.SIGNED]
        self.waiting.show_rows(waiting, today)
        self._scroller.setMinimumHeight(min(LEAST, self.waiting.sizeHint().height()))
        most = CARD_HEAD + self.waiting.sizeHint().height()
        self._open_card.setMaximumHeight(most if signed else QWIDGETSIZE_MAX)
        self._open_card.setVisible(bool(waiting))
        self.model.set_rows(signed)
        self._signed_card.setVisible(bool(signed))

    def show_visit(self, visit: str) -> bool:
        """Put the focus on a signed visit; whether it is in the list."""
        for index in range(self.model.rowCount()):
            if self.model.row(index).id == visit:
                self.table.setCurrentIndex(self.model.index(index, 0))
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def focus_first(self) -> None:
        """Put the focus on the first visit that can be continued or started."""
        rows = self.open_rows()
        (rows[0].button if rows else self.table).setFocus(Qt.FocusReason.TabFocusReason)

    def _on_activated(self, index: QModelIndex) -> None:
        self.visit_opened.emit(self.model.row(index.row()).id)

    def _ask_notice(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.notice_requested.emit(self.model.row(index.row()).id)
