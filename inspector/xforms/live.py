"""The live tree of an instance: nodes with state, references, rows."""

import re
from typing import Final

from inspector.problems import Problem
from inspector.xforms.model import ModelNode
from inspector.xforms.nodes import ELEMENT, ROOT, Node

_STEP: Final = re.compile(r"([^/\[\]]+)(?:\[([1-9][0-9]*)\])?")


class LiveNode(Node):
    """A node of the primary instance with what was computed for it. `live` (inherited) is the effective relevance."""

    __slots__ = ("constraint_ok", "initial", "model", "own_relevant", "readonly", "required", "row_id", "typed")

    def __init__(self, model: ModelNode, text: str = "") -> None:
        super().__init__(ELEMENT, model.name, model.namespace, text)
        self.prefix = model.prefix
        self.model = model
        self.own_relevant = True
        self.required = False
        self.readonly = False
        self.constraint_ok = True
        self.typed: str | None = None
        self.initial = text
        self.row_id = ""

    @property
    def up(self) -> "LiveNode | None":
        """The parent, None at the top."""
        parent = self.parent
        return parent if isinstance(parent, LiveNode) else None

    def live_children(self) -> "list[LiveNode]":
        """Child elements."""
        return [child for child in self.children if isinstance(child, LiveNode)]

    def subtree(self) -> "list[LiveNode]":
        """The node and every element below, in document order."""
        found = [self]
        for child in self.live_children():
            found.extend(child.subtree())
        return found


def build_tree(root_model: ModelNode, prototype: Node) -> Node:
    """The document node above a fresh tree."""
    document = Node(ROOT)
    document.append(build(root_model.children[0], prototype))
    return document


def build(model: ModelNode, prototype: Node) -> LiveNode:
    """A live copy of a prototype: templates left out, repeats without a row of their own stay empty."""
    node = LiveNode(model, "" if model.children else prototype.text)
    for item in prototype.attributes:
        if not item.namespace.endswith("/javarosa"):
            node.add_attribute(item.name, item.text, item.namespace, item.prefix)
    for child in prototype.elements():
        child_model = model.by_name.get(child.name)
        if child_model is not None and not is_template(child):
            node.append(build(child_model, child))
    return node


def is_template(node: Node) -> bool:
    """Whether an element of the form is a repeat's jr:template."""
    return any(item.name == "template" and item.namespace.endswith("/javarosa") for item in node.attributes)


def rows(parent: Node, repeat: ModelNode) -> list[LiveNode]:
    """The rows of a repeat under a parent, in order."""
    return [node for node in parent.named(repeat.name) if isinstance(node, LiveNode)]


def insert_row(parent: Node, repeat: ModelNode, row: LiveNode) -> None:
    """Put a row after the last one, or where the form has the repeat."""
    present = rows(parent, repeat)
    if present:
        names = parent.named_cache
        parent.insert(parent.children.index(present[-1]) + 1, row)
        if names is not None:
            names[repeat.name].append(row)
            parent.named_cache = names
        return
    siblings = repeat.parent.children if repeat.parent is not None else []
    before = {model.name for model in siblings[: siblings.index(repeat)]}
    place = 0
    for index, child in enumerate(parent.children):
        if child.name in before:
            place = index + 1
    parent.insert(place, row)


def reference(node: LiveNode) -> str:
    """The reference of a node, rows by their 1-based position: `/data/rep[2]/x`."""
    parts: list[str] = []
    place: LiveNode | None = node
    while place is not None:
        index = ""
        if place.model.is_repeat and place.parent is not None:
            index = f"[{place.parent.named(place.name).index(place) + 1}]"
        parts.append(f"/{place.name}{index}")
        place = place.up
    return "".join(reversed(parts))


def split_reference(ref: str) -> list[tuple[str, int | None]]:
    """Names and positions (from 1) of a reference, prefixes left out. Problem form_unknown_ref when it is malformed."""
    steps: list[tuple[str, int | None]] = []
    for part in ref.strip().strip("/").split("/"):
        match = _STEP.fullmatch(part)
        if match is None:
            raise Problem("form_unknown_ref", ref=ref)
        steps.append((match[1].rpartition(":")[2], int(match[2]) if match[2] else None))
    return steps


def find(document: Node, ref: str) -> LiveNode | None:
    """The node of a reference; a repeat step without a position means the first row."""
    node = document
    for name, position in split_reference(ref):
        among = node.named(name)
        index = (position or 1) - 1
        if not 0 <= index < len(among):
            return None
        node = among[index]
    return node if isinstance(node, LiveNode) else None
