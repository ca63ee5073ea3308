"""The comparison of two photos over the whole window: the same photos, the same zoom; Esc goes back."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.compare import Layout, PhotoCompare
from inspector.ui.kit.cover import Cover
from inspector.ui.kit.painting import LEFT, RIGHT, box, text
from inspector.ui.theme import color

TOP, FOOT = 60, 52


class CompareLayer(Cover):
    """`PhotoCompare` as large as the window. V changes how the photos lie, Esc closes; `closed` afterwards."""

    closed = Signal()

    def __init__(self, source: PhotoCompare, captions: tuple[str, str]) -> None:
        super().__init__(source.window())
        self._source = source
        self._captions = captions
        self.compare = PhotoCompare(self, source.view)
        for side in (0, 1):
            self.compare.set_picture(side, source.picture(side), source.words(side))
        self.compare.split = source.split
        self.compare.set_layout_of_photos(source.layout_of_photos)
        self._close = IconButton("x", pgettext("window", "Close"), key="Esc", bordered=True, parent=self)
        self._lie = Button("", key="V", parent=self)
        self._name_lie()
        self._connect()

    def _connect(self) -> None:
        self._close.clicked.connect(self.finish)
        self._lie.clicked.connect(self.change_layout)
        self.compare.view_changed.connect(self._on_view_changed)

    def open(self) -> None:
        """Show it and take the focus."""
        self.cover()
        self.compare.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def finish(self) -> None:
        super().finish()
        self.closed.emit()

    def change_layout(self) -> None:
        """Side by side, or the slider; here and below."""
        side = self.compare.layout_of_photos is Layout.SIDE
        layout = Layout.SLIDER if side else Layout.SIDE
        self.compare.set_layout_of_photos(layout)
        self._source.set_layout_of_photos(layout)
        self._name_lie()

    def _name_lie(self) -> None:
        side = self.compare.layout_of_photos is Layout.SIDE
        self._lie.set_label(_("Slider") if side else _("Side by side"))
        self._place()

    def _on_view_changed(self) -> None:
        self._source.set_split(self.compare.split)

    def _place(self) -> None:
        self.compare.setGeometry(16, TOP, self.width() - 32, max(60, self.height() - TOP - FOOT))
        self._close.move(self.width() - 52, 12)
        self._lie.adjustSize()
        self._lie.move(self.width() - 64 - self._lie.width(), 12)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.finish()
        elif event.key() == Qt.Key.Key_V:
            self.change_layout()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("canvas"))
        foot = QRectF(16, self.height() - FOOT + 8, self.width() - 32, 32)
        box(painter, foot, fill="surface", border="line", radius=6)
        half = foot.adjusted(12, 0, -foot.width() / 2, 0)
        text(painter, half, self._captions[0], "body", "text-1", LEFT)
        other = foot.adjusted(foot.width() / 2, 0, -12, 0)
        text(painter, other, self._captions[1], "body", "text-1", RIGHT)
