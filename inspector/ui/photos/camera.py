"""The cameras of this computer, through QtMultimedia, which is loaded when somebody asks for a photo and not before.

The component and the system libraries it needs may be missing: then everything else works, photos come from files, and
`trouble` says what to install. GUI thread only.
"""

import functools
import os
import re
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLoggingCategory, QObject, QTimer, Signal

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QCamera, QCameraFormat, QVideoFrame

register(
    ProblemKind.ENVIRONMENT,
    {
        "camera_component": N_(
            "The camera needs the component PySide6-Addons, which is not installed. Install the program with its camera"
            " part, or add the photo from a file."
        ),
        "camera_library": N_(
            "The camera needs the system package {package}, which is not installed. Install it and start the program"
            " again, or add the photo from a file."
        ),
        "camera_none": N_("No camera was found. Connect one, or add the photo from a file."),
        "camera_forbidden": N_(
            "The camera is there, but you may not use it. Ask the administrator to add you to the group “video”, or"
            " allow cameras in the settings of the system."
        ),
        "camera_silent": N_(
            "The camera sends no picture. Another program may be using it: close that program, or choose another"
            " camera."
        ),
        "camera_failed": N_("The camera stopped ({reason}). Connect it again, or add the photo from a file."),
    },
)

PLATFORM: str = sys.platform
PACKAGES = {"libpulse.so.0": "libpulse0", "libpulse-mainloop-glib.so.0": "libpulse-mainloop-glib0"}
"""Debian packages of the shared libraries that QtMultimedia loads and Qt's other parts do not."""
DEVICES = Path("/dev")
"""Where Linux lists cameras (video0, video1 …)."""
PATIENCE_MS = 6000
"""How long a camera may take to send its first picture."""
MOST_PIXELS = 13_000_000
"""Larger formats of a camera are not asked for: they are interpolated, and slow."""
LEAST_RATE = 4.0
"""Pictures a second below which a format is no use for aiming."""


@dataclass(frozen=True, slots=True)
class CameraName:
    """A camera: a key that stays the same when it is plugged in again, and its name for people."""

    key: str
    name: str


def likely() -> bool:
    """Whether it is worth asking for a camera; cheap, loads nothing."""
    if PLATFORM.startswith("linux"):
        return any(DEVICES.glob("video[0-9]*"))
    return find_spec("PySide6.QtMultimedia") is not None


@functools.cache
def multimedia() -> ModuleType:
    """QtMultimedia. Raises Problem camera_component or camera_library."""
    QLoggingCategory.setFilterRules("qt.multimedia*=false")  # it tells of every optional library it does without
    try:
        from PySide6 import QtMultimedia  # noqa: PLC0415 - may be missing, see the module's docstring
    except ModuleNotFoundError as error:
        raise Problem("camera_component") from error
    except ImportError as error:
        library = re.match(r"(lib\S+?\.so[.\d]*):", str(error))
        if library is None:
            raise Problem("camera_component") from error
        raise Problem("camera_library", package=PACKAGES.get(library[1], library[1])) from error
    return QtMultimedia


def cameras() -> tuple[CameraName, ...]:
    """The cameras, the system's own choice first. Raises Problem as `multimedia`."""
    devices = multimedia().QMediaDevices
    first = bytes(devices.defaultVideoInput().id().data())
    found = sorted(devices.videoInputs(), key=lambda device: bytes(device.id().data()) != first)
    return tuple(CameraName(bytes(device.id().data()).hex(), device.description()) for device in found)


def trouble() -> Problem | None:
    """Why no photo can be taken here; None if it can."""
    try:
        found = cameras()
    except Problem as problem:
        return problem
    if found:
        return None
    return Problem("camera_forbidden") if _locked() else Problem("camera_none")


def _locked() -> bool:
    """Whether there are cameras, none of which this person may read."""
    nodes = list(DEVICES.glob("video[0-9]*")) if PLATFORM.startswith("linux") else []
    return bool(nodes) and not any(os.access(node, os.R_OK | os.W_OK) for node in nodes)


class CameraFeed(QObject):
    """A running camera: `frame_arrived` for each picture, `failed(Problem)` when none come. `close` frees the device.

    Makes one of QtMultimedia's capture sessions; `session` takes any source of pictures in the camera's place.
    """

    frame_arrived = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        media = multimedia()
        self.session = media.QMediaCaptureSession(self)
        self._sink = media.QVideoSink(self)
        self._camera: QCamera | None = None
        self._frame: QVideoFrame | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self.session.setVideoSink(self._sink)
        self._connect()

    def _connect(self) -> None:
        self._sink.videoFrameChanged.connect(self._on_frame)
        self._patience.timeout.connect(lambda: self.failed.emit(Problem("camera_silent")))

    @property
    def frame(self) -> "QVideoFrame | None":
        """The newest picture."""
        return self._frame

    def open(self, key: str) -> None:
        """Start a camera, or the one the system prefers if that key is gone; another one that runs is freed first."""
        self.stop()
        media = multimedia()
        wanted = [d for d in media.QMediaDevices.videoInputs() if bytes(d.id().data()).hex() == key]
        device = wanted[0] if wanted else media.QMediaDevices.defaultVideoInput()
        if device.isNull():
            self.failed.emit(trouble() or Problem("camera_none"))
            return
        camera = media.QCamera(device, self)
        best = best_format(device.videoFormats())
        if best is not None:
            camera.setCameraFormat(best)
        camera.errorOccurred.connect(self._on_error)
        self._camera = camera
        self.session.setCamera(camera)
        self._patience.start()
        camera.start()

    def stop(self) -> None:
        """Free the device."""
        self._patience.stop()
        self._frame = None
        if self._camera is not None:
            self._camera.stop()
            self.session.setCamera(None)
            self._camera.deleteLater()
            self._camera = None

    def _on_frame(self, frame: "QVideoFrame") -> None:
        if frame.isValid():
            self._patience.stop()
            frame.setMirrored(False)  # a plate must be readable, as in the photo
            self._frame = frame
            self.frame_arrived.emit()

    def _on_error(self, error: Any, text: str) -> None:
        if error != multimedia().QCamera.Error.NoError:
            self._patience.stop()
            self.failed.emit(Problem("camera_failed", reason=text or "?"))


def best_format(formats: "list[QCameraFormat]") -> "QCameraFormat | None":
    """The format with most pixels that still moves; None if the camera names none."""
    usable = [one for one in formats if _pixels(one) <= MOST_PIXELS and one.maxFrameRate() >= LEAST_RATE]
    return max(usable or formats, key=lambda one: (_pixels(one), one.maxFrameRate()), default=None)


def _pixels(one: "QCameraFormat") -> int:
    return one.resolution().width() * one.resolution().height()
