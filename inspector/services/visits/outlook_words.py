"""The trend of a value in words: how fast it changes, and when a limit will be reached."""

from inspector.criteria import Judgement
from inspector.criteria.outlook import Outlook, beyond, crossing
from inspector.domain.verdict import Verdict
from inspector.i18n import Translator, language
from inspector.services.visits.answer_views import CourseView
from inspector.services.visits.live import LiveForm
from inspector.services.words import NBSP, number_text

LOUD = (Verdict.ATTENTION, Verdict.FAIL)


def course_view(live: LiveForm, ref: str) -> CourseView | None:
    """The trend of a value as the chart draws it; None with too few tests."""
    course, judged = live.courses.get(ref), live.judgements.get(ref)
    if course is None or judged is None:
        return None
    ahead = crossing(judged, course)
    days = (ahead.earliest, ahead.likely, ahead.latest) if ahead is not None else (None, None, None)
    return CourseView(course.per_year, course.lowest, course.highest, course.value, course.on, *days)


def outlook_words(live: LiveForm, ref: str, digits: int | None) -> str:
    """One sentence, or two where the limit will be reached; "" with too few tests."""
    course, judged = live.courses.get(ref), live.judgements.get(ref)
    return "" if course is None or judged is None else trend_words(judged, course, digits)


def trend_words(judged: Judgement, course: Outlook, digits: int | None) -> str:
    """What the trend of a judged value says, its rate rounded to one digit more than the value has."""
    t = Translator(language())
    jumped = judged.value is not None and judged.verdict in LOUD and course.jumped(judged.value)
    if course.steady:
        return t("Trend: steady until now; this value leaves it.") if jumped else t("Trend: steady.")
    shown = round(course.per_year, 2 if digits is None else digits + 1)
    rate = ("+" if shown > 0 else "") + number_text(shown)
    rate = f"{rate}{NBSP}{judged.unit}" if judged.unit else rate
    if beyond(judged):
        return t("Trend: {rate} a year; already beyond the limit.").format(rate=rate)
    ahead = crossing(judged, course)
    if ahead is None:
        return t("Trend: {rate} a year.").format(rate=rate)
    if ahead.likely <= course.on:
        return t("Trend: {rate} a year; its line lies beyond the limit by now.").format(rate=rate)
    if ahead.latest is None:
        words = t("Trend: {rate} a year; reaches the limit about {likely}, {earliest} at the earliest.")
        return words.format(rate=rate, likely=ahead.likely, earliest=ahead.earliest)
    words = t("Trend: {rate} a year; reaches the limit about {likely} (between {earliest} and {latest}).")
    return words.format(rate=rate, likely=ahead.likely, earliest=ahead.earliest, latest=ahead.latest)
