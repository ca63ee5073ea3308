"""All modules of the program can be loaded into one process: no code of a problem is given two meanings."""

import importlib
import pkgutil

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
