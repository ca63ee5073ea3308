"""Two photos of the same part compared: side by side with one zoom and one middle, or one over the other.

Wheel and + / − enlarge both, dragging shifts both, a double click or 0 fits them. With the slider, the left of the
divider shows the photo before, the right the one after; ← and → and the mouse move it. GUI thread; pictures arrive
decoded.
"""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.theme import color

GAP = 12
LARGEST = 16.0
STEP = 1.25
"""What one turn of the wheel or one key enlarges by."""
SHIFT = 0.08
"""How far an arrow key shifts, as a share of what shows."""
SLIDE = 0.02
"""How far an arrow key moves the divider."""
NEAR = 18
"""Pixels around the divider where the mouse takes hold of it."""
PLATE = "#16202c"
"""Ground of the words over a photo; photos are the same in both themes."""


class Layout(Enum):
    """How the two photos lie."""

    SIDE = "side"
    SLIDER = "slider"


class LinkedView:
    """One zoom and one middle for several pictures of any size; the middle is a point of the unit square."""

    def __init__(self) -> None:
        self.zoom = 1.0
        """Against the picture fitted into its room."""
        self.middle = QPointF(0.5, 0.5)

    def fit(self) -> None:
        """Show everything."""
        self.zoom, self.middle = 1.0, QPointF(0.5, 0.5)

    def placed(self, size: QSizeF, room: QRectF) -> QRectF:
        """Where a picture of this size lies, in the coordinates of its room; it sticks out when it is enlarged."""
        fitted = min(room.width() / size.width(), room.height() / size.height())
        width, height = size.width() * fitted * self.zoom, size.height() * fitted * self.zoom
        center = room.center()
        return QRectF(center.x() - self.middle.x() * width, center.y() - self.middle.y() * height, width, height)

    def zoom_by(self, factor: float, around: QPointF, size: QSizeF, room: QRectF) -> None:
        """Enlarge or reduce; the point of the picture under `around` stays there as far as its edges allow."""
        before = self.placed(size, room)
        spot = QPointF((around.x() - before.left()) / before.width(), (around.y() - before.top()) / before.height())
        self.zoom = min(LARGEST, max(1.0, self.zoom * factor))
        after = self.placed(size, room)
        center = room.center()
        self._move_to(
            spot.x() - (around.x() - center.x()) / after.width(), spot.y() - (around.y() - center.y()) / after.height()
        )

    def shift(self, x: float, y: float) -> None:
        """Shift the middle by parts of the picture."""
        self._move_to(self.middle.x() + x, self.middle.y() + y)

    def _move_to(self, x: float, y: float) -> None:
        half = 0.5 / self.zoom
        self.middle = QPointF(min(max(x, half), 1 - half), min(max(y, half), 1 - half))


