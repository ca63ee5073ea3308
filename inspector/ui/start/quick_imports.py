"""Spares each start the reading of our own source files.

PySide reads the source of every module that is imported after it, to learn whether the module uses PySide's optional
spelling of names (`__feature__`). Ours never does, and some hundred modules are imported before the first list shows;
reading them takes a tenth of the whole start. Told beforehand that a module uses PySide as it is, it does not look.
"""

import importlib
from typing import Final

import PySide6.QtCore  # noqa: F401 - brings the module that is told

LOOKS: Final = "_mod_uses_pyside"
"""The function of PySide that reads a module's source."""


def install() -> None:
    """Let PySide take every module as one without optional features; a PySide built otherwise is left as it is."""
    feature = importlib.import_module("shibokensupport.feature")
    if callable(getattr(feature, LOOKS, None)):
        setattr(feature, LOOKS, lambda _module: True)
