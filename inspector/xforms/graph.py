"""The dependency graph of a form, on its schema: what has to be computed again when something changes, in which order.

A vertex is one aspect of one schema node (its value, relevance, rows, …). Its rank is a topological order over
everything that feeds values; circles are refused. At run time `engine` follows the edges from changed nodes to the
instance nodes concerned.
"""

import heapq
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from inspector.problems import Problem
from inspector.xforms.dependencies import Budget, Place, Report, analyse, analyse_itemset
from inspector.xforms.model import Formula, ModelNode, Text, Translations


class Aspect(Enum):
    """What of a node is computed."""

    ROWS = "rows"
    RELEVANT = "relevant"
    VALUE = "value"
    REQUIRED = "required"
    READONLY = "readonly"
    CONSTRAINT = "constraint"
    LABEL = "label"
    OPTIONS = "options"


FEEDING = (Aspect.ROWS, Aspect.RELEVANT, Aspect.VALUE)
"""Aspects that other formulas may read; the others only show."""


class Edge(NamedTuple):
    """From a changed node to a vertex; `scope` is the repeat in whose row both lie, None = all rows."""

    vertex: "Vertex"
    scope: ModelNode | None


class Vertex:
    """One aspect of one schema node. `at` is the schema node whose instances are computed (rows: its parent)."""

    __slots__ = ("aspect", "at", "before", "dependents", "formula", "language", "model", "rank", "volatile")

    def __init__(self, aspect: Aspect, model: ModelNode, formula: Formula | None = None) -> None:
        self.aspect = aspect
        self.model = model
        self.formula = formula
        self.at = model.parent if aspect is Aspect.ROWS and model.parent is not None else model
        self.dependents: dict[Edge, None] = {}
        self.before: set[Vertex] = set()
        self.rank = 0
        self.volatile = False
        self.language = False


