"""Two photos compared: one zoom and one middle for both, the divider by keys and mouse, full screen and back."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.kit.compare import Layout, LinkedView, PhotoCompare
from inspector.ui.kit.compare_layer import CompareLayer
from tests.ui.reviews.conftest import Window
from tests.ui.reviews.review_world import ReviewWorld


def painted(colour: str, size: tuple[int, int] = (400, 300)) -> QImage:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


@pytest.fixture
def compare(qtbot: QtBot) -> Iterator[PhotoCompare]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(812, 340)
    made = PhotoCompare(host)
    made.setGeometry(0, 0, 812, 300)
    made.set_picture(0, painted("#ff0000"))
    made.set_picture(1, painted("#0000ff", (800, 600)))
    host.show()
    qtbot.waitExposed(host)
    made.setFocus()
    yield made
    host.close()


def turn(compare: PhotoCompare, spot: QPointF, steps: int) -> None:
    """Turn the wheel over a point."""
    event = QWheelEvent(
        spot, compare.mapToGlobal(spot), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(compare, event)


def shares(compare: PhotoCompare, side: int) -> tuple[float, float, float]:
    """Where the middle of a pane lies in its picture, and how much of the picture's width the pane would show."""
    room, lies = compare.room(side), compare.placed(side)
    return (
        round((room.center().x() - lies.left()) / lies.width(), 4),
        round((room.center().y() - lies.top()) / lies.height(), 4),
        round(room.width() / lies.width(), 4),
    )


def test_wheel_and_drag_over_one_photo_move_both_alike(compare: PhotoCompare) -> None:
    assert shares(compare, 0) == shares(compare, 1)
    turn(compare, QPointF(700, 80), 4)
    assert compare.view.zoom > 2
    assert shares(compare, 0) == shares(compare, 1)
    assert shares(compare, 1)[0] > 0.5, "it was enlarged around the mouse, which is right of the middle"
    before = shares(compare, 0)
    QTest.mousePress(compare, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(compare, QPoint(260, 180))
    QTest.mouseRelease(compare, Qt.MouseButton.LeftButton, pos=QPoint(260, 180))
    assert shares(compare, 0)[:2] < before[:2]
    assert shares(compare, 0) == shares(compare, 1)


def test_the_point_under_the_mouse_stays(compare: PhotoCompare) -> None:
    spot = QPointF(150, 120)

    def under() -> tuple[float, float]:
        lies = compare.placed(0)
        return (spot.x() - lies.left()) / lies.width(), (spot.y() - lies.top()) / lies.height()

    before = under()
    turn(compare, spot, 3)
    assert under() == pytest.approx(before)


def test_keys_enlarge_shift_and_fit(compare: PhotoCompare) -> None:
    for _step in range(4):
        QTest.keyClick(compare, Qt.Key.Key_Plus)
    assert compare.view.zoom == pytest.approx(1.25**4)
    QTest.keyClick(compare, Qt.Key.Key_Right)
    QTest.keyClick(compare, Qt.Key.Key_Down)
    assert compare.view.middle.x() > 0.5
    assert compare.view.middle.y() > 0.5
    QTest.keyClick(compare, Qt.Key.Key_Minus)
    assert compare.view.zoom == pytest.approx(1.25**3)
    QTest.mouseDClick(compare, Qt.MouseButton.LeftButton, pos=QPoint(200, 100))
    assert (compare.view.zoom, compare.view.middle) == (1.0, QPointF(0.5, 0.5))


def test_the_edge_of_the_picture_is_the_end(compare: PhotoCompare) -> None:
    view = LinkedView()
    view.zoom = 2
    view.shift(9, -9)
    lies = view.placed(QSizeF(400, 300), QRectF(0, 0, 400, 300))
    assert (lies.right(), lies.top()) == (400, 0)


def test_the_divider_moves_by_keys_and_mouse_and_shows_both(compare: PhotoCompare) -> None:
    compare.set_layout_of_photos(Layout.SLIDER)
    QTest.keyClick(compare, Qt.Key.Key_Left)
    assert compare.split == pytest.approx(0.48)
    QTest.keyClick(compare, Qt.Key.Key_Right)
    QTest.keyClick(compare, Qt.Key.Key_Right)
    assert compare.split == pytest.approx(0.52)
    QTest.mousePress(compare, Qt.MouseButton.LeftButton, pos=QPoint(round(0.52 * 812), 150))
    QTest.mouseMove(compare, QPoint(406, 150))
    QTest.mouseRelease(compare, Qt.MouseButton.LeftButton, pos=QPoint(406, 150))
    assert compare.split == pytest.approx(0.5)
    image = compare.grab().toImage()
    assert image.pixelColor(360, 250) == QColor("#ff0000")
    assert image.pixelColor(450, 250) == QColor("#0000ff")
    assert "50" in compare.accessibleDescription()


def test_full_screen_has_the_same_photos_and_gives_the_focus_back(
    world: ReviewWorld, window: Callable[..., Window]
) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    photos = opened.page.view.photos
    assert not photos.compare.picture(0).isNull()
    opened.press(Qt.Key.Key_V)
    assert photos.compare.layout_of_photos is Layout.SLIDER
    opened.press(Qt.Key.Key_F11)
    layer = opened.shell.findChild(CompareLayer)
    assert layer is not None
    assert layer.compare.hasFocus()
    opened.press(Qt.Key.Key_Plus)
    opened.press(Qt.Key.Key_F9)
    assert opened.page.view.hazard == hazard
    assert photos.compare.view.zoom == layer.compare.view.zoom > 1
    opened.press(Qt.Key.Key_Escape)
    assert opened.page.column.list.hasFocus()


def test_the_strip_chooses_by_keys(world: ReviewWorld, window: Callable[..., Window]) -> None:
    hazard = world.hot()
    opened = window("wang")
    opened.open(hazard)
    photos = opened.page.view.photos
    first = photos.compare.picture(1).toImage()
    photos.sides[1].strip.setFocus()
    opened.press(Qt.Key.Key_Right)
    assert photos.sides[1].strip.index == 1
    assert photos.compare.picture(1).toImage() != first
