"""The parsed form of an expression. Immutable; equal expressions are equal values."""

from enum import Enum

from inspector.quick_dataclass import dataclass


class Axis(Enum):
    """The axes of XPath 1.0 section 2.2."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    ATTRIBUTE = "attribute"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING = "following"
    FOLLOWING_SIBLING = "following-sibling"
    NAMESPACE = "namespace"
    PARENT = "parent"
    PRECEDING = "preceding"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class NameTest:
    """`name`, `prefix:name`, `prefix:*` or `*` (prefix "" and name "*")."""

    prefix: str
    name: str


@dataclass(frozen=True, slots=True)
class KindTest:
    """`node()`, `text()`, `comment()`, `processing-instruction('target')`."""

    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the expression."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A quoted text."""

    value: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function call; `name` as written, with its prefix."""

    name: str
    arguments: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Step:
    """One location step."""

    axis: Axis
    test: NameTest | KindTest
    predicates: "tuple[Expression, ...]" = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A location path: from the root (`absolute`), from the nodes of `base`, or from the context node."""

    steps: tuple[Step, ...]
    absolute: bool = False
    base: "Expression | None" = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A primary expression with predicates."""

    base: "Expression"
    predicates: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands of one precedence level joined from left to right: `a + b - c`."""

    first: "Expression"
    rest: "tuple[tuple[str, Expression], ...]"


@dataclass(frozen=True, slots=True)
class Negate:
    """Unary minus."""

    operand: "Expression"


Expression = Number | Literal | Call | Path | Filter | Chain | Negate

SELF_NODE = Step(Axis.SELF, KindTest("node"))
PARENT_NODE = Step(Axis.PARENT, KindTest("node"))
ANY_DEPTH = Step(Axis.DESCENDANT_OR_SELF, KindTest("node"))