class Graph:
    """All vertices of a form. Built once per definition; read-only afterwards. `root` is above the primary instance."""

    def __init__(self, root: ModelNode, translations: Translations) -> None:
        self.root = root
        self.vertices: dict[tuple[Aspect, ModelNode], Vertex] = {}
        self.of_model: dict[ModelNode, list[Vertex]] = {}
        self._translations = translations
        self._budget = Budget()
        nodes = root.walk()[1:]
        self._by_ref = {node.ref: node for node in nodes}
        for node in nodes:
            self._add_vertices(node)
        reports = [(vertex, self._report(vertex)) for vertex in self.vertices.values()]
        for vertex, report in reports:
            self._connect(vertex, report)
        for vertex in self.vertices.values():
            self._order_structure(vertex)
        self._rank()

    def get(self, aspect: Aspect, model: ModelNode) -> Vertex | None:
        """The vertex of an aspect, if the form computes or reads it."""
        return self.vertices.get((aspect, model))

    # vertices

    def _add_vertices(self, node: ModelNode) -> None:
        bind, control = node.bind, node.control
        if node.is_repeat:
            self._add(Aspect.ROWS, node, None if control is None else control.count)
        if bind.relevant is not None:
            self._add(Aspect.RELEVANT, node, bind.relevant)
        if not node.children:
            self._add(Aspect.VALUE, node, bind.calculate)
        for aspect, formula in (
            (Aspect.REQUIRED, bind.required),
            (Aspect.READONLY, bind.readonly),
            (Aspect.CONSTRAINT, bind.constraint),
        ):
            if formula is not None:
                self._add(aspect, node, formula)
        if control is not None:
            self._add(Aspect.LABEL, node, None)
            if control.itemset is not None:
                self._add(Aspect.OPTIONS, node, None)

    def _add(self, aspect: Aspect, node: ModelNode, formula: Formula | None) -> None:
        vertex = Vertex(aspect, node, formula)
        self.vertices[aspect, node] = vertex
        self.of_model.setdefault(node, []).append(vertex)

    # edges

    def _report(self, vertex: Vertex) -> Report:
        report = Report()
        for formula in self._formulas(vertex):
            _join(report, analyse(formula.parsed, vertex.model, self.root, self._budget))
        control = vertex.model.control
        if vertex.aspect is Aspect.OPTIONS and control is not None and control.itemset is not None:
            _join(report, analyse_itemset(control.itemset, vertex.model, self.root, self._budget))
        for ref in report.choices:
            question = self._by_ref.get(ref)
            for found in self._labels_of(question) if question is not None else ():
                report.values |= {Place(place.node, None) for place in found.values}
                report.rows |= found.rows
        vertex.volatile, vertex.language = report.volatile, report.language
        return report

    def _labels_of(self, question: ModelNode) -> Iterable[Report]:
        """What the labels of a question's choices read."""
        control = question.control
        if control is not None and control.itemset is not None:
            yield analyse_itemset(control.itemset, question, self.root, self._budget)
        for choice in () if control is None else control.choices:
            for formula in self._text_formulas(choice.label):
                yield analyse(formula.parsed, question, self.root, self._budget)

    def _formulas(self, vertex: Vertex) -> Iterable[Formula]:
        if vertex.formula is not None:
            yield vertex.formula
        control = vertex.model.control
        if control is None:
            return
        if vertex.aspect is Aspect.LABEL:
            for text in (control.label, control.hint, *(choice.label for choice in control.choices)):
                yield from self._text_formulas(text)

    def _text_formulas(self, text: Text) -> Iterable[Formula]:
        if text.lookup is not None:
            yield text.lookup
        yield from (part for part in text.parts if isinstance(part, Formula))
        if text.key:
            for texts in self._translations.texts.values():
                for form in texts.get(text.key, {}).values():
                    yield from (part for part in form.parts if isinstance(part, Formula))

    def _connect(self, vertex: Vertex, report: Report) -> None:
        holders = set(vertex.at.chain())
        for place in report.values:
            source = self.vertices.get((Aspect.VALUE, place.node))
            if source is not None:
                self._edge(source, vertex, place.scope if place.scope in holders else None)
                if vertex.aspect in FEEDING and not _to_other_row(place, vertex):
                    vertex.before.add(source)
        for repeat in report.rows:
            source = self.vertices[Aspect.ROWS, repeat]
            if source is not vertex:
                self._edge(source, vertex, repeat.enclosing if repeat.enclosing in holders else None)
            relevance = self.vertices.get((Aspect.RELEVANT, repeat))
            for feeder in (source, relevance):
                if feeder is not None and vertex.aspect in FEEDING and vertex.model is not repeat:
                    vertex.before.add(feeder)

    @staticmethod
    def _edge(source: Vertex, target: Vertex, scope: ModelNode | None) -> None:
        source.dependents[Edge(target, scope)] = None

    # order

    def _order_structure(self, vertex: Vertex) -> None:
        """Relevance of everything around comes before a value, rows before what stands in them."""
        if vertex.aspect not in FEEDING:
            return
        for node in vertex.model.chain():
            for aspect in (Aspect.RELEVANT, Aspect.ROWS):
                other = self.vertices.get((aspect, node))
                if other is None or other is vertex:
                    continue
                if node is vertex.model and vertex.aspect is not Aspect.VALUE and aspect is Aspect.RELEVANT:
                    continue
                vertex.before.add(other)

    def _rank(self) -> None:
        """Kahn's algorithm, in the order of the form where the graph leaves a choice. Problem form_cycle."""
        vertices = list(self.vertices.values())
        place = {vertex: index for index, vertex in enumerate(vertices)}
        after: dict[Vertex, list[Vertex]] = {}
        missing = {vertex: len(vertex.before) for vertex in vertices}
        for vertex in vertices:
            for other in vertex.before:
                after.setdefault(other, []).append(vertex)
        ready = [index for vertex, index in place.items() if not missing[vertex]]
        heapq.heapify(ready)
        rank = 0
        while ready:
            vertex = vertices[heapq.heappop(ready)]
            vertex.rank = rank if vertex.aspect in FEEDING else len(vertices) + rank
            rank += 1
            for other in after.get(vertex, ()):
                missing[other] -= 1
                if not missing[other]:
                    heapq.heappush(ready, place[other])
        if rank < len(vertices):
            raise Problem("form_cycle", refs=" → ".join(_circle([v for v in vertices if missing[v]])))


def _to_other_row(place: Place, vertex: Vertex) -> bool:
    repeat = place.node.repeat
    return place.crossing and repeat is not None and repeat in vertex.model.chain()


def _circle(stuck: list[Vertex]) -> list[str]:
    """References along one circle among vertices that never became ready, in the order of the form."""
    place = {vertex: index for index, vertex in enumerate(stuck)}
    vertex = stuck[0]
    path: dict[Vertex, None] = {}
    while vertex not in path:
        path[vertex] = None
        vertex = min((other for other in vertex.before if other in place), key=place.__getitem__)
    visited = list(path)
    circle = [*visited[visited.index(vertex) :], vertex]
    return list(dict.fromkeys(item.model.ref for item in reversed(circle)))


def _join(report: Report, other: Report) -> None:
    report.values |= other.values
    report.rows |= other.rows
    report.choices |= other.choices
    report.language |= other.language
    report.volatile |= other.volatile
