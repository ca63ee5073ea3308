"""The first of the README's commands on a machine that lacks something says what to install before it does anything."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What the command needs of a fresh clone."""
    (tmp_path / "clone" / "packaging").mkdir(parents=True)
    for name in ("packaging/dev.py", "packaging/requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / "clone" / name)
    return tmp_path / "clone"


def first(clone: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run it as on a machine where nothing can be installed: no package manager is on the path."""
    command = [sys.executable, str(clone / "packaging" / "dev.py"), *words]
    env = {"PATH": str(clone / "empty"), "HOME": str(clone), **more}
    return subprocess.run(command, env=env, cwd=clone, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["run", "test"])
def test_missing_libraries_are_named_in_one_command(clone: Path, command: str) -> None:
    broken = clone / "broken"
    broken.mkdir()
    for name in ("libxcb-cursor.so.0", "libEGL.so.1"):
        (broken / name).write_bytes(b"")
    ended = first(clone, command, LD_LIBRARY_PATH=f"{broken}:{os.environ.get('LD_LIBRARY_PATH', '')}", DISPLAY=":0")
    assert ended.returncode == 3
    (line,) = (line for line in ended.stderr.splitlines() if "apt-get" in line)
    assert {"sudo", "install", "libxcb-cursor0", "libegl1"} <= set(line.split())
    assert "Traceback" not in ended.stderr
    assert not (clone / ".venv").exists()


def test_a_missing_screen_is_told_at_once(clone: Path) -> None:
    ended = first(clone, "run")
    assert ended.returncode == 3
    assert "xvfb-run -a python3 packaging/dev.py run" in ended.stderr
    assert not (clone / ".venv").exists()


def test_a_python_without_venv_is_told_which_package_has_it(clone: Path) -> None:
    (clone / "stub").mkdir()
    (clone / "stub" / "venv.py").write_text("raise ImportError('not here')\n")
    ended = first(clone, "translations", PYTHONPATH=str(clone / "stub"))
    assert ended.returncode == 3
    assert f"python{sys.version_info.major}.{sys.version_info.minor}-venv" in ended.stderr
    assert "Traceback" not in ended.stderr
