"""The values a person may take for a field, as tiles with keys 1, 2, 3 and on."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.painting import box, keycap, keycap_width, metrics, text, text_width
from inspector.ui.theme import color, font

HEIGHT = 60
LINE = 20
MOST_LINES = 3
COLUMNS = 3
GAP = 8
WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)
RADIO = 18


@dataclass(frozen=True, slots=True)
class Tile:
    """One value: its words, and where it comes from."""

    key: str
    title: str
    hint: str


class TileButton(PressArea):
    """A tile with a radio mark; chosen it is tinted."""

    ring_radius = 8.0

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.tile, self._number = Tile("", "", ""), str(number)
        self._chosen = False
        self.lines = 1
        """How many lines the title takes."""
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tile(self, tile: Tile) -> None:
        """Show another value."""
        self.tile = tile
        self.setAccessibleName(_("{thing}: {what}").format(thing=self._number, what=f"{tile.title} · {tile.hint}"))
        self._tell()
        self.update()

    def needed(self, width: float) -> int:
        """How many lines the title takes in a tile of this width, at most `MOST_LINES`."""
        room = int(width - 40 - keycap_width(self._number) - 18)
        whole = metrics("card_title").boundingRect(QRect(0, 0, max(1, room), 10_000), WRAP, self.tile.title)
        return min(MOST_LINES, max(1, round(whole.height() / LINE)))

    def set_lines(self, lines: int) -> None:
        """Make room for so many lines."""
        self.lines = lines
        self.setFixedHeight(HEIGHT + LINE * (lines - 1))

    def set_chosen(self, *, chosen: bool) -> None:
        """Show it chosen or not."""
        self._chosen = chosen
        self.setAccessibleDescription("✓" if chosen else "")
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(220, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def _room(self) -> float:
        return self.width() - 40 - keycap_width(self._number) - 18

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell()

    def _tell(self) -> None:
        """What does not fit stands in the tooltip."""
        fits = text_width(self.tile.title, "card_title") <= self._room() * (self.lines - 0.4 * (self.lines > 1))
        fits = fits and text_width(self.tile.hint, "hint") <= self._room()
        self.setToolTip("" if fits else f"{self.tile.title}\n{self.tile.hint}".strip())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._chosen and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # whoever asks takes what is chosen
            return
        super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self._chosen:
            box(painter, rect, fill="primary-tint", border="primary-text", radius=8, width=2)
        else:
            box(painter, rect, fill="sub" if self._hover else "surface", border="edge", radius=8)
        self._paint_radio(painter, QPointF(21, rect.center().y()))
        keycap(painter, QPointF(rect.right() - 12, rect.center().y()), self._number, "text-2", "edge")
        room = self._room()
        lines = min(self.lines, self.needed(self.width()))
        title = 22.0 + LINE * (lines - 1)
        top = (rect.height() - title - 18) / 2
        self._paint_title(painter, QRectF(40, top, room, title), lines)
        text(painter, QRectF(40, top + title, room, 18), self.tile.hint, "hint", "text-2")

    def _paint_title(self, painter: QPainter, rect: QRectF, lines: int) -> None:
        """On one line, or on several; what does not fit even then is cut."""
        if lines == 1:
            text(painter, rect, self.tile.title, "card_title")
            return
        shown, wanted = self.tile.title, rect.height() + 2
        look = metrics("card_title")
        while shown and look.boundingRect(rect.toRect(), WRAP, shown).height() > wanted:
            shown = shown[:-2].rstrip("…") + "…"
        painter.setClipRect(rect)  # a word may be longer than the tile is wide
        painter.setFont(font("card_title"))
        painter.setPen(color("text-1"))
        painter.drawText(rect, WRAP, shown)
        painter.setClipping(False)

    def _paint_radio(self, painter: QPainter, center: QPointF) -> None:
        half = RADIO / 2
        ring = QRectF(center.x() - half, center.y() - half, RADIO, RADIO)
        if self._chosen:
            box(painter, ring, fill="primary", radius=half)
            painter.setBrush(color("on-fill"))
            painter.drawEllipse(center, 3.5, 3.5)
        else:
            box(painter, ring, fill="surface", border="edge", radius=half, width=1.5)


class ChoiceTiles(QWidget):
    """The tiles of one field; `chosen(key)` by click, Space, or the digit of a tile."""

    chosen = Signal(str)
    grown = Signal()
    """A tile was made."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._tiles: list[TileButton] = []
        self._count = 0

    def show_tiles(self, tiles: Sequence[Tile], chosen: str) -> None:
        """Show other values; who has the focus keeps it."""
        while len(self._tiles) < len(tiles):
            self._add()
        for made, tile in zip(self._tiles, tiles, strict=False):
            made.show_tile(tile)
        for index, made in enumerate(self._tiles):
            made.setVisible(index < len(tiles))
        self._count = len(tiles)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1 if column < max(2, len(tiles)) else 0)
        self._fit()
        self.set_chosen(chosen)

    def _add(self) -> None:
        index = len(self._tiles)
        made = TileButton(index + 1)
        made.clicked.connect(lambda: self.chosen.emit(made.tile.key))
        self._tiles.append(made)
        self._grid.addWidget(made, index // COLUMNS, index % COLUMNS)
        self.grown.emit()

    @property
    def buttons(self) -> tuple[TileButton, ...]:
        """All tiles, also those that do not show now."""
        return tuple(self._tiles)

    @property
    def _shown(self) -> list[TileButton]:
        return self._tiles[: self._count]

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Tiles that stand beside each other are equally high."""
        columns = min(COLUMNS, max(2, self._count))
        width = (self.width() - GAP * (columns - 1)) / columns
        lines = max((made.needed(width) for made in self._shown), default=1)
        for made in self._shown:
            made.set_lines(lines)

    def set_chosen(self, key: str) -> None:
        """Show one of them chosen."""
        for made in self._shown:
            made.set_chosen(chosen=made.tile.key == key)

    def focus_chosen(self, key: str) -> None:
        """Give a tile the focus."""
        for made in self._shown:
            if made.tile.key == key:
                made.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_digit(self, digit: str) -> bool:
        """Choose by the digit of a tile; whether there is one."""
        if not digit.isdecimal() or not 1 <= int(digit) <= self._count:
            return False
        self.chosen.emit(self._tiles[int(digit) - 1].tile.key)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        here = next((index for index, tile in enumerate(self._shown) if tile.hasFocus()), -1)
        if by is not None and not event.modifiers() and here >= 0 and 0 <= here + by < self._count:
            self._tiles[here + by].setFocus(Qt.FocusReason.TabFocusReason)
            return
        super().keyPressEvent(event)
