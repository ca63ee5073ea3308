"""Sentences that explain a verdict, as data (msgids)."""

from collections.abc import Sequence
from typing import Final

from inspector.domain.verdict import Confidence
from inspector.i18n import N_, Message

UNCONFIRMED: Final = Message(N_("The limit has not been confirmed; please check against the standard."))
PRACTICE: Final = Message(N_("The figure is practice and stands in no standard; judge by the equipment itself."))
ATTENTION_VALUE: Final = Message(N_("Outside the attention value."))
NO_LIMIT: Final = Message(N_("No limit applies here; the value is recorded for comparison."))
SWITCHED_OFF: Final = Message(N_("The limit known for this is not confirmed and switched off."))
FIRST_VALUE: Final = Message(N_("First value on record; there is nothing to compare it with."))
NOTHING_ALIKE: Final = Message(N_("No earlier value under like conditions; there is nothing to compare it with."))
COUNTED_BACKWARDS: Final = Message(
    N_("A counter never falls: check the reading, or record that the counter was replaced.")
)
BEYOND_BY_NOW: Final = Message(
    N_("By the trend of its tests the value would lie beyond the limit by now: find the cause and measure again soon.")
)
WAIVED: Final = Message(N_("Excused: the insulation resistance at 20 °C is high enough."))

MISSING_VALUES: Final = Message(N_("all measured values of this row"))
MISSING_POSITIVE: Final = Message(N_("measured values greater than zero"))
MISSING_POSSIBLE: Final = Message(N_("a value that can be"))
MISSING_TEMPERATURE: Final = Message(N_("the temperature of this measurement"))
MISSING_EARLIER: Final = Message(N_("an earlier value to compare with"))
MISSING_EARLIER_TEMPERATURE: Final = Message(N_("the temperature of the earlier measurement"))
TEST_IN_FUTURE: Final = Message(N_("The last test is dated after the day of the inspection: correct the date."))
MISSING_LAST_TEST: Final = Message(N_("the date of the last test"))
MISSING_CYCLE: Final = Message(N_("a test cycle for this equipment"))

NOTES: Final[dict[str, Message]] = {
    "monthly_average": Message(N_("The standard counts the monthly average; a single reading is only a hint.")),
    "daily_mean": Message(N_("The limit is on the mean of 24 hours; a single reading is only a hint.")),
    "deviation_sum": Message(N_("Upward and downward deviations on record are added.")),
    "reduce_load": Message(N_("Reduce the load at once.")),
    "not_often": Message(N_("Allowed for short times, but not often.")),
    "maker_default": Message(N_("A maker's default, not a clause.")),
    "small_rise": Message(N_("The hot spot is less than 10 K above the surroundings: not graded.")),
    "low_load": Message(N_("Below 30 % of the rated load a temperature clears nothing; only the difference counts.")),
    "momentary": Message(N_("Computed from momentary readings; measure over a day before deciding.")),
    "peak_hours": Message(N_("Required at the hours of the system's peak.")),
    "not_hot_enough": Message(N_("Critical only where the hot spot is above the temperature of a serious defect too.")),
    "discharging": Message(N_("Evidence of discharge: locate it and plan an outage.")),
    "as_contract": Message(N_("Compare with the contract and the account.")),
    "unlike_usual": Message(N_("Hotter than usual at like load and cooling: suspect an internal fault.")),
    "standard_named": Message(
        N_("The figure is known, the name of its standard is from memory: compare both with the paper.")
    ),
    "local_rule": Message(N_("A local rule: it counts where that authority is competent.")),
    "items_by_size": Message(N_("Which tests a large unit needs hangs on voltage and rating: check the list itself.")),
    "explained_by_maker": Message(
        N_("The maker explained the unbalance: judge by the change against the earlier value only.")
    ),
    "measure_tan_delta": Message(N_("Below it the dissipation factor of the screen has to be measured too.")),
    "watch_top_oil": Message(
        N_("Rated load is allowed for 20 minutes; beyond that only while the top oil stays at or below 75 °C.")
    ),
    "low_start": Message(N_("Growth in percent says nothing while there is so little gas.")),
    "test_condition": Message(N_("How the test was made does not meet the rule: doubt its result, or repeat it.")),
    "growth_matters": Message(N_("An attention value is no fault limit; the growth since the last test counts.")),
}
"""Notes that a limit row may add to its verdict, by the key the pack uses."""


def conflict(variants: str) -> Message:
    """Sources disagree about the limit."""
    return Message(
        N_("Sources disagree about this limit ({variants}); please check against the standard."), {"variants": variants}
    )


ACCEPTANCE_ITEMS: Final[dict[int, str]] = {
    1: N_("insulating oil or SF6 gas"),
    2: N_("DC resistance of the windings"),
    3: N_("voltage ratio at all taps"),
    4: N_("vector group or polarity"),
    5: N_("insulation of core and clamps"),
    6: N_("bushings"),
    7: N_("on-load tap changer"),
    8: N_("insulation resistance, absorption ratio or polarisation index"),
    9: N_("tan δ and capacitance of the windings"),
    10: N_("deformation of the windings"),
    11: N_("AC withstand"),
    12: N_("induced withstand with partial discharge"),
    13: N_("energising impulses at rated voltage"),
    14: N_("phasing"),
    15: N_("noise"),
}
"""The acceptance tests of a power transformer by their number in GB 50150-2016 8.0.1, in our own words (msgids)."""


def absent_items(items: Sequence[int]) -> Message:
    """Which acceptance tests a report lacks."""
    names = {f"item{number}": Message(ACCEPTANCE_ITEMS.get(number, "")) for number in items}
    listed = "; ".join(f"{number} {{item{number}}}" for number in items)
    return Message(N_("The report lacks: {items}."), {"items": Message(listed, names)})


def unconfirmed(confidence: Confidence) -> Message:
    """Why a limit only raises attention: nobody confirmed it, or it is practice and no standard has it."""
    return PRACTICE if confidence is Confidence.PRACTICE else UNCONFIRMED


def near(percent: str) -> Message:
    """The value is close to its upper limit."""
    return Message(N_("Above {percent} % of the limit."), {"percent": percent})


def rise(last: str, percent: str) -> Message:
    """The value grew fast since the last test."""
    return Message(
        N_("Risen from {last} since the last test, by {percent} % of the limit or more."),
        {"last": last, "percent": percent},
    )


def heading(likely: str, due: str) -> Message:
    """The trend of the tests reaches the limit before the next test."""
    return Message(
        N_("By its trend the value reaches the limit about {likely}, before the next test is due on {due}."),
        {"likely": likely, "due": due},
    )


def excused(floor: str) -> Message:
    """A fall is excused because the insulation resistance is high anyway."""
    return Message(N_("Excused: the value is at least {floor}."), {"floor": floor})


def next_due_passed(due: str) -> Message:
    """The date that the test record names has passed."""
    return Message(N_("The test record names {due} as the next test date; it has passed."), {"due": due})
