"""The main window: rail, top bar, and one page at a time, made when it is first opened.

Switching the language throws the pages away and makes the open one anew, at the same place; what matters is in the
workspace.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPainterPath, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import _
from inspector.ui.decisions import decisions_of
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.overlay import reading_order, walk_along
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.kit.toast import ToastHost
from inspector.ui.page import Context, Page, PageEntry, Place
from inspector.ui.shell.rail import Rail
from inspector.ui.shell.search_box import SearchKey
from inspector.ui.shell.topbar import TopBar
from inspector.ui.sync.words import pill_look
from inspector.ui.theme import color

if TYPE_CHECKING:
    from inspector.ui.search.palette import Palette
    from inspector.ui.shell.person_choice import PersonChooser

CORNER = 10
OUT_OF_TABLES = {"Ctrl+Tab": True, "Ctrl+Shift+Tab": False}
"""Keys that leave a table, in which Tab is the next cell; whether forwards."""
SYNC = "sync"
"""Key of the page that the pill opens."""


class _Corner(QWidget):
    """Rounds the upper left corner of the page host by painting the chrome outside the arc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(CORNER, CORNER)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRoundedRect(QRectF(0, 0, 3 * CORNER, 3 * CORNER), CORNER, CORNER)
        painter.fillPath(outside.subtracted(inside), color("chrome"))
        painter.setPen(color("line"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, 0.5, 3 * CORNER, 3 * CORNER), CORNER - 0.5, CORNER - 0.5)


class _PageHost(Panel):
    """Where the open page stands; lines at the top and left, the corner between them round."""

    def __init__(self) -> None:
        super().__init__("canvas", "lt")
        self.stack = QStackedLayout(self)
        self.stack.setContentsMargins(1, 1, 0, 0)
        self._corner = _Corner(self)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.raise_corner()

    def raise_corner(self) -> None:
        """Keep the corner above the pages."""
        self._corner.move(0, 0)
        self._corner.raise_()


