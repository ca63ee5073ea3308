"""Turns parsed expressions into closures. Function names, arities and prefixes are checked here, once."""

import functools

from inspector.problems import Problem
from inspector.xforms.nodes import Node, in_document_order
from inspector.xforms.xpath import steps as _steps
from inspector.xforms.xpath.axes import node_test
from inspector.xforms.xpath.environment import Compiled, Context, Names
from inspector.xforms.xpath.functions import FUNCTIONS
from inspector.xforms.xpath.functions.indexed import indexed_repeat
from inspector.xforms.xpath.parser import parse
from inspector.xforms.xpath.syntax import Call, Chain, Expression, Filter, Literal, Negate, Number, Path, Step
from inspector.xforms.xpath.values import Value, arithmetic, compare, to_boolean, to_number


@functools.lru_cache(maxsize=8192)
def compile_expression(expression: str, names: Names) -> Compiled:
    """The compiled expression. Problems: xpath_syntax, xpath_unknown_function, xpath_arguments, xpath_unknown_prefix.

    Closures hold no state: one may be shared by many forms.
    """
    return compile_parsed(parse(expression), names)


def compile_parsed(expression: Expression, names: Names) -> Compiled:
    """The same for a parsed expression."""
    match expression:
        case Number(value):
            return lambda _context: value
        case Literal(text):
            return lambda _context: text
        case Negate(operand):
            return _negate(compile_parsed(operand, names))
        case Chain():
            return _chain(expression, names)
        case Call():
            return _call(expression, names)
        case Filter(base, predicates):
            return _filter(compile_parsed(base, names), [compile_parsed(item, names) for item in predicates])
        case Path():
            return _path(expression, names)


# operators


def _negate(operand: Compiled) -> Compiled:
    return lambda context: -to_number(operand(context), context.environment.calendar)


def _chain(chain: Chain, names: Names) -> Compiled:
    sign = chain.rest[0][0]
    operands = [compile_parsed(item, names) for item in (chain.first, *(operand for _, operand in chain.rest))]
    signs = [sign for sign, _ in chain.rest]
    match sign:
        case "or":
            return lambda context: any(to_boolean(operand(context)) for operand in operands)
        case "and":
            return lambda context: all(to_boolean(operand(context)) for operand in operands)
        case "|":
            return lambda context: in_document_order(
                [node for operand in operands for node in _set(operand(context))], context.environment.spend
            )
        case "=" | "!=" | "<" | "<=" | ">" | ">=":
            return _comparison(operands, signs)
        case _:
            return _arithmetic(operands, signs)


def _comparison(operands: list[Compiled], signs: list[str]) -> Compiled:
    if len(operands) == 2:
        left, right, only = operands[0], operands[1], signs[0]
        return lambda context: compare(only, left(context), right(context), context.environment.calendar)

    def run(context: Context) -> Value:
        value = operands[0](context)
        for sign, operand in zip(signs, operands[1:], strict=True):
            value = compare(sign, value, operand(context), context.environment.calendar)
        return value

    return run


def _arithmetic(operands: list[Compiled], signs: list[str]) -> Compiled:
    def run(context: Context) -> Value:
        calendar = context.environment.calendar
        value = to_number(operands[0](context), calendar)
        for sign, operand in zip(signs, operands[1:], strict=True):
            value = arithmetic(sign, value, to_number(operand(context), calendar))
        return value

    return run


def _set(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise Problem("xpath_type", function="|", value=str(value)[:60])
    return value


# function calls


def _call(call: Call, names: Names) -> Compiled:
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise Problem("xpath_unknown_function", function=call.name)
    count = len(call.arguments)
    if count < function.minimum or (function.maximum is not None and count > function.maximum):
        raise Problem("xpath_arguments", function=call.name, count=count)
    if call.name == "indexed-repeat":
        return indexed_repeat(call, names, compile_parsed)
    arguments = [compile_parsed(argument, names) for argument in call.arguments]
    run = function.run
    if function.lazy:
        return lambda context: run(context, *arguments)
    if count == 0:
        return run
    if count == 1:
        only = arguments[0]
        return lambda context: run(context, only(context))
    return lambda context: run(context, *[argument(context) for argument in arguments])


# paths


def _filter(base: Compiled, predicates: list[Compiled]) -> Compiled:
    def run(context: Context) -> Value:
        nodes = _set(base(context))
        for predicate in predicates:
            nodes = _steps.filtered(nodes, predicate, context)
        return nodes

    return run


def _path(path: Path, names: Names) -> Compiled:
    moves = _steps.simple_moves(path.steps) if names.any_namespace else None
    if path.base is not None:
        base = compile_parsed(path.base, names)
        flat = isinstance(path.base, Call)
        codes = _codes(path.steps, names, flat=flat)

        def from_base(context: Context) -> Value:
            return _run(codes, _set(base(context)), context)

        return from_base
    if moves is not None:
        return _simple(moves, absolute=path.absolute)
    codes = _codes(path.steps, names, flat=True)
    if not path.absolute:
        return lambda context: _run(codes, [context.node], context)
    narrow = [_steps.plain_name(step) is not None for step in path.steps[:-1]]
    return lambda context: _run_absolute(codes, narrow, context)


def _codes(steps: tuple[Step, ...], names: Names, *, flat: bool) -> list[_steps.StepCode]:
    codes = []
    for step in steps:
        predicates = [compile_parsed(item, names) for item in step.predicates]
        found = _steps.equality_of(step)
        equality = None
        if found is not None:
            item, column, other, covered = found
            equality = _steps.Equality(item, column, compile_parsed(other, names), covered)
        test = node_test(step.axis, step.test, names)
        codes.append(_steps.step_code(step, test, predicates, equality, flat=flat))
        flat = flat and step.axis in _steps.FLAT_AXES
    return codes


def _run(codes: list[_steps.StepCode], nodes: list[Node], context: Context) -> list[Node]:
    for code in codes:
        nodes = code(nodes, context)
    return nodes


def _run_absolute(codes: list[_steps.StepCode], narrow: list[bool], context: Context) -> list[Node]:
    nodes = [context.root]
    contextual = context.environment.contextual
    for index, code in enumerate(codes):
        nodes = code(nodes, context)
        if contextual and len(nodes) > 1 and index < len(narrow) and narrow[index]:
            nodes = own_row(nodes, context.origin)
    return nodes


def own_row(nodes: list[Node], origin: Node) -> list[Node]:
    """Of several rows, the one that holds the origin, if any: absolute paths in a repeat stay in their row."""
    holders = {origin, *origin.ancestors()}
    return next(([node] for node in nodes if node in holders), nodes)


def _simple(moves: tuple[str, ...], *, absolute: bool) -> Compiled:
    last = len(moves) - 1

    def run(context: Context) -> Value:
        nodes = [context.root if absolute else context.node]
        contextual = absolute and context.environment.contextual
        for index, move in enumerate(moves):
            nodes = _move(nodes, move)
            if contextual and len(nodes) > 1 and index < last:
                nodes = own_row(nodes, context.origin)
        return nodes

    return run


def _move(nodes: list[Node], move: str) -> list[Node]:
    if move == "..":
        return list(dict.fromkeys(node.parent for node in nodes if node.parent is not None))
    if len(nodes) == 1:
        return nodes[0].named(move)
    return [child for node in nodes for child in node.named(move)]
