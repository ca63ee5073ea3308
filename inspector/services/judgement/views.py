"""What the settings and commands see of the criteria: frozen values in the window's language."""

from datetime import date

from inspector.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ConfirmedBy:
    """Who confirmed a row or switched it off, when, and which paper was in his hands, or why."""

    name: str
    on: date | None
    seen: str


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A row of the criteria.

    `section` is limit, cycle, deadline or check. `judges`: whether it counts now. `group` is the set of rows that
    contradict each other, "" for none. `outdated`: it was confirmed when it said something else. `open`: names of
    fields that several people decided differently. `may_fail`: whether a value outside may be called 不合格.
    """

    id: str
    section: str
    name: str
    quantity: str
    limit: str
    applies: str
    basis: str
    confidence: str
    confidence_words: str
    may_fail: bool
    judges: bool
    switched: bool
    """Whether somebody here switched it on or off, or chose among its variants."""
    group: str
    confirmed: tuple[ConfirmedBy, ...]
    outdated: bool
    open: tuple[str, ...]
    pack: str
    pack_title: str
    local: bool
    grade: str
    note: str = ""
    off: ConfirmedBy | None = None
    """Who switched it off, when, and why (`seen`)."""

    @property
    def text(self) -> str:
        """What the search looks through."""
        return f"{self.id} {self.name} {self.limit} {self.applies} {self.basis} {self.quantity} {self.pack_title}"


@dataclass(frozen=True, slots=True)
class VariantGroup:
    """Rows that contradict each other; `chosen` is the one that somebody here chose, "" while the pack decides."""

    id: str
    name: str
    rows: tuple[CriterionRow, ...]
    chosen: str
    open: bool


@dataclass(frozen=True, slots=True)
class CriteriaList:
    """Everything the page shows."""

    rows: tuple[CriterionRow, ...]
    groups: tuple[VariantGroup, ...]
    may_rule: bool
    packs: "tuple[PackView, ...]" = ()
    troubles: tuple[str, ...] = ()
    may_enter: bool = False
    """Whether whoever acts may add to the hazard library; `may_rule` is about criteria."""


@dataclass(frozen=True, slots=True)
class PackView:
    """A pack of the company. `trouble` says why it cannot be used, "" when it can."""

    id: str
    title: str
    rows: int
    active: bool
    by: str
    on: date | None
    sha256: str
    trouble: str = ""
    open: bool = False


@dataclass(frozen=True, slots=True)
class PackLine:
    """A row that a pack brings, replaces or takes away. `before` is the limit it had, for a replaced one."""

    change: str
    """added, replaced or removed."""
    id: str
    name: str
    limit: str
    applies: str
    basis: str
    before: str = ""
    before_basis: str = ""


@dataclass(frozen=True, slots=True)
class PackPreview:
    """What would change if a pack was added. `replaces`: a pack of this id is in use already."""

    id: str
    title: str
    quantities: tuple[str, ...]
    lines: tuple[PackLine, ...]
    replaces: bool
    unproved: int
    """Rows that call themselves verified: they count only after they are confirmed here."""
    same: bool = False
    """It is in use just as it is."""
    inferences: tuple[str, ...] = ()
    """Titles of the inference rules that it brings or changes."""
