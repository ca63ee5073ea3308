"""Photos of a real visit: key P with and without a camera, the strip, and marks laid over a photo and taken away."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameInput
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.photos.annotation import MarkKind
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.photos import AddTile, MoreTile, PhotoStrip, Thumb
from inspector.ui.kit.viewer import PhotoViewer
from inspector.ui.photos import camera
from inspector.ui.photos.camera import CameraFeed
from inspector.ui.photos.camera_dialog import CameraDialog
from inspector.ui.photos.editor import AnnotationEditor
from inspector.ui.visit import photos
from inspector.ui.visit.photos import PhotoPlace, PhotoShelf, ask_for_photos, take_photo
from tests.ui.visit.conftest import Bench
from tests.ui.visit.first_steps import CTRL, KEY, current, go_to_step_1, panel, stored_row

pytestmark = pytest.mark.qt_log_ignore("No RHI backend")


@pytest.fixture(autouse=True)
def _no_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer has no camera, whatever it has."""
    (tmp_path / "dev").mkdir()
    monkeypatch.setattr(camera, "DEVICES", tmp_path / "dev")
    monkeypatch.setattr(camera, "PLATFORM", "linux")


def picture(color: str = "gray") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 480), color).save(out, "JPEG")
    return out.getvalue()


def with_photo(bench: Bench) -> str:
    """Step 1 with a photo at the first question; returns its ref."""
    go_to_step_1(bench)
    ref = current(bench).ref
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("gray"))
    QGuiApplication.clipboard().setImage(image)
    bench.press(KEY.Key_V, CTRL)
    assert len(stored_row(bench, ref).photos) == 1
    return ref


def shelf(bench: Bench) -> PhotoShelf:
    bench.qtbot.waitUntil(lambda: any(one.isVisible() for one in panel(bench).findChildren(PhotoShelf)))
    return next(one for one in panel(bench).findChildren(PhotoShelf) if one.isVisible())


def first_thumb(bench: Bench) -> Thumb:
    thumb = shelf(bench).findChild(Thumb)
    assert thumb is not None
    return thumb


def test_without_a_camera_p_asks_for_files(bench: Bench) -> None:
    go_to_step_1(bench)
    bench.press(KEY.Key_P)
    dialog = bench.page.window().findChild(QFileDialog)
    assert dialog is not None
    assert "*.heic" in dialog.nameFilters()[0]
    assert bench.page.window().findChild(CameraDialog) is None
    dialog.reject()


def test_a_device_that_is_no_camera_is_told_once_and_files_are_asked_for(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "_told", set())
    (tmp_path / "dev" / "video0").touch()
    go_to_step_1(bench)
    place = PhotoPlace(bench.visit.presenter.visit.infrastructure, current(bench).ref)
    for _twice in range(2):
        ask_for_photos(bench.visit.presenter, place, bench.page)
        dialog = next(one for one in bench.page.window().findChildren(QFileDialog) if one.isVisible())
        dialog.reject()
    assert [notice.text for notice in bench.notices] == ["没有找到摄像头。请接上摄像头，或从文件添加照片。"]


def test_a_photo_of_the_camera_belongs_to_its_question(bench: Bench) -> None:
    go_to_step_1(bench)
    ref = current(bench).ref
    feed = CameraFeed(bench.page)
    source = QVideoFrameInput(bench.page)
    feed.session.setVideoFrameInput(source)
    place = PhotoPlace(bench.visit.presenter.visit.infrastructure, ref)
    before = datetime.now().astimezone().replace(second=0, microsecond=0)
    dialog = take_photo(bench.visit.presenter, place, bench.page, feed)
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    with bench.qtbot.waitSignal(feed.frame_arrived):
        source.sendVideoFrame(QVideoFrame(image))
    dialog.accept()
    dialog.accept()
    bench.settle()
    (photo,) = stored_row(bench, ref).photos
    assert photo.taken_at >= before
    with Image.open(io.BytesIO(services.blob(bench.workspace, photo.original))) as original:
        assert original.format == "JPEG"
        assert original.size == (640, 480)


def test_the_strip_takes_what_is_pasted(bench: Bench, tmp_path: Path) -> None:
    ref = with_photo(bench)
    file = tmp_path / "door.heic"
    file.write_bytes((Path(__file__).resolve().parents[2] / "data" / "photos" / "camera.heic").read_bytes())
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(held)
    tile = next(one for one in shelf(bench).findChildren(AddTile) if one.isVisible())
    tile.setFocus()
    bench.press(KEY.Key_V, CTRL)
    photos = stored_row(bench, ref).photos
    assert [photo.name for photo in photos if photo.name] == ["door.heic"]
    assert len(photos) == 2


def test_a_camera_gets_a_tile_of_its_own(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "dev" / "video0").touch()
    with_photo(bench)
    names = [one.accessibleName() for one in shelf(bench).findChildren(AddTile) if one.isVisible()]
    assert names == ["拍照", "添加照片"]


def test_marks_are_drawn_seen_and_taken_away(bench: Bench) -> None:
    ref = with_photo(bench)
    plain = stored_row(bench, ref).photos[0]
    first_thumb(bench).setFocus()
    bench.press(KEY.Key_Return)
    bench.press(KEY.Key_M)
    editor = bench.page.window().findChild(AnnotationEditor)
    assert editor is not None
    bench.press(KEY.Key_C)
    bench.press(KEY.Key_Return)
    bench.press(KEY.Key_Return, CTRL)
    marked = stored_row(bench, ref).photos[0]
    assert marked.annotation is not None
    assert [one.kind for one in marked.annotation.marks] == [MarkKind.ELLIPSE]
    assert marked.plain == plain.display

    first_thumb(bench).setFocus()
    bench.press(KEY.Key_Return)
    viewer = _viewer(bench)
    bench.press(KEY.Key_W)
    bench.press(KEY.Key_W)
    assert viewer.isVisible()
    bench.press(KEY.Key_M)
    bench.press(KEY.Key_V)
    bench.press(KEY.Key_Delete)
    bench.press(KEY.Key_Return, CTRL)
    assert stored_row(bench, ref).photos[0] == plain


def _viewer(bench: Bench) -> PhotoViewer:
    return next(one for one in bench.page.window().findChildren(PhotoViewer) if one.isVisible())


def test_photos_without_room_are_counted_and_can_be_seen(qtbot: QtBot) -> None:
    strip = PhotoStrip()
    qtbot.addWidget(strip)
    strip.set_photos([(str(number), f"photo {number}") for number in range(6)])
    strip.resize(420, 56)
    strip.show()
    shown = [thumb.photo_id for thumb in strip.findChildren(Thumb) if thumb.isVisible()]
    more = strip.findChild(MoreTile)
    assert more is not None
    assert shown == ["0", "1", "2"][: len(shown)]
    assert more.accessibleName() == f"还有 {6 - len(shown)} 张照片"
    qtbot.waitUntil(lambda: _right_edge(strip) < 420)
    with qtbot.waitSignal(strip.photo_opened) as opened:
        more.clicked.emit()
    assert opened.args == [str(len(shown))]
    strip.resize(900, 56)
    assert not more.isVisible()
    assert all(thumb.isVisible() for thumb in strip.findChildren(Thumb))


def _right_edge(strip: PhotoStrip) -> int:
    return max(child.geometry().right() for child in strip.findChildren(PressArea) if child.isVisible())