class Shell(QWidget):
    """The window's content once a workspace is open. `page_opened(key)` after a page came to the front."""

    orders_tabs = True
    page_opened = Signal(str)
    lock_requested = Signal()
    """The screen is to be locked (Ctrl+L)."""
    workspaces_requested = Signal()
    """Another workspace is wanted."""
    help_requested = Signal(str)
    """Help is wanted: for the open page (""), or keys, card, guide, report."""

    def __init__(self, context: Context, entries: Sequence[PageEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._entries = tuple(entries)
        self._pages: dict[str, Page] = {}
        self._current = ""
        self._person = ""
        self._pending = 0
        self._reviews = 0
        self._sync: Any = None
        self._chooser: PersonChooser | None = None
        self._palette: Palette | None = None
        SearchKey(self)
        self.rail = Rail()
        self.top_bar = TopBar()
        self._host = _PageHost()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.rail, 0, 0, 2, 1)
        grid.addWidget(self.top_bar, 0, 1)
        grid.addWidget(self._host, 1, 1)
        self.toasts = ToastHost(self._host)
        self._fill_rail()
        self._install_shortcuts()
        self._connect()

    def _connect(self) -> None:
        self.rail.page_requested.connect(self.open_page)
        self.top_bar.person.clicked.connect(self.ask_person)
        self.top_bar.search.clicked.connect(self.search)
        self.top_bar.help.clicked.connect(lambda: self.help_requested.emit(""))
        if any(entry.key == SYNC for entry in self._entries):
            self.top_bar.sync.clicked.connect(lambda: self.open_page(SYNC))
        self.context.messages.posted.connect(self.toasts.show_notice)
        self.context.messages.withdrawn.connect(self.toasts.withdraw)
        self.context.preferences.language_changed.connect(self._on_language_changed)
        self.context.preferences.density_changed.connect(self._on_language_changed)
        desk = self.context.desk
        if desk is not None:
            desk.person_changed.connect(self._on_person_changed)
            desk.pin_wanted.connect(self._on_pin_wanted)
            desk.pending_changed.connect(self.show_pending)
            desk.sync.state_changed.connect(self.show_sync)
            desk.reviews_changed.connect(self.show_reviews)
            self.page_opened.connect(desk.count)

    def _install_shortcuts(self) -> None:
        for number, entry in enumerate((entry for entry in self._entries if entry.numbered), start=1):
            shortcut = QShortcut(QKeySequence(f"Alt+{number}"), self)
            shortcut.activated.connect(lambda key=entry.key: self.open_page(key))
        acts: dict[str, Callable[[], object]] = {
            "Ctrl+Z": self.undo,
            "Ctrl+Y": self.redo,
            "Ctrl+Shift+Z": self.redo,
            "Ctrl+K": self.search,
        }
        acts |= {"Ctrl+L": self.lock_requested.emit, "F5": self.synchronise}
        acts |= {keys: partial(self.focusNextPrevChild, ahead) for keys, ahead in OUT_OF_TABLES.items()}
        for keys, act in acts.items():
            bind_key(keys, self, act)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab: through the page as it is read, then the top bar, then the rail."""
        stops = [stop for part in (self._host, self.top_bar, self.rail) for stop in reading_order(part)]
        return walk_along(stops, forward=next) or super().focusNextPrevChild(next)

    def search(self) -> None:
        """Open the search palette (Ctrl+K)."""
        if self._palette is not None and shiboken6.isValid(self._palette) and self._palette.isVisible():
            return
        from inspector.ui.search.palette import Palette  # noqa: PLC0415 - most starts search nothing

        self._palette = Palette(self, self.context, self._entries)
        self._palette.open()

    def undo(self) -> None:
        """Take back what the newest message offers to take back, else the open page's last step (Ctrl+Z)."""
        page = self._pages.get(self._current)
        if not self.toasts.run_action() and page is not None:
            page.undo()

    def synchronise(self) -> None:
        """Synchronise now (F5)."""
        page = self._pages.get(self._current)
        if page is not None:
            page.synchronise()

    def redo(self) -> None:
        """Do the open page's step again (Ctrl+Y, Ctrl+Shift+Z)."""
        page = self._pages.get(self._current)
        if page is not None:
            page.redo()

    def _fill_rail(self) -> None:
        self.rail.clear()
        number = 0
        for entry in (entry for entry in self._entries if not entry.under):
            number += 1 if entry.numbered else 0
            shortcut = f"Alt+{number}" if entry.numbered else ""
            self.rail.add(entry.key, _(entry.label), entry.icon, shortcut, bottom=entry.bottom)

    # pages ----------------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """Key of the open page, "" before the first."""
        return self._current

    def page(self, key: str) -> Page:
        """A page by key; made when it is asked for the first time."""
        if key not in self._pages:
            entry = next(entry for entry in self._entries if entry.key == key)
            made = entry.make(self.context)
            made.breadcrumb_changed.connect(self._on_breadcrumb_changed)
            made.page_requested.connect(self.open_page)
            made.place_requested.connect(self.open_place)
            self._pages[key] = made
            self._host.stack.addWidget(made)
        return self._pages[key]

    def open_page(self, key: str) -> None:
        """Bring a page to the front."""
        if key == self._current:
            return
        if self._current in self._pages:
            self._pages[self._current].leaving()
            decisions_of(self.context).carry_out()
        page = self.page(key)
        self._current = key
        self._host.stack.setCurrentWidget(page)
        self._host.raise_corner()
        self.toasts.raise_all()
        self.rail.set_current(next((one.under for one in self._entries if one.key == key), "") or key)
        self._on_breadcrumb_changed()
        page.activated()
        self.page_opened.emit(key)

    def open_place(self, place: Place) -> None:
        """Show a thing on the page that shows such; `workspaces` leaves this workspace, `lock` locks the screen."""
        asked = {"workspaces": self.workspaces_requested, "lock": self.lock_requested}.get(place.kind)
        if asked is not None:
            asked.emit()
            return
        if place.kind == "help":
            self.help_requested.emit(place.id)
            return
        entry = next(entry for entry in self._entries if place.kind in entry.places)
        before, page = self._current, self.page(entry.key)
        self.open_page(entry.key)
        page.came_from = before if before != entry.key else ""
        page.show_place(place)

    def _on_breadcrumb_changed(self) -> None:
        page = self._pages.get(self._current)
        if page is not None:
            self.top_bar.show_path(page.breadcrumb, page.hint)
            self.toasts.bottom = page.footer_height

    def ask_person(self) -> None:
        """Ask who is working."""
        chooser = self._need_chooser()
        if chooser is not None:
            chooser.ask()

    def _need_chooser(self) -> "PersonChooser | None":
        if self._chooser is None and self.context.desk is not None:
            from inspector.ui.shell.person_choice import PersonChooser  # noqa: PLC0415 - most starts ask nobody

            self._chooser = PersonChooser(self.context.desk, self.context.workspace.path, self)
        return self._chooser

    def _on_pin_wanted(self, person: Person) -> None:
        chooser = self._need_chooser()
        if chooser is not None:
            chooser.ask_pin(person)

    def _on_language_changed(self) -> None:
        current, self._current = self._current, ""
        place = self._pages[current].place() if current else None
        for page in self._pages.values():
            page.leaving()
            self._host.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._fill_rail()
        self.top_bar.search.retranslate()
        self.top_bar.help.retranslate()
        self.show_person(self._person)
        self.show_pending(self._pending)
        self.show_reviews(self._reviews)
        if place is not None:
            self.open_place(place)
        elif current:
            self.open_page(current)

    def _on_person_changed(self, person: Person | None) -> None:
        self.show_person(person.name if person else "")
        if person is None:
            self.ask_person()

    # state ----------------------------------------------------------------------------------------------------------

    def show_person(self, name: str) -> None:
        """Show who is working."""
        self._person = name
        self.top_bar.person.show_person(name)

    def show_pending(self, count: int) -> None:
        """Show how many records no server has yet."""
        self._pending = count
        self._show_sync()

    def show_sync(self, state: Any) -> None:
        """Show how the workspace stands with the server (a `SyncState`)."""
        self._sync = state
        self._pending = state.counts.unsent
        self._show_sync()

    def _show_sync(self) -> None:
        """The pill, and the badge: what waits for the person before what waits for the server; never red."""
        self.top_bar.sync.show_look(pill_look(self._sync, self._pending))
        decisions = self._sync.decisions if self._sync is not None else 0
        joined = self._sync is not None and self._sync.phase != "unset"
        self.rail.set_badge(SYNC, decisions or (self._pending if joined else 0), waiting=decisions > 0)

    def show_reviews(self, count: int) -> None:
        """Show how many reviews wait for who is working."""
        self._reviews = count
        self.rail.set_badge("reviews", count)

    def leave(self) -> None:
        """The window is about to close: the open page may finish what it is doing; what is held is carried out."""
        if self._current in self._pages:
            self._pages[self._current].leaving()
        decisions_of(self.context).carry_out()
