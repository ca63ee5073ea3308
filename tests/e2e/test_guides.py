"""Every command of the guides works as it stands there, one after the other, in an empty folder."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.running import ROOT, environment

GUIDES = ROOT / "packaging" / "guides"
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("guide", ["author.md", "user.md"])
def test_commands_of_a_guide_work(guide: str, tmp_path: Path) -> None:
    text = (GUIDES / guide).read_text(encoding="utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines() if line]
    assert lines
    for line in lines:
        words = shlex.split(line)
        assert words[0] == "inspector"
        done = subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env={**os.environ, **environment(INSPECTOR_LANGUAGE="zh_CN")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert (line, done.returncode, done.stderr if done.returncode else "") == (line, 0, "")
        written = [word for word in words if word.endswith((".xlsx", ".pdf", ".toml", ".isb"))]
        assert [name for name in written if not (tmp_path / name).exists()] == []


@pytest.mark.parametrize("guide", ["author.md", "user.md"])
def test_links_of_a_guide_exist(guide: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", (GUIDES / guide).read_text(encoding="utf-8"))
    assert [target for target in targets if not (GUIDES / target).exists()] == []
