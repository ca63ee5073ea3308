"""Electricians and contacts of a customer: columns that carry a number, read into a list, told part by part. Pure.

A row changes those that are known by their number; an empty cell takes nothing away.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from inspector.quick_dataclass import dataclass
from inspector.services.excel.outcome import alike, change
from inspector.services.excel.records import Record
from inspector.services.excel.views import FieldChange


@dataclass(frozen=True, slots=True)
class Group:
    """A list of a customer. `prefix` begins the keys of its columns; `blank` is one of it without anything."""

    field: str
    prefix: str
    blank: Mapping[str, Any]


ELECTRICIANS: Final = Group(
    "electricians",
    "electrician.",
    {"name": "", "certificate": "", "valid_until": None, "category": "", "phone": ""},
)
CONTACTS: Final = Group("contacts", "contacts.", {"name": "", "title": "", "phone": ""})
GROUPS: Final = (ELECTRICIANS, CONTACTS)


def is_numbered(key: str) -> bool:
    """Whether a column belongs to one of the lists."""
    return key.startswith(tuple(group.prefix for group in GROUPS))


def columns_of_list(group: Group, several: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A list as values by column."""
    return {
        f"{group.prefix}{number}.{part}": value
        for number, one in enumerate(several, start=1)
        for part, value in one.items()
    }


def lists_of(record: Record, known: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The lists that a row gives something of, merged into those known; complains of one without a name."""
    return {group.field: found for group in GROUPS if (found := _merged(record, group, known.get(group.field, ())))}


def _merged(record: Record, group: Group, known: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    given: dict[int, dict[str, Any]] = {}
    for key, value in record.values.items():
        if key.startswith(group.prefix):
            _prefix, which, part = key.split(".", 2)
            given.setdefault(int(which), {})[part] = value
    merged = [dict(one) for one in known] if given else []
    for number, parts in sorted(given.items()):
        if number <= len(merged):
            merged[number - 1] |= parts
        elif not parts.get("name"):
            key = f"{group.prefix}{number}.name"
            record.complain(key, "cell_required", column=record.head.heading(key))
        else:
            merged.append({**group.blank, **parts})
    return merged


def changes_in(record: Record, field: str, old: Sequence[Mapping[str, Any]], new: Any) -> list[FieldChange] | None:
    """Changes of a list, part by part; None for a field that is none of them."""
    group = next((group for group in GROUPS if group.field == field), None)
    if group is None:
        return None
    found = []
    for number, after in enumerate(new):
        before = old[number] if number < len(old) else {}
        for part, value in after.items():
            if value and not alike(before.get(part) or "", value):
                found.append(change(record, f"{group.prefix}{number + 1}.{part}", before.get(part), value))
    return found
