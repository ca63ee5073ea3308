"""The versions of a checklist that counted before: signed visits name only form and version, so each means one content.

What was installed here or came by a sync is in the records of the form; the program's own version counts as used too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.checklists.compiled import own_source, shipped_source, thing_of_form
from inspector.services.checklists.files import FormFile
from inspector.services.registers.entries import area_of
from inspector.services.workspace import Workspace
from inspector.xforms.lint.canonical import as_csv
from inspector.xforms.lint.differences import differences, head_of

_NUMBER: Final = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class UsedVersion:
    """A version and what it held."""

    version: str
    file: FormFile = field(repr=False)

    def holds(self, other: FormFile) -> bool:
        """Whether the content is the same: the questions and the files that they name."""
        mine = self.file
        if mine.files != other.files:
            return False
        if as_csv(mine.content, mine.suffix) == as_csv(other.content, other.suffix):
            return True
        return not differences((mine.content, mine.suffix), (other.content, other.suffix))


def used_versions(workspace: Workspace, form: str) -> tuple[UsedVersion, ...]:
    """Every version of a checklist that the records of this workspace know. Worker thread."""
    events = workspace.db.frames.events_of(thing_of_form(area_of(workspace), form))
    contents = dict.fromkeys(_contents(event.body for event in events))
    sources = [shipped_source(form), *(own_source(form, content) for content in contents)]
    files = [FormFile(form, source.content, source.suffix, dict(source.files)) for source in sources]
    return tuple(one for one in map(_version, files) if one is not None)


def _contents(bodies: Iterable[object]) -> Iterator[str]:
    for body in bodies:
        fields = body.get("fields") if isinstance(body, Mapping) else None
        content = fields.get("content") if isinstance(fields, Mapping) else None
        if isinstance(content, str) and content:
            yield content


def _version(file: FormFile) -> UsedVersion | None:
    """None for a record that this program cannot read: a newer one wrote it."""
    try:
        return UsedVersion(head_of(file.content, file.suffix).get("version", ""), file)
    except Problem:
        return None


def taken(version: str, file: FormFile, used: Iterable[UsedVersion]) -> bool:
    """Whether a version stood for another content before."""
    return any(one.version == version and not one.holds(file) for one in used)


def higher_than(version: str, used: Iterable[UsedVersion]) -> str:
    """The highest version that was used and is above this one; "" for none. Numbers in versions count as numbers."""
    above = [one.version for one in used if _order(version) and _order(one.version) > _order(version)]
    return max(above, key=_order, default="")


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in _NUMBER.findall(version))
