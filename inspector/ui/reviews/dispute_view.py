"""One disputed hazard: the contradicting decisions side by side, the photos, and what the lead decides."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector import services
from inspector.domain.actions import Action
from inspector.i18n import _
from inspector.services.reviews.disputes import DisputeDetail, Side
from inspector.services.reviews.views import ReviewDetail
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip, grade_chip, note_chip
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.fields import TextArea
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.reviews.dispute_evidence import DisputeEvidence
from inspector.ui.reviews.photos import PhotoSection
from inspector.ui.reviews.presenter import ReviewPresenter

ABREAST = 3
"""Decisions side by side in one row."""
CLOSED, RETURNED = "closed", "returned"


class DisputeView(QWidget):
    """Shows a `DisputeDetail`. `decided(hazard, number, outcome, body of the held decision)`."""

    decided = Signal(str, str, str, object)

    def __init__(self, presenter: ReviewPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._detail: DisputeDetail | None = None
        self._chip: Chip | None = None
        self.title = ElidedLabel("", "block")
        self.facts = ElidedLabel("", "hint", "text-2")
        self.sides: list[Card] = []
        self.photos = PhotoSection(presenter)
        self.evidence = DisputeEvidence()
        self.why = Text("", "body_medium", "orange-text", wrap=True)
        self.outcome = Segmented(
            _("Outcome"),
            (
                Option(CLOSED, _("Close it"), "F9", chosen_fill="green"),
                Option(RETURNED, _("Return it"), "F8", chosen_fill="red"),
            ),
        )
        self.reason = TextArea(_("Reason"), rows=2, placeholder=_("Why it is decided so"))
        self.button = Button(_("Adjudicate"), Kind.PRIMARY, icon="scale", key="Ctrl Enter", height=40)
        self._build()
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._line = QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.title)
        self._line.addStretch(1)
        self._cards = QGridLayout()
        self._cards.setSpacing(12)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 10, 16, 16)
        column.setSpacing(10)
        column.addLayout(self._line)
        column.addWidget(self.facts)
        column.addLayout(self._cards)
        column.addWidget(self.photos)
        column.addWidget(self.evidence)
        column.addStretch(1)
        self._content = QWidget()
        whole = QVBoxLayout(self._content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(Scroller(content), 1)
        whole.addWidget(self._build_foot())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._content)
        self._stack.addWidget(
            EmptyState("scale", _("Nothing is in dispute"), _("Contradicting decisions appear here."))
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def _build_foot(self) -> Panel:
        foot = Panel("surface", "t")
        column = QVBoxLayout(foot)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.why)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.reason, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        return foot

    def _connect(self) -> None:
        self.button.clicked.connect(self.decide)
        self.reason.value_edited.connect(lambda _text: self._judge())
        self.outcome.value_chosen.connect(lambda _value: self._judge())
        page_keys(
            self,
            {
                "F9": lambda: self._choose(CLOSED),
                "F8": lambda: self._choose(RETURNED),
                "Ctrl+Return": self.decide,
                "F11": self.photos.open_layer,
            },
        )

    # showing --------------------------------------------------------------------------------------------------------

    def show_nothing(self) -> None:
        """Nothing is in dispute."""
        self._detail = None
        self._stack.setCurrentIndex(1)

    def show_detail(self, detail: DisputeDetail, evidence: ReviewDetail) -> None:
        """Show a dispute with what it is about; what was chosen and written for the same one stays."""
        if self._detail is None or self._detail.hazard != detail.hazard:
            self.outcome.set_value("")
            self.reason.set_value("")
        self._detail = detail
        self._stack.setCurrentIndex(0)
        self.title.setText(detail.title)
        due = _("due {day}").format(day=detail.deadline.isoformat())
        self.facts.setText(" · ".join(part for part in (detail.number, detail.customer, detail.place, due) if part))
        if self._chip is not None:
            self._line.removeWidget(self._chip)
            self._chip.hide()
            self._chip.deleteLater()
        self._chip = grade_chip(detail.grade)
        self._line.insertWidget(1, self._chip)
        self._show_sides(detail)
        self.evidence.show_detail(evidence)
        self.photos.show_photos(detail.before, detail.after)
        self.photos.setVisible(bool(detail.before or detail.after))
        self.photos.fit_height(round(self.height() * 0.8))
        self._judge()

    def _show_sides(self, detail: DisputeDetail) -> None:
        for card in self.sides:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.sides = [side_card(side) for side in detail.sides]
        for index, card in enumerate(self.sides):
            self._cards.addWidget(card, index // ABREAST, index % ABREAST)
            self._cards.setColumnStretch(index % ABREAST, 1)

    def _judge(self) -> None:
        """What can be done now, and what is missing."""
        detail = self._detail
        allowed = detail is not None and detail.allowed
        self.outcome.setEnabled(allowed)
        self.reason.setEnabled(allowed)
        missing = self._missing()
        self.button.setEnabled(allowed and not missing)
        self.why.setText(detail.why if detail is not None and not allowed else missing)
        self.why.setVisible(bool(self.why.text()))

    def _missing(self) -> str:
        if not self.outcome.value():
            return _("Choose whether it is closed or returned")
        if self._detail is not None and self.outcome.value() == "closed" and not self._detail.closable:
            return self._detail.why_open
        return "" if self.reason.value().strip() else _("Write down the reason")

    # what a person does ---------------------------------------------------------------------------------------------

    def focus_decision(self) -> None:
        """Go to the decision."""
        (self.outcome if self.outcome.isEnabled() else self.photos.compare).setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, outcome: str) -> None:
        if self._detail is not None and self._detail.allowed:
            self.outcome.set_value(outcome)
            self.reason.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._judge()

    def decide(self) -> None:
        """Hold the decision; nothing happens while something is missing."""
        detail = self._detail
        if detail is None or not detail.allowed:
            return
        if self._missing():
            (self.reason.editor if self.outcome.value() else self.outcome).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        given: Any = services.Given(outcome=self.outcome.value(), comment=self.reason.value().strip())
        body = services.held_body([detail.hazard], Action.ADJUDICATE, given, {detail.hazard: detail.heads})
        self.decided.emit(detail.hazard, detail.number, self.outcome.value(), body)


def side_card(side: Side) -> Card:
    """One decision: what, who, when, why, and what its author had seen and had not."""
    card = Card(border="green-border" if side.closes else "red-border")
    head = QHBoxLayout()
    head.setSpacing(8)
    head.addWidget(note_chip(side.label, "green" if side.closes else "red"))
    head.addStretch(1)
    card.body.addLayout(head)
    who = " · ".join(part for part in (side.by, side.team) if part)
    card.body.addWidget(Text(who, "body_bold", wrap=True))
    if side.at is not None:
        card.body.addWidget(Text(f"{side.at.astimezone():%Y-%m-%d %H:%M}", "hint", "text-2"))
    words = side.text or _("No words were written about it.")
    card.body.addWidget(Text(words, "body", "text-1" if side.text else "text-3", wrap=True))
    for value in side.values:
        card.body.addWidget(Text(value, "body_medium", wrap=True))
    if side.saw:
        card.body.addWidget(Text(_("Had seen"), "hint_bold", "text-2"))
        card.body.addWidget(Text("\n".join(side.saw), "hint", "text-2", wrap=True))
    if side.not_seen:
        lines = [f"{one.what} · {one.by}" + (f" · {one.at.astimezone():%m-%d %H:%M}" if one.at else "")
                 for one in side.not_seen]  # fmt: skip
        card.body.addWidget(Text(_("Did not know of"), "hint_bold", "orange-text"))
        card.body.addWidget(Text("\n".join(lines), "hint", "orange-text", wrap=True))
    card.body.addStretch(1)
    return card
