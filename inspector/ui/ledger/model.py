"""The table model of a ledger: rows that come in windows, numbered from 1, in groups that fold. GUI thread only.

Rows come before their number is known (`set_total`), and a row that is not here is asked for once (`window_wanted`).
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from inspector.domain.ledger import LedgerKind
from inspector.services.ledgers.views import LedgerGroup, LedgerRow
from inspector.ui.kit.columns import TEXT_ROLES, WINDOW, AnyIndex, Column, PagedModel
from inspector.ui.ledger.columns import columns_of

GROUP_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 20
"""The `LedgerGroup` of a group head, None of a row."""
FOLDED_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 21
"""Whether a group head hides its rows."""
_NOWHERE: Final = QModelIndex()


class LedgerModel(PagedModel):
    """Rows of one ledger under one query.

    Numbers of the view count group heads and leave out rows that are folded away; numbers of data are those of the
    query. The first column is the number in the query, not a property of the row.
    """

    stale = Signal()
    """Fewer rows came than there were: ask again."""

    def __init__(self, kind: LedgerKind, parent: QObject | None = None) -> None:
        super().__init__(columns_of(kind), parent)
        self._kind = kind
        self._groups: tuple[LedgerGroup, ...] = ()
        self._folded: set[str] = set()
        self._starts: list[int] = []
        """View number of each group's head."""
        self._firsts: list[int] = []
        self._shown = 0
        """Rows of the view, while there are groups."""

    @property
    def kind(self) -> LedgerKind:
        """Which ledger it shows."""
        return self._kind

    @property
    def total(self) -> int:
        """Rows of the query, as far as that is known."""
        return self._total

    @property
    def groups(self) -> tuple[LedgerGroup, ...]:
        """The groups in their order; none of an ungrouped query."""
        return self._groups

    def show_ledger(
        self,
        kind: LedgerKind,
        rows: Sequence[LedgerRow],
        columns: Sequence[Column] | None = None,
        *,
        groups: tuple[LedgerGroup, ...] = (),
        offset: int = 0,
        total: int | None = None,
    ) -> None:
        """Show a new result, of which the window at `offset` is here; without a total there are as many rows as came.

        Groups that were folded stay so.
        """
        self.beginResetModel()
        self._kind = kind
        self._columns = tuple(columns) if columns is not None else columns_of(kind)
        self._groups = groups
        counted = groups[-1].first + groups[-1].count if groups else None
        self._total = next(known for known in (counted, total, offset + len(rows)) if known is not None)
        self._windows = {offset // WINDOW: rows}
        self._asked = {offset // WINDOW}
        self._folded &= {group.key for group in groups}
        self._arrange()
        self.endResetModel()

    def set_total(self, total: int) -> None:
        """Tell how many rows there are; of a grouped query the groups have said it."""
        if self._groups or total == self._total:
            return
        if total > self._total:
            self.beginInsertRows(_NOWHERE, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NOWHERE, total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def take_rows(self, offset: int, rows: Sequence[LedgerRow]) -> None:
        """Fill a window in."""
        self._keep(offset // WINDOW, rows)
        last = min(offset + len(rows), self._total) - 1
        if last >= offset:
            first_shown, last_shown = self.shown_at(offset), self.shown_at(last)
            self.dataChanged.emit(self.index(first_shown, 0), self.index(last_shown, self.columnCount() - 1))
        if len(rows) < min(WINDOW, self._total - offset):
            self.stale.emit()

    def fold(self, number: int, *, folded: bool) -> None:
        """Hide or show the rows of the group whose head has this view number."""
        group = self.group_at(number)
        if group is None or (group.key in self._folded) is folded:
            return
        first, last = number + 1, number + group.count
        if folded:
            self.beginRemoveRows(_NOWHERE, first, last)
            self._folded.add(group.key)
            self._arrange()
            self.endRemoveRows()
        else:
            self.beginInsertRows(_NOWHERE, first, last)
            self._folded.discard(group.key)
            self._arrange()
            self.endInsertRows()
        head = self.index(number, 0)
        self.dataChanged.emit(head, self.index(number, self.columnCount() - 1))

    def group_at(self, number: int) -> LedgerGroup | None:
        """The group whose head has this view number, None if it is a row."""
        place = bisect_right(self._starts, number) - 1
        return self._groups[place] if place >= 0 and self._starts[place] == number else None

    def heads(self) -> tuple[int, ...]:
        """View numbers of all group heads."""
        return tuple(self._starts)

    def data_number(self, number: int) -> int:
        """Number in the query of a row by its view number, -1 of a group head or of nothing."""
        if not 0 <= number < self.rowCount():
            return -1
        if not self._groups:
            return number
        place = bisect_right(self._starts, number) - 1
        inside = number - self._starts[place]
        return self._groups[place].first + inside - 1 if inside else -1

    def spans(self, top: int, bottom: int) -> list[tuple[int, int]]:
        """The numbers in the query of the rows between two view numbers, as spans with both ends."""
        if not self._groups:
            return [(top, bottom)]
        found = []
        for place in range(max(bisect_right(self._starts, top) - 1, 0), bisect_right(self._starts, bottom)):
            group, start = self._groups[place], self._starts[place]
            if group.key not in self._folded:
                first, last = max(top, start + 1), min(bottom, start + group.count)
                if first <= last:
                    found.append((group.first + first - start - 1, group.first + last - start - 1))
        return found

    def shown_at(self, data: int) -> int:
        """View number of a row by its number in the query; of a folded one that of its group's head."""
        if not self._groups:
            return data
        place = bisect_right(self._firsts, data) - 1
        group = self._groups[place]
        return self._starts[place] + (0 if group.key in self._folded else 1 + data - group.first)

    @override
    def row(self, number: int) -> LedgerRow | None:
        """A row by view number, None if it is not here or is a group head."""
        data = self.data_number(number)
        found: LedgerRow | None = super().row(data) if data >= 0 else None
        return found

    @override
    def find(self, row_id: str) -> int:
        data = super().find(row_id)
        return self.shown_at(data) if data >= 0 else -1

    @override
    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        if parent.isValid():
            return 0
        return self._shown if self._groups else self._total

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        group = self.group_at(index.row()) if index.isValid() and self._groups else None
        if group is not None:
            return self._head_data(group, index.column(), role)
        if role in (GROUP_ROLE, FOLDED_ROLE):
            return None
        if index.isValid() and role in TEXT_ROLES and self.columns[index.column()].key == "no":
            here = self.row(index.row()) is not None
            return str(self.data_number(index.row()) + 1) if here else ""
        return super().data(index, role)

    def _head_data(self, group: LedgerGroup, column: int, role: int) -> Any:
        if role == GROUP_ROLE:
            return group
        if role == FOLDED_ROLE:
            return group.key in self._folded
        return f"{group.label} {group.count}" if role in TEXT_ROLES and column == 0 else None

    def _arrange(self) -> None:
        """Number heads and rows of the view anew."""
        self._starts, self._firsts, number = [], [], 0
        for group in self._groups:
            self._starts.append(number)
            self._firsts.append(group.first)
            number += 1 + (0 if group.key in self._folded else group.count)
        self._shown = number
