"""What Excel does to texts: numbers, dates, words and formulas of cells that should hold what was typed."""

import re
from collections.abc import Iterator
from typing import Final

from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.headers import Headings
from inspector.xforms.lint.workbook import Cell, CellKind

_NUMBERS: Final = frozenset(
    {"default", "parameters", "rows", "required", "readonly", "relevant", "constraint", "calculation", "repeat_count"}
    | {"choice_filter", "autoplay", "trigger", "disabled"}
)
"""Columns in which a number may be a number."""
_WORDS: Final = _NUMBERS | {"allow_choice_duplicates", "clean_text_values", "omit_instanceid", "add_none_option"}
"""Columns in which TRUE may be TRUE."""
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\d 00:00:00")
_LONGEST: Final = 15
"""Digits that Excel keeps of a number."""


def damaged(headings: Headings) -> Iterator[Finding]:
    """The cells of a sheet that are not what was typed."""
    keys = {column.index: column.key for column in headings.columns}
    for row in headings.sheet.rows:
        for index, cell in sorted(row.cells.items()):
            if index not in keys:
                continue
            code = _code(cell, keys[index])
            if code:
                yield found(code, headings.workbook.place(headings.sheet, row, index), value=cell.text)


def _code(cell: Cell, key: str) -> str:
    match cell.kind:
        case CellKind.NUMBER if key not in _NUMBERS:
            return "excel_number" if not cell.text.isdigit() or len(cell.text) > _LONGEST else ""
        case CellKind.DATE:
            return "excel_date"
        case CellKind.BOOLEAN if key not in _WORDS:
            return "excel_boolean"
        case CellKind.FORMULA:
            return "excel_formula"
        case CellKind.ERROR:
            return "excel_error"
        case CellKind.TEXT if _MIDNIGHT.fullmatch(cell.text):
            return "excel_date"
    return ""
