"""The simulation bites: bugs of shipped products, put into our own, are noticed within some hundred histories."""

import pytest

from tests.simulation.planted import BUGS, Planting
from tests.simulation.playing import caught
from tests.simulation.world import Stage

AT_MOST = 400


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_planted_bug_is_caught(stage: Stage, bug: Planting) -> None:
    with bug():
        assert caught(stage, range(AT_MOST)), "the planted bug was not caught: this simulation proves nothing"
