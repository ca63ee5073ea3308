"""The keys of a page: they work while the page shows, wherever in the window the focus is, also in rail and top bar.

Pages name the key a command comes with; `keymap` knows which one a person chose for it. Plain letters stay with who has
the focus (`Qt.ShortcutContext.WidgetWithChildrenShortcut`): they are typed into fields.
Dialogs and other overlays accept every key before it becomes a shortcut, so a page under one stays quiet.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.ui.kit.keymap import keymap


class _PageShortcut(QShortcut):
    """One key of the window, there only while its page shows: two pages may have the same."""

    def __init__(self, keys: str, page: QWidget) -> None:
        super().__init__(keymap().sequence(keys), page)
        self._usual = keys
        keymap().changed.connect(self._on_keys_changed)
        self.setContext(Qt.ShortcutContext.WindowShortcut)
        self.setEnabled(page.isVisible())
        page.installEventFilter(self)

    def _on_keys_changed(self) -> None:
        self.setKey(keymap().sequence(self._usual))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self.setEnabled(True)
        elif event.type() == QEvent.Type.Hide:
            self.setEnabled(False)
        return super().eventFilter(watched, event)


def bind_key(keys: str, parent: QWidget, act: Callable[[], object], *, within: bool = False) -> QShortcut:
    """A shortcut with the key that counts now for the one the command comes with; `within` the parent only."""
    made = QShortcut(keymap().sequence(keys), parent)
    if within:
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.activated.connect(act)
    keymap().changed.connect(_Rebind(made, keys).follow)
    return made


class _Rebind(QObject):
    """Lets a shortcut follow the keys that are chosen; gone with it."""

    def __init__(self, shortcut: QShortcut, keys: str) -> None:
        super().__init__(shortcut)
        self._shortcut, self._keys = shortcut, keys

    def follow(self) -> None:
        """Take the key that counts now."""
        self._shortcut.setKey(keymap().sequence(self._keys))


def page_keys(page: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
    """Let keys run functions while a page, or a layer of one, shows."""
    for name, slot in keys.items():
        _PageShortcut(name, page).activated.connect(slot)
