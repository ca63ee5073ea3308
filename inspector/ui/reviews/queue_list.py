"""The list on the left of the cross-check page: cards of what waits for me, then what waits for others, then returned.

One painted widget; ↑ and ↓ move, which shows the item at once, Enter goes on to it.
"""

from collections.abc import Callable, Collection

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext, pgettext
from inspector.quick_dataclass import dataclass
from inspector.services.item_state import ItemState
from inspector.services.reviews.views import QueueRow, QueueState, ReviewQueue
from inspector.ui.kit.access import Role
from inspector.ui.kit.chip import paint_chip
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.marks import paint_state
from inspector.ui.kit.meaning import GRADES, Look, grade_name
from inspector.ui.kit.painting import LEFT, RIGHT, box, text, text_width
from inspector.ui.kit.rows import Scroller

HEAD, CARD, LINE = 34, 90, 36
THUMB = QSize(56, 38)
PAD = 8
LONG = 7
"""Days from which waiting is shown in orange."""
BLIND = Look("", "", "violet")

LoadImage = Callable[[str, Callable[[QImage], None]], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: the head of a group (with its count), or an item."""

    title: str = ""
    count: int = 0
    row: QueueRow | None = None

    @property
    def height(self) -> int:
        """Pixels it takes."""
        if self.row is None:
            return HEAD
        return CARD if self.row.state in (QueueState.MINE, QueueState.SECOND) else LINE


def entries(queue: ReviewQueue, held: Collection[str], words: str) -> tuple[Entry, ...]:
    """The lines of the list; without what is being decided, and with what holds all of `words`."""

    def fitting(rows: tuple[QueueRow, ...]) -> list[QueueRow]:
        wanted = words.casefold().split()
        return [row for row in rows if row.hazard not in held and _holds(row, wanted)]

    mine, others, returned = fitting(queue.mine), fitting(queue.others), fitting(queue.returned)
    others_total = len(others) if words else queue.others_total
    returned_total = len(returned) if words else queue.returned_total
    found = [Entry(row=row) for row in mine]
    for title, rows, total in (
        (_("For others to review"), others, others_total),
        (_("Sent back"), returned, returned_total),
    ):
        if rows:
            found += [Entry(title, total), *(Entry(row=row) for row in rows)]
    return tuple(found)


def _holds(row: QueueRow, wanted: list[str]) -> bool:
    text_of = " ".join((row.title, row.number, row.customer, row.team, row.assignee, grade_name(row.grade))).casefold()
    return all(word in text_of for word in wanted)


class QueueList(Focusable):
    """Shows the queue; `row_chosen(QueueRow)` when another item becomes current, `row_opened` on Enter."""

    spoken_role = Role.List
    row_chosen = Signal(object)
    row_opened = Signal(object)
    ring_radius = 4.0

    def __init__(self, load: LoadImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._entries: tuple[Entry, ...] = ()
        self._current = ""
        self._pointed = -1
        self._thumbs: dict[str, QPixmap] = {}
        self.setAccessibleName(pgettext("tab", "Reviews"))
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    # what it shows --------------------------------------------------------------------------------------------------

    def show_entries(self, found: tuple[Entry, ...], current: str) -> None:
        """Show other lines; `current` is the hazard that is open."""
        self._entries, self._current = found, current
        self.setAccessibleDescription("\n".join(_words(row) for row in self.rows))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self.rows else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    @property
    def rows(self) -> list[QueueRow]:
        """The items, top to bottom."""
        return [entry.row for entry in self._entries if entry.row is not None]

    @property
    def current(self) -> str:
        """The hazard that is open, "" for none."""
        return self._current

    def choose(self, hazard: str) -> None:
        """Make an item current and tell; nothing happens for one that is not in the list."""
        row = next((row for row in self.rows if row.hazard == hazard), None)
        if row is not None:
            self._choose(row)

    def _choose(self, row: QueueRow) -> None:
        self._current = row.hazard
        self.ensure_visible()
        self.update()
        self.row_chosen.emit(row)

    def move_by(self, by: int) -> None:
        """Go up or down."""
        rows = self.rows
        here = next((index for index, row in enumerate(rows) if row.hazard == self._current), None)
        target = 0 if here is None else here + by
        if 0 <= target < len(rows) and target != here:
            self._choose(rows[target])

    def neighbour(self, hazard: str) -> str:
        """The item of mine that comes up when this one is decided: the next, else the one before, "" for none."""
        mine = [row.hazard for row in self.rows if row.state in (QueueState.MINE, QueueState.SECOND)]
        if hazard not in mine:
            return mine[0] if mine else ""
        index = mine.index(hazard)
        rest = mine[index + 1 :] + mine[:index][::-1]
        return rest[0] if rest else ""

    def ensure_visible(self) -> None:
        """Scroll the current item into view."""
        area = self.parentWidget()
        scroller = area.parentWidget() if area is not None else None
        for entry, rect in self._rects():
            if isinstance(scroller, Scroller) and entry.row is not None and entry.row.hazard == self._current:
                scroller.ensure_visible(rect.toRect(), 40)

    # layout ---------------------------------------------------------------------------------------------------------

    def _rects(self) -> list[tuple[Entry, QRectF]]:
        y, placed = 0.0, []
        for entry in self._entries:
            placed.append((entry, QRectF(PAD, y, self.width() - 2 * PAD, entry.height)))
            y += entry.height
        return placed

    def row_rect(self, hazard: str) -> QRect:
        """Where an item is, for tests and scrolling."""
        found = (rect.toRect() for entry, rect in self._rects() if entry.row and entry.row.hazard == hazard)
        return next(found, QRect())

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, sum(entry.height for entry in self._entries) + PAD)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def _at(self, y: float) -> int:
        return next((i for i, (e, r) in enumerate(self._rects()) if e.row and r.top() <= y < r.bottom()), -1)

    # mouse and keys -------------------------------------------------------------------------------------------------

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._at(event.position().y())
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._pointed >= 0 else Qt.CursorShape.ArrowCursor)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position().y())
        row = self._entries[index].row if index >= 0 else None
        if row is not None:
            self._choose(row)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Home: -1000, Qt.Key.Key_End: 1000}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.rows:
            self._choose(self.rows[0 if key == Qt.Key.Key_Home else -1])
        elif key in moves:
            self.move_by(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            row = next((row for row in self.rows if row.hazard == self._current), None)
            if row is not None:
                self.row_opened.emit(row)
        else:
            super().keyPressEvent(event)

    @override
    def show_ring(self) -> None:
        """The current item shows the focus instead of a ring around the whole list."""

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.ensure_visible()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(event.pos().y())
            row = self._entries[index].row if index >= 0 else None
            QToolTip.showText(event.globalPos(), _words(row) if row is not None else "", self)
            return True
        return super().event(event)

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for index, (entry, rect) in enumerate(self._rects()):
            if rect.bottom() < event.rect().top() or rect.top() > event.rect().bottom():
                continue
            if entry.row is None:
                words = f"{entry.title} {entry.count}"
                text(painter, rect.adjusted(PAD, 10, -PAD, 0), words, "hint_bold", "text-2")
                continue
            self._paint_ground(painter, rect.adjusted(0, 0, 0, -4), entry.row, pointed=index == self._pointed)
            if entry.height == CARD:
                self._paint_card(painter, rect.adjusted(0, 0, 0, -4), entry.row)
            else:
                self._paint_line(painter, rect.adjusted(0, 0, 0, -4), entry.row)

    def _paint_ground(self, painter: QPainter, rect: QRectF, row: QueueRow, *, pointed: bool) -> None:
        if row.hazard == self._current:
            width = 2 if self.hasFocus() else 1
            border = "primary-text" if self.hasFocus() else "primary-border"
            box(painter, rect, fill="primary-tint", border=border, radius=6, width=width)
        elif pointed:
            box(painter, rect, fill="sub", radius=6)

    def _paint_card(self, painter: QPainter, rect: QRectF, row: QueueRow) -> None:
        x, top = rect.left() + 10, rect.top()
        x += paint_chip(painter, x, top + 21, grade_name(row.grade), GRADES[row.grade]) + 8
        title = QRectF(x, top + 10, rect.right() - 8 - x, 22)
        text(painter, title, row.title, "body_bold", "text-1")
        y, left = top + 40, rect.left() + 10
        self._paint_thumb(painter, QRectF(left, y, THUMB.width(), THUMB.height()), row.thumb_before)
        draw_icon(painter, QPointF(left + 63, y + 12), "arrow-right", "text-3", 14)
        self._paint_thumb(painter, QRectF(left + 84, y, THUMB.width(), THUMB.height()), row.thumb_after)
        words = QRectF(left + 148, y - 1, rect.right() - 8 - left - 148, 20)
        if row.second:
            paint_chip(painter, words.left(), words.center().y(), _("Blind second"), BLIND)
        else:
            text(painter, words, row.customer, "hint", "text-2", LEFT)
        loud = row.days >= LONG
        style = "hint_bold" if loud else "hint"
        fits = text_width(row.waited, style) <= words.width()
        text(
            painter,
            words.translated(0, 20),
            row.waited if fits else _days(row.days),
            style,
            "orange-text" if loud else "text-2",
        )

    def _paint_thumb(self, painter: QPainter, rect: QRectF, sha: str) -> None:
        box(painter, rect, fill="sunk", border="line", radius=3)
        if not sha:
            draw_icon(painter, rect.center() - QPointF(8, 8), "image", "text-3", 16)
            return
        picture = self._thumbs.get(sha)
        if picture is None:
            self._thumbs[sha] = QPixmap()
            self._load(sha, lambda image: self._on_thumb(sha, image))
        elif not picture.isNull():
            scale = max(rect.width() / picture.width(), rect.height() / picture.height())
            part = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
            part.moveCenter(QPointF(picture.width() / 2, picture.height() / 2))
            painter.drawPixmap(rect, picture, part)

    def _on_thumb(self, sha: str, image: QImage) -> None:
        self._thumbs[sha] = QPixmap.fromImage(image)
        self.update()

    def _paint_line(self, painter: QPainter, rect: QRectF, row: QueueRow) -> None:
        returned = row.state is QueueState.RETURNED
        paint_state(painter, rect.left() + 10, rect.center().y(), ItemState.FAIL if returned else ItemState.TODO)
        late = row.overdue if returned else ""
        words = late or (_returned(row.days) if returned else " · ".join(p for p in (row.team, _days(row.days)) if p))
        width = min(text_width(words, "hint") + 2, rect.width() * 0.58)
        right = QRectF(rect.right() - 8 - width, rect.top(), width, rect.height())
        text(painter, right, words, "hint", "red-text" if late else "text-2", RIGHT)
        title = QRectF(rect.left() + 32, rect.top(), right.left() - rect.left() - 40, rect.height())
        text(painter, title, row.title, "body", "text-1")


def _days(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def _returned(days: int) -> str:
    """How long ago it was sent back: the days stand with their meaning, as those of an overdue one do."""
    return ngettext("sent back {count} day ago", "sent back {count} days ago", days).format(count=days)


def _words(row: QueueRow) -> str:
    """An item in words: for who cannot see it, and for the tooltip."""
    blind = _("Blind second judgement") if row.second else ""
    days = _returned(row.days) if row.state is QueueState.RETURNED else row.waited
    parts = (row.number, grade_name(row.grade), row.title, row.customer, row.team, days, row.overdue, blind)
    return " · ".join(part for part in (*parts, row.why) if part)
