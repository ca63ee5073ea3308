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


def rows_of(heading: str) -> list[str]:
    """The rows of the table under a heading of the readme."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return [line for line in section.splitlines() if line.startswith("| ")][1:]


def test_the_map_names_every_room_and_no_other() -> None:
    lines = {found[1]: line for line in rows_of("Map") if (found := re.match(r"\| `inspector/(\w+)/`", line))}
    for name, line in lines.items():
        rooms = {path.parent.name for path in (ROOT / "inspector" / name).glob("*/__init__.py")} - {"__pycache__"}
        named = set(re.findall(r"`(\w+)/`", line.partition(" | ")[2]))
        assert rooms - named == set(), name
        assert {room for room in named - rooms if not list((ROOT / "inspector" / name).rglob(room))} == set(), name
    assert {path.stem for path in (ROOT / "inspector").glob("*.py")} - {"__init__"} <= set(
        re.findall(r"`(?:inspector/)?(\w+)\.py`", "\n".join(rows_of("Map")))
    )


def test_where_something_new_goes_is_there() -> None:
    roots = (ROOT, ROOT / "inspector", ROOT / "inspector" / "server")
    table = "\n".join(rows_of("Where something new goes"))
    paths = re.findall(r"`([\w/.]+(?:/|\.(?:py|toml|md)))`", table)
    named = [path for path in paths if not re.search("[A-Z]{3}", path)]  # FORM and NAME stand for any
    assert len(named) > 30
    assert [path for path in named if not any((root / path).exists() for root in (*roots, ROOT / "forms"))] == []
