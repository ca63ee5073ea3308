"""Step 2, high-voltage equipment: the list, one form with checklist and test record, and what is behind the focus."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.visit import Step
from inspector.i18n import N_, _, describe, ngettext
from inspector.problems import Problem
from inspector.services.visits.views import Change, FormView, ItemState, Row, Target
from inspector.ui.kit.shortcuts import bind_key
from inspector.ui.visit.add_equipment import EquipmentEditor
from inspector.ui.visit.columns import Columns
from inspector.ui.visit.equipment_context import EquipmentContext
from inspector.ui.visit.equipment_form import EquipmentForm, Part
from inspector.ui.visit.equipment_list import TargetList
from inspector.ui.visit.line_actions import LineActions
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.reading_fill import ReadingFill
from inspector.ui.visit.reading_rows import LineRow
from inspector.ui.visit.target_panel import TargetPanel

LEFT_WIDTH = 212
RIGHT_WIDTH = 312
CHECK_HINTS = (
    ("↑|↓", N_("question")),
    ("1|2|3", N_("judge")),
    ("Alt ←|Alt →", N_("part")),
    ("N", N_("note")),
    ("P", N_("photo")),
    ("Shift A", N_("pass the rest")),
)
"""Keys of the visual checklist."""
HINTS = (
    ("Enter", N_("next")),
    ("Alt ←|Alt →", N_("part")),
    ("N", N_("note")),
    ("X", N_("not measured")),
    ("Ctrl D", N_("last values")),
    ("Ctrl V", N_("paste a column")),
    ("F4", N_("override")),
)


class EquipmentPanel(TargetPanel):
    """Step 2. Alt+Up and Alt+Down change the equipment, Alt+Left and Alt+Right the part of the form."""

    step = Step.EQUIPMENT

    def __init__(self, presenter: VisitPresenter, parent: QWidget | None = None) -> None:
        super().__init__(presenter, parent)
        self.footer_hints = tuple((keys, _(words)) for keys, words in HINTS)
        self._target: Target | None = None
        self._ref = ""
        self.list = TargetList(_("Equipment"), grouped=True, addable=True)
        self.form = EquipmentForm(presenter)
        self._right = EquipmentContext(presenter)
        self.context = self._right.line
        self.line_actions = LineActions(self.form.table, self.context, presenter)
        self.fill = ReadingFill(self.form.table, presenter, self)
        self.editor = EquipmentEditor(presenter, self)
        self.columns = Columns(self.list, self.form, self._right, left_width=LEFT_WIDTH, right_width=RIGHT_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self.go_target)
        self.list.add_requested.connect(self.editor.ask)
        self.editor.added.connect(self.go_target)
        self.editor.corrected.connect(self._reload)
        self.form.head.correct.clicked.connect(self._on_correct)
        bind_key("Alt+G", self, self._right.turn, within=True)
        bind_key("F2", self, self._on_correct, within=True)
        self.form.part_changed.connect(self._right.show_part)
        self.form.part_changed.connect(self._show_hints)
        self.form.reload_wanted.connect(self._reload)
        self.form.table.line_focused.connect(self._on_line_focused)
        self.form.table.reading_model.dataChanged.connect(self._on_line_changed)
        self.form.checklist.row_focused.connect(self._on_row_focused)
        self.form.head.context.clicked.connect(self.columns.toggle_right)
        self._right.toggle_requested.connect(self.columns.toggle_right)
        self.columns.right_toggled.connect(lambda visible: self.form.head.context.setVisible(not visible))

    def _show_hints(self, part: Part) -> None:
        """The footer names the keys of the part that shows."""
        tests = part is Part.TESTS
        self.footer_hints = tuple((keys, _(words)) for keys, words in (HINTS if tests else CHECK_HINTS))
        if tests:
            self.fill.tell_key()
        self.footer_changed.emit()

    # the page's contract ------------------------------------------------------------------------------------------

    @override
    def activate(self, target: Target | None, ref: str) -> None:
        """Show the wanted piece, else the one last shown, else the first that is not done."""
        self.form.head.context.setVisible(not self.columns.right_visible)
        if self.form.form is None:
            self.presenter.load_old_hazards(self._right.row.set_hazards)
        wanted = target or self._target or self._first_open()
        if wanted is not None:
            self.open_target(wanted, ref or (self._ref if wanted == self._target else ""))
        self._show_list()

    def _first_open(self) -> Target | None:
        pieces = self.presenter.visit.equipment
        waiting = (piece for piece in pieces if piece.state in (ItemState.TODO, ItemState.PROGRESS))
        first = next(waiting, pieces[0] if pieces else None)
        return first.target if first is not None else None

    def open_target(self, target: Target, ref: str) -> None:
        """Show a piece of equipment at a row."""
        self.form.table.leave_editor()
        self._target, self._ref = target, ref
        self._show_list()
        if self.form.form is not None and self.form.form.target == target:
            self.form.open_ref(ref)
        else:
            self.presenter.load_form(target, self._on_form_loaded)
        self.presenter.remember(self.step, target, ref)

    def _on_form_loaded(self, form: FormView) -> None:
        if form.target == self._target:
            self.show_form(form)
            self.form.open_ref(self._ref)

    def show_form(self, form: FormView) -> None:
        """Show a form; nothing is focused."""
        self._target = form.target
        self.form.show_form(form)
        self._right.show_form(form)
        self.context.follow(self.form.table.current())

    def _reload(self) -> None:
        if self._target is None:
            return
        same = [target for target in self.targets() if target.equipment == self._target.equipment]
        if same and self._target not in same:  # the nameplate put right calls for another checklist
            self.open_target(same[0], "")
            return
        self.presenter.load_form(self._target, self._on_form_reloaded)

    def _on_form_reloaded(self, form: FormView) -> None:
        entry = self.form.table.current()
        if form.target == self._target:
            self.form.show_form(form)
            self._right.show_form(form)
            if entry is not None:
                self.form.table.focus_line(entry.target, entry.line.ref)

    @override
    def apply(self, change: Change) -> None:
        """Repaint touched lines, rows, counts."""
        if change.visit is not None and self._target not in self.targets():
            self._target, self._ref = None, ""
        self.form.apply(change)
        self._right.apply(change)
        if change.targets or change.visit is not None:
            self._show_list()
            self.footer_changed.emit()

    @override
    def write_failed(self, target: Target | None, ref: str, problem: Problem) -> None:
        """What was typed stays in its cell beside the error."""
        self.form.checklist.write_failed(ref, problem)
        if target is not None:
            self.form.table.reading_model.refuse(target, ref, describe(problem))

    @override
    def write_cancelled(self, target: Target | None, ref: str) -> None:
        """Show the stored value again."""
        self.form.checklist.restore()
        if target is not None:
            self.form.table.reading_model.forget(target, ref)

    @override
    def previous_label(self) -> str:
        """Words for Alt+Up."""
        return _("Previous piece")

    @override
    def next_label(self) -> str:
        """Words for Alt+Down."""
        return _("Next piece")

    @override
    def go_previous(self) -> None:
        """The visual checklist."""
        self.form.turn(Part.VISUAL)

    @override
    def go_next(self) -> None:
        """The test record."""
        self.form.turn(Part.TESTS)

    @override
    def targets(self) -> list[Target]:
        """All pieces in the order of the list."""
        return [piece.target for piece in self.presenter.visit.equipment]

    @override
    def current_target(self) -> Target | None:
        """The piece that is shown."""
        return self._target

    @override
    def go_target(self, target: Target) -> None:
        """Show a piece where it is not done."""
        self.open_target(target, "")

    @override
    def missing_text(self) -> str:
        """How many pieces are not finished."""
        view = next((step for step in self.presenter.visit.steps if step.step is self.step), None)
        left = view.total - view.done if view is not None else 0
        return ngettext("{count} piece left", "{count} pieces left", left).format(count=left) if left > 0 else ""

    # list and focus -----------------------------------------------------------------------------------------------

    def _on_correct(self) -> None:
        form = self.form.form
        if form is not None and form.equipment is not None and not self.presenter.read_only:
            self.form.table.leave_editor()
            self.editor.correct(form.equipment)

    def _show_list(self) -> None:
        self.list.show_targets(self.presenter.visit.equipment, self._target)

    def _on_line_focused(self, entry: LineRow | None) -> None:
        self.context.follow(entry)
        self._right.follow_line(entry.line if entry is not None else None)
        if entry is not None:
            self._ref = entry.line.ref
            self.presenter.remember(self.step, entry.target, entry.line.ref)

    def _on_line_changed(self) -> None:
        self.context.follow(self.form.table.current())

    def _on_row_focused(self, row: Row) -> None:
        form = self.form.form
        if form is None:
            return
        self._right.show_row(form, row)
        self._ref = row.ref
        self.presenter.remember(self.step, form.target, row.ref)
