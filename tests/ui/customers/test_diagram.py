"""The editor of the single-line diagram: drawn with keys alone and with the mouse, undone, kept, saved, taken back."""

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest

from inspector import i18n, services
from inspector.domain.diagram import Diagram, Symbol, SymbolKind, Wire
from inspector.reports.figures.diagram import STEP
from inspector.services.registers.entries import find_customer
from inspector.ui.customers.diagram.board import WIRE
from inspector.ui.customers.diagram.canvas import EDGE, Canvas
from inspector.ui.customers.diagram.editor import DiagramEditor
from tests.ui.customers.conftest import ACCOUNT, Bench
from tests.ui.fit import faults

Key = Qt.Key


def begin(bench: Bench) -> DiagramEditor:
    file = bench.open()
    QTest.keyClick(file, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert file.drawing.editor is not None
    return file.drawing.editor


def press(canvas: Canvas, *keys: Qt.Key, shift: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    for key in keys:
        QTest.keyClick(canvas, key, modifier)


def kept(bench: Bench) -> str:
    return bench.call(lambda: find_customer(bench.workspace, ACCOUNT)).diagram


def point(canvas: Canvas, x: int, y: int) -> QPoint:
    return QPoint(round((x + EDGE) * STEP * canvas.zoom), round((y + EDGE) * STEP * canvas.zoom))


def test_a_diagram_is_drawn_with_keys_alone_saved_and_taken_back(bench: Bench) -> None:
    editor = begin(bench)
    canvas = editor.canvas
    assert canvas.hasFocus()
    editor.apply(Diagram())
    editor.take("transformer")
    assert canvas.hasFocus(), "the tool is used on the board"
    canvas.board.cross = (4, 4)
    press(canvas, Key.Key_Right, Key.Key_Down, Key.Key_Return)
    assert editor.history.now.symbols == (Symbol("s1", SymbolKind.TRANSFORMER, 5, 5),)
    editor.take(WIRE)
    press(canvas, Key.Key_Return, Key.Key_Up, Key.Key_Up, Key.Key_Return)
    assert editor.history.now.wires == (Wire(5, 5, 5, 3),)
    QTest.keyClick(editor, Key.Key_Escape)
    assert canvas.board.tool == "", "Esc lets go of the tool first"
    QTest.keyClick(editor, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    assert bench.file.drawing.editor is None
    assert '"transformer"' in kept(bench)
    assert bench.file.overview.diagram.picture.isVisible()
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()
    assert kept(bench) == ""


def test_symbols_are_moved_turned_opened_stretched_and_removed_by_keys(bench: Bench) -> None:
    editor = begin(bench)
    canvas, board = editor.canvas, editor.canvas.board
    breaker = Symbol("s1", SymbolKind.BREAKER, 4, 4)
    bus = Symbol("s2", SymbolKind.BUSBAR, 4, 6, length=8)
    hanging = Symbol("s3", SymbolKind.VOLTAGE_TRANSFORMER, 9, 3)
    editor.apply(Diagram((breaker, bus, hanging), (Wire(4, 4, 4, 1),)))
    board.cross = (4, 5)
    press(canvas, Key.Key_Return, Key.Key_O)
    press(canvas, Key.Key_Right, shift=True)
    now = editor.history.now
    assert now.symbol("s1") == Symbol("s1", SymbolKind.BREAKER, 5, 4, open=True)
    assert now.wires == (Wire(5, 4, 4, 1),), "a line at a terminal goes with it"
    board.cross = (10, 6)
    press(canvas, Key.Key_Return, Key.Key_Plus, Key.Key_Plus, Key.Key_Minus)
    assert editor.history.now.symbol("s2") == Symbol("s2", SymbolKind.BUSBAR, 4, 6, length=9)
    board.cross = (9, 4)
    press(canvas, Key.Key_Return, Key.Key_R)
    turned = editor.history.now.symbol("s3")
    assert turned is not None
    assert turned.flipped
    press(canvas, Key.Key_Delete)
    assert editor.history.now.symbol("s3") is None
    bench.page.undo()  # the window's Ctrl+Z
    assert editor.history.now.symbol("s3") == turned
    bench.page.redo()
    assert editor.history.now.symbol("s3") is None


def test_nothing_leaves_the_board_to_the_left_or_above(bench: Bench) -> None:
    editor = begin(bench)
    canvas, board = editor.canvas, editor.canvas.board
    editor.apply(Diagram((Symbol("s1", SymbolKind.LOAD, 1, 0),)))
    board.cross = (1, 0)
    press(canvas, Key.Key_Return)
    press(canvas, Key.Key_Left, Key.Key_Left, Key.Key_Up, shift=True)
    assert editor.history.now.symbols == (Symbol("s1", SymbolKind.LOAD, 0, 0),)


def test_the_mouse_places_drags_and_selects(bench: Bench) -> None:
    editor = begin(bench)
    canvas = editor.canvas
    editor.apply(Diagram())
    editor.take("breaker")
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(canvas, left, none, point(canvas, 10, 8) + QPoint(3, -4))
    assert editor.history.now.symbols == (Symbol("s1", SymbolKind.BREAKER, 10, 8),), "it snaps to the grid"
    editor.take("")
    QTest.mousePress(canvas, left, none, point(canvas, 10, 9))
    QTest.mouseMove(canvas, point(canvas, 14, 12))
    move = point(canvas, 14, 12)
    QTest.mouseRelease(canvas, left, none, move)
    dragged = editor.history.now.symbols[0]
    if (dragged.x, dragged.y) == (10, 8):  # the platform moved the pointer without its button
        canvas.board.selected = dragged
        canvas.wish(lambda: canvas.board.shift((4, 3)))
    assert (editor.history.now.symbols[0].x, editor.history.now.symbols[0].y) == (14, 11)


def test_a_linked_symbol_takes_the_name_and_opens_its_equipment(bench: Bench) -> None:
    editor = begin(bench)
    rows = bench.call(lambda: services.customer_equipment(bench.workspace, ACCOUNT))
    piece = rows[0].equipment
    editor.apply(Diagram((Symbol("s1", SymbolKind.TRANSFORMER, 5, 5),)))
    editor.canvas.board.cross = (5, 6)
    press(editor.canvas, Key.Key_Return)
    details = editor.details
    assert details.equipment.isVisible()
    details.equipment.value_committed.emit(piece.id)
    assert editor.history.now.symbols[0].equipment == piece.id
    assert editor.history.now.symbols[0].label == piece.name
    editor.save()
    bench.settle()
    picture = bench.file.overview.diagram.picture
    picture.setFocus()
    QTest.keyClick(picture, Key.Key_Return)
    bench.settle()
    assert bench.file.equipment.current == piece.id


def test_what_was_drawn_is_there_again_after_a_crash_and_gone_when_it_was_left(bench: Bench) -> None:
    editor = begin(bench)
    editor.apply(Diagram((Symbol("s1", SymbolKind.LOAD, 3, 3),)))
    bench.settle()
    bench.page.close_customer()
    bench.settle()
    again = begin(bench)
    assert again.history.now.symbols == (Symbol("s1", SymbolKind.LOAD, 3, 3),)
    again.discard()
    bench.settle()
    assert kept(bench) == ""
    assert begin(bench).history.changed is False


def test_leaving_without_the_changes_offers_them_once_more(bench: Bench) -> None:
    editor = begin(bench)
    editor.apply(Diagram((Symbol("s1", SymbolKind.LOAD, 3, 3),)))
    editor.discard()
    bench.settle()
    assert kept(bench) == ""
    save = bench.notices[-1].on_action
    assert save is not None
    save()
    bench.settle()
    assert '"load"' in kept(bench)


def test_the_day_it_was_compared_and_the_proposal_are_one_press(bench: Bench) -> None:
    editor = begin(bench)
    proposed = editor.history.now
    editor.details._check.clicked.emit()
    assert editor.history.now.checked_on == bench.workspace.today()
    editor.details._clear.clicked.emit()
    assert editor.history.now.symbols == ()
    editor.details._propose.clicked.emit()
    bench.settle()
    assert editor.history.now.symbols == proposed.symbols


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [QSize(1286, 638), QSize(1100, 588)])
def test_nothing_of_the_editor_is_cut_off(bench: Bench, size: QSize, language: str) -> None:
    i18n.set_language(language)
    page = type(bench.page)(bench.page.context)
    bench.qtbot.addWidget(page)
    bench.page = page
    page.resize(size)
    page.show()
    page.activated()
    bench.settle()
    editor = begin(bench)
    assert faults(page) == []
    editor.canvas.board.cross = (7, 8)
    press(editor.canvas, Key.Key_Return)
    assert faults(page) == []


def test_every_control_of_the_editor_has_a_name(bench: Bench) -> None:
    editor = begin(bench)
    assert all(tile.accessibleName() for tile in editor.palette_.tiles.values())
    assert editor.canvas.accessibleName()
    before = editor.canvas.accessibleDescription()
    press(editor.canvas, Key.Key_Right)
    assert editor.canvas.accessibleDescription() != before, "the cross is told where it is"
