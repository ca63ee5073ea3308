"""The import of a reply in front of another page: it opens by a button, a key, a place or a dropped file."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.page import Page

if TYPE_CHECKING:
    from inspector.ui.replies.view import ReplyView

SUFFIX = ".xlsx"


class ReplyLayer(QObject):
    """Lays `content` and the import into the page, of which one shows; the page shows its title again when `closed`."""

    closed = Signal()

    def __init__(self, page: Page, content: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._content = content
        self._view: ReplyView | None = None
        self._before: tuple[tuple[str, ...], int] = ((), 0)
        """Title and height of the footer of the page itself."""
        self._layers = QStackedLayout(page)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.addWidget(content)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    @property
    def is_open(self) -> bool:
        """Whether the import is in front."""
        return self._view is not None

    @property
    def view(self) -> "ReplyView | None":
        """The import, while it is in front."""
        return self._view

    def take_focus(self) -> None:
        """Put the focus where the import goes on."""
        if self._view is not None:
            self._view.take_focus()

    def open(self) -> None:
        """Put the import in front."""
        from inspector.ui.replies.view import ReplyView  # noqa: PLC0415 - the page alone reads no workbooks

        page = self._page
        if self._view is None:
            self._before = page.breadcrumb, page.footer_height
            self._view = ReplyView(page.context)
            self._view.left.connect(self.close)
            self._layers.addWidget(self._view)
        self._layers.setCurrentWidget(self._view)
        page.footer_height = 0
        page.set_breadcrumb(self._before[0][0], _("Import a customer's reply"), hint=page.hint)
        self._view.take_focus()

    def open_file(self, path: Path) -> None:
        """Put the import in front and read a file."""
        self.open()
        if self._view is not None:
            self._view.open_file(path)

    def close(self) -> None:
        """Show the page itself again; it shows what was imported."""
        if self.drop():
            self.closed.emit()

    def drop(self) -> bool:
        """Take the import away without a word; says whether it was there."""
        view, self._view = self._view, None
        if view is None:
            return False
        self._layers.setCurrentWidget(self._content)
        self._layers.removeWidget(view)
        view.hide()
        view.deleteLater()
        self._page.footer_height = self._before[1]
        self._page.set_breadcrumb(*self._before[0], hint=self._page.hint)
        return True

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A reply file may be dropped anywhere on the page."""
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        urls = event.mimeData().urls()
        path = Path(urls[0].toLocalFile()) if len(urls) == 1 else None
        if path is None or path.suffix.casefold() != SUFFIX:
            return super().eventFilter(watched, event)
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.open_file(path)
        return True
