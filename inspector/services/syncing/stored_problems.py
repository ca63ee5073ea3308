"""Problems that were written down as codes, in words again. Any thread.

What they need was kept with them, or not: an older program, or a server, may have left something out. Sentences of
modules that nothing has asked for yet are loaded.
"""

import importlib
from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

from inspector.i18n import describe
from inspector.problems import CATALOGUE, Problem

HOMES: Final = (
    "inspector.sync.refusals",
    "inspector.sync.messages",
    "inspector.sync.engine.alarms",
    "inspector.services.syncing.rounds",
    "inspector.services.exchange.importing",
    "inspector.services.exchange.exporting",
)
"""Modules that bring the sentences of what a round may be told."""
NOTHING: Final = "—"


def sentence(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence of a code with a dash for what is missing; the code itself where this program has none."""
    if not code:
        return ""
    if code not in CATALOGUE:
        for module in HOMES:
            importlib.import_module(module)
    known = CATALOGUE.get(code)
    if known is None:
        return code
    needed = {name for _text, name, _spec, _conversion in Formatter().parse(known[1]) if name}
    return describe(Problem(code, **{**dict.fromkeys(needed, NOTHING), **(params or {})}))
