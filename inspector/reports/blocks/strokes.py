"""Signatures written by hand, on paper."""

from collections.abc import Sequence

from inspector.reports.notice import Stroke
from inspector.reports.pdf.pen import Pen


def handwriting(pen: Pen, strokes: Sequence[Stroke], box: tuple[float, float, float, float]) -> None:
    """Draw signature strokes as vectors, left-aligned in the box, at most at the size that fills it."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return
    left, top, width, height = box
    low_x, low_y = min(x for x, _ in points), min(y for _, y in points)
    wide, high = max(x for x, _ in points) - low_x, max(y for _, y in points) - low_y
    scale = min(width / max(wide, 1e-6), height / max(high, 1e-6), height)
    down = top + (height - high * scale) / 2
    for stroke in strokes:
        if stroke:
            pen.curve([(left + (x - low_x) * scale, down + (y - low_y) * scale) for x, y in stroke], 1.3)
