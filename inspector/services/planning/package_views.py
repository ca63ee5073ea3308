"""What lists and the calendar show of a visit's package: frozen values, handed from the worker to the window."""

from datetime import datetime
from enum import StrEnum

from inspector.quick_dataclass import dataclass


class Part(StrEnum):
    """What belongs to the package, in the order it is shown."""

    EQUIPMENT = "equipment"
    HISTORY = "history"
    HAZARDS = "hazards"
    FORMS = "forms"
    CRITERIA = "criteria"
    PICTURES = "pictures"
    SYNC = "sync"


class Readiness(StrEnum):
    """`MISSING`: go on when it is fetched; `NOTE`: worth knowing, nothing stops the visit."""

    HERE = "here"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PackagePart:
    """One line of the package, in words of the current language."""

    part: Part
    name: str
    state: Readiness
    words: str


@dataclass(frozen=True, slots=True)
class VisitPackage:
    """What is here for one visit."""

    visit: str
    customer: str
    """Name."""
    parts: tuple[PackagePart, ...]
    can_fetch: bool
    """Whether a server could deliver what is missing."""

    @property
    def state(self) -> Readiness:
        """The worst of the parts."""
        return max((part.state for part in self.parts), key=list(Readiness).index, default=Readiness.HERE)

    @property
    def ready(self) -> bool:
        """Whether the visit can be made without network."""
        return self.state is not Readiness.MISSING


@dataclass(frozen=True, slots=True)
class CustomerPackage:
    """What is here of one customer. `updated` is the last round with the server, without one the newest record."""

    parts: tuple[PackagePart, ...]
    updated: datetime | None = None

    @property
    def missing(self) -> tuple[PackagePart, ...]:
        """What is not on this laptop."""
        return tuple(part for part in self.parts if part.state is Readiness.MISSING)
