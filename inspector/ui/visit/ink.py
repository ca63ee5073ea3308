"""The ink on a signature pad: finished strokes in the unit square, the stroke being drawn in pixels, and both painted.

New strokes go into the frame the old ones are shown in, so that they fit together.
"""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from inspector.ui.theme import color
from inspector.ui.visit.strokes import Frame, Point, Stroke, covering, far_enough, finished, frame_for, smooth

PEN_WIDTH = 2.4


def stroke_path(stroke: tuple[Point, ...] | list[Point]) -> QPainterPath:
    """A polyline as a painter path."""
    path = QPainterPath(QPointF(*stroke[0]))
    for point in stroke[1:]:
        path.lineTo(QPointF(*point))
    return path


def ink_pen(ink: QColor, width: float = PEN_WIDTH) -> QPen:
    """The pen signatures are drawn with."""
    return QPen(ink, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


class Ink:
    """What is drawn on one pad. `begin`, `extend` and `lift` make a stroke; points are pixels of the pad."""

    def __init__(self) -> None:
        self.strokes: tuple[Stroke, ...] = ()
        """Finished strokes."""
        self._current: list[Point] = []
        self._frame: Frame | None = None

    @property
    def drawing(self) -> bool:
        """Whether the pen is down."""
        return bool(self._current)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to paint."""
        return not self.strokes and not self._current

    def show(self, strokes: tuple[Stroke, ...]) -> None:
        """Take other finished strokes."""
        self.strokes = strokes
        self._current = []
        self._frame = None

    def begin(self, point: Point, size: QSize) -> None:
        """The pen touches a pad of this size."""
        if self._frame is None:
            width, height = float(size.width()), float(size.height())
            self._frame = frame_for(self.strokes, width, height) if self.strokes else covering(width, height)
        self._current = [point]

    def extend(self, point: Point) -> bool:
        """The pen moves; returns whether that is to be painted."""
        if not self._current or not far_enough(self._current, point):
            return False
        self._current.append(point)
        return True

    def lift(self) -> bool:
        """The pen leaves the pad; returns whether it had drawn."""
        if not self._current or self._frame is None:
            return False
        self.strokes = (*self.strokes, finished(self._current, self._frame))
        self._current = []
        return True

    def forget_size(self) -> None:
        """The pad has another size; a stroke under way keeps its frame."""
        if not self._current:
            self._frame = None

    def paint(self, painter: QPainter, size: QSize) -> None:
        """Draw everything on a pad of this size."""
        frame = self._frame or frame_for(self.strokes, float(size.width()), float(size.height()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(ink_pen(color("text-1"), max(1.6, PEN_WIDTH * frame.width / 430)))
        for stroke in self.strokes:
            painter.drawPath(stroke_path([frame.to_pad(point) for point in stroke]))
        if self._current:
            painter.drawPath(stroke_path(smooth(self._current)))
