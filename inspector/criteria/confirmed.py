"""What a company decides about the rows of the packs: confirmed, on or off, which of contradicting ones counts.

Decisions are laid over the packs that come with the program, which stay as they are. A confirmation names the wording
that was compared with the paper (`statement`): when a newer pack says something else, nobody has confirmed that.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field, fields, is_dataclass, replace
from typing import Final, TypeAlias

from inspector.criteria.conditions import Condition
from inspector.criteria.inference import Rule
from inspector.criteria.model import Bilingual, Check, Confirmation, Cycle, Deadline, LimitRow, Source
from inspector.criteria.packs import Packs
from inspector.domain.verdict import Confidence
from inspector.quick_dataclass import dataclass

Row: TypeAlias = LimitRow | Cycle | Deadline | Check
SECTIONS: Final[Mapping[type, str]] = {
    LimitRow: "limit",
    Cycle: "cycle",
    Deadline: "deadline",
    Check: "check",
}
"""What a pack calls each kind of row."""


@dataclass(frozen=True, slots=True)
class RowDecision:
    """What was decided about a row.

    `statement` is the wording that was confirmed, "" when it was taken back or never was; `enabled` None leaves the
    row as the pack has it.
    """

    statement: str = ""
    confirmation: Confirmation | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything decided: by row, and for each group of contradicting rows the one that counts."""

    rows: Mapping[str, RowDecision] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)


def rows_of(packs: Packs) -> tuple[Row, ...]:
    """Every row that can be confirmed, limits first, in the order of the packs."""
    limits = [compiled.row for compiled in packs.compiled()]
    return (*limits, *packs.cycles, *packs.deadlines, *packs.checks.values())


def conflict_groups(packs: Packs) -> dict[str, tuple[Row, ...]]:
    """The rows that contradict each other, by group."""
    groups: dict[str, tuple[Row, ...]] = {}
    for row in rows_of(packs):
        name = "" if isinstance(row, Check) else row.conflict
        if name:
            groups[name] = (*groups.get(name, ()), row)
    return groups


_UNSAID: Final = frozenset({"id", "source", "grade", "enabled", "conflict", "variant", "note", "hazard", "measure"})
"""Fields that no paper answers for."""


def statement(row: Row) -> str:
    """What a row says, as canonical text: everything that has to stand on the paper for the row to be right.

    What is not given is left out, so that a field of a later program does not make every confirmation void.
    """
    said: dict[str, object] = {"source": [row.source.standard, row.source.edition, row.source.clause]}
    if isinstance(row, Deadline):
        said["grade"] = row.grade.value
    for one in fields(row):
        value = getattr(row, one.name)
        if one.name not in _UNSAID and value:
            said[one.name] = _said(value)
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def _said(value: object) -> object:
    if isinstance(value, tuple) and all(isinstance(one, Condition) for one in value):
        return {condition.fact: condition.text for condition in value}
    if isinstance(value, Bilingual):
        return value.zh
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: getattr(value, one.name) for one in fields(value) if getattr(value, one.name)}
    return dict(value) if isinstance(value, Mapping) else value


def decided(packs: Packs, decisions: Decisions) -> Packs:
    """The packs with these decisions laid over; the same packs when there are none. What is unknown is passed over."""
    if not decisions.rows and not decisions.chosen:
        return packs
    off = _rivals(packs, decisions.chosen)

    def source(row: Row) -> Source:
        return _source(row, decisions.rows.get(row.id))

    def enabled(row: LimitRow | Cycle | Deadline) -> bool:
        return _enabled(row, decisions.rows.get(row.id), off)

    limits = [
        replace(one, row=replace(one.row, source=source(one.row), enabled=enabled(one.row))) for one in packs.compiled()
    ]
    cycles = [replace(row, source=source(row), enabled=enabled(row)) for row in packs.cycles]
    deadlines = [replace(row, source=source(row), enabled=enabled(row)) for row in packs.deadlines]
    checks = {name: replace(check, source=source(check)) for name, check in packs.checks.items()}
    return packs.with_rows(limits, cycles, deadlines, checks)


def _rivals(packs: Packs, chosen: Mapping[str, str]) -> dict[str, bool]:
    """Row → whether it counts, for the rows of groups in which a row was chosen that is still there."""
    found: dict[str, bool] = {}
    for group, rows in conflict_groups(packs).items():
        winner = next((row for row in rows if row.id == chosen.get(group, "")), None)
        if winner is not None:
            found.update({row.id: row is winner or same_variant(row, winner) for row in rows})
    return found


def same_variant(row: Row, other: Row) -> bool:
    """Whether two rows of a group are parts of one variant and are chosen together."""
    if not isinstance(row, LimitRow) or not isinstance(other, LimitRow):
        return False
    return bool(row.variant) and row.variant == other.variant


def _enabled(row: LimitRow | Cycle | Deadline, decision: RowDecision | None, chosen: Mapping[str, bool]) -> bool:
    """A group's choice goes before a switch, which goes before the pack."""
    if row.id in chosen:
        return chosen[row.id]
    if decision is not None and decision.enabled is not None:
        return decision.enabled
    return row.enabled


def _source(row: Row, decision: RowDecision | None) -> Source:
    if decision is None or decision.confirmation is None or decision.statement != statement(row):
        return row.source
    return replace(row.source, confidence=Confidence.CONFIRMED, confirmation=decision.confirmation)


# local packs --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PackChanges:
    """What a pack brings: new rows and quantities, rows it replaces (before, after), and those that go with it."""

    quantities: tuple[str, ...] = ()
    added: tuple[Row, ...] = ()
    replaced: tuple[tuple[Row, Row], ...] = ()
    removed: tuple[Row, ...] = ()
    inferences: tuple[Rule, ...] = ()
    """New ones, and those that say something else."""

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.quantities or self.added or self.replaced or self.removed or self.inferences)


def changes(before: Packs, after: Packs) -> PackChanges:
    """What differs between two states of the packs."""
    old, new = _by_id(rows_of(before)), _by_id(rows_of(after))
    return PackChanges(
        tuple(sorted(after.quantities.keys() - before.quantities.keys())),
        tuple(row for name, row in new.items() if name not in old),
        tuple((old[name], row) for name, row in new.items() if name in old and _differ(old[name], row)),
        tuple(row for name, row in old.items() if name not in new),
        tuple(rule for rule in after.inferences if rule not in before.inferences),
    )


def _by_id(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.id: row for row in rows}


def _differ(before: Row, after: Row) -> bool:
    """Whether a row says or counts for something else."""
    if isinstance(before, Check) or isinstance(after, Check):
        return before != after
    return (statement(before), before.source, before.grade, before.enabled) != (
        statement(after),
        after.source,
        after.grade,
        after.enabled,
    )
