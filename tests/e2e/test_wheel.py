"""The wheel works without the tree: built, installed elsewhere, run from another folder."""

import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.running import ROOT

BUILD = """
import sys
from hatchling.builders.wheel import WheelBuilder
print(*WheelBuilder(sys.argv[1]).build(directory=sys.argv[2]))
"""


def run(*words: str | Path, cwd: Path, **env: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("INSPECTOR_", "PYTHONPATH"))}
    done = subprocess.run(
        [sys.executable, *map(str, words)],
        cwd=cwd,
        env={**kept, "INSPECTOR_LANGUAGE": "zh_CN", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_installed_wheel_makes_a_sample_and_prints_a_ledger(tmp_path: Path) -> None:
    wheel = Path(run("-c", BUILD, ROOT, tmp_path / "dist", cwd=ROOT).split()[-1])
    site = tmp_path / "site"
    unpack = "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])"
    run("-c", unpack, wheel, site, cwd=tmp_path)
    names = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert "inspector/forms/visit.toml" in names
    assert {"inspector/guides/user.md", "inspector/guides/pictures/home.png"} <= names
    assert any(name.startswith("inspector/resources/fonts/") for name in names)
    assert not {name for name in names if name.startswith(("tests/", "packaging/"))}

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    at = {"PYTHONPATH": str(site), "INSPECTOR_WORKSPACE": str(tmp_path / "w")}
    where = run("-c", "import inspector; print(inspector.__file__)", cwd=elsewhere, **at)
    assert where.startswith(str(site))
    run("-m", "inspector", "demo", tmp_path / "w", cwd=elsewhere, **at)
    assert "整改中" in run("-m", "inspector", "ledger", "list", cwd=elsewhere, **at)
    run("-m", "inspector", "ledger", "export", "--out", tmp_path / "ledger.pdf", cwd=elsewhere, **at)
    assert (tmp_path / "ledger.pdf").read_bytes().startswith(b"%PDF")
    assert '"ok": true' in run("-m", "inspector", "doctor", "--json", cwd=elsewhere, **at)
