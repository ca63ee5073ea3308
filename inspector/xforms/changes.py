"""What an edit changed, as frozen data for services and screens."""

from dataclasses import field

from inspector.quick_dataclass import dataclass
from inspector.xforms.live import LiveNode, reference


@dataclass(frozen=True, slots=True)
class DroppedAnswer:
    """An answer that its choices no longer allow, or that sign-off drops: deleted, shown and logged by the caller."""

    ref: str
    value: str


@dataclass(frozen=True, slots=True)
class RemovedRow:
    """A row that a smaller jr:count took away, and its answers by reference. It comes back when the count grows."""

    ref: str
    row_id: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """References of what changed. `labels` and `options` may name some whose text came out the same."""

    values: tuple[str, ...] = ()
    relevance: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    """Required, read-only or constraint."""
    labels: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    """Repeats whose rows were added or removed (reference without position)."""
    dropped: tuple[DroppedAnswer, ...] = ()
    removed_rows: tuple[RemovedRow, ...] = ()

    @property
    def refs(self) -> tuple[str, ...]:
        """All changed questions, each once."""
        return tuple(dict.fromkeys(self.values + self.relevance + self.flags + self.labels + self.options))


@dataclass(slots=True)
class ChangeLog:
    """Collects changes while the engine works."""

    values: dict[LiveNode, None] = field(default_factory=dict)
    relevance: dict[LiveNode, None] = field(default_factory=dict)
    flags: dict[LiveNode, None] = field(default_factory=dict)
    labels: dict[LiveNode, None] = field(default_factory=dict)
    options: dict[LiveNode, None] = field(default_factory=dict)
    rows: dict[str, None] = field(default_factory=dict)
    dropped: list[DroppedAnswer] = field(default_factory=list)
    removed_rows: list[RemovedRow] = field(default_factory=list)

    def freeze(self) -> Changes:
        """The changes as data; nodes that were removed meanwhile are left out."""
        return Changes(
            values=_references(self.values),
            relevance=_references(self.relevance),
            flags=_references(self.flags),
            labels=_references(self.labels),
            options=_references(self.options),
            rows=tuple(self.rows),
            dropped=tuple(self.dropped),
            removed_rows=tuple(self.removed_rows),
        )


def _references(nodes: dict[LiveNode, None]) -> tuple[str, ...]:
    return tuple(reference(node) for node in nodes if _attached(node))


def _attached(node: LiveNode) -> bool:
    top = node
    while top.up is not None:
        top = top.up
    return top.parent is not None
