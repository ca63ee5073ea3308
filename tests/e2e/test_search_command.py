"""Search by command."""

import subprocess
import sys
from pathlib import Path

from tests.e2e.running import FIRST, Copy, inspector, ok

LAZY = """
import sys
from pathlib import Path
from inspector import services
workspace = services.open_workspace(Path(sys.argv[1]))
found = workspace.call(lambda: services.search(workspace, "jl"))
workspace.close()
print(len(found.groups) > 0, "pypinyin" in sys.modules)
"""


def test_words_and_numbers_are_found_also_after_a_change(copied: Copy) -> None:
    path = copied()
    (hit,) = [row for row in found(path, FIRST) if row["kind"] == "customer"]
    assert found(path, FIRST[-4:])[0]["id"] == hit["id"]
    assert hit["marks"] == []
    ok(inspector("customer", "set", FIRST, "name=临江造纸厂", "--workspace", path))
    assert {row["kind"] for row in found(path, "造纸")} >= {"customer", "equipment", "hazard"}
    assert found(path, "ljzz")[0]["title"] == "临江造纸厂"
    assert found(path, "没有这样的东西") == []
    assert "造纸" in ok(inspector("search", "临江", "造纸", "--workspace", path)).out
    ok(inspector("search", "--rebuild", "--workspace", path))
    assert found(path, "ljzz")[0]["id"] == hit["id"]


def test_searching_does_not_load_the_pinyin_library(copied: Copy) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LAZY, str(copied())], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["True", "False"]


def found(path: Path, *words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = ok(inspector("search", *words, "--json", "--workspace", path)).json
    return rows
