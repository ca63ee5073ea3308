"""Step 1, the infrastructure checklist: outline at the left, one section in the middle, context at the right."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import Step
from inspector.i18n import N_, _, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import Change, FormView, OldHazard, Row, Section, Target
from inspector.ui.kit.button import Kind
from inspector.ui.kit.empty import Skeleton
from inspector.ui.visit.checklist_parts import SectionHead, SectionOutline
from inspector.ui.visit.checklist_view import CheckListView
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.context import ContextPanel
from inspector.ui.visit.following import MARGIN, FollowingScroller
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.presenter import VisitPresenter

__all__ = ["CheckListView", "ChecklistPanel"]

PAUSE_MS = 250
"""How long the focus must rest before the next section is built."""
HINTS = (
    ("↑|↓", N_("question")),
    ("1|2|3", N_("judge")),
    ("N", N_("note")),
    ("P", N_("photo")),
    ("Shift A", N_("pass the rest")),
)


class ChecklistPanel(StepPanel):
    """Step 1. Shows one section at a time; Alt+Left and Alt+Right change it."""

    step = Step.INFRASTRUCTURE

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(presenter, parent)
        self.footer_hints = tuple((keys, _(words)) for keys, words in HINTS)
        self._form: FormView | None = None
        self._section = ""
        self._wanted = ""
        self._only_unanswered = False
        self.outline = SectionOutline()
        self.head = SectionHead()
        self.checklist = CheckListView(presenter)
        self.scroller = FollowingScroller(_padded(self.checklist))
        self._skeleton = Skeleton(6)
        self.context_panel = ContextPanel(presenter)
        self.columns = Columns(self.outline, self._middle(), self.context_panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._connect()

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(16, 0, 6, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 10, 0)
        head.addWidget(self.head)
        column.addLayout(head)
        column.addWidget(self._skeleton, 1)
        column.addWidget(self.scroller, 1)
        self.scroller.hide()
        return middle

    def _connect(self) -> None:
        self.outline.item_chosen.connect(self._on_item_chosen)
        self.checklist.row_focused.connect(self._on_row_focused)
        self.checklist.completed.connect(self._on_section_completed)
        self._pause.timeout.connect(self._on_pause)
        self.checklist.left_upwards.connect(lambda: self._go_section(-1, last=True))
        self.checklist.left_downwards.connect(lambda: self._go_section(1))
        self.checklist.scroll_wanted.connect(self.scroller.follow)
        self.head.rest.clicked.connect(lambda: self.checklist.pass_rest(self._section))
        self.head.only_unanswered.setVisible(self.presenter.visit.signed is None)
        self.head.only_unanswered.clicked.connect(self._on_filter_clicked)
        self.head.context.clicked.connect(self.columns.toggle_right)
        self.context_panel.toggle_requested.connect(self.columns.toggle_right)
        self.columns.right_toggled.connect(lambda visible: self.head.context.setVisible(not visible))

    # the page's contract --------------------------------------------------------------------------------------------

    @override
    def activate(self, target: Target | None, ref: str) -> None:
        """Show the section of `ref` and focus it."""
        self._wanted = ref
        self.head.context.setVisible(not self.columns.right_visible)
        if self._form is None:
            self.presenter.load_form(target or self.presenter.visit.infrastructure, self._on_form_loaded)
            self.presenter.load_old_hazards(self._on_old_hazards_loaded)
        else:
            self._open(ref)

    def _on_form_loaded(self, form: FormView) -> None:
        self.show_form(form)
        self._open(self._wanted)

    def _on_old_hazards_loaded(self, hazards: tuple[OldHazard, ...]) -> None:
        self.context_panel.set_hazards(hazards)
        if self.checklist.current is not None:
            self._on_row_focused(self.checklist.current)

    def show_form(self, form: FormView) -> None:
        """Show a form; nothing is focused yet."""
        self._form = form
        self._skeleton.hide()
        self.scroller.show()
        self._section = ""
        self._update_counts()

    def _open(self, ref: str) -> None:
        section = section_of(self._form, ref) or first_open_section(self._form)
        if section is not None:
            self._show_section(section.ref)
            self.checklist.focus_row(ref)

    @override
    def apply(self, change: Change) -> None:
        """Repaint touched rows, counts and outline."""
        if self._form is None:
            return
        fresh = {section.ref: section for target, section in change.sections if target == self._form.target}
        rows = {row.ref: row for target, row in change.rows if target == self._form.target}
        if not fresh and not rows:
            return
        self._form = merged(self._form, fresh, rows)
        self.checklist.apply(change)
        self._update_counts()

    @override
    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        """Mark the field."""
        self.checklist.write_failed(ref, problem)

    @override
    def write_cancelled(self, target: Target | None, ref: str) -> None:
        """Show the stored answers again."""
        self.checklist.restore()

    @override
    def previous_label(self) -> str:
        """Words for Alt+Left."""
        return _("Previous section")

    @override
    def next_label(self) -> str:
        """Words for Alt+Right."""
        return _("Next section")

    @override
    def go_previous(self) -> None:
        """The section before."""
        self._go_section(-1)

    @override
    def go_next(self) -> None:
        """The section after."""
        self._go_section(1)

    @override
    def missing_text(self) -> str:
        """How many questions wait."""
        if self._form is None:
            return ""
        left = self._form.total - self._form.done
        return ngettext("{count} question left", "{count} questions left", left).format(count=left) if left else ""

    # sections -------------------------------------------------------------------------------------------------------

    def _show_section(self, ref: str) -> None:
        section = section_of(self._form, ref)
        if section is None or self._form is None:
            return
        if section.ref != self._section:
            self._section = section.ref
            self.checklist.show_sections(self._form.target, (section,))
            self.checklist.set_only_unanswered(on=self._only_unanswered)
            self.scroller.verticalScrollBar().setValue(0)
        self._update_counts()

    def _go_section(self, by: int, *, last: bool = False) -> None:
        refs = [section.ref for section in sections_of(self._form)]
        index = refs.index(self._section) + by if self._section in refs else 0
        if 0 <= index < len(refs):
            self._show_section(refs[index])
            rows = [row for row in sections_of(self._form)[index].rows if row.relevant]
            self.checklist.focus_row(rows[-1].ref if last and rows else "")

    def _on_pause(self) -> None:
        """The person is reading: build the section that comes next."""
        following = following_section(self._form, self._section)
        if self._form is not None and following is not None:
            self.checklist.prepare(self._form.target, following)

    def _on_section_completed(self) -> None:
        following = following_section(self._form, self._section)
        if following is not None:
            self._show_section(following.ref)
            self.checklist.focus_row("")

    def _on_item_chosen(self, key: str) -> None:
        self._show_section(key)
        section = section_of(self._form, key)
        self.checklist.focus_row("" if section is not None and section.ref == key else key)

    def _on_filter_clicked(self) -> None:
        self._only_unanswered = not self._only_unanswered
        self.head.only_unanswered.set_kind(Kind.TINTED if self._only_unanswered else Kind.TEXT)
        self.checklist.set_only_unanswered(on=self._only_unanswered)

    def _on_row_focused(self, row: Row) -> None:
        section = section_of(self._form, row.ref)
        if self._form is None or section is None:
            return
        self.context_panel.show_row(self._form.target, row, section.title)
        self._pause.start()
        self.presenter.remember(self.step, self._form.target, row.ref)
        self._update_outline()

    # counts ---------------------------------------------------------------------------------------------------------

    def _update_counts(self) -> None:
        if self._form is None:
            return
        section = section_of(self._form, self._section)
        if section is not None:
            self.head.show_section(section)
        self._update_outline()
        self.footer_changed.emit()

    def _update_outline(self) -> None:
        current = self.checklist.current
        if self._form is not None:
            self.outline.show_form(self._form, self._section, current.ref if current else "")


def _padded(content: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 10, MARGIN)
    layout.addWidget(content)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return holder


def merged(form: FormView, fresh: Mapping[str, Section], rows: Mapping[str, Row]) -> FormView:
    """A form with fresh sections and rows, its counts added up anew from its sections."""
    sections = tuple(
        fresh.get(section.ref) or replace(section, rows=tuple(rows.get(row.ref, row) for row in section.rows))
        for section in form.sections
    )
    return replace(
        form,
        sections=sections,
        done=sum(section.done for section in sections),
        total=sum(section.total for section in sections),
        failed=sum(section.failed for section in sections),
    )


def sections_of(form: FormView | None) -> tuple[Section, ...]:
    """The sections of a form, none while it is loading."""
    return form.sections if form else ()


def section_of(form: FormView | None, ref: str) -> Section | None:
    """The section with this ref, or the one that holds the question with this ref."""
    return next((s for s in sections_of(form) if s.ref == ref or any(row.ref == ref for row in s.rows)), None)


def following_section(form: FormView | None, ref: str) -> Section | None:
    """The next section that has something to answer, after the one with this ref and going round."""
    sections = sections_of(form)
    refs = [section.ref for section in sections]
    here = refs.index(ref) if ref in refs else -1
    around = sections[here + 1 :] + sections[: max(here, 0)]
    return next((section for section in around if section.done < section.total), None)


def first_open_section(form: FormView | None) -> Section | None:
    """The first section that waits for an answer, else the first one."""
    sections = sections_of(form)
    waiting = (section for section in sections if section.done < section.total)
    return next(waiting, sections[0] if sections else None)
