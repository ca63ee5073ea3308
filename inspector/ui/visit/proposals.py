"""Open proposals on step 4: a failing value that must become a hazard or be dismissed with a reason before signing.

Each card decides in place: accept, edit (the fields unfold in the card) or dismiss (the reason unfolds); merging with
another hazard asks which.
"""

from collections.abc import Sequence
from datetime import date
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.i18n import _
from inspector.quick_dataclass import dataclass
from inspector.services.visits.views import HazardDraft
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import grade_chip
from inspector.ui.kit.choice import GradeControl
from inspector.ui.kit.fields import DateField, TextArea, TextField
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.drafts import VisitTyping
from inspector.ui.visit.read_only import writes


@dataclass(frozen=True, slots=True)
class HazardEdit:
    """What the fields of a proposal say when it is accepted."""

    description: str
    grade: Grade
    measure: str
    deadline: date


class Unfolded(Enum):
    """Which part of a card is open."""

    NOTHING = 0
    EDITOR = 1
    REASON = 2


class _Editor(QWidget):
    """Grade, description, measure and deadline of a proposal."""

    def __init__(self, draft: HazardDraft) -> None:
        super().__init__()
        self.grade = GradeControl()
        self.description = TextArea(_("Description"), label=True, required=True)
        self.measure = TextArea(_("Measure"), label=True)
        self.deadline = DateField(_("Deadline"), label=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.grade)
        for field in (self.description, self.measure, self.deadline):
            layout.addWidget(field)
        self.grade.set_value(draft.grade)
        self.description.set_value(draft.description)
        self.measure.set_value(draft.measure)
        self.deadline.set_date(draft.deadline)

    def edit(self) -> HazardEdit | None:
        """What the fields say; None, and an error shown, while the description is empty."""
        description = self.description.value().strip()
        self.description.set_error("" if description else _("Describe the hazard."))
        grade = self.grade.grade()
        if not description or grade is None:
            return None
        return HazardEdit(description, grade, self.measure.value().strip(), self.deadline.day())


class ProposalCard(Card):
    """One open proposal. Signals carry its id: `accepted(id, HazardEdit | None)`, `dismissed(id, reason)`, `opened`.

    `merge_requested(HazardDraft)` asks for another hazard to merge it with.
    """

    accepted = Signal(str, object)
    merge_requested = Signal(object)
    dismissed = Signal(str, str)
    opened = Signal(str)

    def __init__(self, draft: HazardDraft, parent: QWidget | None = None) -> None:
        super().__init__(border="amber-border", bar="amber", parent=parent)
        self.draft = draft
        self.setAccessibleName(draft.description)
        self.accept_button = Button(_("Make hazard"), Kind.TINTED, icon="check")
        self.edit_button = Button(_("Edit"), Kind.TEXT)
        self.merge_button = Button(_("Merge…"), Kind.TEXT)
        self.dismiss_button = Button(_("Dismiss"), Kind.TEXT)
        writes(self.accept_button, self.edit_button, self.merge_button, self.dismiss_button)
        self.editor = _Editor(draft)
        self.reason = TextField(_("Reason"), label=True, required=True)
        self._source = IconButton("chevron-right", _("Go to the reading"), size=28)
        self._confirm = Button(_("Dismiss with this reason"), Kind.DANGER)
        self._accept_edited = Button(_("Accept with these changes"), Kind.TINTED, icon="check")
        self._back = Button(_("Back"), Kind.TEXT, key="Esc")
        self._build()
        self._connect()
        self._unfold(Unfolded.NOTHING)

    def _build(self) -> None:
        self.body.setContentsMargins(15, 11, 11, 11)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(grade_chip(self.draft.grade))
        place = " · ".join(part for part in (self.draft.place, self.draft.source) if part)
        head.addWidget(ElidedLabel(place, "hint", "text-2"), 1)
        head.addWidget(self._source)
        self.body.addLayout(head)
        self.body.addWidget(Text(self.draft.description, "body_medium", wrap=True))
        if self.draft.basis:
            self.body.addWidget(ElidedLabel(self.draft.basis, "hint", "text-3"))
        self.body.addWidget(self.editor)
        self.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(2)
        buttons = (
            self.accept_button,
            self.edit_button,
            self.merge_button,
            self.dismiss_button,
            self._accept_edited,
            self._confirm,
            self._back,
        )
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        self.setFocusProxy(self.accept_button)

    def _connect(self) -> None:
        self.accept_button.clicked.connect(lambda: self.accepted.emit(self.draft.id, None))
        self.edit_button.clicked.connect(lambda: self._unfold(Unfolded.EDITOR))
        self.merge_button.clicked.connect(lambda: self.merge_requested.emit(self.draft))
        self.dismiss_button.clicked.connect(lambda: self._unfold(Unfolded.REASON))
        self._source.clicked.connect(lambda: self.opened.emit(self.draft.id))
        self._accept_edited.clicked.connect(self._on_accept_edited)
        self._confirm.clicked.connect(self._on_dismissed)
        self._back.clicked.connect(self._on_back)

    def _unfold(self, part: Unfolded) -> None:
        self._part = part
        self.editor.setVisible(part is Unfolded.EDITOR)
        self.reason.setVisible(part is Unfolded.REASON)
        for button in (self.accept_button, self.edit_button, self.merge_button, self.dismiss_button):
            button.setVisible(part is Unfolded.NOTHING)
        self._accept_edited.setVisible(part is Unfolded.EDITOR)
        self._confirm.setVisible(part is Unfolded.REASON)
        self._back.setVisible(part is not Unfolded.NOTHING)
        if part is Unfolded.EDITOR:
            self.editor.description.editor.setFocus(Qt.FocusReason.TabFocusReason)
        elif part is Unfolded.REASON:
            self.reason.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_back(self) -> None:
        folded = self.edit_button if self._part is Unfolded.EDITOR else self.dismiss_button
        self._unfold(Unfolded.NOTHING)
        folded.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_accept_edited(self) -> None:
        edit = self.editor.edit()
        if edit is not None:
            self.accepted.emit(self.draft.id, edit)

    def _on_dismissed(self) -> None:
        reason = self.reason.value().strip()
        self.reason.set_error("" if reason else _("A reason is needed."))
        if reason:
            self.dismissed.emit(self.draft.id, reason)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape and self._part is not Unfolded.NOTHING:
            self._on_back()
        elif enter and not event.modifiers() and self.reason.editor.hasFocus():
            self._on_dismissed()
        else:
            super().keyPressEvent(event)


