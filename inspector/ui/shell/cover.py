"""A page in place of the whole shell, which stays as it is behind: nothing of it is shown, reached or run by a key.

The shell is hidden, not closed, so pages keep what they show, scroll positions and what is being typed; fields save
what was typed when they lose the focus. Dialogs are panels over the window: they are hidden with it and come back.
Windows of their own (a file dialog, a menu) are closed: they would stand before the cover. GUI thread.
"""

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QStackedLayout, QWidget


class Cover(QObject):
    """Covers one window. One page at a time."""

    def __init__(self, window: QWidget, stack: QStackedLayout) -> None:
        super().__init__(window)
        self._window, self._stack = window, stack
        self._behind: QWidget | None = None
        self._focus: QWidget | None = None
        self._panels: list[QWidget] = []
        self.page: QWidget | None = None
        """What covers the window; None for nothing."""

    def put(self, page: QWidget) -> None:
        """Cover the window, or put another page in place of the one that covers it."""
        former, self.page = self.page, page
        if former is None:
            self._behind, self._focus = self._stack.currentWidget(), QApplication.focusWidget()
        self._hide_panels()
        self._close_windows()
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        if former is not None:
            self._drop(former)

    def lift(self) -> None:
        """Show again what was behind, with the focus where it was."""
        former, self.page = self.page, None
        if former is None:
            return
        if self._behind is not None and shiboken6.isValid(self._behind):
            self._stack.setCurrentWidget(self._behind)
        self._drop(former)
        for panel in self._panels:
            if shiboken6.isValid(panel):
                panel.show()
                panel.raise_()
        self._panels = []
        if self._focus is not None and shiboken6.isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None

    def drop(self) -> None:
        """The workspace goes: forget what was behind."""
        former, self.page = self.page, None
        if former is not None:
            self._drop(former)
        self._behind, self._focus, self._panels = None, None, []

    def _hide_panels(self) -> None:
        """Overlays are children of the window that its layout does not know."""
        pages = {self._stack.widget(index) for index in range(self._stack.count())}
        children = self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        found = [each for each in children if each not in pages and not each.isWindow() and each.isVisible()]
        for panel in found:
            panel.hide()
        self._panels += found

    def _close_windows(self) -> None:
        for window in QApplication.topLevelWidgets():
            if window is self._window or not window.isVisible():
                continue
            if isinstance(window, QDialog):
                window.reject()
            else:
                window.close()

    def _drop(self, page: QWidget) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()
