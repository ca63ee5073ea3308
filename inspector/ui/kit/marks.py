"""Small marks: the state dot of sections and equipment, badges, and thin rules."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget
from typing_extensions import override

from inspector.services.item_state import ItemState
from inspector.ui.kit.painting import CENTER, text
from inspector.ui.theme import color, theme

DOT = 12


def paint_state(painter: QPainter, left: float, middle: float, state: ItemState) -> None:
    """Draw a 12 px state dot: disc done, half ring in progress, hollow not started, amber mark, red diamond."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    rect = QRectF(left + 1, middle - 5, 10, 10)
    painter.setPen(Qt.PenStyle.NoPen)
    match state:
        case ItemState.DONE:
            painter.setBrush(color("green"))
            painter.drawEllipse(rect)
        case ItemState.PROGRESS:
            painter.setPen(QPen(color("primary-text"), 1.75))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(rect.adjusted(0.9, 0.9, -0.9, -0.9))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(color("primary-text"))
            painter.drawPie(rect.adjusted(1, 1, -1, -1), -90 * 16, 180 * 16)
        case ItemState.TODO:
            painter.setPen(QPen(color("edge"), 1.75))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(rect.adjusted(0.9, 0.9, -0.9, -0.9))
        case ItemState.ATTENTION:
            painter.setBrush(color("amber"))
            painter.drawEllipse(rect.adjusted(-0.5, -0.5, 0.5, 0.5))
            text(painter, rect.adjusted(-2, -3, 2, 2.5), "!", "tiny_bold", "on-amber", CENTER)
        case ItemState.FAIL:
            painter.setBrush(color("red"))
            center = rect.center()
            half = 6.4
            painter.drawPolygon(
                QPolygonF(
                    [center + QPointF(0, -half), center + QPointF(half, 0), center + QPointF(0, half),
                     center + QPointF(-half, 0)]
                )
            )  # fmt: skip


class Rule(QWidget):
    """A 1 px line, horizontal by default."""

    def __init__(self, *, vertical: bool = False, token: str = "line", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._token = token
        if vertical:
            self.setFixedWidth(1)
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        else:
            self.setFixedHeight(1)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), color(self._token))


class Panel(QFrame):
    """A plain area filled with a token, optionally with 1 px lines at chosen edges ("l", "t", "r", "b")."""

    def __init__(self, fill: str = "surface", edges: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self._edges = edges
        theme().changed.connect(self.update)

    def set_edges(self, edges: str) -> None:
        """Change which edges have a line."""
        self._edges = edges
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = self.rect()
        painter.fillRect(rect, color(self._fill))
        line = color("line")
        sides = {
            "l": (0, 0, 1, rect.height()),
            "t": (0, 0, rect.width(), 1),
            "r": (rect.width() - 1, 0, 1, rect.height()),
            "b": (0, rect.height() - 1, rect.width(), 1),
        }
        for edge in self._edges:
            painter.fillRect(*sides[edge], line)
