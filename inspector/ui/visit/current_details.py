"""The details of the current row of a checklist: hazard editor, photos and note, made when they hold something."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from inspector.problems import Problem
from inspector.services.visits.views import Target
from inspector.ui.visit.details import RowDetails, needs_details
from inspector.ui.visit.drafts import place
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.question import QuestionRow
from inspector.ui.visit.spare_editor import SpareEditor


class CurrentDetails(QObject):
    """Makes, brings up to date and drops what unfolds below a row. `changed(QuestionRow)` when its height may have."""

    changed = Signal(object)

    def __init__(self, presenter: VisitPresenter, home: QWidget) -> None:
        super().__init__(home)
        self._presenter = presenter
        self._editors = SpareEditor(presenter, home)

    def prepare(self) -> None:
        """Have a hazard's editor ready in a moment."""
        self._editors.prepare()

    def show(self, target: Target | None, widget: QuestionRow) -> None:
        """Bring the details of a row up to date, or make or drop them."""
        details = widget.details
        if isinstance(details, RowDetails):
            details.show_row(widget.row)
            if details.empty:
                widget.set_details(None)
        elif needs_details(widget.row) or self._typed_note(target, widget.row.ref):
            self._make(target, widget)
        else:
            return
        widget.relayout()
        self.changed.emit(widget)

    def open_note(self, target: Target | None, widget: QuestionRow) -> None:
        """Put the focus into the note of a row."""
        details = widget.details if isinstance(widget.details, RowDetails) else self._make(target, widget)
        details.open_note()
        widget.relayout()
        self.changed.emit(widget)

    def _typed_note(self, target: Target | None, ref: str) -> bool:
        """Whether a note was being typed here when the program ended."""
        return self._presenter.typing.text(place("note", target, ref)) is not None

    def _make(self, target: Target | None, widget: QuestionRow) -> RowDetails:
        details = RowDetails(self._presenter, target or Target(""), widget.row, self._editors.take, widget)
        details.resized.connect(widget.relayout)
        details.closed.connect(widget.focus_answer)
        widget.set_details(details)
        return details


def flush_details(widget: QuestionRow | None) -> None:
    """Hand on what is being typed below a row."""
    if widget is not None and isinstance(widget.details, RowDetails):
        widget.details.flush()


def refuse_hazard(widget: QuestionRow, ref: str, problem: Problem) -> None:
    """Say at its field what was refused of the hazard `ref`, where it is the one of this row."""
    hazard = widget.row.hazard
    if isinstance(widget.details, RowDetails) and hazard is not None and hazard.id == ref:
        widget.details.show_problem(problem)
