"""Merging a proposal into another hazard of the visit: one hazard with both descriptions. Used on steps 2, 3 and 4."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from inspector.i18n import _
from inspector.services.visits.views import DraftStatus, HazardDraft, SummaryView
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.fields import ComboField
from inspector.ui.kit.meaning import grade_name
from inspector.ui.visit.presenter import VisitPresenter

WIDTH = 560
GONE = (DraftStatus.DISMISSED, DraftStatus.MERGED)


def merge_choices(summary: SummaryView, draft: HazardDraft) -> list[tuple[str, str]]:
    """(id, words) of the hazards a draft may be merged into; those at the same equipment first."""
    others = [one for one in (*summary.hazards, *summary.proposals) if one.id != draft.id and one.status not in GONE]
    others.sort(key=lambda one: one.equipment != draft.equipment)
    return [(one.id, " · ".join(x for x in (grade_name(one.grade), one.place, one.description) if x)) for one in others]


class MergeDialog(Dialog):
    """Asks for the other hazard: `chosen(id)`."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, draft: HazardDraft, choices: list[tuple[str, str]]) -> None:
        words = _("One hazard is issued with both descriptions, the graver grade and the earlier deadline.")
        super().__init__(parent, _("Merge with another hazard"), words, accept=_("Merge"), width=WIDTH)
        self.field = ComboField(_("Hazard"), choices, label=True, required=True)
        self.field.set_value(choices[0][0])
        self.body.addWidget(self.field)
        self.setAccessibleDescription(draft.description)
        self.accepted.connect(self._on_accepted)

    @override
    def complaint(self) -> bool:
        return not self.field.value()

    def _on_accepted(self) -> None:
        self.chosen.emit(self.field.value())


def offer_merge(parent: QWidget, presenter: VisitPresenter, draft: HazardDraft) -> None:
    """Ask for the other hazard and merge, or say that there is none."""

    def offer(summary: SummaryView) -> None:
        choices = merge_choices(summary, draft)
        if not choices:
            presenter.messages.info(_("There is no other hazard in this visit to merge it with."))
            return
        dialog = MergeDialog(parent, draft, choices)
        dialog.chosen.connect(lambda into: presenter.merge_hazard(draft.id, into))
        dialog.open()

    presenter.load_summary(offer, owner=parent)
