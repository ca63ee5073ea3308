"""The look of a visit that can only be read here, because it was handed over or signed.

What writes is grey or takes no typing; in a signed visit, which nobody will edit any more, buttons that write are gone
and choices show what was chosen. What leads to another place, shows photos, or saves the notice works as ever.
Fields and choices write unless they are marked otherwise; buttons do not, unless they are marked.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from inspector.ui.kit.button import Button, IconButton
from inspector.ui.kit.choice import Segmented
from inspector.ui.kit.fields import ComboField, DateField, Field, TextArea, TextField
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
    """Keeps what writes within `page` from being used, also what is made or enabled later.

    `for_good` takes buttons that write away and lets choices show only what was chosen.
    """

    def __init__(self, page: QWidget, *, for_good: bool = False) -> None:
        super().__init__(page)
        self._page = page
        self._for_good = for_good
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TELLING and isinstance(watched, QWidget) and self._page.isAncestorOf(watched):
            self._shut(watched)
        return False

    def _shut(self, widget: QWidget) -> None:
        mark = widget.property(MARK)
        if mark is False or not (mark or isinstance(widget, WRITERS)):
            return
        if widget.hasFocus() and not isinstance(widget, TextField | TextArea):
            _pass_focus(widget)
        if isinstance(widget, TextField | TextArea):
            widget.set_read_only(True)
            self._file(widget)
        elif self._for_good and isinstance(widget, Segmented):
            widget.only_show()
        elif self._for_good and isinstance(widget, Button | IconButton | AddTile):
            widget.hide()
        elif widget.isEnabled():
            self._file(widget)
            widget.setEnabled(False)

    def _file(self, widget: QWidget) -> None:
        if self._for_good and isinstance(widget, Field):
            widget.only_show()
            if isinstance(widget.editor, QLineEdit | QPlainTextEdit):
                widget.editor.setPlaceholderText("")


def _pass_focus(widget: QWidget) -> None:
    """Give the focus to what the widget stands in, so that keys go on from there."""
    above = widget.parentWidget()
    while above is not None and above.focusPolicy() is Qt.FocusPolicy.NoFocus and above.parentWidget() is not None:
        above = above.parentWidget()
    if above is not None:
        above.setFocus(Qt.FocusReason.OtherFocusReason)
