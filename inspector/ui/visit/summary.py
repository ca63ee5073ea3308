"""Step 4, summary and signatures: what was found, who signs, the notice as it will be, and sign-off.

Left the findings and what is still open, in the middle the signers, at the right the real page. Sign-off runs on the
workspace's worker; afterwards the panel shows what was issued.
"""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.visit import Step, VisitKind
from inspector.i18n import _, describe, ngettext
from inspector.problems import Problem
from inspector.services.planning.next_steps import NextSteps
from inspector.services.visits.views import Change, Issued, Missing, SummaryView, Target
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.page import Place
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.findings import NOTICES
from inspector.ui.visit.header import step_name
from inspector.ui.visit.inference_rows import go_to_evidence, restore
from inspector.ui.visit.issued import IssuedPage
from inspector.ui.visit.library_picker import LibraryPicker
from inspector.ui.visit.merge_dialog import offer_merge
from inspector.ui.visit.missing import is_signature, listed, proposal_of
from inspector.ui.visit.next_card import visit_verb
from inspector.ui.visit.notice_files import NoticeFiles
from inspector.ui.visit.notice_preview import NoticePreview
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.presenter import VisitPresenter, step_of
from inspector.ui.visit.proposals import HazardEdit
from inspector.ui.visit.remark_rows import go_to_remark
from inspector.ui.visit.signatures import Signatures
from inspector.ui.visit.signing import Signing
from inspector.ui.visit.summary_list import SummaryList

if TYPE_CHECKING:
    from inspector.services.visits.list_row import VisitListRow

LEFT = (400, 560)
RIGHT = (340, 720)
"""Least and greatest width of the outer columns."""
REFRESH_MS = 150
"""Changes in quick succession make one reload."""


