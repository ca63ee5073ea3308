"""The palette: pointer, line, and a tile for each symbol, drawn as it will stand."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from inspector.domain.diagram import HEIGHT, LEVEL, SymbolKind
from inspector.i18n import _
from inspector.reports.figures.charts import Drawing
from inspector.reports.figures.diagram import STEP, symbol_shapes
from inspector.ui.customers.diagram.board import POINTER, WIRE
from inspector.ui.customers.diagram.words import NAMES
from inspector.ui.figures.painting import paint
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.rows import Scroller

TILE = QSize(88, 66)
COLUMNS = 2


class ToolTile(PressArea):
    """One tool."""

    def __init__(self, tool: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._tool = tool
        self._name = name
        self._on = False
        self.setFixedSize(TILE)
        self.setToolTip(name)

    def set_on(self, on: bool) -> None:
        """Show whether it is the tool in hand."""
        self._on = on
        self.setAccessibleDescription(_("chosen") if on else "")
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill = "primary-tint" if self._on else "sub" if self._hover else "surface"
        box(painter, rect, fill=fill, border="primary-text" if self._on else "line", width=2 if self._on else 1)
        self._paint_sign(painter)
        words = self._name
        style = "tiny" if text_width(words, "hint") > TILE.width() - 8 else "hint"
        text(painter, QRectF(2, TILE.height() - 22, TILE.width() - 4, 18), words, style, "text-1", CENTER)

    def _paint_sign(self, painter: QPainter) -> None:
        middle = TILE.width() / 2
        if self._tool == POINTER:
            draw_icon(painter, QPointF(middle - 9, 14), "mouse-pointer-2", "text-1", 18)
            return
        if self._tool == WIRE:
            draw_icon(painter, QPointF(middle - 9, 14), "move-up-right", "text-1", 18)
            return
        kind = SymbolKind(self._tool)
        scale = min(1.0, 34 / max(STEP, HEIGHT[kind] * STEP))
        painter.save()
        left = middle - (STEP * scale if kind in LEVEL else 0)
        painter.translate(left, 24 if kind in LEVEL else 6)
        painter.scale(scale, scale)
        paint(painter, Drawing(0, 0, symbol_shapes(kind), ()))
        painter.restore()


class Palette(Scroller):
    """`tool_chosen(tool)`: a symbol kind, WIRE or POINTER."""

    tool_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(12, 12, 8, 12)
        grid.setSpacing(6)
        names = {POINTER: _("Select"), WIRE: _("Line"), **{kind.value: _(name) for kind, name in NAMES.items()}}
        self.tiles = {tool: ToolTile(tool, name) for tool, name in names.items()}
        for number, (tool, tile) in enumerate(self.tiles.items()):
            grid.addWidget(tile, number // COLUMNS, number % COLUMNS)
            tile.clicked.connect(lambda tool=tool: self.tool_chosen.emit(tool))
        grid.setRowStretch(len(names) // COLUMNS + 1, 1)
        super().__init__(holder, parent)
        self.setFixedWidth(COLUMNS * (TILE.width() + 6) + 24)
        self.setAccessibleName(_("Symbols"))
        self.show_tool(POINTER)

    def show_tool(self, tool: str) -> None:
        """Mark the tool in hand."""
        for known, tile in self.tiles.items():
            tile.set_on(known == tool)

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.width(), 400)
