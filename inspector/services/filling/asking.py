"""How one question of a form is asked: which control it takes, what bounds it, and why its answer cannot stand."""

from collections.abc import Mapping
from typing import Final

from inspector.i18n import _
from inspector.services.visits.answer_views import RowKind
from inspector.xforms import Kind, QuestionDefinition, QuestionView

VERDICTS: Final = frozenset({"pass", "fail", "na"})
"""The choices of a judged question."""
_TYPES: Final[Mapping[str, RowKind]] = {
    "int": RowKind.NUMBER,
    "integer": RowKind.NUMBER,
    "decimal": RowKind.NUMBER,
    "date": RowKind.DATE,
    "time": RowKind.TIME,
    "dateTime": RowKind.MOMENT,
    "geopoint": RowKind.POINT,
}
_KINDS: Final[Mapping[Kind, RowKind]] = {
    Kind.NOTE: RowKind.NOTE,
    Kind.SELECT_MANY: RowKind.CHOICES,
    Kind.RANK: RowKind.RANK,
    Kind.RANGE: RowKind.RANGE,
    Kind.TRIGGER: RowKind.CONFIRM,
    Kind.UPLOAD: RowKind.FILE,
}


def row_kind(view: QuestionView, question: QuestionDefinition) -> RowKind:
    """The control of a question. Barcodes and texts of unknown types are text."""
    if view.kind is Kind.SELECT_ONE:
        return RowKind.JUDGED if {option.value for option in view.options} == VERDICTS else RowKind.CHOICE
    if view.kind in _KINDS:
        return _KINDS[view.kind]
    several_lines = "multiline" in question.appearance.split() or question.attributes.get("rows", "1") not in ("", "1")
    return _TYPES.get(question.data_type, RowKind.LONG_TEXT if several_lines else RowKind.TEXT)


def picture_of(view: QuestionView) -> str:
    """The picture of a label, where the form has it inside."""
    return next((text for form, text in view.media if form == "image" and text.startswith("data:")), "")


def option_pictures_of(view: QuestionView) -> tuple[str, ...]:
    """The pictures of the options in their order, "" for an option without; empty where none has one."""
    pictures = tuple(option.image if option.image.startswith("data:") else "" for option in view.options)
    return pictures if any(pictures) else ()


def bounds_of(question: QuestionDefinition) -> tuple[str, str, str] | None:
    """Start, end and step of a range (ODK XForms, "Range"); None for anything else."""
    if question.kind is not Kind.RANGE:
        return None
    start, end, step = (question.attributes.get(name, "") for name in ("start", "end", "step"))
    return start or "1", end or "10", step or "1"


def typed(view: QuestionView) -> str:
    """The value, or the text that is no value of its type and is kept beside its error."""
    return view.value or view.typed_text_error


def error_of(view: QuestionView) -> str:
    """Why the answer cannot stand; empty if it can."""
    if not view.relevant:
        return ""
    if view.typed_text_error:
        return _("This is no valid value for this field. Correct it or clear it.")
    if not view.constraint_ok:
        return view.constraint_message or _("This value is not allowed here.")
    return ""
