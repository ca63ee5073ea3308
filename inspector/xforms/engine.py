"""Recomputes the dirty part of a form, in the order of the graph.

`mark` puts a vertex of some node on the list, `run` works the list off by rank; whatever changes marks its
dependents. Formulas that cannot be evaluated give the empty text, as in the reference engines. One thread at a time.
"""

import heapq
import math
from collections.abc import Callable, Iterable
from typing import Final

from inspector.problems import Problem
from inspector.xforms import choices
from inspector.xforms.changes import ChangeLog, DroppedAnswer
from inspector.xforms.datatypes import stored_text
from inspector.xforms.graph import Aspect, Edge, Graph, Vertex
from inspector.xforms.live import LiveNode, reference
from inspector.xforms.model import SELECTS, Formula, ModelNode
from inspector.xforms.nodes import Node
from inspector.xforms.problems import MAX_TEXT
from inspector.xforms.rows import Rows
from inspector.xforms.xpath.environment import Context, Environment
from inspector.xforms.xpath.values import BLANKS, Value, to_boolean, to_string

MAX_WORK: Final = 2_000_000
"""Vertices that one recompute may evaluate: rows that feed each other in circles end here."""


class Engine:
    """The live tree and the work list. `log` collects the changes of the running operation."""

    def __init__(self, graph: Graph, document: Node, environment: Environment) -> None:
        self.graph = graph
        self.document = document
        self.environment = environment
        self.log = ChangeLog()
        self.on_value: Callable[[LiveNode], None] = lambda _node: None
        self.rows = Rows(self)
        self.restoring = False
        self._pending: dict[Vertex, dict[Node, None]] = {}
        self._heap: list[tuple[int, int]] = []
        self._by_id: dict[int, Vertex] = {}
        self._singles: dict[ModelNode, list[Node]] = {}
        self._paths: dict[tuple[ModelNode, ModelNode], tuple[str, ...]] = {}

    # evaluation

    def evaluate(self, formula: Formula, node: Node) -> Value:
        """The value of a formula at a node; "" when it cannot be evaluated."""
        self.environment.steps = 0
        try:
            return formula.run(Context(node, self.environment, self.document))
        except Problem:
            return ""
        except RecursionError:
            return ""

    def text(self, formula: Formula, node: Node) -> str:
        """The same as text to store: NaN is blank (forms.md, row "NaN"), and so is a text that is too long."""
        value = self.evaluate(formula, node)
        if isinstance(value, float) and math.isnan(value):
            return ""
        text = to_string(value)
        self.environment.all_steps += len(text) >> 3
        return text if len(text) <= MAX_TEXT else ""

    # work list

    def mark(self, vertex: Vertex, node: Node) -> None:
        """Put a vertex of a node on the list."""
        nodes = self._pending.get(vertex)
        if nodes is None:
            nodes = self._pending[vertex] = {}
            self._by_id[id(vertex)] = vertex
            heapq.heappush(self._heap, (vertex.rank, id(vertex)))
        nodes[node] = None

    def mark_all(self, node: LiveNode) -> None:
        """Put everything of a node and what stands in it on the list."""
        for item in node.subtree():
            for vertex in self.graph.of_model.get(item.model, ()):
                if vertex.at is vertex.model:
                    self.mark(vertex, item)
            for child in item.model.children:
                if child.is_repeat:
                    self._mark_one(Aspect.ROWS, child, item)

    def _mark_one(self, aspect: Aspect, model: ModelNode, node: Node) -> None:
        vertex = self.graph.get(aspect, model)
        if vertex is not None:
            self.mark(vertex, node)

    def spread(self, aspect: Aspect, model: ModelNode, node: Node) -> None:
        """Put everything on the list that reads this aspect of this node."""
        vertex = self.graph.get(aspect, model)
        if vertex is not None:
            for edge in vertex.dependents:
                for target in self._targets(edge, node):
                    self.mark(edge.vertex, target)

    def _targets(self, edge: Edge, node: Node) -> Iterable[Node]:
        model = edge.vertex.at
        start: Node | None = node
        if edge.scope is not None:
            while start is not None and not (isinstance(start, LiveNode) and start.model is edge.scope):
                start = start.parent
            if isinstance(start, LiveNode):
                return self._below(start, edge.scope, model)
        if model.repeat is None:
            found = self._singles.get(model)
            if found is None:
                found = self._singles[model] = self._below(self.document, self.graph.root, model)
            return found
        return self._below(self.document, self.graph.root, model)

    def _below(self, start: Node, start_model: ModelNode, model: ModelNode) -> list[Node]:
        path = self._paths.get((start_model, model))
        if path is None:
            chain = model.chain()
            path = tuple(item.name for item in reversed(chain[: chain.index(start_model)]))
            self._paths[start_model, model] = path
        nodes = [start]
        for name in path:
            nodes = [child for node in nodes for child in node.named(name)]
        return nodes

    def run(self) -> None:
        """Work the list off. Problems: xpath_steps, form_rows_too_many; what is left of the list is then given up."""
        self.environment.begin()
        try:
            self._work_off()
        except Problem:
            self._pending.clear()
            self._heap.clear()
            raise

    def _work_off(self) -> None:
        work = 0
        while self._heap:
            _, key = heapq.heappop(self._heap)
            vertex = self._by_id[key]
            for node in self._pending.pop(vertex):
                work += 1
                if work > MAX_WORK or self.environment.exhausted:
                    raise Problem("xpath_steps")
                self._compute(vertex, node)

    def _compute(self, vertex: Vertex, node: Node) -> None:
        if vertex.aspect is Aspect.ROWS:
            if vertex.formula is not None:
                self.rows.count(vertex.model, vertex.formula, node)
            return
        if not isinstance(node, LiveNode):
            return
        match vertex.aspect:
            case Aspect.VALUE:
                self._calculate(vertex, node)
            case Aspect.RELEVANT:
                self._relevance(vertex, node)
            case Aspect.REQUIRED | Aspect.READONLY | Aspect.CONSTRAINT:
                self._flag(vertex, node)
            case Aspect.LABEL:
                self.log.labels[node] = None
            case Aspect.OPTIONS:
                self.log.options[node] = None
                self._filter_answer(node)

    # values

    def set_text(self, node: LiveNode, text: str) -> None:
        """Store a value and mark what reads it."""
        if node.text == text:
            return
        node.text = text
        self.log.values[node] = None
        self.spread(Aspect.VALUE, node.model, node)
        self._mark_one(Aspect.CONSTRAINT, node.model, node)
        self.on_value(node)

    def set_computed(self, node: LiveNode, text: str) -> None:
        """Store what a formula gave, converted to the type of the node; "" when it cannot be."""
        node.typed = None
        self.set_text(node, choices.kept(node, stored_text(node.model.bind.data_type, text, computed=True) or ""))
        self._mark_one(Aspect.OPTIONS, node.model, node)

    def _calculate(self, vertex: Vertex, node: LiveNode) -> None:
        if vertex.formula is None or not node.live:
            return
        if self.restoring and vertex.volatile and node.text:
            return
        self.set_computed(node, self.text(vertex.formula, node))

    def _flag(self, vertex: Vertex, node: LiveNode) -> None:
        if vertex.formula is None:
            return
        if vertex.aspect is Aspect.CONSTRAINT:
            blank = not node.text.strip(BLANKS)
            node.constraint_ok = self._changed(
                node, node.constraint_ok, blank or not node.live or to_boolean(self.evaluate(vertex.formula, node))
            )
            return
        value = to_boolean(self.evaluate(vertex.formula, node))
        if vertex.aspect is Aspect.REQUIRED:
            node.required = self._changed(node, node.required, value)
        elif node.readonly is not value:
            node.readonly = value
            for item in node.subtree():
                self.log.flags[item] = None

    def _changed(self, node: LiveNode, old: bool, new: bool) -> bool:  # noqa: FBT001 - old and new
        if old is not new:
            self.log.flags[node] = None
        return new

    # relevance

    def _relevance(self, vertex: Vertex, node: LiveNode) -> None:
        if vertex.formula is None:
            return
        node.own_relevant = to_boolean(self.evaluate(vertex.formula, node))
        self.inherit(node)

    def inherit(self, node: LiveNode) -> None:
        """Take over the relevance of what is around, down to the last node."""
        live = node.own_relevant and (node.up is None or node.up.live)
        if live is node.live:
            return
        node.live = live
        self.log.relevance[node] = None
        if node.model.is_repeat:
            self.spread(Aspect.ROWS, node.model, node)
        if not node.model.children:
            self.spread(Aspect.VALUE, node.model, node)
            for aspect in (Aspect.VALUE, Aspect.CONSTRAINT, Aspect.OPTIONS):
                self._mark_one(aspect, node.model, node)
        for child in node.live_children():
            self.inherit(child)

    # choices

    def _filter_answer(self, node: LiveNode) -> None:
        """Delete what the choice filter no longer allows (forms.md, row "choice filter drops an answer")."""
        if not node.text or not node.live or self.restoring or node.model.kind not in SELECTS:
            return
        allowed = choices.places(self, node)
        tokens = node.text.split()
        kept = [token for token in tokens if token in allowed]
        if len(kept) < len(tokens):
            self.log.dropped.append(DroppedAnswer(reference(node), node.text))
            self.set_text(node, " ".join(kept))
