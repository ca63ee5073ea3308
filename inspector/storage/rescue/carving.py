"""Rows of a database, read from its pages without SQLite (sqlite.org/fileformat2.html), for damaged databases.

Pages that can still be reached from the root of a table belong to that table, with the names of its columns; whole
pages that nothing leads to any more are read as well, and their rows told by what they look like. A row that runs over
a damaged page is left out and counted.
"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from inspector.quick_dataclass import dataclass
from inspector.storage.rescue.pages import USABLE, PageCount, Pages

LEAF, INTERIOR, INDEX_LEAF, INDEX_INTERIOR = 0x0D, 0x05, 0x0A, 0x02
KINDS: Final = (LEAF, INTERIOR, INDEX_LEAF, INDEX_INTERIOR)
FIRST_HEADER: Final = 100
MOST_PAYLOAD: Final = 1 << 30
TABLE_LOCAL: Final = USABLE - 35
INDEX_LOCAL: Final = (USABLE - 12) * 64 // 255 - 23
LEAST_LOCAL: Final = (USABLE - 12) * 32 // 255 - 23
INTEGERS: Final = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Serial type -> bytes of an integer."""

Value = str | bytes | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its table ("" where nothing tells it), its columns by name (by number where the table is not known)."""

    table: str
    values: dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    root: int
    columns: tuple[str, ...]


class DamagedCellError(Exception):
    """A row cannot be read."""


class Carver:
    """Reads what is readable. One thread, any but the window's."""

    def __init__(self, file: Path, key: bytes) -> None:
        self._pages = Pages(file, key)
        self.broken = 0
        """Rows that begin on a whole page and could not be read to their end."""

    @property
    def count(self) -> PageCount:
        """Pages in all, and the damaged ones."""
        return self._pages.count()

    @property
    def authentic(self) -> bool:
        """Whether the key fits at least one page."""
        return self._pages.authentic

    def rows(self) -> Iterator[Row]:
        """All rows of tables; of indexes only those that are tables (WITHOUT ROWID). Live ones before stray ones."""
        seen: set[int] = set()
        for table in list(self._tables(seen)):
            yield from self._of_table(table, seen)
        free = self._pages.free()
        for number in self._pages.numbers():
            if number not in seen and number not in free:
                for values in self._records(number):
                    yield Row("", {str(at): value for at, value in enumerate(values)})

    def _tables(self, seen: set[int]) -> Iterator[_Table]:
        """The tables that the first pages name, and indexes, which are read so that their pages count as known."""
        for row in self._of_table(_Table("sqlite_master", 1, ("type", "name", "tbl_name", "rootpage", "sql")), seen):
            kind, name, root, sql = (row.values.get(each) for each in ("type", "name", "rootpage", "sql"))
            if kind in ("table", "index") and isinstance(name, str) and isinstance(root, int) and root:
                columns = _columns(name, sql) if kind == "table" and isinstance(sql, str) else ()
                yield _Table(name if kind == "table" else "", root, columns)

    def _of_table(self, table: _Table, seen: set[int]) -> Iterator[Row]:
        waiting = [table.root]
        while waiting:
            number = waiting.pop()
            page = self._pages.get(number)
            if number in seen or page is None:
                continue
            seen.add(number)
            waiting += _children(number, page)
            if table.name:
                for values in self._records(number):
                    names = table.columns or tuple(map(str, range(len(values))))
                    yield Row(table.name, dict(zip(names, values, strict=False)))

    def _records(self, number: int) -> Iterator[tuple[Value, ...]]:
        page = self._pages.get(number)
        if page is None:
            return
        kind, cells = _cells(number, page)
        if kind == INTERIOR:
            return
        for start in cells:
            try:
                values = _record(self._payload(page, start, kind))
            except (DamagedCellError, IndexError, UnicodeDecodeError):
                self.broken += 1
                continue
            yield values

    def _payload(self, page: bytes, at: int, kind: int) -> bytes:
        at += 4 if kind == INDEX_INTERIOR else 0
        length, at = _varint(page, at)
        if kind == LEAF:
            _rowid, at = _varint(page, at)
        local = _local(length, TABLE_LOCAL if kind == LEAF else INDEX_LOCAL)
        if length > MOST_PAYLOAD or at + local > USABLE:
            raise DamagedCellError
        payload = bytearray(page[at : at + local])
        after = int.from_bytes(page[at + local : at + local + 4], "big") if local < length else 0
        while len(payload) < length:
            more = self._pages.get(after)
            if more is None:
                raise DamagedCellError
            payload += more[4 : 4 + min(USABLE - 4, length - len(payload))]
            after = int.from_bytes(more[:4], "big")
        return bytes(payload)


def _cells(number: int, page: bytes) -> tuple[int, list[int]]:
    """Kind of a page of a tree and where its cells start; no cells where it is none."""
    head = FIRST_HEADER if number == 1 else 0
    kind = page[head]
    count = int.from_bytes(page[head + 3 : head + 5], "big")
    pointers = head + (12 if kind in (INTERIOR, INDEX_INTERIOR) else 8)
    if kind not in KINDS or pointers + 2 * count > USABLE:
        return 0, []
    starts = [int.from_bytes(page[at : at + 2], "big") for at in range(pointers, pointers + 2 * count, 2)]
    return kind, [start for start in starts if pointers <= start < USABLE]


def _children(number: int, page: bytes) -> list[int]:
    kind, cells = _cells(number, page)
    if kind not in (INTERIOR, INDEX_INTERIOR):
        return []
    head = FIRST_HEADER if number == 1 else 0
    last = int.from_bytes(page[head + 8 : head + 12], "big")
    return [last, *(int.from_bytes(page[at : at + 4], "big") for at in reversed(cells))]


def _local(length: int, most: int) -> int:
    """Bytes of a payload that stand in the cell itself."""
    if length <= most:
        return length
    part = LEAST_LOCAL + (length - LEAST_LOCAL) % (USABLE - 4)
    return part if part <= most else LEAST_LOCAL


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = page[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | page[at + 8], at + 9


def _record(payload: bytes) -> tuple[Value, ...]:
    size, at = _varint(payload, 0)
    serials = []
    while at < size:
        serial, at = _varint(payload, at)
        serials.append(serial)
    values: list[Value] = []
    at = size
    for serial in serials:
        value, at = _value(payload, at, serial)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, at: int, serial: int) -> tuple[Value, int]:
    if serial in INTEGERS:
        end = at + INTEGERS[serial]
        return int.from_bytes(payload[at:end], "big", signed=True), end
    if serial in (0, 8, 9):
        return (None, 0, 1)[(0, 8, 9).index(serial)], at
    if serial == 7:
        import struct  # noqa: PLC0415 - few rows hold one

        return struct.unpack(">d", payload[at : at + 8])[0], at + 8
    end = at + (serial - 12) // 2
    if serial < 12 or end > len(payload):
        raise DamagedCellError
    raw = payload[at:end]
    return (raw.decode() if serial % 2 else raw), end


def _columns(name: str, sql: str) -> tuple[str, ...]:
    """Names of the columns in the order in which they stand in a row: in a table WITHOUT ROWID its key stands first."""
    with sqlite3.connect(":memory:") as empty:
        try:
            empty.execute(sql)
        except sqlite3.Error:
            return ()
        found = empty.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
    empty.close()
    if "WITHOUT ROWID" not in sql.upper():
        return tuple(column for column, _pk in found)
    keys = [column for column, _pk in sorted((each for each in found if each[1]), key=lambda each: each[1])]
    return (*keys, *(column for column, pk in found if not pk))
