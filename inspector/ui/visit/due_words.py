"""How lists say when an inspection is due."""

from inspector.i18n import _, ngettext
from inspector.services.due.views import SOON_DAYS, Due
from inspector.services.words import days_text, here


def months_text(months: int | None) -> str:
    """The length of a cycle."""
    if months is None:
        return _("as needed")
    return ngettext("{count} month", "{count} months", months).format(count=months)


def due_text(row: Due) -> str:
    """How far the due day is."""
    if row.days is None:
        return ""
    return _("never inspected") if row.last_on is None else days_text(row.days, here())


def is_late(row: Due) -> bool:
    """Whether the day has passed."""
    return row.days is not None and row.days < 0


def is_soon(row: Due) -> bool:
    """Whether the day is today or within the next seven."""
    return row.days is not None and 0 <= row.days <= SOON_DAYS


def due_token(row: Due) -> str:
    """Colour of the words of `due_text`."""
    return "red-text" if is_late(row) else "orange-text" if is_soon(row) else "text-3"
