"""The photo under edit: zoom and shift, the marks, drawing and dragging with the mouse, the entry of a text."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.photos.annotation import RGB, RIM, Mark, MarkColour, MarkKind, mark, writable
from inspector.ui.photos import marks as drawn
from inspector.ui.photos.drawing import Drawing
from inspector.ui.photos.picture_view import PictureView
from inspector.ui.photos.text_entry import TextEntry
from inspector.ui.theme import color

LEAST_DRAG = 6.0
"""Pixels of the screen that a drag must cover to draw something."""
REACH = 8.0
"""How near to a mark, in pixels of the screen, a click counts as on it."""
HANDLE = 5.0
NUDGE = 0.01
"""What an arrow key moves a mark by, as a share of the picture."""


class Canvas(PictureView):
    """Shows a picture with its marks and changes `drawing`. `tool` None chooses and moves; else it draws that kind."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Photo"))
        self.setMouseTracking(True)
        self.drawing = drawing
        self.tool: MarkKind | None = MarkKind.ARROW
        self.colour = MarkColour.RED
        self.entry: TextEntry | None = None
        self._pressed: QPointF | None = None
        self._dragged: Mark | None = None
        self._corner = False
        self._shifting = False
        self.drawing.changed.connect(self.update)

    @override
    def view_changed(self) -> None:
        self._drop_entry()
        super().view_changed()

    # the mouse --------------------------------------------------------------------------------------------------------

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.pixmap.isNull():
            return
        spot = event.position()
        if event.button() == Qt.MouseButton.MiddleButton:
            self._pressed, self._shifting = spot, True
        elif event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._on_press(spot)

    def _on_press(self, spot: QPointF) -> None:
        chosen = self.drawing.chosen_mark
        self._corner = chosen is not None and self._on_handle(chosen, spot)
        if self._corner:
            self._pressed, self._dragged = spot, chosen
        elif self.tool is None:
            index = self._mark_at(spot)
            self.drawing.choose(index)
            self._pressed, self._dragged = spot, self.drawing.chosen_mark
            self._shifting = self._dragged is None
        elif self.tool is MarkKind.TEXT:
            self.write_at(self.at(spot))
        else:
            self._pressed, self._dragged = spot, None

    def _on_handle(self, chosen: Mark, spot: QPointF) -> bool:
        return len(chosen.points) == 2 and (self._screen(chosen, 1) - spot).manhattanLength() <= 2 * REACH

    def _screen(self, one: Mark, number: int) -> QPointF:
        return self.transform().map(drawn.pixels(one.points[number], self.size_of_picture))

    def _mark_at(self, spot: QPointF) -> int:
        at, reach = self.at(spot), REACH / self.scale()
        found = [i for i, one in enumerate(self.drawing.marks) if drawn.hit(one, self.size_of_picture, at, reach)]
        return found[-1] if found else -1

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        spot = event.position()
        if self._pressed is None:
            return
        if self._shifting:
            self.shift(self.at(self._pressed) - self.at(spot))
            self._pressed = spot
        elif (spot - self._pressed).manhattanLength() >= LEAST_DRAG or self.drawing_now:
            self._on_drag(self._pressed, spot)

    @property
    def drawing_now(self) -> bool:
        """Whether a drag has begun to show something."""
        return self.drawing.marks != self.drawing.annotation.marks

    def _on_drag(self, start: QPointF, spot: QPointF) -> None:
        size = self.size_of_picture
        here = drawn.unit(self.at(spot), size)
        if self._dragged is None:
            if self.tool is not None and not self.drawing.full:
                first = drawn.unit(self.at(start), size)
                self.drawing.show(mark(self.tool, self.colour, first, here), len(self.drawing.annotation.marks))
        elif self._corner:
            self.drawing.show(self._dragged.ending(here), self.drawing.chosen)
        else:
            x, y = drawn.unit(self.at(spot) - self.at(start), size)
            self.drawing.show(self._dragged.moved(x, y), self.drawing.chosen)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.drawing.commit()
        self._pressed, self._dragged, self._shifting = None, None, False

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.edit_text()

    def cancel(self) -> bool:
        """Leave a drag half done; returns whether there was one."""
        busy = self.drawing_now
        self._pressed, self._dragged = None, None
        self.drawing.drop()
        return busy

    # by keys ----------------------------------------------------------------------------------------------------------

    def put_in_middle(self) -> None:
        """Put a mark of the tool into the middle of what shows; a text is asked for there."""
        size, middle = self.size_of_picture, self.at(QPointF(self.width() / 2, self.height() / 2))
        reach = min(self.width(), self.height()) / 8 / self.scale()
        away = QPointF(reach, reach)
        if self.tool is MarkKind.TEXT:
            self.write_at(middle)
        elif self.tool is not None and not self.drawing.full:
            first, last = middle - away, middle if self.tool is MarkKind.ARROW else middle + away
            self.drawing.put(mark(self.tool, self.colour, drawn.unit(first, size), drawn.unit(last, size)))

    def nudge(self, right: int, down: int, *, corner: bool) -> None:
        """Move the chosen mark, or its end, by so many steps."""
        one = self.drawing.chosen_mark
        if one is None:
            return
        if not corner:
            self.drawing.put(one.moved(right * NUDGE, down * NUDGE), self.drawing.chosen)
        elif len(one.points) == 2:
            x, y = one.points[1]
            self.drawing.put(one.ending((x + right * NUDGE, y + down * NUDGE)), self.drawing.chosen)

    def recolour(self, colour: MarkColour) -> None:
        """Draw in a colour from now on; while marks are chosen, not drawn, the chosen one takes it too."""
        self.colour = colour
        one = self.drawing.chosen_mark
        if one is not None and self.tool is None:
            self.drawing.put(Mark(one.kind, colour, one.points, one.text), self.drawing.chosen)

    # text -------------------------------------------------------------------------------------------------------------

    def edit_text(self) -> None:
        """Change the words of the chosen text."""
        one = self.drawing.chosen_mark
        if one is not None and one.kind is MarkKind.TEXT:
            self._open_entry(drawn.pixels(one.points[0], self.size_of_picture), one.text, self.drawing.chosen)

    def write_at(self, at: QPointF) -> None:
        """Ask for a text that begins there (pixels of the picture)."""
        if not self.drawing.full:
            self._open_entry(at, "", None)

    def _open_entry(self, at: QPointF, words: str, index: int | None) -> None:
        self.view_changed()
        entry = self.entry = TextEntry(self)
        spot = self.transform().map(at)
        letters = drawn.letters(self.size_of_picture)
        letters.setPixelSize(max(13, round(letters.pixelSize() * self.scale())))
        entry.setFont(letters)
        entry.setText(words)
        height = entry.sizeHint().height() + 6
        width = min(360, self.width() - 16)
        entry.setFixedSize(width, height)
        left = min(max(8.0, spot.x() - 8), self.width() - width - 8.0)
        entry.move(round(left), round(min(max(0.0, spot.y() - 4), float(self.height() - height))))
        entry.given.connect(lambda text: self._on_given(at, text, index))
        entry.left.connect(self._close_entry)
        entry.show()
        entry.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_entry(self) -> None:
        entry, self.entry = self.entry, None
        if entry is not None:
            entry.hide()
            entry.deleteLater()

    def _close_entry(self) -> None:
        if self.entry is not None:
            self._drop_entry()
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish_text(self) -> None:
        """Take a text that is still being typed."""
        if self.entry is not None:
            self.entry.give()

    def _on_given(self, at: QPointF, text: str, index: int | None) -> None:
        self._close_entry()
        words = " ".join("".join(char for char in text if writable(char)).split())
        if not words:
            return
        size = self.size_of_picture
        room = drawn.text_room(words, size)
        inside = QPointF(
            max(0.0, min(at.x(), size.width() - room.width())), max(0.0, min(at.y(), size.height() - room.height()))
        )
        colour = self.drawing.annotation.marks[index].colour if index is not None else self.colour
        self.drawing.put(mark(MarkKind.TEXT, colour, drawn.unit(inside, size), text=words), index)

    # painting ---------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("sunk"))
        if self.pixmap.isNull():
            return
        painter.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform | QPainter.RenderHint.Antialiasing)
        painter.setTransform(self.transform())
        size = self.size_of_picture
        painter.drawPixmap(QPointF(0, 0), self.pixmap)
        painter.setClipRect(QRectF(QPointF(0, 0), size))
        for one in self.drawing.marks:
            drawn.paint(painter, one, size)
        painter.setClipping(False)
        painter.resetTransform()
        chosen = self.drawing.chosen_mark
        if chosen is not None:
            self._paint_choice(painter, chosen)

    def _paint_choice(self, painter: QPainter, chosen: Mark) -> None:
        frame = self.transform().mapRect(drawn.bounds(chosen, self.size_of_picture)).adjusted(-8, -8, 8, 8)
        for ink, style in ((QColor(*RIM[MarkColour.WHITE]), Qt.PenStyle.SolidLine), (_WHITE, Qt.PenStyle.DashLine)):
            painter.setPen(QPen(ink, 1, style))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)
        if len(chosen.points) == 2:
            painter.setPen(QPen(_WHITE, 1.5))
            painter.setBrush(color("primary"))
            painter.drawEllipse(self._screen(chosen, 1), HANDLE, HANDLE)


_WHITE = QColor(*RGB[MarkColour.WHITE])
