"""Judging a value that was measured again by the criteria its hazard was found by. Worker thread.

The value must hold against the limit it failed then, as it was recorded, and against the criteria as they are now: a
later pack never excuses what an older one refused, and a stricter one is said.
"""

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from inspector.criteria import Judgement, JudgeRequest, facts_for, from_record, judge
from inspector.criteria.telling import within
from inspector.domain.hazard import Hazard
from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.workspace import Workspace

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged value in its quantity's unit. `within` says on which side of its limit it lies; None = not known.

    `record` is what the criteria said of this very value.
    """

    value: float
    verdict: Verdict | None
    limit: str = ""
    basis: str = ""
    low: float | None = None
    high: float | None = None
    within: bool | None = None
    reason: str = ""
    decimals: int | None = None
    record: Judgement | None = None


def judged_before(entry: Entry) -> Judged:
    """A value as it was judged when it was found."""
    record = recorded(entry)
    verdict = Verdict(entry["verdict"]) if entry.get("verdict") in set(Verdict) else None
    value = float(entry["value"])
    low, high = (record.limit_low, record.limit_high) if record else (None, None)
    return Judged(
        value,
        verdict,
        str(entry.get("limit") or (record.limit_text if record else "")),
        str(entry.get("basis") or (record.basis if record else "")),
        low,
        high,
        decimals=record.decimals if record else None,
        record=record,
    )


def recorded(entry: Entry) -> Judgement | None:
    """The judgement that was saved with a value."""
    data = entry.get("judgement")
    try:
        return from_record(data) if isinstance(data, Mapping) else None
    except Problem:
        return None


def judged_again(
    workspace: Workspace, hazard: Hazard, facts: Mapping[str, str], first: Entry | None, entry: Entry, on: date | None
) -> Judged:
    """Judge a new value; `first` is the entry it was found by, None if this was not measured then."""
    then = recorded(first) if first is not None else None
    now = recorded(entry) or _judged_now(workspace, hazard, facts, first, entry, on)
    value = float(entry["value"]) if now is None or now.value is None else now.value
    old = None if then is None or then.converted is not None else _held(then, value)
    return _joined(value, then, old=old, now=now)


def _held(then: Judgement, value: float) -> bool | None:
    """Whether a value lies within the limit of then; None if there was none in the value's own unit."""
    if then.limit_low is None and then.limit_high is None:
        return None
    return within(value, then.limit_low, then.limit_high)


def _joined(value: float, then: Judgement | None, *, old: bool | None, now: Judgement | None) -> Judged:
    """The verdict of both: outside the limit of then is outside; inside it, what the criteria say now.

    Inside the limit it failed, a value that deserves attention for another reason is within: only failing values are
    hazards by themselves.
    """
    if old is False and then is not None:
        verdict = Verdict.FAIL if then.verdict is Verdict.FAIL else Verdict.ATTENTION
        return _of(then, value, verdict, inside=False, record=now)
    if now is not None and now.verdict in (Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL):
        inside = now.verdict is Verdict.PASS or (now.verdict is Verdict.ATTENTION and (old is True or _inside(now)))
        why = "" if now.verdict is Verdict.PASS else "; ".join(reason.render() for reason in now.reasons)
        return _of(now, value, now.verdict, inside=inside, reason=why, record=now)
    if old and then is not None:
        return _of(then, value, Verdict.PASS, inside=True, record=now)
    return _unknown(value, then, now)


def _unknown(value: float, then: Judgement | None, now: Judgement | None) -> Judged:
    """Nothing says whether the value holds: facts are missing, or there is no limit."""
    if now is not None and now.verdict is Verdict.UNDETERMINED:
        names = ", ".join(part.render() for part in now.missing)
        why = _("missing: {names}").format(names=names)
        return _of(now, value, Verdict.UNDETERMINED, inside=None, reason=why, record=now)
    if then is not None:
        return _of(then, value, Verdict.UNDETERMINED, inside=None, record=now)
    return Judged(value, None if now is None else now.verdict, record=now)


def _inside(judgement: Judgement) -> bool:
    """Whether a value that deserves attention lies inside its limit: near it, or risen fast.

    A value outside a limit that is not confirmed says attention too, and is not inside.
    """
    if judgement.value is None or (judgement.limit_low is None and judgement.limit_high is None):
        return False
    low, high = judgement.limit_low, judgement.limit_high
    value = judgement.value
    if judgement.converted is not None and not judgement.converted_unit:
        value = judgement.converted
    return within(value, low, high)


def _of(
    judgement: Judgement,
    value: float,
    verdict: Verdict,
    *,
    inside: bool | None,
    reason: str = "",
    record: Judgement | None = None,
) -> Judged:
    return Judged(
        value,
        verdict,
        judgement.limit_text,
        judgement.basis,
        judgement.limit_low,
        judgement.limit_high,
        inside,
        reason,
        judgement.decimals,
        record,
    )


def _judged_now(
    workspace: Workspace, hazard: Hazard, facts: Mapping[str, str], first: Entry | None, entry: Entry, on: date | None
) -> Judgement | None:
    """What today's criteria say; None for a quantity they do not know or a derived value without what it came from."""
    quantity = workspace.packs.quantities.get(str(entry["quantity"]))
    given = entry.get("inputs_read")
    inputs = tuple(float(one) for one in given) if isinstance(given, list | tuple) else (float(entry["value"]),)
    if quantity is None or len(inputs) != quantity.inputs or not all(math.isfinite(one) for one in inputs):
        return None
    db = workspace.db
    equipment = db.registers.equipment(hazard.equipment) if hazard.equipment else None
    known = {**facts_for(db.registers.customer(hazard.customer), equipment), **facts}
    label = str((first or entry).get("label") or "")
    past = db.measurements.history(quantity.id, equipment=hazard.equipment or "", customer=hazard.customer, label=label)
    return judge(
        workspace.packs,
        JudgeRequest(
            quantity=quantity.id,
            inputs=inputs,
            facts=known,
            temperature_c=entry.get("temperature_c"),
            on=on or workspace.today(),
            history=tuple(value for value in past if value.tested_on < hazard.found_on),
        ),
    )
