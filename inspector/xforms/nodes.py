"""The XPath data model: one light tree for any document (XPath 1.0 section 5).

lxml only reads the bytes; expressions run on these nodes, because their values change with relevance and their child
lists are indexed by name. An element that holds nothing but text keeps it in `text` and makes its text node on demand.
Used from one thread at a time.
"""

from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import count as _count


class NodeKind(IntEnum):
    """The seven node types of XPath 1.0."""

    ROOT = 0
    ELEMENT = 1
    ATTRIBUTE = 2
    NAMESPACE = 3
    TEXT = 4
    COMMENT = 5
    INSTRUCTION = 6


ROOT, ELEMENT, ATTRIBUTE, NAMESPACE = NodeKind.ROOT, NodeKind.ELEMENT, NodeKind.ATTRIBUTE, NodeKind.NAMESPACE
TEXT, COMMENT, INSTRUCTION = NodeKind.TEXT, NodeKind.COMMENT, NodeKind.INSTRUCTION

_NO_NAMESPACES: dict[str, str] = {}


class Node:
    """One node. `live` is false while the question is not relevant: its value then reads as the empty string.

    `name` is the local name (target of a processing instruction, prefix of a namespace node); `text` the value of a
    leaf; `children` the content of an element that is more than one text; `scope_nodes` the namespace nodes once
    somebody asked for them. `rank` is the document order, valid inside `in_document_order`. `lookup` holds the indexes
    of static documents (see `xpath.steps`).
    """

    __slots__ = (
        "attributes",
        "children",
        "kind",
        "live",
        "lookup",
        "name",
        "named_cache",
        "namespace",
        "namespaces",
        "parent",
        "prefix",
        "rank",
        "scope_nodes",
        "text",
    )

    def __init__(self, kind: NodeKind, name: str = "", namespace: str = "", text: str = "") -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.prefix = ""
        self.text = text
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = _NOTHING
        self.namespaces: dict[str, str] = _NO_NAMESPACES
        self.named_cache: dict[str, list[Node]] | None = None
        self.rank = 0
        self.scope_nodes: list[Node] | None = None
        self.live = True
        self.lookup: dict[tuple[str, str, bool], dict[str | float, list[Node]]] | None = None

    def append(self, child: "Node") -> "Node":
        """Add a child at the end and return it."""
        return self.insert(len(self.children), child)

    def insert(self, index: int, child: "Node") -> "Node":
        """Add a child at an index of `children` and return it."""
        child.parent = self
        self.children.insert(index, child)
        self.named_cache = None
        return child

    def remove(self, child: "Node") -> None:
        """Take a child out; the child keeps its own tree."""
        self.children.remove(child)
        child.parent = None
        self.named_cache = None

    def add_attribute(self, name: str, text: str, namespace: str = "", prefix: str = "") -> None:
        """Add an attribute node."""
        attribute = Node(ATTRIBUTE, name, namespace, text)
        attribute.parent, attribute.prefix = self, prefix
        self.attributes = [*self.attributes, attribute]

    def named(self, name: str) -> "list[Node]":
        """Element children with this local name, in order. The list belongs to the node: do not change it."""
        cache = self.named_cache
        if cache is None:
            cache = self.named_cache = {}
            for child in self.children:
                if child.kind is ELEMENT:
                    cache.setdefault(child.name, []).append(child)
        return cache.get(name, _NOTHING)

    def content(self) -> "list[Node]":
        """All children, with the text node of a leaf made when asked for."""
        if self.text and not self.children and self.kind is ELEMENT:
            text = Node(TEXT)
            text.parent = self
            self.children.append(text)
            self.named_cache = None
        return self.children

    def value(self) -> str:
        """The string-value (XPath 1.0 section 5); empty for anything that is not relevant."""
        if not self.live:
            return ""
        if self.kind is TEXT:
            return self.text or (self.parent.text if self.parent is not None and self.parent.live else "")
        if not self.children:
            return self.text
        return "".join(_texts(self))

    def elements(self) -> "Iterator[Node]":
        """Element children."""
        return (child for child in self.children if child.kind is ELEMENT)

    def root(self) -> "Node":
        """The topmost node of this tree."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def ancestors(self) -> "Iterator[Node]":
        """Parent, grandparent and so on."""
        node = self.parent
        while node is not None:
            yield node
            node = node.parent

    def descendants(self) -> "Iterator[Node]":
        """Everything below, in document order, without attributes."""
        stack = list(reversed(self.content()))
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.content()))


_NOTHING: list[Node] = []
"""Shared by all nodes without attributes and all names without children; never changed."""


def _texts(node: Node) -> Iterator[str]:
    for child in node.children:
        if child.kind is TEXT:
            yield child.text or node.text
        elif child.kind is ELEMENT and child.live:
            if child.children:
                yield from _texts(child)
            else:
                yield child.text


def in_document_order(nodes: list[Node], charge: Callable[[int], None] = lambda _visits: None) -> list[Node]:
    """The distinct nodes in document order (attributes and namespaces after their element).

    `charge` is told how many nodes had to be numbered.
    """
    distinct = list(dict.fromkeys(nodes))
    if len(distinct) < 2:
        return distinct
    for root in dict.fromkeys(node.root() for node in distinct):
        charge(_number(root))
    position = {id(root): index for index, root in enumerate(dict.fromkeys(node.root() for node in distinct))}
    return sorted(distinct, key=lambda node: (position[id(node.root())], node.rank))


def _number(root: Node) -> int:
    counter = _count()
    stack = [root]
    while stack:
        node = stack.pop()
        node.rank = next(counter)
        for attribute in (*(node.scope_nodes or ()), *node.attributes):
            attribute.rank = next(counter)
        stack.extend(reversed(node.children))
    return next(counter)
