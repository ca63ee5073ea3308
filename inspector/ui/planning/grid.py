"""The calendar that people work in: keys and mouse. GUI thread.

Visits are moved by dragging them, by Ctrl+X on the visit and Ctrl+V on another day, or by Shift and an arrow. What
waits in the tray is put on a day in the same ways. Nothing is changed here: the page is told what is wished.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector.ui.planning.days import CalendarDays
from inspector.ui.planning.layout import WEEK, week_of

if TYPE_CHECKING:
    from inspector.services.planning.board import CalendarVisit

VISIT = "application/x-inspector-visit"
WAITING = "application/x-inspector-waiting"
"""What is dragged: the id of a planned visit, or keys of the tray, one a line."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class CalendarGrid(CalendarDays):
    """Days with their visits, to be walked and changed.

    `moved(CalendarVisit, date)`, `dropped(list of tray keys, date)`, `turned(spans)`, `day_wanted(date)` for a day that
    does not show, `put_wanted(date)` for Ctrl+V without a visit that was cut.
    """

    moved = Signal(object, object)
    dropped = Signal(object, object)
    put_wanted = Signal(object)
    opened = Signal(object)
    change_requested = Signal(object)
    cancel_requested = Signal(object)
    turned = Signal(int)
    day_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[QPointF, CalendarVisit] | None = None
        self.setAcceptDrops(True)

    # keys -----------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cut):
            self.take()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.put()
        elif not (self._walked(event) or self._acted(event)):
            super().keyPressEvent(event)

    def _walked(self, event: QKeyEvent) -> bool:
        """Arrows walk; with Shift they take the visit along."""
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        key = Qt.Key(event.key())
        side = STEPS.get(key, 0)
        down = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
        if shift and (side or down):
            visit = self.current
            if visit is not None and visit.movable:
                self.moved.emit(visit, visit.on + timedelta(days=side or down * WEEK))
            return True
        if side:
            self._go(self.day + timedelta(days=side), 0)
        elif down and 0 <= self.index + down < len(self.visits_of(self.day)):
            self._go(self.day, self.index + down)
        elif down and self.month:
            self._go(self.day + timedelta(days=down * WEEK), 0)
        elif down:
            return False
        else:
            return self._jumped(key)
        return True

    def _jumped(self, key: Qt.Key) -> bool:
        match key:
            case Qt.Key.Key_PageUp | Qt.Key.Key_PageDown:
                self.turned.emit(-1 if key == Qt.Key.Key_PageUp else 1)
            case Qt.Key.Key_Home:
                self._go(week_of(self.day), 0)
            case Qt.Key.Key_End:
                self._go(week_of(self.day) + timedelta(days=WEEK - 1), 0)
            case _:
                return False
        return True

    def _go(self, day: date, index: int) -> None:
        self.day, self.index = day, index
        if self.shows(day):
            self.changed()
        else:
            self.day_wanted.emit(day)

    def _acted(self, event: QKeyEvent) -> bool:
        visit = self.current
        if visit is None:
            return False
        keys = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.change_requested,
            Qt.Key.Key_Delete: self.cancel_requested,
        }
        wished = keys.get(Qt.Key(event.key()))
        if wished is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if visit.movable or wished is self.opened:
            wished.emit(visit)
        return True

    def take(self) -> None:
        """Cut the current visit: it is put on another day with Ctrl+V."""
        visit = self.current
        if visit is not None and visit.movable:
            self.cut = visit
            self.changed()

    def put(self) -> None:
        """Put what was cut on the current day."""
        visit, self.cut = self.cut, None
        if visit is None:
            self.put_wanted.emit(self.day)
        elif visit.on != self.day:
            self.moved.emit(visit, self.day)
        self.changed()

    # mouse ----------------------------------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        visit, day = self.visit_at(event.position()), self.layout_now().day_at(event.position())
        if visit is not None:
            self.choose(visit.id)
            if visit.movable:
                self._pressed = (event.position(), visit)
        elif day is not None:
            self.choose_day(day)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        begin, visit = self._pressed
        if (event.position() - begin).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        drag, data = QDrag(self), QMimeData()
        data.setData(VISIT, visit.id.encode())
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.MoveAction)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        visit = self.visit_at(event.position())
        if visit is not None:
            self.opened.emit(visit)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(VISIT) or event.mimeData().hasFormat(WAITING):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        day = self.layout_now().day_at(event.position())
        self.target = day if day is not None and day >= self.board.today else None
        event.setAccepted(self.target is not None)
        self.update()

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.target = None
        self.update()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        day, self.target = self.layout_now().day_at(event.position()), None
        data = event.mimeData()
        self.update()
        if day is None:
            return
        event.acceptProposedAction()
        if data.hasFormat(WAITING):
            self.dropped.emit(bytes(data.data(WAITING).data()).decode().splitlines(), day)
            return
        visit = bytes(data.data(VISIT).data()).decode()
        found = next((one for one in self.board.visits if one.id == visit), None)
        if found is not None and found.on != day:
            self.moved.emit(found, day)
