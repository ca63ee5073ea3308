"""Deciding what holds of a field that several people changed: an event that saw them all. Worker thread.

Any value that somebody wrote may be taken as it is; another one is checked like in the register. Nobody decides about
what he has not seen: with `seen` (the heads he had on the screen) a decision is refused when the field was changed
since. What can be taken back goes through `services.held` (verb `decide_conflict`).
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from inspector.domain import plan
from inspector.domain.actions import Action
from inspector.domain.events import Event
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.conflicts.field_words import NEEDED, field_label, read_own
from inspector.services.conflicts.finding import conflict_of
from inspector.services.conflicts.views import InputKind
from inspector.services.hazards.actions import act, events_of, unseen
from inspector.services.hazards.given import Given
from inspector.services.hazards.supervision import settle_recurrence
from inspector.services.held import executor
from inspector.services.judgement.rules import ruler
from inspector.services.planning.records import PlanChange, check_right
from inspector.services.planning.records import write as record_plans
from inspector.services.preferences.catalogue import option, options
from inspector.services.preferences.choosing import KIND as SETTING
from inspector.services.registers.entries import NOUNS, settle_field
from inspector.services.reviews.groups import lead, write
from inspector.services.words import here
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "conflict_settled": N_("“{field}” is not open any more: somebody decided meanwhile. Look at what holds now."),
        "conflict_moved_on": N_("“{field}” was changed again since you looked. Look at the values, then decide."),
        "conflict_value_missing": N_("“{field}” cannot be empty. Enter a value."),
        "conflict_take": N_("“{field}” takes no value of its own here. Take one of those that were written."),
        "conflict_kind": N_("Nothing can be decided here about records of the kind “{kind}”."),
    },
)

VERB: Final = "decide_conflict"
RULES: Final = {
    "criterion": "criterion_decided",
    "criteria_pack": "criteria_pack_changed",
    "hazard_entry": "hazard_entry_changed",
    "form": "form_changed",
    "setting": "settings_changed",
}
GROUPS: Final = {"review_group": "review_group_changed", "review_round": "review_assigned"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person decided: a value that was offered (`value`, JSON), or one of his own as `text`."""

    value: Any = None
    text: str | None = None


def prepare_decision(
    workspace: Workspace, entity: str, field: str, taken: Taken, *, seen: Iterable[str] | None = None
) -> dict[str, Any]:
    """Check a decision; returns what `services.hold(workspace, "decide_conflict", …)` keeps.

    Raises Problem conflict_…, field_range, those of the registers and of actions on hazards.
    """
    kind = _kind(workspace, entity)
    value = taken.value if taken.text is None else _typed(workspace, entity, kind, field, taken.text)
    body = {"entity": entity, "field": field, "value": value, "seen": None if seen is None else list(seen)}
    _decide(workspace, body, writing=False)
    return body


def decide_conflict(
    workspace: Workspace, entity: str, field: str, taken: Taken, *, seen: Iterable[str] | None = None
) -> None:
    """Decide at once (commands, tests). Raises like `prepare_decision`; then nothing was written."""
    _decide(workspace, prepare_decision(workspace, entity, field, taken, seen=seen), writing=True)


@executor(VERB)
def carry_out_decision(workspace: Workspace, body: Mapping[str, Any]) -> str:
    """Write what was held; returns the thing's id."""
    _decide(workspace, body, writing=True)
    return str(body["entity"])


def _kind(workspace: Workspace, entity: str) -> str:
    info = workspace.db.frames.entity(entity)
    if info is None:
        raise Problem("record_missing", id=entity)
    if info.read_only:
        raise Problem("entity_read_only", id=entity)
    return info.kind


def _typed(workspace: Workspace, entity: str, kind: str, field: str, text: str) -> Any:
    """An own value: an option's as the settings take it, else of a field that the page lets people type or choose."""
    if kind == SETTING and field in options():
        return option(field).parse(text)
    found = conflict_of(workspace, entity)
    row = next((one for one in found.open_rows if one.field == field), None) if found is not None else None
    offered = {value for value, _label in row.own_input.options} if row is not None else set()
    if row is not None and (row.own_input.kind is InputKind.NONE or (offered and text.strip() not in offered)):
        raise Problem("conflict_take", field=row.label)
    value = read_own(kind, field, text)
    if value in (None, "") and field in NEEDED.get(kind, ()):
        raise Problem("conflict_value_missing", field=_label(kind, field))
    return value


def _label(kind: str, field: str) -> str:
    return field_label(kind, field, here())


def _decide(workspace: Workspace, body: Mapping[str, Any], *, writing: bool) -> None:
    entity, field, value = str(body["entity"]), str(body["field"]), body["value"]
    kind, seen = _kind(workspace, entity), body.get("seen")
    claimed = _check_open(workspace, entity, kind, field, value, seen)
    if kind == "hazard":
        _decide_hazard(workspace, entity, Given(fields={field: value}), seen, writing=writing)
    elif kind in NOUNS:
        settle_field(workspace, entity, kind, field, value, claimed=claimed, writing=writing)
    elif kind == plan.KIND:
        _decide_plan(workspace, entity, field, value, writing=writing)
    elif kind in GROUPS:
        lead(workspace)
        if writing:
            write(workspace, entity, kind, GROUPS[kind], {"fields": {field: value}})
    elif kind in RULES:
        ruler(workspace)
        if writing:
            write(workspace, entity, kind, RULES[kind], _ruling(workspace, entity, field, value))
            settle_recurrence(workspace)
    else:
        raise Problem("conflict_kind", kind=Message(kind))


def _decide_plan(workspace: Workspace, entity: str, field: str, value: Any, *, writing: bool) -> None:
    """A decision about a planned visit, by whoever may plan it. Raises Problem plan_not_yours."""
    row = workspace.db.plans.one(plan.visit_of(entity))
    if row is None:
        raise Problem("record_missing", id=entity)
    check_right(workspace, row.plan.inspectors)
    if writing:
        record_plans(workspace, [PlanChange(row.plan.visit, row.scope, plan.CHANGED, {field: value})])


def _ruling(workspace: Workspace, entity: str, field: str, value: Any) -> dict[str, Any]:
    """A decision about criteria; who lets a confirmation stand names the paper that the others named."""
    rule = workspace.db.house_rules.one(entity)
    seen = next((one.seen for one in rule.said if one.seen), "") if rule is not None else ""
    return {"fields": {field: value}, **({"seen": seen} if field == "confirmed" and value and seen else {})}


def _decide_hazard(
    workspace: Workspace, hazard: str, given: Given, seen: Iterable[str] | None, *, writing: bool
) -> None:
    if writing:
        act(workspace, hazard, Action.CHANGE, given, seen=seen)
    else:
        events_of(workspace, hazard, Action.CHANGE, given, seen=seen)


def _check_open(
    workspace: Workspace, entity: str, kind: str, field: str, value: Any, seen: Iterable[str] | None
) -> bool:
    """Raise Problem unless the field is open as the person saw it; whether the value is one of those offered."""
    found = conflict_of(workspace, entity)
    row = next((one for one in found.open_rows if one.field == field), None) if found is not None else None
    if row is None:
        raise Problem("conflict_settled", field=_label(kind, field))
    new = unseen(workspace.db.frames.events_of(entity), seen) if seen is not None else ()
    if any(_sets(event, field) for event in new):
        raise Problem("conflict_moved_on", field=_label(kind, field))
    return any(_json(choice.value) == _json(value) for choice in row.choices)


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _sets(event: Event, field: str) -> bool:
    fields = event.body.get("fields")
    return isinstance(fields, Mapping) and field in fields
