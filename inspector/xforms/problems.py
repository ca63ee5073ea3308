"""Problem codes of the form engine and the limits it keeps (forms.md).

Every refusal of a form or an expression is a `Problem` with one of these codes; nothing in this package lets a parser
error, a recursion error or a library exception through.
"""

from inspector.i18n import N_
from inspector.problems import ProblemKind, register

MAX_XML_BYTES = 32 * 1024 * 1024
"""Largest form or attachment that is read, in bytes."""
MAX_XML_TAGS = 1_000_000
"""Most tags a form or attachment may have; as many cells a table."""
MAX_EXPRESSION_CHARACTERS = 20_000
"""Longest XPath expression that is read."""
MAX_EXPRESSION_DEPTH = 64
"""Deepest nesting of brackets, calls and predicates in one expression."""
MAX_REPEAT_ROWS = 5_000
"""Most rows one repeat may have (a wrong jr:count must not fill the memory)."""
MAX_ROW_NODES = 100_000
"""Most nodes that all added rows of an instance may have together (repeats in repeats multiply)."""
MAX_DEPENDENCIES = 500_000
"""Most places that the expressions of a form may read altogether, as followed over its schema."""
MAX_TEXT = 1_000_000
"""Longest text a formula may make, in characters (texts that double each other must not fill the memory)."""

register(
    ProblemKind.INPUT,
    {
        "form_invalid": N_("The checklist cannot be used: {reason}. Correct the sheet and import it again."),
        "form_too_large": N_("The checklist file is too large ({size} bytes). Split it or leave out attachments."),
        "form_unsafe": N_("The checklist declares entities, which are not allowed. Remove the DOCTYPE from the file."),
        "form_cycle": N_("These questions depend on each other in a circle: {refs}. Break the circle in the sheet."),
        "form_too_complex": N_(
            "The expressions of the checklist read too many questions. Name the questions they need."
        ),
        "form_attachment_missing": N_("The checklist needs the attachment {name}. Put it beside the sheet."),
        "form_attachment_invalid": N_("The attachment {name} cannot be read: {reason}. Correct the file."),
        "xpath_syntax": N_("The expression “{expression}” is wrong at character {position}: {reason}. Correct it."),
        "xpath_too_complex": N_("The expression “{expression}…” is too long or too deeply nested. Split it up."),
        "xpath_unknown_function": N_("The expression uses the unknown function {function}(). Correct its name."),
        "xpath_arguments": N_("The function {function}() does not take {count} arguments. Correct the expression."),
        "xpath_unknown_prefix": N_("The prefix {prefix} is not declared. Declare it in the form's settings."),
        "xpath_type": N_("The function {function}() cannot take the value “{value}”. Correct the expression."),
        "xpath_regex": N_("The pattern “{pattern}” cannot be used: {reason}. Correct the pattern."),
        "xpath_steps": N_("The expression needs too many steps to compute. Simplify it."),
        "form_unknown_ref": N_("There is no question {ref} in the checklist. Use a reference that it contains."),
        "form_not_a_repeat": N_("{ref} is not a repeated group. Use the reference of a repeat."),
        "form_rows_fixed": N_("The rows of {ref} are counted by the checklist. Change the answer that counts them."),
        "form_unknown_language": N_("The checklist has no language {language}. Choose one that it has."),
        "form_row_unnamed": N_("{ref} has {count} rows. Say which one, for example {ref}[{count}]."),
        "form_no_answer": N_("{ref} takes no answer. Use the reference of a question."),
        "form_rows_limit": N_("{ref} would get more than {limit} rows. Correct the number of rows."),
        "form_rows_too_many": N_("{ref} would make the checklist too large. Correct the numbers of rows."),
        "replay_line_invalid": N_("A line of the script cannot be read: {reason}. Correct the line."),
        "replay_now_invalid": N_("“{now}” is no moment. Write now as 2026-05-31T08:00:00+08:00."),
        "replay_file_unreadable": N_("The file {path} cannot be read: {reason}. Correct its path in the line."),
        "replay_no_form": N_("No form is loaded yet. Begin the script with a load line."),
    },
)