class Proposals(QWidget):
    """The cards of all open proposals; a card that stays keeps what was typed into it."""

    accepted = Signal(str, object)
    merge_requested = Signal(object)
    dismissed = Signal(str, str)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typing: VisitTyping | None = None
        """Keeps what is typed into the cards; set it before the first is shown."""
        self._cards: dict[str, ProposalCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)

    @property
    def cards(self) -> tuple[ProposalCard, ...]:
        """The cards in order."""
        return tuple(self._cards.values())

    def show_proposals(self, drafts: Sequence[HazardDraft]) -> None:
        """Show exactly these; when the focused card goes, the focus moves to the next one."""
        child = QApplication.focusWidget()
        focused = child is not None and any(card.isAncestorOf(child) for card in self.cards)
        old, self._cards = self._cards, {}
        for index, draft in enumerate(drafts):
            card = old.pop(draft.id, None)
            if card is None or card.draft != draft:
                if card is not None:
                    self._drop(card)
                card = self._make(draft)
            self._layout.insertWidget(index, card)
            self._cards[draft.id] = card
        for card in old.values():
            self._drop(card)
        self.setVisible(bool(self._cards))
        if focused and old and self._cards:
            self.cards[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _make(self, draft: HazardDraft) -> ProposalCard:
        card = ProposalCard(draft)
        card.accepted.connect(self.accepted)
        card.merge_requested.connect(self.merge_requested)
        card.dismissed.connect(self.dismissed)
        card.opened.connect(self.opened)
        if self.typing is not None:
            _keep(self.typing, card)
        return card

    def _drop(self, card: ProposalCard) -> None:
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()


def _keep(typing: VisitTyping, card: ProposalCard) -> None:
    """Keep what is typed into a card until it is decided."""
    key = card.draft.id
    fields: dict[str, TextField | TextArea] = {
        f"dismiss:{key}": card.reason,
        f"proposal:{key}:description": card.editor.description,
        f"proposal:{key}:measure": card.editor.measure,
    }
    for name, field in fields.items():
        typing.hold(field, name)
        card.accepted.connect(lambda *_decided, name=name: typing.saved(name))
        card.dismissed.connect(lambda *_decided, name=name: typing.saved(name))
