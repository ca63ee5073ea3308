"""The camera's dialog on QtMultimedia's own pipeline, fed with drawn pictures; and a computer that lacks the parts."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameInput
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.ui.photos import camera
from inspector.ui.photos.camera import CameraFeed
from inspector.ui.photos.camera_dialog import CameraDialog
from inspector.ui.preferences import Preferences

if TYPE_CHECKING:
    from datetime import datetime

pytestmark = pytest.mark.qt_log_ignore("No RHI backend")
"""Qt converts pictures without a graphics card on the offscreen platform, and says so."""
SIZE = QSize(320, 240)


class Studio:
    """A window with the dialog over it; `send` is what stands before the camera."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.feed = CameraFeed(self.window)
        self.input = QVideoFrameInput(self.window)
        self.feed.session.setVideoFrameInput(self.input)
        self.used: list[tuple[QImage, datetime]] = []
        self.dialog = CameraDialog(self.window, Preferences(), self.feed)
        self.dialog.photo_taken.connect(lambda image, at: self.used.append((image, at)))
        self.dialog.open()

    def send(self, color: str, *, mirrored: bool = False) -> None:
        """Hold a picture before the camera: its left third white, the rest in the colour."""
        image = QImage(SIZE, QImage.Format.Format_RGB32)
        image.fill(QColor(color))
        for x in range(SIZE.width() // 3):
            for y in range(SIZE.height()):
                image.setPixelColor(x, y, QColor("white"))
        frame = QVideoFrame(image)
        frame.setMirrored(mirrored)
        with self.qtbot.waitSignal(self.feed.frame_arrived):
            assert self.input.sendVideoFrame(frame)

    def press(self, key: Qt.Key) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key)


@pytest.fixture
def studio(qtbot: QtBot) -> Iterator[Studio]:
    made = Studio(qtbot)
    yield made
    made.feed.stop()


def seen(image: QImage) -> str:
    return image.pixelColor(image.width() * 2 // 3, image.height() // 2).name()


def test_space_takes_and_enter_uses(studio: Studio) -> None:
    assert not studio.dialog.accept_button.isEnabled()
    studio.send("red")
    assert studio.dialog.accept_button.isEnabled()
    studio.press(Qt.Key.Key_Space)
    studio.send("blue")  # what comes later is not in the photo
    studio.press(Qt.Key.Key_Return)
    ((image, at),) = studio.used
    assert seen(image) == "#ff0000"
    assert image.size() == SIZE
    assert at.tzinfo is not None
    assert not studio.dialog.isVisible()


def test_a_photo_can_be_taken_again(studio: Studio) -> None:
    studio.send("red")
    studio.press(Qt.Key.Key_Return)
    studio.press(Qt.Key.Key_R)
    studio.send("blue")
    studio.press(Qt.Key.Key_Return)
    studio.press(Qt.Key.Key_Return)
    assert [seen(image) for image, _at in studio.used] == ["#0000ff"]


def test_a_mirrored_camera_does_not_mirror_the_photo(studio: Studio) -> None:
    studio.send("red", mirrored=True)
    studio.press(Qt.Key.Key_Space)
    studio.press(Qt.Key.Key_Return)
    image = studio.used[0][0]
    assert image.pixelColor(5, 5).name() == "#ffffff"


def test_escape_uses_nothing_and_frees_the_camera(studio: Studio) -> None:
    studio.send("red")
    studio.press(Qt.Key.Key_Space)
    studio.press(Qt.Key.Key_Escape)
    assert not studio.used
    assert studio.feed.frame is None
    assert not studio.dialog.isVisible()


def test_a_file_can_be_asked_for_instead(studio: Studio, qtbot: QtBot) -> None:
    with qtbot.waitSignal(studio.dialog.files_requested):
        studio.press(Qt.Key.Key_F)
    assert not studio.used


def test_a_camera_that_fails_is_told_and_may_come_back(studio: Studio) -> None:
    studio.feed.failed.emit(Problem("camera_silent"))
    assert studio.dialog.message.isVisible()
    assert studio.dialog.message.text() == describe(Problem("camera_silent"))
    studio.send("red")
    assert not studio.dialog.message.isVisible()
    assert studio.dialog.accept_button.isEnabled()


def test_without_a_camera_the_dialog_says_so_and_offers_files(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(camera, "DEVICES", tmp_path)
    assert not camera.likely()
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    dialog = CameraDialog(window, Preferences())
    dialog.open()
    assert dialog.message.text() == describe(Problem("camera_none"))
    assert dialog.file_button.hasFocus()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()


def test_a_device_makes_a_camera_likely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(camera, "DEVICES", tmp_path)
    (tmp_path / "video0").touch()
    assert camera.likely()


BROKEN = """
import sys
class Without:
    def find_spec(self, name, path=None, target=None):
        if name == "PySide6.QtMultimedia":
            raise {error}
sys.meta_path.insert(0, Without())
from pathlib import Path
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from tests.ui.driven_window import DrivenWindow, application
from inspector import i18n
from inspector.ui.photos import camera
from inspector.ui.photos.camera_dialog import CameraDialog
from inspector.ui.preferences import Preferences
app = application()
i18n.set_language("en")
driven = DrivenWindow(app, Path(sys.argv[1]), QSize(1366, 690))
driven.window.shell.open_page("visits")
page = driven.open_visit()
assert page.isVisible()
assert "pi_heif" not in sys.modules, "loaded before a photo came"
dialog = CameraDialog(driven.window, Preferences())
dialog.open()
print(dialog.message.text())
dialog.reject()
driven.close()
"""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            'ImportError("libpulse.so.0: cannot open shared object file: No such file or directory")',
            "The camera needs the system package libpulse0",
        ),
        ("ModuleNotFoundError(name)", "The camera needs the component PySide6-Addons"),
    ],
)
def test_the_window_starts_without_what_the_camera_needs(
    sample_visits: Path, error: str, sentence: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN.format(error=error), str(sample_visits)],
        capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(sentence)
