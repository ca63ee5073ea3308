"""What a seasonal or special visit is for: 迎峰度夏, 防汛, 保电 … The names are data (`planning/occasions.toml`).

The occasion of a planned or open visit stands in its draft, that of a signed one in its event. Any thread.
"""

import functools
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from inspector import assets
from inspector.domain.plan import OCCASION
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, language
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

__all__ = ["OCCASION", "Occasion", "occasion", "occasion_name", "occasions", "of_kind"]

register(
    ProblemKind.INPUT,
    {"occasion_unknown": N_("There is no occasion “{occasion}”. Known are: {known}.")},
)
register(
    ProblemKind.ENVIRONMENT,
    {"occasions_invalid": N_("The occasions of visits cannot be read ({reason}). Install the program again.")},
)

SHIPPED: Final = "planning/occasions.toml"


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a visit is for. `first` and `last` are month and day as 06-01, "" for always; the year may turn between."""

    id: str
    kind: VisitKind
    name_zh: str
    name_en: str
    first: str = ""
    last: str = ""

    @property
    def name(self) -> str:
        """In the current language."""
        return self.name_zh if language().startswith("zh") else self.name_en

    def in_season(self, day: date) -> bool:
        """Whether a day lies in its season; always for one that has none."""
        if not self.first:
            return True
        at = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@functools.cache
def occasions() -> tuple[Occasion, ...]:
    """All of them, in the order of the file. Raises Problem occasions_invalid."""
    try:
        table = tomllib.loads(assets.resource(SHIPPED).read_text(encoding="utf-8"))
        return tuple(_read(row) for row in table["occasion"])
    except (OSError, KeyError, ValueError) as error:
        raise Problem("occasions_invalid", reason=error) from error


def _read(row: Mapping[str, Any]) -> Occasion:
    first, last = str(row.get("from", "")), str(row.get("to", ""))
    return Occasion(row["id"], VisitKind(row["kind"]), row["name_zh"], row["name_en"], first, last)


def occasion(known: str) -> Occasion:
    """An occasion by id. Raises Problem occasion_unknown."""
    found = next((one for one in occasions() if one.id == known), None)
    if found is None:
        raise Problem("occasion_unknown", occasion=known, known=", ".join(one.id for one in occasions()))
    return found


def occasion_name(known: object) -> str:
    """The name of an occasion in the current language; an unknown one, of a newer program, as it is; "" for none."""
    text = str(known or "")
    return next((one.name for one in occasions() if one.id == text), text)


def of_kind(kind: VisitKind, day: date) -> tuple[Occasion, ...]:
    """The occasions of a kind of visit, those in season first."""
    return tuple(sorted((one for one in occasions() if one.kind is kind), key=lambda one: not one.in_season(day)))
