"""The compiled criteria packs: lookup, and which limits apply to given facts.

Which rows apply depends only on the facts a quantity's rows ask about; the answer is kept per combination of those
facts, so that judging a value neither parses nor searches.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import date, timedelta
from typing import Final

from inspector.criteria import facts as known_facts
from inspector.criteria import reasons
from inspector.criteria.inference import Rule
from inspector.criteria.limits import Limit
from inspector.criteria.model import BoundRow, Check, Cycle, Deadline, LimitRow, Quantity
from inspector.domain.hazard import Grade, default_deadline
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

_KEPT_PLANS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows that apply to some facts; `missing` are facts that further rows hang on."""

    bound: tuple[BoundRow, ...]
    missing: tuple[str, ...]
    switched_off: bool


@dataclass(frozen=True, slots=True)
class CompiledRow:
    """A limit row beside its compiled limit."""

    row: LimitRow
    limit: Limit


class Packs:
    """All criteria of the installed packs; immutable, shared between threads."""

    def __init__(
        self,
        quantities: Mapping[str, Quantity],
        checks: Mapping[str, Check],
        rows: Iterable[CompiledRow],
        cycles: Iterable[Cycle],
        titles: Mapping[str, str],
        deadlines: Iterable[Deadline] = (),
        origins: Mapping[str, str] | None = None,
        inferences: Iterable[Rule] = (),
    ) -> None:
        self.quantities = quantities
        self.checks = checks
        self.cycles = tuple(cycles)
        self.titles = titles
        """Pack id → standard and edition."""
        self.deadlines = tuple(deadlines)
        self.inferences = tuple(inferences)
        """Rules of a company's own packs; those of the program stand apart (`criteria.inference`)."""
        self.origins = origins or {}
        """Id of a limit, cycle, deadline or check → id of the pack it stands in."""
        self._days: Mapping[Grade, int] = {}
        self._rows: dict[str, tuple[CompiledRow, ...]] = dict.fromkeys(quantities, ())
        for compiled in rows:
            self._rows[compiled.row.quantity] += (compiled,)
        self._facts = {quantity: _facts_of(found) for quantity, found in self._rows.items()}
        self._plans: dict[tuple[str, tuple[str, ...]], Plan] = {}

    def quantity(self, quantity: str) -> Quantity:
        """The quantity by id. Raises Problem quantity_unknown."""
        found = self.quantities.get(quantity)
        if found is None:
            raise Problem("quantity_unknown", quantity=quantity)
        return found

    def limits_for(self, quantity: str) -> tuple[LimitRow, ...]:
        """Every limit row of a quantity, switched-off ones too, in the order of the packs."""
        return tuple(compiled.row for compiled in self._rows[self.quantity(quantity).id])

    def compiled(self) -> tuple[CompiledRow, ...]:
        """Every limit row beside its compiled limit, by quantity."""
        return tuple(compiled for rows in self._rows.values() for compiled in rows)

    def with_rows(
        self,
        rows: Iterable[CompiledRow],
        cycles: Iterable[Cycle],
        deadlines: Iterable[Deadline],
        checks: Mapping[str, Check],
    ) -> "Packs":
        """The same packs with other rows in the place of theirs."""
        return Packs(self.quantities, checks, rows, cycles, self.titles, deadlines, self.origins, self.inferences)

    def with_deadlines(self, days: Mapping[Grade, int]) -> "Packs":
        """The same packs where a company set the days of these grades itself."""
        made = copy(self)
        made._days = dict(days)  # noqa: SLF001 - its own copy
        return made

    def deadline(self, grade: Grade, found_on: date) -> date:
        """The day by which a hazard of this grade has to be rectified, where nobody says otherwise."""
        own = self._days.get(grade)
        days = [own] if own is not None else [row.days for row in self.deadlines if row.enabled and row.grade is grade]
        return found_on + timedelta(days=min(days)) if days else default_deadline(grade, found_on)

    def criterion(self, criterion: str) -> Check | Quantity | None:
        """What a form's `insp:criterion` names: a check, a quantity, or nothing known."""
        return self.checks.get(criterion) or self.quantities.get(criterion)

    def plan(self, quantity: str, facts: Mapping[str, str]) -> Plan:
        """The rows of a quantity that apply to these facts."""
        key = (quantity, tuple([facts.get(fact, "") for fact in self._facts[quantity]]))
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _KEPT_PLANS:
                self._plans.clear()
            plan = self._plans[key] = self._make_plan(self._rows[quantity], facts)
        return plan

    def _make_plan(self, rows: tuple[CompiledRow, ...], facts: Mapping[str, str]) -> Plan:
        found: list[BoundRow] = []
        missing: list[str] = []
        switched_off = False
        for compiled in rows:
            known = known_facts.resolve(facts, _wanted(compiled))
            unknown = _unknown(compiled, known)
            if unknown is None:
                continue
            if not compiled.row.enabled:
                switched_off = True
                continue
            evaluate = compiled.limit.bind(known) if not unknown else None
            if evaluate is None:
                missing.extend(unknown or compiled.limit.facts)
            else:
                found.append(BoundRow(compiled.row, evaluate, *_outside(compiled.row, rows)))
        return Plan(tuple(found), tuple(dict.fromkeys(missing)), switched_off)


