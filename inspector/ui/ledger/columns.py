"""Columns of the three ledgers on screen. Keys are those of `LedgerRow.cells`, the same as in exports."""

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_
from inspector.ui.kit.columns import Column

_NO = Column("no", N_("Item"), 28, sortable=False)
_NUMBER = Column("number", N_("Hazard no."), 150, wide=True)
_CUSTOMER = Column("customer", N_("Customer"), 96, stretch=3, strong=True)
_PLACE = Column("place", N_("Place / equipment"), 84, stretch=3, sortable=False)
_DESCRIPTION = Column("description", N_("Hazard"), 140, stretch=6, loud=True, sortable=False)
_GRADE = Column("grade", N_("Grade"), 56)
_FOUND = Column("found_on", N_("Found on"), 56)
_DEADLINE = Column("deadline", N_("Deadline"), 100)
_STATUS = Column("status", N_("Status"), 56)
_RESPONSIBLE = Column("responsible", N_("Responsible"), 44, sortable=False)

COLUMNS: dict[LedgerKind, tuple[Column, ...]] = {
    LedgerKind.INSPECTION: (
        _NO,
        Column("number", N_("Inspection sheet"), 128),
        _CUSTOMER,
        Column("kind", N_("Inspection kind"), 56),
        Column("signed_on", N_("Inspected on"), 72),
        Column("inspectors", N_("Inspectors"), 84, sortable=False),
        Column("critical", N_("Critical"), 30, right=True, sortable=False),
        Column("serious", N_("Serious"), 30, right=True, sortable=False),
        Column("general", N_("General"), 30, right=True, sortable=False),
        Column("conclusion", N_("Conclusion"), 120, stretch=2, loud=True, sortable=False),
        Column("notice", N_("Result notice"), 116, sortable=False),
    ),
    LedgerKind.RECTIFICATION: (
        _NO, _NUMBER, _CUSTOMER, _PLACE, _DESCRIPTION, _GRADE, _FOUND, _DEADLINE, _STATUS, _RESPONSIBLE,
    ),
    LedgerKind.SUPERVISION: (
        _NO, _NUMBER, _CUSTOMER, _PLACE, _DESCRIPTION, _GRADE,
        Column("reasons", N_("Why listed"), 150, stretch=2, sortable=False),
        _DEADLINE, _STATUS, _RESPONSIBLE,
    ),
}  # fmt: skip

OWN_ORDER = {
    LedgerKind.INSPECTION: "signed_on",
    LedgerKind.RECTIFICATION: "grade",
    LedgerKind.SUPERVISION: "grade",
}
"""The column that carries the arrow while a ledger is in its own order."""
