"""Words that a painted widget shortened with … and that no tooltip says in full.

The drawing functions ask `QFontMetricsF.elidedText`; here it remembers what it shortened and for which widget (the one
whose `paintEvent`, or whose delegate, is on the stack). The tooltip is then asked for all over that widget: of its own,
or by the event that views and painted lists answer.
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QStyledItemDelegate,
    QTableView,
    QToolTip,
    QWidget,
)
from typing_extensions import override

from inspector.ui.kit import painting
from inspector.ui.theme import font

if TYPE_CHECKING:
    from types import FrameType

STEP: Final = 9
"""Pixels between the places where the tooltip is asked for."""
NBSP: Final = "\u00a0"


def hidden_words(window: QWidget) -> list[str]:
    """What is cut off somewhere in the window and cannot be read anywhere."""
    found = []
    for widget, texts in _shortened(window).items():
        if not shiboken6.isValid(widget) or not widget.isVisibleTo(window):
            continue
        told = _plain("\n".join(_tooltips(widget)))
        found += [f"cut without a tooltip: {name} in {_named(widget)}" for name in texts if _plain(name) not in told]
    return found


def _plain(text: str) -> str:
    return "".join(text.replace(NBSP, " ").split())


def _named(widget: QWidget) -> str:
    above = widget.parentWidget()
    words = widget.accessibleName()
    return f"{type(widget).__name__} “{words[:40]}” in {type(above).__name__ if above else 'nothing'}"


def _shortened(window: QWidget) -> dict[QWidget, list[str]]:
    """Shortened texts by the widget that painted them."""
    found: dict[QWidget, list[str]] = {}
    whole = painting.metrics

    class Listening(QFontMetricsF):
        """Metrics that remember what they shortened."""

        @override
        def elidedText(self, text: str, mode: Qt.TextElideMode, width: float, flags: int | None = 0) -> str:
            shown = super().elidedText(text, mode, width, flags)
            widget = _painting() if shown != text else None
            if widget is not None and text not in found.setdefault(widget, []):
                found[widget].append(text)
            return shown

    vars(painting)["metrics"] = lambda style: Listening(font(style))
    try:
        window.grab()
    finally:
        vars(painting)["metrics"] = whole
    return found


def _painting() -> QWidget | None:
    """The widget that is being painted, by the stack."""
    frame: FrameType | None = sys._getframe(
        1
    )  # not this one: a look at its own names would keep them, and with them a painter
    above: Any = None
    while frame and not isinstance(above, QWidget):
        above = frame.f_locals.get("self")
        if isinstance(above, QStyledItemDelegate):
            above = above.parent()
        frame = frame.f_back
    return above if isinstance(above, QWidget) else None


def _tooltips(widget: QWidget) -> Iterator[str]:
    """Everything that the tooltip of a widget says, wherever the pointer is."""
    if widget.toolTip():
        yield widget.toolTip()
        return
    target = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
    said: list[str] = []
    before = QToolTip.showText

    def note(_place: QPoint, text: str, *_rest: object) -> None:
        said.append(text)

    setattr(QToolTip, "showText", staticmethod(note))  # noqa: B010 - the type has it as a method of its own
    try:
        for place in _places(widget, target):
            event = QHelpEvent(QEvent.Type.ToolTip, place, target.mapToGlobal(place))
            QApplication.sendEvent(target, event)
    finally:
        setattr(QToolTip, "showText", before)  # noqa: B010 - as above
    yield from said


def _places(widget: QWidget, target: QWidget) -> Iterator[QPoint]:
    if isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView) and widget.model() is not None:
        model = widget.model()
        columns = widget.horizontalHeader().count() if isinstance(widget, QTableView) else 1
        for row in range(min(model.rowCount(QModelIndex()), 400)):
            for column in range(columns):
                rect = widget.visualRect(model.index(row, column))
                if not rect.isEmpty() and rect.intersects(target.rect()):
                    yield rect.intersected(target.rect()).center()
        return
    for y in range(STEP // 2, target.height(), STEP):
        for x in range(STEP // 2, target.width(), STEP * 4):
            yield QPoint(x, y)
