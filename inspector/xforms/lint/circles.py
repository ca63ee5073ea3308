"""Circles of calculations and conditions, found by the engine's own dependency graph on what the rows say."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from inspector.problems import Problem
from inspector.xforms.graph import Graph
from inspector.xforms.lint.expressions import with_paths
from inspector.xforms.lint.findings import Finding, found
from inspector.xforms.lint.formulas import Formulas
from inspector.xforms.lint.outline import Item, Outline
from inspector.xforms.model import Bind, Control, Formula, Kind, ModelNode, Translations
from inspector.xforms.texts import formula

MOST: Final = 20
"""Circles told of one form."""


class _Schema:
    """The tree that the engine would build: enough of it for the graph. `items` by reference."""

    def __init__(self, outline: Outline, formulas: Formulas) -> None:
        self.formulas = formulas
        self.root = ModelNode("", "", "", None)
        self.items: dict[str, Item] = {}
        self.nodes: dict[Item, ModelNode] = {}
        self.paths = {name: several[0].path for name, several in outline.named.items()}
        top = self._node("data", self.root)
        for item in outline.items:
            above = self.nodes.get(item.parent, top) if item.parent is not None else top
            if item.name and item.name not in above.by_name:
                self._add(item, above)

    def _node(self, name: str, above: ModelNode) -> ModelNode:
        node = ModelNode(name, "", "", above)
        above.by_name[name] = node
        above.children.append(node)
        node.enclosing = above.repeat
        return node

    def _add(self, item: Item, above: ModelNode) -> None:
        node = self._node(item.name, above)
        self.nodes[item] = node
        self.items[node.ref] = item
        node.is_repeat = item.kind == "repeat"
        node.bind = Bind(relevant=self._formula(item, "relevant"), calculate=self._formula(item, "calculation"))
        count = self._formula(item, "repeat_count")
        if node.is_repeat and count is not None:
            node.control = Control(Kind.REPEAT, count=count)

    def _formula(self, item: Item, key: str) -> Formula | None:
        if (item, key) not in self.formulas.read or (key == "calculation" and item.text("trigger")):
            return None
        try:
            return formula(with_paths(item.text(key), self.paths), self.formulas.names)
        except Problem:
            return None  # longer than an expression may be: told already


def circles(outline: Outline, formulas: Formulas) -> Iterator[Finding]:
    """Every circle, told at its first row with all of its rows."""
    schema = _Schema(outline, formulas)
    for _turn in range(MOST):
        refs = _circle(schema)
        members = sorted((schema.items[ref] for ref in refs if ref in schema.items), key=lambda item: item.row.number)
        if not members:
            return
        yield _told(members)
        for item in members:
            node = schema.nodes[item]
            node.bind = replace(node.bind, relevant=None, calculate=None)
            node.control = None


def _circle(schema: _Schema) -> list[str]:
    try:
        Graph(schema.root, Translations())
    except Problem as problem:
        return str(problem.params.get("refs", "")).split(" → ")
    return []


def _told(members: list[Item]) -> Finding:
    first = members[0]
    key = next((key for key in ("calculation", "relevant", "repeat_count") if first.text(key)), "")
    names, rows = ", ".join(item.name for item in members), ", ".join(str(item.row.number) for item in members)
    return found("calculation_cycle", first.place(key), names=names, rows=rows)
