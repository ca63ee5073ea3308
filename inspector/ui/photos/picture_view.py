"""A picture that can be enlarged and shifted: the ground the editor of marks draws on."""

from PySide6.QtCore import QPointF, QSizeF
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.photos import marks as drawn

LARGEST = 8.0
"""Pixels of the screen for one of the picture, at most."""
STEP = 1.25
"""What one turn of the wheel enlarges by."""


class PictureView(Focusable):
    """Holds the picture and how it lies in the widget; who inherits paints it."""

    spoken_role = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pixmap = QPixmap()
        self._zoom = 1.0
        """Against the picture fitted into the widget."""
        self._middle = QPointF(0.5, 0.5)
        """The point of the picture in the middle of the widget, in the unit square."""

    def set_image(self, image: QImage) -> None:
        """Show a picture, fitted."""
        self.pixmap = QPixmap.fromImage(image)
        self.fit()

    @property
    def size_of_picture(self) -> QSizeF:
        """Pixels of the picture; one by one before it is there."""
        return QSizeF(self.pixmap.size()) if not self.pixmap.isNull() else QSizeF(1, 1)

    def transform(self) -> QTransform:
        """From pixels of the picture to those of the widget."""
        size, scale = self.size_of_picture, self.scale()
        corner = QPointF(self.width() / 2, self.height() / 2) - drawn.pixels(self._middle.toTuple(), size) * scale
        return QTransform.fromTranslate(corner.x(), corner.y()).scale(scale, scale)

    def scale(self) -> float:
        """Pixels of the widget for one of the picture."""
        size = self.size_of_picture
        fitted = min(self.width() / size.width(), self.height() / size.height())
        return max(1e-3, min(fitted * self._zoom, max(LARGEST, fitted)))

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.view_changed()

    def zoom_by(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge or reduce; the point of the widget `around` stays where it is."""
        spot = around or QPointF(self.width() / 2, self.height() / 2)
        before = self.at(spot)
        self._zoom = min(max(1.0, self._zoom * factor), LARGEST * 4)
        after = self.at(spot)
        self.shift(before - after)

    def shift(self, by: QPointF) -> None:
        """Shift the middle by pixels of the picture."""
        x, y = drawn.unit(by, self.size_of_picture)
        if self._zoom <= 1.0:
            self._middle = QPointF(0.5, 0.5)
        else:
            self._middle = QPointF(min(max(self._middle.x() + x, 0), 1), min(max(self._middle.y() + y, 0), 1))
        self.view_changed()

    def view_changed(self) -> None:
        """Something else or something larger shows now."""
        self.update()

    def at(self, spot: QPointF) -> QPointF:
        """A point of the widget in pixels of the picture."""
        back, possible = self.transform().inverted()
        return back.map(spot) if possible else QPointF()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.view_changed()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        self.zoom_by(STEP**turns, event.position())
        event.accept()
