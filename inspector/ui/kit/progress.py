"""Progress: a 6 px bar with its count, and the hint row of keys."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.ui.kit.button import KeyCap
from inspector.ui.kit.painting import box
from inspector.ui.kit.text import ElidedLabel, Text

HINT_GAP = 16


class Bar(QWidget):
    """A 6 px bar; `fraction` in 0..1, `token` its colour, `track` that of what is left."""

    def __init__(self, token: str = "primary", parent: QWidget | None = None, *, track: str = "sunk") -> None:
        super().__init__(parent)
        self._token = token
        self._track = track
        self._fraction = 0.0
        self.setFixedHeight(6)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_fraction(self, fraction: float, token: str = "") -> None:
        """Show a fraction, in another colour if given."""
        self._fraction = min(1.0, max(0.0, fraction))
        self._token = token or self._token
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(80, 6)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        box(painter, rect, fill=self._track, radius=3)
        if self._fraction > 0:
            box(painter, QRectF(0, 0, max(6.0, rect.width() * self._fraction), 6), fill=self._token, radius=3)


class ProgressLine(QWidget):
    """Label at the left, count at the right, the bar below. `set_progress(done, total, count_text)`."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        row = QHBoxLayout()
        self._label = ElidedLabel(label)
        self._count = Text("", "body_medium")
        row.addWidget(self._label, 1)
        row.addWidget(self._count)
        self._bar = Bar()
        layout.addLayout(row)
        layout.addWidget(self._bar)
        self.setAccessibleName(label)

    def set_label(self, label: str) -> None:
        """Say what is under way."""
        self._label.setText(label)
        self.setAccessibleName(label)

    def set_progress(self, done: int, total: int, count_text: str = "") -> None:
        """Show `done` of `total`; green when complete."""
        self._count.setText(count_text or f"{done}/{total}")
        complete = total > 0 and done >= total
        self._bar.set_fraction(done / total if total else 0.0, "green" if complete else "primary")


class KeyHints(QWidget):
    """A row of keycaps with what they do: pairs of (keys, action); several keys are separated by |."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(HINT_GAP)
        self._hints: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_hints(hints)

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show other hints."""
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._hints = [_hint(keys, action) for keys, action in hints]
        for hint in self._hints:
            self._row.addWidget(hint)

    def fit(self, room: float) -> None:
        """Show as many of the hints as there is room for, from the first on."""
        for hint in self._hints:
            room -= hint.sizeHint().width() + (HINT_GAP if hint is not self._hints[0] else 0)
            hint.setVisible(room >= 0)


def _hint(keys: str, action: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for key in keys.split("|"):
        row.addWidget(KeyCap(key))
    row.addWidget(Text(action, "hint", "text-2"))
    return holder