class SummaryColumns(Columns):
    """Three columns that all grow: 35 % left, 29 % right, within LEFT and RIGHT."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.width()
        self._left_width = min(LEFT[1], max(LEFT[0], round(width * 0.35)))
        self._right_width = min(RIGHT[1], max(RIGHT[0], round(width * 0.29)))
        super().resizeEvent(event)


class SummaryPanel(StepPanel):
    """Step 4. `ledger_requested(visit id)`: after sign-off the person wants to see the ledger."""

    step = Step.SUMMARY
    footer_keys = ("Ctrl PgUp", "Ctrl P")
    ledger_requested = Signal(str)

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(presenter, parent)
        self.summary: SummaryView | None = None
        self.list = SummaryList()
        self.list.proposals.typing = presenter.typing
        self.signatures = Signatures()
        self.preview = NoticePreview()
        self.files = NoticeFiles(presenter, self)
        self.signing = Signing(presenter, self.signatures, self)
        self.issued: IssuedPage | None = None
        self._following: VisitListRow | None = None
        """The next visit of today, once this one is issued."""
        self._columns = SummaryColumns(self.list, self.signatures, self.preview)
        self._stack = QStackedWidget()
        self._busy = EmptyState("send", _("Issuing the notice…"), _("Everything is written to this device first."))
        self._wanted: str | None = None
        self._finishing = False
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.setInterval(REFRESH_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._columns)
        self._stack.addWidget(self._busy)
        layout.addWidget(self._stack)
        self.signatures.preview_button.hide()

    def _connect(self) -> None:
        self._reload.timeout.connect(self.reload)
        self.list.finding_opened.connect(self._on_finding_opened)
        self.list.hazard_wanted.connect(self._add_hazard)
        self.list.old_opened.connect(lambda hazard: self.presenter.go(Step.OLD_HAZARDS, None, hazard))
        self.list.missing_opened.connect(self._go_missing)
        self.list.proposals.opened.connect(self._on_finding_opened)
        self.list.proposals.accepted.connect(self._on_proposal_accepted)
        self.list.proposals.merge_requested.connect(lambda draft: offer_merge(self, self.presenter, draft))
        self.list.proposals.dismissed.connect(self.presenter.dismiss_hazard)
        self.preview.pages_requested.connect(self.files.render_again)
        self.preview.export_requested.connect(self.export)
        self.files.rendered.connect(self.preview.show_pages)
        self.files.failed.connect(lambda problem: self.preview.show_sentence(describe(problem)))
        self.signatures.preview_button.clicked.connect(self._columns.toggle_right)
        self.signing.everybody_signed.connect(self.preview.take_focus)
        self.list.inference_opened.connect(partial(go_to_evidence, self.presenter))
        self.list.remark_opened.connect(partial(go_to_remark, self.presenter))
        self.list.inference_restored.connect(partial(restore, self.presenter))
        self.presenter.issued.connect(self._on_issued)
        if self.presenter.visit.signed is not None:
            self.files.use_issued(self.presenter.visit.signed.notice)
            self.signatures.only_read()
            self.list.only_read()
            return
        for keys, slot in (
            ("F7", self.signatures.request_full_screen),
            ("Ctrl+P", self.export),
            ("Ctrl+N", self._add_hazard),
        ):
            bind_key(keys, self, slot)

    # the page's questions -----------------------------------------------------------------------------------------

    @override
    def activate(self, target: Target | None, ref: str) -> None:
        self._wanted = ref
        self.reload()

    @override
    def apply(self, change: Change) -> None:
        if change.signatures_cleared:
            self.list.show_cleared(True)
        elif any(one.method is not None for one in change.signatures):
            self.list.show_cleared(False)
        if change.signatures and self.summary is not None:
            self.signatures.show_signatures(change.signatures)
            self.signing.show_papers(change.signatures)
        if self.isVisible() and not self._finishing:
            self._reload.start()

    @override
    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        if ref == "finish":
            self._finishing = False
            self._stack.setCurrentWidget(self._columns)
            self.reload()

    @override
    def missing_text(self) -> str:
        if self.summary is None or self.issued is not None or self.presenter.read_only:
            return ""
        if not self.summary.missing:
            return _("Works offline; uploaded later by itself")
        return _missing_words(self.summary)

    @override
    def previous_label(self) -> str:
        kind = self.presenter.visit.kind
        return step_name(Step.INDICATIONS, kind) if self.issued is None else _("Back to the visits")

    @override
    def next_label(self) -> str:
        return _("Export PDF") if self.issued is None and self.presenter.visit.signed is None else ""

    @override
    def press_previous(self) -> None:
        if self.issued is None:
            self.presenter.go(Step.INDICATIONS)
        else:
            self.visits_requested.emit()

    @override
    def go_previous(self) -> None:
        if self.issued is not None:
            self.press_previous()

    @override
    def press_next(self) -> None:
        self.export()

    @override
    def primary_label(self) -> str:
        if self.presenter.read_only:
            return ""
        if self._following is not None:
            return _("{verb}: {customer}").format(verb=visit_verb(self._following), customer=self._following.customer)
        return _("Show in the ledger") if self.issued is not None else _("Sign off and archive")

    @override
    def go_primary(self) -> None:
        if self._following is not None:
            self.place_requested.emit(Place("visit", self._following.id))
        elif self.issued is not None:
            self.ledger_requested.emit(self.issued.issued.visit)
        elif not self._finishing:
            self.presenter.load_summary(self._finish_or_jump)

    # loading and showing ------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Fetch summary and preview again."""
        if self.issued is None and not self._finishing:
            self.presenter.load_summary(self.show_summary)
            self.files.refresh(self.preview.pixels)

    def show_summary(self, view: SummaryView) -> None:
        """Show a summary; the focus goes where `activate` wanted it, from the last proposal to who signs next."""
        decided = self.list.deciding() and not view.proposals
        self.summary = view
        self.list.show_summary(view, listed(view), self.presenter.visit.started_at.year)
        self.signatures.show_signatures(view.signatures)
        self.signatures.set_ready(all(is_signature(view, one) for one in view.missing))
        self.signing.show_papers(view.signatures)
        self.footer_changed.emit()
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._focus(view, wanted)
        elif decided:
            self.signatures.focus_signer(self.signatures.current)

    def _focus(self, view: SummaryView, ref: str) -> None:
        if self.presenter.visit.signed is not None:
            self.preview.take_focus()
        elif ref in self.signatures.boxes:
            self.signatures.focus_signer(ref)
        elif view.proposals:
            self.list.focus_proposal(ref) or self.list.focus_proposal(view.proposals[0].id)
        elif listed(view) and self.list.focus_first():
            return
        else:
            self.signatures.focus_signer(self.signatures.current)

    # wishes -------------------------------------------------------------------------------------------------------

    def _on_finding_opened(self, draft_id: str) -> None:
        view = self.summary
        if view is None:
            return
        draft = next((one for one in (*view.hazards, *view.proposals) if one.id == draft_id), None)
        if draft is not None and draft.target is not None:
            self.presenter.go(step_of(self.presenter.visit, draft.target), draft.target, draft.ref)
        elif draft is not None and not self.presenter.read_only:
            LibraryPicker(self, self.presenter, draft).open()

    def _add_hazard(self) -> None:
        """Add a hazard that no question asks for."""
        if not self.presenter.read_only and self.issued is None:
            LibraryPicker(self, self.presenter).open()

    def _on_proposal_accepted(self, draft_id: str, edit: HazardEdit | None) -> None:
        if edit is not None:
            self.presenter.edit_hazard(
                draft_id,
                description=edit.description,
                grade=edit.grade,
                measure=edit.measure,
                deadline=edit.deadline,
            )
        self.presenter.accept_hazard(draft_id)

    def _go_missing(self, missing: Missing) -> None:
        """Jump to what is missing: on this page a signer or a proposal, else the step it belongs to."""
        view = self.summary
        if view is not None and is_signature(view, missing):
            self.signatures.focus_signer(missing.ref)
            return
        draft = proposal_of(view, missing) if view is not None else None
        if draft is None or not self.list.focus_proposal(draft.id):
            self.presenter.go(missing.step, missing.target, missing.ref)

    def export(self) -> None:
        """Ctrl+P: save the notice as it is now."""
        number = self.issued.issued.notice_number if self.issued is not None else ""
        if not number and self.summary is not None:
            number = next((made.number for made in self.summary.will_make if made.kind in NOTICES), "")
        self.files.ask_where(self, number or self.presenter.visit.number)

    # sign-off -----------------------------------------------------------------------------------------------------

    def _finish_or_jump(self, view: SummaryView) -> None:
        self.show_summary(view)
        if view.missing:
            first = view.missing[0]
            self.presenter.messages.info(first.text)
            self._go_missing(first)
            return
        self._finishing = True
        self._stack.setCurrentWidget(self._busy)
        self.presenter.finish()

    def _on_issued(self, issued: Issued) -> None:
        self._finishing = False
        self.files.use_issued(issued.notice_number)
        visit = self.presenter.visit
        acceptance = visit.kind is VisitKind.ACCEPTANCE
        self.footer_keys = ("Alt ←", "Ctrl P")
        self.issued = IssuedPage(issued, visit.customer.name, acceptance=acceptance)
        self.issued.open_requested.connect(self.files.open)
        self.issued.save_requested.connect(self.export)
        self.issued.copy_requested.connect(self.files.copy_reply)
        self.issued.next.place_requested.connect(self.place_requested)
        self.issued.next.ledger_button.clicked.connect(lambda: self.ledger_requested.emit(issued.visit))
        workspace = self.presenter.workspace
        self.presenter.load(lambda: services.next_steps(workspace, issued.visit), self._on_next_steps)
        self._stack.addWidget(self.issued)
        self._stack.setCurrentWidget(self.issued)
        self.issued.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.footer_changed.emit()

    def _on_next_steps(self, steps: NextSteps) -> None:
        if self.issued is not None:
            self._following = steps.following
            self.issued.next.show_steps(steps)
            self.footer_changed.emit()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._reload.stop()  # `activate` loads anew

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.signatures.preview_button.setVisible(self._columns.narrow)


def _missing_words(view: SummaryView) -> str:
    """What stands in the way, part by part, each with the count that its place on the page shows."""
    signatures = sum(1 for one in view.missing if is_signature(view, one))
    things = len(listed(view))
    proposals = len(view.missing) - things - signatures
    parts = (
        (things, ngettext("{count} thing is missing", "{count} things are missing", things)),
        (proposals, ngettext("{count} to decide", "{count} to decide", proposals)),
        (signatures, ngettext("{count} signature is missing", "{count} signatures are missing", signatures)),
    )
    return " · ".join(words.format(count=count) for count, words in parts if count)
