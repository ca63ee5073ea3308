"""What the shell and its pages share: the context a page works in, and the base class of pages."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector.quick_dataclass import dataclass
from inspector.ui.desk import Desk
from inspector.ui.messages import Messages
from inspector.ui.preferences import Preferences
from inspector.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class Context:
    """What every page gets. `workspace` is the object of `services.open_workspace`; pages hand it to services only.

    `desk` knows who is acting; call `desk.refresh()` after something was signed or issued.
    """

    workspace: Any
    tasks: Tasks
    messages: Messages
    preferences: Preferences
    desk: Desk | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A thing that a page can show: what kind, and which.

    Kinds: customer, equipment, hazard, visit (their id); review (id of a hazard, or samples, or disputes); sync (id of
    what waits for a decision, or ""); ledger (`kind:filter,filter`); import; reply-import; export; new-customer;
    new-hazard; new-visit (account, or "" to choose); setting (name of the section);
    planning (day as 2026-05-06, or "").
    help is no page: keys, card, guide, report, or "" for the open page.
    """

    kind: str
    id: str = ""


class Page(QWidget):
    """A page in the shell.

    `breadcrumb_changed` after `breadcrumb` or `hint` changed. `activated()` is called each time the page comes to the
    front (refresh here), `leaving()` before another one does.
    """

    breadcrumb_changed = Signal()
    page_requested = Signal(str)
    """Key of another page that the person wants to see."""
    place_requested = Signal(object)
    """A `Place` that the person wants to see, on whichever page shows such."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.breadcrumb: tuple[str, ...] = ()
        """Title of the page, or the path to it; the last part is bold."""
        self.hint = ""
        """Grey words after the title."""
        self.footer_height = 0
        """Height of the page's own footer; toasts stand above it."""
        self.came_from = ""
        """Key of the page that led here to show a thing, "" for none: the way back leads there."""

    def set_breadcrumb(self, *parts: str, hint: str = "") -> None:
        """Show another title in the top bar."""
        self.breadcrumb, self.hint = parts, hint
        self.breadcrumb_changed.emit()

    def activated(self) -> None:
        """The page came to the front."""

    def show_place(self, place: Place) -> None:
        """Show a thing of a kind that this page's entry lists; called after `activated`."""

    def place(self) -> Place | None:
        """What the page shows now, for a page made anew in another language; None where nothing needs to be opened."""
        return None

    def leaving(self) -> None:
        """Another page comes to the front."""

    def synchronise(self) -> None:
        """Synchronise now (F5), on whatever page."""
        if self.context.desk is not None:
            self.context.desk.sync.hurry()

    def undo(self) -> None:
        """Take the last step back (Ctrl+Z), on a page that has steps."""

    def redo(self) -> None:
        """Do again what was taken back (Ctrl+Y), on a page that has steps."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page of the rail: key, English label (msgid), icon, how to make it; `bottom` puts it below.

    `places` are the kinds of `Place` it can show. A page `under` another has no entry in the rail and no key: it is
    reached from that page and from the search, and the rail shows that page as the open one.
    """

    key: str
    label: str
    icon: str
    make: Callable[[Context], Page]
    bottom: bool = False
    places: tuple[str, ...] = ()
    under: str = ""

    @property
    def numbered(self) -> bool:
        """Whether Alt and a digit open it."""
        return not self.bottom and not self.under
