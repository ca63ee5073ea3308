"""The rules of the house about size: nothing grows until nobody reads it any more."""

import ast
from functools import cache
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 60
MOST_METHODS = 25
"""Of a class's own: what Qt or a base class asks for, properties and dunder methods do not count."""
NOT_OWN = ("property", "override", "overload", ".setter")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Definition = Function | ast.ClassDef


@cache
def _modules() -> dict[str, str]:
    """Path -> source of every module; a migration is written once and does not count."""
    found = sorted(path for path in (ROOT / "inspector").rglob("*.py") if path.parent.name != "versions")
    return {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in found}


@cache
def _definitions() -> tuple[tuple[str, Definition], ...]:
    """Every function and class, with the module it stands in."""
    return tuple(
        (name, node)
        for name, source in _modules().items()
        for node in ast.walk(ast.parse(source))
        if isinstance(node, Definition)
    )


def _is_own(method: ast.stmt) -> bool:
    if not isinstance(method, Function) or method.name.startswith("__"):
        return False
    return not any(ast.unparse(one).endswith(NOT_OWN) for one in method.decorator_list)


def test_no_file_is_too_long() -> None:
    assert [name for name, source in _modules().items() if len(source.splitlines()) > MOST_LINES_OF_A_FILE] == []


def test_functions_are_short() -> None:
    lengths = [
        ((node.end_lineno or 0) - node.lineno + 1, f"{name}: {node.name}")
        for name, node in _definitions()
        if isinstance(node, Function)
    ]
    assert [name for length, name in lengths if length > MOST_LINES_OF_A_FUNCTION] == []
    assert median(length for length, _name in lengths) <= 10


def test_no_class_has_too_many_methods() -> None:
    found = [
        f"{name}: {node.name}"
        for name, node in _definitions()
        if isinstance(node, ast.ClassDef) and sum(map(_is_own, node.body)) > MOST_METHODS
    ]
    assert found == []
