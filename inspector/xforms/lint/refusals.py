"""What the compiler says about a form that every check of ours let pass, in a code with sheet, row and column.

Its sentences are English and name places by its own words; those that an author can meet are known here by their
beginning, the rest are handed on as they are (`form_invalid`).
"""

import re
from dataclasses import replace
from typing import Final

from inspector.xforms.lint.findings import Finding, Place, found
from inspector.xforms.lint.outline import Outline
from inspector.xforms.lint.workbook import Workbook

_ROW: Final = re.compile(r"\[row : (\d+)\]\s*")
_SHEET: Final = re.compile(r"On the '(\w+)' sheet, the '([^']+)'")
_ELEMENT: Final = re.compile(r"(?:element named|the name) '?([\w.-]+)'?")
_KNOWN: Final[tuple[tuple[str, str, str], ...]] = (
    ("For the 'range' question type", "range_invalid", "parameters"),
    ("Parameters must be in the form", "parameters_refused", "parameters"),
    ("The accepted parameter keys", "parameters_refused", "parameters"),
    ("must be set to true or false", "parameters_refused", "parameters"),
    ("must have an integer value", "parameters_refused", "parameters"),
    ("seed value must be", "parameters_refused", "parameters"),
    ("use a seed", "parameters_refused", "parameters"),
    ("Invalid value for quality", "parameters_refused", "parameters"),
    ("should end with one of the supported file extensions", "list_file_refused", "type"),
    ("Reference variable", "reference_refused", ""),
    ("no survey element named", "reference_refused", ""),
    ("multiple survey elements named", "reference_several", ""),
    ("Choice names with spaces", "choice_spaces_refused", "name"),
    ("Names must begin with a letter", "name_refused", "name"),
    ("Names used here", "name_refused", "name"),
    ("must be unique", "name_repeated", "name"),
    ("must unique", "name_repeated", "name"),
    ("reserved for form metadata", "name_repeated", "name"),
    ("Headers that are different names for the same column", "headers_refused", ""),
    ("Duplicate column header", "headers_refused", ""),
    ("Column headers must not be empty", "headers_refused", ""),
    ("Invalid headers", "headers_refused", ""),
    ("table list", "table_list_refused", "appearance"),
    ("table-list", "table_list_refused", "appearance"),
    ("To use big-image", "picture_refused", "media::image"),
    ("entit", "entities_refused", ""),
    ("omit instanceID", "settings_refused", "omit_instanceid"),
    ("__init__() got an unexpected keyword", "sheet_foreign", ""),
    ("cascad", "cascade_refused", ""),
    ("same instance id", "name_repeated", "name"),
    ("not user-visible", "trigger_refused", "trigger"),
    ("Android package name", "parameters_refused", "parameters"),
    ("object has no attribute", "compiler_stopped", ""),
    ("NoneType", "compiler_stopped", ""),
    ("index out of range", "compiler_stopped", ""),
    ("Audit", "audit_refused", "name"),
    ("the audit", "audit_refused", "parameters"),
)
"""A part of the sentence -> code and column; the first that fits counts."""


def told(reason: str, workbook: Workbook, outline: Outline | None) -> Finding:
    """A refusal of the compiler as a finding."""
    row = _ROW.search(reason)
    sheet = _SHEET.search(reason)
    number = int(row[1]) if row else _row_of(reason, outline)
    name = sheet[1] if sheet and sheet[1] in workbook.by_name else "survey"
    code, column = next(((code, column) for part, code, column in _KNOWN if part in reason), ("form_invalid", ""))
    place = _place(workbook, name, number, sheet[2] if sheet else column)
    return found(code, place, reason=_ROW.sub("", reason).strip())


def _row_of(reason: str, outline: Outline | None) -> int:
    """The row of the question that a sentence names."""
    named = _ELEMENT.search(reason)
    item = outline.find(named[1]) if named and outline is not None else None
    return item.row.number if item is not None else 0


def _place(workbook: Workbook, sheet: str, number: int, column: str) -> Place:
    found_sheet = workbook.by_name.get(sheet)
    if found_sheet is None:
        return Place(sheet, number, column)
    row = next((one for one in found_sheet.rows if one.number == number), None)
    headers = [header.lower() for header in found_sheet.headers]
    index = headers.index(column.lower()) if column.lower() in headers else None
    place = workbook.place(found_sheet, row, index)
    return place if row is not None else replace(place, row=number, cell="", line=0)
