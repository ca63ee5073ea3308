"""What was changed by several people who did not see each other, as frozen values: for page 08 and for commands.

Texts are in the window's language.
"""

from datetime import datetime
from enum import StrEnum

from inspector.quick_dataclass import dataclass
from inspector.services.ledgers.views import PhotoView


class Result(StrEnum):
    """What became of a field that changed since both knew the same."""

    OPEN = "open"
    """Changed on several sides to different values: somebody decides."""
    MERGED = "merged"
    """Changed on one side, or on several to the same value: taken without asking."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of those who changed the thing: a device, and who worked on it last."""

    device: str
    label: str
    """What the device is called; "" when its name is not known here."""
    person: str
    at: datetime | None
    own: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the values that a person may take for a field."""

    event: str
    """The change that set it."""
    value: object
    """As JSON: what a change to this value is to set."""
    text: str
    side: int
    """Number of the side it came from, -1 for what both sides make together."""
    photos: tuple[PhotoView, ...] = ()
    """Evidence that came with the changes of that side."""


class InputKind(StrEnum):
    """How another value is given."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    DAY = "day"
    REGISTER = "register"
    """In the register's own dialog, because the value has several parts."""
    NONE = "none"
    """Not at all: only what somebody wrote can be taken."""


@dataclass(frozen=True, slots=True)
class OwnInput:
    """How a person gives a value of his own for a field."""

    kind: InputKind
    unit: str = ""
    options: tuple[tuple[str, str], ...] = ()
    """(value, label) pairs of a choice."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field that changed: what it was, what each side made of it, and what holds."""

    field: str
    label: str
    original: str
    """What it was when all sides knew the same; a dash where it had no value yet."""
    cells: tuple[str, ...]
    """What each side changed it to; "" where a side left it alone."""
    result: Result
    shown: str
    """The value that shows now."""
    taken: int = -1
    """Number of the side whose value holds, -1 while that is open, or where several wrote the same."""
    choices: tuple[Choice, ...] = ()
    """Of an open field: its values, that of this laptop first, then in the order of the sides."""
    own_input: OwnInput = OwnInput(InputKind.NONE)


@dataclass(frozen=True, slots=True)
class EntityConflict:
    """A thing that several people changed without seeing each other."""

    entity: str
    kind: str
    title: str
    part: str
    """Which of its papers this is about, in words."""
    place: tuple[str, str]
    """Kind and id of the place that shows it."""
    heads: tuple[str, ...]
    """What is on the screen: hand it to `decide_conflict` as `seen`."""
    sides: tuple[Side, ...]
    rows: tuple[FieldRow, ...]
    refusal: str = ""
    """Why whoever acts may not decide, in a sentence; "" when he may."""

    @property
    def open_rows(self) -> tuple[FieldRow, ...]:
        """The fields that wait for a decision."""
        return tuple(row for row in self.rows if row.result is Result.OPEN)

    @property
    def merged_rows(self) -> tuple[FieldRow, ...]:
        """The fields that were merged without asking."""
        return tuple(row for row in self.rows if row.result is Result.MERGED)
