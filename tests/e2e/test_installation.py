"""An installation with a part missing says which, with exit code 3 and without a traceback."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("gone", "code"), [("cable", "form_missing"), ("visit.toml", "visit_plan_missing")], ids=["form", "plan"]
)
def test_a_missing_checklist_is_named(gone: str, code: str, tmp_path: Path) -> None:
    for name in ("inspector", "resources"):
        (tmp_path / name).symlink_to(ROOT / name, target_is_directory=True)
    shutil.copytree(ROOT / "forms", tmp_path / "forms", ignore=shutil.ignore_patterns(gone))
    words = [sys.executable, "-m", "inspector", "--language", "en", "demo", str(tmp_path / "workspace")]
    ended = subprocess.run(
        words,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 3
    assert ended.stderr.startswith(f"{code}: ")
    assert "Install the program again." in ended.stderr
    assert "Traceback" not in ended.stderr
