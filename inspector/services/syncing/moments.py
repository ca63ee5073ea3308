"""Moments as records of other devices tell them."""

from datetime import datetime


def moment(text: str) -> datetime | None:
    """A moment as a record says it (ISO 8601); None for what is none."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
