"""The course of a hazard: stations with a tick, the present one as a blue ring, those to come hollow."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from inspector.quick_dataclass import dataclass
from inspector.services.item_state import ItemState
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import RIGHT, box, text, text_width
from inspector.ui.theme import color

ROW = 34
DISC = 20


@dataclass(frozen=True, slots=True)
class Station:
    """One station: name, what happened, when and by whom."""

    name: str
    text: str
    end: str
    state: ItemState


class Timeline(QWidget):
    """Shows stations from top to bottom."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._stations: tuple[Station, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_stations(self, stations: Sequence[Station]) -> None:
        """Show other stations."""
        self._stations = tuple(stations)
        self.setAccessibleName(self._name)
        self.setAccessibleDescription("\n".join(f"{s.name} {s.text} {s.end}".strip() for s in stations))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, ROW * len(self._stations))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, ROW * len(self._stations))

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = event.pos().y() // ROW
            words = self._stations[index].text if 0 <= index < len(self._stations) else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, station in enumerate(self._stations):
            y = index * ROW + ROW / 2
            if index + 1 < len(self._stations):
                done = station.state is ItemState.DONE
                token = "green" if done and self._stations[index + 1].state is not ItemState.TODO else "line"
                painter.fillRect(QRectF(DISC / 2 - 1, y, 2, ROW), color(token))
        for index, station in enumerate(self._stations):
            self._paint_station(painter, station, QRectF(0, index * ROW, self.width(), ROW))

    def _paint_station(self, painter: QPainter, station: Station, rect: QRectF) -> None:
        disc = QRectF(0, rect.center().y() - DISC / 2, DISC, DISC)
        match station.state:
            case ItemState.DONE:
                box(painter, disc, fill="green", radius=DISC / 2)
                draw_icon(painter, disc.topLeft() + QPointF(3.5, 3.5), "check", "on-fill", 13, 3)
            case ItemState.TODO:
                box(painter, disc, fill="surface", border="edge", radius=DISC / 2, width=1.75)
            case ItemState.FAIL:
                box(painter, disc, fill="red", radius=DISC / 2)
                draw_icon(painter, disc.topLeft() + QPointF(3.5, 3.5), "x", "on-fill", 13, 3)
            case _:
                box(painter, disc, fill="primary", radius=DISC / 2)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(color("on-fill"))
                painter.drawEllipse(disc.center(), 4, 4)
        now = station.state in (ItemState.PROGRESS, ItemState.ATTENTION)
        ink = "primary-text" if now else "text-2" if station.state is ItemState.TODO else "text-1"
        x = DISC + 10.0
        text(painter, QRectF(x, rect.top(), 200, ROW), station.name, "body_bold", ink)
        x += text_width(station.name, "body_bold") + 8
        end = text_width(station.end, "hint")
        text(painter, QRectF(rect.right() - end - 1, rect.top(), end + 1, ROW), station.end, "hint", "text-2", RIGHT)
        room = QRectF(x, rect.top(), max(0.0, rect.right() - end - 10 - x), ROW)
        text(painter, room, station.text, "body", "text-2")
