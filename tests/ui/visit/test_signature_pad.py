import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector.ui.visit.full_pad import FullPad
from inspector.ui.visit.signature_pad import SignaturePad
from inspector.ui.visit.strokes import RATIO


def pad_of(qtbot: QtBot, *, rests: bool = True) -> SignaturePad:
    pad = SignaturePad("王工", rests=rests)
    pad.resize(420, 100)
    qtbot.addWidget(pad)
    pad.show()
    pad.setFocus()
    return pad


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    """A stroke with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[0]))
    for x, y in points[1:]:
        position = QPointF(x, y)
        QTest.mouseMove(pad, position.toPoint())
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(*points[-1]))


def ink(pad: SignaturePad) -> int:
    """Dark pixels above the baseline."""
    image = pad.grab().toImage()
    return sum(1 for x in range(0, image.width(), 2) for y in range(70) if image.pixelColor(x, y).lightness() < 80)


def test_mouse_strokes_are_drawn_and_told_when_enter_is_pressed(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    assert ink(pad) == 0
    draw(pad, (60, 20), (120, 50), (180, 25))
    draw(pad, (200, 20), (220, 60))
    assert ink(pad) > 50
    with qtbot.waitSignal(pad.settled) as settled:
        QTest.keyClick(pad, Qt.Key.Key_Return)
    strokes = settled.args[0]
    assert len(strokes) == 2
    assert all(0 <= x <= 1 and 0 <= y <= 1 for stroke in strokes for x, y in stroke)
    assert strokes[0][0][0] < strokes[1][0][0]


def test_a_resting_hand_settles_by_itself_and_further_strokes_settle_again(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    with qtbot.waitSignal(pad.settled, timeout=4000):
        draw(pad, (60, 20), (120, 50))
    draw(pad, (160, 20), (220, 50))
    with qtbot.waitSignal(pad.settled) as settled:
        QTest.keyClick(pad, Qt.Key.Key_Return)
    assert len(settled.args[0]) == 2


def test_a_pen_writes_without_making_mouse_strokes(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    device = QPointingDevice(
        "pen", 1, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, x, pressure, button, buttons in (
        (QEvent.Type.TabletPress, 50, 0.5, left, left),
        (QEvent.Type.TabletMove, 90, 0.6, none, left),
        (QEvent.Type.TabletMove, 130, 0.6, none, left),
        (QEvent.Type.TabletRelease, 130, 0.0, left, none),
    ):
        at = QPointF(x, 40)
        event = QTabletEvent(
            kind, device, at, QPointF(pad.mapToGlobal(at)), pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, button, buttons,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)
        assert event.isAccepted()
    assert len(pad.strokes) == 1
    assert pad.strokes[0][-1][0] > pad.strokes[0][0][0]


def test_a_finger_writes_and_a_second_one_does_not_disturb(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    device = QTest.createTouchDevice()
    QTest.touchEvent(pad, device).press(1, QPoint(40, 30), pad).commit()
    QTest.touchEvent(pad, device).move(1, QPoint(90, 40), pad).press(2, QPoint(300, 80), pad).commit()
    QTest.touchEvent(pad, device).move(1, QPoint(140, 30), pad).stationary(2).commit()
    QTest.touchEvent(pad, device).release(1, QPoint(140, 30), pad).release(2, QPoint(300, 80), pad).commit()
    assert len(pad.strokes) == 1
    assert max(x for x, _y in pad.strokes[0]) < 0.5


def test_a_locked_pad_takes_no_strokes(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    pad.set_locked(True)
    draw(pad, (60, 20), (120, 50))
    assert pad.strokes == ()
    assert not pad.pending


def test_enter_on_an_empty_pad_asks_for_another_way_to_sign(qtbot: QtBot) -> None:
    pad = pad_of(qtbot)
    with qtbot.waitSignal(pad.alternative_requested):
        QTest.keyClick(pad, Qt.Key.Key_Return)


def test_leaving_the_pad_tells_what_was_drawn(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    pad, other = SignaturePad("王工", parent=window), SignaturePad("李工", parent=window)
    pad.resize(300, 100)
    other.move(0, 200)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    pad.setFocus()
    draw(pad, (60, 20), (120, 50))
    with qtbot.waitSignal(pad.settled, timeout=500):
        other.setFocus()


def test_the_full_screen_pad_is_three_to_one_and_hands_its_strokes_on(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    full = FullPad(window, "赵工", "电气负责人")
    full.open()
    qtbot.waitUntil(lambda: full.pad.width() > 300)
    assert abs(full.pad.width() / full.pad.height() - RATIO) < 0.05
    draw(full.pad, (100, 60), (300, 120))
    with qtbot.waitSignal(full.signed) as signed:
        QTest.keyClick(full.pad, Qt.Key.Key_Return)
    assert len(signed.args[0]) == 1


def test_escape_leaves_the_full_screen_pad_without_signing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    full = FullPad(window, "赵工", "电气负责人")
    heard: list[object] = []
    full.signed.connect(heard.append)
    full.open()
    draw(full.pad, (100, 60), (300, 120))
    QTest.keyClick(full.pad, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(full))
    assert heard == []
