"""The surface somebody signs on: by pen, finger or mouse. GUI thread only.

A pad collects strokes and sends `settled` when the hand has rested for a while or Enter is pressed; it never saves.
A locked pad shows a signature and takes none.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.painting import CENTER, text
from inspector.ui.theme import color
from inspector.ui.visit.ink import Ink
from inspector.ui.visit.strokes import Stroke

MINIMUM_HEIGHT = 84
REST_MS = 1500
"""A hand that rests this long has finished; more strokes may still follow and are saved again."""
BASELINE_INSET = 32
BASELINE_RISE = 22


class SignaturePad(Focusable):
    """Takes strokes in the unit square of a 3:1 box.

    `drawing_started()` is sent with the first stroke of a pad that was empty or at rest, `settled(strokes)` when the
    hand rested, Enter was pressed or the focus went elsewhere, `alternative_requested()` on Enter without strokes,
    `clear_requested()` on Delete. With `rests=False` a resting hand settles nothing.
    """

    spoken_role = Role.Canvas
    drawing_started = Signal()
    settled = Signal(object)
    alternative_requested = Signal()
    clear_requested = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, name: str, *, hint: str = "", rests: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMinimumHeight(MINIMUM_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._hint = hint
        self._rests = rests
        self._ink = Ink()
        self._pending = False
        self._locked = False
        self._touch: int | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._connect()

    def _connect(self) -> None:
        self._rest.timeout.connect(self.settle)

    @override
    def show_ring(self) -> None:
        """No ring: the border of the signer's box shows the focus."""

    # state --------------------------------------------------------------------------------------------------------

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """What is drawn, finished strokes only."""
        return self._ink.strokes

    @property
    def pending(self) -> bool:
        """Whether there are strokes that `settled` has not told yet."""
        return self._pending

    @property
    def locked(self) -> bool:
        """Whether the pad only shows."""
        return self._locked

    def set_locked(self, locked: bool) -> None:
        """Only show, or take strokes."""
        self._locked = locked
        cursor = Qt.CursorShape.ArrowCursor if locked else Qt.CursorShape.CrossCursor
        self.setCursor(cursor)
        self.update()

    def set_hint(self, hint: str) -> None:
        """Words on an empty pad."""
        self._hint = hint
        self.update()

    def show_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Show saved strokes; what is being drawn stays."""
        if not self._pending and not self._ink.drawing:
            self._ink.show(strokes)
            self.update()

    def clear(self) -> None:
        """Empty the pad; nothing is sent."""
        self._rest.stop()
        self._ink.show(())
        self._pending = False
        self.update()

    def settle(self) -> None:
        """The signer has finished: tell the strokes that were not told yet."""
        self._lift()
        self._rest.stop()
        if self._pending:
            self._pending = False
            self.settled.emit(self._ink.strokes)

    # drawing ------------------------------------------------------------------------------------------------------

    def _press(self, position: QPointF) -> None:
        if self._locked:
            return
        self._rest.stop()
        fresh = not self._pending
        self._ink.begin((position.x(), position.y()), self.size())
        self._pending = True
        if fresh:
            self.drawing_started.emit()
        self.update()

    def _move(self, position: QPointF) -> None:
        if self._ink.extend((position.x(), position.y())):
            self.update()

    def _lift(self) -> None:
        if self._ink.lift():
            if self._rests:
                self._rest.start()
            self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lift()

    @override
    def tabletEvent(self, event: QTabletEvent) -> None:
        event.accept()  # an accepted pen event makes no mouse event
        kind = event.type()
        if kind == QEvent.Type.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._press(event.position())
        elif kind == QEvent.Type.TabletMove and event.pressure() > 0:
            self._move(event.position())
        elif kind == QEvent.Type.TabletRelease:
            self._lift()

    @override
    def event(self, event: QEvent) -> bool:
        touches = (QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        if isinstance(event, QTouchEvent) and event.type() in touches:
            self._touch_event(event)
            event.accept()
            return True
        return super().event(event)

    def _touch_event(self, event: QTouchEvent) -> None:
        """Only the first finger writes; a palm that joins is ignored."""
        points = event.points()
        if event.type() == QEvent.Type.TouchBegin and points:
            self._touch = points[0].id()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._press(points[0].position())
            return
        for point in points:
            if point.id() == self._touch:
                self._move(point.position())
        if event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel):
            self._touch = None
            self._lift()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._rests:
            self.settle()
        self.left.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._pending:
                self.settle()
            elif not self._locked:
                self.alternative_requested.emit()
            return
        if plain and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_requested.emit()
            return
        super().keyPressEvent(event)

    # painting -----------------------------------------------------------------------------------------------------

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ink.forget_size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_baseline(painter, self.size())
        if self._ink.empty:
            area = QRectF(0, 0, self.width(), self.height() - BASELINE_RISE)
            text(painter, area.adjusted(16, 0, -16, 0), self._hint, "body", "text-3", CENTER)
        else:
            self._ink.paint(painter, self.size())


def _paint_baseline(painter: QPainter, size: QSize) -> None:
    rise = max(float(BASELINE_RISE), size.height() * 0.2)
    y = round(size.height() - rise) + 0.5
    painter.setPen(QPen(color("edge"), 1, Qt.PenStyle.DashLine))
    painter.drawLine(QPointF(BASELINE_INSET, y), QPointF(size.width() - BASELINE_INSET, y))
