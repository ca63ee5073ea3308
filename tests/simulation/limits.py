"""Limits so small that a short history meets them: pages of three frames, files in several pieces."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from inspector.server import core, people, store
from inspector.sync import protocol
from inspector.sync.engine import files, push, run

SMALL: Final[tuple[tuple[Any, str, int], ...]] = (
    (store, "PAGE", 3),
    (people, "DIRECTORY_PAGE", 2),
    (protocol, "MOST_EVENTS", 4),
    (push, "AT_ONCE", 7),
    (run, "ODD", 2),
    (core, "MOST_ASKED", 4),
    (core, "PIECE", 300),
    (files, "MOST_ASKED", 4),
    (files, "PIECE", 300),
    (files, "AT_ONCE", 2),
    (files, "NOTED", 2),
)


@contextmanager
def limited(yes: bool) -> Iterator[None]:
    """Small limits for as long as the block lasts, if asked for."""
    before = [(module, name, getattr(module, name)) for module, name, _small in SMALL]
    for module, name, small in SMALL if yes else ():
        setattr(module, name, small)
    try:
        yield
    finally:
        for module, name, value in before:
            setattr(module, name, value)
