"""Cards of words under the values: what was done, the whole description where it is long, earlier judgements."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.services.reviews.views import EarlierJudgement, ReviewDetail
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.text import ElidedLabel, Text

LONG = 40
"""A longer description stands in full under the values as well."""


class Notes(QWidget):
    """The cards of a hazard, made anew for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_detail(self, detail: ReviewDetail) -> None:
        """Show what is written about a hazard."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._column.addWidget(rectification_card(detail))
        if len(detail.title) > LONG:
            self._column.addWidget(_card(_("What was found"), detail.hazard.description, ""))
        for judgement in detail.earlier:
            self._column.addWidget(_earlier(judgement))


def _card(title: str, words: str, right: str) -> Card:
    card = Card(title)
    if right:
        label = ElidedLabel(right, "hint", "text-2")
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        card.head.addWidget(label, 1000)
    text = Text(words, "body", "text-1", wrap=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    card.body.addWidget(text)
    return card


def rectification_card(detail: ReviewDetail) -> Card:
    """What was done, by whom and when; of the latest submission."""
    note = detail.rectification
    if note is None:
        return _card(_("Rectification note"), _("Nothing was submitted yet."), "")
    by = note.by or note.recorded_by
    recorded = _("recorded by {name}").format(name=note.recorded_by) if note.by and note.recorded_by != note.by else ""
    parts = (by, note.on.isoformat() if note.on else "", recorded)
    words = note.text.strip() or _("No words were written about it.")
    return _card(_("Rectification note"), words, " · ".join(part for part in parts if part))


def _earlier(judgement: EarlierJudgement) -> Card:
    when = f"{judgement.at.astimezone():%Y-%m-%d %H:%M}" if judgement.at else ""
    card = _card(_("Judged before"), judgement.comment, " · ".join(part for part in (judgement.by, when) if part))
    line = QHBoxLayout()
    line.addWidget(note_chip(judgement.outcome, "green" if judgement.passed else "red"))
    line.addStretch(1)
    card.body.insertLayout(0, line)
    return card
