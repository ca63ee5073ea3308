"""Tab in reading order, and layers that keep the focus: it goes round in them, never to what is covered.

The order is worked out from where things stand when Tab is pressed, so it holds for whatever was made or shown later
than its neighbours: what stands in one line from left to right, lines from the top down, columns one after the other.
"""

import functools
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QScrollArea,
    QWidget,
)

from inspector.quick_dataclass import dataclass

WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox)
"""Widgets that see to the focus inside themselves; ours say so by `keeps_tab`."""
SLACK = 4
"""Pixels by which neighbours may overlap and still stand beside each other."""
MARGIN = 24
"""Room that is kept around what the focus came to, where it scrolls."""


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    tab = bool(policy & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return tab and widget.isVisible() and widget.isEnabled()


@dataclass(frozen=True, slots=True)
class _Group:
    """Stops that are read one after the other, and the room they take; for what scrolls that of its area."""

    room: QRect
    stops: tuple[QWidget, ...]


def reading_order(layer: QWidget) -> list[QWidget]:
    """What Tab stops at inside `layer`, as a person reads it."""
    return [stop for group in _read(_inside(layer, layer)) for stop in group.stops]


def _inside(widget: QWidget, layer: QWidget) -> list[_Group]:
    """A group for each child that holds stops."""
    shown = (one for one in widget.children() if isinstance(one, QWidget) and one.isVisible() and not one.isWindow())
    return [group for child in shown if (group := _group(child, layer)) is not None]


def _group(widget: QWidget, layer: QWidget) -> _Group | None:
    own = (widget,) if _takes_tab(widget) else ()
    room = QRect(widget.mapTo(layer, QPoint(0, 0)), widget.size())
    if own and (isinstance(widget, WHOLE) or getattr(widget, "keeps_tab", False)):
        return _Group(room, own)
    groups = _read(_inside(widget, layer))
    stops = (*own, *(stop for group in groups for stop in group.stops))
    if not stops:
        return None
    if own or isinstance(widget, QAbstractScrollArea):
        return _Group(room, stops)
    return _Group(functools.reduce(QRect.united, (group.room for group in groups)), stops)


def _read(groups: list[_Group]) -> list[_Group]:
    """Groups in reading order: cut into lines, a line into columns, a column into lines again."""
    if len(groups) < 2:
        return groups
    for start, end in ((QRect.top, QRect.bottom), (QRect.left, QRect.right)):
        parts = _cut(groups, start, end)
        if len(parts) > 1:
            return [group for part in parts for group in _read(part)]
    return sorted(groups, key=lambda group: (group.room.top(), group.room.left()))


def _cut(groups: list[_Group], start: Callable[[QRect], int], end: Callable[[QRect], int]) -> list[list[_Group]]:
    """Groups that do not reach into each other along one direction, in its order."""
    parts: list[list[_Group]] = []
    reach = 0
    for group in sorted(groups, key=lambda one: start(one.room)):
        if parts and start(group.room) + SLACK < reach:
            parts[-1].append(group)
            reach = max(reach, end(group.room))
        else:
            parts.append([group])
            reach = end(group.room)
    return parts


def walk(overlay: QWidget, *, forward: bool) -> bool:
    """Move the focus to the next stop inside `overlay`, round at its end; False if nothing in it takes the focus."""
    return walk_along(reading_order(overlay), forward=forward)


def walk_along(stops: Sequence[QWidget], *, forward: bool) -> bool:
    """Move the focus to the next of the stops, round at their end; False if there is none."""
    here = QApplication.focusWidget()
    if not stops:
        return False
    around = [index for index, stop in enumerate(stops) if stop is here or _holds(stop, here)]
    at = around[-1] if around else -1 if forward else 0  # what a stop holds stands behind it
    wanted = stops[(at + (1 if forward else -1)) % len(stops)]
    wanted.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _show(wanted)
    return True


def _holds(stop: QWidget, here: QWidget | None) -> bool:
    return here is not None and stop.isAncestorOf(here)


def _show(widget: QWidget) -> None:
    """Scroll to what the focus came to; what is higher than its area sees to that itself."""
    area = widget.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea) and widget.height() <= area.viewport().height():
            area.ensureWidgetVisible(widget, 0, MARGIN)
        area = area.parentWidget()


def orders_tabs(widget: QWidget) -> bool:
    """Whether it stands in a layer that works out the order of Tab."""
    above = widget.parentWidget()
    while above is not None and not getattr(above, "orders_tabs", False):
        above = above.parentWidget()
    return above is not None


def beneath(overlay: QWidget, widget: QWidget) -> bool:
    """Whether `widget` lies in the same window under `overlay`, which is a child of that window."""
    above = overlay.parentWidget()
    if above is None or widget.window() is not above.window() or overlay.isAncestorOf(widget) or widget is overlay:
        return False
    layer: QWidget | None = widget
    while layer is not None and layer.parentWidget() is not above:
        layer = layer.parentWidget()
    if layer is None:
        return False
    order = above.children()  # as they are stacked
    return order.index(layer) < order.index(overlay)
