"""The right drawer: 376 wide, pushes the content at 1280 and above (its width is remembered), else floats over it."""

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import pgettext
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.text import ElidedLabel

WIDTH = 376
PUSH_FROM = 1280
"""Window width from which the drawer pushes instead of covering."""


class Drawer(Panel):
    """Head (48 high: title, own buttons, close), `body`, and a pinned `foot` for actions. `closed` by x or Esc."""

    closed = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__("surface", "l", parent)
        self.setMinimumWidth(300)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(15, 6, 8, 6)
        head.setSpacing(0)
        self.title = ElidedLabel(title, "body", "text-2")
        head.addWidget(self.title, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(0)
        head.addLayout(self.buttons)
        self.close_button = IconButton("x", pgettext("window", "Close"), key="Esc")
        head.addWidget(self.close_button)
        layout.addLayout(head)
        layout.addWidget(Rule())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self.body, 1)
        self.foot = QHBoxLayout()
        layout.addLayout(self.foot)
        self.close_button.clicked.connect(self.closed)


class DrawerSplit(QWidget):
    """Content at the left, drawer at the right. `set_open(bool)`; `opened_changed(bool)` after it changed."""

    opened_changed = Signal(bool)

    def __init__(self, content: QWidget, drawer: Drawer, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content, self._drawer, self._key = content, drawer, key
        self._open = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(content)
        self._splitter.setStretchFactor(0, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)
        drawer.hide()
        self._connect()

    def _connect(self) -> None:
        self._drawer.closed.connect(lambda: self.set_open(False))
        self._splitter.splitterMoved.connect(self._on_splitter_moved)

    @property
    def is_open(self) -> bool:
        """Whether the drawer is shown."""
        return self._open

    def set_open(self, open_: bool) -> None:
        """Show or hide the drawer."""
        if open_ == self._open:
            return
        self._open = open_
        self._arrange()
        self.opened_changed.emit(open_)

    def _width(self) -> int:
        return int(str(QSettings().value(f"drawer/{self._key}", WIDTH)))

    def _on_splitter_moved(self) -> None:
        QSettings().setValue(f"drawer/{self._key}", self._drawer.width())

    def _pushes(self) -> bool:
        return self.window().width() >= PUSH_FROM

    def _arrange(self) -> None:
        if not self._open:
            self._drawer.hide()
            return
        if self._pushes():
            if self._splitter.indexOf(self._drawer) < 0:
                self._splitter.addWidget(self._drawer)
                self._splitter.setStretchFactor(1, 0)
            width = min(self._width(), self.width() // 2)
            self._splitter.setSizes([self.width() - width - 1, width])
            self._drawer.set_edges("")
        else:
            self._drawer.set_edges("l")
            if self._drawer.parentWidget() is not self:
                self._drawer.setParent(self)
            width = min(self._width(), self.width() - 48)
            self._drawer.setGeometry(self.width() - width, 0, width, self.height())
            self._drawer.raise_()
        self._drawer.show()

    @override
    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.Resize and self._open:
            self._arrange()
        return handled
