"""Charts as plain data, and as the shapes that every renderer draws: screen, SVG, PNG and PDF show the same figure.

`chart_layout.drawn` turns a `Chart` into a `Drawing`. Lengths are logical pixels of the screen, from the top left;
colours are tokens of the themes. A series differs from the others by its pattern too, so that it can be told apart
without colour. Nothing here needs a drawing library.
"""

import math
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from inspector.quick_dataclass import dataclass


class Measure(Protocol):
    """Tells the width of a text."""

    def __call__(self, text: str, size: float, *, bold: bool = False) -> float:
        """Width of one line at a size."""


STEPS: Final = (1, 2, 5)
LINES: Final = 5
"""Steps of the axis at most."""
HATCH: Final = 6.0
"""Distance of the lines of a hatched box, along the edge."""


class Kind(StrEnum):
    """Upright bars side by side, lying bars in parts, or lines."""

    COLUMNS = "columns"
    PARTS = "parts"
    LINES = "lines"


class Look(StrEnum):
    """The pattern of a series."""

    SOLID = "solid"
    LIGHT = "light"
    HATCHED = "hatched"


@dataclass(frozen=True, slots=True)
class Series:
    """What one kind of bar stands for; `hue` begins the names of colour tokens (`primary`, `red`, …)."""

    name: str
    hue: str
    look: Look

    @property
    def fill(self) -> str:
        """Token of the area."""
        return self.hue if self.look is Look.SOLID else f"{self.hue}-tint"

    @property
    def edge(self) -> str:
        """Token of outline and lines."""
        return self.hue if self.look is Look.SOLID else f"{self.hue}-text"

    @property
    def ink(self) -> str:
        """Token of a text inside."""
        return "on-fill" if self.look is Look.SOLID else "text-1"


@dataclass(frozen=True, slots=True)
class Value:
    """One bar or point. `amount` None is no bar; `text` stands at it, `words` say it in full.

    `rows` is the ledger that shows the hazards behind it (kind:filter,filter), "" for none, and `count` how many.
    """

    amount: float | None
    text: str = ""
    words: str = ""
    rows: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Category:
    """Values side by side, one for each series; `note` stands at the end of lying bars."""

    label: str
    values: tuple[Value, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart. Texts are final.

    `top` fixes the end of the axis; `target` is a dashed line, explained by `target_words`; `told` says how it is
    counted, `empty` stands in place of a chart without anything in it.
    """

    key: str
    title: str
    kind: Kind
    series: tuple[Series, ...]
    categories: tuple[Category, ...]
    told: str = ""
    empty: str = ""
    unit: str = ""
    top: float | None = None
    target: float | None = None
    target_words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value.amount or value.count for one in self.categories for value in one.values)

    @property
    def highest(self) -> float:
        """The highest amount, or the target if that is higher."""
        amounts = [value.amount or 0.0 for one in self.categories for value in one.values]
        return max(0.0, self.target or 0.0, *amounts)


class Area(NamedTuple):
    """A box."""

    x: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled box."""

    area: Area
    token: str


@dataclass(frozen=True, slots=True)
class Outline:
    """The edge of a box, 1 wide, inside it."""

    area: Area
    token: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    token: str
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A disc."""

    x: float
    y: float
    radius: float
    token: str


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text around the height `centre`; `share` of its width lies left of `x`."""

    text: str
    x: float
    centre: float
    size: float
    token: str
    bold: bool = False
    share: float = 0.0


Shape = Fill | Outline | Stroke | Dot | Words


@dataclass(frozen=True, slots=True)
class Mark:
    """A bar or point that can be pointed at (`area`) and what is drawn of it (`bar`)."""

    category: int
    series: int
    area: Area
    bar: Area
    value: Value


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as shapes, in the order they are drawn, and its marks, category by category."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...]


def ticks(most: float, lines: int = LINES) -> tuple[int, ...]:
    """Round whole numbers from 0 to the first one that is not below `most`, at most `lines` equal steps."""
    size = 1
    while True:
        for step in STEPS:
            if step * size * lines >= most:
                count = max(1, math.ceil(most / (step * size)))
                return tuple(step * size * number for number in range(count + 1))
        size *= 10


def hatching(area: Area) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The slanted lines of a hatched box, cut at its edges."""
    start = area.x - area.height + HATCH / 2
    while start < area.right:
        left, right = max(start, area.x), min(start + area.height, area.right)
        if right > left:
            yield (left, area.bottom - (left - start)), (right, area.bottom - (right - start))
        start += HATCH


def fitted(text: str, width: float, size: float, measure: Measure, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if measure(text, size, bold=bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…", size, bold=bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…" if low else ""
