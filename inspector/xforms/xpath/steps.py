"""Compiled location steps: axes, predicates, and the index behind `item[column = value]`."""

from collections.abc import Callable
from typing import Final

from inspector.xforms.nodes import Node, in_document_order
from inspector.xforms.xpath.axes import WALKS, Test
from inspector.xforms.xpath.environment import Compiled, Context
from inspector.xforms.xpath.syntax import (
    PARENT_NODE,
    SELF_NODE,
    Axis,
    Call,
    Chain,
    Expression,
    Filter,
    Literal,
    NameTest,
    Negate,
    Number,
    Path,
    Step,
)
from inspector.xforms.xpath.values import Value, text_number, to_boolean

Index = dict[str | float, list[Node]]
StepCode = Callable[[list[Node], Context], list[Node]]
FLAT_AXES: Final = frozenset({Axis.CHILD, Axis.ATTRIBUTE, Axis.SELF})
"""From nodes of which none contains another, these give such nodes again, in document order."""
ORDERED_AXES: Final = FLAT_AXES | {Axis.DESCENDANT, Axis.DESCENDANT_OR_SELF, Axis.NAMESPACE}
_CONTEXT_FUNCTIONS: Final = frozenset({"position", "last"})
_CONTEXT_WITHOUT_ARGUMENTS: Final = frozenset(
    {"string", "number", "name", "local-name", "namespace-uri", "string-length", "normalize-space", "lang", "once"}
)
_VOLATILE: Final = frozenset({"random", "uuid", "randomize"})


def plain_name(step: Step) -> str | None:
    """The name of a `child::name` step without prefix and predicates, else None."""
    test = step.test
    if step.axis is Axis.CHILD and isinstance(test, NameTest) and not test.prefix and test.name != "*":
        return test.name if not step.predicates else None
    return None


def simple_moves(steps: tuple[Step, ...]) -> tuple[str, ...] | None:
    """A path of `name`, `..` and `.` as moves (".." up, else a name), or None when it is more than that."""
    moves: list[str] = []
    for step in steps:
        if step == PARENT_NODE:
            moves.append("..")
        elif step != SELF_NODE:
            name = plain_name(step)
            if name is None:
                return None
            moves.append(name)
    return tuple(moves)


def filtered(nodes: list[Node], predicate: Compiled, context: Context) -> list[Node]:
    """The nodes for which the predicate holds, positions counted in the order given (section 2.4)."""
    inner = context.inner()
    inner.size = len(nodes)
    context.environment.spend(len(nodes))
    kept = []
    for position, node in enumerate(nodes, 1):
        inner.node, inner.position = node, position
        value = predicate(inner)
        if (value == position) if isinstance(value, float) else to_boolean(value):
            kept.append(node)
    return kept


def step_code(
    step: Step, test: Test, predicates: list[Compiled], equality: "Equality | None", *, flat: bool
) -> StepCode:
    """The code of one step; `flat` says that the nodes it starts from do not contain one another."""
    walk, name, axis = WALKS[step.axis], _child_name(step), step.axis
    sort_many = not (flat and axis in ORDERED_AXES)
    sort_one = axis not in ORDERED_AXES

    def candidates(node: Node, context: Context) -> list[Node]:
        found = node.named(name) if name is not None else list(walk(node))
        context.environment.spend(len(found))
        return [item for item in found if test(item)]

    def run(nodes: list[Node], context: Context) -> list[Node]:
        result: list[Node] = []
        for node in nodes:
            found = equality.find(node, context) if equality is not None and node.lookup is not None else None
            if found is None:
                found = candidates(node, context)
                for predicate in predicates:
                    found = filtered(found, predicate, context)
            else:
                for predicate in predicates[equality.covered if equality is not None else 0 :]:
                    found = filtered(found, predicate, context)
            result.extend(found)
        if len(result) < 2 or not (sort_one or (sort_many and len(nodes) > 1)):
            return result
        return in_document_order(result, context.environment.spend)

    return run


