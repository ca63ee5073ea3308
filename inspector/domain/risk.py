"""The risk score of a customer: points for facts of its file, added up, at most 100, each with its reason.

It orders visits and says why; it judges nothing. The factors stand in `resources/customers/risk.toml` (practice of the
house, not a standard), so that anybody can read what a point is given for.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from inspector.domain.portrait import Pair, spoken
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass

MOST_POINTS: Final = 100
"""No customer scores more."""
_KEYS: Final = frozenset({"id", "fact", "zh", "en", "each", "most", "steps", "of"})

Fact = float | str
"""A number of something, or the key of a class."""


class RiskLevel(StrEnum):
    """How high a score is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """What gives points: so many for `each`, at most `most`; or by `steps` (from, points); or by class (`of`).

    The sentence may hold ``{n}`` for the number.
    """

    id: str
    fact: str
    text: Pair
    each: float = 0
    most: float = 0
    steps: tuple[tuple[float, float], ...] = ()
    of: Mapping[str, float] | None = None

    def points(self, value: Fact) -> int:
        """Points for a fact; 0 when it gives none."""
        if isinstance(value, str):
            return round(self.of.get(value, 0)) if self.of is not None else 0
        if self.steps:
            return round(max((points for edge, points in self.steps if value >= edge), default=0))
        return round(min(self.each * value, self.most)) if value > 0 else 0


@dataclass(frozen=True, slots=True)
class RiskReason:
    """Points and what they were given for."""

    points: int
    factor: RiskFactor
    value: Fact

    def text(self, language: str) -> str:
        """The reason as a sentence without a full stop, in Chinese or English."""
        number = self.value if isinstance(self.value, str) else f"{self.value:g}"
        return spoken(self.factor.text, language).replace("{n}", number)


@dataclass(frozen=True, slots=True)
class RiskScore:
    """The score (0 to 100), how high it is, and its reasons, the weightiest first."""

    score: int
    level: RiskLevel
    reasons: tuple[RiskReason, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskRules:
    """The factors, and from which score on a risk is medium or high."""

    factors: tuple[RiskFactor, ...]
    medium: int
    high: int

    def level(self, score: int) -> RiskLevel:
        """How high a score is."""
        if score >= self.high:
            return RiskLevel.HIGH
        return RiskLevel.MEDIUM if score >= self.medium else RiskLevel.LOW


def risk_score(facts: Mapping[str, Fact], rules: RiskRules) -> RiskScore:
    """The score of a customer's facts; a fact that is missing is unknown and gives no points."""
    reasons = [
        RiskReason(points, factor, facts[factor.fact])
        for factor in rules.factors
        if factor.fact in facts and (points := factor.points(facts[factor.fact])) > 0
    ]
    reasons.sort(key=lambda reason: -reason.points)
    score = min(sum(reason.points for reason in reasons), MOST_POINTS)
    return RiskScore(score, rules.level(score), tuple(reasons))


def read_risk_rules(document: Mapping[str, Any], facts: frozenset[str]) -> RiskRules:
    """The factors as TOML gives them; `facts` are those that a file knows. Raises Problem risk_table_invalid."""
    place = "level"
    try:
        levels = document["level"]
        medium, high = int(levels["medium"]), int(levels["high"])
        factors = []
        for table in document["factor"]:
            place = str(table["id"])
            factors.append(_factor(table, facts))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("risk_table_invalid", place=place, reason=str(error)) from error
    if not 0 < medium < high <= MOST_POINTS:
        raise Problem("risk_table_invalid", place="level", reason="medium lies below high, both within 100")
    if len({factor.id for factor in factors}) < len(factors):
        raise Problem("risk_table_invalid", place="id", reason="an id is used twice")
    return RiskRules(tuple(factors), medium, high)


def _factor(table: Mapping[str, Any], facts: frozenset[str]) -> RiskFactor:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ValueError(f"unknown key {unknown[0]}")
    if table["fact"] not in facts:
        raise ValueError(f"unknown fact {table['fact']}")
    ways = [way for way in ("each", "steps", "of") if way in table]
    if len(ways) != 1 or ("each" in table) != ("most" in table):
        raise ValueError("write each and most, or steps, or of")
    return RiskFactor(
        str(table["id"]),
        str(table["fact"]),
        (str(table["zh"]), str(table["en"])),
        float(table.get("each", 0)),
        float(table.get("most", 0)),
        tuple((float(edge), float(points)) for edge, points in table.get("steps", ())),
        {str(key): float(points) for key, points in table["of"].items()} if "of" in table else None,
    )
