"""Looks through a window for what a screen reader or a keyboard cannot get at.

Names and roles: each widget that takes the focus, each table, its heads and cells. Keys: Tab reaches every stop and
comes round, in reading order (down, then to the next column); nothing keeps the focus.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import shiboken6
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from inspector.ui.kit.overlay import reading_order
from inspector.ui.shell import Shell

ROWS: Final = 25
"""Rows of a table that are looked at."""
MOST_STOPS: Final = 400
"""A page with more stops than these is no page for a keyboard."""
PARTS: Final = 4
"""Parts of a date field, which Tab walks through."""
SLACK: Final = 6
"""Pixels by which stops of one row may differ."""
MUTE: Final = (QAccessible.Role.NoRole, QAccessible.Role.Client)
TEXTS: Final = (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole)


def name(widget: QWidget) -> str:
    """Type and spoken name of a widget, for messages."""
    return f"{type(widget).__name__} “{spoken_name(widget)[:50]}”"


def spoken_name(widget: QWidget) -> str:
    """What a screen reader calls it."""
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name).strip()


def stops(layer: QWidget) -> list[QWidget]:
    """What Tab should reach: shown, enabled, and not merely the inside or the holder of a stop."""
    found = [one for one in [layer, *layer.findChildren(QWidget)] if _is_stop(one, layer)]
    return [one for one in found if not getattr(one, "keeps_tab", False)]


def _is_stop(widget: QWidget, layer: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    shown = widget.isVisibleTo(layer) and widget.isEnabled() and widget.width() > 0 and widget.height() > 0
    inside = widget.objectName().startswith("qt_")
    return tab and shown and not inside


def nameless(layer: QWidget) -> list[str]:
    """Stops without a name or a role, and tables whose heads or cells say nothing."""
    found = []
    for widget in stops(layer):
        told = QAccessible.queryAccessibleInterface(widget)
        if told.role() in MUTE:
            found.append(f"no role: {name(widget)} in {type(widget.parentWidget()).__name__}")
        if not spoken_name(widget):
            found.append(f"no name: {type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    for view in layer.findChildren(QAbstractItemView):
        if view.isVisibleTo(layer) and view.model() is not None and not isinstance(view, QHeaderView):
            found += [f"{line} in {name(view)}" for line in _cells(view, view.model())]
    return list(dict.fromkeys(found))


def _cells(view: QAbstractItemView, model: QAbstractItemModel) -> Iterator[str]:
    root = view.rootIndex()
    count = 1 if isinstance(model, QAbstractListModel) else model.columnCount(root)
    columns = [column for column in range(count) if not _hidden(view, column)]
    if isinstance(view, QTableView) and view.horizontalHeader().isVisible():
        for column in columns:
            if not any(model.headerData(column, Qt.Orientation.Horizontal, role) for role in TEXTS):
                yield f"no head: column {column}"
    rows = [row for row in range(min(ROWS, model.rowCount(root))) if not _spanned(view, row)]
    silent = [
        [all(model.index(row, column, root).data(role) is None for role in TEXTS) for column in columns] for row in rows
    ]
    if any(all(row) for row in silent):
        yield "silent row"
    yield from (f"silent column {column}" for at, column in enumerate(columns) if rows and all(r[at] for r in silent))


def _spanned(view: QAbstractItemView, row: int) -> bool:
    """Whether one cell takes the whole row, as group heads do."""
    return isinstance(view, QTableView) and view.columnSpan(row, 0) > 1


def _hidden(view: QAbstractItemView, column: int) -> bool:
    return isinstance(view, QTableView) and view.isColumnHidden(column)


@dataclass(frozen=True, slots=True)
class Met:
    """A stop that Tab came to. What is rebuilt while one walks is known by its name."""

    widget: QWidget
    name: str


def walked(window: QWidget) -> list[Met]:
    """Where Tab goes from the focus until it comes round; out of a table Ctrl+Tab leads, since Tab is its next cell.

    A date field takes Tab for its parts first. AssertionError when something keeps the focus.
    """
    first = QApplication.focusWidget()
    met = [Met(first, name(first))] if first is not None else []
    kept = 0
    for _press in range(MOST_STOPS):
        inside = (
            bool(met) and shiboken6.isValid(met[-1].widget) and isinstance(_owner(met[-1].widget), QAbstractItemView)
        )
        modifier = Qt.KeyboardModifier.ControlModifier if inside else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Tab, modifier)
        here = QApplication.focusWidget()
        kept = kept + 1 if met and here is met[-1].widget else 0
        assert kept <= PARTS or len(stops(top_layer(window))) == 1, f"keeps the focus: {met[-1].name}"
        if here is None or kept > PARTS or (kept == 0 and any(here is one.widget for one in met)):
            break
        if kept == 0:
            met.append(Met(here, name(here)))
    return met


def unreachable(met: list[Met], layer: QWidget) -> list[str]:
    """Stops of a layer that Tab did not reach before it came round."""
    reached = {id(_owner(one.widget)) for one in met if shiboken6.isValid(one.widget)}
    named = {one.name for one in met if not shiboken6.isValid(one.widget)}
    return [
        f"Tab does not reach: {name(one)}"
        for one in stops(layer)
        if id(_owner(one)) not in reached and name(one) not in named
    ]


def _owner(widget: QWidget) -> QWidget:
    """The stop that a widget is the inside of: an editor in a cell belongs to its table."""
    step: QWidget | None = widget
    while step is not None:
        if isinstance(step, QAbstractItemView):
            return step
        step = step.parentWidget()
    return widget


def disorder(window: QWidget, met: list[Met]) -> list[str]:
    """Places where Tab goes back up or left inside one column; from the end of a region to its beginning is right."""
    found = []
    alive = [one.widget for one in met if shiboken6.isValid(one.widget) and not one.widget.visibleRegion().isEmpty()]
    for before, after in pairwise(alive):
        region = _region(before, window)
        if _owner(before) is _owner(after) or region is not _region(after, window):
            continue
        if after is next(iter(reading_order(region)), None):
            continue
        one, two = _place(before, window), _place(after, window)
        above = two.bottom() <= one.top() + SLACK and two.left() <= one.left() + SLACK
        left = abs(two.center().y() - one.center().y()) < SLACK and two.right() <= one.left() + SLACK
        if above or left:
            found.append(f"{name(before)} then {name(after)}")
    return found


def _region(widget: QWidget, window: QWidget) -> QWidget:
    """Rail, top bar, page, or what lies over them: each is read for itself."""
    step = widget
    while (above := step.parentWidget()) is not None and above is not window:
        if isinstance(above, Shell):
            break
        step = above
    return step


def top_layer(window: QWidget) -> QWidget:
    """What keeps the focus over the window, or covers all of it; the window where nothing does."""
    shown = [one for one in window.children() if isinstance(one, QWidget) and one.isVisible()]
    over = [one for one in shown if one.size() == window.size() or getattr(one, "orders_tabs", False)]
    return next((one for one in reversed(over) if not isinstance(one, Shell)), window)


def _place(widget: QWidget, window: QWidget) -> QRect:
    """The part of it that is seen."""
    return widget.visibleRegion().boundingRect().translated(widget.mapTo(window, QPoint(0, 0)))
