"""The drawing board: a grid on which symbols are placed, moved and joined, with the mouse or with keys alone.

Arrow keys move the cross; Enter places the tool in hand, begins and ends a line, or selects what lies under the cross;
Shift with arrows moves what is selected; Delete removes it; R turns it over, O opens or closes it, + and - change the
length of a busbar. It changes nothing itself: every wish goes out as `edited(Diagram)`.
"""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.domain.diagram import LEVEL, Diagram, Symbol, SymbolKind, Wire
from inspector.i18n import _
from inspector.problems import Problem
from inspector.reports.figures.diagram import STEP, Figure, Trouble, diagram_figure
from inspector.ui.customers.diagram.board import POINTER, WIRE, Board, Place, Wish
from inspector.ui.customers.diagram.canvas_painting import paint_board, paint_grid
from inspector.ui.customers.diagram.words import NAMES
from inspector.ui.figures.painting import screen_measure
from inspector.ui.kit.access import Role
from inspector.ui.kit.focus import Focusable
from inspector.ui.theme import color

EDGE = 2
"""Free steps at the left and above."""
LEAST = (60, 34)
AFTER = (16, 6)
"""Steps that stay free to the right and below."""
MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class Canvas(Focusable):
    """`edited(Diagram)`, `selection_changed`, `refused(Problem)` when the diagram is full."""

    spoken_role = Role.Canvas

    edited = Signal(object)
    selection_changed = Signal()
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board = Board(_("Words"))
        self.troubles: dict[str, Trouble] = {}
        self.zoom = 1.0
        self._figure: Figure | None = None
        self._grip: Place | None = None
        """Where on the selected symbol the mouse holds it."""
        self._held: Diagram | None = None
        """The diagram as it would be if the mouse let go now."""
        self.setMouseTracking(True)
        self._describe()

    # what is shown --------------------------------------------------------------------------------------------------

    def show_diagram(self, diagram: Diagram) -> None:
        """Show another diagram; what was selected stays so if it is still there."""
        before = self.board.selected
        self.board.show(diagram)
        self._held = None
        self._lay_out()
        if self.board.selected != before:
            self.selection_changed.emit()

    def set_zoom(self, zoom: float) -> None:
        """Show it larger or smaller."""
        self.zoom = zoom
        self._lay_out()

    def set_tool(self, tool: str) -> None:
        """Take a tool in hand."""
        self.board.take(tool)
        self._told()

    def _lay_out(self) -> None:
        diagram = self.board.diagram
        self._figure = diagram_figure(self._held or diagram, screen_measure, self.troubles)
        xs = [one.right for one in diagram.symbols] + [max(w.x1, w.x2) for w in diagram.wires]
        ys = [one.bottom for one in diagram.symbols] + [max(w.y1, w.y2) for w in diagram.wires]
        width = max(LEAST[0], max(xs, default=0) + AFTER[0] + EDGE)
        height = max(LEAST[1], max(ys, default=0) + AFTER[1] + EDGE)
        self.setMinimumSize(QSize(round(width * STEP * self.zoom), round(height * STEP * self.zoom)))
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader where the cross is, what lies there, and what is in hand."""
        board = self.board
        thing = board.diagram.at(*board.cross)
        under = _name(thing) if thing is not None else _("empty")
        where = _("column {x}, row {y}: {what}").format(x=board.cross[0], y=board.cross[1], what=under)
        tool = _("Line") if board.tool == WIRE else _(NAMES[SymbolKind(board.tool)]) if board.tool else _("Select")
        self.setAccessibleName(_("Diagram"))
        self.setAccessibleDescription(f"{tool} · {where}")

    def cross_rect(self) -> QRectF:
        """Where the cross is, in pixels."""
        step = STEP * self.zoom
        x, y = self.board.cross
        return QRectF((x + EDGE - 1) * step, (y + EDGE - 1) * step, 2 * step, 2 * step)

    # wishes ---------------------------------------------------------------------------------------------------------

    def wish(self, ask: Callable[[], Wish]) -> None:
        """Let the board work out a change, and send it out."""
        try:
            diagram = ask()
        except Problem as problem:
            self.refused.emit(problem)
            return
        if diagram is not None:
            self.edited.emit(diagram)
        self._told()

    def _told(self) -> None:
        self.selection_changed.emit()
        self._describe()
        self.update()

    def let_go(self) -> str:
        """Esc: give up the line, then the tool, then the selection. Says what was given up; "" for nothing."""
        board = self.board
        if board.start is not None:
            board.start = None
            found = "line"
        elif board.tool != POINTER:
            board.take(POINTER)
            found = "tool"
        elif board.selected is not None:
            board.selected = None
            found = "selection"
        else:
            return ""
        self._told()
        return found

    # input ----------------------------------------------------------------------------------------------------------

    def _place_at(self, spot: QPointF) -> Place:
        step = STEP * self.zoom
        return max(0, round(spot.x() / step) - EDGE), max(0, round(spot.y() / step) - EDGE)

    def _thing_at(self, spot: QPointF) -> Symbol | Wire | None:
        """What a click means: a symbol by its picture and name, else what lies on the step."""
        if self._figure is not None:
            x = spot.x() / self.zoom - EDGE * STEP + self._figure.origin[0]
            y = spot.y() / self.zoom - EDGE * STEP + self._figure.origin[1]
            found = self._figure.spot_at(x, y)
            if found is not None and found.symbol.kind not in LEVEL:
                return self.board.diagram.symbol(found.symbol.id)
        return self.board.diagram.at(*self._place_at(spot))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = self.board.cross = self._place_at(event.position())
        if self.board.tool:
            self.wish(lambda: self.board.use(at))
            return
        thing = self.board.selected = self._thing_at(event.position())
        self._grip = (at[0] - thing.x, at[1] - thing.y) if isinstance(thing, Symbol) else None
        self._told()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._place_at(event.position())
        dragging = bool(event.buttons() & Qt.MouseButton.LeftButton) and self._grip is not None
        if dragging and self._grip is not None and at != self.board.cross:
            self.board.cross = at
            self._held = self.board.dragged(max(0, at[0] - self._grip[0]), max(0, at[1] - self._grip[1]))
            self._figure = diagram_figure(self._held or self.board.diagram, screen_measure, self.troubles)
        elif self.board.tool:
            self.board.cross = at
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = None
        held, self._held = self._held, None
        at = self._place_at(event.position())
        if held is not None:
            self.wish(lambda: held)
        elif self.board.tool == WIRE and self.board.start not in (None, at):
            self.wish(lambda: self.board.join(at))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, shift = Qt.Key(event.key()), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        board = self.board
        keys: dict[Qt.Key, Callable[[], Wish]] = {
            **dict.fromkeys((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space), lambda: board.use(board.cross)),
            **dict.fromkeys((Qt.Key.Key_Delete, Qt.Key.Key_Backspace), board.remove),
            Qt.Key.Key_R: board.turn,
            Qt.Key.Key_O: board.switch,
            Qt.Key.Key_Minus: lambda: board.stretch(-1),
        }
        if key in MOVES and shift:
            self.wish(lambda: board.shift(MOVES[key]))
        elif key in MOVES and plain:
            board.step(MOVES[key])
            self._told()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal) and (shift or plain):
            self.wish(lambda: board.stretch(1))
        elif plain and key in keys:
            self.wish(keys[key])
        else:
            super().keyPressEvent(event)

    @override
    def show_ring(self) -> None:
        """The cross shows where the focus is."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), color("surface"))
        paint_grid(painter, QRectF(event.rect()), STEP * self.zoom)
        if self._figure is not None:
            painter.scale(self.zoom, self.zoom)
            painter.translate(EDGE * STEP, EDGE * STEP)
            paint_board(painter, self.board, self._figure, focused=self.hasFocus())


def _name(thing: Symbol | Wire) -> str:
    if isinstance(thing, Wire):
        return _("Line")
    return f"{_(NAMES[thing.kind])} {thing.label}".strip()
