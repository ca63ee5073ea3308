"""What every test of this folder shares: the stage, made once for each process."""

from collections.abc import Iterator

import pytest

from tests.simulation.world import Stage


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    made = Stage()
    yield made
    made.close()
