"""Signature strokes: smoothing, thinning and the mapping between a pad on screen and the 3:1 unit square.

Plain functions on points; x runs right, y down. Stored strokes are polylines in the unit square, so that screen and
paper draw the same signature at any size.
"""

from collections.abc import Sequence
from itertools import pairwise

from inspector.quick_dataclass import dataclass

Point = tuple[float, float]
Stroke = tuple[Point, ...]

RATIO = 3.0
"""Width to height of the signature box that the unit square stands for."""
MIN_STEP = 1.2
"""Closer samples (logical pixels) are noise of the hand or the digitizer."""
TOLERANCE = 0.25
"""How far (logical pixels) a thinned line may be from the smoothed one."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the unit square lies on a pad, in logical pixels."""

    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        """Height of the box."""
        return self.width / RATIO

    def to_unit(self, point: Point) -> Point:
        """A pad position in the unit square, kept inside it."""
        x = (point[0] - self.left) / self.width
        y = (point[1] - self.top) / self.height
        return (round(min(1.0, max(0.0, x)), 5), round(min(1.0, max(0.0, y)), 5))

    def to_pad(self, point: Point) -> Point:
        """A point of the unit square on the pad."""
        return (self.left + point[0] * self.width, self.top + point[1] * self.height)


def covering(width: float, height: float) -> Frame:
    """The smallest 3:1 box that covers the pad: whatever is drawn on the pad lies in the unit square."""
    box = max(width, height * RATIO, 1.0)
    return Frame((width - box) / 2, (height - box / RATIO) / 2, box)


def contained(width: float, height: float) -> Frame:
    """The largest 3:1 box inside the pad."""
    box = max(1.0, min(width, height * RATIO))
    return Frame((width - box) / 2, (height - box / RATIO) / 2, box)


def frame_for(strokes: Sequence[Stroke], width: float, height: float) -> Frame:
    """The frame to show strokes in: as they were drawn if that fits the pad, else the whole box made smaller."""
    frame = covering(width, height)
    points = [frame.to_pad(point) for stroke in strokes for point in stroke]
    fits = all(-1 <= x <= width + 1 and -1 <= y <= height + 1 for x, y in points)
    return frame if fits else contained(width, height)


def far_enough(stroke: Sequence[Point], point: Point) -> bool:
    """Whether a new sample is far enough from the last one to count."""
    if not stroke:
        return True
    dx, dy = point[0] - stroke[-1][0], point[1] - stroke[-1][1]
    return dx * dx + dy * dy >= MIN_STEP * MIN_STEP


def smooth(points: Sequence[Point], rounds: int = 2) -> list[Point]:
    """Round the corners of a polyline (corner cutting); its ends stay where they were."""
    line = list(points)
    for _round in range(rounds):
        if len(line) < 3:
            return line
        cut = [line[0]]
        for (ax, ay), (bx, by) in pairwise(line):
            cut.append((0.75 * ax + 0.25 * bx, 0.75 * ay + 0.25 * by))
            cut.append((0.25 * ax + 0.75 * bx, 0.25 * ay + 0.75 * by))
        cut.append(line[-1])
        line = cut
    return line


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point from a segment."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = 0.0 if length == 0 else ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    ex, ey = point[0] - start[0] - along * dx, point[1] - start[1] - along * dy
    return float((ex * ex + ey * ey) ** 0.5)


def thin(points: Sequence[Point], tolerance: float = TOLERANCE) -> list[Point]:
    """Leave out points that lie within `tolerance` of the line through the others; ends are kept."""
    if len(points) < 3:
        return list(points)
    keep = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        far = max(between, key=lambda i: _distance(points[i], points[first], points[last]), default=None)
        if far is not None and _distance(points[far], points[first], points[last]) > tolerance:
            keep.add(far)
            spans += [(first, far), (far, last)]
    return [points[index] for index in sorted(keep)]


def finished(points: Sequence[Point], frame: Frame) -> Stroke:
    """A drawn stroke as it is stored: smoothed, thinned, in the unit square. A tap becomes a short dot."""
    line = thin(smooth(points))
    if len(line) == 1:
        line.append((line[0][0] + 0.5, line[0][1] + 0.5))
    return tuple(frame.to_unit(point) for point in line)
