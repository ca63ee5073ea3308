"""Sentences that explain a verdict, as data (msgids)."""

from typing import Final

from inspector.i18n import N_, Message

UNCONFIRMED: Final = Message(N_("The limit has not been confirmed; please check against the standard."))
ATTENTION_VALUE: Final = Message(N_("Outside the attention value."))
NO_LIMIT: Final = Message(N_("No limit applies here; the value is recorded for comparison."))
SWITCHED_OFF: Final = Message(N_("The limit known for this is not confirmed and switched off."))
FIRST_VALUE: Final = Message(N_("First value on record; there is nothing to compare it with."))
WAIVED: Final = Message(N_("Excused: the insulation resistance at 20 °C is high enough."))

MISSING_VALUES: Final = Message(N_("all measured values of this row"))
MISSING_POSITIVE: Final = Message(N_("measured values greater than zero"))
MISSING_TEMPERATURE: Final = Message(N_("the temperature of this measurement"))
MISSING_EARLIER: Final = Message(N_("an earlier value to compare with"))
MISSING_EARLIER_TEMPERATURE: Final = Message(N_("the temperature of the earlier measurement"))
MISSING_LAST_TEST: Final = Message(N_("the date of the last test"))
MISSING_CYCLE: Final = Message(N_("a test cycle for this equipment"))

NOTES: Final[dict[str, Message]] = {
    "monthly_average": Message(N_("The standard counts the monthly average; a single reading is only a hint.")),
    "daily_mean": Message(N_("The limit is on the mean of 24 hours; a single reading is only a hint.")),
    "deviation_sum": Message(N_("Upward and downward deviations on record are added.")),
    "reduce_load": Message(N_("Reduce the load at once.")),
    "not_often": Message(N_("Allowed for short times, but not often.")),
    "maker_default": Message(N_("A maker's default, not a clause.")),
    "growth_matters": Message(N_("An attention value is no fault limit; the growth since the last test counts.")),
}
"""Notes that a limit row may add to its verdict, by the key the pack uses."""


def conflict(variants: str) -> Message:
    """Sources disagree about the limit."""
    return Message(
        N_("Sources disagree about this limit ({variants}); please check against the standard."), {"variants": variants}
    )


def near(percent: str) -> Message:
    """The value is close to its upper limit."""
    return Message(N_("Above {percent} % of the limit."), {"percent": percent})


def rise(last: str, percent: str) -> Message:
    """The value grew fast since the last test."""
    return Message(
        N_("Risen from {last} since the last test, by {percent} % of the limit or more."),
        {"last": last, "percent": percent},
    )


def excused(floor: str) -> Message:
    """A fall is excused because the insulation resistance is high anyway."""
    return Message(N_("Excused: the value is at least {floor}."), {"floor": floor})


def next_due_passed(due: str) -> Message:
    """The date that the test record names has passed."""
    return Message(N_("The test record names {due} as the next test date; it has passed."), {"due": due})
