"""Parts of the gas analysis on the screen: the tiles of the gases, plain tables of texts, the legend of a drawing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.gases.views import DgaView, GasTile
from inspector.ui.kit.painting import CENTER, box, text, text_width
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.theme import color

TILE_HEIGHT: Final = 60
LEGEND_HEIGHT: Final = 20


class GasTiles(QWidget):
    """The gases side by side: name, value, limit. One above its attention value stands on amber."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles: tuple[GasTile, ...] = ()
        self.setFixedHeight(TILE_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tiles(self, tiles: Sequence[GasTile]) -> None:
        """Show other values."""
        self._tiles = tuple(tiles)
        spoken = "; ".join(f"{tile.name} {tile.value}" + (f" ({tile.limit})" if tile.loud else "") for tile in tiles)
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(280, TILE_HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._tiles:
            return
        painter = QPainter(self)
        whole = QRectF(self.rect())
        box(painter, whole, fill="surface", border="line", radius=6)
        width = whole.width() / len(self._tiles)
        for number, tile in enumerate(self._tiles):
            self._paint(painter, tile, QRectF(number * width, 0, width, whole.height()), first=number == 0)

    @staticmethod
    def _paint(painter: QPainter, tile: GasTile, rect: QRectF, *, first: bool) -> None:
        if tile.loud:
            painter.fillRect(rect.adjusted(1, 1, -1, -1), color("amber-tint"))
        if not first:
            painter.fillRect(QRectF(rect.left(), 1, 1, rect.height() - 2), color("line2"))
        ink = "amber-text" if tile.loud else "text-1"
        value = "hint_bold" if text_width(tile.value, "hint_bold") < rect.width() - 3 else "tiny_bold"
        lines = (
            (tile.name, "tiny", "amber-text" if tile.loud else "text-2", 3),
            (tile.value, value, ink, 21),
            (tile.limit, "tiny", "amber-text" if tile.loud else "text-3", 39),
        )
        for words, style, token, top in lines:
            text(painter, QRectF(rect.left(), top, rect.width(), 18), words, style, token, CENTER)


class Legend(QWidget):
    """Which mark is the sample in question, which the one before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[tuple[str, str], ...] = ()
        self.setFixedHeight(LEGEND_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_view(self, view: DgaView) -> None:
        """Name the days of the last two samples."""
        marks: list[tuple[str, str]] = []
        earlier = view.samples[:-1] if view.current else view.samples
        if view.current and view.drawn:
            day = view.samples[-1].on or _("(no date)")
            marks.append(("red" if view.called else "grey", _("now {day}").format(day=day)))
        if earlier:
            marks.append(("", _("last {day}").format(day=earlier[-1].on)))
        self._marks = tuple(marks)
        self.setAccessibleName("; ".join(words for _token, words in marks))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        used = sum(text_width(words, "hint") + 16 for _token, words in self._marks) + 16 * (len(self._marks) - 1)
        x, middle = (self.width() - used) / 2, self.height() / 2
        for token, words in self._marks:
            painter.setPen(QPen(color("text-1"), 1.75) if not token else Qt.PenStyle.NoPen)
            painter.setBrush(color(token) if token else color("surface"))
            painter.drawEllipse(QPointF(x + 5, middle), 4.5, 4.5)
            width = text_width(words, "hint")
            text(painter, QRectF(x + 15, 0, width + 2, self.height()), words, "hint", "text-2")
            x += width + 32


Look = tuple[str, str]
"""Style and colour token of a text."""
HEAD: Final[Look] = ("hint_bold", "text-2")
PLAIN: Final[Look] = ("body", "text-1")
LOUD: Final[Look] = ("body_bold", "amber-text")


class TextGrid(QWidget):
    """Rows of texts in columns; the first row is the head. Columns named in `wide` take the free width."""

    def __init__(self, wide: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        for column in wide:
            self._grid.setColumnStretch(column, 1)

    def show_rows(self, rows: Sequence[Sequence[tuple[str, Look]]]) -> None:
        """Show other rows."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for down, row in enumerate(rows):
            for across, (words, (style, token)) in enumerate(row):
                label = ElidedLabel(words, style, token)
                self._grid.addWidget(label, down, across)
