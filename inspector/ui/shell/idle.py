"""How long nobody has touched keyboard, pointer or pen. GUI thread.

The windows of the platform get what a person does before any widget, and little else: watching them costs nothing
while the program paints. Two clocks are looked at, because the one stands still while a laptop sleeps and the other may
be set back: whichever has gone further counts.
"""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow
from typing_extensions import override

LOOK_MS: Final = 5000
TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)
"""What only a person does."""


class IdleWatch(QObject):
    """`idle` once nobody has done anything for `minutes`; 0 is never. `touch` begins anew."""

    idle = Signal()

    def __init__(
        self,
        parent: QObject,
        *,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._clock, self._wall = clock, wall
        self._minutes = 0
        self._since = (clock(), wall())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._on_window)
            self._on_window(application.focusWindow())

    def set_minutes(self, minutes: int) -> None:
        """Watch for this long, from now on."""
        self._minutes = minutes
        self.touch()
        self._timer.start() if minutes else self._timer.stop()

    @property
    def minutes(self) -> int:
        """How long; 0 for never."""
        return self._minutes

    def touch(self) -> None:
        """Somebody did something."""
        self._since = (self._clock(), self._wall())

    def watch(self, window: QWindow) -> None:
        """Notice what is done in a window of the platform."""
        window.removeEventFilter(self)
        window.installEventFilter(self)

    def look(self) -> None:
        """See whether it has been long enough."""
        clock, wall = self._since
        gone = max(self._clock() - clock, self._wall() - wall)
        if self._minutes and gone >= 60 * self._minutes:
            self.touch()
            self.idle.emit()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            self.watch(window)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self.touch()
        return False
