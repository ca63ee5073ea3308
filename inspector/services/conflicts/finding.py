"""Changes that nobody saw of each other: which fields wait for a decision, and which were merged without asking.

Worked out from the events of a thing alone. What all sides knew is the common part of what their changes saw; the
value of then is the fold of that part. Worker thread.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from inspector.domain.actions import Action, refusal
from inspector.domain.events import Event
from inspector.domain.merge import EntityState, FieldState, causal_order, fold
from inspector.i18n import N_, Translator
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.conflicts.field_words import (
    IdNames,
    changed_parts,
    combined,
    field_label,
    own_input,
    part_name,
    value_text,
)
from inspector.services.conflicts.views import Choice, EntityConflict, FieldRow, Result, Side
from inspector.services.hazards.action_words import WHYS
from inspector.services.hazards.courses import course_of
from inspector.services.hazards.history import photos_of
from inspector.services.judgement.rule_names import row_words, rule_title
from inspector.services.ledgers.views import PhotoView
from inspector.services.syncing.device_names import device_names
from inspector.services.syncing.moments import moment
from inspector.services.words import here
from inspector.services.workspace import Workspace, own_devices

ODD: Final = (Problem, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)
"""What odd content of somebody's record may cause."""
SHOWN: Final = 50
"""Things whose conflicts are worked out at once; the rest follows when these are decided."""
NOBODY: Final = N_("Choose who is working, then decide.")
NEWER: Final = N_("It holds records of a newer program: nothing can be decided here. Update first.")
INCOMPLETE: Final = N_("Records it builds on have not arrived yet. Synchronise before you decide.")


def conflicts(workspace: Workspace, limit: int = SHOWN) -> tuple[EntityConflict, ...]:
    """What waits for a decision, the things that were registered last first."""
    words = _Words.of(workspace)
    found = (_readable(workspace, one.entity, words) for one in workspace.db.conflicts.entities(limit))
    return tuple(view for view in found if view is not None and view.open_rows)


def conflict_of(workspace: Workspace, entity: str) -> EntityConflict | None:
    """What several people changed of a thing since they all knew the same; None where nobody did."""
    return _view(workspace, entity, _Words.of(workspace))


def merged_changes(workspace: Workspace, entities: Iterable[str], limit: int = SHOWN) -> tuple[EntityConflict, ...]:
    """Of these things those of which changes of several people were merged and nobody has changed anything since."""
    words, found = _Words.of(workspace), list[EntityConflict]()
    for entity in dict.fromkeys(entities):
        view = _readable(workspace, entity, words) if len(found) < limit else None
        if view is not None and view.merged_rows and not view.open_rows:
            found.append(view)
    return tuple(found)


def _readable(workspace: Workspace, entity: str, words: "_Words") -> EntityConflict | None:
    """None for a thing in whose records stands what cannot be told: it must not keep the others from showing."""
    try:
        return _view(workspace, entity, words)
    except ODD:
        return None


# what happened ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Branches:
    """The events of a thing, and the changes that did not see each other."""

    order: tuple[Event, ...]
    state: EntityState
    past: Mapping[str, frozenset[str]]
    tips: tuple[Event, ...]
    common: frozenset[str]
    before: Mapping[str, FieldState]
    """The fields as all sides knew them."""

    def original(self, name: str) -> Any:
        """What a field was when all knew the same; None before it had a value."""
        return self.before[name].value() if name in self.before else None

    def apart(self, event: str) -> bool:
        """Whether an event was written without seeing all sides."""
        return event not in self.common and any(tip.id != event and tip.id not in self.past[event] for tip in self.tips)


def _branches(events: Sequence[Event]) -> _Branches | None:
    """None where every change saw the one before."""
    order, _waiting = causal_order(events)
    past: dict[str, frozenset[str]] = {}
    for event in order:
        past[event.id] = frozenset(event.par).union(*(past[parent] for parent in event.par))
    state = fold(order)
    tips = _tips(state, past)
    if len(tips) < 2:
        return None
    common = frozenset.intersection(*(past[tip.id] for tip in tips))
    before = fold(event for event in order if event.id in common).fields
    return _Branches(tuple(order), state, past, tips, common, before)


