"""What a document prints as a code because its font lacks the character, so that whoever makes it can be told.

The paper is complete either way: [U+20BB7] stands where the character would be.
"""

from collections.abc import Callable
from typing import NamedTuple

from inspector.i18n import N_, Message


class Drawn(NamedTuple):
    """A document, and the characters in it that print as their code, in order of their codes."""

    data: bytes
    replaced: tuple[str, ...]


def drawn(make: Callable[[], bytes]) -> Drawn:
    """Make a document and see what it replaces. In whichever thread makes it: call it inside `workspace.call`."""
    from inspector.reports.pdf.linebreak import replacements  # noqa: PLC0415 - reading fonts takes 30 ms

    with replacements() as found:
        data = make()
    return Drawn(data, tuple(sorted(found)))


def replaced_message(replaced: tuple[str, ...]) -> Message:
    """The sentence that tells it, with each character beside its code."""
    shown = " ".join(f"{char if char.isprintable() else ''}[U+{ord(char):04X}]" for char in replaced)
    return Message(
        N_("The font lacks these characters; the document shows their codes instead: {characters}"),
        {"characters": shown},
    )
