"""Dates and times; the scale and the zone are the calendar's (see `moments`)."""

import math

from inspector.problems import Problem
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function, number_of
from inspector.xforms.xpath.moments import BLANK, INVALID, Moment, Scale, render
from inspector.xforms.xpath.values import BLANKS, Value, text_number, to_string


@function("today", 0)
def today(context: Context) -> Value:
    """`today`: the local day, never UTC's."""
    return context.environment.calendar.of_date(context.environment.now)


@function("now", 0)
def now(context: Context) -> Value:
    """`now`: the moment of this recompute."""
    return context.environment.calendar.of_datetime(context.environment.now)


@function("date", 1)
def date(context: Context, value: Value) -> Value:
    """`date`: a whole local day (on the scale of instants the time is kept, as ODK's evaluators do)."""
    moment = _moment("date", context, value)
    if context.environment.calendar.scale is Scale.INSTANTS or math.isnan(moment):
        return moment
    return context.environment.calendar.day_of(moment)


@function("date-time", 1)
def date_time(context: Context, value: Value) -> Value:
    """`date-time`: keeps the time."""
    return _moment("date-time", context, value)


def _moment(name: str, context: Context, value: Value) -> Moment:
    """The moment of any value. Problem xpath_type for text in the shape of a date that the calendar does not have."""
    calendar = context.environment.calendar
    if isinstance(value, Moment):
        return value
    if not isinstance(value, float):
        text = to_string(value).strip(BLANKS)
        moment = calendar.parse(text) if text else BLANK
        if moment is not None:
            return moment
        if len(text) == 10 and text[4:5] == text[7:8] == "-" and text.replace("-", "").isdigit():
            raise Problem("xpath_type", function=name, value=text[:60])
        value = text_number(text, calendar)
    return INVALID if math.isnan(value) else calendar.of_number(value)


@function("decimal-date-time", 1)
def decimal_date_time(context: Context, value: Value) -> Value:
    """`decimal-date-time`: days and fraction of a day; text must be a date, not a number."""
    if isinstance(value, float):
        return float(value)
    text = to_string(value).strip(BLANKS)
    moment = context.environment.calendar.parse(text)
    if moment is None and not math.isnan(text_number(text, context.environment.calendar)):
        raise Problem("xpath_type", function="decimal-date-time", value=text[:60])
    return math.nan if moment is None else float(moment)


@function("decimal-time", 1)
def decimal_time(context: Context, value: Value) -> Value:
    """`decimal-time`: the fraction of the local day of a time; a date or dateTime is none."""
    environment = context.environment
    return environment.calendar.time_of_day(to_string(value), environment.now.astimezone(environment.calendar.zone))


@function("format-date", 2)
def format_date(context: Context, value: Value, pattern: Value) -> Value:
    """`format-date`: empty when the value is no date."""
    text = to_string(value).strip(BLANKS)
    moment = value if isinstance(value, Moment) else context.environment.calendar.parse(text)
    if moment is None:
        number = number_of(context, value)
        moment = INVALID if math.isnan(number) else context.environment.calendar.of_number(number)
    local = None if math.isnan(moment) else context.environment.calendar.local(moment)
    return "" if local is None else render(local, to_string(pattern))


@function("format-date-time", 2)
def format_date_time(context: Context, value: Value, pattern: Value) -> Value:
    """`format-date-time`: the same."""
    return format_date(context, value, pattern)
