"""What an expression of a form reads: found on the schema, without evaluating anything.

Paths are followed over the schema nodes. For each node read it is known whether it lies in the same repeat row as the
question (`scope`: the repeat whose row is kept) and whether the path steps over to other rows on purpose (`crossing`:
a predicate on the repeat, a sibling axis, indexed-repeat), in which case a self-reference is no circle.
"""

from dataclasses import field
from typing import Final, NamedTuple

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.xforms.model import Itemset, ModelNode
from inspector.xforms.problems import MAX_DEPENDENCIES
from inspector.xforms.xpath.steps import plain_name
from inspector.xforms.xpath.syntax import (
    Axis,
    Call,
    Chain,
    Expression,
    Filter,
    KindTest,
    Literal,
    NameTest,
    Negate,
    Path,
    Step,
)

_SIBLINGS: Final = frozenset({Axis.PRECEDING_SIBLING, Axis.FOLLOWING_SIBLING})
_KEEPING: Final = "random", "uuid"


class Place(NamedTuple):
    """A schema node reached by a path, the repeat whose row is kept, and whether rows were crossed on purpose."""

    node: ModelNode
    scope: ModelNode | None
    crossing: bool = False


@dataclass(slots=True)
class Report:
    """What an expression reads. `volatile`: it has random() or uuid(), whose result a reopened draft keeps."""

    values: set[Place] = field(default_factory=set)
    rows: set[ModelNode] = field(default_factory=set)
    choices: set[str] = field(default_factory=set)
    language: bool = False
    volatile: bool = False


class Budget:
    """How much following may still be done; one for all expressions of a form. Problem form_too_complex."""

    def __init__(self) -> None:
        self._left = MAX_DEPENDENCIES

    def spend(self, places: int) -> None:
        """Count places that were looked at."""
        self._left -= places
        if self._left < 0:
            raise Problem("form_too_complex")


def analyse(expression: Expression, origin: ModelNode, root: ModelNode, budget: Budget | None = None) -> Report:
    """The report of an expression that belongs to `origin`; `root` is the node above the primary instance."""
    visitor = _Visitor(Place(origin, origin.repeat), root, budget or Budget())
    visitor.record(visitor.visit(expression, [visitor.origin]))
    return visitor.report


def analyse_itemset(itemset: Itemset, origin: ModelNode, root: ModelNode, budget: Budget) -> Report:
    """What the choices of a question read: the nodes, and at each of them its value and label."""
    visitor = _Visitor(Place(origin, origin.repeat), root, budget)
    nodes = visitor.visit(itemset.nodes.parsed, [visitor.origin])
    visitor.record(nodes)
    items = [Place(place.node, None, crossing=True) for place in nodes]
    for formula in (itemset.value, itemset.label.lookup):
        if formula is not None:
            visitor.record(visitor.visit(formula.parsed, items))
    return visitor.report


