"""The hand-overs that a visit has behind it, as they stand in its body, in files, and in the signed visit."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.services.workspace import Workspace

register(
    ProblemKind.INPUT,
    {
        "visit_signed_already": N_("The visit “{visit}” is signed and cannot be edited any more."),
        "visit_handed_over": N_(
            "The visit {visit} was handed over ({to}) and goes on over there; here it can only be read. "
            "If the file was lost, take the visit back."
        ),
    },
)

CHAIN: Final = "handovers"
"""Key in the visit's body: all hand-overs, oldest first."""
TAKEN_OVER: Final = "taken_over"
"""Key in the visit's body: every taking over, oldest first: `handover` (its id), `code` of the laptop, and when."""
TAKEN_BACK: Final = "taken_back_from"
"""Key in the visit's body: the visit that it goes on with, and why."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over: its id, to whom (free text), when (ISO 8601), by whom (name), from which device (short code)."""

    id: str
    to: str
    at: str
    by: str
    code: str

    def to_json(self) -> dict[str, str]:
        """As it is stored."""
        return {"id": self.id, "to": self.to, "at": self.at, "by": self.by, "code": self.code}

    @property
    def moment(self) -> datetime:
        """When it was."""
        return datetime.fromisoformat(self.at)

    def problem(self, visit: str) -> Problem:
        """What an attempt to edit the visit here ends with."""
        return Problem("visit_handed_over", visit=visit, to=self.to or self.at[:16].replace("T", " "))


def read_handover(data: Mapping[str, Any]) -> HandOver:
    """A hand-over from JSON. Raises KeyError, TypeError or ValueError."""
    made = HandOver(*(str(data[name]) for name in ("id", "to", "at", "by", "code")))
    datetime.fromisoformat(made.at)
    return made


def chain_of(body: Mapping[str, Any]) -> tuple[HandOver, ...]:
    """The hand-overs of a visit, oldest first."""
    return tuple(read_handover(step) for step in body.get(CHAIN, ()))


def signed_twice(workspace: "Workspace", visit: str = "") -> tuple[str, ...]:
    """Numbers of visits with more than one signed record (of one `visit`: its own, if so). Worker thread.

    The file of a handed-over visit was then taken over on two laptops. The record that the merge puts first counts
    everywhere, the same on each laptop.
    """
    frames = workspace.db.frames
    seen: dict[str, int] = {}
    if visit:
        seen[visit] = sum(event.type == "visit_signed" for event in frames.events_of(visit))
    else:
        for entity, _raw in frames.bodies_of("visit_signed"):
            seen[entity] = seen.get(entity, 0) + 1
    return tuple(workspace.db.visits.get(entity).number for entity, count in seen.items() if count > 1)


def course_of(body: Mapping[str, Any]) -> dict[str, Any]:
    """What a signed visit tells about them; nothing for most visits."""
    return {key: body[key] for key in (CHAIN, TAKEN_OVER, TAKEN_BACK) if body.get(key)}
