"""What the sections of the settings share: their base class, choices, and cards of labelled rows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from inspector.ui.kit.card import Card
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.rows import Outline
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

LABEL_WIDTH = 176
CARD_WIDTH = 720
ROW_HEIGHT = 36
"""Height of a field: its label stands in line with it, whatever stands below the field."""


class Section(QWidget):
    """One tab of the settings: cards from the top down in `column`. Everything acts at once; there is no save button.

    `activated()` is called each time the section comes to the front.
    """

    place_requested = Signal(object)
    """A `Place` that the person wants to see; the page hands it on."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.walked_to = False
        """Whether it came to the front by walking along the list of sections."""
        self.wanted = ""
        """Key of the option that was searched for; it gets the focus."""
        self.targets: dict[str, QWidget] = {}
        """Controls by the key of their option: what the search of the settings leads to."""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.setSpacing(12)

    def activated(self) -> None:
        """The section came to the front."""

    def take_focus(self, widget: QWidget) -> None:
        """Give a widget the focus, unless somebody walks along the sections: there it stays.

        The option that was searched for goes before.
        """
        if self.wanted in self.targets:
            widget = self.targets[self.wanted]
        if not (self.walked_to and isinstance(QApplication.focusWidget(), Outline)):
            widget.setFocus(Qt.FocusReason.OtherFocusReason)


def choice(name: str, options: Sequence[tuple[str, str]], value: str) -> Segmented:
    """A segmented control of (value, label) pairs."""
    made = Segmented(name, [Option(key, label) for key, label in options])
    made.set_value(value)
    return made


def card_of(title: str, rows: Sequence[tuple[str, QWidget]]) -> Card:
    """A card with a label before each widget."""
    card = Card(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(1, 1)
    for index, (label, widget) in enumerate(rows):
        name = Text(label, "body", "text-2", wrap=True)
        name.setFixedWidth(LABEL_WIDTH)
        name.setMinimumHeight(ROW_HEIGHT)
        grid.addWidget(name, index, 0, Qt.AlignmentFlag.AlignTop)
        line = QHBoxLayout()
        line.addWidget(widget)
        if isinstance(widget, Segmented) or widget.maximumWidth() < CARD_WIDTH:
            line.addStretch(1)
        grid.addLayout(line, index, 1)
    card.body.addLayout(grid)
    card.setMaximumWidth(CARD_WIDTH)
    return card
