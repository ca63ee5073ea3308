"""What the last rounds found that somebody should know, each in a sentence with the way to what can be done."""

from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import N_, _
from inspector.services.syncing.stored_problems import sentence
from inspector.ui.kit.button import Button
from inspector.ui.kit.card import Card
from inspector.ui.kit.glyph import Glyph
from inspector.ui.kit.text import Text
from inspector.ui.page import Place

WAYS: Final = {
    "own_frames_elsewhere": N_("New identity…"),
    "forked": N_("New identity…"),
    "revoked": N_("Server settings"),
    "device_revoked": N_("Server settings"),
    "server_changed": N_("Server settings"),
}
"""Alarms for which the settings of the server have something to do -> label of the button."""


class Alarms(QWidget):
    """A card for each alarm; hidden while there is none. `place_requested(Place)`, `renewed` when others show."""

    place_requested = Signal(object)
    renewed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is shown."""
        return tuple(words for _code, words in self._shown)

    def show_alarms(self, alarms: Iterable[Any]) -> None:
        """Show other alarms: objects with `code` and `params`."""
        told = ((str(one.code), sentence(one.code, dict(one.params))) for one in alarms)
        found = tuple(dict.fromkeys((code, words or code) for code, words in told))
        if found == self._shown:
            return
        self._shown = found
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for code, words in found:
            self._column.addWidget(self._card(code, words))
        self.setVisible(bool(found))
        self.renewed.emit()

    def _card(self, code: str, words: str) -> Card:
        card = Card(fill="amber-tint", border="amber-border")
        card.setAccessibleName(words)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Glyph("circle-alert", "amber-text", 18))
        row.addWidget(Text(words, "body", "text-1", wrap=True), 1)
        if code in WAYS:
            button = Button(_(WAYS[code]))
            button.clicked.connect(lambda: self.place_requested.emit(Place("setting", "server")))
            row.addWidget(button)
        card.body.setContentsMargins(15, 8, 11, 8)
        card.body.addLayout(row)
        return card
