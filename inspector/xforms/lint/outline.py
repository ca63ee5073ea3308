"""The survey as a tree: questions, groups and repeats, what their rows say, and what is wrong with the structure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.xforms.lint import types
from inspector.xforms.lint.findings import Finding, Place, found
from inspector.xforms.lint.headers import TRANSLATED, Headings, close_to
from inspector.xforms.lint.workbook import Cell, Row, Sheet, Workbook

_NAME: Final = re.compile(r"[^\W\d][\w.-]*")
YES: Final = frozenset({"yes", "true", "true()", "1"})
NO: Final = frozenset({"", "no", "false", "false()", "0"})


@dataclass(slots=True, eq=False)
class Item:
    """A row of the survey. `parent` is the group or repeat around it, `repeat` the innermost repeat around it."""

    row: Row
    written: str
    type: types.Type
    name: str
    values: dict[str, Cell]
    places: dict[str, Place]
    parent: "Item | None" = None
    repeat: "Item | None" = None
    children: "list[Item]" = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Kind of question; "group" or "repeat" for a block, "" for a type nobody knows."""
        return self.type.kind

    @property
    def block(self) -> bool:
        """Whether it holds other rows."""
        return self.type.begins

    def text(self, key: str) -> str:
        """What a column says, "" for nothing; `key` as `headers.Column.key`."""
        cell = self.values.get(key)
        return cell.text if cell is not None else ""

    def place(self, key: str = "") -> Place:
        """Where a column of this row stands; without `key` the row, by its name."""
        found_place = self.places.get(key)
        return found_place if found_place is not None else self.places[""]

    def around(self) -> "Iterator[Item]":
        """The groups and repeats around it, innermost first."""
        item = self.parent
        while item is not None:
            yield item
            item = item.parent

    @property
    def required(self) -> bool:
        """Whether it always has to be answered."""
        return self.text("required").strip().lower() in YES

    @property
    def editable(self) -> bool:
        """Whether people answer it."""
        return self.kind in types.EDITABLE and self.text("readonly").strip().lower() not in YES

    @property
    def path(self) -> str:
        """The reference of its node."""
        return "/".join(["", "data", *(one.name for one in reversed(list(self.around()))), self.name])


class Outline:
    """All rows of the survey in their order, by name, with what is wrong with them."""

    def __init__(self, workbook: Workbook, headings: Headings, lists: frozenset[str]) -> None:
        self.workbook = workbook
        self.sheet: Sheet = headings.sheet
        self.headings = headings
        self.lists = lists
        self.items: list[Item] = []
        self.named: dict[str, list[Item]] = {}
        self.findings: list[Finding] = []
        self._open: list[Item] = []
        for row in self.sheet.rows:
            self._add(row)
        for item in self._open:
            self._say("group_open", item.place("type"), name=item.name, end=f"end_{item.kind}")
        self.findings += _empty(self.items)

    def _say(self, code: str, place: Place, **params: object) -> None:
        self.findings.append(found(code, place, **params))

    def _item(self, row: Row) -> Item:
        values: dict[str, Cell] = {}
        places = {"": self.workbook.place(self.sheet, row)}
        for column in self.headings.columns:
            if not column.key:
                continue
            key = f"{column.key}::{column.language}" if column.language else column.key
            places[key] = self.workbook.place(self.sheet, row, column.index)
            cell = row.cells.get(column.index)
            if cell is not None:
                values[key] = cell
        written = values["type"].text if "type" in values else ""
        name = values["name"].text if "name" in values else ""
        return Item(row, written, types.read_type(written), name, values, places)

    def _add(self, row: Row) -> None:
        item = self._item(row)
        if item.text("disabled").strip().lower() in YES or not item.values:
            return
        if not item.written:
            if item.name or any(key.partition("::")[0] in TRANSLATED for key in item.values):
                self._say("type_missing", item.place("type"))
            return
        if item.type.ends:
            self._close(item)
            return
        item.parent = self._open[-1] if self._open else None
        item.repeat = next((one for one in item.around() if one.kind == "repeat"), None)
        (item.parent.children if item.parent is not None else []).append(item)
        self._check_type(item)
        self._check_name(item)
        self.items.append(item)
        if item.block:
            self._open.append(item)

    def _close(self, item: Item) -> None:
        if self._open and self._open[-1].kind == item.kind:
            self._open.pop()
        else:
            self._say("group_close", item.place("type"), type=item.written)

    def _check_type(self, item: Item) -> None:
        place, kind = item.place("type"), item.type
        if kind.kind in types.UNSUPPORTED:
            self._say("type_unsupported", place, type=item.written)
        elif not kind.kind:
            meant = close_to(item.written.split()[0], types.WRITTEN) or "text"
            self._say("type_unknown", place, type=item.written, meant=meant)
        elif kind.kind in types.SELECTS and not kind.choices:
            self._say("list_missing", place, type=item.written)
        elif kind.choices and not kind.from_file and "$" not in kind.choices and kind.choices not in self.lists:
            self._say("list_unknown", place, list=kind.choices)

    def _check_name(self, item: Item) -> None:
        place = item.place("name")
        if not item.name:
            if item.kind not in types.META:
                self._say("name_missing", place)
            return
        if not _NAME.fullmatch(item.name):
            self._say("name_invalid", place, name=item.name)
        before = self.named.setdefault(item.name, [])
        same = next((one for one in before if one.parent is item.parent), None)
        if same is not None:
            self._say("name_duplicate", place, name=item.name, row=same.row.number)
        before.append(item)

    def find(self, name: str) -> Item | None:
        """The only question of a name, or the first of several; None for none."""
        return next(iter(self.named.get(name, ())), None)


def _empty(items: Iterable[Item]) -> Iterator[Finding]:
    for item in items:
        if item.block and not item.children:
            yield found("group_empty", item.place("type"), name=item.name)
