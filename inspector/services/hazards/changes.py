"""Changing details of a hazard: which fields, with which values. Worker thread."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspector.domain.hazard import Grade
from inspector.i18n import N_, Message
from inspector.problems import Problem, ProblemKind, register
from inspector.services.hazards.action_words import FIELDS
from inspector.services.hazards.courses import HazardCourse
from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "change_field": N_("“{field}” of a hazard cannot be changed. Use some of: {names}."),
        "change_value": N_("“{value}” is no {field}."),
        "change_deadline": N_("{number}: a deadline is moved by asking for more time, and a lead decides."),
        "change_nothing": N_("{number} stands so already: nothing was changed."),
    },
)

CHANGEABLE: Final = ("description", "place", "grade", "basis", "measure", "responsible", "equipment")
"""Fields a person may change; any other only to settle heads that differ."""
NEEDED: Final = ("description", "grade")
"""Fields that are never empty."""


def changed_fields(workspace: Workspace, course: HazardCourse, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a change, checked. One whose heads differ is settled by any value, also the one that shows.

    Raises Problem change_field, change_value, change_deadline, change_nothing.
    """
    made = {name: _checked(workspace, course, name, value) for name, value in fields.items()}
    settled = set(course.state.conflicted)
    new = {name: value for name, value in made.items() if name in settled or course.values.get(name) != value}
    if not new:
        raise Problem("change_nothing", number=course.number)
    return new


def _checked(workspace: Workspace, course: HazardCourse, name: str, value: Any) -> Any:
    if name in course.state.conflicted:
        claimed = [head for _event, head in course.state.fields[name].heads]
        if value in claimed:
            return value
    if name == "deadline":
        raise Problem("change_deadline", number=course.number)
    if name not in CHANGEABLE:
        raise Problem("change_field", field=name, names=", ".join(CHANGEABLE))
    if name == "equipment":
        return _equipment(workspace, course, value)
    text = value.strip() if isinstance(value, str) else ""
    if not isinstance(value, str) or (name in NEEDED and not text) or (name == "grade" and text not in set(Grade)):
        raise Problem("change_value", value=value, field=Message(FIELDS[name]))
    return text


def _equipment(workspace: Workspace, course: HazardCourse, value: Any) -> str | None:
    """A piece of equipment of the hazard's customer, or none."""
    if not value:
        return None
    try:
        found = workspace.db.registers.equipment(str(value))
    except Problem as problem:
        raise Problem("change_value", value=value, field=Message(FIELDS["equipment"])) from problem
    if found.customer != course.values.get("customer"):
        raise Problem("change_value", value=value, field=Message(FIELDS["equipment"]))
    return found.id


def read_value(name: str, text: str) -> Any:
    """A field's value as somebody typed it in a command: an empty piece of equipment is none, a day is checked."""
    if name == "equipment":
        return text or None
    if name == "deadline":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise Problem("change_value", value=text, field=Message(FIELDS[name])) from error
    return text
