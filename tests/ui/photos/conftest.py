"""Fixtures of the photo tests: a workspace with visits."""

from pathlib import Path

import pytest

from inspector import services


@pytest.fixture(scope="session")
def sample_visits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace, closed."""
    path = tmp_path_factory.mktemp("photos") / "workspace"
    services.create_demo(path, customers=5, hazards=4)
    return path
