"""The container's list of libraries has whatever the server may import, also long after it started."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[3]
LISTED = ROOT / "packaging" / "server" / "requirements.in"


def imported(path: Path) -> set[str]:
    """Modules that a file imports anywhere, but for its types' sake alone."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def file_of(module: str) -> Path | None:
    """The file of a module of ours."""
    path = ROOT.joinpath(*module.split("."))
    whole = path / "__init__.py"
    return whole if whole.is_file() else path.with_suffix(".py") if path.with_suffix(".py").is_file() else None


def reached() -> set[str]:
    """Top names of everything that the server's modules import, and what these import in turn."""
    waiting = list((ROOT / "inspector" / "server").rglob("*.py"))
    seen: set[Path] = set()
    tops: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for name in imported(path):
            tops.add(name.partition(".")[0])
            parts = name.split(".")
            above = [".".join(parts[:count]) for count in range(1, len(parts) + 1)] if parts[0] == "inspector" else []
            waiting += filter(None, map(file_of, above))
    return tops


def test_what_the_server_imports_is_in_the_container() -> None:
    lines = LISTED.read_text("utf-8").splitlines()
    listed = {line.partition("[")[0].lower() for line in lines if not line.startswith("#")}
    known = packages_distributions()
    foreign = {name for name in reached() - sys.stdlib_module_names - {"inspector"} if name in known}
    needed = {re.sub(r"[-_.]+", "-", distribution).lower() for name in foreign for distribution in known[name]}
    assert {"starlette", "msgspec"} <= needed
    assert needed - listed == set()
