"""Files that a form names, written into it: the compiled form needs nothing beside it, on whatever laptop it is opened.

Lists of choices (CSV, XML, GeoJSON) become the content of their `instance`; pictures become `data:` addresses in the
texts, and so in `QuestionView.media`.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Final

from lxml import etree

from inspector.problems import Problem
from inspector.xforms import markup, secondary
from inspector.xforms.nodes import Node

PICTURES: Final = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""First bytes -> type: what a label can show."""
LISTS: Final = (".csv", ".xml", ".geojson", ".json")
"""Ends of the names of files that hold choices."""
_ADDRESS: Final = re.compile(r"\s*jr://[\w-]+/([^\s/]+)\s*")
_NAME: Final = re.compile(r"[^\W\d][\w.-]*")


def named_files(xml: bytes) -> tuple[str, ...]:
    """The names of the files that a compiled form names, in its order. Raises Problem form_invalid, form_too_large."""
    source = markup.read(xml)
    lists = (match[1] for item in _lists(source) if (match := _ADDRESS.fullmatch(item.get("src") or "")))
    media = (name for _value, name in _media(source))
    return tuple(dict.fromkeys((*lists, *media)))


def inlined(xml: bytes, files: Mapping[str, bytes]) -> bytes:
    """The form with its files inside; what is not among them is left to whoever loads the form.

    Raises Problem form_attachment_invalid, form_invalid, form_too_large.
    """
    if not files:
        return xml
    source = markup.read(xml)
    for item in _lists(source):
        match = _ADDRESS.fullmatch(item.get("src") or "")
        if match is not None and match[1] in files:
            _fill(item, match[1], files)
    for value, name in _media(source):
        kind = picture_kind(files.get(name, b""))
        if kind:
            value.text = f"data:{kind};base64,{base64.b64encode(files[name]).decode()}"
    return etree.tostring(source, encoding="utf-8")


def picture_kind(data: bytes) -> str:
    """The type of a picture that can be shown, "" for none."""
    return next((kind for first, kind in PICTURES.items() if data.startswith(first)), "")


def _lists(source: etree._Element) -> Iterator[etree._Element]:
    """The lists that the form only names; what an earlier visit said is none of them."""
    for item in source.iter("{*}instance"):
        if len(item) == 0 and item.get("src") and "last-saved" not in str(item.get("src")):
            yield item


def _media(source: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for value in source.iter("{*}value"):
        match = _ADDRESS.fullmatch(value.text or "") if value.get("form") else None
        if match is not None:
            yield value, match[1]


def _fill(item: etree._Element, name: str, files: Mapping[str, bytes]) -> None:
    holder = secondary.attached(name, files).root
    if name.lower().endswith(".xml"):
        item.append(markup.read(files[name]))
    else:
        for child in holder.elements():
            item.append(_element(child))
    del item.attrib["src"]


def _element(node: Node) -> etree._Element:
    """A row of a table as markup; columns whose headings can be no names are out of reach of every expression."""
    try:
        made = etree.Element(node.name)
        made.text = node.text or None
    except ValueError as error:  # control characters, which no XML holds
        raise Problem("form_attachment_invalid", name=node.name, reason=error) from error
    for child in node.elements():
        if _NAME.fullmatch(child.name):
            made.append(_element(child))
    return made
