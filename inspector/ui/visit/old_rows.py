"""A row of the first page: one unclosed hazard of the customer and its judgement 已消除 / 仍存在 / 恶化."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.hazard import Grade, Hazard
from inspector.domain.visit import OldHazardJudgement
from inspector.i18n import N_, _
from inspector.services.visits.views import OldHazard, Row, RowKind
from inspector.ui.forms.choosing import SegmentAnswer
from inspector.ui.kit.chip import chip_width, paint_chip
from inspector.ui.kit.choice import GradeControl, Option, Segmented
from inspector.ui.kit.fields import TextField
from inspector.ui.kit.meaning import GRADES, grade_name, status_name
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.text import Text
from inspector.ui.visit.context import due_words, hazard_status
from inspector.ui.visit.hazard_editor import label_width
from inspector.ui.visit.photos import PhotoPlace, PhotoShelf
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.question import QuestionRow

JUDGEMENTS = {
    OldHazardJudgement.ELIMINATED: N_("Eliminated"),
    OldHazardJudgement.STILL: N_("Still there"),
    OldHazardJudgement.WORSE: N_("Worse"),
}
_HUES: Mapping[OldHazardJudgement, tuple[str, str, str]] = {
    OldHazardJudgement.ELIMINATED: ("green-tint", "green-text", "green"),
    OldHazardJudgement.STILL: ("orange-tint", "orange-text", "orange"),
    OldHazardJudgement.WORSE: ("red", "on-fill", ""),
}


def graver(grade: Grade) -> tuple[Grade, ...]:
    """The grades above `grade`, the nearest first; a hazard can only become worse into one of them."""
    return tuple(reversed([other for other in Grade if other.rank < grade.rank]))


def judgements_for(hazard: Hazard) -> tuple[OldHazardJudgement, ...]:
    """What can be said of a hazard; the gravest cannot become worse."""
    worse = (OldHazardJudgement.WORSE,) if graver(hazard.grade) else ()
    return (OldHazardJudgement.ELIMINATED, OldHazardJudgement.STILL, *worse)


class _JudgementSegments(SegmentAnswer):
    """The segments with their own colours and keys 1/2/3."""

    def __init__(self, row: Row, hazard: Hazard) -> None:
        options = []
        for number, judgement in enumerate(judgements_for(hazard), start=1):
            fill, ink, border = _HUES[judgement]
            label = _(JUDGEMENTS[judgement])
            options.append(
                Option(judgement, label, str(number), chosen_fill=fill, chosen_text=ink, chosen_border=border)
            )
        super().__init__(row, Segmented(row.label, options, clearable=True))


def row_of(old: OldHazard, number: int) -> Row:
    """The hazard as a question."""
    hazard = old.hazard
    due, _token = due_words(hazard.deadline, old.overdue_days)
    status = status_name(hazard_status(hazard))
    hint = " · ".join(part for part in (hazard.number, hazard.place, due, status) if part)
    return Row(
        ref=hazard.id,
        kind=RowKind.JUDGED,
        number=str(number),
        label=hazard.description,
        title=hazard.description,
        hint=hint,
        value=old.judgement.value if old.judgement else "",
        note=old.note,
        photos=old.photos,
    )


class OldHazardRow(QuestionRow):
    """Shows one `OldHazard`; the chip of its grade stands where a question has its number."""

    def __init__(self, old: OldHazard, number: int, parent: QWidget | None = None) -> None:
        self.old = old
        self.left_pad = 28 + max(round(chip_width(grade_name(grade), look.icon)) for grade, look in GRADES.items())
        row = row_of(old, number)
        super().__init__(row, _JudgementSegments(row, old.hazard), parent)

    def set_old(self, old: OldHazard) -> None:
        """Show fresh data."""
        self.old = old
        self.set_row(replace(row_of(old, int(self.row.number))))

    @override
    def paint_number(self, painter: QPainter, rect: QRectF) -> None:
        grade = self.old.hazard.grade
        paint_chip(painter, 16, rect.center().y(), grade_name(grade), GRADES[grade])


class OldHazardDetails(QWidget):
    """New grade of a hazard that became worse, note, and photos taken at this visit."""

    grade_chosen = Signal(object)
    note_committed = Signal(str)
    closed = Signal()

    def __init__(self, presenter: VisitPresenter, old: OldHazard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._allowed = graver(old.hazard.grade)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.grade = GradeControl()
        self._grade_row = _labelled(_("New grade"), self.grade)
        self.note = TextField(_("Note"), placeholder=_("What was seen on the spot"))
        self.shelf = PhotoShelf(presenter, PhotoPlace(old_hazard=old.hazard.id))
        for line in (self._grade_row, _labelled(_("Note"), self.note), _labelled(_("Photos"), self.shelf)):
            column.addWidget(line)
        self.show_old(old)
        self.grade.value_chosen.connect(self._on_grade_chosen)
        self.note.value_committed.connect(self.note_committed)

    def show_old(self, old: OldHazard) -> None:
        """Show fresh data; the field that is being typed in keeps what was typed."""
        self._grade_row.setVisible(old.judgement is OldHazardJudgement.WORSE)
        self.grade.set_value(old.new_grade or "")
        if not self.note.editor.hasFocus():
            self.note.set_value(old.note)
            self._presenter.typing.follow(self.note, f"old:{old.hazard.id}")
        self.shelf.show_photos(old.photos)

    def _on_grade_chosen(self, value: str) -> None:
        if value and Grade(value) in self._allowed:
            self.grade_chosen.emit(Grade(value))
        else:
            self.grade.set_value(self._allowed[0] if self._allowed else "")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape) and not event.modifiers()
        if leaving and self.note.editor.hasFocus():
            self.closed.emit()
            return
        super().keyPressEvent(event)


def _labelled(label: str, content: QWidget) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    name = Text(label, "body", "text-2")
    name.setFixedWidth(max(label_width(), round(text_width(_("New grade"), "body")) + 10))
    row.addWidget(name)
    row.addWidget(content, 1 if not isinstance(content, GradeControl) else 0)
    if isinstance(content, GradeControl):
        row.addStretch(1)
    return line
