"""The pages of a document one below the other, of any length: only those that are seen are rendered and kept.

The view asks for pictures (`page_wanted(page, pixels)`); whoever owns it renders them off the GUI thread and hands them
back with `take_page`. Paper is not altered by the dark theme.
"""

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from inspector.ui.kit.focus import Ring
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.theme import color

GAP = 12
KEPT = 8
"""Pictures kept beside those that are seen; one of a page across the screen takes about 4 MB."""
ZOOMS = (1.0, 1.5, 2.0, 3.0)
"""Width of a page in widths of the view."""


class PagesView(QAbstractScrollArea):
    """`page_changed(page)`: another page is the one being read (from 0); `page_wanted(page, pixels)`."""

    page_wanted = Signal(int, int)
    page_changed = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes: tuple[tuple[float, float], ...] = ()
        self._tops: list[float] = []
        self._pictures: OrderedDict[int, QImage] = OrderedDict()
        self._asked: dict[int, int] = {}
        self._zoom = 0
        self._page = 0
        self._ring = Ring(self, 2)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(name)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)

    @property
    def page(self) -> int:
        """The page that is being read, from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """Width of a page in widths of the view."""
        return ZOOMS[self._zoom]

    @property
    def pictures(self) -> tuple[int, ...]:
        """Pages whose pictures are here."""
        return tuple(sorted(self._pictures))

    def show_document(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show a document whose pages have these sizes (points)."""
        self._sizes = tuple(sizes)
        self._pictures.clear()
        self._asked.clear()
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def take_page(self, page: int, picture: QImage) -> None:
        """A page that was asked for."""
        self._pictures[page] = picture
        self._pictures.move_to_end(page)
        seen = set(self._seen())
        while len(self._pictures) > KEPT + len(seen):
            oldest = next(number for number in self._pictures if number not in seen)
            del self._pictures[oldest]
            self._asked.pop(oldest, None)
        self.viewport().update()

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page."""
        if self._tops:
            self.verticalScrollBar().setValue(round(self._tops[min(max(0, page), len(self._tops) - 1)]))

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller; the page that is being read stays."""
        zoom = min(len(ZOOMS) - 1, max(0, self._zoom + steps))
        if zoom != self._zoom:
            page, self._zoom = self._page, zoom
            self._arrange()
            self.go_to(page)

    def _width(self) -> float:
        return max(120.0, (self.viewport().width() - 2 * GAP)) * self.zoom

    def _height(self, page: int) -> float:
        width, height = self._sizes[page]
        return self._width() * height / max(1.0, width)

    def _arrange(self) -> None:
        top = float(GAP)
        self._tops = []
        for page in range(len(self._sizes)):
            self._tops.append(top - GAP)
            top += self._height(page) + GAP
        view = self.viewport()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setRange(0, max(0, round(top) - view.height()))
        vertical.setPageStep(view.height())
        vertical.setSingleStep(48)
        horizontal.setRange(0, max(0, round(self._width()) + 2 * GAP - view.width()))
        horizontal.setPageStep(view.width())
        self._on_scrolled()

    def _seen(self) -> range:
        if not self._sizes:
            return range(0)
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        shown = [n for n, start in enumerate(self._tops) if start < bottom and start + self._height(n) + GAP > top]
        return range(shown[0], shown[-1] + 1) if shown else range(0)

    def _on_scrolled(self) -> None:
        pixels = round(self._width() * self.devicePixelRatioF())
        seen = self._seen()
        for page in seen:
            if self._asked.get(page) != pixels:
                self._asked[page] = pixels
                self.page_wanted.emit(page, pixels)
        middle = self.verticalScrollBar().value() + self.viewport().height() / 2
        page = next((n for n in seen if self._tops[n] + self._height(n) + GAP > middle), seen[-1] if seen else 0)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        left = max(GAP, (self.viewport().width() - self._width()) / 2) - self.horizontalScrollBar().value()
        for page in self._seen():
            top = self._tops[page] + GAP - self.verticalScrollBar().value()
            rect = QRectF(left, top, self._width(), self._height(page))
            picture = self._pictures.get(page)
            if picture is None:
                painter.fillRect(rect, color("surface"))
                text(painter, rect, str(page + 1), "kpi", "text-3", CENTER)
            else:
                painter.drawImage(rect, picture)
            box(painter, rect, border="line", radius=0)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._page
        self._arrange()
        if page != self._page:
            self.go_to(page)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()  # chords belong to the dialog and the page
        elif steps is not None:
            self.zoom_by(steps)
        elif event.key() == Qt.Key.Key_Home:
            self.go_to(0)
        elif event.key() == Qt.Key.Key_End:
            self.go_to(len(self._sizes) - 1)
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.show(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()
