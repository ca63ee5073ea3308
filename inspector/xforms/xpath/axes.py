"""The axes and node tests of XPath 1.0 (sections 2.2 and 2.3) on `nodes`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from inspector.xforms.nodes import ATTRIBUTE, COMMENT, ELEMENT, INSTRUCTION, NAMESPACE, TEXT, Node, NodeKind
from inspector.xforms.xpath.environment import Names
from inspector.xforms.xpath.syntax import Axis, KindTest, NameTest

XML_NAMESPACE: Final = "http://www.w3.org/XML/1998/namespace"
Walk = Callable[[Node], Iterable[Node]]
Test = Callable[[Node], bool]


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _child(node: Node) -> Iterable[Node]:
    return node.content()


def _attribute(node: Node) -> Iterable[Node]:
    return node.attributes


def _descendant(node: Node) -> Iterable[Node]:
    return node.descendants()


def _descendant_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from node.descendants()


def _ancestor(node: Node) -> Iterable[Node]:
    return node.ancestors()


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from node.ancestors()


def _siblings(node: Node) -> list[Node]:
    if node.parent is None or node.kind in {ATTRIBUTE, NAMESPACE}:
        return [node]
    return node.parent.content()


def _following_sibling(node: Node) -> Iterable[Node]:
    siblings = _siblings(node)
    return siblings[siblings.index(node) + 1 :]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    siblings = _siblings(node)
    return siblings[: siblings.index(node)][::-1]


def _following(node: Node) -> Iterator[Node]:
    """From an attribute, what follows its element begins with the element's content."""
    if node.kind in {ATTRIBUTE, NAMESPACE}:
        if node.parent is not None:
            yield from node.parent.descendants()
            yield from _following(node.parent)
        return
    for place in _ancestor_or_self(node):
        for sibling in _following_sibling(place):
            yield from _descendant_or_self(sibling)


def _preceding(node: Node) -> Iterator[Node]:
    start = node.parent if node.kind in {ATTRIBUTE, NAMESPACE} and node.parent is not None else node
    for place in _ancestor_or_self(start):
        for sibling in _preceding_sibling(place):
            yield from reversed(list(_descendant_or_self(sibling)))


def _namespace(node: Node) -> Iterable[Node]:
    """The namespace nodes of an element, the same ones each time."""
    if node.kind is not ELEMENT:
        return ()
    if node.scope_nodes is None:
        declared = {**node.namespaces, "xml": XML_NAMESPACE}
        node.scope_nodes = [Node(NAMESPACE, prefix, text=uri) for prefix, uri in declared.items() if uri]
        for found in node.scope_nodes:
            found.parent = node
    return node.scope_nodes


WALKS: Final[dict[Axis, Walk]] = {
    Axis.SELF: _self,
    Axis.PARENT: _parent,
    Axis.CHILD: _child,
    Axis.ATTRIBUTE: _attribute,
    Axis.DESCENDANT: _descendant,
    Axis.DESCENDANT_OR_SELF: _descendant_or_self,
    Axis.ANCESTOR: _ancestor,
    Axis.ANCESTOR_OR_SELF: _ancestor_or_self,
    Axis.FOLLOWING_SIBLING: _following_sibling,
    Axis.PRECEDING_SIBLING: _preceding_sibling,
    Axis.FOLLOWING: _following,
    Axis.PRECEDING: _preceding,
    Axis.NAMESPACE: _namespace,
}
"""Nodes of an axis in axis order: reverse axes go backwards."""

_PRINCIPAL: Final = {Axis.ATTRIBUTE: ATTRIBUTE, Axis.NAMESPACE: NAMESPACE}
_KINDS: Final = {"text": TEXT, "comment": COMMENT, "processing-instruction": INSTRUCTION}


def node_test(axis: Axis, test: NameTest | KindTest, names: Names) -> Test:
    """The compiled node test of a step. Problem xpath_unknown_prefix."""
    if isinstance(test, KindTest):
        return _kind_test(test)
    kind = _PRINCIPAL.get(axis, ELEMENT)
    if test.prefix:
        return _name_test(kind, test.name, names.namespace(test.prefix))
    if test.name == "*":
        return lambda node: node.kind is kind
    if names.any_namespace and kind is ELEMENT:
        name = test.name
        return lambda node: node.name == name and node.kind is kind
    return _name_test(kind, test.name, "")


def _kind_test(test: KindTest) -> Test:
    if test.kind == "node":
        return lambda _node: True
    kind = _KINDS[test.kind]
    if test.target:
        return lambda node: node.kind is kind and node.name == test.target
    return lambda node: node.kind is kind


def _name_test(kind: NodeKind, name: str, namespace: str) -> Test:
    if name == "*":
        return lambda node: node.kind is kind and node.namespace == namespace
    return lambda node: node.kind is kind and node.name == name and node.namespace == namespace
