"""Rings of Python objects are collected on the GUI thread alone.

Python collects wherever an allocation happens to cross a threshold. On a worker thread that would destroy the Qt
objects of a ring, which belong to the GUI thread: Qt crashes then. So automatic collection is switched off, and a timer
on the GUI thread looks whether it is due, by the thresholds Python uses itself.

Objects are never listed (`gc.get_objects`): a list holds references, and a tuple that another thread is making out of a
generator at that moment could then not grow any more (SystemError).
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

BEGIN_MS = 2000
"""The window begins without: what loading and the first page leave behind is small, and somebody waits for them."""
LOOK_MS = 100
"""How often to look: the more has come together in between, the longer the window stops for it."""
OLD = 2
"""Python's oldest generation; collecting it takes tens of milliseconds."""
REST = 25
"""The oldest generation rests this many times as long as it took to collect: that is four per cent of the time."""


class GarbageCollector(QObject):
    """Collects on the thread it was made on until `stop`. What `gc.freeze` left out stays left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._rests_until = 0.0
        """When the oldest generation may be collected again, by the clock of `time.perf_counter`."""
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_time)
        self._timer.start(BEGIN_MS)

    def _on_time(self) -> None:
        if self._timer.interval() != LOOK_MS:
            self._timer.setInterval(LOOK_MS)
        self.look()

    def look(self) -> None:
        """Collect the oldest generation that is due; 0 in a threshold switches its generation off."""
        for generation in reversed(range(OLD + 1)):
            threshold = gc.get_threshold()[generation]
            rests = generation == OLD and time.perf_counter() < self._rests_until
            if threshold and gc.get_count()[generation] > threshold and not rests:
                self._collect(generation)
                return

    def _collect(self, generation: int) -> None:
        began = time.perf_counter()
        gc.collect(generation)
        if generation == OLD:
            ended = time.perf_counter()
            self._rests_until = ended + REST * (ended - began)

    def stop(self) -> None:
        """Leave collecting to Python again; once the last worker has ended."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
