"""The rows of a mapped sheet as fields: every cell read once, what is wrong listed by its place."""

import re
from collections.abc import Iterator
from dataclasses import field
from typing import Any, Final

from inspector.i18n import Message
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.columns import Column, Value, column_of
from inspector.services.excel.mapping import head_texts, missing_keys
from inspector.services.excel.rows import column_letters
from inspector.services.excel.text import bracketed, folded, shown
from inspector.services.excel.values import read
from inspector.services.excel.views import (
    Cancelled,
    Cells,
    Issue,
    SheetData,
    SheetKind,
    SheetMapping,
)

_NO_UNIT: Final = re.compile(r"[^\W\d_]*[\u4e00-\u9fff]{3,}|必填|选填|required|optional", re.IGNORECASE)
"""What stands in brackets and is no unit."""


@dataclass(slots=True)
class Record:
    """A row: values by key (only cells that hold something), and what is wrong with it."""

    kind: SheetKind
    sheet: str
    row: int
    values: dict[str, Any]
    cells: Cells
    head: "Head"
    issues: list[Issue] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether it has an error."""
        return any(not issue.warning for issue in self.issues)

    def complain(self, key: str, code: str, *, warning: bool = False, **params: object) -> None:
        """List something about a cell of this row, or about the whole row where the column is not there."""
        self.issues.append(self.head.issue(self, key, Problem(code, **params), warning=warning))

    def complain_of(self, key: str, problem: Problem, *, warning: bool = False) -> None:
        """List a problem of a cell."""
        self.issues.append(self.head.issue(self, key, problem, warning=warning))


class Head:
    """The mapped columns of a sheet."""

    def __init__(self, sheet: SheetData, mapping: SheetMapping, kind: SheetKind) -> None:
        self.sheet = sheet
        self.kind = kind
        self.row = mapping.head_row
        self.texts = head_texts(sheet, mapping.head_row)
        self.columns: dict[int, Column] = {}
        for index, key in sorted(mapping.columns.items()):
            column = column_of(kind, key)
            if column is not None and column.key not in {known.key for known in self.columns.values()}:
                self.columns[index] = column
        self.place = {column.key: index for index, column in self.columns.items()}
        self.units: dict[int, str] = {}
        self.issues: list[Issue] = []
        self._look()

    def issue(self, record: Record | None, key: str, problem: Problem, *, warning: bool) -> Issue:
        """What is wrong at a column of a row."""
        index = self.place.get(key)
        value = record.cells[index] if record and index is not None and index < len(record.cells) else None
        return self._issue(index, record.row if record else self.row, shown(value), problem, warning=warning)

    def heading(self, key: str) -> str:
        """The heading of a key as the file has it, else the template's."""
        index = self.place.get(key)
        if index is not None and index in self.texts:
            return self.texts[index]
        column = column_of(self.kind, key)
        return column.head.render() if column else key

    def _issue(self, index: int | None, row: int, value: str, problem: Problem, *, warning: bool) -> Issue:
        letters = column_letters(index) if index is not None else ""
        heading = self.texts.get(index, "") if index is not None else ""
        return Issue(self.sheet.name, row, letters, heading, value, problem.code, problem.params, warning)

    def _look(self) -> None:
        """What can be said of the head alone: missing and extra columns, units."""
        for key in missing_keys(self.kind, {index: column.key for index, column in self.columns.items()}):
            column = column_of(self.kind, key)
            head = column.head if column else Message(key)
            self.issues.append(
                self._issue(None, self.row, "", Problem("sheet_column_missing", column=head), warning=False)
            )
        for index, text in self.texts.items():
            if index not in self.columns:
                self.issues.append(self._issue(index, self.row, text, Problem("sheet_column_ignored"), warning=True))
        for index, column in self.columns.items():
            self._unit(index, column)

    def _unit(self, index: int, column: Column) -> None:
        given = bracketed(self.texts.get(index, ""))
        if column.field is None or not given or column.field.kind != "number":
            return
        known = {folded(unit): unit for unit in (column.field.unit, *(name for name, _factor in column.field.units))}
        own = {folded(bracketed(column.field.names.text)), folded(bracketed(column.field.names.zh))}
        if folded(given) in own or folded(given) == folded(column.field.unit):
            return
        if folded(given) in known:
            self.units[index] = known[folded(given)]
        elif not _NO_UNIT.search(given):
            problem = Problem("sheet_unit_unknown", unit=given, known=column.field.unit or "-")
            self.issues.append(self._issue(index, self.row, self.texts[index], problem, warning=True))


def records(head: Head, cancelled: Cancelled) -> Iterator[Record]:
    """The rows below the head."""
    memo: dict[tuple[str, str], Any] = {}
    for number, cells in head.sheet.rows:
        if number <= head.row:
            continue
        if number % 200 == 0 and cancelled():
            raise Problem("import_cancelled")
        record = _record(head, number, cells, memo)
        if record.values or record.issues:
            yield record


def _record(head: Head, number: int, cells: Cells, memo: dict[tuple[str, str], Any]) -> Record:
    record = Record(head.kind, head.sheet.name, number, {}, cells, head)
    width = len(cells)
    for index, column in head.columns.items():
        cell = cells[index] if index < width else None
        if cell is None:
            continue
        if column.value is Value.CHOICE and isinstance(cell, str):
            known = memo.get((column.key, cell))
            if known is not None:
                record.values[column.key] = known
                continue
        try:
            value, warning = read(column, cell, head.units.get(index, ""))
        except Problem as problem:
            record.complain_of(column.key, problem)
            continue
        if warning is not None:
            record.complain_of(column.key, warning, warning=True)
        if value is not None:
            record.values[column.key] = value
            if column.value is Value.CHOICE and isinstance(cell, str):
                memo[column.key, cell] = value
    return record
