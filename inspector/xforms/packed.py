"""A sheet and the files that it names as one CSV text: what is kept, and travels, of an installed checklist.

The files stand on a further sheet `_files`, which is taken off before the sheet is compiled: name, then the content in
base64, cut into pieces that a cell of a CSV reader holds.
"""

import base64
import binascii
import csv
import io
from collections.abc import Mapping
from typing import Final

from inspector.problems import Problem

SHEET: Final = "_files"
_MARK: Final = f"\n{SHEET}\n"
PIECE: Final = 60_000
"""Characters of one cell."""


def packed(sheet: str, files: Mapping[str, bytes]) -> str:
    """The text of a sheet in CSV with its files; without files the sheet as it is."""
    if not files:
        return sheet
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["", "name", "content"])
    for name, data in sorted(files.items()):
        text = base64.b64encode(data).decode()
        for at in range(0, max(1, len(text)), PIECE):
            writer.writerow(["", name, text[at : at + PIECE]])
    return f"{sheet.rstrip(chr(10))}{_MARK}{out.getvalue()}"


def unpacked(text: str) -> tuple[str, dict[str, bytes]]:
    """The sheet and its files. Raises Problem form_invalid."""
    sheet, mark, rest = text.rpartition(_MARK)
    if not mark:
        return text, {}
    pieces: dict[str, list[str]] = {}
    try:
        rows = list(csv.reader(io.StringIO(rest, newline="")))
        for _sheet, name, piece in rows[1:]:
            pieces.setdefault(name, []).append(piece)
        found = {name: base64.b64decode("".join(parts), validate=True) for name, parts in pieces.items()}
    except (csv.Error, ValueError, binascii.Error) as error:
        raise Problem("form_invalid", reason=SHEET) from error
    return f"{sheet}\n", found
