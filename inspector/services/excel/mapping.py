"""Which sheet is what, which row is the head, which column is which field; remembered for other headings.

A heading is compared with those of the template in both languages, then with other words for them
(`resources/excel/headings.toml`), first with the unit in brackets, then without.
"""

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from inspector.problems import Problem
from inspector.services.excel.columns import NUMBERED, column_of, columns_of, customer_columns, headings
from inspector.services.excel.reading import unreadable
from inspector.services.excel.rows import column_letters, column_number
from inspector.services.excel.synonyms import synonyms
from inspector.services.excel.text import bare_heading, heading_key, shown
from inspector.services.excel.views import Cells, Mapped, SheetData, SheetKind, SheetMapping, WorkbookSheets
from inspector.services.workspace import Workspace

HEAD_ROWS: Final = 25
"""The head stands in one of the first rows that hold anything."""
MOST_NUMBERED: Final = 40
REMEMBERED: Final = "excel_headings:"
KEYS: Final[Mapping[SheetKind, tuple[frozenset[str], ...]]] = {
    SheetKind.CUSTOMERS: (frozenset({"account"}), frozenset({"name"})),
    SheetKind.EQUIPMENT: (frozenset({"account", "customer_name", "id"}), frozenset({"name", "id"})),
    SheetKind.TESTS: (
        frozenset({"account", "customer_name", "id"}),
        frozenset({"equipment", "id"}),
        frozenset({"tested_on"}),
        frozenset({"quantity"}),
        frozenset({"value"}),
    ),
    SheetKind.PEOPLE: (frozenset({"login"}), frozenset({"name"})),
}
"""Of each group a sheet needs at least one column."""

Remembered = Mapping[str, Mapping[str, Any]]
"""Fingerprint of a head -> what a person chose for it."""


def suggest_mapping(book: WorkbookSheets, remembered: Remembered | None = None) -> Mapped:
    """A mapping for every sheet that is not hidden; `kind` is None where nothing fits."""
    return tuple(_suggested(sheet, remembered or {}) for sheet in book.sheets if not sheet.hidden)


def usable(mapping: SheetMapping) -> bool:
    """Whether the columns that identify its rows are mapped."""
    return mapping.kind is not None and not missing_keys(mapping.kind, mapping.columns)


def missing_keys(kind: SheetKind, columns: Mapping[int, str]) -> tuple[str, ...]:
    """Keys of columns that a sheet needs and does not have; the first of each group."""
    have = set(columns.values())
    order = [column.key for column in columns_of(kind)]
    return tuple(min(group, key=order.index) for group in KEYS[kind] if not group & have)


def match_heading(kind: SheetKind, text: str) -> str:
    """The key that a heading means, "" if none."""
    own, others = _known(kind), synonyms().headings[kind]
    full, bare = heading_key(text), bare_heading(text)
    return own.get(full) or others.get(full) or own.get(bare) or others.get(bare) or _numbered(kind, full)


def head_texts(sheet: SheetData, row: int) -> dict[int, str]:
    """The headings of a row by column index."""
    cells = next((cells for number, cells in sheet.rows if number == row), ())
    return {index: shown(cell, 60) for index, cell in enumerate(cells) if shown(cell)}


def fingerprint(texts: Mapping[int, str]) -> str:
    """Names a head by its words, whatever their order."""
    words = sorted(heading_key(text) for text in texts.values())
    return hashlib.sha256("\x1f".join(words).encode()).hexdigest()[:32]


def remap(sheet: SheetData, kind: SheetKind | None, head_row: int) -> SheetMapping:
    """The suggestion for a sheet whose kind or head row a person has set."""
    if kind is None:
        return SheetMapping(sheet.name, None, head_row)
    return SheetMapping(sheet.name, kind, head_row, _matched(kind, head_texts(sheet, head_row)))


def _suggested(sheet: SheetData, remembered: Remembered) -> SheetMapping:
    if heading_key(sheet.name) in synonyms().ignored:
        return SheetMapping(sheet.name, None)
    known = _remembered(sheet, remembered)
    if known is not None:
        return known
    named = synonyms().sheets.get(heading_key(sheet.name))
    best: tuple[tuple[int, int, int], SheetMapping] | None = None
    for number, cells in sheet.rows[:HEAD_ROWS]:
        for kind in SheetKind:
            made = _candidate(sheet, kind, number, cells)
            score = (int(usable(made)), len(made.columns) + 3 * (kind is named), -number)
            if len(made.columns) > 1 and (best is None or score > best[0]):
                best = score, made
    return best[1] if best else SheetMapping(sheet.name, None)


