"""`indexed-repeat` (target, repeat, index, …): the target in the given row, whatever way the paths are written.

The paths are read as names from the root, so they may be absolute or relative, in any order; repeats that are not
given stay in the row of the question itself; an index out of range gives the empty text (forms.md, row "repeats").
"""

import math
from collections.abc import Callable

from inspector.problems import Problem
from inspector.xforms.nodes import ROOT, Node
from inspector.xforms.xpath.environment import Compiled, Context, Names
from inspector.xforms.xpath.functions.registry import FUNCTIONS, Function, number_of
from inspector.xforms.xpath.steps import simple_moves
from inspector.xforms.xpath.syntax import Call, Expression, Path
from inspector.xforms.xpath.values import Value

Chain = tuple[str, ...]


def _unused(_context: Context) -> Value:
    raise AssertionError


FUNCTIONS["indexed-repeat"] = Function(3, 15, _unused, lazy=True)


def indexed_repeat(call: Call, names: Names, compile_parsed: Callable[[Expression, Names], Compiled]) -> Compiled:
    """The compiled call. Problem xpath_arguments when paths and indexes do not come in pairs."""
    if len(call.arguments) % 2 == 0:
        raise Problem("xpath_arguments", function="indexed-repeat", count=len(call.arguments))
    target = _chain_of(call.arguments[0], compile_parsed(call.arguments[0], names))
    groups = [_chain_of(item, compile_parsed(item, names)) for item in call.arguments[1::2]]
    indexes = [compile_parsed(item, names) for item in call.arguments[2::2]]

    def run(context: Context) -> Value:
        rows = {}
        for group, index in zip(groups, indexes, strict=True):
            place = number_of(context, index(context))
            rows[group(context)] = int(place) - 1 if math.isfinite(place) else -1
        return _walk(context, target(context), rows)

    return run


def _walk(context: Context, target: Chain, rows: dict[Chain, int]) -> list[Node]:
    holders = {context.origin, *context.origin.ancestors()}
    nodes = [context.root]
    for depth, name in enumerate(target, 1):
        nodes = [child for node in nodes for child in node.named(name)]
        row = rows.get(target[:depth])
        if row is not None:
            nodes = nodes[row : row + 1] if row >= 0 else []
        elif len(nodes) > 1 and depth < len(target):
            nodes = next(([node] for node in nodes if node in holders), nodes)
    return nodes


def _chain_of(expression: Expression, compiled: Compiled) -> Callable[[Context], Chain]:
    """The names from the root to what a path means, without looking whether the nodes are there."""
    moves = simple_moves(expression.steps) if isinstance(expression, Path) and expression.base is None else None
    if moves is None:
        return lambda context: _names_of(_first(compiled(context)), context)
    if isinstance(expression, Path) and expression.absolute:
        return lambda _context: moves

    def relative(context: Context) -> Chain:
        chain = list(_names_of(context.node, context))
        for move in moves:
            if move != "..":
                chain.append(move)
            elif chain:
                chain.pop()
        return tuple(chain)

    return relative


def _first(value: Value) -> Node | None:
    return value[0] if isinstance(value, list) and value else None


def _names_of(node: Node | None, context: Context) -> Chain:
    names: list[str] = []
    while node is not None and node is not context.root and node.kind is not ROOT:
        names.append(node.name)
        node = node.parent
    return tuple(reversed(names))
