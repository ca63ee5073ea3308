"""A package that imports names when they are first asked for offers what the type checker reads and loads nothing."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services, storage
from inspector.lazy import imported_when_asked, lazy_names

LAZY = (services, storage)


def _typed(source: str) -> dict[str, str]:
    """Name -> module of the imports that only the type checker follows."""
    (block,) = (
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
    )
    assert all(isinstance(node, ast.ImportFrom) for node in block.body)
    return {
        alias.asname or alias.name: str(node.module)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@pytest.mark.parametrize("package", LAZY)
def test_the_lazy_names_are_the_typed_ones(package: object) -> None:
    path = Path(str(getattr(package, "__file__", "")))
    source = path.read_text(encoding="utf-8")
    typed = _typed(source)
    assert typed
    found = lazy_names(compile(source, str(path), "exec"))
    assert {name: found[name] for name in typed} == typed
    for name, module in typed.items():
        assert getattr(package, name) is getattr(importlib.import_module(module), name), name


@pytest.mark.parametrize("package", ["inspector.services", "inspector.storage"])
def test_nothing_is_loaded_before_it_is_asked_for(package: str) -> None:
    source = Path(str(importlib.import_module(package).__file__)).read_text(encoding="utf-8")
    asked = f"import sys, {package}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert package in loaded
    assert not set(_typed(source).values()) & set(loaded)


def test_a_name_that_is_not_offered_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_use_case"):
        _ = imported_when_asked()("no_such_use_case")
    with pytest.raises(AttributeError, match="no_such_use_case"):
        getattr(services, "no_such_use_case")  # noqa: B009 - the type checker knows that it is not there
