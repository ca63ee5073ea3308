"""The table of functions: name, arity and code. Modules of this package fill it at import."""

from collections.abc import Callable
from typing import Any, Final

from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.xforms.nodes import Node
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.values import Value, to_number, to_string

Run = Callable[..., Value]


@dataclass(frozen=True, slots=True)
class Function:
    """One function. A lazy one gets its arguments compiled, not evaluated. `maximum` None: any number of arguments."""

    minimum: int
    maximum: int | None
    run: Run
    lazy: bool = False


FUNCTIONS: Final[dict[str, Function]] = {}


def function(name: str, minimum: int, maximum: int | None = -1, *, lazy: bool = False) -> Callable[[Run], Run]:
    """Enter a function under a name; without `maximum` it takes exactly `minimum` arguments."""

    def enter(run: Run) -> Run:
        FUNCTIONS[name] = Function(minimum, minimum if maximum == -1 else maximum, run, lazy)
        return run

    return enter


def nodes_of(name: str, value: Any) -> list[Node]:
    """The relevant nodes of a node-set argument. Problem xpath_type for anything else."""
    if not isinstance(value, list):
        raise Problem("xpath_type", function=name, value=str(value)[:60])
    return [node for node in value if node.live]


def texts_of(values: tuple[Value, ...]) -> list[str]:
    """Arguments as texts, each node of a node-set by itself; nodes that are not relevant are left out."""
    texts: list[str] = []
    for value in values:
        if isinstance(value, list):
            texts.extend(node.value() for node in value if node.live)
        else:
            texts.append(to_string(value))
    return texts


def numbers_of(context: Context, values: tuple[Value, ...]) -> list[float]:
    """Arguments as numbers, each node of a node-set by itself."""
    calendar = context.environment.calendar
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            found.extend(to_number(node.value(), calendar) for node in value if node.live)
        else:
            found.append(to_number(value, calendar))
    return found


def number_of(context: Context, value: Value) -> float:
    """An argument as a number."""
    return to_number(value, context.environment.calendar)
