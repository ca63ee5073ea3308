"""The strip that stands for conflicts that were put off: they wait, and nothing is stopped by them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.sync.words import decision_words


class PutOffStrip(Card):
    """How much waits; `resume_requested`."""

    resume_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(border="orange-border", bar="orange", parent=parent)
        self.words = Text("", "body_bold", "orange-text")
        self.button = Button(_("Decide now"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Glyph("git-merge", "orange-text", 18))
        row.addWidget(self.words)
        row.addWidget(ElidedLabel(_("put off; this laptop's values show meanwhile"), "hint", "text-2"), 1)
        row.addWidget(self.button)
        self.body.setContentsMargins(19, 8, 15, 8)
        self.body.addLayout(row)
        self.button.clicked.connect(self.resume_requested)

    def show_count(self, count: int) -> None:
        """Say how many fields wait."""
        self.words.setText(decision_words(count))
