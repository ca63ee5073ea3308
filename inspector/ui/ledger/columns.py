"""Columns of the three ledgers on screen. Keys are those of `LedgerRow.cells`, the same as in exports.

Until somebody chooses, a ledger shows its own columns, and in windows of 1600 and more some further ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_
from inspector.ui.kit.columns import Column

_NO: Final = Column("no", N_("Item"), 28, sortable=False)
_DAY: Final = 62
_KNOWN: Final = {
    column.key: column
    for column in (
        Column("number", N_("Hazard no."), 150),
        Column("customer", N_("Customer"), 96, stretch=3, strong=True),
        Column("place", N_("Place / equipment"), 84, stretch=3),
        Column("description", N_("Hazard"), 140, stretch=6, loud=True),
        Column("grade", N_("Grade"), 56),
        Column("found_on", N_("Found on"), 56, drop=2),
        Column("deadline", N_("Deadline"), 100),
        Column("status", N_("Status"), 56),
        Column("responsible", N_("Responsible"), 44, drop=1),
        Column("reasons", N_("Why listed"), 150, stretch=2),
        Column("account", N_("Account"), 104),
        Column("importance", N_("Customer class"), 120),
        Column("basis", N_("Basis"), 96, stretch=1),
        Column("measure", N_("Measure"), 120, stretch=2),
        Column("team", N_("Team"), 64),
        Column("inspectors", N_("Inspectors"), 84),
        Column("served_on", N_("Notice served on"), _DAY),
        Column("submitted_on", N_("Submitted on"), _DAY),
        Column("rectifiers", N_("Recorded by"), 72),
        Column("reviewers", N_("Reviewer"), 72),
        Column("closed_on", N_("Closed on"), _DAY),
        Column("prior_on", N_("Found before on"), _DAY),
        Column("reopened", N_("Times reopened"), 48, right=True),
        Column("extended", N_("Times extended"), 48, right=True),
        Column("by_hand", N_("Reason of the lead"), 110, stretch=1),
        Column("notice", N_("Result notice"), 118),
        Column("visit", N_("Inspection sheet"), 118),
        Column("kind", N_("Inspection kind"), 56),
        Column("signed_on", N_("Inspected on"), 72),
        Column("critical", N_("Critical"), 30, right=True),
        Column("serious", N_("Serious"), 30, right=True),
        Column("general", N_("General"), 30, right=True),
        Column("conclusion", N_("Conclusion"), 120, stretch=2, loud=True),
    )
}
_FOR_VISITS: Final = {
    "number": Column("number", N_("Inspection sheet"), 128),
    "inspectors": Column("inspectors", N_("Inspectors"), 84),
}
_FURTHER: Final = (
    "account", "importance", "basis", "measure", "team", "inspectors", "served_on", "submitted_on", "rectifiers",
    "reviewers", "closed_on", "prior_on", "reopened", "extended", "by_hand", "notice", "visit",
)  # fmt: skip
OWN: Final[dict[LedgerKind, tuple[str, ...]]] = {
    LedgerKind.INSPECTION: (
        "number", "customer", "kind", "signed_on", "inspectors", "critical", "serious", "general", "conclusion",
        "notice",
    ),
    LedgerKind.RECTIFICATION: (
        "number", "customer", "place", "description", "grade", "found_on", "deadline", "status", "responsible", "team",
    ),
    LedgerKind.SUPERVISION: (
        "number", "customer", "place", "description", "grade", "reasons", "deadline", "status", "responsible", "team",
    ),
}  # fmt: skip
"""Columns of a ledger until somebody chooses others."""
WIDE: Final = frozenset({"number", "team"})
"""Those of the hazards' own columns that need a window of 1600."""
OWN_ORDER: Final = {
    LedgerKind.INSPECTION: "signed_on",
    LedgerKind.RECTIFICATION: "grade",
    LedgerKind.SUPERVISION: "grade",
}
"""The column that carries the arrow while a ledger is in its own order."""


def offered(kind: LedgerKind) -> tuple[str, ...]:
    """Every column a ledger can show, its own ones first."""
    if kind is LedgerKind.INSPECTION:
        return (*OWN[kind], "account", "importance")
    reasons = () if kind is LedgerKind.SUPERVISION else ("reasons",)
    found = ("found_on",) if kind is LedgerKind.SUPERVISION else ()
    return (*OWN[kind], *found, *reasons, *(key for key in _FURTHER if key not in OWN[kind]))


def head(kind: LedgerKind, key: str) -> str:
    """The head of a column (msgid)."""
    return _column(kind, key).head


def known(kind: LedgerKind, keys: Iterable[object]) -> tuple[str, ...]:
    """Those of the keys that this ledger knows, each once."""
    possible = offered(kind)
    return tuple(dict.fromkeys(str(key) for key in keys if str(key) in possible))


def columns_of(kind: LedgerKind, chosen: Sequence[str] = (), group: str = "") -> tuple[Column, ...]:
    """The columns to show: those that somebody chose, in that order, else the ledger's own.

    The customer's is left out where the heads of groups name the customer.
    """
    found = _columns(kind, chosen)
    return tuple(column for column in found if column.key != group) if group == "customer" else found


def _columns(kind: LedgerKind, chosen: Sequence[str]) -> tuple[Column, ...]:
    if chosen:
        return (_NO, *(replace(_column(kind, key), drop=0) for key in chosen))
    narrow = kind is LedgerKind.INSPECTION
    return (_NO, *(replace(_column(kind, key), wide=not narrow and key in WIDE) for key in OWN[kind]))


def _column(kind: LedgerKind, key: str) -> Column:
    return _FOR_VISITS.get(key, _KNOWN[key]) if kind is LedgerKind.INSPECTION else _KNOWN[key]
