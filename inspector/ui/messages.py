"""The one channel for messages to the user: pages post notices, the shell's toast host shows them. GUI thread."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QObject, Signal

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass


class Tone(Enum):
    """What kind of message it is; errors stay until closed."""

    SUCCESS = "success"
    INFO = "info"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message. `action` is the label of its one action (for example Undo), run by `on_action`; `key` its keycap.

    `on_closed` is called when the message goes without its action: time over, closed, or pushed out by others.
    """

    tone: Tone
    text: str
    action: str = ""
    on_action: Callable[[], None] | None = None
    key: str = ""
    on_closed: Callable[[], None] | None = None


class Messages(QObject):
    """Posts notices; `posted` carries a `Notice`, `withdrawn` one that is to go without its `on_closed`."""

    posted = Signal(object)
    withdrawn = Signal(object)

    def success(self, text: str, action: str = "", on_action: Callable[[], None] | None = None, key: str = "") -> None:
        """Something was done; gone after 6 s."""
        self.posted.emit(Notice(Tone.SUCCESS, text, action, on_action, key))

    def info(self, text: str, action: str = "", on_action: Callable[[], None] | None = None, key: str = "") -> None:
        """Something worth knowing; gone after 6 s."""
        self.posted.emit(Notice(Tone.INFO, text, action, on_action, key))

    def error(self, text: str, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Something failed; stays until closed."""
        self.posted.emit(Notice(Tone.ERROR, text, action, on_action))

    def problem(self, problem: Problem) -> None:
        """A known problem, as its sentence."""
        self.error(describe(problem))
