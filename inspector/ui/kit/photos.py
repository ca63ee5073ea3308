"""The photo strip: thumbnails and an add tile that also takes dropped files."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, ngettext, pgettext
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, keycap, keycap_width, text, text_width
from inspector.ui.theme import color

SIZE = QSize(90, 56)
MORE = 44
"""Width of the tile that counts what does not show."""


def dropped_files(data: QMimeData) -> list[str]:
    """Local file paths of a drop or paste."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


class Thumb(PressArea):
    """A thumbnail; `opened` on click or Enter, `removal_requested` on Delete."""

    opened = Signal(str)
    removal_requested = Signal(str)

    def __init__(self, photo_id: str, name: str, size: QSize = SIZE, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.photo_id = photo_id
        self._pixmap = QPixmap()
        self.setFixedSize(size)
        self.setToolTip(name)
        self.clicked.connect(lambda: self.opened.emit(self.photo_id))

    @property
    def empty(self) -> bool:
        """Whether no picture was set yet."""
        return self._pixmap.isNull()

    def set_image(self, image: QImage | bytes) -> None:
        """Show the picture, cropped to fill."""
        decoded = QImage.fromData(image) if isinstance(image, bytes) else image
        self._pixmap = QPixmap.fromImage(decoded)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removal_requested.emit(self.photo_id)
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sunk", radius=6)
        if self._pixmap.isNull():
            draw_icon(painter, rect.center() - QPointF(9, 9), "image", "text-3", 18)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(rect, 6, 6)
        painter.setClipPath(clip)
        scale = max(rect.width() / self._pixmap.width(), rect.height() / self._pixmap.height())
        part = QRectF(0, 0, rect.width() / scale, rect.height() / scale)
        part.moveCenter(QPointF(self._pixmap.width() / 2, self._pixmap.height() / 2))
        painter.drawPixmap(rect, self._pixmap, part)


class AddTile(PressArea):
    """A dashed tile that asks for a photo: click, key P of the page if it shows P, or files dropped on it."""

    files_dropped = Signal(list)

    def __init__(
        self, name: str, label: str, icon: str, *, key: str = "", size: QSize = SIZE, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, parent)
        self._label = label
        self._icon = icon
        self._key = key
        self.setToolTip(f"{name} ({key})" if key else name)
        self.setFixedSize(size.width() + 6, size.height())
        self.setAcceptDrops(True)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.files_dropped.emit(dropped_files(event.mimeData()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=6, dashed=True)
        draw_icon(painter, QPointF(rect.center().x() - 9, 8), self._icon, "text-2", 18)
        width = text_width(self._label, "hint") + (5 + keycap_width(self._key) if self._key else 0)
        x = rect.center().x() - width / 2
        text(painter, QRectF(x, 28, width + 1, 22), self._label, "hint", "text-2")
        if self._key:
            keycap(painter, QPointF(x + width, 39), self._key, "text-2", color("edge"))


class MoreTile(PressArea):
    """Says how many thumbnails found no room; pressed, the viewer shows them."""

    def __init__(self, height: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._words = ""
        self.setFixedSize(MORE, height)

    def set_count(self, count: int) -> None:
        """How many do not show."""
        self._words = f"+{count}"
        name = ngettext("{count} more photo", "{count} more photos", count).format(count=count)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sunk" if self._hover else "sub", border="line", radius=6)
        text(painter, rect, self._words, "body_bold", "text-2", CENTER)


class PhotoStrip(QWidget):
    """Thumbnails in a row and the add tiles. The page fills pictures in by `set_image` when their bytes arrive.

    Thumbnails that find no room are counted by a last tile; the tiles that add photos always show.
    With `camera` there are two tiles, one for the camera (P) and one for files; without, P asks for files.
    """

    photo_opened = Signal(str)
    photo_removal_requested = Signal(str)
    photo_requested = Signal()
    """A file is wanted."""
    camera_requested = Signal()
    files_dropped = Signal(list)

    def __init__(
        self, *, addable: bool = True, camera: bool = False, size: QSize = SIZE, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._size = size
        self._thumbs: dict[str, Thumb] = {}
        self._order: list[str] = []
        self._shown = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._camera = AddTile(_("Take a photo"), pgettext("photos", "Take"), "camera", key="P", size=size)
        add, key = (_("Add"), "P") if not camera else (pgettext("photos", "File"), "")
        self._add = AddTile(_("Add a photo"), add, "image-plus", key=key, size=size)
        self._more = MoreTile(size.height())
        self._row.addWidget(self._more)
        self._more.hide()
        for tile, shown in ((self._camera, addable and camera), (self._add, addable)):
            self._row.addWidget(tile)
            tile.setVisible(shown)
        self._row.addStretch(1)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it may be narrower than what it holds
        self.setMinimumHeight(size.height())
        self._connect()

    def _connect(self) -> None:
        self._camera.clicked.connect(self.camera_requested)
        self._add.clicked.connect(self.photo_requested)
        self._more.clicked.connect(self._on_more_clicked)
        for tile in (self._camera, self._add):
            tile.files_dropped.connect(self.files_dropped)

    def set_photos(self, photos: Sequence[tuple[str, str]]) -> None:
        """Show exactly these (id, name); pictures already shown are kept."""
        wanted = dict(photos)
        for photo_id in [known for known in self._thumbs if known not in wanted]:
            self._thumbs.pop(photo_id).deleteLater()
        for index, (photo_id, name) in enumerate(photos):
            if photo_id not in self._thumbs:
                thumb = Thumb(photo_id, name, self._size)
                thumb.opened.connect(self.photo_opened)
                thumb.removal_requested.connect(self.photo_removal_requested)
                self._thumbs[photo_id] = thumb
            self._row.insertWidget(index, self._thumbs[photo_id])
        self._order = [photo_id for photo_id, _name in photos]
        self._fit()

    def _fit(self) -> None:
        """Show as many thumbnails as there is room for."""
        gap, step = self._row.spacing(), self._size.width() + self._row.spacing()
        room = self.width() - sum(tile.width() + gap for tile in (self._camera, self._add) if not tile.isHidden())
        count = len(self._order)
        shown = count if count * step <= room + gap else max(1, (room - MORE) // step)
        for index, photo_id in enumerate(self._order):
            self._thumbs[photo_id].setVisible(index < shown)
        self._more.setVisible(count > shown)
        self._more.set_count(count - shown)
        self._shown = shown

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_more_clicked(self) -> None:
        self.photo_opened.emit(self._order[self._shown])

    def set_image(self, photo_id: str, image: QImage | bytes) -> None:
        """Fill a thumbnail in; a photo that is gone is ignored."""
        if photo_id in self._thumbs:
            self._thumbs[photo_id].set_image(image)

    def missing(self) -> list[str]:
        """Ids of thumbnails without a picture yet."""
        return [photo_id for photo_id, thumb in self._thumbs.items() if thumb.empty]
