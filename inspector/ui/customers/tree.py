"""The equipment of a customer by family, as tiles; what needs attention is tinted and carries its sign.

It stands where a one-line diagram would: a click, or Enter on the chosen tile, opens that piece of equipment.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.customer_files.views import EquipmentRow
from inspector.ui.customers.looks import trouble
from inspector.ui.kit.focus import Focusable
from inspector.ui.kit.icons import STROKE_CHIP, draw_icon
from inspector.ui.kit.painting import box, text, text_width
from inspector.ui.theme import theme

TILE = QSize(164, 48)
GAP = 8
HEAD = 26
PAD = 16
LEADING = ("transformer", "switchgear", "cable")
"""Families shown by themselves, in this order."""


@dataclass(frozen=True, slots=True)
class _Tile:
    row: EquipmentRow
    rect: QRectF


class EquipmentTree(Focusable):
    """`equipment_opened(id)` by click or Enter; the arrow keys choose."""

    equipment_opened = Signal(str)
    ring_radius = 6.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[EquipmentRow, ...] = ()
        self._current = 0
        self._pointed = -1
        self.setMouseTracking(True)
        self.setAccessibleName(_("Equipment by family"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._connect()

    def _connect(self) -> None:
        theme().changed.connect(self.update)

    def set_rows(self, rows: Sequence[EquipmentRow]) -> None:
        """Show other equipment, sorted by family."""
        self._rows = tuple(rows)
        self._current = min(self._current, max(0, len(rows) - 1))
        self.updateGeometry()
        self.update()

    # layout ---------------------------------------------------------------------------------------------------------

    def _columns(self, width: int) -> int:
        return max(1, (width - 2 * PAD + GAP) // (TILE.width() + GAP))

    def _tiles(self, width: int) -> tuple[list[_Tile], list[tuple[str, int, QRectF]], float]:
        """Tiles, family heads (name, pieces, place) and the height of it all."""
        columns = self._columns(width)
        room = (width - 2 * PAD - (columns - 1) * GAP) / columns
        tiles: list[_Tile] = []
        heads: list[tuple[str, int, QRectF]] = []
        y = 0.0
        for name, members in _groups(self._rows):
            heads.append((name, len(members), QRectF(PAD, y, width - 2 * PAD, HEAD)))
            y += HEAD
            for number, row in enumerate(members):
                line, column = divmod(number, columns)
                place = QRectF(PAD + column * (room + GAP), y + line * (TILE.height() + GAP), room, TILE.height())
                tiles.append(_Tile(row, place))
            y += -(-len(members) // columns) * (TILE.height() + GAP)
        return tiles, heads, y + PAD - GAP

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return round(self._tiles(width)[2])

    @override
    def sizeHint(self) -> QSize:
        return QSize(2 * TILE.width() + GAP + 2 * PAD, self.heightForWidth(max(self.width(), 400)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(TILE.width() + 2 * PAD, 0)

    @override
    def show_ring(self) -> None:
        """The chosen tile shows where the focus is; a ring around all of them would say less."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    # input ----------------------------------------------------------------------------------------------------------

    def _at(self, place: QPointF) -> int:
        tiles = self._tiles(self.width())[0]
        return next((number for number, tile in enumerate(tiles) if tile.rect.contains(place)), -1)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._rows):
            self._current = number
            self.update()
            self.equipment_opened.emit(self._tiles(self.width())[0][number].row.id)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointed = self._at(event.position())
        shape = Qt.CursorShape.PointingHandCursor if self._pointed >= 0 else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._pointed = -1
        self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self._at(event.position()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self._current)
            return
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns(self.width()),
            Qt.Key.Key_Down: self._columns(self.width()),
        }
        if key not in steps or event.modifiers() or not self._rows:
            super().keyPressEvent(event)
            return
        self._current = min(max(self._current + steps[key], 0), len(self._rows) - 1)
        self.update()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _show_tip(self, place: QPoint, on_screen: QPoint) -> None:
        number = self._at(QPointF(place))
        if number < 0:
            QToolTip.hideText()
            return
        row = self._tiles(self.width())[0][number].row
        why = trouble(row)
        lines = (row.equipment.name, _second_line(row), row.equipment.place, why.words if why else "")
        QToolTip.showText(on_screen, "\n".join(line for line in lines if line), self, QRect())

    # painting -------------------------------------------------------------------------------------------------------

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tiles, heads, _height = self._tiles(self.width())
        for name, count, rect in heads:
            text(painter, rect, name, "hint_bold", "text-2")
            after = rect.adjusted(text_width(name, "hint_bold") + 6, 0, 0, 0)
            text(painter, after, str(count), "hint", "text-3")
        for number, tile in enumerate(tiles):
            self._paint_tile(painter, tile, number)

    def _paint_tile(self, painter: QPainter, tile: _Tile, number: int) -> None:
        why = trouble(tile.row)
        current = self.hasFocus() and number == self._current
        border = f"{why.hue}-border" if why else "line"
        fill = f"{why.hue}-tint" if why else "sub" if number == self._pointed else "surface"
        box(painter, tile.rect, fill=fill, border="primary-text" if current else border, width=2 if current else 1)
        inner = tile.rect.adjusted(12, 4, -10, -4)
        if why:
            ink = f"{why.hue}-text"
            draw_icon(painter, QPointF(inner.right() - 16, inner.top() + 2), why.icon, ink, 16, STROKE_CHIP)
        name = QRectF(inner.left(), inner.top(), inner.width() - (22 if why else 0), 20)
        text(painter, name, tile.row.equipment.name, "body_bold", "text-1")
        text(
            painter, QRectF(inner.left(), inner.top() + 20, inner.width(), 18), _second_line(tile.row), "hint", "text-2"
        )


def _groups(rows: Sequence[EquipmentRow]) -> list[tuple[str, list[EquipmentRow]]]:
    """Families that lead the current each by itself, the rest together, so that few pieces take few lines."""
    groups: list[tuple[str, list[EquipmentRow]]] = []
    for family in LEADING:
        members = [row for row in rows if row.family == family]
        if members:
            groups.append((members[0].family_name, members))
    rest = [row for row in rows if row.family not in LEADING]
    return [*groups, (_("Other equipment"), rest)] if rest else groups


def _second_line(row: EquipmentRow) -> str:
    return " · ".join(part for part in (row.rating, row.equipment.model) if part) or row.kind_name
