"""Reviews (交叉检查): the reviewer's checklist, the random sample, the agreement of two judgements. Pure.

The five points and what passes: design/README.md, "07 交叉检查". Their rules are practice; no standard prescribes them.
"""

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from inspector.quick_dataclass import dataclass

LOAD_TOLERANCE: Final = 20.0
"""Per cent by which the load may differ from that at the finding for values to be comparable (practice)."""
_ROUNDING: Final = 1e-9
LOADS: Final = ("line_current", "lv_current")
"""Quantities that are the load of the equipment they are read at."""
PHASES: Final = ("a", "b", "c", "ab", "bc", "ca")
LOAD_BOUND: Final = ("top_oil_temperature", "winding_temperature", "load_imbalance", "neutral_current")
"""Quantities that rise and fall with the load: without a comparable load their values say little (practice)."""


def phase_of(label: str) -> str:
    """The phase that a cell's name ends in ("line_current_b" → "B"); "" for none."""
    stem, _, last = label.rpartition("_")
    return last.upper() if stem and last in PHASES else ""


class Check(StrEnum):
    """The points of the checklist, in their order."""

    SAME_VIEW = "same_view"
    """Photos before and after show the same part from the same angle; by hand."""
    VALUES = "values"
    """Measured values lie within their limits; by rule."""
    LOAD = "load"
    """The load is comparable with that at the finding; by rule."""
    RECORD = "record"
    """Measure, person and date are filled in; by rule where they are, else by hand."""
    ON_SITE = "on_site"
    """Seen on site or by video, and nothing new is wrong; by hand."""


class CheckState(StrEnum):
    """What the rules say about a point."""

    HAND = "hand"
    """A person decides."""
    HOLDS = "holds"
    """Ticked by rule."""
    FAILS = "fails"
    """The rule is broken; nobody can tick it."""
    NOT_NEEDED = "not_needed"
    """Does not apply to this hazard."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at.

    `within`: for each value that has a limit, whether the new value lies within it; None = not measured again or not
    to be judged. `load`: the two load currents in A if the values hang on the load and it was read at the finding.
    """

    photos_before: int = 0
    photos_after: int = 0
    within: tuple[bool | None, ...] = ()
    values: int = 0
    """Measured values of the hazard, those without a limit included."""
    load: tuple[float, float | None] | None = None
    recorded: bool = False
    """Measure, person and date of the rectification are all known."""


def states(evidence: Evidence) -> dict[Check, CheckState]:
    """What the rules say about every point.

    Values without any limit are for a person to look at. A hazard found without photos has nothing to compare; one
    whose rectification brought none is for a person to refuse or, having seen it, to accept.
    """
    return {
        Check.SAME_VIEW: CheckState.HAND if evidence.photos_before else CheckState.NOT_NEEDED,
        Check.VALUES: _values(evidence),
        Check.LOAD: _load(evidence),
        Check.RECORD: CheckState.HOLDS if evidence.recorded else CheckState.HAND,
        Check.ON_SITE: CheckState.HAND,
    }


def _values(evidence: Evidence) -> CheckState:
    if not evidence.values:
        return CheckState.NOT_NEEDED
    if not evidence.within:
        return CheckState.HAND
    return CheckState.HOLDS if all(evidence.within) else CheckState.FAILS


def _load(evidence: Evidence) -> CheckState:
    if evidence.load is None:
        return CheckState.NOT_NEEDED
    before, after = evidence.load
    if after is None:
        return CheckState.FAILS
    return CheckState.HOLDS if comparable(before, after) else CheckState.FAILS


def load_difference(before: float, after: float) -> float:
    """Difference of two loads in per cent of the first; infinite if only the first is zero."""
    if before == after:
        return 0.0
    return abs(after - before) / abs(before) * 100 if before else math.inf


def comparable(before: float, after: float) -> bool:
    """Whether values measured at these two loads may be compared: at most `LOAD_TOLERANCE` apart."""
    return load_difference(before, after) <= LOAD_TOLERANCE + _ROUNDING