def _tips(state: EntityState, past: Mapping[str, frozenset[str]]) -> tuple[Event, ...]:
    """The heads of conflicted fields; without a conflict the changes that no other change saw."""
    setters = {e.id: e for e in (*state.changes, *state.decisions) if isinstance(e.body.get("fields"), Mapping)}
    if state.conflicted:
        heads = {event for name in state.conflicted for event, _value in state.fields[name].heads}
        return tuple(setters[event] for event in sorted(heads & setters.keys()))
    seen = frozenset[str]().union(*(past[event] for event in setters))
    return tuple(event for identity, event in sorted(setters.items()) if identity not in seen)


# words --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """Names of people, devices and things, and the language."""

    people: Mapping[str, str]
    devices: Mapping[str, str]
    own: frozenset[str]
    names: IdNames
    t: Translator

    @classmethod
    def of(cls, workspace: Workspace) -> "_Words":
        people = workspace.db.registers.person_names()

        def name(identity: str) -> str:
            return people.get(identity) or _thing_name(workspace, identity)

        return cls(people, device_names(workspace), own_devices(workspace), name, here())

    def person(self, identity: str) -> str:
        """The name of a person, or what is known instead."""
        return self.people.get(identity, identity)


def _thing_name(workspace: Workspace, identity: str) -> str:
    """The name of a customer, of equipment or of a hazard; the id itself for anything else."""
    for find in (workspace.db.registers.customer, workspace.db.registers.equipment):
        try:
            return find(identity).name
        except Problem:
            continue
    try:
        return workspace.db.hazards.get(identity).number
    except Problem:
        return row_words(workspace, identity) or identity


def _title(workspace: Workspace, entity: str, state: EntityState, words: _Words) -> str:
    values = {name: field.value() for name, field in state.fields.items()}
    name = str(values.get("name") or values.get("number") or "")
    match state.kind:
        case "criterion" | "criteria_pack" | "hazard_entry" | "form" | "setting":
            return rule_title(workspace, entity)
        case "equipment":
            return " · ".join(part for part in (words.names(str(values.get("customer") or "")), name) if part)
        case "plan":
            day = str(values.get("planned_on") or "")
            return " · ".join(part for part in (words.names(str(values.get("customer") or "")), day) if part)
        case "hazard":
            description = str(values.get("description") or "")
            return " · ".join(part for part in (words.names(str(values.get("customer") or "")), description) if part)
    return name or _thing_name(workspace, entity)


PLACES: Final = {"customer": "customer", "equipment": "equipment", "hazard": "hazard"}
SETTINGS: Final = {
    "person": "people",
    "criterion": "criteria",
    "criteria_pack": "criteria",
    "hazard_entry": "criteria",
    "form": "checklists",
    "setting": "company",
}
"""Kind -> the tab of the settings that shows it."""
GROUP: Final = "section"
"""Field of a group of settings that names it: nobody changes it."""
SECTION_TABS: Final = {
    **{name: name for name in ("documents", "cycles", "deadlines", "supervision")},
    "numbering": "documents",
}
"""Group of settings -> the tab that shows it."""


def _place(entity: str, kind: str, section: str = "") -> tuple[str, str]:
    if kind == "setting" and section in SECTION_TABS:
        return "setting", SECTION_TABS[section]
    if kind in SETTINGS:
        return "setting", SETTINGS[kind]
    if kind == "plan":
        return "planning", ""
    return (PLACES[kind], entity) if kind in PLACES else ("review", "samples")


# views --------------------------------------------------------------------------------------------------------------


def _view(workspace: Workspace, entity: str, words: _Words) -> EntityConflict | None:
    branches = _branches(workspace.db.frames.events_of(entity))
    if branches is None:
        return None
    own = GROUP if branches.state.kind == "setting" else ""
    heads = {name: _heads(branches, name) for name in branches.state.fields if name != own}
    heads = {name: found for name, found in heads.items() if found}
    if not heads:
        return None
    devices = _devices(branches, heads, words)
    rows = [_row(branches, name, found, list(devices), words) for name, found in heads.items()]
    kind = branches.state.kind
    return EntityConflict(
        entity,
        kind,
        _title(workspace, entity, branches.state, words),
        part_name(kind, words.t),
        _place(entity, kind, str(branches.state.fields[own].value()) if own in branches.state.fields else ""),
        branches.state.leaves,
        tuple(_side(event, words) for event in devices.values()),
        tuple(sorted(rows, key=lambda row: row.result is Result.OPEN)),
        _refusal(workspace, entity, branches.state, words.t),
    )


