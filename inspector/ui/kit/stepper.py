"""The stepper of a visit: 64 high, circle 26, name and progress; steps may be opened in any order."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.ui.kit.access import Role, value_changed
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.pointing import Pointing
from inspector.ui.theme import color

HEIGHT = 64
CIRCLE = 26
GAP = 34


@dataclass(frozen=True, slots=True)
class StepItem:
    """A step: key, name, progress line, and whether it is done (green tick)."""

    key: str
    name: str
    progress: str
    done: bool = False


class Stepper(Pointing):
    """Shows the steps; `step_requested(key)` on click, or Left/Right and Enter."""

    step_requested = Signal(str)
    ring_radius = 4.0
    spoken_role = Role.PageTabList

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[StepItem, ...] = ()
        self._current = ""
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_steps(self, steps: Sequence[StepItem], current: str) -> None:
        """Show steps and which one is open."""
        if (tuple(steps), current) == (self._steps, self._current):
            return
        self._steps = tuple(steps)
        self._current = current
        self.updateGeometry()
        self.update()
        value_changed(self)

    def spoken_value(self) -> str:
        """The open step and how far it is."""
        return next((f"{step.name} {step.progress}" for step in self._steps if step.key == self._current), "")

    def _item_width(self, index: int) -> float:
        step = self._steps[index]
        return CIRCLE + 9 + max(text_width(step.name, "card_title"), text_width(step.progress, "hint")) + 12

    def _rects(self) -> list[QRectF]:
        x, rects = 0.0, []
        for index in range(len(self._steps)):
            rects.append(QRectF(x, 0, self._item_width(index), HEIGHT))
            x += self._item_width(index) + GAP
        return rects

    @override
    def sizeHint(self) -> QSize:
        rects = self._rects()
        return QSize(round(rects[-1].right() + 0.5) if rects else 0, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def part_at(self, spot: QPointF) -> int:
        return next((i for i, r in enumerate(self._rects()) if r.left() - 8 <= spot.x() <= r.right() + 8), -1)

    @override
    def press_part(self, index: int) -> None:
        self.step_requested.emit(self._steps[index].key)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = [step.key for step in self._steps]
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and not event.modifiers() and self._current in keys:
            target = keys.index(self._current) + by
            if 0 <= target < len(keys):
                self.step_requested.emit(keys[target])
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, rect in enumerate(self._rects()):
            self._paint_step(painter, index, rect)
            if index:
                draw_icon(painter, QPointF(rect.left() - GAP / 2 - 8, HEIGHT / 2 - 8), "chevron-right", "edge", 16)

    def _paint_step(self, painter: QPainter, index: int, rect: QRectF) -> None:
        step = self._steps[index]
        current = step.key == self._current
        circle = QRectF(rect.left() + 6, HEIGHT / 2 - CIRCLE / 2, CIRCLE, CIRCLE)
        radius = CIRCLE / 2
        if step.done and not current:
            box(painter, circle, fill="green", radius=radius)
            draw_icon(painter, circle.topLeft() + QPointF(5, 5), "check", "on-fill", 16, 2.5)
        elif current:
            box(painter, circle, fill="primary", radius=radius)
            text(painter, circle, str(index + 1), "body_bold", "on-fill", CENTER)
        else:
            box(painter, circle, border="edge", radius=radius, width=1.75)
            text(painter, circle, str(index + 1), "body_bold", "text-3", CENTER)
        x = circle.right() + 9
        ink = "text-1" if current or index == self._pointed else "text-2"
        style = "card_title" if current else "tab"
        text(painter, QRectF(x, 14, rect.right() - x + 8, 20), step.name, style, ink)
        text(painter, QRectF(x, 35, rect.right() - x + 8, 16), step.progress, "hint", "text-2" if current else "text-3")
        if current:
            painter.fillRect(QRectF(rect.left(), HEIGHT - 3, rect.width(), 3), color("primary-text"))
