"""Looks through a window for words cut off, widgets that stick out of their parent, and neighbours that overlap.

A label that elides counts as whole when its tooltip holds all of it; painted widgets count as whole when they are as
wide as they ask to be. Overlays (focus ring, toasts, dialogs) and what a scroll area has scrolled away are left out.
"""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractScrollArea, QLabel, QLayout, QScrollArea, QStackedLayout, QWidget
from typing_extensions import override

from inspector.ui.kit import painting
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.chip import Chip
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.focus import FocusRing
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.kit.toast import ToastHost
from inspector.ui.theme import font

NBSP = "\u00a0"
NUMBER = re.compile(r"[-+±≤≥<>]? ?\d[\d.,:–-]*( ?[%\w/°³Ω]{1,4})?")
"""A value as tables show it, with or without a sign, a range, or a short unit."""
SLACK = 2
"""Pixels that rounding may cost."""
OVERLAYS = (FocusRing, ToastHost)
WORDS = (PressArea, Chip, Segmented)
"""Painted widgets that carry words."""


def faults(window: QWidget) -> list[str]:
    """Everything that does not fit, one line each."""
    found: list[str] = []
    for widget in _shown(window):
        found += _cut(widget)
        found += _outside(widget)
        found += _too_wide(widget)
        layout = widget.layout()
        if layout is not None:
            found += _overlaps(layout, widget)
    return list(dict.fromkeys([*found, *cut_numbers(window)]))


def cut_numbers(window: QWidget) -> list[str]:
    """Numbers that painted widgets and table cells had to shorten: words may end in …, a value never."""
    found: list[str] = []
    whole = painting.metrics

    class Listening(QFontMetricsF):
        """Metrics that remember which numbers they shortened."""

        @override
        def elidedText(self, text: str, mode: Qt.TextElideMode, width: float, flags: int | None = 0) -> str:
            shown = super().elidedText(text, mode, width, flags)
            if shown != text and NUMBER.fullmatch(text.replace(NBSP, " ")):
                found.append(f"number cut off: {text}")
            return shown

    vars(painting)["metrics"] = lambda style: Listening(font(style))
    try:
        window.grab()
    finally:
        vars(painting)["metrics"] = whole
    return list(dict.fromkeys(found))


def _shown(window: QWidget) -> Iterator[QWidget]:
    yield window
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and not isinstance(widget, OVERLAYS) and widget.width() and widget.height():
            yield widget


def name(widget: QWidget) -> str:
    """Type and words of a widget."""
    words = widget.text() if isinstance(widget, QLabel) else widget.accessibleName()
    above = widget.parentWidget()
    return f"{type(widget).__name__} “{words[:60]}” in {type(above).__name__ if above else 'nothing'}"


def _cut(widget: QWidget) -> list[str]:
    if isinstance(widget, ElidedLabel):
        whole = widget.text() == widget.full_text() or widget.full_text() in widget.toolTip()
        return [] if whole else [f"cut without a tooltip: {name(widget)}"]
    if isinstance(widget, QLabel) and widget.text():
        return _cut_label(widget)
    if isinstance(widget, WORDS):
        wanted = widget.sizeHint()
        if widget.width() + SLACK < wanted.width() and not widget.toolTip():
            return [f"narrower than its words ({widget.width()} < {wanted.width()}): {name(widget)}"]
    return []


def _cut_label(label: QLabel) -> list[str]:
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        if needed > label.height() + SLACK:
            return [f"lines cut off ({label.height()} < {needed}): {name(label)}"]
        return []
    needed = label.fontMetrics().horizontalAdvance(label.text())
    if needed > room.width() + SLACK:
        return [f"cut off ({room.width()} < {needed}): {name(label)}"]
    return []


def _outside(widget: QWidget) -> list[str]:
    above = widget.parentWidget()
    if above is None or isinstance(above.parentWidget(), QAbstractScrollArea) or isinstance(above, QAbstractScrollArea):
        return []
    if above.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(widget.geometry()):
        return []
    spot, room = widget.geometry().getRect(), above.rect().getRect()
    return [f"sticks out of its parent ({spot} in {room}): {name(widget)}"]


def _too_wide(widget: QWidget) -> list[str]:
    """Content that is wider than an area which cannot be scrolled sideways."""
    if not isinstance(widget, QScrollArea) or (content := widget.widget()) is None:
        return []
    room, fixed = widget.viewport().width(), Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    if widget.horizontalScrollBarPolicy() != fixed or content.width() <= room + SLACK:
        return []
    return [f"wider than its area ({content.width()} > {room}): {name(content)} in {name(widget)}"]


def _overlaps(layout: QLayout, owner: QWidget) -> list[str]:
    if isinstance(layout, QStackedLayout):
        return []
    found: list[str] = []
    placed = [
        (QRect(widget.mapTo(owner, QPoint(0, 0)), widget.size()), widget)
        for widget in _widgets(layout)
        if widget.isVisibleTo(owner) and widget.width() and widget.height()
    ]
    for index, (rect, widget) in enumerate(placed):
        for other_rect, other in placed[index + 1 :]:
            both = rect.intersected(other_rect)
            if both.width() > SLACK and both.height() > SLACK:
                found.append(f"overlap: {name(widget)} and {name(other)}")
    return found


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _widgets(inner)
