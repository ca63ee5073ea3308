"""The right column of step 4: the real pages of the notice that will be issued, rendered off the GUI thread.

The preview asks for pages of the width it needs (`pages_requested(width, zoomed)`); whoever owns it fetches the PDF and
hands the pictures back with `show_pages`. Pictures of paper are not altered by the dark theme.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.focus import Ring
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.kit.text import Text

GAP = 12
ZOOMS = (1.0, 1.6, 2.4)
"""Page width in columns; the first fits the column."""
A4 = 297 / 210


class PageStack(QWidget):
    """Pages one below the other; drag with the mouse to move a zoomed page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pages: tuple[QImage, ...] = ()
        self._width = 300
        self._sentence = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def pages(self) -> tuple[QImage, ...]:
        """The pictures shown."""
        return self._pages

    def set_width(self, width: int) -> None:
        """Lay the pages out at this width (logical pixels)."""
        self._width = max(120, width)
        self._resize()

    def set_pages(self, pages: Sequence[QImage]) -> None:
        """Show these pages; the sentence goes."""
        self._pages = tuple(pages)
        self._sentence = ""
        self._resize()

    def set_sentence(self, sentence: str) -> None:
        """Say something in the place of the page."""
        self._sentence = sentence
        self.update()

    def _heights(self) -> list[float]:
        return [self._width * page.height() / max(1, page.width()) for page in self._pages] or [self._width * A4]

    def _resize(self) -> None:
        heights = self._heights()
        self.setFixedSize(QSize(self._width, round(sum(heights) + GAP * (len(heights) - 1))))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = 0.0
        if not self._pages:
            rect = QRectF(0, 0, self.width(), self.height())
            box(painter, rect, fill="surface", border="line", radius=2)
            text(painter, rect.adjusted(16, 0, -16, 0), self._sentence, "body", "text-3", CENTER)
        for page, height in zip(self._pages, self._heights() if self._pages else (), strict=True):
            rect = QRectF(0, top, self._width, height)
            painter.drawImage(rect, page)
            box(painter, rect, border="line", radius=0)
            top += height + GAP


class _Pages(QScrollArea):
    """The scroll area around the pages: Ctrl+wheel zooms, dragging moves, keys scroll."""

    spoken_role = Role.Document

    zoom_requested = Signal(int)

    def __init__(self, stack: PageStack) -> None:
        super().__init__()
        self._grip: QPointF | None = None
        self._ring = Ring(self, 2)
        self.setWidget(stack)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(_("Preview of the notice"))

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ring.show(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._ring.hide()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_requested.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}.get(Qt.Key(event.key()))
        if by is not None:
            self.zoom_requested.emit(by)
            return
        if event.modifiers():
            event.ignore()  # Alt and Ctrl chords belong to the page
            return
        super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._grip = event.position()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            return
        moved = event.position() - self._grip
        self._grip = event.position()
        for bar, by in ((self.horizontalScrollBar(), moved.x()), (self.verticalScrollBar(), moved.y())):
            bar.setValue(bar.value() - round(by))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None


class NoticePreview(Panel):
    """Head with page count, zoom and export; the pages below.

    `pages_requested(pixels)`: pages of this width in device pixels are needed (after zoom or resize);
    `export_requested()`: the PDF shall be saved.
    """

    pages_requested = Signal(int)
    export_requested = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("chrome", parent=parent)
        self._zoom = 0
        self._asked = 0
        self._count = Text("", "body", "text-2")
        self._zoom_button = IconButton("zoom-in", _("Zoom"), key="+ −", bordered=True)
        self._export_button = IconButton("printer", _("Export PDF"), key="Ctrl P", bordered=True)
        self._stack = PageStack()
        self._area = _Pages(self._stack)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(120)
        self._build(title or _("Preview of the notice"))
        self._connect()

    def _build(self, title: str) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 5, 5)
        layout.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 11, 0)
        head.setSpacing(8)
        head.addWidget(Text(title, "block"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._zoom_button)
        head.addWidget(self._export_button)
        layout.addLayout(head)
        layout.addWidget(self._area, 1)

    def _connect(self) -> None:
        self._zoom_button.clicked.connect(self._on_zoom_clicked)
        self._export_button.clicked.connect(self.export_requested)
        self._area.zoom_requested.connect(self._on_zoom_requested)
        self._wait.timeout.connect(self._ask)

    @property
    def pages(self) -> tuple[QImage, ...]:
        """The pictures shown."""
        return self._stack.pages

    @property
    def zoom(self) -> float:
        """Page width in columns."""
        return ZOOMS[self._zoom]

    @property
    def pixels(self) -> int:
        """Width of a page in device pixels at the present zoom."""
        return round(self._column() * self.zoom * self.devicePixelRatioF())

    def take_focus(self) -> None:
        """Put the focus on the pages, for reading them with the keyboard."""
        self._area.setFocus(Qt.FocusReason.TabFocusReason)

    def show_pages(self, pages: Sequence[QImage]) -> None:
        """Show rendered pages."""
        self._stack.set_pages(pages)
        count = len(pages)
        self._count.setText(ngettext("{count} page", "{count} pages", count).format(count=count) if count else "")

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no page."""
        self._stack.set_pages(())
        self._count.setText("")
        self._stack.set_sentence(sentence)

    def _column(self) -> int:
        return max(120, self.width() - 37)

    def _on_zoom_clicked(self) -> None:
        self._set_zoom((self._zoom + 1) % len(ZOOMS))

    def _on_zoom_requested(self, by: int) -> None:
        self._set_zoom(min(len(ZOOMS) - 1, max(0, self._zoom + by)))

    def _set_zoom(self, zoom: int) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self._arrange()

    def _arrange(self) -> None:
        self._stack.set_width(round(self._column() * self.zoom))
        if self.pixels != self._asked:
            self._wait.start()

    def _ask(self) -> None:
        if self.pixels != self._asked:
            self._asked = self.pixels
            self.pages_requested.emit(self.pixels)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._wait.stop()
        self._asked = 0

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
