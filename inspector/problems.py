"""Coded problems: what went wrong, as data.

A lower layer raises `Problem("file_unreadable", path=...)`; `inspector.i18n.describe` turns it into a sentence in the
user's language, for window, commands and documents alike. A `Problem` is always *known*: the user's input or state
(exit 1) or the user's environment (exit 3). Anything else that is raised is our bug and is reported as such.

The English sentence of every code stands in `CATALOGUE`; it is the gettext msgid. A code that is missing there fails
a test.
"""

from enum import Enum
from typing import Final


class ProblemKind(Enum):
    """Who has to act: the person (input, state) or the machine's owner (environment)."""

    INPUT = 1
    ENVIRONMENT = 3

    @property
    def exit_code(self) -> int:
        """Exit code of a command that ends with this kind of problem (commands.md)."""
        return self.value


CATALOGUE: Final[dict[str, tuple[ProblemKind, str]]] = {}
"""code -> (kind, English sentence with {parameters}); filled by `register` from each layer's own problem table."""


def register(kind: ProblemKind, sentences: dict[str, str]) -> None:
    """Add a layer's codes to the catalogue; each layer registers its own table at import, next to the code that raises.

    Raises ValueError when a code is registered twice with another sentence.
    """
    for code, sentence in sentences.items():
        known = CATALOGUE.get(code)
        if known is not None and known != (kind, sentence):
            raise ValueError(f"problem code {code} is registered twice")
        CATALOGUE[code] = (kind, sentence)


class Problem(Exception):  # noqa: N818 - the house word for a coded error
    """A known problem. `code` is stable and may be shown to scripts; `params` are the values its sentence needs."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    @property
    def kind(self) -> ProblemKind:
        """Who has to act; a code nobody registered counts as input."""
        return CATALOGUE.get(self.code, (ProblemKind.INPUT, ""))[0]
