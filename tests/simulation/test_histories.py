"""Thousands of random histories: nothing is lost, nothing is reopened silently, everybody ends up with the same.

`pytest tests/simulation --histories N` plays N of them; `--history SEED` plays one.
"""

import pytest

from tests.simulation.playing import played
from tests.simulation.world import Stage

PARTS = 20
"""Test items that share the histories."""


@pytest.mark.parametrize("part", range(PARTS))
def test_every_history_ends_well(stage: Stage, part: int, request: pytest.FixtureRequest) -> None:
    one = request.config.getoption("--history")
    seeds = range(request.config.getoption("--histories")) if one is None else [one]
    for seed in seeds[part::PARTS]:
        played(stage, seed)


def test_a_seed_plays_the_same_history_every_time(stage: Stage) -> None:
    assert played(stage, 7).told == played(stage, 7).told
