"""The guides are true: every command works as it stands there, tables agree with the program, links lead somewhere."""

import argparse
import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector import __version__
from inspector.cli import build_parser, hoist
from tests.e2e import guide_tables
from tests.e2e.guide_reader import INLINE, Folder, blocks_of
from tests.e2e.running import ROOT

PACKAGING = ROOT / "packaging"
GUIDES = sorted((PACKAGING / "guides").glob("*.md"))
PAGES = [ROOT / "README.md", *sorted(PACKAGING.glob("*.md")), *sorted(PACKAGING.glob("*/*.md"))]
WITH_COMMANDS = [page for page in PAGES if any(block.runs for block in blocks_of(page))]
BEFORE = {
    "packaging/server/README.md": (
        "inspector demo sample",
        "inspector server init server --name 城东供电所",
        "inspector server exchange card --out server.hzc",
        "inspector --workspace sample exchange trust server.hzc --fingerprint FINGERPRINT",
        "inspector server user add liu --name 刘班长 --team 检查一班 --role lead",
        "inspector server enroll liu",
        "inspector --workspace sample exchange export --card server.hzc --code CODE --out FILE.hzx",
        "inspector --workspace sample exchange export --card server.hzc --code CODE --out AGAIN.hzx",
        "inspector server exchange import AGAIN.hzx",
        "mkdir -p var/lib srv",
    ),
    "packaging/server/PROVINCE.md": (
        "inspector server init /var/lib/inspector-server --name 省",
        "mkdir -p var/backups",
    ),
}
"""What is there already where a page begins."""
NEEDS = {
    "root": "an administrator's machine with systemd, and the wheel installed into /opt",
    "docker": "containers: podman or docker, and images from a registry",
    "postgres": "a server of PostgreSQL; restores and runs on it are tested in tests/unit/server",
    "source": "makes an environment and runs everything else, this test too",
    "bundle": "builds for a minute; tests/e2e/test_bundle.py does it",
    "package": "installs into the system; tests/e2e/test_bundle.py unpacks the package and runs it",
}
"""Why a block that is marked `sh not-run=WORD` is not run here."""


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    made = Folder(tmp_path)
    yield made
    made.close()


@pytest.mark.long
@pytest.mark.parametrize("page", WITH_COMMANDS, ids=name_of)
def test_commands_of_a_page_work(page: Path, folder: Folder) -> None:
    for line in BEFORE.get(name_of(page), ()):
        folder.run(line)
    for block in blocks_of(page):
        if block.file:
            folder.write(block)
        elif block.runs:
            for line in block.lines:
                folder.run(line)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_what_is_not_run_says_why(page: Path) -> None:
    """Every block of commands is run, or says what it needs; files that it takes from here are here."""
    for block in blocks_of(page):
        kind = block.info.partition(" ")[0]
        assert kind in ("sh", "text", "toml", ""), block.info
        if kind != "sh" or block.runs:
            continue
        assert block.info.removeprefix("sh not-run=") in NEEDS
        for line in block.lines:
            taken = re.findall(r"inspector-server[\w-]*\.(?:service|timer|sysusers)", line.partition(" /etc")[0])
            assert [one for one in taken if not (PACKAGING / "server" / one).exists()] == []
            versions = re.findall(r"inspector-(\d+\.\d+\.\d+)", line)
            assert versions in ([], [__version__])


def test_every_reason_is_needed() -> None:
    used = {block.info.partition("not-run=")[2] for page in PAGES for block in blocks_of(page)}
    assert used - {""} == set(NEEDS)


def known(words: list[str]) -> str:
    """What the program does not know of a command, "" for nothing. Values are not looked at."""
    front, rest = hoist(words)
    parser = build_parser()
    options = {name: action for action in parser._actions for name in action.option_strings}
    values = 0
    for word in [*front, *rest]:
        below = next((one for one in parser._actions if isinstance(one, argparse._SubParsersAction)), None)
        if word.startswith("--"):
            name, equals, _value = word.partition("=")
            if name not in options:
                return word
            values = 0 if equals or options[name].nargs == 0 else 1
        elif values:
            values -= 1
        elif below is not None and word in below.choices:
            parser = below.choices[word]
            options |= {name: action for action in parser._actions for name in action.option_strings}
        elif below is not None:
            return word
    return ""


def spoken(text: str) -> Iterator[tuple[str, str]]:
    """Each command that a text names between backticks, and what of it the program does not know."""
    for command in INLINE.findall(text):
        for variant in command.split(" && "):
            words = [word.partition("|")[0].strip("[]…") for word in shlex.split(variant)[1:]]
            yield variant, known([word for word in words if word])


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_between_words_exist(page: Path) -> None:
    assert [(command, what) for command, what in spoken(page.read_text(encoding="utf-8")) if what] == []


def anchors(page: Path) -> set[str]:
    """Where links into a page may lead: its headings, as forges make anchors of them."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_and_pictures_are_there(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        there = page.parent / path if path else page
        assert (target, there.exists()) == (target, True)
        if anchor:
            assert (target, anchor in anchors(there)) == (target, True)


def test_pictures_of_the_guides_are_shown_and_small() -> None:
    text = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    pictures = sorted((PACKAGING / "guides" / "pictures").iterdir())
    assert [one.name for one in pictures if f"(pictures/{one.name})" not in text] == []
    assert [one.name for one in pictures if one.stat().st_size > 100_000] == []


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_tables_agree_with_the_program(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    if os.environ.get("INSPECTOR_GUIDES") == "write":
        text = guide_tables.renewed(text)
        guide.write_text(text, encoding="utf-8")
    assert guide_tables.renewed(text) == text, "INSPECTOR_GUIDES=write pytest tests/e2e/test_guides.py writes them"
    for name, names in guide_tables.named(text).items():
        assert (name, sorted(names)) == (name, sorted(guide_tables.NAMED[name]()))


def test_the_number_of_checklists_is_that_of_the_folders() -> None:
    there = len(list((ROOT / "forms").glob("*/form.md")))
    assert f"随附 {there} 张检查表" in (PACKAGING / "guides" / "author.md").read_text(encoding="utf-8")


def test_every_table_is_in_a_guide() -> None:
    text = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    assert set(guide_tables.named(text)) == set(guide_tables.NAMED)
    assert [name for name in guide_tables.GENERATED if f"<!-- 由程序生成：{name} -->" not in text] == []


def test_the_map_names_files_that_are_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    tables = text[text.index("## Where something new goes") : text.index("How an answer travels")]
    named = [word for word in re.findall(r"`([\w./*-]+)`", tables) if "/" in word or word.endswith((".py", ".toml"))]
    places = [ROOT / "inspector", ROOT, *(ROOT / "inspector").iterdir()]
    said = [word.replace("NAME", "*").replace("FORM", "*") for word in named]
    assert len(said) > 50
    folders = [below for place in places if place.is_dir() for below in (place, *place.glob("*/"))]
    assert [word for word in said if not any(next(folder.glob(word), None) for folder in folders)] == []
