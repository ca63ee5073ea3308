"""Photos of the open visit: from files, drops and the clipboard; the strip that shows them, and the viewer.

Reading, decoding and stamping happen in the pool (`services.add_photo`); the GUI thread only hands over how to get the
bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, pgettext
from inspector.problems import Problem, ProblemKind, register
from inspector.services.views import PhotoView, Target
from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.painting import CENTER, box, text
from inspector.ui.kit.photos import PhotoStrip, dropped_files
from inspector.ui.theme import color
from inspector.ui.visit.presenter import VisitPresenter

register(
    ProblemKind.ENVIRONMENT,
    {
        "photo_file_unreadable": N_(
            "The file {file} cannot be read. Check the card or the cable, or choose another file."
        ),
    },
)

PATTERNS = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff"
Source = tuple[Callable[[], bytes], str]
"""How to get the bytes of a photo (run in the pool), and its name."""


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """What a photo belongs to: an answer, a hazard made by hand, or an old hazard."""

    target: Target | None = None
    ref: str = ""
    hazard: str | None = None
    old_hazard: str | None = None


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Problem("photo_file_unreadable", file=Path(path).name) from error


def _encode(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, the binding wants str
    return bytes(buffer.data().data())


def from_files(paths: Sequence[str]) -> list[Source]:
    """Sources for files."""
    return [(partial(_read, path), Path(path).name) for path in paths]


def from_clipboard(data: QMimeData | None = None) -> list[Source]:
    """Sources for what the clipboard (or `data`) holds: files or one picture; nothing if it holds neither."""
    held = data or QGuiApplication.clipboard().mimeData()
    if paths := dropped_files(held):
        return from_files(paths)
    if held.hasImage():
        image = held.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return [(partial(_encode, image), "")]
    return []


def add_photos(presenter: VisitPresenter, place: PhotoPlace, sources: Sequence[Source]) -> None:
    """Hand sources to the presenter for a place."""
    presenter.add_photos(sources, target=place.target, ref=place.ref, hazard=place.hazard, old_hazard=place.old_hazard)


def choose_photos(presenter: VisitPresenter, place: PhotoPlace, parent: QWidget) -> QFileDialog:
    """Open the system's file dialog; what is chosen is added to `place`. Returns the dialog."""
    dialog = QFileDialog(parent, _("Add photos"), "", f"{_('Pictures')} ({PATTERNS})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: add_photos(presenter, place, from_files(paths)))
    dialog.open()
    return dialog


class PhotoShelf(PhotoStrip):
    """The photo strip of one place: loads thumbnails, adds, opens and removes photos."""

    def __init__(
        self, presenter: VisitPresenter, place: PhotoPlace, *, addable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(addable=addable, parent=parent)
        self._presenter = presenter
        self._place = place
        self._photos: tuple[PhotoView, ...] = ()
        self._connect_shelf()

    def _connect_shelf(self) -> None:
        self.photo_requested.connect(self.choose)
        self.files_dropped.connect(lambda paths: add_photos(self._presenter, self._place, from_files(paths)))
        self.photo_opened.connect(self._on_photo_opened)
        self.photo_removal_requested.connect(self._on_removal_requested)

    def choose(self) -> None:
        """Ask for files."""
        choose_photos(self._presenter, self._place, self.window())

    def show_photos(self, photos: Sequence[PhotoView]) -> None:
        """Show exactly these."""
        self._photos = tuple(photos)
        self.set_photos([(photo.id, _caption(photo)) for photo in photos])
        waiting = set(self.missing())
        for photo in self._photos:
            if photo.id in waiting:
                self._load(photo)

    def _load(self, photo: PhotoView) -> None:
        self._presenter.load_blob(photo.thumb, lambda data: self.set_image(photo.id, data), owner=self)

    def _on_photo_opened(self, photo_id: str) -> None:
        index = next((i for i, photo in enumerate(self._photos) if photo.id == photo_id), 0)
        viewer = PhotoViewer(self._presenter, self._photos, index, self.window())
        viewer.removal_requested.connect(self._on_removal_requested)
        viewer.open()

    def _on_removal_requested(self, photo_id: str) -> None:
        dialog = ConfirmDialog(
            self,
            _("Remove this photo?"),
            _("It is taken away from this finding. The stored original is kept."),
            accept=_("Remove"),
            dangerous=True,
        )
        dialog.accepted.connect(lambda: self._presenter.remove_photo(photo_id))
        dialog.open()


def _caption(photo: PhotoView) -> str:
    return f"{photo.taken_at:%Y-%m-%d %H:%M}  {photo.name}".strip()


class PhotoViewer(QWidget):
    """A photo over the whole window, fitted. Left and Right leaf through, Delete removes, Esc closes."""

    removal_requested = Signal(str)

    def __init__(
        self,
        presenter: VisitPresenter,
        photos: Sequence[PhotoView],
        index: int,
        window: QWidget,
        *,
        removable: bool = True,
    ) -> None:
        super().__init__(window)
        self._presenter = presenter
        self._photos = tuple(photos)
        self._index = index
        self._pixmap = QPixmap()
        self._before = QApplication.focusWidget()
        self._close = IconButton("x", pgettext("window", "Close"), key="Esc", bordered=True, parent=self)
        self._previous = IconButton("chevron-left", _("Previous photo"), key="←", bordered=True, parent=self)
        self._next = IconButton("chevron-right", _("Next photo"), key="→", bordered=True, parent=self)
        self._remove = Button(_("Remove"), icon="trash-2", parent=self)
        self._remove.setVisible(removable)
        self._removable = removable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._connect()

    def _connect(self) -> None:
        self._close.clicked.connect(self.finish)
        self._previous.clicked.connect(lambda: self._leaf(-1))
        self._next.clicked.connect(lambda: self._leaf(1))
        self._remove.clicked.connect(self._on_remove_clicked)

    def open(self) -> None:
        """Show it and take the focus."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place()
        self._leaf(0)

    def finish(self) -> None:
        """Close the viewer; the focus goes back to where it was."""
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        self._close.move(width - 52, 16)
        self._remove.adjustSize()
        self._remove.move(width - 64 - self._remove.width(), 16)
        self._previous.move(16, height // 2 - 18)
        self._next.move(width - 52, height // 2 - 18)

    def _leaf(self, by: int) -> None:
        if not self._photos:
            return
        self._index = min(len(self._photos) - 1, max(0, self._index + by))
        self._previous.setEnabled(self._index > 0)
        self._next.setEnabled(self._index < len(self._photos) - 1)
        photo = self._photos[self._index]
        self.setAccessibleName(_caption(photo))
        self._presenter.load_blob(photo.display, lambda data: self._show(photo.id, data), owner=self)

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
        event.accept()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
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
        caption = _caption(self._photos[self._index]) if self._photos else ""
        plate = QRectF(0, 0, 420, 32)
        plate.moveCenter(QPointF(self.width() / 2, self.height() - 28))
        box(painter, plate, fill="surface", border="line", radius=6)
        text(painter, plate.adjusted(12, 0, -12, 0), f"{self._index + 1}/{len(self._photos)}   {caption}", flags=CENTER)
