"""Rows of differing heights below each other, of which only those near the visible part exist as widgets.

Put it into a scroll area. Who owns it says which rows there are (`show_keys`), how high one is (`height`, without
building it) and how one is built (`build`). What is about to be scrolled to is built while nothing else happens; rows
far away are taken down again, except the one that has the focus. Tab walks over all rows, built or not. GUI thread.
"""

import bisect
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSizePolicy, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.forms.tab_walk import TabWalk, holds
from inspector.ui.kit.access import Role

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
        self._walk = TabWalk(self)
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
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights.clear()
            self._lay_out()
        else:
            self._fill()

    @override
    def event(self, event: QEvent) -> bool:
        """A row may ask for another height."""
        if event.type() == QEvent.Type.LayoutRequest:
            width = self.width()
            other = [key for key, one in self._built.items() if _asked_for(one, width) != self._heights.get(key)]
            if other:
                self.measure(other)
        return super().event(event)

    # the visible part -----------------------------------------------------------------------------------------------

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Find the scroll area that it stands in, and build what is visible."""
        super().showEvent(event)
        place = self.parentWidget()
        while place is not None and not isinstance(place, QAbstractScrollArea):
            place = place.parentWidget()
        if isinstance(place, QAbstractScrollArea) and place is not self._area:
            self._area = place
            place.verticalScrollBar().valueChanged.connect(self._fill)
            place.verticalScrollBar().rangeChanged.connect(self._fill)
            place.viewport().installEventFilter(self)
        self._fill()

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
            far = (bottom - top) * FAR
            near, focus = {self._keys[at] for at in self._between(top - far, bottom + far)}, QApplication.focusWidget()
            for key, widget in list(self._built.items()):
                used = key in near or self._keeps(key) or (focus is not None and holds(widget, focus))
                if not used:
                    self._take_down(key)

    def _put_up(self, key: str) -> None:
        widget = self._build(key)
        widget.setParent(self)
        self._built[key] = widget
        height = _asked_for(widget, self.width())
        widget.setGeometry(self.row_rect(key))
        widget.show()
        self._walk.put_in_order(key, widget)
        if height != self._heights.get(key):
            self._heights[key] = height
            self._lay_out()

    def _take_down(self, key: str) -> None:
        widget = self._built.pop(key)
        widget.hide()
        widget.deleteLater()

    # the focus -----------------------------------------------------------------------------------------------------

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes on in the row, then to the next row that takes the focus, which is built; then out of the column."""
        return self._walk.step(forward=forward) or super().focusNextPrevChild(forward)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._walk.enter(-1, forward=True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._walk.enter(len(self._keys), forward=False)

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


def _asked_for(widget: QWidget, width: int) -> int:
    """The height that a row wants at a width."""
    return widget.heightForWidth(width) if widget.hasHeightForWidth() else widget.sizeHint().height()
