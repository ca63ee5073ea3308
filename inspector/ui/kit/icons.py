"""Line icons (Lucide), recoloured by token and drawn at device resolution, cached.

Icons are 24-grid SVGs in `resources/icons`; sizes used are 13, 16, 18 and 22 logical pixels. Stroke 1.75, 2 when
active, 2.25 inside chips. GUI thread only.
"""

import functools

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from inspector import assets
from inspector.ui.theme import color

STROKE = 1.75
STROKE_ACTIVE = 2.0
STROKE_CHIP = 2.25


@functools.cache
def _source(name: str) -> str:
    return assets.resource(f"icons/{name}.svg").read_text("utf-8")


@functools.lru_cache(maxsize=512)
def _render(name: str, hex_color: str, size: int, stroke: float, ratio: float) -> QPixmap:
    text = _source(name).replace("currentColor", hex_color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    renderer = QSvgRenderer(QByteArray(text.encode()))
    pixels = round(size * ratio)
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, token: str, size: int = 16, *, stroke: float = STROKE, ratio: float = 1.0) -> QPixmap:
    """The icon `name` in the colour of `token`, `size` logical pixels square; FileNotFoundError if not bundled."""
    return _render(name, color(token).name(), size, stroke, ratio)


def draw_icon(painter: QPainter, at: QPointF, name: str, token: str, size: int = 16, stroke: float = STROKE) -> None:
    """Draw an icon with its top left corner at `at` (logical pixels)."""
    painter.drawPixmap(at, pixmap(name, token, size, stroke=stroke, ratio=painter.device().devicePixelRatioF()))


def icon(name: str, token: str = "text-2", size: int = 16) -> QIcon:
    """A QIcon for Qt's own widgets (menus, actions); it does not follow a later theme switch."""
    return QIcon(pixmap(name, token, size, ratio=2.0))