class PhotoCompare(Focusable):
    """Shows two photos; a missing one is told in words. `view` is shared with a larger window of the same photos."""

    spoken_role = Role.Graphic
    view_changed = Signal()
    layout_changed = Signal()
    full_screen_requested = Signal()

    def __init__(self, parent: QWidget | None = None, view: LinkedView | None = None) -> None:
        super().__init__(parent)
        self.view = view or LinkedView()
        self.split = 0.5
        """Where the divider stands, as a share of the width."""
        self.layout_of_photos = Layout.SIDE
        self._pictures = [QPixmap(), QPixmap()]
        self._words = ["", ""]
        self._grip: str = ""
        """What the mouse holds: picture, divider, or nothing."""
        self._last = QPointF()
        self.setMouseTracking(True)
        self.setMinimumHeight(120)
        self.setAccessibleName(_("Photos before and after"))

    # what it shows --------------------------------------------------------------------------------------------------

    def set_picture(self, side: int, picture: QImage | QPixmap | None, words: str = "") -> None:
        """Show a picture on a side (0 before, 1 after), or `words` where there is none (yet)."""
        self._pictures[side] = QPixmap.fromImage(picture) if isinstance(picture, QImage) else picture or QPixmap()
        self._words[side] = words
        self.update()

    def picture(self, side: int) -> QPixmap:
        """The picture of a side; null while there is none."""
        return self._pictures[side]

    def words(self, side: int) -> str:
        """What stands where a picture is missing."""
        return self._words[side]

    def set_layout_of_photos(self, layout: Layout) -> None:
        """Lay them side by side, or one over the other."""
        if layout is not self.layout_of_photos:
            self.layout_of_photos = layout
            self._describe()
            self.layout_changed.emit()
            self.update()

    def fit(self) -> None:
        """Show both whole."""
        self.view.fit()
        self._moved()

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge or reduce both, around a point of this widget or the middle."""
        side = self._side_at(around) if around is not None else 0
        room = self.room(side)
        self.view.zoom_by(factor, around or room.center(), self._size(side), room)
        self._moved()

    def set_split(self, split: float) -> None:
        """Move the divider."""
        self.split = min(1.0, max(0.0, split))
        self._moved()

    def _moved(self) -> None:
        self._describe()
        self.view_changed.emit()
        self.update()

    def _describe(self) -> None:
        words = _("Enlarged to {percent} %").format(percent=round(self.view.zoom * 100))
        if self.layout_of_photos is Layout.SLIDER:
            words += _(", divider at {percent} %").format(percent=round(self.split * 100))
        self.setAccessibleDescription(words)

    # where it lies --------------------------------------------------------------------------------------------------

    def room(self, side: int) -> QRectF:
        """The room of a side."""
        whole = QRectF(self.rect())
        if self.layout_of_photos is Layout.SLIDER:
            return whole
        width = (whole.width() - GAP) / 2
        return QRectF(side * (width + GAP), 0, width, whole.height())

    def _side_at(self, spot: QPointF) -> int:
        if self.layout_of_photos is Layout.SLIDER:
            return int(spot.x() > self.split * self.width())
        return int(spot.x() > self.width() / 2)

    def _size(self, side: int) -> QSizeF:
        found = self._pictures[side] if not self._pictures[side].isNull() else self._pictures[1 - side]
        return QSizeF(found.size()) if not found.isNull() else QSizeF(4, 3)

    def placed(self, side: int) -> QRectF:
        """Where the picture of a side lies in this widget."""
        return self.view.placed(self._size(side), self.room(side))

    # mouse and keys -------------------------------------------------------------------------------------------------

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        self.zoom_by(STEP**turns, event.position())
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._last = event.position()
            self._grip = "divider" if self._over_divider(event.position()) else "picture"

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._grip == "divider":
            self.set_split(spot.x() / max(1, self.width()))
        elif self._grip == "picture":
            lies = self.placed(self._side_at(self._last))
            by = self._last - spot
            self.view.shift(by.x() / lies.width(), by.y() / lies.height())
            self._last = spot
            self._moved()
        over = self._over_divider(spot)
        shape = Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.OpenHandCursor
        self.setCursor(shape if over or self.view.zoom > 1 else Qt.CursorShape.ArrowCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = ""

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.fit()

    def _over_divider(self, spot: QPointF) -> bool:
        slider = self.layout_of_photos is Layout.SLIDER
        return slider and abs(spot.x() - self.split * self.width()) <= NEAR

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._pressed(Qt.Key(event.key()), shifted=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            super().keyPressEvent(event)

    def _pressed(self, key: Qt.Key, *, shifted: bool) -> bool:
        """Act on a key; whether it was one of ours."""
        arrows = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(STEP)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom_by(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.full_screen_requested.emit()
        elif key in arrows:
            return self._arrow(*arrows[key], shifted=shifted)
        else:
            return False
        return True

    def _arrow(self, x: int, y: int, *, shifted: bool) -> bool:
        """The divider, or the enlarged photos (with Shift where the arrows move the divider)."""
        if self.layout_of_photos is Layout.SLIDER and x and not shifted:
            self.set_split(self.split + x * SLIDE)
            return True
        if self.view.zoom <= 1:
            return False
        self.view.shift(x * SHIFT / self.view.zoom, y * SHIFT / self.view.zoom)
        self._moved()
        return True

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.layout_of_photos is Layout.SIDE:
            for side in (0, 1):
                self._paint_side(painter, side, self.room(side))
        else:
            edge = self.split * self.width()
            whole = QRectF(self.rect())
            self._paint_side(painter, 0, whole.adjusted(0, 0, edge - self.width(), 0))
            self._paint_side(painter, 1, whole.adjusted(edge, 0, 0, 0))
            self._paint_divider(painter, edge)
        self._paint_labels(painter)

    def _paint_side(self, painter: QPainter, side: int, shown: QRectF) -> None:
        room = self.room(side)
        painter.save()
        painter.setClipRect(shown)
        painter.fillRect(room, color("sunk"))
        if self._pictures[side].isNull():
            self._paint_words(painter, side, shown if self.layout_of_photos is Layout.SLIDER else room)
        else:
            painter.drawPixmap(self.placed(side), self._pictures[side], QRectF(self._pictures[side].rect()))
        painter.restore()
        if self.layout_of_photos is Layout.SIDE:
            box(painter, room, border="line", radius=2)

    def _paint_words(self, painter: QPainter, side: int, room: QRectF) -> None:
        draw_icon(painter, room.center() - QPointF(11, 30), "image", "text-3", 22)
        area = room.adjusted(16, 0, -16, 0)
        area.setTop(room.center().y())
        area.setHeight(24)
        text(painter, area, self._words[side], "body", "text-2", CENTER)

    def _paint_divider(self, painter: QPainter, edge: float) -> None:
        painter.fillRect(QRectF(edge - 1, 0, 2, self.height()), QColor("white"))
        knob = QRectF(edge - 16, self.height() / 2 - 16, 32, 32)
        box(painter, knob, fill="primary", border=QColor("white"), radius=16, width=2)
        draw_icon(painter, knob.topLeft() + QPointF(2, 8), "chevron-left", "on-fill", 16, 2)
        draw_icon(painter, knob.topLeft() + QPointF(14, 8), "chevron-right", "on-fill", 16, 2)

    def _paint_labels(self, painter: QPainter) -> None:
        names = (pgettext("photos", "Before"), pgettext("photos", "After"))
        for side, name in enumerate(names):
            width = text_width(name, "body_bold") + 20
            left = self.room(side).left() + 10
            if side and self.layout_of_photos is Layout.SLIDER:
                left = self.width() - 10 - width
            plate = QRectF(left, 10, width, 26)
            box(painter, plate, fill="primary" if side else QColor(PLATE), radius=5)
            text(painter, plate, name, "body_bold", "on-fill", CENTER)
        if self.view.zoom > 1:
            words = f"{round(self.view.zoom * 100)} %"
            plate = QRectF(0, 10, text_width(words, "hint_bold") + 16, 24)
            plate.moveRight(self.room(0).right() - 10)
            if self.layout_of_photos is Layout.SLIDER:
                plate.moveLeft((self.width() - plate.width()) / 2)
            box(painter, plate, fill=QColor(PLATE), radius=5)
            text(painter, plate, words, "hint_bold", "on-fill", CENTER)
