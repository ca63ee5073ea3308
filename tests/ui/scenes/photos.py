"""What is opened over a page to take pictures of it: the editor of marks, the camera. Each returns what closes it."""

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameInput
from PySide6.QtWidgets import QWidget

from inspector.photos.annotation import MarkColour, MarkKind, mark
from inspector.services.visits.views import PhotoView
from inspector.ui.photos.camera import CameraFeed
from inspector.ui.photos.camera_dialog import CameraDialog
from inspector.ui.preferences import Preferences
from inspector.ui.visit.photos import annotate
from inspector.ui.visit.presenter import VisitPresenter

Close = Callable[[], None]
MARKS = (
    mark(MarkKind.ELLIPSE, MarkColour.YELLOW, (0.36, 0.4), (0.64, 0.76)),
    mark(MarkKind.ARROW, MarkColour.RED, (0.16, 0.16), (0.38, 0.46)),
    mark(MarkKind.TEXT, MarkColour.WHITE, (0.1, 0.08), text="孔洞未封堵"),
)


def marks_over(page: QWidget, presenter: VisitPresenter, photo: PhotoView, settle: Close) -> Close:
    """The editor with a mark of each kind."""
    editor = annotate(presenter, photo, page)
    settle()
    for one in MARKS:
        editor.drawing.put(one)
    return editor.finish


def camera_over(page: QWidget, picture: bytes, wait: Callable[[Callable[[], bool]], None]) -> Close:
    """The camera's dialog with a picture before the camera."""
    feed = CameraFeed(page)
    source = QVideoFrameInput(page)
    feed.session.setVideoFrameInput(source)
    dialog = CameraDialog(page, Preferences(), feed)
    dialog.open()
    frame = QVideoFrame(QImage.fromData(picture))
    wait(lambda: source.sendVideoFrame(frame))
    wait(lambda: feed.frame is not None)
    return dialog.reject


def no_camera_over(page: QWidget) -> Close:
    """The camera's dialog on a computer without one."""
    dialog = CameraDialog(page, Preferences())
    dialog.open()
    return dialog.reject
