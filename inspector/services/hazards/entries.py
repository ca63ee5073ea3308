"""The hazard library as it counts here: the entries of the program and those of the company's own. Worker thread.

Own entries are shared like all records; leads and administrators write them (the library of a whole area). What came
from the program is never changed: an own entry stands beside it. A basis that is left empty is "practice".
"""

import functools
from collections.abc import Mapping
from typing import Any, Final

from inspector import assets
from inspector.criteria.hazard_library import KINDS, LibraryEntry, load_library
from inspector.criteria.model import NO_TEXT, Bilingual
from inspector.domain.hazard import Grade
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.judgement.rules import own_rules, ruler, write
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.storage import NewEvent
from inspector.storage.registers.house_rules import HouseRule

register(
    ProblemKind.INPUT,
    {
        "entry_unknown": N_("The hazard library has no entry of your own “{entry}”."),
        "entry_shipped": N_("“{entry}” came with the program and cannot be changed. Add one of your own beside it."),
        "entry_wording": N_("Say what is wrong, and what is to be done about it."),
        "entry_kinds": N_("Choose what the entry is about. Kinds are: {kinds}."),
        "entry_grade": N_("A grade is critical, serious or general, not “{grade}”."),
        "entry_days": N_(
            "The deadline is a whole number of days from 1 to {most}; empty for the usual one of its grade."
        ),
    },
)

KIND: Final = "hazard_entry"
MOST_DAYS: Final = 3650
MOST_TEXT: Final = 500


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry as somebody writes it. One language is enough; `days` 0 is the usual deadline of the grade."""

    hazard: Bilingual
    measure: Bilingual
    kinds: frozenset[str]
    grade: str = Grade.GENERAL.value
    basis: str = ""
    words: str = ""
    days: int = 0


BLANK: Final = NewEntry(NO_TEXT, NO_TEXT, frozenset())


@functools.cache
def shipped_entries() -> tuple[LibraryEntry, ...]:
    """The entries of the program. Any thread."""
    folder = assets.resource("hazards")
    return load_library({path.name: path.read_bytes() for path in sorted(folder.glob("*.toml"))})


def entries(workspace: Workspace) -> tuple[LibraryEntry, ...]:
    """All entries: own ones first, by their wording, then those of the program."""
    return (*own_entries(workspace), *shipped_entries())


def own_entries(workspace: Workspace) -> tuple[LibraryEntry, ...]:
    """The company's own entries that are in use."""
    found = (_entry(rule) for rule in own_rules(workspace, (KIND,)) if rule.fields.get("active", True) is True)
    return tuple(sorted((entry for entry in found if entry is not None), key=lambda entry: entry.hazard))


def add_entry(workspace: Workspace, new: NewEntry) -> LibraryEntry:
    """Add an entry. Raises Problem criteria_role, entry_…."""
    ruler(workspace)
    return _write(workspace, workspace.new_id(), "hazard_entry_added", {**_fields(new), "active": True})


def change_entry(workspace: Workspace, entry: str, new: NewEntry) -> LibraryEntry:
    """Change an own entry. Raises Problem criteria_role, entry_…."""
    ruler(workspace)
    before, fields = _own(workspace, entry).fields, _fields(new)
    changed = {key: value for key, value in fields.items() if before.get(key) != value}
    if not changed:
        return find_entry(workspace, entry)
    return _write(workspace, entry, "hazard_entry_changed", changed)


def remove_entry(workspace: Workspace, entry: str) -> LibraryEntry:
    """Take an own entry out of the library; hazards worded by it stay. Raises Problem entry_…, criteria_role."""
    ruler(workspace)
    _own(workspace, entry)
    return _write(workspace, entry, "hazard_entry_changed", {"active": False})


def restore_entry(workspace: Workspace, entry: str) -> LibraryEntry:
    """Put an own entry back that was taken out. Raises Problem criteria_role, entry_…."""
    ruler(workspace)
    _own(workspace, entry)
    return _write(workspace, entry, "hazard_entry_changed", {"active": True})


def find_entry(workspace: Workspace, entry: str) -> LibraryEntry:
    """An own entry, also one that was taken out. Raises Problem entry_unknown, entry_shipped."""
    made = _entry(_own(workspace, entry))
    if made is None:
        raise Problem("entry_unknown", entry=entry)
    return made


def given_of(entry: LibraryEntry) -> NewEntry:
    """An entry as one that can be changed."""
    basis = "" if entry.standard == "practice" else entry.basis
    return NewEntry(entry.hazard, entry.measure, entry.kinds, entry.grade.value, basis, entry.words, entry.days)


def _own(workspace: Workspace, entry: str) -> HouseRule:
    rule = workspace.db.house_rules.one(entry)
    if rule is None or rule.kind != KIND:
        shipped = any(one.id == entry for one in shipped_entries())
        raise Problem("entry_shipped" if shipped else "entry_unknown", entry=entry)
    return rule


def _write(workspace: Workspace, entry: str, event: str, fields: Mapping[str, Any]) -> LibraryEntry:
    write(workspace, area_of(workspace), [NewEvent(entry, KIND, event, {"fields": dict(fields)})])
    return find_entry(workspace, entry)


def _fields(new: NewEntry) -> dict[str, Any]:
    """What is stored of an entry, checked."""
    hazard, measure = (Bilingual(*(text.strip()[:MOST_TEXT] for text in pair)) for pair in (new.hazard, new.measure))
    if not any(hazard) or not any(measure):
        raise Problem("entry_wording", field="hazard")
    if not new.kinds or new.kinds - KINDS:
        raise Problem("entry_kinds", kinds=", ".join(sorted(KINDS)), field="kinds")
    if new.grade not in set(Grade):
        raise Problem("entry_grade", grade=new.grade, field="grade")
    if not 0 <= new.days <= MOST_DAYS:
        raise Problem("entry_days", most=MOST_DAYS, field="days")
    return {
        "hazard_zh": hazard.zh,
        "hazard_en": hazard.en,
        "measure_zh": measure.zh,
        "measure_en": measure.en,
        "kinds": sorted(new.kinds),
        "grade": new.grade,
        "basis": new.basis.strip()[:MOST_TEXT],
        "words": new.words.strip()[:MOST_TEXT],
        "days": new.days,
    }


def _entry(rule: HouseRule) -> LibraryEntry | None:
    """An own entry; None for one that was written in a way that nobody can use."""
    fields = rule.fields
    kinds = fields.get("kinds")
    if fields.get("grade") not in set(Grade) or not isinstance(kinds, list):
        return None
    days = fields.get("days")
    return LibraryEntry(
        id=rule.id,
        kinds=frozenset(kind for kind in kinds if kind in KINDS),
        grade=Grade(fields["grade"]),
        hazard=_pair(fields, "hazard"),
        measure=_pair(fields, "measure"),
        standard=str(fields.get("basis") or "") or "practice",
        words=str(fields.get("words") or ""),
        days=days if isinstance(days, int) else 0,
        own=True,
    )


def _pair(fields: Mapping[str, Any], name: str) -> Bilingual:
    """A text in both languages; where one is missing, the other one."""
    zh, en = (str(fields.get(f"{name}_{language}") or "") for language in ("zh", "en"))
    return Bilingual(zh or en, en or zh)
