"""The four-high portrait (四高) of a customer: seven figures of its account, each rated 0 to 5 by a table of the house.

The figures come from the billing and service systems (imported); nothing here is measured at a visit. 0 is quiet, 5
asks for the most attention. The tables stand in `resources/customers/portrait.toml`; they are practice, not a standard.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "portrait_table_invalid": N_("The table of the portrait cannot be read ({place}: {reason})."),
        "risk_table_invalid": N_("The table of the risk score cannot be read ({place}: {reason})."),
    },
)

MOST: Final = 5
"""The highest rating of an indicator."""
HIGH_FROM: Final = 4
"""An indicator rated this or more makes its side of the portrait high."""

Pair = tuple[str, str]
"""A name as (Chinese, English)."""


def spoken(pair: Pair, language: str) -> str:
    """The name in a language."""
    return pair[0] if language.startswith("zh") else pair[1]


class Indicator(StrEnum):
    """The seven figures, in the order of the radar."""

    NATURE = "nature"
    MONTHLY_KWH = "monthly_kwh"
    SERVICE_RATE = "service_rate_pct"
    GROWTH = "growth_pct"
    COMPLAINTS = "complaints"
    BREACHES = "breaches"
    PENALTIES = "penalty_share_pct"


@dataclass(frozen=True, slots=True)
class Portrait:
    """The figures as they were imported; None (or "") is unknown, never zero.

    `nature` is a key of the table or the words of the sheet; `monthly_kwh` the mean of the period; `service_rate_pct`
    the share of its requests that were served in time; `growth_pct` against the same period a year before; `complaints`
    and `breaches` (breaches of contract and theft) are numbers of cases; `penalty_share_pct` is the share of penalties
    in what was paid. `until` is the last day of the period.
    """

    until: date | None = None
    nature: str = ""
    monthly_kwh: float | None = None
    service_rate_pct: float | None = None
    growth_pct: float | None = None
    complaints: float | None = None
    breaches: float | None = None
    penalty_share_pct: float | None = None


@dataclass(frozen=True, slots=True)
class NatureChoice:
    """A nature of use: key, name, rating and the words by which sheets name it."""

    key: str
    name: Pair
    rating: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """How an indicator is rated. `steps` are (from, rating), ascending; a figure below the first is rated 0.

    With `falling` a low figure asks for attention: steps are then (below, rating), descending.
    """

    indicator: Indicator
    name: Pair
    side: str
    unit: str = ""
    steps: tuple[tuple[float, int], ...] = ()
    falling: bool = False
    choices: tuple[NatureChoice, ...] = ()
    headings: tuple[str, ...] = ()
    """Other names of its column in workbooks."""

    def rate(self, value: float) -> int:
        """The rating of a figure."""
        met = [rating for edge, rating in self.steps if (value < edge if self.falling else value >= edge)]
        return met[-1] if met else 0

    def choice(self, words: str) -> NatureChoice | None:
        """The nature of use that a key or the words of a sheet name; None when the table does not know them."""
        wanted = "".join(words.split()).casefold()
        for choice in self.choices:
            known = (choice.key, *choice.name, *choice.words)
            if wanted in {"".join(word.split()).casefold() for word in known}:
                return choice
        return None


@dataclass(frozen=True, slots=True)
class PortraitRules:
    """The whole table: its sides (the four highs) and the seven indicators in the order of the radar."""

    sides: Mapping[str, Pair]
    indicators: tuple[IndicatorRule, ...]
    headings: Mapping[str, tuple[str, ...]]
    """Names of the columns `account` and `until`."""
    suffixes: tuple[str, ...] = ()
    """Units that may stand behind a figure."""

    def rule(self, indicator: Indicator) -> IndicatorRule:
        """The rule of an indicator."""
        return next(rule for rule in self.indicators if rule.indicator is indicator)


@dataclass(frozen=True, slots=True)
class Axis:
    """One spoke of the radar; `rating` is None while the figure is unknown."""

    rule: IndicatorRule
    value: float | None
    words: str
    rating: int | None


def axes(portrait: Portrait | None, rules: PortraitRules) -> tuple[Axis, ...]:
    """The seven spokes, in the order of the table."""
    return tuple(_axis(portrait or Portrait(), rule) for rule in rules.indicators)


def _axis(portrait: Portrait, rule: IndicatorRule) -> Axis:
    if rule.indicator is Indicator.NATURE:
        choice = rule.choice(portrait.nature) if portrait.nature else None
        return Axis(rule, None, portrait.nature, choice.rating if choice else None)
    value: float | None = getattr(portrait, rule.indicator.value)
    return Axis(rule, value, "", None if value is None else rule.rate(value))


def high_sides(spokes: Sequence[Axis]) -> tuple[str, ...]:
    """Keys of the sides with an indicator rated high, in the order of the radar."""
    found = [axis.rule.side for axis in spokes if axis.rating is not None and axis.rating >= HIGH_FROM]
    return tuple(dict.fromkeys(found))


def total(spokes: Sequence[Axis]) -> int | None:
    """The portrait in one number, 0 to 100: the mean of the ratings known; None when fewer than three are."""
    known = [axis.rating for axis in spokes if axis.rating is not None]
    return round(sum(known) / len(known) / MOST * 100) if len(known) >= 3 else None


# reading the table ------------------------------------------------------------------------------------------------


def read_portrait_rules(document: Mapping[str, Any]) -> PortraitRules:
    """The table as TOML gives it. Raises Problem portrait_table_invalid (place, reason)."""
    place = "side"
    try:
        suffixes = tuple(map(str, document.get("suffixes", ())))
        headings = {key: tuple(document["headings"][key]) for key in ("account", "until")}
        sides = {str(table["id"]): (str(table["zh"]), str(table["en"])) for table in document["side"]}
        rules = []
        for table in document["indicator"]:
            place = str(table["id"])
            rules.append(_rule(table, sides))
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise Problem("portrait_table_invalid", place=place, reason=str(error)) from error
    if [rule.indicator for rule in rules] != list(Indicator):
        raise Problem("portrait_table_invalid", place="indicator", reason="write the seven, each once, in their order")
    return PortraitRules(sides, tuple(rules), headings, suffixes)


def _rule(table: Mapping[str, Any], sides: Mapping[str, Pair]) -> IndicatorRule:
    if table["side"] not in sides:
        raise ValueError(f"unknown side {table['side']}")
    falling = bool(table.get("falling", False))
    steps = tuple((float(edge), rating_of(rating)) for edge, rating in table.get("steps", ()))
    edges = [edge for edge, _rating in steps]
    if edges != sorted(set(edges), reverse=falling):
        raise ValueError("steps are not in order")
    choices = tuple(
        NatureChoice(str(one["key"]), (str(one["zh"]), str(one["en"])), rating_of(one["rating"]), tuple(one["words"]))
        for one in table.get("choice", ())
    )
    return IndicatorRule(
        Indicator(table["id"]),
        (str(table["zh"]), str(table["en"])),
        str(table["side"]),
        str(table.get("unit", "")),
        steps,
        falling,
        choices,
        tuple(map(str, table.get("headings", ()))),
    )


def rating_of(value: object) -> int:
    """A rating of the table. Raises ValueError unless it is a whole number of 0 to MOST."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise ValueError(f"a rating is a whole number from 0 to {MOST}")
    return value
