"""Secondary instances: lists that expressions read, from the form itself or from an attachment (CSV, XML, GeoJSON).

Their trees never change, so `[column = value]` filters over them are indexed (see `xpath.steps`).
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from inspector.problems import Problem
from inspector.xforms import markup
from inspector.xforms.nodes import ELEMENT, Node
from inspector.xforms.problems import MAX_XML_BYTES, MAX_XML_TAGS

MIN_INDEXED = 8
"""Fewer children are walked through faster than looked up."""


class SecondaryInstance:
    """One list; its tree is built when it is first asked for. `root` is the `instance` element."""

    def __init__(self, build: Callable[[], Node]) -> None:
        self._build = build
        self._root: Node | None = None

    @property
    def root(self) -> Node:
        """The `instance` node. Problem form_attachment_invalid."""
        if self._root is None:
            self._root = self._build()
            _make_indexable(self._root)
        return self._root


def inline(source: etree._Element) -> SecondaryInstance:
    """A list written into the form."""
    return SecondaryInstance(lambda: markup.element(source, keep_blank_text=False))


def attached(uri: str, attachments: Mapping[str, bytes]) -> SecondaryInstance:
    """A list in an attachment, found by the last part of its `jr://…` address. Problems form_attachment_…."""
    name = uri.rsplit("/", 1)[-1]
    data = attachments.get(name)
    if data is None:
        raise Problem("form_attachment_missing", name=name)
    if len(data) > MAX_XML_BYTES:
        raise Problem("form_too_large", size=len(data))
    found = SecondaryInstance(lambda: _read(name, data))
    _ = found.root  # read now: a broken attachment is refused with the form, not noticed as an empty list
    return found


def empty() -> SecondaryInstance:
    """A list without items."""
    return SecondaryInstance(lambda: _holder(Node(ELEMENT, "root")))


def _read(name: str, data: bytes) -> Node:
    try:
        if name.lower().endswith((".geojson", ".json")):
            return _holder(_geojson(json.loads(data)))
        if name.lower().endswith(".xml"):
            return _holder(markup.element(markup.read(data), keep_blank_text=False))
        return _holder(_table(data.decode("utf-8-sig")))
    except Problem as problem:
        raise Problem("form_attachment_invalid", name=name, reason=problem.code) from problem
    except (ValueError, LookupError, TypeError, AttributeError, csv.Error, RecursionError) as error:
        raise Problem("form_attachment_invalid", name=name, reason=str(error)) from error


def _holder(root: Node) -> Node:
    holder = Node(ELEMENT, "instance")
    holder.append(root)
    return holder


def _leaf(name: str, text: str) -> Node:
    return Node(ELEMENT, name, text=text)


def _table(text: str) -> Node:
    """`root/item/column`; the delimiter is the one of `, ; tab |` that the head line has most of."""
    head = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=head.count))
    names = [name.strip() for name in next(rows, [])]
    root, cells = Node(ELEMENT, "root"), 0
    for row in rows:
        cells += len(row) + 1
        if cells > MAX_XML_TAGS:
            raise ValueError(cells)
        if any(row):
            item = root.append(Node(ELEMENT, "item"))
            item.children = [_leaf(name, cell) for name, cell in zip(names, row, strict=False)]
            for cell in item.children:
                cell.parent = item
    return root


def _geojson(document: Any) -> Node:
    """`root/item` with `id`, `geometry` and the properties of each feature."""
    if document["type"] != "FeatureCollection":
        raise ValueError(document["type"])
    root = Node(ELEMENT, "root")
    for feature in document["features"]:
        item = root.append(Node(ELEMENT, "item"))
        item.append(_leaf("geometry", _geometry(feature["geometry"]) if feature.get("geometry") else ""))
        properties = dict(feature.get("properties") or {})
        if "id" in feature:
            properties["id"] = feature["id"]
        for name, value in properties.items():
            item.append(_leaf(name, "" if value is None else value if isinstance(value, str) else json.dumps(value)))
    return root


def _geometry(geometry: dict[str, Any]) -> str:
    """Points as `latitude longitude 0 0`, joined by `; `."""
    coordinates = geometry["coordinates"]
    match geometry["type"]:
        case "Point":
            coordinates = [coordinates]
        case "Polygon":
            coordinates = coordinates[0]
        case "LineString":
            pass
        case other:
            raise ValueError(other)
    return "; ".join(f"{place[1]} {place[0]} 0 0" for place in coordinates)


def _make_indexable(root: Node) -> None:
    stack = [root]
    while stack:
        node = stack.pop()
        if len(node.children) >= MIN_INDEXED:
            node.lookup = {}
        stack.extend(child for child in node.children if len(child.children) > 0)
