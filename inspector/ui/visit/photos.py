"""Photos of the open visit: from a camera, files, drops and the clipboard; and the shelf that shows them.

Reading, decoding and stamping happen in the pool (`services.add_photo`); the GUI thread only hands over how to get the
bytes.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from inspector.i18n import N_, _, describe
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import PhotoView, Target
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.kit.photos import PhotoStrip, dropped_files
from inspector.ui.kit.viewer import PhotoViewer, caption
from inspector.ui.photos import camera
from inspector.ui.photos.camera import CameraFeed
from inspector.ui.photos.camera_dialog import CameraDialog
from inspector.ui.photos.editor import AnnotationEditor
from inspector.ui.preferences import Preferences
from inspector.ui.visit.presenter import VisitPresenter

register(
    ProblemKind.ENVIRONMENT,
    {
        "photo_file_unreadable": N_(
            "The file {file} cannot be read. Check the card or the cable, or choose another file."
        ),
    },
)

PATTERNS = "*.jpg *.jpeg *.heic *.heif *.png *.webp *.bmp *.tif *.tiff"
QUALITY = 95
"""Of the JPEG that a picture of the camera becomes."""
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


def _encode(image: QImage, kind: str = "PNG", quality: int = -1) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind, quality)  # type: ignore[call-overload]  # the stubs want bytes, the binding wants str
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


def add_photos(
    presenter: VisitPresenter, place: PhotoPlace, sources: Sequence[Source], *, taken_at: datetime | None = None
) -> None:
    """Hand sources to the presenter for a place."""
    presenter.add_photos(
        sources,
        target=place.target,
        ref=place.ref,
        hazard=place.hazard,
        old_hazard=place.old_hazard,
        taken_at=taken_at,
    )


def ask_for_photos(presenter: VisitPresenter, place: PhotoPlace, parent: QWidget) -> None:
    """Take a photo with the camera where there is one, else ask for files; say once why a camera cannot be used."""
    if presenter.read_only:
        return
    if not camera.likely():
        choose_photos(presenter, place, parent)
        return
    problem = camera.trouble()
    if problem is None:
        take_photo(presenter, place, parent)
        return
    if problem.code not in _told:
        _told.add(problem.code)
        presenter.messages.info(describe(problem))
    choose_photos(presenter, place, parent)


_told: set[str] = set()
"""Codes of what stands in the way of the camera that was said already."""


def take_photo(
    presenter: VisitPresenter, place: PhotoPlace, parent: QWidget, feed: CameraFeed | None = None
) -> CameraDialog:
    """Open the camera's dialog; the photo is added to `place`. Returns the dialog, which says so if there is none."""
    dialog = CameraDialog(parent, Preferences(), feed)

    def take(image: QImage, at: datetime) -> None:
        name = f"{at:%Y%m%d-%H%M%S}.jpg"
        add_photos(presenter, place, [(partial(_encode, image, "JPEG", QUALITY), name)], taken_at=at)

    dialog.photo_taken.connect(take)
    dialog.files_requested.connect(lambda: choose_photos(presenter, place, parent))
    dialog.open()
    return dialog


def choose_photos(presenter: VisitPresenter, place: PhotoPlace, parent: QWidget) -> QFileDialog:
    """Open the system's file dialog; what is chosen is added to `place`. Returns the dialog."""
    dialog = QFileDialog(parent, _("Add photos"), "", f"{_('Pictures')} ({PATTERNS})")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda paths: add_photos(presenter, place, from_files(paths)))
    dialog.open()
    return dialog


def annotate(presenter: VisitPresenter, photo: PhotoView, parent: QWidget) -> AnnotationEditor:
    """Open the editor of marks over a photo of the visit. Returns the editor."""
    editor = AnnotationEditor(parent.window(), photo.annotation)
    editor.saved.connect(lambda marks: presenter.annotate_photo(photo.id, marks))
    presenter.load_blob(photo.plain or photo.display, editor.set_image, owner=editor)
    editor.open()
    return editor


class PhotoShelf(PhotoStrip):
    """The photo strip of one place: loads thumbnails, adds, opens and removes photos."""

    def __init__(
        self, presenter: VisitPresenter, place: PhotoPlace, *, addable: bool = True, parent: QWidget | None = None
    ) -> None:
        addable = addable and not presenter.read_only
        super().__init__(addable=addable, camera=addable and camera.likely(), parent=parent)
        self._addable = addable
        self._presenter = presenter
        self._place = place
        self._photos: tuple[PhotoView, ...] = ()
        self._connect_shelf()

    def _connect_shelf(self) -> None:
        self.photo_requested.connect(self.choose)
        self.camera_requested.connect(lambda: take_photo(self._presenter, self._place, self.window()))
        self.files_dropped.connect(lambda paths: add_photos(self._presenter, self._place, from_files(paths)))
        self.photo_opened.connect(self._on_photo_opened)
        self.photo_removal_requested.connect(self._on_removal_requested)

    def set_place(self, place: PhotoPlace) -> None:
        """Add photos to another place from now on."""
        self._place = place

    def choose(self) -> None:
        """Ask for files."""
        choose_photos(self._presenter, self._place, self.window())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        sources = from_clipboard() if self._addable and event.matches(QKeySequence.StandardKey.Paste) else []
        if sources:
            add_photos(self._presenter, self._place, sources)
            return
        super().keyPressEvent(event)

    def show_photos(self, photos: Sequence[PhotoView]) -> None:
        """Show exactly these."""
        before = {photo.id: photo.thumb for photo in self._photos}
        self._photos = tuple(photos)
        self.set_photos([(photo.id, caption(photo)) for photo in photos])
        waiting = set(self.missing())
        for photo in self._photos:
            if photo.id in waiting or before.get(photo.id) != photo.thumb:
                self._load(photo)

    def _load(self, photo: PhotoView) -> None:
        self._presenter.load_blob(photo.thumb, lambda data: self.set_image(photo.id, data), owner=self)

    def _on_photo_opened(self, photo_id: str) -> None:
        index = next((i for i, photo in enumerate(self._photos) if photo.id == photo_id), 0)
        editable = not self._presenter.read_only
        viewer = PhotoViewer(
            self._presenter, self._photos, index, self.window(), removable=editable, annotatable=editable
        )
        viewer.removal_requested.connect(self._on_removal_requested)
        viewer.annotation_requested.connect(self.annotate)
        viewer.open()

    def annotate(self, photo_id: str) -> None:
        """Open the editor of marks over a photo."""
        photo = next((photo for photo in self._photos if photo.id == photo_id), None)
        if photo is not None:
            annotate(self._presenter, photo, self.window())

    def _on_removal_requested(self, photo_id: str) -> None:
        if self._presenter.read_only:
            return
        dialog = ConfirmDialog(
            self,
            _("Remove this photo?"),
            _("It is taken away from this finding. The stored original is kept."),
            accept=_("Remove"),
            dangerous=True,
        )
        dialog.accepted.connect(lambda: self._presenter.remove_photo(photo_id))
        dialog.open()
