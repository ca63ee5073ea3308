"""The layer of marks over a photo as data: arrows, ellipses and texts in the unit square of the picture.

Pure: no image library, so that the window may use it while it draws. `outline` and the sizes are the one source of the
shapes: the editor paints them with Qt, `layer` burns them into the saved picture. x goes right, y down, both 0 to 1.
"""

import math
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

register(
    ProblemKind.INPUT,
    {
        "annotation_unreadable": N_(
            "The marks of the photo cannot be read ({reason}). Remove them and draw them again."
        ),
        "annotation_newer": N_(
            "The marks of the photo were made by a newer version. Update the program to change them."
        ),
    },
)

VERSION: Final = 1
MOST_MARKS: Final = 100
MOST_LETTERS: Final = 60
_DIGITS: Final = 4
"""Decimals of a coordinate that are kept: a quarter of a pixel of the largest picture."""

Point = tuple[float, float]


class MarkKind(StrEnum):
    """What a mark is.

    An arrow goes from the first point to the second, an ellipse fills their box, a text begins at the upper left corner
    of its first letter.
    """

    ARROW = "arrow"
    ELLIPSE = "ellipse"
    TEXT = "text"


class MarkColour(StrEnum):
    """Colours that stand out on concrete, steel and in the dark."""

    RED = "red"
    YELLOW = "yellow"
    WHITE = "white"


RGB: Final[Mapping[MarkColour, tuple[int, int, int]]] = {
    MarkColour.RED: (225, 24, 32),
    MarkColour.YELLOW: (255, 212, 0),
    MarkColour.WHITE: (255, 255, 255),
}
RIM: Final[Mapping[MarkColour, tuple[int, int, int]]] = {
    MarkColour.RED: (255, 255, 255),
    MarkColour.YELLOW: (20, 20, 20),
    MarkColour.WHITE: (20, 20, 20),
}
"""The rim around each colour, so that it shows on any ground."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: two points for an arrow or ellipse, one for a text."""

    kind: MarkKind
    colour: MarkColour
    points: tuple[Point, ...]
    text: str = ""

    def moved(self, right: float, down: float) -> "Mark":
        """The mark shifted, but never out of the picture."""
        low_x, low_y = min(x for x, _y in self.points), min(y for _x, y in self.points)
        high_x, high_y = max(x for x, _y in self.points), max(y for _x, y in self.points)
        right = min(max(right, -low_x), 1 - high_x)
        down = min(max(down, -low_y), 1 - high_y)
        return Mark(self.kind, self.colour, tuple(_rounded((x + right, y + down)) for x, y in self.points), self.text)

    def ending(self, at: Point) -> "Mark":
        """The mark with its second point there."""
        return Mark(self.kind, self.colour, (self.points[0], _rounded(_inside(at))), self.text)


@dataclass(frozen=True, slots=True)
class Annotation:
    """The marks of a photo, the first one undermost."""

    marks: tuple[Mark, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.marks)


def mark(kind: MarkKind, colour: MarkColour, *points: Point, text: str = "") -> Mark:
    """A mark with its points inside the picture."""
    return Mark(kind, colour, tuple(_rounded(_inside(point)) for point in points), text)


def _inside(point: Point) -> Point:
    return min(max(point[0], 0.0), 1.0), min(max(point[1], 0.0), 1.0)


def _rounded(point: Point) -> Point:
    return round(point[0], _DIGITS), round(point[1], _DIGITS)


# as stored ------------------------------------------------------------------------------------------------------------


def to_json(annotation: Annotation) -> dict[str, Any]:
    """The layer as it is stored and sent."""
    marks: list[dict[str, Any]] = []
    for one in annotation.marks:
        points = [list(point) for point in one.points]
        words = {"text": one.text} if one.kind is MarkKind.TEXT else {}
        marks.append({"kind": one.kind.value, "colour": one.colour.value, "points": points, **words})
    return {"version": VERSION, "marks": marks}


def from_json(stored: object) -> Annotation:
    """The layer from what was stored or sent. Raises Problem annotation_unreadable or annotation_newer."""
    if not isinstance(stored, Mapping) or not isinstance(stored.get("marks"), list):
        raise Problem("annotation_unreadable", reason="marks")
    version = stored.get("version")
    if isinstance(version, int) and version > VERSION:
        raise Problem("annotation_newer")
    if version != VERSION or len(stored["marks"]) > MOST_MARKS:
        raise Problem("annotation_unreadable", reason="version" if version != VERSION else "marks")
    return Annotation(tuple(_mark(number, one) for number, one in enumerate(stored["marks"])))


def _mark(number: int, stored: object) -> Mark:
    try:
        found = _read(stored) if isinstance(stored, Mapping) else None
    except (ValueError, LookupError, TypeError):
        found = None
    if found is None:
        raise Problem("annotation_unreadable", reason=f"marks[{number}]")
    return found


def _read(stored: Mapping[str, Any]) -> Mark | None:
    kind, colour = MarkKind(stored["kind"]), MarkColour(stored["colour"])
    points = tuple(_point(point) for point in stored["points"])
    text = str(stored.get("text", "")) if kind is MarkKind.TEXT else ""
    right = bool(text.strip()) and len(points) == 1 if kind is MarkKind.TEXT else len(points) == 2
    return Mark(kind, colour, points, text) if right and len(text) <= MOST_LETTERS and writable(text) else None


def writable(text: str) -> bool:
    """Whether a text is one line of whole characters: no control characters, no halves of a character."""
    return not any(unicodedata.category(char) in ("Cc", "Cs") for char in text)


def _point(stored: object) -> Point:
    if not isinstance(stored, list | tuple):
        raise TypeError
    x, y = stored
    if not all(isinstance(part, int | float) and not isinstance(part, bool) and 0 <= part <= 1 for part in (x, y)):
        raise ValueError
    return _rounded((float(x), float(y)))


# shapes ---------------------------------------------------------------------------------------------------------------


def stroke(width: float, height: float) -> float:
    """Width of lines on a picture of this size, in the same unit (pixels)."""
    return max(2.5, min(width, height) / 130)


def rim(width: float, height: float) -> float:
    """Width of the rim on each side of a line."""
    return stroke(width, height) * 0.45


def letter_size(width: float, height: float) -> float:
    """Size of letters (em) on a picture of this size."""
    return max(14.0, min(width, height) / 22)


ASCENT: Final = 0.88
"""From the top of a text to its base line, in em; the same for window and saved picture."""


def arrow(start: Point, end: Point, width: float) -> tuple[Point, ...]:
    """Outline of an arrow in pixels, `width` the width of its shaft: shaft, barbs, and the tip at `end`."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = math.hypot(across, down) or 1.0
    ux, uy = across / length, down / length
    head = min(width * 5.0, length)
    half, barb = width / 2, min(width * 2.1, length / 2)
    neck = (end[0] - ux * head * 0.86, end[1] - uy * head * 0.86)
    wing = (end[0] - ux * head, end[1] - uy * head)

    def side(point: Point, by: float) -> Point:
        return point[0] - uy * by, point[1] + ux * by

    return (
        side(start, half), side(neck, half), side(wing, barb), end, side(wing, -barb), side(neck, -half),
        side(start, -half),
    )  # fmt: skip


def box_of(points: tuple[Point, ...]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of an ellipse's box."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    return min(xs), min(ys), max(xs), max(ys)
