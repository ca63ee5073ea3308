"""Small forms for the tests of the linter: rows as dictionaries, written as Markdown or as an Excel workbook."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from inspector.xforms.lint import Finding, House, check_form

Rows = Sequence[Mapping[str, Any]]
HOUSE = House(
    frozenset({"oil_leak", "voltage"}),
    frozenset({"criterion", "unit", "clause", "inputs", "grade", "deadline"}),
    {"grade": ("critical", "serious", "general")},
    {"deadline": 3650},
    frozenset({"voltage"}),
)
SETTINGS: Rows = [{"form_id": "f", "version": "1", "namespaces": 'insp="http://inspector.example/xforms"'}]
LISTS: Rows = [
    {"list_name": "l", "name": "a", "label::zh": "甲", "label::en": "A"},
    {"list_name": "l", "name": "b", "label::zh": "乙", "label::en": "B"},
]


def asked(kind: str, name: str, **more: Any) -> dict[str, Any]:
    """A row of the survey with its label in both languages; `bind__insp_unit` stands for `bind::insp:unit`."""
    silent = kind in ("calculate", "hidden", "end_group", "end_repeat")
    label = {} if silent else {"label::zh": "问", "label::en": "Ask"}
    return {"type": kind, "name": name, **label, **more}


def heads(rows: Rows) -> list[str]:
    """The headings that rows need, in the order in which they come."""
    return list(dict.fromkeys(key for row in rows for key in row))


def markdown(survey: Rows, choices: Rows = (), settings: Rows = SETTINGS) -> bytes:
    """A form as a Markdown table."""
    lines = []
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        if rows:
            keys = heads(rows)
            lines += [f"| {name} |", "| | " + " | ".join(keys) + " |"]
            lines += ["| | " + " | ".join(str(row.get(key, "")) for key in keys) + " |" for row in rows]
    return "\n".join(lines).encode()


def excel(survey: Rows, choices: Rows = (), settings: Rows = SETTINGS) -> bytes:
    """A form as an Excel workbook; values keep their types."""
    book = Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        if rows:
            sheet, keys = book.create_sheet(name), heads(rows)
            sheet.append(keys)
            for row in rows:
                sheet.append([row.get(key) for key in keys])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def check(survey: Rows, choices: Rows = (), settings: Rows = SETTINGS) -> tuple[Finding, ...]:
    """The findings of a form written as Markdown."""
    return check_form(markdown(survey, choices, settings), ".md", HOUSE)


def told(findings: Sequence[Finding]) -> list[tuple[str, str, int, str]]:
    """Code, sheet, row and column of findings."""
    return [(one.code, one.place.sheet, one.place.row, one.place.column) for one in findings]
