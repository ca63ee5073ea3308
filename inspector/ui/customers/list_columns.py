"""Columns of the list of customers, and the table that shows them."""

from PySide6.QtWidgets import QWidget

from inspector.i18n import N_, _
from inspector.ui.customers.looks import CustomerDelegate, counts_width, days_width, importance_width, risk_width
from inspector.ui.kit.columns import Column, ColumnsTable, PagedModel
from inspector.ui.kit.painting import text_width

COLUMNS = (
    Column("account", N_("Account no."), 100),
    Column("name", N_("Customer"), 168, stretch=1, strong=True),
    Column("importance", N_("Class"), 80),
    Column("voltage", N_("Voltage"), 48, right=True, drop=2),
    Column("capacity", N_("Capacity"), 76, right=True, drop=3),
    Column("equipment", N_("Equipment"), 40, right=True, drop=4),
    Column("keeper", N_("In charge"), 56, drop=1),
    Column("last_visit", N_("Last inspection"), 60),
    Column("hazards", N_("Unclosed"), 60),
    Column("risk", N_("Risk"), 48),
    Column("due", N_("Next inspection"), 60),
)
DOWN_FIRST = frozenset({"voltage", "capacity", "equipment", "last_visit", "risk"})
"""Columns whose first click sorts from the highest or newest down."""


class CustomerTable(ColumnsTable):
    """The list of customers."""

    def __init__(self, model: PagedModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Customers"), model, parent=parent)
        self.setItemDelegate(CustomerDelegate(self))
        self.contents = {
            "account": text_width("5010 2237 816", "body"),
            "importance": importance_width(),
            "hazards": counts_width(),
            "risk": risk_width(),
            "due": days_width(),
        }
        self.arrange()
