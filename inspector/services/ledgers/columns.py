"""Columns of the ledgers: what the window offers to show, and what exports and prints on request.

Without a wish, paper and exports have the printed columns of `reports.ledger`; further ones are asked for by key.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from inspector.domain.ledger import LedgerKind
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.reports.ledger import COLUMNS, LedgerColumn
from inspector.reports.pdf.paper import Align

register(
    ProblemKind.INPUT,
    {"column_unknown": N_("“{name}” is no column of this ledger. Use some of: {names}.")},
)

_DAY = LedgerColumn("", "", 84, Align.CENTRE, chars=12, whole=True)
_FURTHER: Final = (
    LedgerColumn("importance", N_("Customer class"), 77, Align.CENTRE, chars=14),
    LedgerColumn("reasons", N_("Why listed"), 58, Align.CENTRE, chars=18),
    LedgerColumn("team", N_("Team"), 70, Align.CENTRE, chars=14),
    replace(_DAY, key="served_on", head=N_("Notice served on")),
    replace(_DAY, key="submitted_on", head=N_("Submitted on")),
    LedgerColumn("rectifiers", N_("Recorded by"), 60, Align.CENTRE, chars=14),
    LedgerColumn("reviewers", N_("Reviewer"), 60, Align.CENTRE, chars=14),
    replace(_DAY, key="closed_on", head=N_("Closed on")),
    replace(_DAY, key="prior_on", head=N_("Found before on")),
    LedgerColumn("reopened", N_("Times reopened"), 50, Align.CENTRE, chars=8),
    LedgerColumn("extended", N_("Times extended"), 50, Align.CENTRE, chars=8),
    LedgerColumn("by_hand", N_("Reason of the lead"), 90, chars=24),
    LedgerColumn("notice", N_("Result notice"), 118, chars=20),
    LedgerColumn("visit", N_("Inspection sheet"), 118, chars=20),
    LedgerColumn("basis", N_("Basis"), 76, chars=20),
    LedgerColumn("number", N_("Hazard no."), 86, chars=20),
)
_OF_VISITS: Final = (LedgerColumn("occasion", N_("Occasion of the visit"), 76, Align.CENTRE, chars=14),)
"""Further columns of the inspection ledger."""


def known_columns(kind: LedgerKind) -> dict[str, LedgerColumn]:
    """Every column of a ledger by key, the printed ones first."""
    printed = {column.key: column for column in COLUMNS[kind]}
    further = _OF_VISITS if kind is LedgerKind.INSPECTION else _FURTHER
    return printed | {column.key: column for column in further if column.key not in printed}


def chosen_columns(kind: LedgerKind, keys: Sequence[str]) -> tuple[LedgerColumn, ...]:
    """The columns of an export in the order asked for; none = the printed ones. Raises Problem column_unknown.

    A running number stands before them. What is printed as a further line of a column that is not asked for becomes a
    column of its own.
    """
    if not keys:
        return ()
    known = known_columns(kind)
    for key in keys:
        if key not in known:
            raise Problem("column_unknown", name=key, names=", ".join(known))
    wanted = [known[key] for key in dict.fromkeys(("no", *keys))]
    return tuple(
        replace(column, under="", weight=column.weight or 100) if column.under not in keys else column
        for column in wanted
    )
