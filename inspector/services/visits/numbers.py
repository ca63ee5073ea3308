"""Readable numbers, final when made, offline: they carry the device's short code and count per device and year.

How each series looks is a setting (`services.printing.settings`); only the numbers of visits have one form.
"""

from datetime import datetime

from inspector.domain.ledger import LedgerKind
from inspector.services.printing.settings import next_number
from inspector.services.workspace import Workspace


def notice_number(workspace: Workspace, now: datetime, *, peek: bool = False) -> str:
    """The next number of a result notice, for example TZ-2026-K7-0193."""
    return next_number(workspace, "notice", now, peek=peek)


def rectification_number(workspace: Workspace, now: datetime, *, peek: bool = False, ahead: int = 0) -> str:
    """The next number of a rectification notice, for example XQ-2026-K7-0012."""
    return next_number(workspace, "rectification_notice", now, peek=peek, ahead=ahead)


def hazard_number(workspace: Workspace, now: datetime, *, peek: bool = False) -> str:
    """The next number of a hazard, for example YH-2026-K7-0121."""
    return next_number(workspace, "hazard", now, peek=peek)


def ledger_number(workspace: Workspace, kind: LedgerKind, now: datetime, *, peek: bool = False) -> str:
    """The next number of a ledger's issue, for example ZD-2026-K7-0003."""
    return next_number(workspace, f"ledger_{kind.value}", now, peek=peek)


def work_order_number(workspace: Workspace, now: datetime) -> str:
    """The next number of a work order, for example GD-2026-K7-0040."""
    return next_number(workspace, "work_order", now)


def visit_number(workspace: Workspace, now: datetime) -> str:
    """The next number of a visit, for example JC-2026-0501-K7-01; visits are counted by day."""
    count = workspace.db.counters.next(f"visit:{now:%Y%m%d}")
    return f"JC-{now:%Y-%m%d}-{workspace.store.device.code}-{count:02d}"
