"""The look of a visit that can only be read here, because it was handed over.

What writes is grey or takes no typing; what leads to another place, shows photos, or saves the notice works as ever.
Fields and choices write unless they are marked otherwise; buttons do not, unless they are marked.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.fields import ComboField, DateField, TextArea, TextField
from inspector.ui.kit.photos import AddTile

MARK = "writes"
"""The property of widgets that says so."""
WRITERS = (TextField, TextArea, ComboField, DateField, Segmented, AddTile)
_TELLING = frozenset({QEvent.Type.Polish, QEvent.Type.Show, QEvent.Type.EnabledChange})


def writes(*widgets: QWidget) -> None:
    """Mark buttons and areas that change the visit."""
    for widget in widgets:
        widget.setProperty(MARK, True)


def only_shows(*widgets: QWidget) -> None:
    """Mark fields and choices that change nothing: a search, a switch between two lists."""
    for widget in widgets:
        widget.setProperty(MARK, False)


class ReadOnlyLook(QObject):
    """Keeps what writes within `page` from being used, also what is made or enabled later."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TELLING and isinstance(watched, QWidget) and self._page.isAncestorOf(watched):
            self._shut(watched)
        return False

    @staticmethod
    def _shut(widget: QWidget) -> None:
        mark = widget.property(MARK)
        if mark is False or not (mark or isinstance(widget, WRITERS)):
            return
        if isinstance(widget, TextField | TextArea):
            widget.set_read_only(True)
        elif widget.isEnabled():
            widget.setEnabled(False)