def _child_name(step: Step) -> str | None:
    if step.axis is Axis.CHILD and isinstance(step.test, NameTest) and step.test.name != "*":
        return step.test.name
    return None


class Equality:
    """The index of a step `item[column = value]` over a static document (forms.md: index the choice filter).

    The first predicate must be such a comparison, or begin with one joined by `and`; the other side must not look at
    the item. `covered` = predicates the index answers completely.
    """

    __slots__ = ("column", "covered", "item", "other")

    def __init__(self, item: str, column: str, other: Compiled, covered: int) -> None:
        self.item = item
        self.column = column
        self.other = other
        self.covered = covered

    def find(self, parent: Node, context: Context) -> list[Node] | None:
        """Matching items, or None when this value cannot be looked up and the items must be walked through."""
        wanted: Value = self.other(context)
        if isinstance(wanted, list):
            if len(wanted) != 1:
                return [] if not wanted else None
            wanted = wanted[0].value()
        if isinstance(wanted, bool):
            return None
        context.environment.spend(1)
        return self._index(parent, context, numeric=isinstance(wanted, float)).get(wanted, [])

    def _index(self, parent: Node, context: Context, *, numeric: bool) -> "Index":
        assert parent.lookup is not None  # noqa: S101 - the caller looks
        key = (self.item, self.column, numeric)
        index = parent.lookup.get(key)
        if index is None:
            index = {}
            for item in parent.named(self.item):
                for text in dict.fromkeys(cell.value() for cell in item.named(self.column)):
                    value = text_number(text, context.environment.calendar) if numeric else text
                    index.setdefault(value, []).append(item)
            parent.lookup[key] = index
        return index


def equality_of(step: Step) -> tuple[str, str, Expression, int] | None:
    """Item name, column, other side and `covered` of a step that an `Equality` can serve."""
    item = _child_name(step)
    if item is None or not step.predicates or (isinstance(step.test, NameTest) and step.test.prefix):
        return None
    first = step.predicates[0]
    covered = 1
    if isinstance(first, Chain) and first.rest[0][0] == "and":
        if not all(_free_of_position(part) for part in (first.first, *(operand for _, operand in first.rest))):
            return None
        first, covered = first.first, 0
    if not (isinstance(first, Chain) and len(first.rest) == 1 and first.rest[0][0] == "="):
        return None
    left, right = first.first, first.rest[0][1]
    for column, other in ((left, right), (right, left)):
        name = _column(column)
        if name is not None and free_of_item(other):
            return item, name, other, covered
    return None


def _column(expression: Expression) -> str | None:
    if isinstance(expression, Path) and not expression.absolute and expression.base is None:
        moves = simple_moves(expression.steps)
        if moves is not None and len(moves) == 1 and moves[0] != "..":
            return moves[0]
    return None


def free_of_item(expression: Expression) -> bool:
    """Whether the value is the same for every item a predicate is tried on."""
    match expression:
        case Number() | Literal():
            return True
        case Negate(operand):
            return free_of_item(operand)
        case Chain(first, rest):
            return free_of_item(first) and all(free_of_item(operand) for _, operand in rest)
        case Path(_, absolute, base):
            return absolute or (base is not None and free_of_item(base))
        case Filter(base, _):
            return free_of_item(base)
        case Call(name, arguments):
            if name in _VOLATILE or (not arguments and name in _CONTEXT_FUNCTIONS | _CONTEXT_WITHOUT_ARGUMENTS):
                return False
            return name != "once" and all(free_of_item(argument) for argument in arguments)


def _free_of_position(expression: Expression) -> bool:
    match expression:
        case Call(name, arguments):
            return not (name in _CONTEXT_FUNCTIONS and not arguments) and all(map(_free_of_position, arguments))
        case Chain(first, rest):
            return _free_of_position(first) and all(_free_of_position(operand) for _, operand in rest)
        case Negate(operand):
            return _free_of_position(operand)
    return True
