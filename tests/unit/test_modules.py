"""All modules of the program can be loaded into one process: no code of a problem is given two meanings."""

import importlib
import pkgutil
import re
from pathlib import Path

import inspector

ENTRY_POINTS = ("__main__",)


def test_every_module_loads_beside_all_others() -> None:
    names = [
        found.name
        for found in pkgutil.walk_packages(inspector.__path__, "inspector.")
        if ".migrations" not in found.name and found.name.rpartition(".")[2] not in ENTRY_POINTS
    ]
    assert len(names) > 500
    for name in names:
        importlib.import_module(name)


def test_values_are_made_by_the_quick_decorator() -> None:
    """The standard one costs half a millisecond a class, and some hundred are made before the first list shows."""
    folder = Path(inspector.__path__[0])
    standard = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)
    found = {
        path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if standard.search(path.read_text("utf-8"))
    }
    assert found <= {"quick_dataclass.py"}
