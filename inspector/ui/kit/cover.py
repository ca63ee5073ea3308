"""What lies over the whole window for a while: photos, their comparison, the marks on one."""

import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector.ui.kit.overlay import walk


class Cover(QWidget):
    """Keys and presses do not reach the page below, Tab stays inside, and the focus goes back to where it was."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._before = QApplication.focusWidget()

    def fill_window(self) -> None:
        """Become as large as the window."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def cover(self) -> None:
        """Show it over everything."""
        self.fill_window()
        self.show()
        self.raise_()

    def finish(self) -> None:
        """Close; the focus goes back to where it was."""
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before) and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.deleteLater()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # keys of the page below must not act
        return super().event(event)

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        return walk(self, forward=next)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
