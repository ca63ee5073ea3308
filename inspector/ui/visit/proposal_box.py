"""The hazard that a failing value proposes, beside the value: make it a hazard, edit, merge or dismiss it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import DraftStatus, HazardDraft
from inspector.services.words import basis_shown
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import Chip, grade_chip, note_chip
from inspector.ui.kit.dialog import Dialog, ReasonDialog
from inspector.ui.kit.meaning import GRADES, Look
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.hazard_editor import HazardEditor
from inspector.ui.visit.merge_dialog import GONE, offer_merge
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import writes

EDITOR_WIDTH = 720
_STATUS = {
    DraftStatus.DRAFT: Look("", "", "primary"),
    DraftStatus.ACCEPTED: Look("", "check", "primary"),
    DraftStatus.DISMISSED: Look("", "", "grey"),
    DraftStatus.MERGED: Look("", "", "grey"),
}


def status_words(status: DraftStatus) -> str:
    """The state of a hazard in the making, in words."""
    words = {
        DraftStatus.PROPOSAL: _("To be decided"),
        DraftStatus.DRAFT: _("Will be issued"),
        DraftStatus.ACCEPTED: _("Will be issued"),
        DraftStatus.DISMISSED: _("Dismissed"),
        DraftStatus.MERGED: _("Merged with another"),
    }
    return words[status]


class HazardDialog(Dialog):
    """The hazard editor over the window; everything is stored by itself, the button only closes."""

    def __init__(self, parent: QWidget, presenter: VisitPresenter, draft: HazardDraft) -> None:
        super().__init__(parent, _("Hazard"), draft.place, accept=_("Done"), width=EDITOR_WIDTH)
        self.editor = HazardEditor(presenter, draft)
        self.editor.dismiss_button.hide()
        self.cancel_button.hide()
        self.body.addWidget(self.editor)
        self.accepted.connect(self.editor.flush)
        self.rejected.connect(self.editor.flush)

    @override
    def first_focus(self) -> QWidget:
        return self.editor.description.editor


class ProposalBox(Card):
    """Shows one hazard in the making; hidden without one. `compact` puts everything in two rows for a strip."""

    decided = Signal()
    """A button was pressed; the panel gives the focus back to its table."""

    def __init__(self, presenter: VisitPresenter, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(bar="orange", border="orange-border", parent=parent)
        self._presenter = presenter
        self._draft: HazardDraft | None = None
        self._dialog: HazardDialog | None = None
        self._grade: Chip = note_chip("—")
        self._status: Chip = note_chip("—", "primary")
        self._words = ElidedLabel("", "body_bold") if compact else Text("", "body_bold", wrap=True)
        self._basis = ElidedLabel("", "hint", "text-2")
        self._reason = Text("", "hint", "text-2", wrap=True)
        self.accept_button = Button(_("Make hazard"), Kind.TINTED, icon="plus")
        self.edit_button = Button(_("Edit"), Kind.SECONDARY, icon="pencil")
        self.merge_button = Button(_("Merge…"), Kind.TEXT)
        self.dismiss_button = Button(_("Dismiss"), Kind.TEXT, icon="x")
        self.restore_button = Button(_("Restore"), Kind.LINK, icon="undo-2")
        writes(self.accept_button, self.edit_button, self.merge_button, self.dismiss_button, self.restore_button)
        self._lay_out_compact() if compact else self._lay_out()
        self.hide()
        self._connect()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._grade)
        head.addWidget(self._status)
        return head

    def _buttons(self, row: QHBoxLayout) -> None:
        row.setSpacing(6)
        buttons = (self.accept_button, self.edit_button, self.merge_button, self.dismiss_button, self.restore_button)
        for button in buttons:
            row.addWidget(button)

    def _lay_out(self) -> None:
        head = self._head()
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(self._words)
        self.body.addWidget(self._basis)
        self.body.addWidget(self._reason)
        self.body.addLayout(self._pair(self.accept_button, self.edit_button))
        self.body.addLayout(self._pair(self.merge_button, self.dismiss_button, self.restore_button))

    @staticmethod
    def _pair(*buttons: Button) -> QHBoxLayout:
        """Buttons that share a row; a hidden one leaves its place to the others."""
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _lay_out_compact(self) -> None:
        self.body.setContentsMargins(15, 5, 11, 5)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(self._head())
        row.addWidget(self._words, 3)
        row.addWidget(self._basis, 1)
        self._buttons(row)
        self._reason.hide()
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.accept_button.clicked.connect(self._on_accept_clicked)
        self.edit_button.clicked.connect(self.open_editor)
        self.merge_button.clicked.connect(self._on_merge_clicked)
        self.dismiss_button.clicked.connect(self._on_dismiss_clicked)
        self.restore_button.clicked.connect(self._on_restore_clicked)

    @property
    def draft(self) -> HazardDraft | None:
        """What is shown."""
        return self._draft

    def show_draft(self, draft: HazardDraft | None) -> None:
        """Show a hazard in the making; None hides the box."""
        if draft == self._draft and draft is not None:
            return
        self._draft = draft
        self.setVisible(draft is not None)
        if draft is None:
            return
        if self._dialog is not None and self._dialog.editor.draft.id == draft.id:
            self._dialog.editor.show_draft(draft)
        grade = GRADES[draft.grade]
        self._grade.set_look(grade_chip(draft.grade).label, grade)
        self._status.set_look(status_words(draft.status), _STATUS.get(draft.status, Look("", "", "plain")))
        self._words.setText(draft.description)
        self._basis.setText(basis_shown(draft.basis))
        self._reason.setText(draft.reason)
        self._show_buttons(draft)
        hue = "grey" if draft.status in GONE else grade.hue
        self.set_colors("surface", f"{hue}-border", hue)

    def _show_buttons(self, draft: HazardDraft) -> None:
        gone = draft.status in GONE
        self._reason.setVisible(gone and bool(draft.reason))
        self.accept_button.setVisible(draft.status is DraftStatus.PROPOSAL)
        self.edit_button.setVisible(not gone)
        self.dismiss_button.setVisible(not gone)
        self.merge_button.setVisible(not gone)
        self.restore_button.setVisible(gone)

    def _on_accept_clicked(self) -> None:
        if self._draft is not None:
            self._presenter.accept_hazard(self._draft.id)
            self.decided.emit()

    def _on_restore_clicked(self) -> None:
        if self._draft is not None:
            self._presenter.restore_hazard(self._draft.id)
            self.decided.emit()

    def open_editor(self) -> None:
        """Edit grade, words, measure, deadline and photos in a dialog."""
        if self._draft is None:
            return
        self._dialog = HazardDialog(self, self._presenter, self._draft)
        self._dialog.destroyed.connect(self._on_dialog_destroyed)
        self._dialog.open()

    def _on_dialog_destroyed(self) -> None:
        self._dialog = None

    def _on_merge_clicked(self) -> None:
        if self._draft is not None:
            offer_merge(self, self._presenter, self._draft)

    def _on_dismiss_clicked(self) -> None:
        if self._draft is None:
            return
        hazard = self._draft.id
        dialog = ReasonDialog(
            self,
            _("Dismiss this hazard?"),
            _("The value and its verdict stay. No hazard will be issued; the reason is kept in the record."),
            label=_("Reason"),
            accept=_("Dismiss"),
            dangerous=True,
        )
        dialog.reason_given.connect(lambda reason: self._presenter.dismiss_hazard(hazard, reason))
        self._presenter.typing.ask(dialog, {f"dismiss:{hazard}": dialog.field})
        dialog.open()
