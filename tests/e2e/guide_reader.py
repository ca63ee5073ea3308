"""Guides as a test reads them: their blocks in order, and a folder in which their commands are run one after another.

Info words of a fenced block: `sh` is run; `sh not-run` is only for readers, and each of its lines is in
`test_guides.NOT_RUN` with a reason; `file=NAME` is written into the folder first. Words in capitals stand for what the
reader has: `SEEN` takes them from what was printed before, `MADE` from a command.
"""

import json
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from tests.e2e.running import environment

_BLOCK: Final = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE: Final = re.compile(r"file=(\S+)")
INLINE: Final = re.compile(r"(?<!`)`(inspector [^`\n]+)`(?!`)")
WRITTEN: Final = (".xlsx", ".pdf", ".toml", ".isb", ".ics", ".json", ".hzc", ".hzx", ".ivh", ".card")
SEEN: Final[Mapping[str, re.Pattern[str]]] = {
    "CODE": re.compile(r"^code: (\w{4}-\w{4}-\w{4})$", re.MULTILINE),
    "FINGERPRINT": re.compile(r"^fingerprint: ([0-9A-F ]+)$", re.MULTILINE),
    "KEY": re.compile(r"^recovery_key: (\S+)$", re.MULTILINE),
}
"""What a reader copies from the screen."""
PLANNED: Final = "50101180204"
"""Account of a customer whose visit is planned in the sample and who has an oil transformer."""


def _planned(visits: Any) -> str:
    return next(str(visit["id"]) for visit in visits if visit["account"] == PLANNED)


LOOKED_UP: Final[Mapping[str, tuple[str, Callable[[Any], str]]]] = {
    "VISIT": ("--workspace sample visit list", _planned),
    "DEVICE": ("server device list --data server", lambda devices: str(devices[-1]["code"])),
    "RECORD": ("server quarantine list --data server", lambda records: str(records[0]["event"])),
    "AREA": (
        "server user list --data server",
        lambda people: next(one for person in people for one in person["grants"]).partition(":")[2],
    ),
}
"""What a reader looks up: the command, and what is taken from its answer."""


@dataclass(frozen=True)
class Block:
    """A fenced block: its info words and lines."""

    info: str
    text: str

    @property
    def lines(self) -> list[str]:
        """The commands; a comment behind one is for the reader."""
        return [line.split("  # ")[0].rstrip() for line in self.text.splitlines() if line and not line.startswith("#")]

    @property
    def file(self) -> str:
        """The file that the block is, "" for none."""
        found = _FILE.search(self.info)
        return found[1] if found else ""

    @property
    def runs(self) -> bool:
        return self.info == "sh"


def blocks_of(path: Path) -> Iterator[Block]:
    for found in _BLOCK.finditer(path.read_text(encoding="utf-8")):
        yield Block(found["info"].strip(), found["text"])


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass
class Folder:
    """An empty folder in which a reader types the commands; servers that he starts run until `close`."""

    path: Path
    values: dict[str, str] = field(default_factory=dict)
    servers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    port: int = field(default_factory=free_port)

    def __post_init__(self) -> None:
        program = self.path / "bin" / "inspector"
        program.parent.mkdir(parents=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m inspector "$@"\n', encoding="utf-8")
        program.chmod(0o755)
        (self.path / "work" / "var" / "backups").mkdir(parents=True)
        _report(self.path / "work" / "report.xlsx")

    @property
    def work(self) -> Path:
        return self.path / "work"

    @property
    def env(self) -> Mapping[str, str]:
        """What a reader would type when asked stands in the environment."""
        path = f"{self.path / 'bin'}{os.pathsep}{os.environ['PATH']}"
        return environment(
            PATH=path,
            INSPECTOR_LANGUAGE="zh_CN",
            INSPECTOR_PASSPHRASE="four words are good",
            INSPECTOR_NEW_PASSPHRASE="four other words too",
            INSPECTOR_SERVER=str(self.work / "server"),
        )

    def write(self, block: Block) -> None:
        target = self.work / block.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, encoding="utf-8")

    def run(self, line: str) -> None:
        """Type one line; fails when it does, or when a file that it names is not there afterwards."""
        typed = self._typed(line)
        if " server run " in typed:
            self._start(typed)
            return
        done = self._shell(typed)
        assert done.returncode == 0, (line, typed, done.returncode, done.stdout, done.stderr)
        for name, pattern in SEEN.items():
            if found := pattern.search(done.stdout):
                self.values[name] = found[1]
        if "KEY" in self.values:
            (self.work / "KEY.txt").write_text(self.values["KEY"], encoding="utf-8")
        named = [word for word in shlex.split(typed) if word.endswith(WRITTEN) and "=" not in word]
        missing = [name for name in named if not (self.work / name).exists()]
        assert missing == [], (line, missing)

    def close(self) -> None:
        for server in self.servers:
            server.send_signal(signal.SIGTERM)
        for server in self.servers:
            server.wait(timeout=30)

    def _shell(self, typed: str) -> subprocess.CompletedProcess[str]:
        words = ["bash", "-c", typed]
        return subprocess.run(
            words, cwd=self.work, env=self.env, capture_output=True, encoding="utf-8", check=False, stdin=None
        )

    def _typed(self, line: str) -> str:
        """The line with what the reader has in the place of words in capitals, in this folder and on a free port."""
        typed = line.replace("https://HOST:8750", f"http://127.0.0.1:{self.port}").replace("8750", str(self.port))
        typed = re.sub(r"(?<=\s)/(var|srv)/", rf"{self.work}/\1/", typed)
        for name in re.findall(r"\b[A-Z]{4,}\b(?!\.)", typed):
            if name in SEEN:
                typed = typed.replace(name, shlex.quote(self.values[name]))
            elif name in LOOKED_UP:
                typed = typed.replace(name, shlex.quote(self._looked_up(name)))
        return typed

    def _looked_up(self, name: str) -> str:
        command, take = LOOKED_UP[name]
        done = self._shell(f"inspector --json {command}")
        assert done.returncode == 0, (name, done.stderr)
        return take(json.loads(done.stdout))

    def _start(self, typed: str) -> None:
        words = ["bash", "-c", f"exec {typed}"]
        with (self.path / "server.log").open("ab") as log:
            self.servers.append(subprocess.Popen(words, cwd=self.work, env=self.env, stderr=log, stdout=log))
        for _attempt in range(300):
            if self.servers[-1].poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1) as answer:
                    assert answer.status == 200
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError((typed, (self.path / "server.log").read_text(encoding="utf-8")))


def _report(path: Path) -> None:
    """A report of a testing company, as the guide for authors takes one in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows: list[list[str | int]] = [
        ["变压器试验报告"],
        ["试验单位", "省电科院"],
        ["试验日期", "2026-05-20"],
        ["油温", 26],
        ["项目", "实测值", "单位"],
        ["高压对低压及地R60", 3900, "MΩ"],
        ["低压对高压及地R60", 3300, "MΩ"],
        ["铁心接地绝缘", 680, "MΩ"],
        ["穿心螺杆绝缘", 500, "MΩ"],
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)
