"""The README points only at what is there."""

import re
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[2]
LINK = re.compile(
    r"\]\(\s*<?([^)>\s]+)>?[^)]*\)|^\s*\[[^]]+\]:\s*(\S+)|<(?:img|a)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)", re.MULTILINE
)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def relative_links(text: str) -> list[str]:
    """Targets of links and pictures inside the repository, without code blocks."""
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    found = [next(filter(None, groups)) for groups in LINK.findall(prose)]
    return [target for target in found if not ELSEWHERE.match(target)]


def test_links_of_every_spelling_are_found() -> None:
    text = '[a](x.md) ![b](<y.png> "title") [c]: z.txt\n[d]: w.txt\n<img alt="" src="p.svg"> [e](https://e.org) [f](#g)'
    assert relative_links(text + "\n```\n[no](code)\n```") == ["x.md", "y.png", "w.txt", "p.svg", "#g"]


def test_every_relative_link_and_picture_of_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    missing = []
    for target in relative_links(text):
        path, _hash, anchor = unquote(target).partition("#")
        there = (ROOT / path).exists() if path else anchor in headings
        if not there:
            missing.append(target)
    assert missing == []
    assert "![" in text
