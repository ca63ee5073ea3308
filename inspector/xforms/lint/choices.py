"""The sheet of choices: lists, their choices, the further columns that filters use."""

import re
from collections.abc import Iterator
from typing import Final

from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.headers import Headings
from inspector.xforms.lint.outline import YES, Outline

_WORD: Final = re.compile(r"[^\W\d][\w.-]*")


class Lists:
    """The lists of choices and what is wrong with them."""

    def __init__(self, headings: Headings | None, *, repeated: str) -> None:
        self.headings = headings
        self.names: dict[str, int] = {}
        self.findings: list[Finding] = []
        self._list: int | None = None
        self._name: int | None = None
        if headings is None:
            return
        self._list, self._name = headings.index("list_name"), headings.index("name")
        for key, index in (("list_name", self._list), ("name", self._name)):
            if index is None and headings.sheet.rows:
                self.findings.append(found("column_missing", headings.workbook.place(headings.sheet, None), column=key))
        if self._list is not None and self._name is not None:
            self._read(headings, self._list, self._name, repeated=repeated.strip().lower() in YES)

    def _read(self, headings: Headings, of_list: int, of_name: int, *, repeated: bool) -> None:
        seen: dict[tuple[str, str], int] = {}
        for row in headings.sheet.rows:
            place = headings.workbook.place(headings.sheet, row, of_name)
            list_cell, name_cell = row.cells.get(of_list), row.cells.get(of_name)
            if list_cell is None or name_cell is None:
                if name_cell is not None or list_cell is not None or len(row.cells) > 0:
                    missing = "list_name" if list_cell is None else "name"
                    self.findings.append(found("choice_missing", place, column=missing))
                continue
            self.names.setdefault(list_cell.text, row.number)
            before = seen.setdefault((list_cell.text, name_cell.text), row.number)
            if before != row.number and not repeated:
                self.findings.append(found("choice_duplicate", place, name=name_cell.text, row=before))

    def spaced(self, outline: Outline) -> Iterator[Finding]:
        """Choices whose values would be two answers where several can be ticked."""
        if self.headings is None or self._name is None or self._list is None:
            return
        several = {item.type.choices for item in outline.items if item.kind in ("select_multiple", "rank")}
        for row in self.headings.sheet.rows:
            of_list, name = row.cells.get(self._list), row.cells.get(self._name)
            if of_list is not None and name is not None and of_list.text in several and " " in name.text:
                place = self.headings.workbook.place(self.headings.sheet, row, self._name)
                yield found("choice_spaces", place, name=name.text)

    def unused(self, outline: Outline) -> Iterator[Finding]:
        """Lists that no question names and columns that no filter names."""
        if self.headings is None:
            return
        used = {item.type.choices for item in outline.items} | {
            word for item in outline.items for word in _WORD.findall(item.text("parameters"))
        }
        words = set(_expressions(outline))
        row_of = {row.number: row for row in self.headings.sheet.rows}
        for name, number in self.names.items():
            if name not in used and name not in words:
                place = self.headings.workbook.place(self.headings.sheet, row_of[number], self._list)
                yield found("list_unused", place, list=name)
        for column in self.headings.columns:
            if not column.key and column.header not in words:
                place = self.headings.workbook.place(self.headings.sheet, None, column.index)
                yield found("column_unused", place, column=column.header)


def _expressions(outline: Outline) -> Iterator[str]:
    for item in outline.items:
        for key, cell in item.values.items():
            if key in ("choice_filter", "calculation", "relevant", "constraint", "default") or "${" in cell.text:
                yield from _WORD.findall(cell.text)
