"""Choosing options: a company's are written as one record, a laptop's are kept here. Worker thread.

The record of a group also takes along what this laptop had kept of that group by itself, before options were shared:
so the first choice makes the company's settings out of those of the laptop that made it, and another laptop that had
other values asks.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from inspector.domain.events import BlobRef
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.judgement.rules import may_rule, thing_of, write
from inspector.services.preferences.catalogue import SECTIONS, option, options
from inspector.services.preferences.numbering import PATTERNS
from inspector.services.preferences.options import Kind, Option, Scope
from inspector.services.preferences.reading import MISSING, chosen_all, local_value, usable
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent

register(
    ProblemKind.INPUT,
    {
        "settings_role": N_("What holds for the whole company is set by a team lead or an administrator. Ask one."),
        "numbering_same": N_("“{pattern}” would be the pattern of two series of numbers. Change its first letters."),
    },
)

KIND: Final = "setting"
CHANGED: Final = "settings_changed"
PNG: Final = "image/png"
SECTION: Final = "section"
"""Field that names the group; it never changes."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a choice changed: the keys, and what they were before, so that it can be taken back."""

    keys: tuple[str, ...]
    before: Mapping[str, Any]


def may_choose(workspace: Workspace, scope: Scope = Scope.COMPANY) -> bool:
    """Whether whoever acts may choose options of this scope."""
    return scope is not Scope.COMPANY or (workspace.somebody_acts and may_rule(workspace))


def choose(workspace: Workspace, values: Mapping[str, Any]) -> Chosen:
    """Choose values by key: all or none. Values that are chosen already change nothing.

    Raises Problem settings_role, settings_person, nobody_acting, option_…, numbering_…, and those of the lock and sync.
    """
    wanted = {key: option(key).check(value) for key, value in values.items()}
    for key in wanted:
        if option(key).scope is Scope.PERSON:
            raise Problem("settings_person", name=_label(option(key)))
    before = chosen_all(workspace)
    open_fields = _open(workspace)
    wanted = {key: value for key, value in wanted.items() if before[key] != value or key in open_fields}
    company = {key: value for key, value in wanted.items() if option(key).scope is Scope.COMPANY}
    if company and not may_choose(workspace):
        raise Problem("settings_role")
    _check_numbers(before, wanted)
    with workspace.db.transaction():
        for key, value in wanted.items():
            if key not in company:
                _keep(workspace, option(key), value)
        if company:
            _write(workspace, company)
    return Chosen(tuple(wanted), {key: before[key] for key in wanted})


def _label(one: Option) -> Any:
    return Message(one.label) if not one.names[0] else one.names[1]


def _check_numbers(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """No pattern that is chosen now may be another series' own; what two laptops made the same apart stays to mend."""
    values = {**before, **wanted}
    patterns = {key: values[key] for key in (f"numbering.{series}" for series in PATTERNS)}
    for key, pattern in patterns.items():
        if key in wanted and list(patterns.values()).count(pattern) > 1:
            raise Problem("numbering_same", pattern=pattern)


def traced(workspace: Workspace, act: Callable[[], object]) -> Chosen:
    """Do something that chooses options, and tell what it changed, with a way back. Raises what it raises."""
    before = chosen_all(workspace)
    act()
    after = chosen_all(workspace)
    keys = tuple(key for key, value in after.items() if before[key] != value)
    return Chosen(keys, {key: before[key] for key in keys})


# a company's --------------------------------------------------------------------------------------------------------


def _open(workspace: Workspace) -> frozenset[str]:
    """Options that several people chose differently; choosing again decides."""
    rules = workspace.db.house_rules.of_kinds((KIND,))
    return frozenset(field for rule in rules for field in rule.open)


def alone_here(workspace: Workspace) -> dict[str, Any]:
    """Options of the company that only this laptop has: kept here, other than the default, in no record. By key."""
    company = workspace.db.house_rules.company()
    found = {}
    for one in options().values():
        if one.scope is Scope.COMPANY and one.key not in company:
            value = usable(one, local_value(workspace.db, one))
            if value not in (MISSING, one.default):
                found[one.key] = value
    return found


def share_all(workspace: Workspace) -> tuple[str, ...]:
    """Make what only this laptop has the company's. Raises Problem settings_role, nobody_acting."""
    if not may_choose(workspace):
        raise Problem("settings_role")
    alone = alone_here(workspace)
    with workspace.db.transaction():
        _write(workspace, alone)
    return tuple(alone)


def _write(workspace: Workspace, values: Mapping[str, Any]) -> None:
    """One record with an event for each group; what only this laptop had of these groups goes along."""
    groups = {option(key).section for key in values}
    along = {key: value for key, value in alone_here(workspace).items() if option(key).section in groups}
    whole = {**along, **values}
    scope, events = area_of(workspace), []
    for section in [name for name in SECTIONS if name in groups]:
        fields = {key: value for key, value in whole.items() if option(key).section == section}
        blobs = tuple(
            BlobRef(value, workspace.store.blobs.size(value), PNG)
            for key, value in fields.items()
            if option(key).kind is Kind.PICTURE and value
        )
        body = {"fields": {SECTION: section, **fields}}
        events.append(NewEvent(thing_of(scope, KIND, section), KIND, CHANGED, body, blobs=blobs))
    if events:
        write(workspace, scope, events)
        follow(workspace)


def follow(workspace: Workspace) -> None:
    """Let what is worked out by the company's options follow them: what counts as come back."""
    from inspector.services.hazards.supervision import settle_recurrence  # noqa: PLC0415 - it needs this module

    settle_recurrence(workspace)


# a laptop's ---------------------------------------------------------------------------------------------------------


def _keep(workspace: Workspace, one: Option, value: Any) -> None:
    keep = _KEEPERS.get(one.key)
    if keep is not None:
        keep(workspace, value)
    else:
        workspace.db.settings.put(one.key, value)


def _keep_lock(workspace: Workspace, value: Any) -> None:
    from inspector.services.access.locking import set_lock_minutes  # noqa: PLC0415 - rarely needed

    set_lock_minutes(workspace, int(value))


def _keep_days(workspace: Workspace, value: Any) -> None:
    from inspector.services.syncing.offline_age import set_offline_days  # noqa: PLC0415 - rarely needed

    set_offline_days(workspace, value)


def _keep_sync(workspace: Workspace, **chosen: Any) -> None:
    from inspector.services.syncing.rounds import put_sync_settings, sync_settings  # noqa: PLC0415 - the network's libraries

    put_sync_settings(workspace, replace(sync_settings(workspace), **chosen))


_KEEPERS: Final[Mapping[str, Callable[[Workspace, Any], None]]] = {
    "lock_minutes": _keep_lock,
    "offline_days": _keep_days,
    "sync.networks": lambda workspace, value: _keep_sync(workspace, networks=tuple(value)),
    "sync.metered_files": lambda workspace, value: _keep_sync(workspace, metered_files=value),
    "sync.every_s": lambda workspace, value: _keep_sync(workspace, every_s=value),
}
"""Options that another module keeps, with checks of its own."""
