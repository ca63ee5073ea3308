"""Other words for headings, sheets and choices, read from `resources/excel/headings.toml`. Any thread."""

import functools
import tomllib
from collections.abc import Callable, Mapping

from inspector import assets
from inspector.problems import Problem
from inspector.quick_dataclass import dataclass
from inspector.services.excel.text import folded, heading_key
from inspector.services.excel.views import SheetKind


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`headings`: kind -> heading (comparable form) -> key; `sheets`: comparable sheet name -> kind."""

    headings: Mapping[SheetKind, Mapping[str, str]]
    sheets: Mapping[str, SheetKind]
    ignored: frozenset[str]
    choices: Mapping[str, Mapping[str, str]]

    def choice(self, key: str, text: str) -> str:
        """The stored value that another word for a choice means, "" if none."""
        return self.choices.get(key, {}).get(text, "")


@functools.cache
def synonyms() -> Synonyms:
    """The words. Raises Problem headings_missing."""
    try:
        data = tomllib.loads(assets.resource("excel/headings.toml").read_text(encoding="utf-8"))
        return Synonyms(
            {kind: _inverted(data["headings"][kind.value], heading_key) for kind in SheetKind},
            {heading_key(name): SheetKind(kind) for kind, names in data["sheets"].items() for name in names},
            frozenset(heading_key(name) for name in data["ignored"]),
            {key: _inverted(words, folded) for key, words in data["choices"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem("headings_missing") from error


def _inverted(words: Mapping[str, list[str]], form: Callable[[str], str]) -> dict[str, str]:
    return {form(word): key for key, several in words.items() for word in several}
