"""Tokens of XPath 1.0, by the lexical rule of section 3.7 to the letter.

A `*` or a name after an operand is an operator (`* * *`, `3mod4`, `a-b` is one name); names may hold `-`, `.`, digits
and any letter of any script.
"""

import re
from enum import Enum
from typing import Final, NamedTuple

from inspector.problems import Problem
from inspector.xforms.problems import MAX_EXPRESSION_CHARACTERS


class Token(Enum):
    """Kinds of token."""

    NUMBER = "number"
    LITERAL = "literal"
    NAME = "name"
    """A name test: `name`, `prefix:name`, `prefix:*` or `*`."""
    FUNCTION = "function"
    NODE_TYPE = "node type"
    AXIS = "axis"
    VARIABLE = "variable"
    OPERATOR = "operator"
    SYMBOL = "symbol"
    END = "end"


class Lexeme(NamedTuple):
    """A token, its text and where it begins (0-based character)."""

    token: Token
    text: str
    position: int


_NAME: Final = r"[^\W\d][\w.\-\u00b7\u0300-\u036f\u203f\u2040]*"
_PATTERN: Final = re.compile(
    rf"""[ \t\r\n]*(?:
      (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<name>{_NAME}(?::(?:{_NAME}|\*))?)
    | (?P<symbol>::|\.\.|//|!=|<=|>=|[()\[\].@,/|+\-=<>*$])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_WORD_OPERATOR: Final = re.compile(r"[ \t\r\n]*(and|or|mod|div)")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
NODE_TYPES: Final = frozenset({"comment", "text", "processing-instruction", "node"})
_OPERATORS: Final = frozenset({"/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">=", "*"})
_BEFORE_OPERAND: Final = frozenset({"@", "::", "(", "[", ","})


def tokenize(expression: str) -> list[Lexeme]:
    """All tokens and an END. Problems: xpath_syntax, xpath_too_complex."""
    if len(expression) > MAX_EXPRESSION_CHARACTERS:
        raise Problem("xpath_too_complex", expression=expression[:60])
    lexemes: list[Lexeme] = []
    position, operand_before = 0, False
    while True:
        lexeme, position = _next(expression, position, operand_before=operand_before)
        lexemes.append(lexeme)
        if lexeme.token is Token.END:
            return lexemes
        operand_before = not (
            lexeme.token in {Token.OPERATOR, Token.AXIS}
            or (lexeme.token is Token.SYMBOL and lexeme.text in _BEFORE_OPERAND)
        )


def _next(expression: str, position: int, *, operand_before: bool) -> tuple[Lexeme, int]:
    if operand_before:
        word = _WORD_OPERATOR.match(expression, position)
        if word:
            return Lexeme(Token.OPERATOR, word[1], word.start(1)), word.end()
    match = _PATTERN.match(expression, position)
    if match is None or (operand_before and match.lastgroup == "name"):
        space = _SPACE.match(expression, position)
        at = space.end() if space else position
        raise Problem("xpath_syntax", expression=expression, position=at + 1, reason=expression[at : at + 1])
    kind = str(match.lastgroup)
    text, start, end = match[kind], match.start(kind), match.end()
    match kind:
        case "name":
            return _name(expression, text, start, end)
        case "symbol":
            return _symbol(text, start, operand_before=operand_before), end
        case "literal":
            return Lexeme(Token.LITERAL, text[1:-1], start), end
        case _:
            return Lexeme(Token.END if kind == "end" else Token.NUMBER, text, start), end


def _symbol(text: str, start: int, *, operand_before: bool) -> Lexeme:
    if text == "*" and not operand_before:
        return Lexeme(Token.NAME, text, start)
    return Lexeme(Token.OPERATOR if text in _OPERATORS else Token.SYMBOL, text, start)


def _name(expression: str, text: str, start: int, end: int) -> tuple[Lexeme, int]:
    """A name is an axis before `::`, a function or node type before `(`, else a name test (section 3.7)."""
    space = _SPACE.match(expression, end)
    follow = space.end() if space else end
    if expression.startswith("::", follow):
        return Lexeme(Token.AXIS, text, start), follow + 2
    if expression.startswith("(", follow) and not text.endswith("*"):
        return Lexeme(Token.NODE_TYPE if text in NODE_TYPES else Token.FUNCTION, text, start), end
    return Lexeme(Token.NAME, text, start), end
