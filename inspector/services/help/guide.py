"""The guided visit: its steps, read from `resources/help/<language>/guide`. Any thread.

A step names the fact by which the window sees that it was done; the words are the same steps in each language.
"""

import functools
import re
from typing import Final

from inspector import assets
from inspector.quick_dataclass import dataclass
from inspector.services.help.topics import FALLBACK

_STEP: Final = re.compile(
    r"^## (?P<title>.+)\n<!-- done: (?P<done>\w+) -->\n(?P<text>(?:(?!^## ).*\n?)*)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step: `done` is the name of the fact that ends it."""

    title: str
    text: str
    done: str


@functools.cache
def guide_steps(language: str) -> tuple[GuideStep, ...]:
    """The steps in a language; English where there are none."""
    path = assets.resource(f"help/{language}/guide/steps.md")
    if not path.exists():
        return guide_steps(FALLBACK)
    found = _STEP.finditer(path.read_text("utf-8"))
    return tuple(GuideStep(one["title"].strip(), one["text"].strip(), one["done"]) for one in found)
