"""What a company decides about the criteria: rows confirmed against the paper, switched, chosen. Worker thread.

Decisions are events and travel like all others; each area (the scope of this workspace) decides for itself. The id of
the thing that is decided about follows from area and row, so that two laptops that decide apart speak of the same.
Who confirmed, and when, is who signed the record; `seen` says which paper was in his hands.
"""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from inspector import assets
from inspector.criteria import Packs, load_packs
from inspector.criteria.confirmed import Decisions, Row, RowDecision, conflict_groups, decided, rows_of, statement
from inspector.criteria.model import Check, Confirmation
from inspector.domain.hazard import Grade
from inspector.domain.person import Person, Role
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.services.judgement.words import day_of
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.storage.registers.house_rules import CRITERIA, HouseRule

register(
    ProblemKind.INPUT,
    {
        "criteria_role": N_("Criteria are decided on by an administrator, the hazard library by leads too. Ask one."),
        "criterion_unknown": N_("No criteria pack has a row “{row}”. Look it up with `inspector criteria list`."),
        "criterion_source": N_("Say which paper you compared it with: standard, edition, page or clause."),
        "criterion_group": N_("No rows contradict each other about “{group}”. See `inspector criteria variants`."),
        "criterion_rival": N_("“{row}” is not one of the variants of “{group}”: {rows}."),
        "criterion_chosen": N_("“{row}” is one of several variants. Choose the one that counts instead."),
        "criterion_reason": N_("“{row}” may call a value a failure: say why it is to judge no more."),
        "criterion_check": N_("A point of a checklist cannot be switched off; change the checklist."),
    },
)

RULERS: Final = frozenset({Role.LEAD, Role.ADMINISTRATOR})
MOST_SEEN: Final = 300
_SPACE: Final = uuid.UUID("6f1d0c0e-7d55-5a3c-9c55-0a5f5d3e8c11")


def shipped_sources() -> dict[str, bytes]:
    """The packs that come with the program, by file name."""
    folder = assets.resource("criteria")
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))}


def thing_of(scope: str, what: str, name: str) -> str:
    """The id of what is decided about: the same on every laptop of an area."""
    return str(uuid.uuid5(_SPACE, f"{scope}\n{what}\n{name}"))


def may_decide(workspace: Workspace) -> bool:
    """Whether whoever acts decides how values are judged: an administrator; where there is none yet, as `may_rule`."""
    persons = workspace.db.registers.persons()
    if not any(Role.ADMINISTRATOR in person.roles and person.active for person in persons):
        return may_rule(workspace)
    return workspace.somebody_acts and Role.ADMINISTRATOR in workspace.acting.roles


def decider(workspace: Workspace) -> Person:
    """The acting person, who must be one who decides about criteria. Raises Problem criteria_role, nobody_acting."""
    if not may_decide(workspace):
        raise Problem("criteria_role")
    return workspace.acting


def may_rule(workspace: Workspace) -> bool:
    """Whether whoever acts shapes forms and hazard library: a lead or administrator; where there is none, everybody."""
    persons = workspace.db.registers.persons()
    if not any(RULERS & frozenset(person.roles) and person.active for person in persons):
        return True
    return workspace.somebody_acts and bool(RULERS & frozenset(workspace.acting.roles))


def ruler(workspace: Workspace) -> Person:
    """The acting person, who must be one who decides. Raises Problem criteria_role, nobody_acting."""
    if not may_rule(workspace):
        raise Problem("criteria_role")
    return workspace.acting


# the packs as they count here ---------------------------------------------------------------------------------------


def own_rules(workspace: Workspace, kinds: Iterable[str] = CRITERIA) -> tuple[HouseRule, ...]:
    """What was decided in the area of this workspace."""
    area = str(workspace.db.settings.get("area", ""))
    return tuple(rule for rule in workspace.db.house_rules.of_kinds(tuple(kinds)) if rule.scope == area)


def current_packs(workspace: Workspace) -> tuple[Packs, tuple[Problem, ...]]:
    """The packs of the program and of the company with all decisions; what is wrong with packs that cannot be used."""
    rules = own_rules(workspace)
    packs, troubles = _with_local(local_sources(rules))
    return decided(packs, _decisions(workspace, rules)).with_deadlines(_days(workspace)), troubles


def usual_deadlines(workspace: Workspace) -> dict[Grade, int]:
    """Days by grade as the packs have them, where the company set none of its own."""
    rules = own_rules(workspace)
    packs = decided(_with_local(local_sources(rules))[0], _decisions(workspace, rules))
    start = date(2001, 1, 1)
    return {grade: (packs.deadline(grade, start) - start).days for grade in Grade}


def _days(workspace: Workspace) -> dict[Grade, int]:
    """The days of the grades that the company set itself."""
    from inspector.services.preferences.reading import chosen_all  # noqa: PLC0415 - its other half needs this module

    values = chosen_all(workspace)
    days = {grade: values[f"deadline.{grade.value}"] for grade in Grade}
    return {grade: count for grade, count in days.items() if count is not None}


def local_sources(rules: Iterable[HouseRule]) -> dict[str, bytes]:
    """The company's own packs that are in use, by file name."""
    found = {}
    for rule in rules:
        content = rule.fields.get("content")
        if rule.kind == "criteria_pack" and rule.fields.get("active") is True and isinstance(content, str):
            found[f"{rule.fields.get('pack')}.toml"] = content.encode()
    return found


