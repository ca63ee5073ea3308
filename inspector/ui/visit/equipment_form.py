"""The middle of step 2: one piece of equipment with its visual checklist and its preventive-test record."""

from enum import StrEnum

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.verdict import Verdict
from inspector.i18n import _
from inspector.services.visits.views import Change, FormView, Target, TargetSummary
from inspector.ui.kit.button import IconButton
from inspector.ui.kit.chip import Chip, note_chip
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.meaning import Look
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.visit.checklist_view import CheckListView
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.read_only import only_shows, writes
from inspector.ui.visit.reading_rows import LineRow
from inspector.ui.visit.record_head import TestHead
from inspector.ui.visit.record_table import TestTable
from inspector.ui.visit.report_box import ReportBox

FAILED = Look("", "", "red")
EXCEEDED = Look("", "octagon-alert", "red", solid=True)
LEAST_TITLE = 150
"""Width that the name of the equipment keeps when the head gets narrow; the model gives way first."""
ATTENTION = Look("", "circle-alert", "amber")


class Part(StrEnum):
    """The two parts of an equipment form."""

    VISUAL = "visual"
    TESTS = "tests"


def show_count(chip: Chip, words: str, count: int, look: Look) -> None:
    """Show a count on a chip; zero hides it."""
    chip.set_look(words.format(count=count), look)
    chip.setVisible(count > 0)


