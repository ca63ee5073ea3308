"""What waits for a day: customers that are due, riskiest first, and visits that are planned for no day."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QDrag, QKeyEvent, QKeySequence, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector.domain.customer import Importance
from inspector.i18n import N_, _
from inspector.services.due.views import SOON_DAYS
from inspector.services.planning.board import Waiting
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.meaning import IMPORTANCES
from inspector.ui.kit.painted_list import PaintedList
from inspector.ui.kit.painting import RIGHT, box, text, text_width
from inspector.ui.planning.grid import WAITING
from inspector.ui.visit.due_words import due_text, due_token

CHECK = 16


FILTERS: Final = {
    "": N_("All customers"),
    "due": N_("Overdue or due within 7 days"),
    "important": N_("Important customers"),
}
"""What the tray can be narrowed to; seasonal and special visits go to important customers, due or not."""


def passes(item: Waiting, narrowed: str) -> bool:
    """Whether a row stays when the tray is narrowed; a visit without a day always does."""
    if item.visit or not narrowed:
        return True
    if narrowed == "due":
        return item.days is not None and item.days <= SOON_DAYS
    return item.importance is not Importance.NONE


class Tray(PaintedList[Waiting]):
    """Space or a click on the box chooses rows, Ctrl+A all; they are dragged onto a day, or cut and put there.

    `taken` after Ctrl+X, Ctrl+V in the calendar puts; `choice_changed`. Enter opens the customer.
    """

    row_height = 56
    taken = Signal()
    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Waiting for a day"), parent)
        self._chosen: set[str] = set()
        self._pressed: QPointF | None = None

    @staticmethod
    def key(item: Waiting) -> str:
        """What a row is known by: a visit's id, else the customer's."""
        return item.visit or item.customer

    @property
    def chosen(self) -> tuple[Waiting, ...]:
        """The chosen rows, else the current one."""
        found = tuple(item for item in self.items if self.key(item) in self._chosen)
        current = self.current_item
        return found or ((current,) if current is not None else ())

    @property
    def count(self) -> int:
        """How many rows are chosen."""
        return len(self._chosen)

    def clear_choice(self) -> None:
        """Choose nothing."""
        self._chosen.clear()
        self.choice_changed.emit()
        self.update()

    def choose_all(self) -> None:
        """Choose every row, or none if all are chosen."""
        everybody = {self.key(item) for item in self.items}
        self._chosen = set() if self._chosen == everybody else everybody
        self.choice_changed.emit()
        self.update()

    def toggle(self, item: Waiting) -> None:
        """Choose a row or let it go."""
        self._chosen ^= {self.key(item)}
        self.choice_changed.emit()
        self.update()

    @override
    def show_items(self, items: Sequence[Waiting]) -> None:
        self._chosen &= {self.key(item) for item in items}
        super().show_items(items)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.current_item
        if item is not None and event.matches(QKeySequence.StandardKey.Cut):
            self.taken.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.choose_all()
        elif item is not None and event.key() == Qt.Key.Key_Space:
            self.toggle(item)
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().y())
        if index < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        self.current = index
        self._pressed = event.position()
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        if (event.position() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        self.drag().exec(Qt.DropAction.MoveAction)

    def drag(self) -> QDrag:
        """What is dragged from the current row: all that is chosen if it is one of them, else this row alone."""
        item = self.current_item
        rows = self.chosen if item is not None and self.key(item) in self._chosen else ((item,) if item else ())
        drag, data = QDrag(self), QMimeData()
        data.setData(WAITING, "\n".join(self.key(row) for row in rows).encode())
        drag.setMimeData(data)
        return drag

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box chooses; elsewhere it only makes the row current: the customer opens on a double click."""
        pressed, self._pressed = self._pressed, None
        item = self.current_item
        if pressed is not None and item is not None and pressed.x() < self.PAD + CHECK + 10:
            self.toggle(item)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        item = self.current_item
        if item is not None and event.position().x() >= self.PAD + CHECK + 10:
            self.row_opened.emit(item)

    @override
    def words(self, item: Waiting) -> str:
        risk = _("risk {score}").format(score=item.risk) if item.risk else ""
        facts = " · ".join(part for part in (_when(item), _(IMPORTANCES[item.importance].word), risk) if part)
        return "\n".join([item.name, facts, *item.reasons])

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Waiting) -> None:
        tick = QRectF(rect.left(), rect.center().y() - CHECK / 2, CHECK, CHECK)
        if self.key(item) in self._chosen:
            box(painter, tick, fill="primary", radius=4)
            draw_icon(painter, tick.topLeft() + QPointF(1.5, 1.5), "check", "on-fill", 13, 3)
        else:
            box(painter, tick, fill="surface", border="edge", radius=4)
        left = tick.right() + 10
        room = rect.right() - left
        text(painter, QRectF(left, rect.top() + 6, room, 20), item.name, "body_medium", "text-1")
        token = due_token(item.due) if item.due is not None else "primary-text"
        when = _when(item)
        text(painter, QRectF(left, rect.top() + 29, room, 18), when, "hint_bold", token)
        right = rect.right()
        if item.risk:
            words = _("risk {score}").format(score=item.risk)
            width = text_width(words, "hint") + 2
            text(painter, QRectF(right - width, rect.top() + 29, width, 18), words, "hint", "text-2", RIGHT)
            right -= width + 8
        look = IMPORTANCES[item.importance]
        width = chip_width(_(look.word), look.icon)
        if right - width - left - text_width(when, "hint_bold") > 8:
            paint_chip(painter, right - width, rect.top() + 38, _(look.word), look)


def _when(item: Waiting) -> str:
    return due_text(item.due) if item.due is not None else _("planned without a day")
