"""Filters of a ledger in one line, as places of the window and commands write them: parted by commas.

A comma in a name (teams are named by people) has a backslash before it, and so has a backslash.
"""

import re
from collections.abc import Iterable
from typing import Final

_SPECIAL: Final = re.compile(r"([\\,])")
_PARTS: Final = re.compile(r"(?:\\.|[^\\,]|\\$)+")
_ESCAPED: Final = re.compile(r"\\(.)")


def joined(filters: Iterable[str]) -> str:
    """The filters in one line."""
    return ",".join(_SPECIAL.sub(r"\\\1", name) for name in filters)


def parted(text: str) -> tuple[str, ...]:
    """What `joined` wrote; spaces around a filter and empty ones are dropped, as people type them."""
    names = (_ESCAPED.sub(r"\1", part).strip() for part in _PARTS.findall(text))
    return tuple(name for name in names if name)
