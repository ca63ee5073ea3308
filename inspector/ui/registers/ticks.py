"""Several of a few, for example roles: chips with a tick that are switched on and off."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QAccessible, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.ui.kit.access import Role
from inspector.ui.kit.button import PressArea
from inspector.ui.kit.icons import draw_icon
from inspector.ui.kit.painting import LEFT, box, text, text_width
from inspector.ui.kit.text import Text

HEIGHT = 36
MARK = 16
"""Side of the box that holds the tick."""


class TickChip(PressArea):
    """A chip with a tick while it is on. The page switches it when it was clicked."""

    ring_radius = 18.0
    spoken_role = Role.CheckBox

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(label, parent)
        self._label = label
        self._on = False
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def on(self) -> bool:
        """Whether it is on."""
        return self._on

    def spoken_state(self, state: QAccessible.State) -> None:
        """On or off."""
        state.checkable, state.checked = True, self._on

    def set_on(self, on: bool) -> None:
        """Show it on or off."""
        self._on = on
        self.setAccessibleName(_("{name}, chosen").format(name=self._label) if on else self._label)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(round(text_width(self._label, "body_bold") + MARK + 32.5), HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill = "primary-tint" if self._on else ("sub" if self._hover else "surface")
        box(painter, QRectF(self.rect()), fill=fill, border="primary-border" if self._on else "edge", radius=18)
        mark = QRectF(12, (self.height() - MARK) / 2, MARK, MARK)
        box(painter, mark, fill="primary" if self._on else "surface", border=None if self._on else "edge", radius=4)
        if self._on:
            draw_icon(painter, QPointF(mark.left() + 2, mark.top() + 2), "check", "on-fill", MARK - 4, 2.5)
        words = QRectF(mark.right() + 8, 0, self.width() - mark.right() - 8, self.height())
        text(painter, words, self._label, "body_bold" if self._on else "body", "text-1", LEFT)


class Ticks(QWidget):
    """Several of a few: chips that are switched on and off. `value()` is the chosen ones, separated by blanks."""

    value_edited = Signal(str)

    def __init__(self, name: str, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.chips = {value: TickChip(label) for value, label in options}
        row = QHBoxLayout()
        row.setSpacing(8)
        for chip in self.chips.values():
            row.addWidget(chip)
            chip.clicked.connect(lambda chip=chip: self._on_clicked(chip))
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Text(name, "hint", "text-2"))
        layout.addLayout(row)
        self._error = Text("", "hint", "red-text", wrap=True)
        self._error.hide()
        layout.addWidget(self._error)

    @property
    def editor(self) -> QWidget:
        """Where the focus goes."""
        return next(iter(self.chips.values()))

    def _on_clicked(self, chip: TickChip) -> None:
        chip.set_on(not chip.on)
        self.value_edited.emit(self.value())

    def value(self) -> str:
        """The chosen values."""
        return " ".join(value for value, chip in self.chips.items() if chip.on)

    def set_value(self, value: str) -> None:
        """Show values without a signal."""
        for key, chip in self.chips.items():
            chip.set_on(key in value.split())

    def set_error(self, message: str) -> None:
        """Show an error under the chips."""
        self._error.setText(message)
        self._error.setVisible(bool(message))
