"""The focus ring: 2 px gap, then a 2 px ring in the primary colour, outside the focused widget.

Painted by one overlay over the focused widget, since a widget cannot paint outside itself. It is shown
when the focus came by keyboard, and from the first key press after a mouse click on.
"""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from inspector.ui.kit.painting import box

MARGIN = 4


def _host(target: QWidget) -> QWidget | None:
    """The nearest ancestor with room for the ring around the target, inside the same scroll area."""
    host = target.parentWidget()
    while host is not None and not host.isWindow():
        above = host.parentWidget()
        area = QRect(target.mapTo(host, QPoint(-MARGIN, -MARGIN)), target.size() + QSize(2 * MARGIN, 2 * MARGIN))
        if host.rect().contains(area) or above is None or isinstance(above.parentWidget(), QAbstractScrollArea):
            return host
        host = above
    return host


class FocusRing(QWidget):
    """Overlay that follows one widget; made by `Focusable` on first focus."""

    def __init__(self, target: QWidget, radius: float) -> None:
        super().__init__(_host(target))
        self._target = target
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        step: QWidget | None = target
        while step is not None and step is not self.parentWidget():
            step.installEventFilter(self)
            step = step.parentWidget()
        self._follow()

    def _follow(self) -> None:
        host = self.parentWidget()
        if host is not None and shiboken6.isValid(self._target):  # what it rings may be gone before the ring is
            corner = self._target.mapTo(host, QPoint(-MARGIN, -MARGIN))
            self.setGeometry(QRect(corner, self._target.size() + QSize(2 * MARGIN, 2 * MARGIN)))
            self.raise_()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._follow()
        return super().eventFilter(watched, event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, border="primary-text", radius=self._radius + MARGIN, width=2)


class Ring:
    """The ring around a widget that is no `Focusable`, a scroll area for one, unless the pointer gave the focus."""

    def __init__(self, target: QWidget, radius: float) -> None:
        self._target = target
        self._radius = radius
        self._shown: FocusRing | None = None

    def show(self, event: QFocusEvent) -> None:
        """The focus came."""
        if event.reason() != Qt.FocusReason.MouseFocusReason and self._shown is None:
            self._shown = FocusRing(self._target, self._radius)
            self._shown.show()

    def hide(self) -> None:
        """The focus went."""
        if self._shown is not None:
            self._shown.deleteLater()
            self._shown = None


class Focusable(QWidget):
    """Base of painted widgets that take the focus by Tab; takes no input method, so digit keys work with one on."""

    ring_radius = 6.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ring: FocusRing | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)

    def show_ring(self) -> None:
        """Show the ring now, for example after focus was set by program."""
        if self._ring is None and self.parentWidget() is not None:
            self._ring = FocusRing(self, self.ring_radius)
            self._ring.show()

    def hide_ring(self) -> None:
        """Take the ring away."""
        if self._ring is not None:
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.show_ring()
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide_ring()
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.hasFocus():
            self.show_ring()
        super().keyPressEvent(event)
