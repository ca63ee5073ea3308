"""Controls of numbers within bounds and of places: the track of a range, a rating, latitude and longitude."""

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import Row, RowKind
from inspector.ui.forms.answers import Answer, normal_text
from inspector.ui.forms.choosing import SegmentAnswer
from inspector.ui.kit.access import Role
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.painting import RIGHT, box, text
from inspector.ui.kit.text import Text

TRACK_WIDTH = 220
MOST_RATING = 10
MOST_TICKS = 40
EDGE = 10


class Bounds:
    """Start, end and step of a range as exact decimals; a step that leads nowhere counts as 1."""

    def __init__(self, given: tuple[str, str, str]) -> None:
        self.start, self.end, step = (_decimal(one) or Decimal(0) for one in given)
        self.step = abs(step) or Decimal(1)
        self.low, self.high = min(self.start, self.end), max(self.start, self.end)

    @property
    def count(self) -> int:
        """How many values there are."""
        return int((self.high - self.low) / self.step) + 1

    def near(self, value: Decimal) -> Decimal:
        """The value of the range that is nearest."""
        steps = round((min(max(value, self.low), self.high) - self.start) / self.step)
        return min(max(self.start + steps * self.step, self.low), self.high)


def _decimal(words: str) -> Decimal | None:
    try:
        value = Decimal(words.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _words(value: Decimal) -> str:
    return f"{value:f}"


class Track(Focusable):
    """A line with a knob; without a value there is no knob. ←→ step, Home and End go to the ends, Delete clears."""

    spoken_role = Role.Slider
    value_chosen = Signal(str)
    ring_radius = 8.0

    def __init__(self, name: str, bounds: Bounds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._bounds = bounds
        self._value: Decimal | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(TRACK_WIDTH, 44)

    def set_value(self, value: str) -> None:
        """Show a value, without a signal."""
        self._value = _decimal(value)
        self.setAccessibleDescription(value)
        self.update()

    def _choose(self, value: Decimal | None) -> None:
        if value != self._value and self.isEnabled():
            self.set_value("" if value is None else _words(value))
            self.value_chosen.emit("" if value is None else _words(value))

    def _x(self, value: Decimal) -> float:
        span = self._bounds.end - self._bounds.start
        share = float((value - self._bounds.start) / span) if span else 0.0
        return EDGE + min(max(share, 0.0), 1.0) * (self.width() - 2 * EDGE)

    def _at(self, x: float) -> Decimal:
        share = min(max((x - EDGE) / (self.width() - 2 * EDGE), 0.0), 1.0)
        return self._bounds.near(self._bounds.start + (self._bounds.end - self._bounds.start) * Decimal(str(share)))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().x()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().x()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bounds, forward = self._bounds, 1 if self._bounds.end >= self._bounds.start else -1
        by = {Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward}.get(Qt.Key(event.key()))
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif by is not None:
            self._choose(bounds.start if self._value is None else bounds.near(self._value + by * bounds.step))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._choose(bounds.start if event.key() == Qt.Key.Key_Home else bounds.near(bounds.end))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._choose(None)
        else:
            super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line = QRectF(EDGE, 14, self.width() - 2 * EDGE, 4)
        box(painter, line, fill="sunk", border="edge", radius=2)
        if self._bounds.count <= MOST_TICKS:
            for step in range(self._bounds.count):
                x = self._x(self._bounds.low + step * self._bounds.step)
                box(painter, QRectF(x - 0.5, 20, 1, 4), fill="edge", radius=0)
        text(painter, QRectF(0, 26, 100, 16), _words(self._bounds.start), "hint", "text-3")
        text(painter, QRectF(self.width() - 100, 26, 100, 16), _words(self._bounds.end), "hint", "text-3", RIGHT)
        if self._value is not None:
            x = self._x(self._value)
            left = min(x, self._x(self._bounds.start))
            box(painter, QRectF(left, 14, abs(x - self._x(self._bounds.start)), 4), fill="primary", radius=2)
            box(painter, QRectF(QPointF(x - 9, 7), QPointF(x + 9, 25)), fill="primary", border="surface", radius=9)

    @override
    def sizeHint(self) -> QSize:
        return QSize(TRACK_WIDTH, 44)


class RangeAnswer(Answer):
    """A number from a range, on a track or typed."""

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._track = Track(row.label, Bounds(row.bounds or ("1", "10", "1")))
        self._field = TextField(row.label)
        self._field.setFixedWidth(84)
        line.addWidget(self._track)
        line.addWidget(self._field)
        if row.unit:
            line.addWidget(Text(row.unit, "body", "text-2"))
        super().__init__(holder, self._track)
        self.show_row(row)
        self._track.value_chosen.connect(self._on_chosen)
        self._field.value_committed.connect(self._on_typed)

    def _on_chosen(self, value: str) -> None:
        self._field.set_value(value)
        self.answered.emit(value)

    def _on_typed(self, words: str) -> None:
        value = normal_text(words, RowKind.NUMBER)
        self._track.set_value(value)
        self.answered.emit(value)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored number."""
        self._track.set_value(row.value)
        self._track.setEnabled(not row.readonly)
        if not self._field.editor.hasFocus():
            self._field.set_value(row.value)
        self._field.set_read_only(row.readonly)
        self._field.mark(row.error)

    @override
    def value(self) -> str:
        """The number."""
        return normal_text(self._field.value(), RowKind.NUMBER)


def range_answer(row: Row) -> Answer:
    """The control of a range: a rating as segments, anything else as a track."""
    bounds = Bounds(row.bounds or ("1", "10", "1"))
    if "rating" in row.look.split() and bounds.count <= MOST_RATING:
        values = [_words(bounds.low + step * bounds.step) for step in range(bounds.count)]
        options = [Option(value, value) for value in values]
        return SegmentAnswer(row, Segmented(row.label, options, clearable=True))
    return RangeAnswer(row)


class PointAnswer(Answer):
    """Latitude and longitude in degrees, height and accuracy in metres, typed as numbers."""

    wide = True

    def __init__(self, row: Row) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        line = QHBoxLayout()
        line.setSpacing(8)
        names = (_("Latitude (°)"), _("Longitude (°)"), _("Height (m)"), _("Accuracy (m)"))
        self._fields = [TextField(name, label=True) for name in names]
        for field in self._fields:
            field.setMinimumWidth(64)
            field.setMaximumWidth(124)
            line.addWidget(field, 1)
        line.addStretch(0)
        column.addLayout(line)
        super().__init__(holder, self._fields[0].editor)
        self.show_row(row)
        for field in self._fields:
            field.value_committed.connect(self._on_committed)

    def _on_committed(self) -> None:
        """Tell the place once both coordinates are there, or once all fields are empty again."""
        value = self.value()
        if not value or len(value.split()) >= 2:
            self.answered.emit(value)

    @override
    def show_row(self, row: Row) -> None:
        """Show the stored place."""
        parts = [*row.value.split(), "", "", "", ""][:4]
        typing = any(field.editor.hasFocus() for field in self._fields)
        for field, part in zip(self._fields, parts, strict=True):
            if not typing or row.value:
                field.set_value(part)
            field.set_read_only(row.readonly)
            field.mark(row.error)

    @override
    def value(self) -> str:
        """The numbers, separated by blanks; a height that was left out counts as 0 before an accuracy."""
        parts = [normal_text(field.value(), RowKind.NUMBER) for field in self._fields]
        if not any(parts):
            return ""
        if parts[3] and not parts[2]:
            parts[2] = "0"
        return " ".join(part for part in parts if part)
