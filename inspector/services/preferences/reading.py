"""What counts here: of a company's option what its area decided, else what this laptop had, else the default.

Worker thread, or a reader of the storage. What arrived and cannot be used counts as not chosen.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import Message
from inspector.problems import Problem
from inspector.services.preferences.catalogue import option, options
from inspector.services.preferences.options import Kind, Option, Scope

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace
    from inspector.storage.database import Database

MISSING: Final = object()
SYNC: Final = "sync."
"""Begin of the keys that stand in one setting of the synchronising."""
LOCK: Final = "lock_minutes"


def chosen(workspace: "Workspace", key: str) -> Any:
    """The value of an option of company or laptop. Raises Problem option_unknown, settings_person."""
    one = option(key)
    if one.scope is Scope.PERSON:
        raise Problem("settings_person", name=Message(one.label))
    if one.kind is Kind.PLACE:
        from inspector.services.preferences.places import place_value  # noqa: PLC0415 - rarely needed

        return place_value(workspace, key)
    return _lock(workspace) if key == LOCK else value_in(workspace.db, one)


def chosen_all(workspace: "Workspace") -> dict[str, Any]:
    """The values of all options of company and laptop, by key, but for places, which no other laptop has."""
    db, found = workspace.db, {}
    company = db.house_rules.company()
    for one in options().values():
        if one.scope is not Scope.PERSON and one.kind is not Kind.PLACE:
            found[one.key] = _value(workspace.db, one, company) if one.key != LOCK else _lock(workspace)
    return found


def _lock(workspace: "Workspace") -> str:
    from inspector.services.access.locking import lock_minutes  # noqa: PLC0415 - rarely needed

    return str(lock_minutes(workspace))


def value_in(db: "Database", one: Option) -> Any:
    """The value of an option, read where the caller reads."""
    return _value(db, one, db.house_rules.company() if one.scope is Scope.COMPANY else {})


def _value(db: "Database", one: Option, company: Mapping[str, Any]) -> Any:
    for found in (company.get(one.key, MISSING), local_value(db, one)):
        value = usable(one, found)
        if value is not MISSING:
            return value
    return one.default


def usable(one: Option, found: Any) -> Any:
    """A value as it may be used; MISSING for one that may not."""
    if found is MISSING:
        return MISSING
    try:
        return one.check(found)
    except Problem:
        return MISSING


def local_value(db: "Database", one: Option) -> Any:
    """What this laptop kept by itself; MISSING for nothing."""
    if one.key.startswith(SYNC):
        kept = db.settings.get("sync_settings", {})
        return kept.get(one.key.removeprefix(SYNC), MISSING) if isinstance(kept, dict) else MISSING
    if one.key == "supervision.overdue":
        return _overdue(db.settings.get("supervision"))
    if not one.local:
        return db.settings.get(one.key, MISSING)
    value = db.settings.get(str(one.local[0]), MISSING)
    for part in one.local[1:]:
        value = _within(value, part)
    return value


def _within(value: Any, part: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(part, MISSING)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return MISSING


def _overdue(kept: Any) -> Any:
    return kept.get("overdue_days") is not None if isinstance(kept, Mapping) and "overdue_days" in kept else MISSING
