"""Step 1, the infrastructure checklist: outline at the left, one section in the middle, context at the right."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step
from inspector.i18n import N_, _, ngettext
from inspector.problems import Problem
from inspector.services.views import Change, FormView, ItemState, OldHazard, Row, Section, Target
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.empty import Skeleton
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.rows import Outline, OutlineItem, Scroller
from inspector.ui.kit.text import ElidedLabel, Text
from inspector.ui.visit.checklist_view import CheckListView
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.context import ContextPanel
from inspector.ui.visit.panel import StepPanel
from inspector.ui.visit.presenter import VisitPresenter

__all__ = ["CheckListView", "ChecklistPanel"]

HINTS = (("↑|↓", N_("question")), ("1|2|3", N_("judge")), ("N", N_("note")), ("P", N_("photo")))


class SectionHead(QWidget):
    """Title, count and failures of the open section, and the filter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ElidedLabel("", "block")
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._count = Text("", "question", "text-2")
        self._failed = note_chip("", "red")
        self.only_unanswered = Button(_("Unanswered only"), Kind.TEXT, icon="list-filter")
        self.context = IconButton("panel-right", _("Show the panel"), bordered=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        row.addWidget(self._title)
        row.addWidget(self._count)
        row.addWidget(self._failed)
        row.addStretch(1)
        row.addWidget(self.only_unanswered)
        row.addWidget(self.context)

    def show_section(self, section: Section) -> None:
        """Show another section or fresh counts."""
        self._title.setText(f"{section.number} {section.title}".strip())
        self._count.setText(f"{section.done}/{section.total}")
        label = _("Fail {count}").format(count=section.failed)
        self._failed.set_look(label, Look(label, "", "red"))
        self._failed.setVisible(section.failed > 0)


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
        self.outline = Outline(_("Sections"))
        self._outline_scroller = Scroller(self.outline)
        self._progress = ProgressLine(_("This step"))
        self.head = SectionHead()
        self.checklist = CheckListView(presenter)
        self._content = _padded(self.checklist)
        self.scroller = Scroller(self._content)
        self._skeleton = Skeleton(6)
        self.context_panel = ContextPanel(presenter)
        self.columns = Columns(self._left(), self._middle(), self.context_panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._connect()

    def _left(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(8, 8, 8, 12)
        column.setSpacing(8)
        column.addWidget(self._outline_scroller, 1)
        column.addWidget(Rule())
        foot = QVBoxLayout()
        foot.setContentsMargins(8, 4, 8, 4)
        foot.addWidget(self._progress)
        column.addLayout(foot)
        return left

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
        self.checklist.left_upwards.connect(lambda: self._go_section(-1, last=True))
        self.checklist.left_downwards.connect(lambda: self._go_section(1))
        self.checklist.scroll_wanted.connect(self._on_scroll_wanted)
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
        section = self._section_of(ref) or self._first_open_section()
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

    @property
    def _sections(self) -> tuple[Section, ...]:
        return self._form.sections if self._form else ()

    def _section_of(self, ref: str) -> Section | None:
        return next((s for s in self._sections if s.ref == ref or any(row.ref == ref for row in s.rows)), None)

    def _first_open_section(self) -> Section | None:
        waiting = (section for section in self._sections if section.done < section.total)
        return next(waiting, self._sections[0] if self._sections else None)

    def _show_section(self, ref: str) -> None:
        section = self._section_of(ref)
        if section is None or self._form is None:
            return
        if section.ref != self._section:
            self._section = section.ref
            self.checklist.show_sections(self._form.target, (section,))
            self.checklist.set_only_unanswered(on=self._only_unanswered)
            self.scroller.verticalScrollBar().setValue(0)
        self._update_counts()

    def _go_section(self, by: int, *, last: bool = False) -> None:
        refs = [section.ref for section in self._sections]
        index = refs.index(self._section) + by if self._section in refs else 0
        if 0 <= index < len(refs):
            self._show_section(refs[index])
            rows = [row for row in self._sections[index].rows if row.relevant]
            self.checklist.focus_row(rows[-1].ref if last and rows else "")

    def _on_section_completed(self) -> None:
        """The next section that has something to answer, after this one and going round."""
        refs = [section.ref for section in self._sections]
        here = refs.index(self._section) if self._section in refs else -1
        around = self._sections[here + 1 :] + self._sections[: max(here, 0)]
        following = next((section for section in around if section.done < section.total), None)
        if following is not None:
            self._show_section(following.ref)
            self.checklist.focus_row("")

    def _on_item_chosen(self, key: str) -> None:
        self._show_section(key)
        section = self._section_of(key)
        self.checklist.focus_row("" if section is not None and section.ref == key else key)

    def _on_filter_clicked(self) -> None:
        self._only_unanswered = not self._only_unanswered
        self.head.only_unanswered.set_kind(Kind.TINTED if self._only_unanswered else Kind.TEXT)
        self.checklist.set_only_unanswered(on=self._only_unanswered)

    def _on_row_focused(self, row: Row) -> None:
        section = self._section_of(row.ref)
        if self._form is None or section is None:
            return
        self.context_panel.show_row(self._form.target, row, section.title)
        self.presenter.remember(self.step, self._form.target, row.ref)
        self._update_outline()

    def _on_scroll_wanted(self, widget: QWidget) -> None:
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))

    def _scroll_to(self, widget: QWidget) -> None:
        top = widget.mapTo(self._content, widget.rect().topLeft())
        self.scroller.ensure_visible(QRect(top, widget.size()), 12)

    # counts ---------------------------------------------------------------------------------------------------------

    def _update_counts(self) -> None:
        if self._form is None:
            return
        section = self._section_of(self._section)
        if section is not None:
            self.head.show_section(section)
        self._progress.set_progress(self._form.done, self._form.total)
        self._update_outline()
        self.footer_changed.emit()

    def _update_outline(self) -> None:
        items: list[OutlineItem] = []
        for section in self._sections:
            items.append(_section_item(section))
            if section.ref == self._section:
                items += [_row_item(row) for row in section.rows if row.relevant]
        current = self.checklist.current
        self.outline.set_items(items, self._section, current.ref if current else "")
        if current is not None:
            self._outline_scroller.ensure_visible(self.outline.row_rect(current.ref), 40)


def _padded(content: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(0, 0, 10, 16)
    layout.addWidget(content)
    holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return holder


def _section_item(section: Section) -> OutlineItem:
    return OutlineItem(
        section.ref,
        section.title,
        number=section.number,
        count=f"{section.done}/{section.total}",
        show_state=False,
        failed=section.failed,
        ticked=section.done >= section.total and not section.failed,
    )


def _row_item(row: Row) -> OutlineItem:
    return OutlineItem(row.ref, row.title or row.label, number=row.number, level=1, state=row_state(row))


def row_state(row: Row) -> ItemState:
    """The state dot of a question."""
    if row.error or row.value == Verdict.FAIL or (row.judgement and row.judgement.verdict is Verdict.FAIL):
        return ItemState.FAIL
    if row.judgement and row.judgement.verdict is Verdict.ATTENTION:
        return ItemState.ATTENTION
    return ItemState.DONE if row.value else ItemState.TODO


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
