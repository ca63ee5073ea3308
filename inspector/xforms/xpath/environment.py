"""What an expression is evaluated in. The evaluator takes clock, zone and seed from here and from nowhere else."""

import random
from collections.abc import Callable
from dataclasses import field
from datetime import datetime

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.xforms.nodes import Node
from inspector.xforms.xpath.moments import Calendar
from inspector.xforms.xpath.values import Value

MAX_STEPS = 5_000_000
"""Node visits that one evaluation may take before it is given up (a few seconds)."""
MAX_ALL_STEPS = 10_000_000
"""Node visits that all evaluations of one recompute may take together."""


@dataclass(slots=True)
class Environment:
    """The world of an evaluation. Mutable: the owner sets `now` before each recompute. One thread at a time.

    `instance` gives the root node of a secondary instance (None: unknown), `text` what jr:itext() gives,
    `choice_name` the label of (value, reference, context node), `contextual` whether absolute paths stay in the
    repeat rows of the node an expression belongs to (forms do).
    """

    calendar: Calendar
    now: datetime
    random: random.Random
    instance: Callable[[str], Node | None] = lambda _name: None
    text: Callable[[str], Value] = lambda name: name
    choice_name: Callable[[str, str, Node], str] = lambda value, _ref, _node: value
    contextual: bool = False
    steps: int = field(default=0)
    all_steps: int = field(default=0)

    def spend(self, visits: int) -> None:
        """Count node visits. Problem xpath_steps when there were too many since `steps` was last set to 0."""
        self.steps += visits
        self.all_steps += visits
        if self.steps > MAX_STEPS:
            raise Problem("xpath_steps")

    def begin(self) -> None:
        """A new recompute. The owner asks `exhausted` between evaluations."""
        self.all_steps = 0

    @property
    def exhausted(self) -> bool:
        """Whether this recompute has taken more than its share."""
        return self.all_steps > MAX_ALL_STEPS


class Context:
    """Node, position and size of an evaluation (XPath 1.0 section 1), `origin` = the node current() gives.

    `root` is where absolute paths start.
    """

    __slots__ = ("environment", "node", "origin", "position", "root", "size")

    def __init__(self, node: Node, environment: Environment, root: Node, origin: Node | None = None) -> None:
        self.node = node
        self.environment = environment
        self.root = root
        self.origin = origin or node
        self.position = 1
        self.size = 1

    def inner(self) -> "Context":
        """A context for predicates, with the same origin."""
        return Context(self.node, self.environment, self.root, self.origin)


Compiled = Callable[[Context], Value]
"""A compiled expression."""


@dataclass(frozen=True, slots=True)
class Names:
    """How names in expressions are read.

    `prefixes` maps prefixes to namespaces; when `any_namespace`, a name without prefix means that local name in any
    namespace (forms: `/data/meta` finds `<orx:meta>`), otherwise one without a namespace (XPath 1.0 section 2.3).
    """

    prefixes: tuple[tuple[str, str], ...] = ()
    any_namespace: bool = False

    def namespace(self, prefix: str) -> str:
        """The namespace of a prefix. Problem xpath_unknown_prefix."""
        for known, uri in self.prefixes:
            if known == prefix:
                return uri
        raise Problem("xpath_unknown_prefix", prefix=prefix)
