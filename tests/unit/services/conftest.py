"""A sample workspace, made once and copied for every test that writes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from tests.unit.services.story import Story, begin

Reopen = Callable[[], Workspace]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("services") / "demo"
    services.create_demo(path)
    return path


@pytest.fixture
def reopen(demo: Path, tmp_path: Path) -> Iterator[Reopen]:
    """Open the test's own copy; a second call closes it and opens it again, as after a crash."""
    path, opened = tmp_path / "w", list[Workspace]()
    shutil.copytree(demo, path)

    def open_again() -> Workspace:
        for before in opened:
            before.close()
        opened.append(services.open_workspace(path))
        return opened[-1]

    yield open_again
    for workspace in opened:
        workspace.close()


@pytest.fixture
def workspace(reopen: Reopen) -> Workspace:
    return reopen()


@pytest.fixture
def story(workspace: Workspace) -> Story:
    """A visit of the first customer, just opened."""
    return begin(workspace)
