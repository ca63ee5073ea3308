"""Dates and times as numbers, with the zone as an argument (forms.md, rows "dates" and "today(), now()").

In a form a date is a whole local day number (1970-01-01 = 0) and a dateTime that number plus the fraction of the local
day, so that date - date is a whole number in every zone and across daylight saving. The command `form xpath` may
count *instants* instead: days since 1970-01-01T00:00Z, as ODK's own evaluators do.
"""

import math
import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import Enum
from typing import Final, Self

from inspector.quick_dataclass import dataclass

SECONDS_PER_DAY: Final = 86_400
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_WALL: Final = _EPOCH.replace(tzinfo=None)
_ISO: Final = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<time>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?P<part>\.\d+)?)?(?P<zone>Z|[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FULL_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_FULL_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS: Final = tuple(day[:3] for day in _FULL_DAYS)


class Scale(Enum):
    """What the number of a date counts."""

    LOCAL_DAYS = "local"
    INSTANTS = "instants"


class Moment(float):
    """A date or dateTime: in arithmetic and comparisons its number of days, as text its ISO form."""

    __slots__ = ("text",)
    text: str

    def __new__(cls, days: float, text: str) -> Self:
        """Make a moment from its number and its ISO text."""
        moment = super().__new__(cls, days)
        moment.text = text
        return moment


INVALID: Final = Moment(math.nan, "Invalid Date")
"""What date() makes of text that is no date: NaN as number, stored in a form as the empty text."""


BLANK: Final = Moment(math.nan, "")
"""What date() makes of the empty text."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Conversions in one zone on one scale. Pure."""

    zone: tzinfo
    scale: Scale = Scale.LOCAL_DAYS

    def parse(self, text: str) -> Moment | None:
        """The moment an ISO text means; None when it is none (or no day of the calendar)."""
        match = _ISO.fullmatch(text.strip())
        if match is None:
            return None
        try:
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
            if match["time"] is None:
                return self._of_day(day)
            return self.of_datetime(self._clock(day, match["time"], match["zone"]))
        except (ValueError, OverflowError):
            return None

    def _clock(self, day: date, time: str, zone: str | None) -> datetime:
        match = _TIME.fullmatch(time)
        if match is None:
            raise ValueError(time)
        wall = datetime(day.year, day.month, day.day, int(match["hour"]), int(match["minute"]), tzinfo=self.zone)
        second = float((match["second"] or "0") + (match["part"] or ""))
        if second >= 60:
            raise ValueError(time)
        wall += timedelta(seconds=second)
        return wall.replace(tzinfo=offset(zone)) if zone else wall

    def _of_day(self, day: date) -> Moment:
        if self.scale is Scale.LOCAL_DAYS:
            return Moment(float(day.toordinal() - _EPOCH.toordinal()), day.isoformat())
        wall = datetime(day.year, day.month, day.day, tzinfo=self.zone)
        return Moment((wall - _EPOCH).total_seconds() / SECONDS_PER_DAY, day.isoformat())

    def of_datetime(self, moment: datetime) -> Moment:
        """A dateTime value; `moment` must know its zone."""
        local = moment.astimezone(self.zone)
        text = local.isoformat(timespec="milliseconds")
        if self.scale is Scale.INSTANTS:
            return Moment((moment - _EPOCH).total_seconds() / SECONDS_PER_DAY, text)
        return Moment((local.replace(tzinfo=None) - _EPOCH_WALL).total_seconds() / SECONDS_PER_DAY, text)

    def of_date(self, moment: datetime) -> Moment:
        """The local day of a moment, as a date value."""
        return self._of_day(moment.astimezone(self.zone).date())

    def of_number(self, days: float) -> Moment:
        """The moment of a number: a date when it is a local midnight, else a dateTime; INVALID when out of range."""
        local = self.local(days)
        if local is None:
            return INVALID
        if local.time() == datetime.min.time():
            return Moment(float(days), local.date().isoformat())
        return Moment(float(days), local.isoformat(timespec="milliseconds"))

    def local(self, days: float) -> datetime | None:
        """The local date and time of a number, rounded to milliseconds; None when there is none."""
        try:
            passed = timedelta(milliseconds=round(days * SECONDS_PER_DAY * 1000))
            if self.scale is Scale.INSTANTS:
                return (_EPOCH + passed).astimezone(self.zone)
            return (_EPOCH_WALL + passed).replace(tzinfo=self.zone)
        except (ValueError, OverflowError):
            return None

    def day_of(self, days: float) -> Moment:
        """The date a number falls on (local)."""
        local = self.local(days)
        return INVALID if local is None else self._of_day(local.date())

    def time_of_day(self, text: str, today: datetime) -> float:
        """The fraction of the local day of a time (two-digit hours); NaN when the text is none."""
        match = _TIME.fullmatch(text.strip())
        if match is None or len(match["hour"]) < 2:
            return math.nan
        try:
            clock = self._clock(today.date(), text.strip().removesuffix(match["zone"] or ""), match["zone"])
        except (ValueError, OverflowError):
            return math.nan
        return day_fraction(clock.astimezone(self.zone))


def day_fraction(local: datetime) -> float:
    """The share of the day that is over at a wall-clock time."""
    seconds = local.hour * 3600 + local.minute * 60 + local.second + local.microsecond / 1e6
    return seconds / SECONDS_PER_DAY


def offset(zone: str) -> tzinfo:
    """The zone of a `Z`, `+hh`, `+hhmm` or `+hh:mm` suffix. ValueError when out of range."""
    if zone == "Z":
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or "0")
    if hours > 14 or minutes > 59:
        raise ValueError(zone)
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if zone[0] == "-" else span)


def render(local: datetime, pattern: str) -> str:
    """What format-date() writes (ODK XForms specification): `%Y %y %m %n %b %B %d %e %H %h %M %S %3 %a %A %w`."""
    parts = {
        "Y": f"{local.year:04d}",
        "y": f"{local.year % 100:02d}",
        "m": f"{local.month:02d}",
        "n": str(local.month),
        "b": _MONTHS[local.month - 1],
        "B": _FULL_MONTHS[local.month - 1],
        "d": f"{local.day:02d}",
        "e": str(local.day),
        "H": f"{local.hour:02d}",
        "h": str(local.hour),
        "M": f"{local.minute:02d}",
        "S": f"{local.second:02d}",
        "3": f"{local.microsecond // 1000:03d}",
        "a": _DAYS[local.weekday()],
        "A": _FULL_DAYS[local.weekday()],
        "w": str(local.isoweekday() % 7),
        "%": "%",
    }
    return re.sub(r"%(.)", lambda match: parts.get(match[1], match[0]), pattern)
