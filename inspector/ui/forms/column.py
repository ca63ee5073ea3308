"""Rows of differing heights below each other, of which only those near the visible part exist as widgets.

Put it into a scroll area. Who owns it says which rows there are (`show_keys`), how high one is (`height`, without
building it) and how one is built (`build`). What is about to be scrolled to is built while nothing else happens; rows
far away are taken down again, except the one that has the focus. Tab walks over all rows, built or not. GUI thread.
"""

import bisect
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.access import Role
from inspector.ui.kit.overlay import orders_tabs

AHEAD = 0.7
"""How far beyond the visible part rows are built while idle, in heights of the visible part."""
FAR = 2.0
"""Rows further away than this are taken down."""


class VirtualColumn(QWidget):
    """See the module. `build(key)` makes the widget of a row, `height(key, width)` says how high it will be.

    A row that it `keeps` is not taken down.
    """

    spoken_role = Role.Grouping
    keeps_tab = True

    def __init__(
        self,
        build: Callable[[str], QWidget],
        height: Callable[[str, int], int],
        *,
        keeps: Callable[[str], bool] = lambda _key: False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._build, self._height, self._keeps = build, height, keeps
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(name or _("Questions"))
        self._keys: tuple[str, ...] = ()
        self._index: dict[str, int] = {}
        self._built: dict[str, QWidget] = {}
        self._heights: dict[str, int] = {}
        self._tops: list[int] = [0]
        self._area: QAbstractScrollArea | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(self._on_idle)

    # rows -----------------------------------------------------------------------------------------------------------

    @property
    def keys(self) -> tuple[str, ...]:
        """All rows in order."""
        return self._keys

    @property
    def built(self) -> dict[str, QWidget]:
        """The rows that exist as widgets."""
        return dict(self._built)

    def show_keys(self, keys: Sequence[str]) -> None:
        """Have these rows; those that stay keep their widgets."""
        self._keys = tuple(keys)
        self._index = {key: at for at, key in enumerate(self._keys)}
        for key in [key for key in self._built if key not in self._index]:
            self._take_down(key)
        self._heights = {key: height for key, height in self._heights.items() if key in self._index}
        self._lay_out()

    def forget(self, keys: Iterable[str]) -> None:
        """These rows look different now: measure them anew, and build them anew where they are shown."""
        for key in keys:
            self._heights.pop(key, None)
            if key in self._built:
                self._take_down(key)
        self._lay_out()

    def measure(self, keys: Iterable[str]) -> None:
        """These rows may have another height now."""
        for key in keys:
            self._heights.pop(key, None)
        self._lay_out()

    def prepare(self, count: int, width: int) -> None:
        """Build the first rows before anything is shown."""
        self.resize(width, self.height())
        for key in self._keys[:count]:
            self.ensure(key)

    def widget(self, key: str) -> QWidget | None:
        """The widget of a row, if it is built."""
        return self._built.get(key)

    def ensure(self, key: str) -> QWidget | None:
        """The widget of a row, built if need be; None for an unknown key."""
        if key not in self._index:
            return None
        if key not in self._built:
            self._put_up(key)
        return self._built[key]

    def row_rect(self, key: str) -> QRect:
        """Where a row lies in this widget."""
        at = self._index.get(key)
        if at is None:
            return QRect()
        return QRect(0, self._tops[at], self.width(), self._tops[at + 1] - self._tops[at])

    # laying out -----------------------------------------------------------------------------------------------------

    def _height_of(self, key: str, width: int) -> int:
        if key not in self._heights:
            widget = self._built.get(key)
            self._heights[key] = self._height(key, width) if widget is None else _asked_for(widget, width)
        return self._heights[key]

    def _lay_out(self) -> None:
        """Work out where each row lies, and build what is visible."""
        width, top, tops = self.width(), 0, [0]
        for key in self._keys:
            top += self._height_of(key, width)
            tops.append(top)
        self._tops = tops
        if self.height() != top or self.minimumHeight() != top:
            self.setFixedHeight(top)
        for key, widget in self._built.items():
            widget.setGeometry(self.row_rect(key))
        self._fill()

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, self._tops[-1])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights.clear()
            self._lay_out()
        else:
            self._fill()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._on_layout_requested()
        return super().event(event)

    def _on_layout_requested(self) -> None:
        """A row asked for another height."""
        width = self.width()
        other = [key for key, one in self._built.items() if _asked_for(one, width) != self._heights.get(key)]
        if other:
            self.measure(other)

    # the visible part -----------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._find_area()
        self._fill()

    def _find_area(self) -> None:
        place = self.parentWidget()
        while place is not None and not isinstance(place, QAbstractScrollArea):
            place = place.parentWidget()
        if isinstance(place, QAbstractScrollArea) and place is not self._area:
            self._area = place
            place.verticalScrollBar().valueChanged.connect(self._fill)
            place.verticalScrollBar().rangeChanged.connect(self._fill)
            place.viewport().installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._idle.start()
        return super().eventFilter(watched, event)

    def _visible(self) -> tuple[int, int]:
        """Top and bottom of what is visible of this widget."""
        if self._area is None or not self.isVisible():
            return 0, -1
        viewport = self._area.viewport()
        top = self.mapFrom(viewport, QPoint(0, 0)).y() if viewport.isAncestorOf(self) else 0
        return top, top + viewport.height()

    def _between(self, top: float, bottom: float) -> range:
        """The rows that touch a span."""
        first = max(0, bisect.bisect_right(self._tops, top) - 1)
        last = min(len(self._keys), bisect.bisect_left(self._tops, bottom))
        return range(first, max(first, last))

    def _fill(self) -> None:
        """Build what is visible now; the rest when nothing else is to be done."""
        top, bottom = self._visible()
        if bottom <= top:
            return
        for at in self._between(top, bottom):
            if self._keys[at] not in self._built:
                self._put_up(self._keys[at])
        self._idle.start()

    def _on_idle(self) -> None:
        """Build one row that is about to be seen, or take down those that are far away."""
        top, bottom = self._visible()
        room = (bottom - top) * AHEAD
        wanted = [at for at in self._between(top - room, bottom + room) if self._keys[at] not in self._built]
        if bottom > top and wanted:
            middle = bisect.bisect_right(self._tops, (top + bottom) / 2)
            self._put_up(self._keys[min(wanted, key=lambda at: abs(at - middle))])
            return
        self._idle.stop()
        if bottom > top:
            self._tidy(top - (bottom - top) * FAR, bottom + (bottom - top) * FAR)

    def _tidy(self, top: float, bottom: float) -> None:
        near = {self._keys[at] for at in self._between(top, bottom)}
        focus = QApplication.focusWidget()
        for key, widget in list(self._built.items()):
            if key not in near and not self._keeps(key) and (focus is None or not _holds(widget, focus)):
                self._take_down(key)

    def _put_up(self, key: str) -> None:
        widget = self._build(key)
        widget.setParent(self)
        self._built[key] = widget
        height = _asked_for(widget, self.width())
        widget.setGeometry(self.row_rect(key))
        widget.show()
        self._put_in_order(key, widget)
        if height != self._heights.get(key):
            self._heights[key] = height
            self._lay_out()

    def _put_in_order(self, key: str, widget: QWidget) -> None:
        """Have Tab come to a row after the one above it that is built."""
        above = self._keys[: self._index[key]]
        before = next((self._built[one] for one in reversed(above) if one in self._built), None)
        last = next(iter(reversed(tab_stops(before))), self) if before is not None else self
        for stop in tab_stops(widget):
            QWidget.setTabOrder(last, stop)
            last = stop

    def _take_down(self, key: str) -> None:
        widget = self._built.pop(key)
        widget.hide()
        widget.deleteLater()

    # the focus -----------------------------------------------------------------------------------------------------

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on in the row, then to the next row that takes the focus, which is built; then out of the column."""
        focus = QApplication.focusWidget()
        here = next((key for key, one in self._built.items() if focus and _holds(one, focus)), "")
        if here and focus is not None:
            stops = tab_stops(self._built[here])
            at = stops.index(focus) + (1 if forward else -1) if focus in stops else -1
            if 0 <= at < len(stops):
                self._go_to(here, stops[at], forward=forward)
                return True
        start = self._index[here] if here else (-1 if forward else len(self._keys))
        return self._enter_after(start, forward=forward) or self._leave(forward=forward)

    def _enter_after(self, start: int, *, forward: bool) -> bool:
        rest = self._keys[start + 1 :] if forward else self._keys[:start][::-1]
        for key in rest:
            row = self.ensure(key)
            stops = tab_stops(row) if row is not None else []
            if stops:
                self._go_to(key, stops[0 if forward else -1], forward=forward)
                return True
        return False

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._enter_after(-1, forward=True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._enter_after(len(self._keys), forward=False)

    def _go_to(self, key: str, stop: QWidget, *, forward: bool) -> None:
        self.scroll_to(key)
        stop.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)

    def _leave(self, *, forward: bool) -> bool:
        if orders_tabs(self):
            return super().focusNextPrevChild(forward)
        place = self.nextInFocusChain() if forward else self.previousInFocusChain()
        while place is not None and place is not self:
            outside = not self.isAncestorOf(place) and place.window() is self.window()
            if outside and place.isVisible() and place.isEnabled() and place.focusPolicy() & Qt.FocusPolicy.TabFocus:
                place.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True
            place = place.nextInFocusChain() if forward else place.previousInFocusChain()
        return False

    def scroll_to(self, key: str, margin: int = 24) -> None:
        """Bring a row into view."""
        area, rect = self._area, self.row_rect(key)
        if area is None or rect.isEmpty():
            return
        top, bottom = self._visible()
        bar = area.verticalScrollBar()
        if rect.top() - margin < top:
            bar.setValue(bar.value() + rect.top() - margin - top)
        elif rect.bottom() + margin > bottom:
            bar.setValue(bar.value() + min(rect.bottom() + margin - bottom, rect.top() - margin - top))


def _holds(row: QWidget, widget: QWidget) -> bool:
    return row is widget or row.isAncestorOf(widget)


def _asked_for(widget: QWidget, width: int) -> int:
    """The height that a row wants at a width."""
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()


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
