"""Rings of Python objects are collected on the GUI thread alone.

Python collects wherever an allocation happens to cross a threshold. On a worker thread that would destroy the Qt
objects of a ring, which belong to the GUI thread: Qt crashes then. So automatic collection is switched off, and a timer
on the GUI thread looks whether it is due, by the rules and thresholds Python uses itself.
"""

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 100
"""How often to look: the more has come together in between, the longer the window stops for it."""
OLD = 2
"""Python's oldest generation; collecting it takes tens of milliseconds."""
WORTH = 4
"""The oldest generation is collected when a WORTH-th of it is new."""


class GarbageCollector(QObject):
    """Collects on the thread it was made on until `stop`. What `gc.freeze` left out stays left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        self._old = self._new = 0
        """Objects in the oldest generation when it was collected last, and what came to it since."""
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Collect the oldest generation that is due; 0 in a threshold switches its generation off."""
        for generation in reversed(range(OLD + 1)):
            threshold = gc.get_threshold()[generation]
            worth = generation != OLD or self._new * WORTH >= self._old
            if threshold and gc.get_count()[generation] > threshold and worth:
                self._collect(generation)
                return

    def _collect(self, generation: int) -> None:
        if generation == OLD:
            gc.collect(OLD)
            self._old, self._new = len(gc.get_objects(OLD)), 0
        elif generation == OLD - 1:
            young = len(gc.get_objects(0)) + len(gc.get_objects(1))
            self._new += max(0, young - gc.collect(1))
        else:
            gc.collect(0)

    def stop(self) -> None:
        """Leave collecting to Python again; once the last worker has ended."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
