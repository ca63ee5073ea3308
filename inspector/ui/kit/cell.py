"""The look of a reading cell: white typed, sub computed, amber 注意, red 超标, dashed 待录, sunk 停电未测."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from inspector.i18n import _
from inspector.services.visits.views import CellState
from inspector.ui.kit.painting import RIGHT, box, text

HEIGHT = 31

_LOOK: dict[CellState, tuple[str, str, str]] = {
    CellState.NORMAL: ("surface", "line", "text-1"),
    CellState.COMPUTED: ("sub", "line", "text-2"),
    CellState.ATTENTION: ("amber-tint", "amber-border", "amber-text"),
    CellState.FAIL: ("red-tint", "red", "red-text"),
    CellState.EMPTY: ("surface", "edge", "text-3"),
    CellState.OUT_OF_SERVICE: ("sunk", "line", "text-2"),
    CellState.ERROR: ("surface", "red", "red-text"),
}
"""(fill, border, text) by state."""


def paint_cell(
    painter: QPainter, rect: QRectF, value: str, state: CellState, *, hint: str = "", focused: bool = False
) -> None:
    """Draw a cell with its value right-aligned; an empty one shows `hint` (last value) or 待录."""
    fill, border, ink = _LOOK[state]
    if focused:
        box(painter, rect, fill="surface", border="primary-text", radius=6, width=2)
    else:
        box(painter, rect, fill=fill, border=border, radius=6, dashed=state is CellState.EMPTY)
    inner = rect.adjusted(8, 0, -10, 0)
    if state is CellState.OUT_OF_SERVICE:
        text(painter, inner, _("Outage"), "hint", ink, RIGHT)
    elif state is CellState.EMPTY:
        text(painter, inner, hint or _("To enter"), "hint", "text-3", RIGHT)
    else:
        text(painter, inner, value, "card_title" if state is not CellState.COMPUTED else "body_medium", ink, RIGHT)