def is_met(check: Check, rules: Mapping[Check, CheckState], ticks: Iterable[Check]) -> bool:
    """Whether a point is met: by rule, by hand where a person decides, or because it is not needed."""
    state = rules[check]
    return state in (CheckState.HOLDS, CheckState.NOT_NEEDED) or (state is CheckState.HAND and check in set(ticks))


def unmet(rules: Mapping[Check, CheckState], ticks: Iterable[Check]) -> tuple[Check, ...]:
    """The points that still stand against passing, in order."""
    chosen = frozenset(ticks)
    return tuple(check for check in Check if not is_met(check, rules, chosen))


# --- Random sample ---------------------------------------------------------------------------------------------------


def sample_order(seed: str, population: Iterable[str]) -> list[str]:
    """The population in the order it is drawn: by SHA-256 (hex) of seed, a line feed and the id, in UTF-8; ties by id.

    The same everywhere: it hangs on no platform, no library's generator and no order of the population.
    """
    return sorted(set(population), key=lambda item: (hashlib.sha256(f"{seed}\n{item}".encode()).hexdigest(), item))


def sample_size(share: float, count: int) -> int:
    """How many are drawn: `share` per cent rounded up, at least one, at most all. Raises ValueError outside 0-100."""
    if not 0 < share <= 100:
        raise ValueError("a share is above 0 and at most 100 per cent")
    return min(count, max(1, math.ceil(share * count / 100 - _ROUNDING))) if count else 0


def draw(seed: str, share: float, population: Iterable[str], strata: Mapping[str, str] | None = None) -> list[str]:
    """Draw a sample, sorted by id; with `strata` (id → stratum) the share is drawn from each stratum of its own."""
    groups: dict[str, list[str]] = {}
    for item in set(population):
        groups.setdefault(strata.get(item, "") if strata is not None else "", []).append(item)
    return sorted(
        item for group in groups.values() for item in sample_order(seed, group)[: sample_size(share, len(group))]
    )


def spread(items: Sequence[str], choices: Mapping[str, Sequence[str]], load: Mapping[str, int]) -> dict[str, str]:
    """Give each item to one of those who may have it, as evenly as their choices allow.

    `load` is what people have already. Items with the fewest choices go first; each goes to who has least, ties by id.
    What nobody may have is left out.
    """
    has = dict(load)
    given: dict[str, str] = {}
    for item in sorted(items, key=lambda item: (len(choices.get(item, ())), item)):
        able = choices.get(item, ())
        if able:
            person = min(able, key=lambda person: (has.get(person, 0), person))
            has[person] = has.get(person, 0) + 1
            given[item] = person
    return given


# --- Agreement -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Agreement:
    """Pairs of a first and a second judgement, counted: passed (+) or returned (-)."""

    both_passed: int = 0
    only_first: int = 0
    """The first passed it, the second would return it."""
    only_second: int = 0
    both_returned: int = 0

    @property
    def pairs(self) -> int:
        """All pairs."""
        return self.both_passed + self.only_first + self.only_second + self.both_returned

    @property
    def percent(self) -> float | None:
        """Per cent of pairs that agree; None without pairs."""
        return 100 * (self.both_passed + self.both_returned) / self.pairs if self.pairs else None

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa (Cohen 1960), agreement beyond chance: (po - pe) / (1 - pe); None where that is undefined."""
        if not self.pairs:
            return None
        first = (self.both_passed + self.only_first) / self.pairs
        second = (self.both_passed + self.only_second) / self.pairs
        chance = first * second + (1 - first) * (1 - second)
        if 1 - chance < _ROUNDING:
            return None
        return ((self.both_passed + self.both_returned) / self.pairs - chance) / (1 - chance)


def agreement(pairs: Iterable[tuple[bool, bool]]) -> Agreement:
    """Count pairs of (first passed, second passed)."""
    counts = [0, 0, 0, 0]
    for first, second in pairs:
        counts[(0 if first else 2) + (0 if second else 1)] += 1
    return Agreement(both_passed=counts[0], only_first=counts[1], only_second=counts[2], both_returned=counts[3])