def _candidate(sheet: SheetData, kind: SheetKind, number: int, cells: Cells) -> SheetMapping:
    texts = {index: shown(cell, 60) for index, cell in enumerate(cells) if isinstance(cell, str) and shown(cell)}
    columns = _matched(kind, texts)
    own = _known(kind)
    exact = all(heading_key(text) in own or _numbered(kind, heading_key(text)) for text in texts.values())
    return SheetMapping(sheet.name, kind, number, columns, exact=exact and len(columns) == len(texts))


def _matched(kind: SheetKind, texts: Mapping[int, str]) -> dict[int, str]:
    """Keys by column; a key goes to the first column that means it, exact headings before other words."""
    found: dict[int, str] = {}
    own = _known(kind)
    for exact in (True, False):
        for index, text in texts.items():
            key = match_heading(kind, text)
            if key and index not in found and key not in found.values() and (not exact or heading_key(text) in own):
                found[index] = key
    return dict(sorted(found.items()))


@functools.cache
def _known(kind: SheetKind) -> Mapping[str, str]:
    return {heading_key(text): key for text, key in headings(columns_of(kind)).items()}


def _numbered(kind: SheetKind, text: str) -> str:
    """Electricians and contacts beyond those of the template."""
    return _numbered_headings().get(text, "") if kind is SheetKind.CUSTOMERS else ""


@functools.cache
def _numbered_headings() -> Mapping[str, str]:
    columns = customer_columns(MOST_NUMBERED, MOST_NUMBERED)
    return {heading_key(text): key for text, key in headings(columns).items() if key.startswith(NUMBERED)}


# remembering ---------------------------------------------------------------------------------------------------------


def _remembered(sheet: SheetData, remembered: Remembered) -> SheetMapping | None:
    for number, _cells in sheet.rows[:HEAD_ROWS] if remembered else ():
        texts = head_texts(sheet, number)
        known = remembered.get(fingerprint(texts)) if texts else None
        if known is not None and known.get("kind") in set(SheetKind):
            kind, chosen = SheetKind(known["kind"]), known.get("columns")
            by_heading = chosen if isinstance(chosen, dict) else {}
            columns = {
                index: str(by_heading[heading_key(text)])
                for index, text in texts.items()
                if heading_key(text) in by_heading
            }
            columns = {index: key for index, key in columns.items() if column_of(kind, key)}
            return SheetMapping(sheet.name, kind, number, columns, remembered=True)
    return None


def remembered_mappings(workspace: Workspace) -> Remembered:
    """What was chosen in this workspace before. Worker thread."""
    found = workspace.db.settings.all(REMEMBERED)
    return {key.removeprefix(REMEMBERED): value for key, value in found.items() if isinstance(value, dict)}


def remember_mapping(workspace: Workspace, book: WorkbookSheets, mapping: Mapped) -> None:
    """Keep how the columns of a workbook were read, to offer it for the same headings. Worker thread."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for one in mapping:
        if one.kind is None or one.exact or one.sheet not in sheets:
            continue
        texts = head_texts(sheets[one.sheet], one.head_row)
        columns = {heading_key(texts[index]): key for index, key in one.columns.items() if index in texts}
        workspace.db.settings.put(REMEMBERED + fingerprint(texts), {"kind": one.kind.value, "columns": columns})


# as a file -----------------------------------------------------------------------------------------------------------


def mapping_to_json(mapping: Mapped) -> list[dict[str, Any]]:
    """A mapping as JSON, columns by their letters."""
    return [
        {
            "sheet": one.sheet,
            "kind": one.kind.value if one.kind else None,
            "head_row": one.head_row,
            "columns": {column_letters(index): key for index, key in one.columns.items()},
        }
        for one in mapping
    ]


def mapping_from_file(path: Path) -> Mapped:
    """A mapping from a file. Raises Problem import_no_file, import_unreadable or import_mapping."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    return mapping_from_json(text)


def mapping_from_json(text: str) -> Mapped:
    """Read a mapping file. Raises Problem import_mapping."""
    try:
        rows = json.loads(text)
        return tuple(_from_row(row) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Problem("import_mapping", reason=shown(str(error))) from error


def _from_row(row: Mapping[str, Any]) -> SheetMapping:
    kind = SheetKind(row["kind"]) if row.get("kind") else None
    columns = {column_number(str(letters).upper()): str(key) for letters, key in row.get("columns", {}).items()}
    for key in columns.values() if kind else ():
        if kind and column_of(kind, key) is None:
            raise ValueError(key)
    return replace(SheetMapping(str(row["sheet"]), kind, int(row.get("head_row", 1))), columns=columns)
