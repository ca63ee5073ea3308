"""Tab in a column of rows of which only some exist as widgets: from stop to stop, building the row that comes next."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from inspector.ui.kit.overlay import orders_tabs

if TYPE_CHECKING:
    from inspector.ui.forms.column import VirtualColumn

TAB, BACKTAB = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason


class TabWalk:
    """Moves the focus within one column and out of it."""

    def __init__(self, column: "VirtualColumn") -> None:
        self._column = column

    def step(self, *, forward: bool) -> bool:
        """To the next stop after the one that has the focus; False where there is none in the window."""
        focus, built, keys = QApplication.focusWidget(), self._column.built, self._column.keys
        here = next((key for key, one in built.items() if focus is not None and holds(one, focus)), "")
        if here and focus is not None:
            stops = tab_stops(built[here])
            at = stops.index(focus) + (1 if forward else -1) if focus in stops else -1
            if 0 <= at < len(stops):
                self._go_to(here, stops[at], forward=forward)
                return True
        start = keys.index(here) if here else (-1 if forward else len(keys))
        return self.enter(start, forward=forward) or self._leave(forward=forward)

    def enter(self, start: int, *, forward: bool) -> bool:
        """To the first stop of the rows after (or before) the row with number `start`."""
        keys = self._column.keys
        for key in keys[start + 1 :] if forward else keys[:start][::-1]:
            row = self._column.ensure(key)
            stops = tab_stops(row) if row is not None else []
            if stops:
                self._go_to(key, stops[0 if forward else -1], forward=forward)
                return True
        return False

    def _go_to(self, key: str, stop: QWidget, *, forward: bool) -> None:
        self._column.scroll_to(key)
        stop.setFocus(TAB if forward else BACKTAB)

    def _leave(self, *, forward: bool) -> bool:
        column = self._column
        if orders_tabs(column):
            return False  # what is around works out the order of Tab
        place = column.nextInFocusChain() if forward else column.previousInFocusChain()
        while place is not None and place is not column:
            outside = not column.isAncestorOf(place) and place.window() is column.window()
            if outside and place.isVisible() and place.isEnabled() and place.focusPolicy() & Qt.FocusPolicy.TabFocus:
                place.setFocus(TAB if forward else BACKTAB)
                return True
            place = place.nextInFocusChain() if forward else place.previousInFocusChain()
        return False

    def put_in_order(self, key: str, widget: QWidget) -> None:
        """Have Qt come to a row that was built just now after the one above it."""
        keys, built = self._column.keys, self._column.built
        above = keys[: keys.index(key)]
        before = next((built[one] for one in reversed(above) if one in built), None)
        last = next(iter(reversed(tab_stops(before))), self._column) if before is not None else self._column
        for stop in tab_stops(widget):
            QWidget.setTabOrder(last, stop)
            last = stop


def holds(row: QWidget, widget: QWidget) -> bool:
    """Whether a widget is a row or lies in it."""
    return row is widget or row.isAncestorOf(widget)


def tab_stops(row: QWidget) -> list[QWidget]:
    """What takes the focus by Tab in a row, in reading order."""
    inside = [row, *row.findChildren(QWidget)]
    stops = [
        one
        for one in inside
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and one.isVisibleTo(row)
        and one.isEnabled()
    ]
    return sorted(stops, key=lambda one: _place(one, row))


def _place(widget: QWidget, row: QWidget) -> tuple[int, int]:
    corner = widget.mapTo(row, QPoint(0, widget.height() // 2)) if widget is not row else QPoint(-1, -1)
    return corner.y() // 12, corner.x()
