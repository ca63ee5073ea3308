"""What the pages and units for administrators tell to type is understood by the program, and what they name exists."""

import re
import shlex
from pathlib import Path

import pytest

from inspector.cli import build_parser, hoist

FOLDER = Path(__file__).resolve().parents[3] / "packaging" / "server"
PAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in (".md", ".service", ".yaml"))
COMMAND = re.compile(r"(?:bin/inspector|(?<![\w/.])inspector)((?: --json)? server|-server) ([a-z][^`#\n]*)")
UNITS = {"enable", "inspector-server-backup.timer"}


def commands(text: str) -> list[list[str]]:
    """The words of every command of the server that a text shows."""
    found = []
    for _server, rest in COMMAND.findall(text.replace("alias inspector-server=", "")):
        words = shlex.split(rest.split(" && ")[0].rstrip("'"))
        if not UNITS & set(words):
            found.append(["server", *words])
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_is_one_of_the_program(page: Path) -> None:
    found = commands(page.read_text(encoding="utf-8"))
    for words in found:
        front, rest = hoist(list(words))
        options = build_parser().parse_args(front + rest)
        assert options.verb == rest[1], words
    assert len(found) >= {"README.md": 20, "PROVINCE.md": 2, "compose.yaml": 0}.get(page.name, 1)


@pytest.mark.parametrize("page", [page for page in PAGES if page.suffix == ".md"], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
