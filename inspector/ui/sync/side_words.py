"""What the sides of a conflict are called."""

from datetime import date, datetime

from inspector.i18n import _
from inspector.services.conflicts.views import Side
from inspector.services.words import short_date


def side_name(side: Side) -> str:
    """The device of a side; without a name of its own, whoever works on it."""
    if side.own:
        return _("This laptop")
    return side.label or side.person or _("Another device")


def side_head(side: Side, today: date) -> str:
    """A side as the head of a column: device, person, and when."""
    named = side.person if side.person != side_name(side) else ""
    who = " ".join(part for part in (named, moment_words(side.at, today)) if part)
    return " · ".join(part for part in (side_name(side), who) if part)


def moment_words(at: datetime | None, today: date) -> str:
    """A moment in few words: the time today, the day before."""
    if at is None:
        return ""
    here = at.astimezone()
    return f"{here:%H:%M}" if here.date() == today else f"{short_date(here.date(), today)} {here:%H:%M}"


def short_moment(at: datetime | None, today: date) -> str:
    """The time of today, the day of any other moment: for narrow columns."""
    if at is None:
        return ""
    here = at.astimezone()
    return f"{here:%H:%M}" if here.date() == today else short_date(here.date(), today)


def day_words(at: datetime | None, today: date) -> str:
    """A moment for people: today or yesterday with the time, else the date."""
    if at is None:
        return ""
    here = at.astimezone()
    days = (today - here.date()).days
    if days in (0, 1):
        words = _("today {time}") if days == 0 else _("yesterday {time}")
        return words.format(time=f"{here:%H:%M}")
    return f"{short_date(here.date(), today)} {here:%H:%M}"
