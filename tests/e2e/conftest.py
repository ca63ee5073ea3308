"""A sample workspace made by the command, once; tests that write take a copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.running import inspector


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("e2e") / "demo"
    made = inspector("demo", path, "--json")
    assert (made.code, made.err) == (0, "")
    assert made.json["hazards"] == 36
    return path


@pytest.fixture
def copied(demo: Path, tmp_path: Path) -> Callable[[str], Path]:
    def copy(name: str = "w") -> Path:
        return Path(shutil.copytree(demo, tmp_path / name))

    return copy