def _wanted(compiled: CompiledRow) -> tuple[str, ...]:
    return (*(condition.fact for condition in compiled.row.when), *compiled.limit.facts)


def _facts_of(rows: tuple[CompiledRow, ...]) -> tuple[str, ...]:
    """The given facts that decide which rows apply: those asked about and those they are derived from."""
    asked = dict.fromkeys(fact for compiled in rows for fact in _wanted(compiled))
    return tuple(dict.fromkeys(name for fact in asked for name in (fact, *known_facts.SOURCES.get(fact, ()))))


def _unknown(compiled: CompiledRow, known: Mapping[str, str]) -> list[str] | None:
    """Facts the row still needs; None when a known fact rules it out."""
    unknown: list[str] = []
    for condition in compiled.row.when:
        holds = condition.holds(known)
        if holds is False:
            return None
        if holds is None and condition.fact == "kind":
            return ["kind"]
        if holds is None:
            unknown.append(condition.fact)
    return [*unknown, *(fact for fact in compiled.limit.facts if fact not in known)]


def _outside(row: LimitRow, rows: tuple[CompiledRow, ...]) -> tuple[Verdict, tuple[Message, ...]]:
    """Verdict and reasons of a value outside the row's limit: an unconfirmed limit never says fail."""
    why: list[Message] = []
    verdict = row.exceed
    if row.exceed is Verdict.ATTENTION:
        why.append(reasons.ATTENTION_VALUE)
    if not row.source.confidence.may_fail:
        verdict = Verdict.ATTENTION
        rivals = [rival.row for rival in rows if _rival(row, rival.row)]
        if row.source.confidence is Confidence.CONFLICT and len(rivals) > 1:
            why.append(reasons.conflict(" / ".join(_named(rival) for rival in rivals)))
        else:
            why.append(reasons.unconfirmed(row.source.confidence))
    if row.note:
        why.append(reasons.NOTES[row.note])
    return verdict, tuple(why)


def _rival(row: LimitRow, other: LimitRow) -> bool:
    """Whether a row says something else about the same case; a row is among its own rivals."""
    if not row.conflict or other.conflict != row.conflict:
        return False
    cases = [{condition.fact: condition.text for condition in one.when} for one in (row, other)]
    return not row.variant or cases[0] == cases[1]


def _named(row: LimitRow) -> str:
    """A rival row in few characters: its figures and its edition."""
    figures = [str(value) for key, value in row.spec.items() if key not in ("formula", "fact", "side", "strict")]
    return f"{'–'.join(figures)} ({row.source.edition or row.source.standard})"
