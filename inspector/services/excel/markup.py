"""XML of a workbook as events: no document type, no entities, no tree, so no document can grow in memory.

`feed` calls a handler's `start`, `end` and `text` with local names. Works for the transitional and the strict form of
the format, and for any prefix.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol
from xml.parsers import expat

from inspector.problems import Problem


class Handler(Protocol):
    """Takes what the parser finds."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Characters between tags; may come in several pieces."""


class _RefusedError(ValueError):
    """The document declares a type or entities; no workbook does."""


def feed(chunks: Iterable[bytes], handler: Handler, damaged: Problem) -> None:
    """Parse a part. Raises `damaged` for anything that is no well-formed XML without a document type."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    names: dict[str, str] = {}

    def local(name: str) -> str:
        known = names.get(name)
        if known is None:
            known = name.rpartition(" ")[2]
            if len(names) < 1000:
                names[name] = known
        return known

    def start(name: str, attributes: dict[str, str]) -> None:
        handler.start(local(name), attributes)

    def end(name: str) -> None:
        handler.end(local(name))

    def refuse(*_details: object) -> None:
        raise _RefusedError

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)  # noqa: FBT003 - the C function takes no names
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise damaged from error


def attribute(attributes: Mapping[str, str], name: str) -> str:
    """An attribute by local name, whatever its namespace."""
    direct = attributes.get(name)
    if direct is not None:
        return direct
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")
