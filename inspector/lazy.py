"""Packages whose names are imported when they are first asked for.

A package names once what it offers, as imports under `if TYPE_CHECKING:`. The type checker reads them there; the
running program does not follow them, but finds them again in the package's compiled body, so no second list says
where a name lives.
"""

import dis
import importlib
import sys
from collections.abc import Callable
from types import CodeType


def lazy_names(body: CodeType) -> dict[str, str]:
    """Name -> the module that holds it, of every `from module import name` in a compiled module body."""
    homes: dict[str, str] = {}
    module = ""
    for step in dis.get_instructions(body):
        if step.opname == "IMPORT_NAME":
            module = step.argval
        elif step.opname == "IMPORT_FROM":
            homes[step.argval] = module
    return homes


def imported_when_asked() -> Callable[[str], object]:
    """The `__getattr__` of the package whose body calls this. It loads nothing before a name is asked for."""
    frame = sys._getframe(1)  # noqa: SLF001 - the one way to the body of a module that works in a bundle as well
    body, offered = frame.f_code, frame.f_globals
    homes: dict[str, str] = {}

    def find(name: str) -> object:
        if not homes:
            homes.update(lazy_names(body))
        if name not in homes:
            raise AttributeError(name)
        found: object = getattr(importlib.import_module(homes[name]), name)
        offered[name] = found
        return found

    return find