class FormHead(QWidget):
    """Name, model, chips, and the switch between the parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel("", "block")
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.subtitle = ElidedLabel("", "body", "text-2")
        self.subtitle.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.failed = note_chip("", "red")
        self.exceeded = note_chip("", "red")
        self.attention = note_chip("", "amber")
        options = [Option(Part.VISUAL, _("Visual check")), Option(Part.TESTS, _("Test record"))]
        self.parts = Segmented(_("Part of the form"), options)
        self.correct = IconButton("pencil", _("Correct the nameplate"), key="F2", bordered=True)
        self.context = IconButton("panel-right", _("Show the panel"), bordered=True)
        only_shows(self.parts)
        writes(self.correct)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.subtitle)
        for chip in (self.failed, self.exceeded, self.attention):
            row.addWidget(chip)
        row.addStretch(1)
        row.addWidget(self.parts)
        row.addWidget(self.correct)
        row.addWidget(self.context)

    def take_report_button(self, button: QWidget) -> None:
        """Stand the button of attached reports beside the switch of the parts."""
        self._row.insertWidget(self._row.indexOf(self.correct), button)

    def show_form(self, form: FormView | TargetSummary, exceeded: int) -> None:
        """Show another form or fresh counts; `exceeded` of its failures are values over a limit."""
        self.title.setText(form.title)
        self.title.setMinimumWidth(min(LEAST_TITLE, round(text_width(form.title, "block")) + 2))
        self.subtitle.setText(form.subtitle)
        show_count(self.failed, _("Fail {count}"), form.failed - exceeded, FAILED)
        show_count(self.exceeded, _("Exceeded {count}"), exceeded, EXCEEDED)
        show_count(self.attention, _("Attention {count}"), form.attention, ATTENTION)


class EquipmentForm(Panel):
    """Call `show_form`, `open_ref`, `apply`. Writes go through the presenter."""

    part_changed = Signal(object)
    reload_wanted = Signal()
    """Lines came or went: the form has to be loaded again."""
    tests_finished = Signal()
    """Enter in the last cell of the test record."""

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__("surface", "", parent)
        self._presenter = presenter
        self._signed = presenter.visit.signed is not None
        self.form: FormView | None = None
        self.part = Part.VISUAL
        self.head = FormHead()
        self.checklist = CheckListView(presenter, headed=True)
        self.scroller = Scroller(_padded(self.checklist))
        self.test_head = TestHead()
        self.test_head.typing = presenter.typing
        self.table = TestTable()
        self.test_head.stand_between(self.head.parts, self.table)
        self.reports = ReportBox(presenter, self)
        self.head.take_report_button(self.reports.button)
        self._stack = QStackedWidget()
        self._build()
        self._connect()

    def _build(self) -> None:
        tests = QWidget()
        column = QVBoxLayout(tests)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.test_head)
        column.addWidget(Rule())
        column.addWidget(self.table, 1)
        nothing = EmptyState("clipboard-check", _("Nothing to check here"), _("Choose another piece of equipment."))
        for page in (self.scroller, tests, nothing):
            self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.head)
        outer.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.head.parts.value_chosen.connect(self._on_part_chosen)
        self.checklist.completed.connect(self._on_checklist_completed)
        self.checklist.left_downwards.connect(self._on_checklist_left)
        self.checklist.scroll_wanted.connect(self._on_scroll_wanted)
        self.test_head.value_entered.connect(self._on_head_entered)
        self.table.end_reached.connect(self.tests_finished)

    # showing ------------------------------------------------------------------------------------------------------

    def show_form(self, form: FormView) -> None:
        """Show a form; nothing is focused."""
        self.table.leave_editor()
        again = self.form is not None and form.target == self.form.target
        self.form = form
        self.head.parts.setVisible(bool(form.lines or form.head) and bool(form.sections))
        self.checklist.show_sections(form.target, form.sections)
        self.test_head.show_rows(form.target, form.head)
        self.table.show_form(form)
        self.head.show_form(form, self._exceeded())
        self.reports.show_form(form)
        self.reports.button.setVisible(self.part is Part.TESTS and bool(form.lines or form.head))
        if not again:
            self.scroller.verticalScrollBar().setValue(0)

    def open_ref(self, ref: str) -> None:
        """Open the part a ref lies in and focus it; without one, the first thing that is not done."""
        form = self.form
        if form is None:
            return
        part = self._part_of(ref)
        self.show_part(part)
        if part is Part.VISUAL:
            self.checklist.focus_row(ref)
        elif not self.test_head.focus_row(ref):
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.table.focus_line(form.target, ref):
                self.table.focus_first_open()

    def _part_of(self, ref: str) -> Part:
        form = self.form
        if form is None or not form.sections:
            return Part.TESTS
        if not (form.lines or form.head):
            return Part.VISUAL
        if any(ref in (section.ref, *(row.ref for row in section.rows)) for section in form.sections):
            return Part.VISUAL
        if ref and (
            any(row.ref == ref for row in form.head) or self.table.reading_model.find(form.target, ref)[0] >= 0
        ):
            return Part.TESTS
        if self._signed and not _tested(form):
            return Part.VISUAL
        return Part.VISUAL if any(section.done < section.total for section in form.sections) else Part.TESTS

    def show_part(self, part: Part) -> None:
        """Switch between checklist and test record; the focus is the caller's business."""
        self.part = part
        self.head.parts.set_value(part)
        form = self.form
        empty = form is None or not (form.sections or form.lines or form.head)
        self._stack.setCurrentIndex(2 if empty else 0 if part is Part.VISUAL else 1)
        self.reports.button.setVisible(part is Part.TESTS and form is not None and bool(form.lines or form.head))
        self.part_changed.emit(part)

    def turn(self, part: Part) -> None:
        """Go to a part and focus what is open there."""
        form = self.form
        if form is None or not form.sections or not (form.lines or form.head):
            return
        self.table.leave_editor()
        self.show_part(part)
        if part is Part.VISUAL:
            self.checklist.focus_row("")
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_part_chosen(self, value: str) -> None:
        self.turn(Part(value))

    def _on_checklist_completed(self) -> None:
        self.turn(Part.TESTS)

    def _on_checklist_left(self) -> None:
        self.turn(Part.TESTS)

    def _on_head_entered(self, ref: str, text: str) -> None:
        if self.form is not None:
            self._presenter.answer(self.form.target, ref, text)

    def _on_scroll_wanted(self, widget: QWidget) -> None:
        QTimer.singleShot(0, widget, lambda: self._scroll_to(widget))

    def _scroll_to(self, widget: QWidget) -> None:
        content = self.scroller.widget()
        if content is None:
            return
        top = widget.mapTo(content, widget.rect().topLeft())
        self.scroller.ensure_visible(QRect(top, widget.size()), 12)

    # changes ------------------------------------------------------------------------------------------------------

    def apply(self, change: Change) -> None:
        """Repaint what a change touched."""
        if self.form is None:
            return
        target = self.form.target
        self.checklist.apply(change)
        for row_target, row in change.rows:
            if row_target == target:
                self.test_head.show_row(row)
        known = [
            self.table.reading_model.replace_line(target, line, keep=self._pending(target, [c.ref for c in line.cells]))
            for line_target, line in change.lines
            if line_target == target
        ]
        for summary in change.targets:
            if summary.target == target:
                self.head.show_form(summary, self._exceeded())
        if not all(known):
            self.reload_wanted.emit()

    def _exceeded(self) -> int:
        lines = [entry.line for entry in self.table.reading_model.rows if isinstance(entry, LineRow)]
        return sum(1 for line in lines if line.judgement and line.judgement.verdict is Verdict.FAIL)

    def _pending(self, target: Target, refs: list[str]) -> list[str]:
        return [ref for ref in refs if self._presenter.pending(target, ref)]


def _padded(content: QWidget) -> QWidget:
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(16, 4, 16, 16)
    layout.addWidget(content)
    return holder


def _tested(form: FormView) -> bool:
    """Whether anybody entered anything into the test record."""
    typed = (cell.value for line in form.lines if not line.computed for cell in line.cells)
    return any(row.value for row in form.head) or any(typed)
