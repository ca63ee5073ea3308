"""The editor of marks, by mouse and by keyboard, and that the saved picture agrees with what was drawn."""

import io

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QInputMethodEvent, QKeySequence, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from inspector.photos.annotation import Annotation, Mark, MarkColour, MarkKind, mark
from inspector.photos.intake import intake
from inspector.photos.stamp import PhotoStamp
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.photos import marks as drawn
from inspector.ui.photos.editor import AnnotationEditor
from inspector.ui.photos.text_entry import TextEntry
from tests.ui.sample import NOW

SIZE = (1200, 900)
GREY = (110, 110, 110)
ARROW = mark(MarkKind.ARROW, MarkColour.RED, (0.2, 0.2), (0.6, 0.5))
WORDS = mark(MarkKind.TEXT, MarkColour.WHITE, (0.3, 0.3), text="锈蚀")


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", SIZE, GREY).save(out, "PNG")
    return out.getvalue()


class Desk:
    """A window with the editor over it."""

    def __init__(self, qtbot: QtBot, annotation: Annotation | None = None) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.resize(1286, 690)
        self.below = QPushButton("below", self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.below.setFocus()
        self.saved: list[Annotation] = []
        self.editor = AnnotationEditor(self.window, annotation)
        self.editor.saved.connect(self.saved.append)
        self.editor.set_image(png())
        self.editor.open()
        self.canvas = self.editor.canvas

    @property
    def marks(self) -> tuple[Mark, ...]:
        return self.editor.drawing.annotation.marks

    def spot(self, x: float, y: float) -> QPoint:
        """Where a point of the picture is in the canvas."""
        return self.canvas.transform().map(QPointF(x * SIZE[0], y * SIZE[1])).toPoint()

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        first, last = self.spot(*start), self.spot(*end)
        QTest.mousePress(self.canvas, Qt.MouseButton.LeftButton, pos=first)
        QTest.mouseMove(self.canvas, (first + last) / 2)
        QTest.mouseMove(self.canvas, last)
        QTest.mouseRelease(self.canvas, Qt.MouseButton.LeftButton, pos=last)

    def click(self, x: float, y: float) -> None:
        QTest.mouseClick(self.canvas, Qt.MouseButton.LeftButton, pos=self.spot(x, y))

    @property
    def entry(self) -> TextEntry:
        """The line that takes a text."""
        assert self.canvas.entry is not None
        return self.canvas.entry

    def keys(self, *names: str) -> None:
        for name in names:
            focused = QApplication.focusWidget()
            assert focused is not None
            QTest.keySequence(focused, QKeySequence(name))


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def close(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) < 0.005 and abs(a[1] - b[1]) < 0.005


def test_an_arrow_and_a_circle_by_mouse(desk: Desk) -> None:
    desk.drag((0.2, 0.2), (0.6, 0.5))
    desk.keys("C", "2")
    desk.drag((0.5, 0.4), (0.8, 0.7))
    arrow, circle = desk.marks
    assert (arrow.kind, arrow.colour) == (MarkKind.ARROW, MarkColour.RED)
    assert (circle.kind, circle.colour) == (MarkKind.ELLIPSE, MarkColour.YELLOW)
    assert close(arrow.points[0], (0.2, 0.2))
    assert close(arrow.points[1], (0.6, 0.5))
    assert close(circle.points[1], (0.8, 0.7))
    desk.keys("Ctrl+Return")
    assert desk.saved == [Annotation((arrow, circle))]
    assert not desk.editor.isVisible()
    assert desk.below.hasFocus()


def test_a_click_or_a_twitch_draws_nothing(desk: Desk) -> None:
    desk.click(0.3, 0.3)
    desk.drag((0.3, 0.3), (0.301, 0.301))
    assert not desk.marks
    assert not desk.editor.save_button.isEnabled()


def test_chinese_words_by_input_method(desk: Desk) -> None:
    desk.keys("T", "3")
    desk.click(0.4, 0.6)
    entry = desk.entry
    assert entry.hasFocus()
    composing = QInputMethodEvent("jie tou", [])
    QApplication.sendEvent(entry, composing)
    assert not desk.marks
    done = QInputMethodEvent()
    done.setCommitString("接头过热")
    QApplication.sendEvent(entry, done)
    desk.keys("Return")
    (words,) = desk.marks
    assert (words.kind, words.text, words.colour) == (MarkKind.TEXT, "接头过热", MarkColour.WHITE)
    assert close(words.points[0], (0.4, 0.6))
    assert desk.canvas.entry is None
    assert desk.canvas.hasFocus()


def test_words_at_the_edge_are_moved_inside(desk: Desk) -> None:
    desk.keys("T")
    desk.click(0.99, 0.99)
    desk.entry.setText("变压器渗油")
    desk.keys("Return")
    size = desk.canvas.size_of_picture
    box = drawn.bounds(desk.marks[0], size)
    assert box.right() <= size.width() + 1
    assert box.bottom() <= size.height() + 1


def test_words_being_typed_are_saved_too_and_escape_leaves_them(desk: Desk) -> None:
    desk.keys("T")
    desk.click(0.2, 0.2)
    desk.keys("Escape")
    assert not desk.marks
    assert desk.canvas.hasFocus()
    desk.click(0.2, 0.2)
    desk.entry.setText("A相")
    desk.keys("Ctrl+Return")
    assert [one.text for one in desk.saved[0].marks] == ["A相"]


def test_marks_are_chosen_moved_turned_and_deleted(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Annotation((ARROW, WORDS)))
    desk.keys("V")
    desk.click(0.4, 0.35)  # on the shaft
    assert desk.editor.drawing.chosen == 0
    desk.drag((0.4, 0.35), (0.5, 0.35))
    assert close(desk.marks[0].points[0], (0.3, 0.2))
    desk.drag((0.7, 0.5), (0.7, 0.8))  # its tip
    assert close(desk.marks[0].points[0], (0.3, 0.2))
    assert close(desk.marks[0].points[1], (0.7, 0.8))
    desk.click(0.9, 0.1)
    assert desk.editor.drawing.chosen_mark is None
    desk.click(0.31, 0.32)
    desk.keys("Delete")
    assert [one.kind for one in desk.marks] == [MarkKind.ARROW]


def test_everything_by_keyboard(desk: Desk) -> None:
    desk.keys("C", "Return", "Right", "Shift+Down")
    (circle,) = desk.marks
    before = mark(MarkKind.ELLIPSE, MarkColour.RED, *circle.points)
    desk.keys("Left", "Shift+Up")
    (back,) = desk.marks
    assert back != before
    desk.keys("A", "Return", "V", "V")
    assert desk.editor.drawing.chosen == 0
    desk.keys("3")
    assert desk.marks[0].colour is MarkColour.WHITE
    desk.keys("Del")
    assert [one.kind for one in desk.marks] == [MarkKind.ARROW]
    desk.keys("T", "Return")
    desk.entry.setText("漏油")
    desk.keys("Return", "Ctrl+Return")
    assert [one.kind for one in desk.saved[0].marks] == [MarkKind.ARROW, MarkKind.TEXT]


def test_steps_are_taken_back_and_again(desk: Desk) -> None:
    desk.keys("Return", "C", "Return", "Right")
    end = desk.marks
    desk.keys("Ctrl+Z", "Ctrl+Z", "Ctrl+Z")
    assert not desk.marks
    assert not desk.editor.undo_button.isEnabled()
    desk.keys("Ctrl+Y", "Ctrl+Y", "Ctrl+Y")
    assert desk.marks == end
    desk.keys("Ctrl+Z", "Return")
    assert not desk.editor.redo_button.isEnabled()


def test_escape_asks_before_marks_are_lost(desk: Desk) -> None:
    desk.keys("Return", "Escape")  # puts an arrow; lets go of it
    assert desk.editor.isVisible()
    desk.keys("Escape")
    dialog = desk.window.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.reject()
    assert desk.editor.isVisible()
    assert len(desk.marks) == 1
    desk.editor.leave()
    asked = [one for one in desk.window.findChildren(ConfirmDialog) if one.isVisible()]
    asked[0].accept()
    assert not desk.saved
    assert not desk.editor.isVisible()


def test_escape_leaves_at_once_when_nothing_changed(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Annotation((ARROW,)))
    desk.keys("Escape")
    assert not desk.editor.isVisible()
    assert not desk.saved


def test_all_marks_taken_away_are_saved_as_none(qtbot: QtBot) -> None:
    desk = Desk(qtbot, Annotation((ARROW,)))
    desk.keys("V", "Del", "Ctrl+Return")
    assert desk.saved == [Annotation()]


def test_enlarged_the_mouse_still_draws_where_it_points(desk: Desk) -> None:
    desk.keys("+", "+", "+")
    before = desk.canvas.scale()
    desk.drag((0.45, 0.45), (0.55, 0.55))
    assert close(desk.marks[0].points[0], (0.45, 0.45))
    assert close(desk.marks[0].points[1], (0.55, 0.55))
    desk.keys("0")
    assert desk.canvas.scale() < before


@pytest.mark.parametrize(
    "one",
    [
        ARROW,
        mark(MarkKind.ELLIPSE, MarkColour.YELLOW, (0.3, 0.2), (0.8, 0.6)),
        mark(MarkKind.TEXT, MarkColour.WHITE, (0.3, 0.3), text="接头过热 82 ℃"),
    ],
)
def test_the_saved_picture_agrees_with_the_editor(one: Mark) -> None:
    canvas = QImage(*SIZE, QImage.Format.Format_RGB32)
    canvas.fill(QColor(*GREY))
    painter = QPainter(canvas)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    drawn.paint(painter, one, canvas.size().toSizeF())
    painter.end()
    taken = intake(png(), PhotoStamp("", "", "", NOW), annotation=Annotation((one,)))
    assert taken.marked_display is not None
    with Image.open(io.BytesIO(taken.marked_display.data)) as opened:
        burnt = opened.convert("RGB")
    here, there = [], []
    for x in range(0, SIZE[0], 2):
        for y in range(0, 700, 2):  # above the stamp
            shown = canvas.pixelColor(x, y)
            pixel = burnt.getpixel((x, y))
            assert isinstance(pixel, tuple)
            if abs(shown.red() - 110) + abs(shown.green() - 110) + abs(shown.blue() - 110) > 150:
                here.append((x, y))
            if sum(abs(part - 110) for part in pixel) > 150:
                there.append((x, y))
    both = len(set(here) & set(there))
    assert both > 0.85 * max(len(here), len(there))
    for axis in (0, 1):
        assert abs(min(p[axis] for p in here) - min(p[axis] for p in there)) <= 4
        assert abs(max(p[axis] for p in here) - max(p[axis] for p in there)) <= 4


def test_tab_stays_inside_and_begins_with_the_tools(desk: Desk) -> None:
    desk.keys("Tab")
    assert desk.editor.tools.hasFocus()
    for keys in ("Tab", "Shift+Tab"):
        for _press in range(20):
            desk.keys(keys)
            focused = QApplication.focusWidget()
            assert focused is not None
            assert desk.editor.isAncestorOf(focused)


def test_leaving_with_marks_asks_and_enter_then_keeps_them(desk: Desk) -> None:
    desk.keys("Return", "Escape", "Escape")
    (dialog,) = desk.window.findChildren(ConfirmDialog)
    assert dialog.cancel_button.hasFocus()
    desk.keys("Return")
    assert not dialog.isVisible()
    assert desk.editor.isVisible()
    assert len(desk.marks) == 1
