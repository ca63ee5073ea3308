"""Readable numbers, final when made, offline: they carry the device's short code and count per device and year."""

from datetime import datetime

from inspector.services.workspace import Workspace


def notice_number(workspace: Workspace, now: datetime, *, peek: bool = False) -> str:
    """The next number of a result notice, for example TZ-2026-K7-0193."""
    return _number(workspace, "TZ", "notice", now, peek=peek)


def hazard_number(workspace: Workspace, now: datetime, *, peek: bool = False) -> str:
    """The next number of a hazard, for example YH-2026-K7-0121."""
    return _number(workspace, "YH", "hazard", now, peek=peek)


def visit_number(workspace: Workspace, now: datetime) -> str:
    """The next number of a visit, for example JC-2026-0501-K7-01; visits are counted by day."""
    count = workspace.db.counters.next(f"visit:{now:%Y%m%d}")
    return f"JC-{now:%Y-%m%d}-{workspace.store.device.code}-{count:02d}"


def _number(workspace: Workspace, prefix: str, name: str, now: datetime, *, peek: bool) -> str:
    counters = workspace.db.counters
    key = f"{name}:{now:%Y}"
    count = counters.peek(key) + 1 if peek else counters.next(key)
    return f"{prefix}-{now:%Y}-{workspace.store.device.code}-{count:04d}"
