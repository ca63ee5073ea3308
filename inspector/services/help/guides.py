"""The guides: what a company hands out to users, administrators and authors, as Markdown with pictures. Any thread.

They are in Chinese, whatever language the window speaks, and travel with the program.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from inspector import assets
from inspector.i18n import N_
from inspector.quick_dataclass import dataclass

TITLES: Final[Mapping[str, str]] = {
    "user": N_("Guide for users"),
    "admin": N_("Guide for administrators"),
    "author": N_("Guide for authors"),
}
"""Name of the file -> title (msgid), in the order in which they are offered."""
_COMMENT: Final = re.compile(r"^<!-- .* -->\n", re.MULTILINE)
_CONTENTS: Final = re.compile(r"^- \[\d.*\n", re.MULTILINE)
_FENCE: Final = re.compile(r"^```\S.*$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?:)[^)]*\)")
_CHAPTER: Final = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guide:
    """A guide as it is shown: its Markdown, the headings of its chapters, and the folder of its pictures."""

    key: str
    markdown: str
    chapters: tuple[str, ...]
    folder: Path


def read_guide(key: str) -> Guide:
    """A guide, without what only forges and tests need: comments, its own contents, links between files."""
    path = assets.guide(f"{key}.md")
    text = path.read_text("utf-8")
    for pattern, put in ((_COMMENT, ""), (_CONTENTS, ""), (_FENCE, "```"), (_LINK, r"\1")):
        text = pattern.sub(put, text)
    chapters = tuple(words for marks, words in _CHAPTER.findall(text) if len(marks) == 2)
    return Guide(key, text, chapters, path.parent)
