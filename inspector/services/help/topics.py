"""The topics of the built-in help: Markdown files of `resources/help/<language>`, in the order of their names.

The second line of a topic names the places of the window it belongs to (`<!-- place: visits old_hazards -->`), so that
F1 opens what somebody is looking at. Any thread; read once per language.
"""

import functools
import re
from typing import Final

from inspector import assets
from inspector.quick_dataclass import dataclass

FALLBACK: Final = "en"
_PLACES: Final = re.compile(r"<!-- place: ([\w ]+) -->\n?")
_MARKS: Final = re.compile(r"[`*#\\]|^\d+\. |^- ", re.MULTILINE)
AROUND: Final = 24
"""Characters shown before and after what was found."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the help. `key` is the same in all languages; `markdown` begins with its title."""

    key: str
    title: str
    markdown: str
    places: tuple[str, ...]

    @property
    def words(self) -> str:
        """The text without marks, for searching."""
        return " ".join(_MARKS.sub("", self.markdown).split())


@dataclass(frozen=True, slots=True)
class Found:
    """A topic in which all the words stand, and the text around the first of them."""

    topic: Topic
    excerpt: str


@functools.cache
def topics(language: str) -> tuple[Topic, ...]:
    """All topics in a language; English where there are none."""
    folder = assets.resource(f"help/{language}")
    if not folder.is_dir():
        return topics(FALLBACK)
    return tuple(_read(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.md")))


def _read(key: str, text: str) -> Topic:
    places = _PLACES.search(text)
    markdown = _PLACES.sub("", text)
    title = markdown.splitlines()[0].removeprefix("# ").strip()
    return Topic(key, title, markdown, tuple(places[1].split()) if places else ())


def topic_for(language: str, *places: str) -> Topic:
    """The topic of the first of these places that has one; else the first topic."""
    known = {place: topic for topic in reversed(topics(language)) for place in topic.places}
    return next((known[place] for place in places if place in known), topics(language)[0])


def search_topics(language: str, words: str) -> tuple[Found, ...]:
    """Topics that hold all the words, those with a word in the title first."""
    wanted = [word.casefold() for word in words.split()]
    if not wanted:
        return ()
    found = [
        Found(topic, _around(topic.words, wanted[0]))
        for topic in topics(language)
        if all(word in topic.words.casefold() for word in wanted)
    ]
    return tuple(sorted(found, key=lambda one: wanted[0] not in one.topic.title.casefold()))


def _around(text: str, word: str) -> str:
    at = text.casefold().find(word)
    start, end = max(0, at - AROUND), min(len(text), at + len(word) + AROUND)
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"