class _Visitor:
    def __init__(self, origin: Place, root: ModelNode, budget: Budget) -> None:
        self.origin = origin
        self.budget = budget
        self.holders = set(origin.node.chain())
        self.root = root
        self.report = Report()

    def record(self, places: list[Place]) -> None:
        for place in places:
            if place.node.is_repeat:
                self.report.rows.add(place.node)
            if not place.node.children:
                self.report.values.add(place)

    def visit(self, expression: Expression, contexts: list[Place]) -> list[Place]:
        """The places an expression gives; everything it reads besides is recorded."""
        match expression:
            case Path():
                return self.path(expression, contexts)
            case Filter(base, predicates):
                places = self.visit(base, contexts)
                self.predicates(predicates, places)
                return [Place(place.node, place.scope, crossing=True) for place in places]
            case Call():
                return self.call(expression, contexts)
            case Chain(first, rest):
                return self.chain(first, rest, contexts)
            case Negate(operand):
                self.record(self.visit(operand, contexts))
        return []

    def chain(self, first: Expression, rest: tuple[tuple[str, Expression], ...], contexts: list[Place]) -> list[Place]:
        found = [self.visit(operand, contexts) for operand in (first, *(operand for _, operand in rest))]
        if rest[0][0] == "|":
            return [place for places in found for place in places]
        for places in found:
            self.record(places)
        return []

    def call(self, call: Call, contexts: list[Place]) -> list[Place]:
        if call.name == "current":
            return [self.origin]
        self.report.volatile |= call.name in _KEEPING
        self.report.language |= call.name in {"jr:itext", "jr:choice-name"}
        if call.name == "jr:choice-name" and len(call.arguments) == 2 and isinstance(call.arguments[1], Literal):
            self.report.choices.add(call.arguments[1].value.strip())
        arguments = [self.visit(argument, contexts) for argument in call.arguments]
        if call.name == "indexed-repeat":
            return self.indexed(arguments)
        if call.name in {"instance", "jr:itext"}:
            return []
        for places in arguments:
            self.record(places)
        return arguments[0] if call.name == "randomize" and arguments else []

    def indexed(self, arguments: list[list[Place]]) -> list[Place]:
        for places in arguments[1:]:
            self.record(places)
        for place in arguments[0]:
            self.report.rows.update(node for node in place.node.chain() if node.is_repeat)
        return [Place(place.node, None, crossing=True) for place in arguments[0]]

    # paths

    def path(self, path: Path, contexts: list[Place]) -> list[Place]:
        if path.base is not None:
            places = self.visit(path.base, contexts)
        elif path.absolute:
            places = [Place(self.root, None)]
        else:
            places = contexts
        for index, step in enumerate(path.steps):
            own = path.absolute and index < len(path.steps) - 1 and plain_name(step) is not None
            places = self.step(step, places, own_row=own)
        return places

    def step(self, step: Step, places: list[Place], *, own_row: bool) -> list[Place]:
        found = list(dict.fromkeys(new for place in places for new in self.moved(step, place)))
        self.budget.spend(len(places) + len(found))
        if own_row:
            found = [Place(p.node, p.node if self.kept(p) else p.scope, p.crossing) for p in found]
        for place in found:
            if place.node.is_repeat and place.scope is not place.node:
                self.report.rows.add(place.node)
        if step.predicates:
            found = [Place(place.node, place.scope, place.crossing or place.node.is_repeat) for place in found]
        self.predicates(step.predicates, found)
        return found

    def kept(self, place: Place) -> bool:
        """Whether an absolute path stays in the row of the origin at this repeat."""
        return place.node.is_repeat and place.node in self.holders and place.scope is place.node.enclosing

    def predicates(self, predicates: tuple[Expression, ...], places: list[Place]) -> None:
        for predicate in predicates:
            self.record(self.visit(predicate, places))

    def moved(self, step: Step, place: Place) -> list[Place]:
        node, scope = place.node, place.scope
        match step.axis:
            case Axis.SELF:
                return [place] if _fits(step.test, node) else []
            case Axis.PARENT:
                return [_up(place)] if node.parent is not None and _fits(step.test, node.parent) else []
            case Axis.CHILD:
                found = [Place(child, scope, place.crossing) for child in _children(step.test, node)]
                return [item for item in found if not _any_name(step.test) or item.node is not self.origin.node]
            case Axis.ANCESTOR | Axis.ANCESTOR_OR_SELF:
                found = [place] if step.axis is Axis.ANCESTOR_OR_SELF else []
                while place.node.parent is not None:
                    place = _up(place)
                    found.append(place)
                return [item for item in found if _fits(step.test, item.node)]
            case Axis.ATTRIBUTE | Axis.NAMESPACE:
                return []
            case axis if axis in _SIBLINGS and node.is_repeat:
                return [Place(node, node.enclosing, crossing=True)] if _fits(step.test, node) else []
        return self.far(step, place)

    def far(self, step: Step, place: Place) -> list[Place]:
        """Descendants, or for the remaining axes anything in the form that fits; never the question itself.

        What finds its own question by chance (`//x`, `*`) reads the old value: a circle is refused only when named.
        """
        below = step.axis in {Axis.DESCENDANT, Axis.DESCENDANT_OR_SELF}
        nodes = place.node.walk() if below else self.root.walk()
        self.budget.spend(len(nodes))
        if step.axis is Axis.DESCENDANT:
            nodes = nodes[1:]
        return [
            Place(node, place.scope if below else None, place.crossing or not below)
            for node in nodes
            if node is not self.origin.node
            if _fits(step.test, node)
        ]


def _up(place: Place) -> Place:
    parent = place.node.parent
    assert parent is not None  # noqa: S101 - the callers look
    leaves_row = place.scope is place.node
    return Place(parent, parent.repeat if leaves_row else place.scope, place.crossing)


def _children(test: NameTest | KindTest, node: ModelNode) -> list[ModelNode]:
    if isinstance(test, NameTest) and test.name != "*":
        child = node.by_name.get(test.name)
        return [] if child is None else [child]
    return [child for child in node.children if _fits(test, child)]


def _any_name(test: NameTest | KindTest) -> bool:
    return not isinstance(test, NameTest) or test.name == "*"


def _fits(test: NameTest | KindTest, node: ModelNode) -> bool:
    if isinstance(test, KindTest):
        return test.kind == "node"
    return test.name in {"*", node.name}
