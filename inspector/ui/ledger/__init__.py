"""The ledger page: three tabs over one table model, filters, the drawer of a hazard, export."""

from inspector.ui.ledger.page import LedgersPage

__all__ = ["LedgersPage"]