def _with_local(local: Mapping[str, bytes]) -> tuple[Packs, tuple[Problem, ...]]:
    """All packs; one that cannot be used (any more) is left out and told, and stops nothing."""
    shipped = shipped_sources()
    try:
        return load_packs(shipped, local), ()
    except Problem as problem:
        if not local:
            raise
        first = problem
    used: dict[str, bytes] = {}
    troubles = []
    for name in sorted(local):
        try:
            load_packs(shipped, {**used, name: local[name]})
            used[name] = local[name]
        except Problem as problem:
            troubles.append(problem)
    return load_packs(shipped, used), tuple(troubles) or (first,)


def _decisions(workspace: Workspace, rules: Iterable[HouseRule]) -> Decisions:
    people = workspace.db.registers.person_names()
    rows, chosen = {}, {}
    for rule in rules:
        row, group = rule.fields.get("row"), rule.fields.get("group")
        if isinstance(row, str):
            rows[row] = _decision(rule, people)
        elif isinstance(group, str):
            chosen[group] = str(rule.fields.get("chosen") or "")
    return Decisions(rows, chosen)


def _decision(rule: HouseRule, people: Mapping[str, str]) -> RowDecision:
    confirmed, enabled = str(rule.fields.get("confirmed") or ""), rule.fields.get("enabled")
    confirmation = None
    if confirmed and rule.said:
        first = rule.said[0]
        day = day_of(first.at)
        confirmation = Confirmation(people.get(first.by, first.by), day, first.seen) if day is not None else None
    return RowDecision(confirmed, confirmation, enabled if isinstance(enabled, bool) else None)


# deciding -----------------------------------------------------------------------------------------------------------


def row_of(workspace: Workspace, row: str) -> Row:
    """A row by id. Raises Problem criterion_unknown."""
    found = next((one for one in rows_of(workspace.packs) if one.id == row), None)
    if found is None:
        raise Problem("criterion_unknown", row=row)
    return found


def confirm_rows(workspace: Workspace, rows: Iterable[str], seen: str) -> tuple[str, ...]:
    """Confirm rows as they stand: they were compared with the paper that `seen` names. Returns those that changed.

    Raises Problem criteria_role, criterion_unknown, criterion_source.
    """
    decider(workspace)
    paper = seen.strip()[:MOST_SEEN]
    if not paper:
        raise Problem("criterion_source")
    found = [row_of(workspace, row) for row in dict.fromkeys(rows)]
    return _decide(workspace, {row.id: {"confirmed": statement(row)} for row in found}, {"seen": paper})


def unconfirm_rows(workspace: Workspace, rows: Iterable[str]) -> tuple[str, ...]:
    """Take confirmations back. Raises Problem criteria_role, criterion_unknown."""
    decider(workspace)
    return _decide(workspace, {row_of(workspace, row).id: {"confirmed": ""} for row in dict.fromkeys(rows)})


def switch_rows(
    workspace: Workspace, rows: Iterable[str], *, enabled: bool | None, reason: str = ""
) -> tuple[str, ...]:
    """Let rows judge or not; None leaves it to the pack. Returns those that changed.

    A row that may say fail is only switched off with a reason, which stays in the record of the decision. Raises
    Problem criteria_role, criterion_unknown, criterion_check, criterion_chosen, criterion_reason.
    """
    decider(workspace)
    names, why = tuple(dict.fromkeys(rows)), reason.strip()[:MOST_SEEN]
    for name in names:
        found = row_of(workspace, name)
        if isinstance(found, Check):
            raise Problem("criterion_check")
        if enabled is not None and found.conflict in conflict_groups(workspace.packs):
            raise Problem("criterion_chosen", row=name)
        if enabled is False and not why and found.source.confidence.may_fail:
            raise Problem("criterion_reason", row=name)
    more = {"reason": why} if why and enabled is False else None
    return _decide(workspace, {name: {"enabled": enabled} for name in names}, more)


def choose_variant(workspace: Workspace, group: str, row: str) -> tuple[str, ...]:
    """Say which of contradicting rows counts; "" leaves it to the pack. Raises Problem criteria_role, criterion_…."""
    decider(workspace)
    rows = conflict_groups(workspace.packs).get(group)
    if rows is None:
        raise Problem("criterion_group", group=group)
    names = [one.id for one in rows]
    if row and row not in names:
        raise Problem("criterion_rival", row=row, group=group, rows=", ".join(names))
    scope = area_of(workspace)
    thing = thing_of(scope, "group", group)
    before = workspace.db.house_rules.one(thing)
    if str(before.fields.get("chosen") or "" if before else "") == row and not (before and before.open):
        return ()
    fields = {"group": group, "chosen": row}
    write(workspace, scope, [NewEvent(thing, "criterion", "criterion_decided", {"fields": fields})])
    return (group,)


def _decide(
    workspace: Workspace, decisions: Mapping[str, Mapping[str, Any]], more: Mapping[str, Any] | None = None
) -> tuple[str, ...]:
    """Write what differs from what was decided before, in one record."""
    scope = area_of(workspace)
    events, changed = [], []
    for row, fields in decisions.items():
        thing = thing_of(scope, "row", row)
        before = workspace.db.house_rules.one(thing)
        if before is not None and not before.open and all(before.fields.get(key) == fields[key] for key in fields):
            continue
        if before is None and all(value in ("", None) for value in fields.values()):
            continue  # nothing to take back
        body = {"fields": {"row": row, **fields}, **(more or {})}
        events.append(NewEvent(thing, "criterion", "criterion_decided", body))
        changed.append(row)
    if events:
        write(workspace, scope, events)
    return tuple(changed)


def write(workspace: Workspace, scope: str, events: list[NewEvent]) -> None:
    """Write decisions in one record."""
    workspace.db.frames.append(scope, workspace.acting.id, events, workspace.now())
