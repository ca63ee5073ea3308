"""The form engine: sheet → definition → graph → instance → view (forms.md).

Knows no Qt, no database, no clock, no zone and no random seed of its own. An instance is used from one thread at a
time; definitions are immutable.
"""

from inspector.xforms.changes import Changes, DroppedAnswer, RemovedRow
from inspector.xforms.definition import FormDefinition, QuestionDefinition, load_form
from inspector.xforms.instance import FormInstance, Violation
from inspector.xforms.model import Kind
from inspector.xforms.sheet import compile_content, compile_sheet
from inspector.xforms.view import Option, QuestionView

__all__ = [
    "Changes",
    "DroppedAnswer",
    "FormDefinition",
    "FormInstance",
    "Kind",
    "Option",
    "QuestionDefinition",
    "QuestionView",
    "RemovedRow",
    "Violation",
    "compile_content",
    "compile_sheet",
    "load_form",
]
