"""What the linter says: a code, where it is, how bad it is, what is wrong and what to do (forms.md, "The linter").

Sentences are data (`Message`), so that window and commands speak the reader's language. An error is what would be lost
or go wrong in silence; a warning is what usually is a mistake.
"""

from dataclasses import field
from enum import StrEnum
from typing import Final, NamedTuple

from inspector.i18n import N_, Message
from inspector.quick_dataclass import dataclass


class Severity(StrEnum):
    """Whether a form with this finding can be installed."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the workbook: sheet, row (the headings are row 1), heading of the column.

    `cell` is the address in an Excel file ("G12"), `line` the line of a text file; "" and 0 where there is none.
    """

    sheet: str = ""
    row: int = 0
    column: str = ""
    cell: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a form."""

    code: str
    severity: Severity
    place: Place
    message: Message
    advice: Message = field(default=Message(""))


class _Rule(NamedTuple):
    severity: Severity
    message: str
    advice: str


_E, _W = Severity.ERROR, Severity.WARNING
RULES: Final[dict[str, _Rule]] = {
    # the workbook
    "sheet_missing": _Rule(
        _E, N_("There is no sheet “{name}”."), N_("Add it, or correct the name of the sheet that is meant.")
    ),
    "sheet_misspelt": _Rule(
        _E, N_("The sheet “{name}” would be ignored."), N_("Name it “{meant}”, or begin its name with “_”.")
    ),
    "sheet_empty": _Rule(_E, N_("The sheet has no questions."), N_("Add a row for each question.")),
    "rows_lost": _Rule(
        _E,
        N_("Rows from here on would be lost: more than {most} empty rows stand before them."),
        N_("Delete the empty rows."),
    ),
    # columns
    "column_unknown": _Rule(
        _E,
        N_("The column “{column}” is not known and would be left out."),
        N_("Correct its name; begin the name of a column for your own remarks with “#”."),
    ),
    "column_misspelt": _Rule(
        _E, N_("The column “{column}” is not known and would be left out."), N_("Name it “{meant}”.")
    ),
    "column_unused": _Rule(
        _W,
        N_("No choice filter uses the column “{column}”."),
        N_("Delete it, or begin its name with “#” if it holds remarks of yours."),
    ),
    "column_untitled": _Rule(
        _E, N_("A column without a heading holds values, which would be left out."), N_("Give the column a heading.")
    ),
    "column_duplicate": _Rule(
        _E, N_("The column “{column}” says the same as “{other}”."), N_("Keep one of the two columns.")
    ),
    "column_missing": _Rule(_E, N_("The column “{column}” is missing."), N_("Add the column.")),
    "column_single_colon": _Rule(
        _E,
        N_("The heading “{column}” has a single colon and would be left out."),
        N_("Write two colons: “{meant}”."),
    ),
    "column_language": _Rule(
        _E,
        N_("“{column}” names a language, but this column is the same in every language and would have no effect."),
        N_("Name the column “{meant}”."),
    ),
    "prefix_undeclared": _Rule(
        _E,
        N_("The prefix “{prefix}” in “{column}” is not declared, so no program could read the form."),
        N_('Declare it on the sheet settings, in the column namespaces: {prefix}="http://…".'),
    ),
    "namespaces_invalid": _Rule(
        _E,
        N_("“{text}” declares no namespaces."),
        N_('Write name="address", several of them with spaces between.'),
    ),
    # texts
    "translation_missing": _Rule(
        _W,
        N_("The {language} text is missing: people would read “-”."),
        N_("Fill in the text in every language, or in none."),
    ),
    "language_unnamed": _Rule(
        _E,
        N_("The column “{column}” names no language, others do."),
        N_("Name it “{meant}”, with the language that it is written in."),
    ),
    "language_default": _Rule(
        _W,
        N_("No text is in the default language “{language}”."),
        N_("Choose one of the languages of the columns: {languages}."),
    ),
    "label_missing": _Rule(_E, N_("The question “{name}” has no label."), N_("Say what is asked.")),
    # what Excel did
    "excel_number": _Rule(
        _E,
        N_("Excel has made the number {value} of this text; a final zero is lost (1.10 becomes 1.1)."),
        N_("Format the cell as text and type it again."),
    ),
    "excel_date": _Rule(
        _E,
        N_("Excel has made the date {value} of this cell."),
        N_("Format the cell as text and type it again, a date as 2026-05-31."),
    ),
    "excel_boolean": _Rule(
        _W,
        N_("Excel has made the word {value} of this cell."),
        N_("Format the cell as text and type it again."),
    ),
    "excel_formula": _Rule(
        _E,
        N_("The cell holds the formula {value} without a result, so it would be empty."),
        N_("Format the cell as text and type the text, or let Excel compute it and save the file."),
    ),
    "excel_error": _Rule(_E, N_("The cell holds Excel's error {value}."), N_("Correct the formula, or type the text.")),
    # structure
    "type_missing": _Rule(_E, N_("The row has no type."), N_("Say what kind of question it is, or delete the row.")),
    "type_unknown": _Rule(_E, N_("The type “{type}” is not known."), N_("Use a type such as “{meant}”.")),
    "type_unsupported": _Rule(
        _W, N_("The type “{type}” has no control in this program."), N_("Ask in another way, or leave it out.")
    ),
    "list_missing": _Rule(_E, N_("“{type}” does not name a list of choices."), N_("Write the name of the list.")),
    "list_unknown": _Rule(
        _E, N_("There is no list of choices “{list}”."), N_("Add it to the sheet choices, or correct the name.")
    ),
    "list_unused": _Rule(_W, N_("No question uses the list “{list}”."), N_("Delete it, or use it.")),
    "name_missing": _Rule(_E, N_("The row has no name."), N_("Give it a name that stays the same in every version.")),
    "name_invalid": _Rule(
        _E,
        N_("“{name}” cannot be a name."),
        N_("Begin with a letter; then letters, digits, points, hyphens and underscores, no spaces."),
    ),
    "name_duplicate": _Rule(
        _E, N_("The name “{name}” stands in row {row} already."), N_("Give each question a name of its own.")
    ),
    "choice_missing": _Rule(
        _E, N_("The choice has no {column}, so it would be left out."), N_("Fill in list_name and name.")
    ),
    "choice_duplicate": _Rule(
        _E, N_("The list has the choice “{name}” in row {row} already."), N_("Give each choice a value of its own.")
    ),
    "group_open": _Rule(_E, N_("The group “{name}” is not closed."), N_("Add {end} after its last row.")),
    "group_close": _Rule(
        _E, N_("“{type}” closes what is not open here."), N_("Put it after the last row of its group, or delete it.")
    ),
    "group_empty": _Rule(_W, N_("The group “{name}” is empty."), N_("Delete it, or put questions into it.")),
    "setting_missing": _Rule(
        _W, N_("The sheet settings does not say {column}."), N_("Fill it in: versions are told apart by it.")
    ),
    "version_lower": _Rule(
        _W,
        N_("Version “{highest}” was installed already; “{version}” is lower."),
        N_("Raise the version, unless the older one is really to count again."),
    ),
    # expressions
    "reference_unknown": _Rule(
        _E, N_("There is no question “{name}”."), N_("Correct the name in ${{…}}, or add the question.")
    ),
    "calculation_cycle": _Rule(
        _E,
        N_("These questions depend on each other in a circle: {names} (rows {rows})."),
        N_("Break the circle: one of them must not need the others."),
    ),
    "blank_guard": _Rule(
        _W,
        N_("“{name}” need not be answered; while it is empty, the comparison says something wrong."),
        N_("Say what holds then, for example ${{{name}}} != '' and …, or make the question required."),
    ),
    "boolean_calculate": _Rule(
        _W,
        N_("The calculation gives true or false, which is stored as a word and is true in every comparison."),
        N_("Write if(…, 1, 0)."),
    ),
    "date_datetime": _Rule(
        _W,
        N_("A date is compared with a moment (date and time), so the same day is not equal."),
        N_("Make both the same: date(…) gives the day of a moment."),
    ),
    "calculate_editable": _Rule(
        _E,
        N_("“{name}” can be answered, but its calculation would overwrite every answer."),
        N_("Use the type calculate, make it read-only, or name a trigger; for a first value use default."),
    ),
    "now_bare": _Rule(
        _W,
        N_("now() is computed again with every change, so the moment does not stay."),
        N_("Write once(now()), or name a trigger."),
    ),
    "select_multiple_equals": _Rule(
        _W,
        N_("Several choices of “{name}” can be ticked; = is true only when it is exactly this one."),
        N_("Write selected(${{{name}}}, '…')."),
    ),
    "aggregate_in_repeat": _Rule(
        _E,
        N_("{function}() stands inside the rows that it counts, so it sees only its own row."),
        N_("Move the calculation after end_repeat."),
    ),
    "count_in_repeat": _Rule(
        _W,
        N_("{function}() counts the rows in which it stands, again in each of them."),
        N_("Move the calculation after end_repeat and use its result here."),
    ),
    "pattern_anchors": _Rule(
        _W,
        N_("The pattern “{pattern}” has no ^ at its beginning or no $ at its end; programs disagree what it matches."),
        N_("Write “^…$” to match the whole text."),
    ),
    # what only this house knows
    "criterion_unknown": _Rule(
        _E,
        N_("No criteria pack has “{criterion}”, so nothing would be judged."),
        N_("Correct the name (inspector criteria list shows them), or add it to a pack."),
    ),
    "criterion_number": _Rule(
        _E,
        N_("“{criterion}” judges a number, but something else is asked for, so nothing would be judged."),
        N_("Ask for a decimal, or name a point of the checklist as the criterion."),
    ),
    "criterion_point": _Rule(
        _E,
        N_("“{criterion}” is a point that is looked at, but no judgement is asked for, so nothing would be judged."),
        N_("Ask select_one judgement, or name a quantity as the criterion."),
    ),
    "attribute_value": _Rule(
        _E, N_("{attribute} cannot be “{value}” and would be passed over."), N_("Write one of these: {known}.")
    ),
    "attribute_days": _Rule(
        _E, N_("“{value}” is no number of days and would be passed over."), N_("Write a number from 1 to {most}.")
    ),
    "attribute_unknown": _Rule(
        _W, N_("The program does not know the attribute “{attribute}”."), N_("Correct its name: {known}.")
    ),
    # parameters and what else the compiler refuses
    "parameters_invalid": _Rule(
        _E, N_("The parameters “{text}” cannot be read."), N_("Write name=value, several of them with spaces between.")
    ),
    "parameter_unknown": _Rule(_E, N_("“{type}” has no parameter “{name}”."), N_("It has these: {known}.")),
    "parameter_number": _Rule(
        _E, N_("The parameter {name} has to be a number, not “{value}”."), N_("Correct the number.")
    ),
    "parameter_choice": _Rule(_E, N_("The parameter {name} cannot be “{value}”."), N_("Write one of these: {known}.")),
    "parameter_seed": _Rule(
        _E, N_("A seed has no effect without randomize=true."), N_("Add randomize=true, or delete the seed.")
    ),
    "range_step": _Rule(
        _E, N_("From {start} to {end} there are no steps of {step}."), N_("Choose a smaller step, but not zero.")
    ),
    "list_file_kind": _Rule(
        _E, N_("“{list}” is no file that holds choices."), N_("Its name has to end with one of these: {known}.")
    ),
    "calculation_missing": _Rule(_E, N_("“{name}” calculates nothing."), N_("Fill in calculation, or delete the row.")),
    "trigger_invalid": _Rule(
        _E,
        N_("The trigger “{text}” names no question."),
        N_("Write ${{name}}, several of them with commas between."),
    ),
    "other_filtered": _Rule(
        _E,
        N_("A filter of choices and or_other do not go together."),
        N_("Add “other” to the list as a choice, with a text question of its own."),
    ),
    "audit_name": _Rule(
        _E, N_("A row of the type audit cannot be called “{name}”."), N_("Leave its name empty, or delete the row.")
    ),
    "save_to_none": _Rule(
        _E, N_("save_to belongs to entities, which this program does not have."), N_("Delete what stands in save_to.")
    ),
    "choice_spaces": _Rule(
        _E,
        N_("The choice “{name}” has a space, so it would be two answers where several can be ticked."),
        N_("Write an underscore instead of the space."),
    ),
    "name_reserved": _Rule(_E, N_("The name “{name}” belongs to the form itself."), N_("Choose another name.")),
    "name_alike": _Rule(
        _W,
        N_("“{name}” differs from “{other}” in row {row} only by large and small letters."),
        N_("Choose a name that is told apart more easily."),
    ),
    # files
    "file_missing": _Rule(
        _E,
        N_("The file {name} is not there, so nothing could be chosen."),
        N_("Put it beside the sheet, or into the folder or archive that you hand in."),
    ),
    "picture_missing": _Rule(
        _W, N_("The picture {name} is not there, so it would not be shown."), N_("Put it beside the sheet.")
    ),
    "picture_kind": _Rule(
        _W, N_("{name} is no picture that can be shown."), N_("Save it as .png or .jpg, or leave it out.")
    ),
    # how the workbook looks
    "sheet_hidden": _Rule(
        _W, N_("The sheet “{name}” is hidden in Excel, but it counts."), N_("Show it, or delete it.")
    ),
    "cells_merged": _Rule(
        _W,
        N_("The cells {cells} are merged: only the first of them holds the text."),
        N_("Split them, and fill in every row."),
    ),
    "sheet_foreign": _Rule(
        _E,
        N_("A text file may hold only the sheets of a form: {reason}"),
        N_("Delete the other tables, or save the form as .xlsx."),
    ),
    # what the compiler says
    "range_invalid": _Rule(_E, N_("The range cannot be made: {reason}"), N_("Correct its parameters.")),
    "parameters_refused": _Rule(_E, N_("The parameters cannot be used: {reason}"), N_("Correct the parameters.")),
    "list_file_refused": _Rule(_E, N_("The file of choices cannot be used: {reason}"), N_("Correct its name.")),
    "reference_refused": _Rule(
        _E, N_("A reference cannot be followed: {reason}"), N_("Write ${{name}} with the name of a question.")
    ),
    "reference_several": _Rule(
        _E, N_("A reference has several meanings: {reason}"), N_("Give each question a name of its own.")
    ),
    "choice_spaces_refused": _Rule(
        _E, N_("A choice has a space in its value: {reason}"), N_("Write an underscore instead of the space.")
    ),
    "name_refused": _Rule(_E, N_("A name cannot be used: {reason}"), N_("Correct the name.")),
    "name_repeated": _Rule(_E, N_("A name is taken already: {reason}"), N_("Choose another name.")),
    "headers_refused": _Rule(_E, N_("The headings cannot be used: {reason}"), N_("Correct the headings.")),
    "table_list_refused": _Rule(
        _E, N_("A table of choices cannot be made: {reason}"), N_("Use one list in it, and no filter.")
    ),
    "picture_refused": _Rule(
        _E, N_("A picture cannot be used: {reason}"), N_("Name a picture in the column media::image too.")
    ),
    "entities_refused": _Rule(
        _E, N_("Entities are not supported here: {reason}"), N_("Delete the sheet entities and the column save_to.")
    ),
    "settings_refused": _Rule(_E, N_("A setting cannot be used: {reason}"), N_("Correct the sheet settings.")),
    "cascade_refused": _Rule(
        _E, N_("Cascading selects are not supported any more: {reason}"), N_("Use choice_filter instead.")
    ),
    "audit_refused": _Rule(_E, N_("The audit cannot be used: {reason}"), N_("Delete the row of the type audit.")),
    "trigger_refused": _Rule(
        _E, N_("The trigger cannot be used: {reason}"), N_("Name a question that people see and answer.")
    ),
    "compiler_stopped": _Rule(
        _E,
        N_("The form cannot be compiled ({reason}), and no row is named."),
        N_("Leave out the rows that were added last until it works. Columns instance::… belong to questions only."),
    ),
    # the whole
    "form_invalid": _Rule(_E, N_("The form cannot be made: {reason}"), N_("Correct the sheet.")),
}
"""Code → severity, what is wrong, what to do."""
ABOUT_ID: Final = N_("Write there the form_id as it was exported: by it, a visit finds its checklist.")
"""What to do when the sheet settings says no form_id."""
REFUSED: Final = {
    "xpath_syntax": N_("Look there for a missing bracket, quote or operator; write ${{name}} for a question."),
    "xpath_unknown_function": N_("Use a function of XForms, for example: {meant}."),
    "xpath_arguments": N_("Count the commas and brackets of {function}()."),
    "xpath_unknown_prefix": N_("Leave the prefix out, or declare it on the sheet settings, in the column namespaces."),
    "xpath_too_complex": N_("Compute a part of it in a row of its own, of the type calculate."),
    "xpath_regex": N_("Look for an unclosed bracket; write \\ before . ( [ and the like to mean the sign itself."),
    "form_attachment_missing": N_("Put the file beside the sheet, or its choices on the sheet choices."),
}
"""What to do about what the engine refuses, by its code."""


def found(code: str, place: Place, **params: object) -> Finding:
    """A finding by its code."""
    rule = RULES[code]
    return Finding(code, rule.severity, place, Message(rule.message, params), Message(rule.advice, params))
