"""Conditions on facts: when a limit row applies.

Three-valued: true, false, or None when the fact is missing or unreadable. An unknown fact is never guessed, so a row
that hangs on it makes the verdict undetermined instead of passing.

Written forms (strings in a pack): ``"in"`` equality, ``["a", "b"]`` any of, ``">=35"`` ``">35"`` ``"<=35"`` ``"<35"``
numeric comparison, ``"66..220"`` numeric range with both ends.
"""

import operator
import re
from collections.abc import Callable, Mapping

from inspector.criteria.spec_error import SpecError
from inspector.i18n import N_
from inspector.quick_dataclass import dataclass

_COMPARE = re.compile(r"^(>=|<=|>|<)\s*(-?\d+(?:\.\d+)?)$")
_RANGE = re.compile(r"^(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)$")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on one fact; `text` is how the pack writes it."""

    fact: str
    text: str
    test: Callable[[str], bool | None]

    def holds(self, facts: Mapping[str, str]) -> bool | None:
        """Whether the condition holds; None when the fact is not known."""
        value = facts.get(self.fact, "")
        return self.test(value) if value else None


def numeric(text: str) -> float | None:
    """A fact as a finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) != float("inf") and value == value else None  # noqa: PLR0124 - NaN test


def _compare(sign: str, bound: float) -> Callable[[str], bool | None]:
    compare = _OPERATORS[sign]

    def test(text: str) -> bool | None:
        value = numeric(text)
        return None if value is None else compare(value, bound)

    return test


def _between(low: float, high: float) -> Callable[[str], bool | None]:
    def test(text: str) -> bool | None:
        value = numeric(text)
        return None if value is None else low <= value <= high

    return test


def plain(text: str) -> str:
    """A word as conditions compare it: without spaces, commas, hyphens and case (``Y,yn0`` equals ``Yyn0``)."""
    return re.sub(r"[\s,\-]", "", text).casefold()


def _any_of(words: tuple[str, ...]) -> Callable[[str], bool | None]:
    wanted = frozenset(plain(word) for word in words)
    return lambda text: plain(text) in wanted


def parse_condition(fact: str, written: object) -> Condition:
    """Compile one entry of a row's `when` table. Raises ValueError when it is written in no known form."""
    if isinstance(written, list) and written and all(isinstance(word, str) and word for word in written):
        return Condition(fact, "|".join(written), _any_of(tuple(written)))
    if not isinstance(written, str) or not written:
        raise SpecError(N_("condition on {fact} must be text or a list of texts"), fact=fact)
    if match := _COMPARE.match(written):
        return Condition(fact, written, _compare(match[1], float(match[2])))
    if match := _RANGE.match(written):
        return Condition(fact, written, _between(float(match[1]), float(match[2])))
    if written[0] in "<>=":
        raise SpecError(N_("condition on {fact} cannot be read: {written}"), fact=fact, written=written)
    return Condition(fact, written, _any_of((written,)))
