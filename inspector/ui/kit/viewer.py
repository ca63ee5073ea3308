"""The viewer of photos: one at a time over the whole window."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.services.ledgers.views import PhotoView
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.cover import Cover
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.theme import color


class BlobSource(Protocol):
    """Whoever fetches the bytes of a picture off the GUI thread; `done` is left out when `owner` is gone by then."""

    def load_blob(self, sha: str, done: Callable[[bytes], None], *, owner: QObject | None = None) -> None:
        """Fetch the bytes of a blob."""


def caption(photo: PhotoView) -> str:
    """Day, time and name of a photo."""
    return f"{photo.taken_at:%Y-%m-%d %H:%M}  {photo.name}".strip()


class PhotoViewer(Cover):
    """A photo over the whole window, fitted. Left and Right leaf through, Delete removes, Esc closes.

    M asks for the editor of marks; W shows a photo that has marks without them, and with them again.
    """

    removal_requested = Signal(str)
    annotation_requested = Signal(str)

    def __init__(
        self,
        source: BlobSource,
        photos: Sequence[PhotoView],
        index: int,
        window: QWidget,
        *,
        removable: bool = True,
        annotatable: bool = False,
    ) -> None:
        super().__init__(window)
        self._source = source
        self._photos = tuple(photos)
        self._index = index
        self._pixmap = QPixmap()
        self._close = IconButton("x", pgettext("window", "Close"), key="Esc", bordered=True, parent=self)
        self._previous = IconButton("chevron-left", _("Previous photo"), key="←", bordered=True, parent=self)
        self._next = IconButton("chevron-right", _("Next photo"), key="→", bordered=True, parent=self)
        self._remove = Button(_("Remove"), icon="trash-2", parent=self)
        self._remove.setVisible(removable)
        self._removable = removable
        self._annotate = Button(_("Draw on it"), icon="pencil", key="M", parent=self)
        self._annotate.setVisible(annotatable)
        self._annotatable = annotatable
        self._plain = Button(_("Without marks"), key="W", parent=self)
        self._bare = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    def _connect(self) -> None:
        self._close.clicked.connect(self.finish)
        self._previous.clicked.connect(lambda: self._leaf(-1))
        self._next.clicked.connect(lambda: self._leaf(1))
        self._remove.clicked.connect(self._on_remove_clicked)
        self._annotate.clicked.connect(self._on_annotate_clicked)
        self._plain.clicked.connect(self._on_plain_clicked)

    def open(self) -> None:
        """Show it and take the focus."""
        self.cover()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()
        self._leaf(0)

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self._close.move(width - 52, 16)
        right = width - 64
        for button in (self._remove, self._annotate, self._plain):
            if not button.isHidden():
                button.adjustSize()
                button.move(right - button.width(), 16)
                right -= button.width() + 8
        self._previous.move(16, height // 2 - 18)
        self._next.move(width - 52, height // 2 - 18)

    def _leaf(self, by: int) -> None:
        if not self._photos:
            return
        self._index = min(len(self._photos) - 1, max(0, self._index + by))
        self._bare = self._bare and not by
        self._previous.setEnabled(self._index > 0)
        self._next.setEnabled(self._index < len(self._photos) - 1)
        photo = self._photos[self._index]
        self.setAccessibleName(caption(photo))
        self._plain.setVisible(bool(photo.plain))
        self._plain.set_label(_("With marks") if self._bare else _("Without marks"))
        self._place()
        shown = photo.plain if self._bare else photo.display
        self._source.load_blob(shown, lambda data: self._show(photo.id, data), owner=self)

    def _show(self, photo_id: str, data: bytes) -> None:
        if self._photos[self._index].id == photo_id:
            self._pixmap = QPixmap.fromImage(QImage.fromData(data))
            self.update()

    def _on_remove_clicked(self) -> None:
        if not self._removable:
            return
        photo = self._photos[self._index].id
        self.finish()
        self.removal_requested.emit(photo)

    def _on_annotate_clicked(self) -> None:
        if self._annotatable:
            photo = self._photos[self._index].id
            self.finish()
            self.annotation_requested.emit(photo)

    def _on_plain_clicked(self) -> None:
        if self._photos[self._index].plain:
            self._bare = not self._bare
            self._leaf(0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.finish()
            case Qt.Key.Key_Left:
                self._leaf(-1)
            case Qt.Key.Key_Right:
                self._leaf(1)
            case Qt.Key.Key_Delete:
                self._on_remove_clicked()
            case Qt.Key.Key_M:
                self._on_annotate_clicked()
            case Qt.Key.Key_W:
                self._on_plain_clicked()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("scrim"))
        room = QRectF(self.rect()).adjusted(72, 64, -72, -56)
        if not self._pixmap.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            scale = min(room.width() / self._pixmap.width(), room.height() / self._pixmap.height(), 1.5)
            shown = QRectF(0, 0, self._pixmap.width() * scale, self._pixmap.height() * scale)
            shown.moveCenter(room.center())
            painter.drawPixmap(shown, self._pixmap, QRectF(self._pixmap.rect()))
        words = caption(self._photos[self._index]) if self._photos else ""
        plate = QRectF(0, 0, 420, 32)
        plate.moveCenter(QPointF(self.width() / 2, self.height() - 28))
        box(painter, plate, fill="surface", border="line", radius=6)
        text(painter, plate.adjusted(12, 0, -12, 0), f"{self._index + 1}/{len(self._photos)}   {words}", flags=CENTER)
