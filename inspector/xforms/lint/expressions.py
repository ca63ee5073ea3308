"""Expressions as they stand in a sheet, with `${name}` for a question: read by the engine's own parser.

`${name}` becomes a name of the same length, so that a position in a message is one in the cell.
"""

import re
from collections.abc import Iterator
from typing import Final

from inspector.i18n import Message
from inspector.problems import CATALOGUE, Problem
from inspector.xforms.lint.findings import REFUSED, Finding, Place, Severity
from inspector.xforms.lint.headers import close_to
from inspector.xforms.xpath.compiler import compile_expression
from inspector.xforms.xpath.environment import Names
from inspector.xforms.xpath.functions import FUNCTIONS
from inspector.xforms.xpath.functions.texts import pattern
from inspector.xforms.xpath.parser import parse
from inspector.xforms.xpath.syntax import (
    SELF_NODE,
    Axis,
    Call,
    Chain,
    Expression,
    Filter,
    Literal,
    NameTest,
    Negate,
    Path,
)

REFERENCE: Final = re.compile(r"\$\{\s*(last-saved#)?([^\s${}]+)\s*\}")
_MARK: Final = "\ua78f"
"""A letter that no name of a question has: it marks the names that stood in `${…}`."""
_QUOTES: Final = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
"""pyxform takes the quotes of word processors for plain ones."""
COMPARING: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
SELF: Final = Path((SELF_NODE,))


def references(text: str) -> list[str]:
    """Names in `${…}`, in their order; answers of an earlier visit (last-saved) are none."""
    return [match[2] for match in REFERENCE.finditer(text) if not match[1]]


def plain(text: str) -> str:
    """The expression with marked names instead of `${name}`."""

    def mark(match: re.Match[str]) -> str:
        name = _MARK + re.sub(r"[^\w.-]", "_", match[2])
        return f" {name} ".ljust(len(match[0])) if not match[1] else " '' ".ljust(len(match[0]))

    return REFERENCE.sub(mark, text.translate(_QUOTES))


def with_paths(text: str, paths: dict[str, str]) -> str:
    """The expression with the paths of its questions."""
    return REFERENCE.sub(lambda match: f" {paths.get(match[2], '/none')} ", text.translate(_QUOTES))


def read(text: str, names: Names) -> Expression:
    """The parsed expression; functions and prefixes are checked. Raises the engine's Problems (xpath_…)."""
    written = plain(text)
    compile_expression(written, names)
    parsed = parse(written)
    for call in calls(parsed):
        if call.name == "regex" and len(call.arguments) == 2 and isinstance(call.arguments[1], Literal):
            pattern(call.arguments[1].value)
    return parsed


def refused(problem: Problem, place: Place, text: str) -> Finding:
    """A finding from a Problem of the engine, told of the expression as its author wrote it."""
    params = dict(problem.params)
    if "expression" in params:
        params["expression"] = text if len(text) <= 200 else text[:200]
    if "function" in params:
        params["meant"] = close_to(str(params["function"]), tuple(FUNCTIONS)) or "if, selected, count"
    sentence, advice = CATALOGUE[problem.code][1], REFUSED.get(problem.code, REFUSED["xpath_syntax"])
    return Finding(problem.code, Severity.ERROR, place, Message(sentence, params), Message(advice, params))


def name_of(expression: Expression) -> str:
    """The question that an expression is, "." for the question itself, "" for anything else."""
    if not isinstance(expression, Path) or expression.absolute or expression.base is not None:
        return ""
    if expression == SELF:
        return "."
    match expression.steps:
        case (step,) if step.axis is Axis.CHILD and isinstance(step.test, NameTest) and not step.predicates:
            return step.test.name[1:] if step.test.name.startswith(_MARK) else ""
    return ""


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions that one is made of."""
    match expression:
        case Call(_, arguments):
            return arguments
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Negate(operand):
            return (operand,)
        case Filter(base, predicates):
            return (base, *predicates)
        case Path(steps, _, base):
            inner = tuple(predicate for step in steps for predicate in step.predicates)
            return inner if base is None else (base, *inner)
    return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and everything in it."""
    yield expression
    for part in parts(expression):
        yield from walk(part)


def calls(expression: Expression) -> Iterator[Call]:
    """All function calls in an expression."""
    return (one for one in walk(expression) if isinstance(one, Call))


def comparisons(expression: Expression) -> Iterator[tuple[str, Expression, Expression]]:
    """All comparisons: operator and both operands."""
    for one in walk(expression):
        if isinstance(one, Chain):
            left = one.first
            for operator, right in one.rest:
                if operator in COMPARING:
                    yield operator, left, right
                left = right


def is_blank(expression: Expression) -> bool:
    """Whether it is the empty text."""
    return isinstance(expression, Literal) and not expression.value.strip()
