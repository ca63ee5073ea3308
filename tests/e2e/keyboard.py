"""Somebody who has nothing but a keyboard and a screen: keys go in through the platform, words are read off the window.

Keys enter where the operating system delivers them (the platform window), so focus, shortcuts and overlays decide as
they do for a person. Letters that no keyboard has come as an input method commits them.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from inspector.ui.app import MainWindow
from inspector.ui.preferences import Preferences

PATIENCE_S = 60.0
"""How long something may take on a machine that does other work besides."""
LONGEST_TAB = 80
"""Presses of Tab that reach everything on any page."""


ROWS: Final = 60
"""Rows of a table that are read."""


def cells_of(view: QAbstractItemView) -> list[str]:
    """The words of a table's first rows."""
    model = view.model()
    rows, columns = range(min(model.rowCount(), ROWS)), range(model.columnCount())
    return [str(model.index(row, column).data() or "") for row in rows for column in columns]


class Typist:
    """One person at one window."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.window = MainWindow(folder, Preferences())
        self.window.show()
        self.window.activateWindow()
        self.window.open_workspace()
        self.settle()

    # keys -----------------------------------------------------------------------------------------------------------

    def press(self, keys: str, times: int = 1) -> None:
        """Press a key or a combination ("Ctrl+Return"), and wait for what it starts."""
        handle = self.window.windowHandle()
        for _time in range(times):
            combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stub does not know it
            QTest.keyClick(handle, combination.key(), combination.keyboardModifiers())
            self.settle()

    def type(self, words: str) -> None:
        """Type words where the focus is."""
        for letter in words:
            if letter.isascii():
                QTest.keyClick(self.window.windowHandle(), letter)  # type: ignore[call-overload]  # as above
            else:
                committed = QInputMethodEvent()
                committed.setCommitString(letter)
                QCoreApplication.sendEvent(QApplication.focusObject(), committed)
        self.settle()

    def tab_to(self, name: str, *, back: bool = False) -> None:
        """Walk with Tab to what a screen reader calls `name`; AssertionError with what was met when it is not there."""
        met = []
        for _step in range(LONGEST_TAB):
            if self.at() == name:
                return
            met.append(self.at())
            self.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not lead to {name!r}: {met}")

    def fill(self, name: str, words: str) -> None:
        """Walk to a field and type over what stands in it."""
        self.tab_to(name)
        self.press("Ctrl+A")
        self.type(words)

    # eyes -----------------------------------------------------------------------------------------------------------

    def focus(self) -> QWidget:
        """What has the focus."""
        found = QApplication.focusWidget()
        assert found is not None, "nothing has the focus"
        return found

    def at(self) -> str:
        """What a screen reader calls the focused thing."""
        return self.focus().accessibleName()

    def sees(self, words: str) -> bool:
        """Whether the words stand somewhere in the window."""
        return any(words in text for text in self.texts())

    def texts(self) -> list[str]:
        """What can be read: labels, and the names of what is painted."""
        shown = [one for one in self.window.findChildren(QWidget) if one.isVisible()]
        labels = [one.text() for one in shown if isinstance(one, QLabel)]
        cells = [words for one in shown if isinstance(one, QAbstractItemView) for words in cells_of(one)]
        return [*labels, *cells, *(one.accessibleName() for one in shown)]

    def wait(self, fact: Callable[[], bool], what: str = "") -> None:
        """Wait until something is so."""
        until = time.monotonic() + PATIENCE_S
        while not fact():
            assert time.monotonic() < until, f"waited in vain for {what or fact}; focus on {self.at()!r}"
            QTest.qWait(5)

    def wait_for(self, words: str) -> None:
        """Wait until words stand in the window."""
        self.wait(lambda: self.sees(words), words)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way."""
        until = time.monotonic() + PATIENCE_S
        QApplication.processEvents()
        while self.window.tasks.busy:
            assert time.monotonic() < until, "work without an end"
            QTest.qWait(2)
        QCoreApplication.sendPostedEvents()
        QApplication.processEvents()

    def leave(self) -> None:
        """Close the window and the workspace."""
        self.window.close()
        self.window.finish()
        self.window.deleteLater()
        QApplication.processEvents()
