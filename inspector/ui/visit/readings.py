"""Step 3, indications: groups at the left, one keyboard grid, what is behind the focused line below it.

From 1600 px window width the panel of the focused line stands at the right; below that a strip shows the essence.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import Step
from inspector.i18n import N_, _, describe, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import Change, FormView, Row, Target
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.equipment_list import TargetList
from inspector.ui.visit.header import step_name
from inspector.ui.visit.inference_strip import InferenceStrip
from inspector.ui.visit.line_actions import LineActions
from inspector.ui.visit.line_context import LineContext
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.reading_fill import ReadingFill
from inspector.ui.visit.reading_grid import ReadingGrid, group_of
from inspector.ui.visit.reading_parts import EvidenceStrip, GridHead
from inspector.ui.visit.reading_rows import LineRow, is_abnormal
from inspector.ui.visit.reading_view import WIDE_WINDOW
from inspector.ui.visit.record_head import TestHead
from inspector.ui.visit.target_panel import TargetPanel

LEFT_WIDTH = 196
RIGHT_WIDTH = 340
HINTS = (
    ("Enter|Tab", N_("next cell")),
    ("/", N_("to phase B, C")),
    ("N", N_("note")),
    ("P", N_("photo")),
    ("X", N_("not measured")),
    ("Ctrl V", N_("paste a column")),
    ("F4", N_("override")),
)


class ReadingsPanel(TargetPanel):
    """Step 3. Alt+Up and Alt+Down change the group."""

    step = Step.INDICATIONS

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(presenter, parent)
        self.footer_hints = tuple((keys, _(words)) for keys, words in HINTS)
        self._loaded = False
        self._shown: list[Target] = []
        self._wanted: tuple[Target | None, str] = (None, "")
        self._heads: dict[Target, dict[str, Row]] = {}
        """Selectors of the forms that have some, by ref."""
        self.list = TargetList(_("Points"), grouped=False, addable=False)
        self.head = GridHead(step_name(Step.INDICATIONS, presenter.visit.kind))
        self.site_head = TestHead(inline=True)
        self.site_head.typing = presenter.typing
        self.grid = ReadingGrid()
        self.site_head.stand_between(self.head.abnormal, self.grid)
        self.strip = EvidenceStrip(presenter)
        self.inferences = InferenceStrip(presenter, self)
        self.context = LineContext(presenter)
        self.line_actions = LineActions(self.grid, self.context, presenter)
        self.fill = ReadingFill(self.grid, presenter, self)
        self._empty = EmptyState("clipboard-check", _("No readings to take"), _("No form asks for readings here."))
        self._empty.hide()
        self._calm = EmptyState("circle-check", _("Nothing abnormal"), _("No reading so far exceeds a limit."))
        self._calm.hide()
        self.columns = Columns(
            self.list,
            self._middle(),
            self.context,
            left_width=LEFT_WIDTH,
            right_width=RIGHT_WIDTH,
            right_from=WIDE_WINDOW,
        )
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.columns)
        self._connect()

    def _middle(self) -> QWidget:
        middle = Panel("surface")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.site_head)
        self.site_head.hide()
        column.addWidget(Rule())
        column.addWidget(self.grid, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._calm, 1)
        column.addWidget(self.strip)
        column.addWidget(self.inferences)
        return middle

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_group_chosen)
        self.head.abnormal.clicked.connect(self._on_filter_clicked)
        self.head.fold.clicked.connect(self._on_fold_clicked)
        self.head.last_values.clicked.connect(self._on_last_values_clicked)
        self.fill.hints_toggled.connect(lambda on: self.head.set_hinted(on=on))
        self.site_head.value_entered.connect(self._on_head_entered)
        self.grid.line_focused.connect(self._on_line_focused)
        self.grid.reading_model.dataChanged.connect(self._follow)
        self.grid.end_reached.connect(self.grid.focus_first_open)
        self.context.toggle_requested.connect(self.columns.toggle_right)
        self.strip.proposal.decided.connect(self.grid.setFocus)
        self.inferences.left.connect(self.grid.setFocus)
        bind_key("F6", self, self.inferences.toggle_focus)
        self.columns.right_toggled.connect(self._show_strip)

    # the page's contract ------------------------------------------------------------------------------------------

    @override
    def activate(self, target: Target | None, ref: str) -> None:
        """Focus the wanted line, else where the focus was, else the first empty cell."""
        self._wanted = (target, ref)
        if self._loaded and self._shown == self.targets():
            self._open()
        else:
            self.presenter.load_indications(self._on_forms_loaded)

    def _on_forms_loaded(self, forms: tuple[FormView, ...]) -> None:
        self.show_forms(forms)
        self._open()

    def show_forms(self, forms: Sequence[FormView]) -> None:
        """Show all forms of the step; nothing is focused."""
        self._loaded, self._shown = True, [form.target for form in forms]
        self.grid.show_forms(forms)
        self._heads = {form.target: {row.ref: row for row in form.head} for form in forms if form.head}
        self._show_site_head()
        self.grid.setVisible(any(form.lines for form in forms))
        self._empty.setVisible(not any(form.lines for form in forms))
        self._show_counts()

    def _open(self) -> None:
        target, ref = self._wanted
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is not None and ref and self.grid.focus_line(target, ref):
            return
        if target is not None:
            self.grid.show_group(target)
        elif self.grid.current() is None:
            self.grid.focus_first_open()
        self._follow()

    @override
    def apply(self, change: Change) -> None:
        """Repaint touched lines and counts."""
        if not self._loaded:
            return
        model = self.grid.reading_model
        mine = {summary.target for summary in self.presenter.visit.indications}
        known = [
            model.replace_line(target, line, keep=self.pending_refs(target, line))
            for target, line in change.lines
            if target in mine
        ]
        for summary in change.targets:
            if summary.target in mine:
                model.replace_group(group_of(summary))
        for target, row in change.rows:
            if row.ref in self._heads.get(target, {}):
                self._heads[target][row.ref] = row
                self._show_site_head()
        if not all(known):
            self.presenter.load_indications(self._on_forms_reloaded)
        if change.targets:
            self._show_counts()

    def _on_forms_reloaded(self, forms: tuple[FormView, ...]) -> None:
        entry = self.grid.current()
        self.show_forms(forms)
        if entry is None or not self.grid.focus_line(entry.target, entry.line.ref):
            self.grid.focus_first_open()

    @override
    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        """What was typed stays in its cell beside the error."""
        if target is not None:
            self.grid.reading_model.refuse(target, ref, describe(problem))

    @override
    def write_cancelled(self, target: Target | None, ref: str) -> None:
        """Show the stored value again."""
        if target is not None:
            self.grid.reading_model.forget(target, ref)

    @override
    def previous_label(self) -> str:
        """Words for Alt+Up."""
        return _("Previous group")

    @override
    def next_label(self) -> str:
        """Words for Alt+Down."""
        return _("Next group")

    @override
    def targets(self) -> list[Target]:
        """All groups in grid order."""
        return [summary.target for summary in self.presenter.visit.indications]

    @override
    def current_target(self) -> Target | None:
        """The group of the focused line."""
        entry = self.grid.current()
        return entry.target if entry is not None else None

    @override
    def go_target(self, target: Target) -> None:
        """Show a group from its head and focus its first empty cell."""
        self.grid.leave_editor()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self.grid.show_group(target)

    @override
    def missing_text(self) -> str:
        """How many readings wait."""
        left = sum(summary.total - summary.done for summary in self.presenter.visit.indications)
        return ngettext("{count} reading left", "{count} readings left", left).format(count=left) if left > 0 else ""

    def _on_group_chosen(self, target: Target) -> None:
        """Go to a group; to what is abnormal in it while nothing is read there, since that is what its mark tells."""
        self.go_target(target)
        lines = [entry.line for entry in self.grid.reading_model.of_group(target)]
        typed = any(cell.value for line in lines if not line.computed for cell in line.cells)
        found = next((line for line in lines if is_abnormal(line)), None)
        if found is not None and not typed:
            self.grid.focus_line(target, found.ref)

    # groups, filter, focus ----------------------------------------------------------------------------------------

    def _on_filter_clicked(self) -> None:
        self.head.set_filtered(on=not self.head.filtered)
        self.grid.set_abnormal_only(on=self.head.filtered)
        nothing = not self.grid.reading_model.rows
        self._calm.setVisible(nothing)
        self.grid.setVisible(not nothing)
        (self.head.abnormal if nothing else self.grid).setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def _on_fold_clicked(self) -> None:
        self.grid.fold_finished()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_last_values_clicked(self) -> None:
        self.fill.toggle_hints()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_head_entered(self, ref: str, text: str) -> None:
        if self.site_head.target is not None:
            self.presenter.answer(self.site_head.target, ref, text)

    def _on_line_focused(self, entry: LineRow | None) -> None:
        if entry is not None:
            self.presenter.remember(self.step, entry.target, entry.line.ref)
        self._show_site_head()
        self._show_list()
        self._follow()

    def _follow(self) -> None:
        entry = self.grid.current()
        error = self.grid.reading_model.error_of(entry) if entry is not None else ""
        self.strip.show_line(entry, error=error)
        if not self.strip.isVisibleTo(self):
            self.context.follow(entry)

    def _show_list(self) -> None:
        entry = self.grid.current()
        self.list.show_targets(self.presenter.visit.indications, entry.target if entry is not None else None)

    def _show_site_head(self) -> None:
        """The selectors of a form stand over the grid while its group is read; the others need the room."""
        entry = self.grid.current()
        target = entry.target if entry is not None else next(iter(self._heads), None)
        rows = self._heads.get(target) if target is not None else None
        if target is not None and rows is not None:
            self.site_head.show_rows(target, tuple(rows.values()))
        self.site_head.setVisible(rows is not None and self.site_head.filled)

    def _show_ambient(self) -> None:
        """Temperature and humidity of the room stand in the head while another group is read."""
        values = {
            cell.ref.rsplit("/", 1)[-1]: cell.value
            for line in self.grid.reading_model.lines
            for cell in line.cells
            if not cell.error
        }
        self.head.show_ambient(values.get("room_temperature", ""), values.get("room_humidity", ""))

    def _show_counts(self) -> None:
        self._show_ambient()
        groups = self.presenter.visit.indications
        self.head.show_counts(
            sum(group.done for group in groups),
            sum(group.total for group in groups),
            sum(group.failed for group in groups),
            sum(group.attention for group in groups),
        )
        self._show_list()
        self.footer_changed.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_strip()

    def _show_strip(self) -> None:
        """The strip stands in for the panel of the focused line."""
        self.strip.setVisible(not self.columns.right_visible)
        self._follow()
