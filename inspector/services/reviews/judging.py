"""Reviews (交叉检查): what a reviewer sees of a hazard, what he ticked so far, and his judgement.

`review_detail`, `keep_review` and `measure_again` run on the worker; `judge_review` may be called from any thread but
the window's, because photos are decoded where it is called. The window decides with 撤销 by holding the verb
`judge_review` with `judgement_body`.

The rules: only who is independent of finders and rectifiers judges (`domain.actions`); passing needs every point of the
checklist and a comment, returning needs a comment (`domain.review`, design/README.md "07"). What a blind second
reviewer says closes nothing (`rounds.give_second`).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from inspector.criteria import to_record
from inspector.domain.actions import Action, refusal
from inspector.domain.events import compact
from inspector.domain.hazard import Hazard
from inspector.domain.review import Check
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.hazards.actions import act
from inspector.services.hazards.detail import find_hazard
from inspector.services.hazards.given import Given, PhotoInput
from inspector.services.hazards.value_judging import judged_again
from inspector.services.hazards.values import Entry, HazardValues
from inspector.services.held import executor
from inspector.services.reviews.cases import (
    Case,
    case_of,
    draft_key,
    earlier,
    independence,
    kept_draft,
)
from inspector.services.reviews.checks import PHRASES, check_rows, checks_body, ensure_judgeable, missing_text
from inspector.services.reviews.offers import JUDGING
from inspector.services.reviews.points import told_values
from inspector.services.reviews.rounds import give_second
from inspector.services.reviews.views import COMMENT_LENGTH, JudgedReview, ReviewDetail
from inspector.services.words import SUPERVISION, here, status_key
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "review_outcome": N_("A review says “pass” or “return”, not “{outcome}”."),
        "review_no_second": N_("Nobody asked you for a second judgement of “{hazard}”."),
        "review_point_unknown": N_("“{point}” is no point of the checklist. Use: {names}."),
        "review_value_unknown": N_("{number} has no measured value “{value}”. Use one of: {names}."),
        "review_value_number": N_("A measured value is a number. Correct it."),
        "review_value_inputs": N_("This value is worked out from {count} others: {names}. Give one number for each."),
        "review_measure_closed": N_("{number} is not open any more, so nothing is measured for its review."),
        "review_measure_role": N_("Only inspectors, leads and reviewers record measurements."),
    },
)

VERB: Final = JUDGING
LOAD: Final = "load"
"""The key of the load current in `measure_again`."""
ACTIONS: Final = {"pass": Action.PASS, "return": Action.RETURN}


@dataclass(frozen=True, slots=True)
class ReviewInput:
    """What a reviewer gives: the points he ticked by hand, his comment, photos he took himself."""

    ticks: frozenset[Check] = frozenset()
    comment: str = ""
    photos: tuple[PhotoInput | Path | str | bytes, ...] = ()


def review_detail(workspace: Workspace, hazard: str) -> ReviewDetail:
    """Everything the page shows of a hazard (id or number), for who acts now. Raises Problem hazard_not_found."""
    return _detail(workspace, case_of(workspace, find_hazard(workspace, hazard)))


def _detail(workspace: Workspace, case: Case) -> ReviewDetail:
    t = here()
    hazard, person = case.hazard, workspace.acting if workspace.somebody_acts else None
    ticks, comment = kept_draft(workspace, case)
    banner = independence(case, person)
    rows = check_rows(case.evidence, ticks, case.pairs, case.load)
    missing = missing_text(rows, comment)
    db = workspace.db
    return ReviewDetail(
        hazard=hazard,
        title=" ".join(hazard.description.split()),
        customer=db.registers.customer(hazard.customer).name,
        equipment=db.registers.equipment(hazard.equipment).name if hazard.equipment else hazard.place,
        status=status_key(hazard),
        supervision=tuple(t(SUPERVISION[reason]) for reason in hazard.supervision),
        independence=banner,
        before=case.before,
        after=case.after,
        values=case.pairs,
        load=case.load,
        rectification=case.note,
        checks=rows,
        comment=comment,
        earlier=earlier(case),
        may_pass=banner.holds and not missing,
        may_return=banner.holds and bool(comment.strip()) and len(comment) <= COMMENT_LENGTH,
        missing=missing if banner.holds else banner.title,
        heads=case.course.heads,
        phrases=tuple(t(phrase) for phrase in PHRASES),
        blind=case.blind,
        round=case.item.round if case.item is not None else "",
    )


def keep_review(workspace: Workspace, hazard: str, ticks: Iterable[Check | str], comment: str) -> ReviewDetail:
    """Keep the ticks and the comment of an unfinished review; durable on return, survives a kill.

    Returns the page as it stands now. Ticks of points that rules decide are kept and do not count.
    """
    case = case_of(workspace, find_hazard(workspace, hazard))
    kept = {"ticks": sorted(Check(one).value for one in ticks), "comment": comment, "submission": case.submission}
    workspace.db.typing.keep(draft_key(workspace.acting.id, case.hazard.id), compact(kept), workspace.now())
    return _detail(workspace, case)


# Judging --------------------------------------------------------------------------------------------------------------


def judge_review(
    workspace: Workspace, hazard: str, outcome: str, given: ReviewInput, *, seen: Iterable[str] | None = None
) -> JudgedReview:
    """Pass or return a rectification as the acting person; `seen` are the heads of the page (`ReviewDetail.heads`).

    A second judgement that is owed is recorded as such and decides nothing. Raises Problem review_points_open,
    review_comment_missing, review_comment_long, review_not_yours, review_outcome, those of `hazards.actions.act`; then
    nothing was written and what was ticked is still kept.
    """
    if outcome not in ACTIONS:
        raise Problem("review_outcome", outcome=outcome)
    case = workspace.call(lambda: _judgeable(workspace, hazard, outcome, given))
    identity, number = case.hazard.id, case.hazard.number
    checks = checks_body(case.evidence, given.ticks)
    if case.blind and case.item is not None:
        item, submission = case.item, case.submission
        words = given.comment.strip()
        disagrees = workspace.call(lambda: give_second(workspace, item, outcome, words, checks, submission))
    else:
        disagrees = False
        more = {"checks": checks, "evidence": told_values(case.pairs), "submission": case.submission}
        act(
            workspace,
            identity,
            ACTIONS[outcome],
            Given(comment=given.comment, photos=given.photos, more=more),
            seen=seen,
        )
    workspace.call(lambda: workspace.db.typing.drop(draft_key(workspace.acting.id, identity)))
    return JudgedReview(identity, number, outcome, disagrees)


def judge_second(workspace: Workspace, hazard: str, outcome: str, given: ReviewInput) -> JudgedReview:
    """Give the blind second judgement that the acting person owes. Raises Problem review_no_second as well."""
    if not workspace.call(lambda: case_of(workspace, find_hazard(workspace, hazard)).blind):
        raise Problem("review_no_second", hazard=hazard)
    return judge_review(workspace, hazard, outcome, given)


def ticks_of(words: Iterable[str]) -> frozenset[Check]:
    """Points of the checklist by their names, several in one word with commas. Raises Problem review_point_unknown."""
    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    for name in names:
        if name not in set(Check):
            raise Problem("review_point_unknown", point=name, names=", ".join(Check))
    return frozenset(Check(name) for name in names)


def _judgeable(workspace: Workspace, hazard: str, outcome: str, given: ReviewInput) -> Case:
    """The case, if the acting person may judge it so. Raises Problem."""
    case = case_of(workspace, find_hazard(workspace, hazard))
    person = workspace.acting
    if refusal(Action.PASS, case.facts, person) is None:
        if case.holder not in ("", person.id):
            raise Problem("review_not_yours", number=case.hazard.number)
        ensure_judgeable(outcome, case.evidence, given.ticks, given.comment)
    return case


def judgement_body(hazard: str, outcome: str, given: ReviewInput, seen: Iterable[str] | None = None) -> dict[str, Any]:
    """What `services.hold(workspace, "judge_review", …)` keeps; photos must be in the store (`PhotoInput`)."""
    return {
        "hazard": hazard,
        "outcome": outcome,
        "ticks": sorted(check.value for check in given.ticks),
        "comment": given.comment,
        "seen": None if seen is None else list(seen),
    }


@executor(VERB)
def carry_out_judgement(workspace: Workspace, body: Mapping[str, Any]) -> JudgedReview:
    """Carry out a judgement that was held."""
    given = ReviewInput(frozenset(Check(one) for one in body.get("ticks") or ()), str(body.get("comment") or ""))
    seen = body.get("seen")
    return judge_review(workspace, str(body["hazard"]), str(body["outcome"]), given, seen=seen)


# Measuring again ------------------------------------------------------------------------------------------------------


def measure_again(
    workspace: Workspace,
    hazard: str,
    key: str,
    value: float | Sequence[float],
    *,
    temperature_c: float | None = None,
    on: date | None = None,
) -> ReviewDetail:
    """Record a value measured after the rectification: a fact, judged by the criteria it was found by.

    `key` is `ValuePair.key` (or a quantity the criteria know), or `LOAD` for the load current in A. A derived value
    takes the numbers it is worked out from, in the order of `ValuePair.inputs`, or the value itself. Raises Problem
    review_value_…, review_measure_….
    """
    case = case_of(workspace, find_hazard(workspace, hazard))
    _may_measure(workspace, case)
    numbers = tuple(float(one) for one in (value if isinstance(value, Sequence) else (value,)))
    given = numbers if temperature_c is None else (*numbers, temperature_c)
    if not numbers or not all(math.isfinite(number) for number in given):
        raise Problem("review_value_number")
    body: dict[str, Any] = {"on": (on or workspace.today()).isoformat()}
    if key == LOAD:
        body["load_a"] = numbers[0]
    else:
        body["values"] = [_entry(workspace, case, key, numbers, temperature_c, on or workspace.today())]
    scope = workspace.db.registers.customer(case.hazard.customer).scope
    event = NewEvent(case.hazard.id, "hazard", "measurement_added", body)
    workspace.db.frames.append(scope, workspace.acting.id, [event], workspace.now())
    return review_detail(workspace, case.hazard.id)


def _may_measure(workspace: Workspace, case: Case) -> None:
    if refusal(Action.NOTE, case.facts, workspace.acting) is not None:
        raise Problem("review_measure_role")
    if case.blind or not case.hazard.status.unclosed:
        raise Problem("review_measure_closed", number=case.hazard.number)


def _entry(
    workspace: Workspace, case: Case, key: str, numbers: tuple[float, ...], temperature_c: float | None, on: date
) -> dict[str, Any]:
    """The value as the event keeps it, with its judgement."""
    first = _found_by(workspace, case, key)
    quantity = workspace.packs.quantities.get(str(first["quantity"]))
    wanted = quantity.inputs if quantity is not None else 1
    if len(numbers) not in (1, wanted):
        names = ", ".join(str(name) for name in first.get("inputs") or ())
        raise Problem("review_value_inputs", count=wanted, names=names or quantity.id if quantity else key)
    entry: dict[str, Any] = {
        "quantity": first["quantity"],
        "label": first.get("label") or "",
        "phase": first.get("phase") or "",
        "value": numbers[0],
        "unit": first.get("unit") or "",
        "temperature_c": temperature_c,
    }
    if wanted > 1 and len(numbers) == wanted:
        entry["inputs_read"] = list(numbers)
    return entry | _judged(workspace, case.hazard, case.values, key, entry, on)


def _judged(
    workspace: Workspace, hazard: Hazard, values: HazardValues, key: str, entry: Entry, on: date
) -> dict[str, Any]:
    judged = judged_again(workspace, hazard, values.facts, values.before.get(key), entry, on)
    return {
        "value": judged.value,
        "verdict": judged.verdict.value if judged.verdict else "",
        "limit": judged.limit,
        "basis": judged.basis,
        "judgement": to_record(judged.record) if judged.record is not None else None,
    }


def _found_by(workspace: Workspace, case: Case, key: str) -> Entry:
    """The value a new one belongs to, or a quantity of the criteria that was not measured then."""
    known = {**{one: measured.entry for one, measured in case.values.after.items()}, **case.values.before}
    if key in known:
        return known[key]
    quantity = workspace.packs.quantities.get(key)
    if quantity is None:
        names = ", ".join(known) or LOAD
        raise Problem("review_value_unknown", number=case.hazard.number, value=key, names=names)
    return {"quantity": quantity.id, "unit": quantity.unit}
