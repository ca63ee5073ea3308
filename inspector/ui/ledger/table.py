"""The ledger table: columns as wide as the window allows, sorting by head click."""

from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.words import days_text, here
from inspector.ui.kit.chip import chip_width
from inspector.ui.kit.columns import ColumnsTable
from inspector.ui.kit.meaning import GRADES, STATUSES
from inspector.ui.kit.painting import text_width
from inspector.ui.ledger.columns import OWN_ORDER
from inspector.ui.ledger.delegate import LedgerDelegate
from inspector.ui.ledger.model import LedgerModel

LONG_OVERDUE = -888
"""Days for which the deadline column must have room."""


class LedgerTable(ColumnsTable):
    """A ledger's rows with their chips and deadlines."""

    def __init__(self, name: str, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(name, model, parent=parent)
        self._ledger = model
        self.contents = _contents()
        self.setItemDelegate(LedgerDelegate(self))

    @override
    def show_sort(self, key: str, *, descending: bool) -> None:
        """Show the arrow of an order; "" is the ledger's own, which runs down from the gravest or newest."""
        super().show_sort(key or OWN_ORDER[self._ledger.kind], descending=descending or not key)

    def move_by(self, rows: int) -> None:
        """Move the current row."""
        self.choose(self.currentIndex().row() + rows)


def _contents() -> dict[str, float]:
    """Widths of the widest chip and deadline in the language in use."""
    rest = text_width(days_text(LONG_OVERDUE, here()), "body_bold")
    return {
        "grade": max(chip_width(_(look.word), look.icon) for look in GRADES.values()),
        "status": max(chip_width(_(look.word)) for look in STATUSES.values()),
        "deadline": text_width("25-12-30", "body_bold") + 8 + rest,
    }
