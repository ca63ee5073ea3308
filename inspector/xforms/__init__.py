"""The form engine: sheet → definition → graph → instance → view (forms.md). The only module of it for services and UI.

    xml = compile_sheet(path)                                  sheet (.xlsx, .csv, .md) → XForm, cached by the caller
    definition = load_form(xml, attachments=…)                 refuses circles, bad expressions, missing lists
    form = FormInstance.new(definition, now=…, tz=…, seed=…)   a fresh one; `values` = a draft or `submitted_values`
    changes = form.answer(ref, value)                          what to show anew, and which answers were dropped
    form.answers() · form.final_answers() · form.left_out()    the draft · what sign-off keeps · what it drops
    form.to_xml()                                              the ODK submission
    inlined(xml, files) · named_files(xml)                     a form with its files inside · the files that it names
    packed(sheet, files) · unpacked(text)                      a sheet and its files as one text, and back

Knows no Qt, no database, no clock, no zone and no random seed of its own. An instance is used from one thread at a
time; definitions are immutable. Every refusal is a coded `Problem`; a formula that fails while somebody fills in is
blank. Forms are not trusted: sizes, depths, rows, steps and patterns are bounded (`problems`).

Non-goals, so that nobody waits for them here:
- no judging: limits, grades and verdicts belong to `inspector.criteria`; attributes such as `insp:criterion` are only
  handed on (`QuestionDefinition.attributes`);
- no screens, no widgets, no paging, no Markdown in labels: a view is text and state;
- no storage, no undo, no history: the caller keeps drafts, logs what is dropped and asks before rows are discarded;
- no drawing of areas and no `area()`, `distance()` or `geofence()`; geopoints are text;
- no entities, encryption, audit log, submission over a network, external applications or `search()`;
- no form design: sheets are checked by `inspector.xforms.lint` and compiled by pyxform.
"""

from inspector.xforms.changes import Changes, DroppedAnswer, RemovedRow
from inspector.xforms.datatypes import stored_text
from inspector.xforms.definition import FormDefinition, QuestionDefinition, load_form
from inspector.xforms.inlining import inlined, named_files, picture_kind
from inspector.xforms.instance import FormInstance, RepeatHead, Violation
from inspector.xforms.model import Kind
from inspector.xforms.packed import packed, unpacked
from inspector.xforms.sheet import compile_content, compile_sheet
from inspector.xforms.submission import submitted_values
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
    "RepeatHead",
    "Violation",
    "compile_content",
    "compile_sheet",
    "inlined",
    "load_form",
    "named_files",
    "packed",
    "picture_kind",
    "stored_text",
    "submitted_values",
    "unpacked",
]
