"""The table model of a ledger: rows that are fetched in windows, numbered from 1. GUI thread only."""

from typing import Any

from PySide6.QtCore import QObject, Qt
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.services.list_views import LedgerPage as LedgerWindow
from inspector.ui.kit.columns import TEXT_ROLES, AnyIndex, PagedModel
from inspector.ui.ledger.columns import COLUMNS


class LedgerModel(PagedModel):
    """Rows of one ledger under one query. The first column is the number in this list, not a property of the row."""

    def __init__(self, kind: LedgerKind, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS[kind], parent)
        self._kind = kind

    @property
    def kind(self) -> LedgerKind:
        """Which ledger it shows."""
        return self._kind

    def show_ledger(self, kind: LedgerKind, first: LedgerWindow) -> None:
        """Show a new result, whose first window is here."""
        self._kind = kind
        self.start(first.rows, first.total, COLUMNS[kind])

    def take_window(self, offset: int, window: LedgerWindow) -> None:
        """Fill a window in; a result of another length starts over."""
        self.set_window(offset, window.rows, window.total)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and role in TEXT_ROLES and self.columns[index.column()].key == "no":
            return str(index.row() + 1) if self.row(index.row()) is not None else ""
        return super().data(index, role)
