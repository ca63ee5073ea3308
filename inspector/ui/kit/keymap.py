"""The keys that were chosen: pages name the key a command comes with, and get the one that counts now. GUI thread.

The list of commands is loaded with the first key that was changed: the first window does not wait for it.
Shortcuts and keycaps ask again when `changed` is sent, so that a key acts from the moment it was chosen.
"""

import functools
import importlib
from collections.abc import Mapping
from types import ModuleType

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from inspector.i18n import _

_CAPS = {"Return": "Enter", "Delete": "Del"}
_KEYS = {"Enter": "Return", "Del": "Delete"}


class Keymap(QObject):
    """Which key stands for which: of a command that has another one, the key it comes with -> that one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen: dict[str, str] = {}

    def use(self, chosen: Mapping[str, str]) -> None:
        """Command -> key, of those that were changed."""
        by_id = _commands().BY_ID if chosen else {}
        wanted = {by_id[command].keys: keys for command, keys in chosen.items()}
        if wanted != self._chosen:
            self._chosen = wanted
            self.changed.emit()

    def keys(self, usual: str) -> str:
        """The key that counts for the one a command comes with, both as Qt writes them; "" for none."""
        if not self._chosen:
            return usual
        command = _commands().BY_KEYS.get("Ctrl+Return" if usual == "Ctrl+Enter" else usual)
        if command is None or command.keys not in self._chosen:
            return usual
        return self._chosen[command.keys] if usual == command.keys else ""

    def sequence(self, usual: str) -> QKeySequence:
        """As `keys`, for a shortcut."""
        return QKeySequence(self.keys(usual))

    def cap(self, usual: str) -> str:
        """As keycaps show it: "Ctrl N" for "Ctrl N" until somebody chose another key."""
        written = "+".join(_KEYS.get(part, part) for part in usual.split())
        return cap_of(self._chosen[written]) if written in self._chosen else key_words(usual)


def _commands() -> ModuleType:
    return importlib.import_module("inspector.services.preferences.keymap")


def cap_of(keys: str) -> str:
    """A key as keycaps show it."""
    return key_words(" ".join(_CAPS.get(part, part) for part in keys.split("+"))) if keys else ""


def key_words(cap: str) -> str:
    """A keycap in the reader's language: the space bar has nothing printed on it, so its name is translated."""
    return " ".join(_("Space") if part == "Space" else part for part in cap.split(" "))


@functools.cache
def keymap() -> Keymap:
    """The keys of this process."""
    return Keymap()
