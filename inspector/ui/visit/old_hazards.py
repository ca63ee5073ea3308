"""The first page of a visit: every unclosed hazard of the customer is judged eliminated, still there, or worse.

Keys 1/2/3 judge the current row and go to the next that waits; a hazard that became worse stays and takes its new
grade. The visit cannot be finished until each is judged.
"""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade
from inspector.domain.visit import OldHazardJudgement, Step
from inspector.i18n import N_, _, ngettext
from inspector.services.visits.views import Change, OldHazard, Target
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.card import Card
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.text import Text
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.following import FollowingScroller
from inspector.ui.visit.hazard_facts import HazardFacts
from inspector.ui.visit.old_rows import OldHazardDetails, OldHazardRow, graver
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.photos import PhotoPlace, add_photos, ask_for_photos, from_clipboard, from_files
from inspector.ui.visit.presenter import VisitPresenter

HINTS = (("↑|↓", N_("hazard")), ("1|2|3", N_("judge")), ("N", N_("note")), ("P", N_("photo")))


class OldHazardsPanel(StepPanel):
    """Step 0. Shows the list and, at the right, the facts of the current hazard."""

    step = Step.OLD_HAZARDS

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(presenter, parent)
        self.footer_hints = tuple((keys, _(words)) for keys, words in HINTS)
        self._rows: dict[str, OldHazardRow] = {}
        self._current = ""
        self._wanted = ""
        self._loaded = False
        self._count = Text("", "question", "text-2")
        self._card = Card(flush=True)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._scroller = FollowingScroller(self._content)
        self._skeleton = Skeleton(5)
        self.facts = HazardFacts(presenter)
        self._show_facts = IconButton("panel-right", _("Show the panel"), bordered=True)
        self.columns = Columns(None, self._middle(), self.facts, right_width=340)
        self._show_facts.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._show_facts.clicked.connect(self.columns.toggle_right)
        self.columns.right_toggled.connect(lambda visible: self._show_facts.setVisible(not visible))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(16, 10, 6, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text(_("Open hazards of this customer"), "block"))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._show_facts)
        head.setContentsMargins(0, 0, 10, 0)
        column.addLayout(head)
        self._column.setContentsMargins(0, 0, 10, 16)
        self._column.addWidget(self._card)
        self._column.addStretch(1)
        column.addWidget(self._skeleton, 1)
        column.addWidget(self._scroller, 1)
        self._scroller.hide()
        return middle

    # the page's contract --------------------------------------------------------------------------------------------

    @override
    def activate(self, target: Target | None, ref: str) -> None:
        self._wanted = ref
        if self._loaded:
            self.focus_row(ref)
        else:
            self.presenter.load_old_hazards(self.show_hazards)

    def show_hazards(self, hazards: tuple[OldHazard, ...]) -> None:
        """Show the list and focus the first that waits."""
        self._loaded = True
        self._skeleton.hide()
        self._scroller.show()
        for number, old in enumerate(hazards, start=1):
            row = OldHazardRow(old, number)
            row.set_edges(first=number == 1, last=number == len(hazards))
            row.answered.connect(self._on_answered)
            row.note_requested.connect(self.open_note)
            row.photo_requested.connect(self.add_photo)
            row.current_requested.connect(self.focus_row)
            row.files_dropped.connect(self._on_files_dropped)
            self._rows[old.hazard.id] = row
            self._card.body.addWidget(row)
        if not hazards:
            self._card.body.addWidget(EmptyState("badge-check", _("This customer has no open hazards")))
        self._update()
        self.focus_row(self._wanted)

    @override
    def apply(self, change: Change) -> None:
        for old in change.old_hazards:
            row = self._rows.get(old.hazard.id)
            if row is None or self.presenter.pending(None, old.hazard.id):
                continue
            row.set_old(old)
            if isinstance(row.details, OldHazardDetails):
                row.details.show_old(old)
                row.relayout()
        if change.old_hazards:
            self._update()

    @override
    def write_cancelled(self, target: Target | None, ref: str) -> None:
        if ref in self._rows:
            self._rows[ref].set_old(self._rows[ref].old)

    @override
    def missing_text(self) -> str:
        left = sum(1 for row in self._rows.values() if row.unanswered)
        return (
            ngettext("{count} hazard left to judge", "{count} hazards left to judge", left).format(count=left)
            if left
            else ""
        )

    def _update(self) -> None:
        judged = sum(1 for row in self._rows.values() if not row.unanswered)
        self._count.setText(f"{judged}/{len(self._rows)}")
        self.footer_changed.emit()

    # current row ----------------------------------------------------------------------------------------------------

    def focus_row(self, ref: str) -> None:
        """Make a row current and focus its judgement; "" takes the first that waits."""
        wanted = ref if ref in self._rows else self._next_waiting("") or next(iter(self._rows), "")
        if wanted:
            self._make_current(wanted)
            self._rows[wanted].focus_answer()

    def _next_waiting(self, after: str) -> str:
        refs = list(self._rows)
        start = refs.index(after) + 1 if after in refs else 0
        around = refs[start:] + refs[:start]
        return next((ref for ref in around if ref != after and self._rows[ref].unanswered), "")

    def _make_current(self, ref: str) -> None:
        if ref == self._current:
            return
        before = self._rows.get(self._current)
        if before is not None:
            before.set_current(current=False)
            before.set_details(None)
        self._current = ref
        row = self._rows[ref]
        row.set_current(current=True)
        details = OldHazardDetails(self.presenter, row.old)
        details.grade_chosen.connect(self._on_grade_chosen)
        details.note_committed.connect(lambda text: self._on_note_committed(ref, text))
        details.closed.connect(row.focus_answer)
        row.set_details(details)
        self.facts.show_old(row.old)
        self.presenter.remember(self.step, None, ref)
        self._scroller.follow(row)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        widget = new
        while widget is not None and widget is not self:
            if isinstance(widget, OldHazardRow) and self._rows.get(widget.row.ref) is widget:
                self._make_current(widget.row.ref)
                return
            widget = widget.parentWidget()

    # judging --------------------------------------------------------------------------------------------------------

    def _on_answered(self, ref: str, value: str) -> None:
        row = self._rows[ref]
        self._make_current(ref)
        judgement = OldHazardJudgement(value) if value else None
        worse = judgement is OldHazardJudgement.WORSE
        grade = graver(row.old.hazard.grade)[0] if worse else None
        self.presenter.judge_old(ref, judgement, grade=grade, note=row.old.note)
        following = self._next_waiting(ref)
        if judgement is not None and not worse and following:
            self.focus_row(following)

    def _on_grade_chosen(self, grade: Grade) -> None:
        old = self._rows[self._current].old
        self.presenter.judge_old(old.hazard.id, OldHazardJudgement.WORSE, grade=grade, note=old.note)

    def _on_note_committed(self, ref: str, text: str) -> None:
        """A note judges nothing: one that is written first is kept, and the hazard still waits."""
        old = self._rows[ref].old
        self.presenter.judge_old(ref, old.judgement, grade=old.new_grade, note=text)

    def open_note(self, ref: str = "") -> None:
        """Put the focus into the note of a row (N)."""
        wanted = ref or self._current
        if wanted in self._rows and not self.presenter.read_only:
            self._make_current(wanted)
            details = self._rows[wanted].details
            if isinstance(details, OldHazardDetails):
                details.note.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def add_photo(self, ref: str = "") -> None:
        """Ask for a photo of a row (P)."""
        wanted = ref or self._current
        if wanted in self._rows:
            self._make_current(wanted)
            ask_for_photos(self.presenter, PhotoPlace(old_hazard=wanted), self.window())

    def _on_files_dropped(self, ref: str, paths: list[str]) -> None:
        self.focus_row(ref)
        add_photos(self.presenter, PhotoPlace(old_hazard=ref), from_files(paths))

    # keys -----------------------------------------------------------------------------------------------------------

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Paste) and self._current:
            add_photos(self.presenter, PhotoPlace(old_hazard=self._current), from_clipboard())
        elif not (plain and self._on_plain_key(Qt.Key(event.key()), event.text())):
            super().keyPressEvent(event)

    def _on_plain_key(self, key: Qt.Key, typed: str) -> bool:
        refs = list(self._rows)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._current in refs:
            index = refs.index(self._current) + (1 if key == Qt.Key.Key_Down else -1)
            self.focus_row(refs[min(len(refs) - 1, max(0, index))])
            return True
        match typed.lower():
            case "n":
                self.open_note()
            case "p":
                self.add_photo()
            case _:
                row = self._rows.get(self._current)
                return row is not None and bool(typed) and row.answer.press_key(typed)
        return True
