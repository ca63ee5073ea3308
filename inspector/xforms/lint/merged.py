"""Merged cells of an Excel workbook, which its fast reader does not tell: read from the file's own parts."""

import io
import re
import zipfile
from typing import Final

from lxml import etree

from inspector.problems import Problem
from inspector.xforms import markup

_BOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MERGED: Final = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]+[0-9]+:[A-Z]+[0-9]+)["']""")
MOST: Final = 20
"""Ranges told of one sheet."""


def merged_cells(content: bytes) -> dict[str, tuple[str, ...]]:
    """Ranges by the title of their sheet; nothing for a file whose parts are elsewhere. Raises zipfile's errors."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = frozenset(archive.namelist())
        if not {_BOOK, _RELATIONS} <= names:
            return {}
        try:
            parts = _parts(archive.read(_BOOK), archive.read(_RELATIONS))
        except Problem:
            return {}
        found = {title: _MERGED.findall(archive.read(part)) for title, part in parts.items() if part in names}
    return {title: tuple(one.decode() for one in ranges[:MOST]) for title, ranges in found.items() if ranges}


def _parts(book: bytes, relations: bytes) -> dict[str, str]:
    """The part of the archive in which each sheet stands."""
    targets = {item.get("Id"): str(item.get("Target") or "") for item in _all(relations, "Relationship")}
    sheets = ((str(item.get("name") or ""), targets.get(item.get(_ID), "")) for item in _all(book, "sheet"))
    return {title: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for title, target in sheets}


def _all(xml: bytes, name: str) -> list[etree._Element]:
    return list(markup.read(xml).iter(f"{{*}}{name}"))
