"""Which control a question takes: one for each kind of the dialect."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import _, pgettext
from inspector.services.visits.views import Row, RowKind
from inspector.ui.forms.answers import Answer, LongTextAnswer, NoAnswer, TypedAnswer
from inspector.ui.forms.choosing import JudgedAnswer, SegmentAnswer, one_of, several_of
from inspector.ui.forms.files import FileAnswer
from inspector.ui.forms.numbers import PointAnswer, range_answer
from inspector.ui.forms.ranking import RankAnswer
from inspector.ui.kit.button import Button, IconButton, PressArea
from inspector.ui.kit.choice import Option, Segmented

CONFIRMED = "OK"
"""What a confirmed trigger stores (ODK XForms, "trigger")."""


def _confirm(row: Row) -> Answer:
    return SegmentAnswer(
        row,
        Segmented(row.label, [Option(CONFIRMED, pgettext("answer", "Confirmed"), "1", icon="check")], clearable=True),
    )


class RowAction(Answer):
    """Adds a row to a repeat, or takes one away: `answered` tells which, nothing is stored."""

    def __init__(self, row: Row) -> None:
        adds = row.kind is RowKind.ADD
        name = (_("Add: {name}") if adds else _("Take away: {name}")).format(name=row.label)
        button: PressArea = Button(_("Add"), icon="plus") if adds else IconButton("trash-2", name)
        button.setAccessibleName(name)
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(button)
        super().__init__(holder, button)
        button.clicked.connect(lambda: self.answered.emit(""))
        self.show_row(row)

    @override
    def show_row(self, row: Row) -> None:
        """A row that the form fixes cannot be taken away."""
        self.focus_widget.setVisible(not row.readonly)

    @override
    def value(self) -> str:
        """Never answered."""
        return ""


_CONTROLS: dict[RowKind, Callable[[Row], Answer]] = {
    RowKind.JUDGED: JudgedAnswer,
    RowKind.CHOICE: one_of,
    RowKind.CHOICES: several_of,
    RowKind.LONG_TEXT: LongTextAnswer,
    RowKind.RANGE: range_answer,
    RowKind.RANK: RankAnswer,
    RowKind.CONFIRM: _confirm,
    RowKind.FILE: FileAnswer,
    RowKind.POINT: PointAnswer,
    RowKind.ENTRY: RowAction,
    RowKind.ADD: RowAction,
}
"""What is not named here is typed."""


def answer_for(row: Row) -> Answer:
    """The control for a row."""
    return NoAnswer() if row.kind is RowKind.NOTE else _CONTROLS.get(row.kind, TypedAnswer)(row)
