"""The reviewer's checklist as the window shows it: what the rules found, in words, and what is still missing."""

from collections.abc import Iterable, Sequence
from typing import Final

from inspector.domain.review import Check, CheckState, Evidence, states, unmet
from inspector.i18n import N_, Translator
from inspector.problems import Problem, ProblemKind, register
from inspector.services.reviews.views import COMMENT_LENGTH, CheckRow, LoadPair, RectificationNote, ValuePair
from inspector.services.words import here

register(
    ProblemKind.INPUT,
    {
        "review_points_open": N_("It cannot be passed yet. Still open: {points}."),
        "review_not_yours": N_("{number}: it was given to somebody else to review."),
        "review_comment_missing": N_("Write down what you found before you decide."),
        "review_comment_long": N_("The comment is longer than {most} characters. Shorten it."),
    },
)

LABELS: Final = {
    Check.SAME_VIEW: N_("Photos show the same part from the same angle"),
    Check.VALUES: N_("Measured values are within their limits"),
    Check.LOAD: N_("Load is comparable, so are the values"),
    Check.RECORD: N_("Measure, person and date are filled in"),
    Check.ON_SITE: N_("Checked on site, nothing new is wrong"),
}
PHRASES: Final = (N_("Up to standard, agreed to close."), N_("The photos are not clear, please take them again."))
"""Ready comments."""


def evidence_of(
    before: int, after: int, values: Sequence[ValuePair], load: LoadPair | None, note: RectificationNote | None
) -> Evidence:
    """What the rules look at; `before` and `after` count photos."""
    limited = tuple(pair.within for pair in values if pair.limit or pair.within is not None)
    return Evidence(
        photos_before=before,
        photos_after=after,
        within=limited,
        values=len(values),
        load=None if load is None else (load.before, load.after),
        recorded=note is not None and bool(note.text.strip() and note.by.strip() and note.on),
    )


def check_rows(
    evidence: Evidence, ticks: Iterable[Check], values: Sequence[ValuePair], load: LoadPair | None
) -> tuple[CheckRow, ...]:
    """The five points with what stands under them."""
    t = here()
    chosen, rules = frozenset(ticks), states(evidence)
    rows = []
    for number, check in enumerate(Check, start=1):
        state = rules[check]
        ticked = state is CheckState.HOLDS or (state is CheckState.HAND and check in chosen)
        automatic = state in (CheckState.HOLDS, CheckState.FAILS)
        hint = _hint(check, state, evidence, values, load, t)
        rows.append(CheckRow(check, number, t(LABELS[check]), hint, state, automatic, ticked))
    return tuple(rows)


def _hint(
    check: Check,
    state: CheckState,
    evidence: Evidence,
    values: Sequence[ValuePair],
    load: LoadPair | None,
    t: Translator,
) -> str:
    match check:
        case Check.SAME_VIEW:
            return _photo_hint(evidence, t)
        case Check.VALUES:
            return _value_hint(state, values, t)
        case Check.LOAD:
            return _load_hint(values, load, t)
        case Check.RECORD:
            filled = t("The record of the rectification is complete")
            return filled if state is CheckState.HOLDS else t("Not complete: look at the customer's own record")
        case Check.ON_SITE:
            return t("On site or by video")


def _photo_hint(evidence: Evidence, t: Translator) -> str:
    if not evidence.photos_before:
        return t("Not needed: it was found without photos")
    if not evidence.photos_after:
        return t("There is no photo of the rectification")
    return t("Compare number plates and phase marks")


def _value_hint(state: CheckState, values: Sequence[ValuePair], t: Translator) -> str:
    if state is CheckState.NOT_NEEDED:
        return t("Not needed: nothing was measured")
    if state is CheckState.HAND:
        return t("There is no limit to judge by: look at the values")
    again = sum(1 for pair in values if pair.after is not None)
    if any(pair.after is None and pair.limit for pair in values):
        return t("{done} of {count} measured again").format(done=again, count=len(values))
    if state is CheckState.HOLDS:
        return t.plural("{count} value, within its limit", "{count} values, all within their limits", again).format(
            count=again
        )
    outside = sum(1 for pair in values if pair.within is False)
    if not outside:
        return t("Not every value can be judged: see the table")
    return t.plural("{count} value is outside its limit", "{count} values are outside their limits", outside).format(
        count=outside
    )


def _load_hint(values: Sequence[ValuePair], load: LoadPair | None, t: Translator) -> str:
    if load is None:
        return (
            t("Not needed: nothing measured hangs on the load") if not values else t("Not needed: no load to compare")
        )
    if load.after is None:
        return t("Read the load again: it was {before} A").format(before=load.before_text)
    return t("{before} A → {after} A").format(before=load.before_text, after=load.after_text)


def missing_text(rows: Sequence[CheckRow], comment: str) -> str:
    """What is still needed to pass, in one line; "" if nothing is."""
    t = here()
    fails = [row.number for row in rows if row.state is CheckState.FAILS]
    if fails:
        return t("Point {points} is not met, so it cannot be passed").format(points=_numbers(fails, t))
    open_points = [row.number for row in rows if row.state is CheckState.HAND and not row.ticked]
    if open_points:
        return t("Tick point {points} before it can be passed").format(points=_numbers(open_points, t))
    return "" if comment.strip() else t("Write a comment before it can be passed")


def _numbers(numbers: Iterable[int], t: Translator) -> str:
    return t(", ").join(str(number) for number in numbers)


def ensure_judgeable(outcome: str, evidence: Evidence, ticks: Iterable[Check], comment: str) -> None:
    """Passing needs every point and a comment, returning a comment.

    Raises Problem review_points_open, review_comment_missing, review_comment_long.
    """
    t = here()
    still = unmet(states(evidence), ticks) if outcome == "pass" else ()
    if still:
        raise Problem("review_points_open", points=t("; ").join(t(LABELS[check]) for check in still))
    if not comment.strip():
        raise Problem("review_comment_missing")
    if len(comment.strip()) > COMMENT_LENGTH:
        raise Problem("review_comment_long", most=COMMENT_LENGTH)


def checks_body(evidence: Evidence, ticks: Iterable[Check]) -> dict[str, str]:
    """The points as an event keeps them: ticked by hand, held by rule, not needed, or open."""
    chosen = frozenset(ticks)
    return {
        check.value: ("ticked" if check in chosen else "open") if state is CheckState.HAND else state.value
        for check, state in states(evidence).items()
    }
