"""The dialog that takes a photo with a camera of this computer: live picture, take, retake, use."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import Button
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import Text
from inspector.ui.photos.camera import CameraFeed, CameraName, cameras, trouble
from inspector.ui.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = "camera"
"""Name of the preference that remembers the camera."""
WIDTH = 760
HEIGHT = 360


class Preview(Focusable):
    """The live picture, or the one that was taken, fitted; a word in its place while there is none."""

    spoken_role = Role.Graphic

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Picture of the camera"))
        self.setFixedHeight(HEIGHT)
        self.picture: Callable[[], QImage] = QImage

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill="sunk", radius=6)
        image = self.picture()
        if image.isNull():
            draw_icon(painter, rect.center() - QPointF(11, 11), "camera", "text-3", 22)
            return
        scale = min(rect.width() / image.width(), rect.height() / image.height())
        shown = QRectF(0, 0, image.width() * scale, image.height() * scale)
        shown.moveCenter(rect.center())
        clip = QPainterPath()
        clip.addRoundedRect(rect, 6, 6)
        painter.setClipPath(clip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(shown, image)


class CameraDialog(Dialog):
    """`photo_taken(QImage, datetime)` when a photo is used; `files_requested` when a file is wanted instead.

    Space or Enter takes, Enter uses, R takes again, F asks for a file, Esc closes; closing frees the camera.
    """

    photo_taken = Signal(QImage, object)
    files_requested = Signal()

    def __init__(self, parent: QWidget, preferences: Preferences, feed: CameraFeed | None = None) -> None:
        super().__init__(parent, _("Take a photo"), accept=_("Take"), width=WIDTH)
        self._preferences = preferences
        self._taken = QImage()
        self._taken_at = datetime.now().astimezone()
        self._problem: Problem | None = None
        self._names: tuple[CameraName, ...] = ()
        self.preview = Preview()
        self.preview.picture = self._picture
        self.message = Text("", "body", "red-text", wrap=True)
        self.choice = ComboField(_("Camera"))
        self.retake_button = Button(_("Retake"), icon="undo-2", key="R")
        self.file_button = Button(_("From a file…"), icon="folder-open", key="F")
        self.feed = feed
        self._build()
        self._connect_camera()
        self._show_state()

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choice.setFixedWidth(320)
        for widget in (self.choice, self.file_button):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.retake_button)
        self.body.addWidget(self.preview)
        self.body.addWidget(self.message)
        self.body.addLayout(row)

    def _connect_camera(self) -> None:
        self.choice.value_committed.connect(self._on_camera_chosen)
        self.retake_button.clicked.connect(self.retake)
        self.file_button.clicked.connect(self._on_file_requested)

    @override
    def open(self) -> None:
        self.start()
        super().open()

    def start(self) -> None:
        """Find the cameras and start the one that was used last; a feed that was given runs already."""
        if self.feed is None:
            self._problem = trouble()
            if self._problem is not None:
                self._show_state()
                return
            self.feed = CameraFeed(self)
            self._names = cameras()
        self.feed.frame_arrived.connect(self.preview.update)
        self.feed.frame_arrived.connect(self._on_frame_arrived)
        self.feed.failed.connect(self._on_failed)
        self.choice.set_options([(camera.key, camera.name) for camera in self._names])
        if self._names:
            kept = str(self._preferences.recall(KEPT, ""))
            key = kept if kept in {camera.key for camera in self._names} else self._names[0].key
            self.choice.set_value(key)
            self.feed.open(key)
        self._show_state()

    def _picture(self) -> QImage:
        if not self._taken.isNull():
            return self._taken
        frame = self.feed.frame if self.feed is not None else None
        return frame.toImage() if frame is not None else QImage()

    def _show_state(self) -> None:
        """Buttons and words for: nothing to see, live, taken, trouble."""
        taken = not self._taken.isNull()
        live = self.feed is not None and self.feed.frame is not None
        self.accept_button.set_label(_("Use the photo") if taken else _("Take"))
        self.accept_button.set_key("Enter" if taken else "Space")
        self.accept_button.setEnabled(taken or live)
        self.retake_button.setEnabled(taken)
        self.choice.setVisible(len(self._names) > 1)
        self.message.setText(describe(self._problem) if self._problem is not None else "")
        self.message.setVisible(self._problem is not None)
        self.preview.setVisible(self.feed is not None)
        self.preview.update()

    def _on_frame_arrived(self) -> None:
        if self._problem is not None or not self.accept_button.isEnabled():
            self._problem = None
            self._show_state()

    def _on_failed(self, problem: Problem) -> None:
        self._problem = problem
        self._show_state()

    def _on_camera_chosen(self, key: str) -> None:
        self._preferences.remember(KEPT, key)
        self._taken, self._problem = QImage(), None
        if self.feed is not None:
            self.feed.open(key)
        self._show_state()

    def _on_file_requested(self) -> None:
        self.files_requested.emit()
        self.reject()

    def take(self) -> None:
        """Hold the picture of this moment."""
        picture = self._picture()
        if not picture.isNull():
            self._taken, self._taken_at = picture.copy(), datetime.now().astimezone()
            self._show_state()

    def retake(self) -> None:
        """Back to the live picture."""
        self._taken = QImage()
        self._show_state()
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def first_focus(self) -> QWidget:
        return self.preview if self.preview.isVisible() else self.file_button

    @override
    def complaint(self) -> bool:
        """The main button takes first and uses then."""
        if self._taken.isNull():
            self.take()
            return True
        self.photo_taken.emit(self._taken, self._taken_at)
        return False

    @override
    def _close(self) -> None:
        if self.feed is not None:
            self.feed.stop()
        super()._close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        key = event.key() if plain else 0
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Space and self._taken.isNull():
            self.take()
        elif enter:
            self.accept()
        elif event.text().lower() == "r" and not self._taken.isNull():
            self.retake()
        elif event.text().lower() == "f" and plain:
            self._on_file_requested()
        else:
            super().keyPressEvent(event)
        event.accept()
