"""Recursive-descent parser of XPath 1.0 (sections 2 and 3): text to `syntax`.

Chains of operators are flat, so only brackets, calls and predicates nest; their depth is bounded.
"""

import functools
from typing import Final, NoReturn

from inspector.problems import Problem
from inspector.xforms.problems import MAX_EXPRESSION_DEPTH
from inspector.xforms.xpath import syntax
from inspector.xforms.xpath.lexer import Lexeme, Token, tokenize
from inspector.xforms.xpath.syntax import Axis, Expression, KindTest, NameTest, Step

_LEVELS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)
_LEVEL_OF: Final = {operator: level for level, operators in enumerate(_LEVELS) for operator in operators}
_AXES: Final = {axis.value: axis for axis in Axis}


@functools.lru_cache(maxsize=8192)
def parse(expression: str) -> Expression:
    """The parsed expression. Problems: xpath_syntax, xpath_too_complex. Pure; results are cached."""
    return _Parser(expression).whole()


class _Parser:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.lexemes = tokenize(expression)
        self.index = 0
        self.depth = 0

    def whole(self) -> Expression:
        result = self.nested()
        if self.peek().token is not Token.END:
            self.fail()
        return result

    # tokens

    def peek(self) -> Lexeme:
        return self.lexemes[self.index]

    def take(self) -> Lexeme:
        lexeme = self.lexemes[self.index]
        self.index += 1
        return lexeme

    def at(self, *texts: str) -> bool:
        lexeme = self.lexemes[self.index]
        return lexeme.text in texts and lexeme.token in {Token.SYMBOL, Token.OPERATOR}

    def expect(self, text: str) -> None:
        if not self.at(text):
            self.fail()
        self.index += 1

    def fail(self) -> NoReturn:
        lexeme = self.peek()
        raise Problem(
            "xpath_syntax",
            expression=self.expression,
            position=lexeme.position + 1,
            reason=lexeme.text or "…",
        )

    # operators

    def nested(self) -> Expression:
        self.depth += 1
        if self.depth > MAX_EXPRESSION_DEPTH:
            raise Problem("xpath_too_complex", expression=self.expression[:60])
        result = self.chain(0)
        self.depth -= 1
        return result

    def chain(self, level: int) -> Expression:
        """Operands of this level or a tighter one: precedence climbing, flat for each level."""
        first = self.unary()
        while True:
            found = self.operator_level()
            if found is None or found < level:
                return first
            rest: list[tuple[str, Expression]] = []
            while self.operator_level() == found:
                operator = self.take().text
                rest.append((operator, self.chain(found + 1)))
            first = syntax.Chain(first, tuple(rest))

    def operator_level(self) -> int | None:
        lexeme = self.lexemes[self.index]
        return _LEVEL_OF.get(lexeme.text) if lexeme.token is Token.OPERATOR else None

    def unary(self) -> Expression:
        minus = 0
        while self.at("-"):
            self.index += 1
            minus += 1
        operand = self.union()
        if not minus:
            return operand
        negated: Expression = syntax.Negate(operand)
        return syntax.Negate(negated) if minus % 2 == 0 else negated

    def union(self) -> Expression:
        first = self.path()
        rest: list[tuple[str, Expression]] = []
        while self.at("|"):
            self.index += 1
            rest.append(("|", self.path()))
        return syntax.Chain(first, tuple(rest)) if rest else first

    # paths

    def path(self) -> Expression:
        lexeme = self.peek()
        if lexeme.token in {Token.NUMBER, Token.LITERAL, Token.FUNCTION, Token.VARIABLE} or self.at("("):
            return self.filtered()
        steps: list[Step] = []
        absolute = self.at("/", "//")
        if absolute:
            if self.take().text == "//":
                steps.append(syntax.ANY_DEPTH)
            elif not self.begins_step():
                return syntax.Path((), absolute=True)
        self.steps(steps)
        return syntax.Path(tuple(steps), absolute=absolute)

    def filtered(self) -> Expression:
        base = self.primary()
        predicates = self.predicates()
        if predicates:
            base = syntax.Filter(base, predicates)
        if not self.at("/", "//"):
            return base
        steps = [syntax.ANY_DEPTH] if self.take().text == "//" else []
        self.steps(steps)
        return syntax.Path(tuple(steps), base=base)

    def primary(self) -> Expression:
        lexeme = self.take()
        match lexeme.token:
            case Token.NUMBER:
                return syntax.Number(float(lexeme.text))
            case Token.LITERAL:
                return syntax.Literal(lexeme.text)
            case Token.FUNCTION:
                return syntax.Call(lexeme.text, self.arguments())
            case _:
                inner = self.nested()
                self.expect(")")
                return inner

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found: list[Expression] = []
        if not self.at(")"):
            found.append(self.nested())
            while self.at(","):
                self.index += 1
                found.append(self.nested())
        self.expect(")")
        return tuple(found)

    def begins_step(self) -> bool:
        token = self.peek().token
        return token in {Token.NAME, Token.AXIS, Token.NODE_TYPE} or self.at(".", "..", "@")

    def steps(self, steps: list[Step]) -> None:
        steps.append(self.step())
        while self.at("/", "//"):
            if self.take().text == "//":
                steps.append(syntax.ANY_DEPTH)
            steps.append(self.step())

    def step(self) -> Step:
        if self.at("."):
            self.index += 1
            return syntax.SELF_NODE
        if self.at(".."):
            self.index += 1
            return syntax.PARENT_NODE
        axis = self.axis()
        return Step(axis, self.test(), self.predicates())

    def axis(self) -> Axis:
        if self.at("@"):
            self.index += 1
            return Axis.ATTRIBUTE
        if self.peek().token is not Token.AXIS:
            return Axis.CHILD
        axis = _AXES.get(self.peek().text)
        if axis is None:
            self.fail()
        self.index += 1
        return axis

    def test(self) -> NameTest | KindTest:
        if self.peek().token is Token.NODE_TYPE:
            return self.kind_test()
        if self.peek().token is not Token.NAME:
            self.fail()
        prefix, colon, name = self.take().text.rpartition(":")
        return NameTest(prefix if colon else "", name)

    def kind_test(self) -> KindTest:
        kind = self.take().text
        self.expect("(")
        target = ""
        if kind == "processing-instruction" and self.peek().token is Token.LITERAL:
            target = self.take().text
        self.expect(")")
        return KindTest(kind, target)

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.at("["):
            self.index += 1
            found.append(self.nested())
            self.expect("]")
        return tuple(found)
