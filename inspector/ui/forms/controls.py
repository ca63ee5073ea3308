"""Which control a question takes: one for each kind of the dialect."""

from inspector.i18n import pgettext
from inspector.services.views import Row, RowKind
from inspector.ui.forms.answers import Answer, LongTextAnswer, NoAnswer, TypedAnswer
from inspector.ui.forms.choosing import JudgedAnswer, SegmentAnswer, one_of, several_of
from inspector.ui.forms.files import FileAnswer
from inspector.ui.forms.numbers import PointAnswer, range_answer
from inspector.ui.forms.ranking import RankAnswer
from inspector.ui.kit.choice import Option, Segmented

CONFIRMED = "OK"
"""What a confirmed trigger stores (ODK XForms, "trigger")."""


def _confirm(row: Row) -> Answer:
    return SegmentAnswer(
        row,
        Segmented(row.label, [Option(CONFIRMED, pgettext("answer", "Confirmed"), "1", icon="check")], clearable=True),
    )


def answer_for(row: Row) -> Answer:  # noqa: PLR0911 - one for each kind
    """The control for a row."""
    match row.kind:
        case RowKind.JUDGED:
            return JudgedAnswer(row)
        case RowKind.CHOICE:
            return one_of(row)
        case RowKind.CHOICES:
            return several_of(row)
        case RowKind.NOTE:
            return NoAnswer()
        case RowKind.LONG_TEXT:
            return LongTextAnswer(row)
        case RowKind.RANGE:
            return range_answer(row)
        case RowKind.RANK:
            return RankAnswer(row)
        case RowKind.CONFIRM:
            return _confirm(row)
        case RowKind.FILE:
            return FileAnswer(row)
        case RowKind.POINT:
            return PointAnswer(row)
        case RowKind.NUMBER | RowKind.TEXT | RowKind.DATE | RowKind.TIME | RowKind.MOMENT | RowKind.COMPUTED:
            return TypedAnswer(row)