def _heads(branches: _Branches, name: str) -> tuple[tuple[Event, Any], ...]:
    """The changes of a field that one side made without seeing the other; none where it stayed or was changed later."""
    known, field = {event.id: event for event in branches.order}, branches.state.fields[name]
    apart = [(known[event], value) for event, value in field.heads if branches.apart(event)]
    if not field.conflicted and all(value == branches.original(name) for _event, value in apart):
        return ()
    return tuple(apart)


def _devices(
    branches: _Branches, heads: Mapping[str, tuple[tuple[Event, Any], ...]], words: _Words
) -> dict[str, Event]:
    """The devices of the sides, this laptop first, with the last change each of them made."""
    place = {event.id: number for number, event in enumerate(branches.order)}
    last: dict[str, Event] = {}
    for found in heads.values():
        for event, _value in found:
            before = last.get(event.dev)
            if before is None or place[before.id] < place[event.id]:
                last[event.dev] = event
    return dict(sorted(last.items(), key=lambda pair: (pair[0] not in words.own, place[pair[1].id])))


def _side(event: Event, words: _Words) -> Side:
    own = event.dev in words.own
    return Side(event.dev, words.devices.get(event.dev, ""), words.person(event.user), moment(event.at), own)


def _row(
    branches: _Branches, name: str, heads: tuple[tuple[Event, Any], ...], devices: list[str], words: _Words
) -> FieldRow:
    kind, t = branches.state.kind, words.t
    original, values = changed_parts(branches.original(name), [value for _event, value in heads])
    texts = [value_text(kind, name, value, words.names, t) for value in values]
    cells: list[list[str]] = [[] for _device in devices]
    for (event, _value), text in zip(heads, texts, strict=True):
        cells[devices.index(event.dev)].append(text)
    is_open = branches.state.fields[name].conflicted
    own = frozenset(event.id for event in branches.order if event.dev in words.own)
    shown = branches.state.fields[name].value(own)
    return FieldRow(
        name,
        field_label(kind, name, t),
        value_text(kind, name, original, words.names, t),
        tuple(" / ".join(dict.fromkeys(cell)) for cell in cells),
        Result.OPEN if is_open else Result.MERGED,
        value_text(kind, name, shown, words.names, t),
        devices.index(heads[0][0].dev) if len(heads) == 1 and not is_open else -1,
        _choices(branches, name, heads, texts, devices, words) if is_open else (),
        own_input(kind, name, t),
    )


def _choices(
    branches: _Branches,
    name: str,
    heads: tuple[tuple[Event, Any], ...],
    texts: Sequence[str],
    devices: list[str],
    words: _Words,
) -> tuple[Choice, ...]:
    """Each value once, that of this laptop first; then what the sides make together, where that is possible."""
    found: dict[str, Choice] = {}
    for (event, value), text in zip(heads, texts, strict=True):
        side = devices.index(event.dev)
        made = Choice(event.id, value, text, side, _evidence(branches, event.dev))
        before = found.get(_key(value))
        if before is None or before.side > side:
            found[_key(value)] = made
    choices = sorted(found.values(), key=lambda choice: choice.side)
    together = combined(branches.original(name), [value for _event, value in heads])
    if together is not None and _key(together) not in found:
        _original, (differing,) = changed_parts(branches.original(name), [together])
        text = value_text(branches.state.kind, name, differing, words.names, words.t)
        choices.append(Choice("", together, text, -1))
    return tuple(choices)


def _key(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _evidence(branches: _Branches, device: str) -> tuple[PhotoView, ...]:
    """The photos a side brought since all knew the same."""
    own = (event for event in branches.order if event.dev == device and event.id not in branches.common)
    return tuple(photo for event in own for photo in _photos(event))


def _photos(event: Event) -> tuple[PhotoView, ...]:
    try:
        return photos_of(event, after=False)
    except ODD:
        return ()


def _refusal(workspace: Workspace, entity: str, state: EntityState, t: Translator) -> str:
    """Why whoever acts may not decide; "" when he may."""
    if state.unknown:
        return t(NEWER)
    if state.waiting:
        return t(INCOMPLETE)
    if not workspace.somebody_acts:
        return t(NOBODY)
    if state.kind == "hazard":
        why = refusal(Action.CHANGE, course_of(workspace, entity).facts, workspace.acting)
        return t(WHYS[why]) if why is not None else ""
    return ""
