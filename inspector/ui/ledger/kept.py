"""How a person wants each ledger shown: filters, columns, groups; remembered on this computer for each person."""

from collections.abc import Sequence
from typing import Final

from inspector.domain.ledger import LedgerKind
from inspector.ui.ledger.columns import known
from inspector.ui.ledger.filter_names import DEFAULT
from inspector.ui.page import Context

GROUPS: Final = ("customer", "grade", "status", "team", "month")


class KeptLook:
    """Reads and keeps it in the preferences."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def filters(self, kind: LedgerKind) -> tuple[str, ...]:
        """Filters that were on last, at first the usual ones."""
        kept = self._recalled(kind, "filters", list(DEFAULT[kind]))
        return tuple(str(name) for name in kept) if isinstance(kept, list) else DEFAULT[kind]

    def columns(self, kind: LedgerKind) -> tuple[str, ...]:
        """Keys of the columns somebody chose, in their order; () for the ledger's own."""
        kept = self._recalled(kind, "columns", [])
        return known(kind, kept) if isinstance(kept, list) else ()

    def group(self, kind: LedgerKind) -> str:
        """By what the rows are grouped; "" for ungrouped."""
        kept = str(self._recalled(kind, "group", ""))
        return kept if kept in GROUPS and kind is not LedgerKind.INSPECTION else ""

    def keep_filters(self, kind: LedgerKind, filters: Sequence[str]) -> None:
        """Remember the filters."""
        self._context.preferences.remember(self._key(kind, "filters"), list(filters))

    def keep_look(self, kind: LedgerKind, columns: Sequence[str], group: str) -> None:
        """Remember columns (none: the ledger's own) and groups."""
        self._context.preferences.remember(self._key(kind, "columns"), list(columns))
        self._context.preferences.remember(self._key(kind, "group"), group)

    def _key(self, kind: LedgerKind, name: str) -> str:
        person = self._context.desk.person if self._context.desk is not None else None
        return f"ledger/{kind.value}/{name}" + (f"/{person.id}" if person is not None else "")

    def _recalled(self, kind: LedgerKind, name: str, default: object) -> object:
        return self._context.preferences.recall(self._key(kind, name), default)
