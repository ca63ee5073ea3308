"""Where the focus of an open visit was, and its way back there.

The page takes the focus for a moment to have the field that is being typed in commit its text: when another page comes
in front, and before a step is undone. GUI thread.
"""

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget


class FocusPlace(QObject):
    """Remembers the focus inside `home`: `step_aside()` takes it away, `come_back()` puts it back if it can."""

    def __init__(self, home: QWidget) -> None:
        super().__init__(home)
        self._home = home
        self._place: QWidget | None = None
        self._aside = False

    def step_aside(self) -> None:
        """Take the focus from the field that has it, which stores what is typed there."""
        here: QWidget | None = QApplication.focusWidget()
        if here is None or not self._home.isAncestorOf(here):
            here = _last(self._home)
        if here is not None and here is not self._home:
            self._place = here
        self._aside = True
        self._home.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def away(self) -> bool:
        """Whether the focus was taken away and still lies with no field, nor with anything over the page."""
        return self._aside and QApplication.focusWidget() in (None, self._home)

    def come_back(self) -> bool:
        """Focus what had the focus, or the table around an editor that has gone; False if neither shows any more."""
        step = self._place if self._place is not None and shiboken6.isValid(self._place) else None
        self._place, self._aside = None, False
        if step is None or not self._home.isAncestorOf(step):
            return False
        if not _takes_focus(step):
            step = _table_around(step)
        if step is None or not _takes_focus(step):
            return False
        step.setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def _last(home: QWidget) -> QWidget | None:
    """The widget inside that had the focus last."""
    return home.focusWidget()


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus


def _table_around(widget: QWidget) -> QWidget | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractItemView):
        above = above.parentWidget()
    return above
