"""The same world played by Hypothesis, which looks for a short history where something is wrong."""

import random
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from typing_extensions import override

from tests.simulation import trouble
from tests.simulation.breaches import Breach
from tests.simulation.limits import limited
from tests.simulation.planted import cursor_runs_ahead
from tests.simulation.world import Stage, World

CHANCE = st.randoms(use_true_random=False)
SETTINGS = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def machine(stage: Stage) -> type[RuleBasedStateMachine]:
    """A machine on this stage: one rule for everything that may happen."""

    class Histories(RuleBasedStateMachine):
        world: World

        @initialize(seed=st.integers(0, 1000), fault_rate=st.sampled_from((0.0, 0.2, 0.5)), small=st.booleans())
        def begin(self, seed: int, fault_rate: float, small: bool) -> None:
            self.stack = ExitStack()
            self.stack.enter_context(limited(small))
            self.world = World(stage, seed)
            self.world.network.fault_rate = fault_rate

        @override
        def teardown(self) -> None:
            try:
                if hasattr(self, "world"):
                    self.world.finish()
            finally:
                note("\n".join(self.world.told) if hasattr(self, "world") else "")
                if hasattr(self, "world"):
                    self.world.close()
                if hasattr(self, "stack"):
                    self.stack.close()

    for deed in trouble.WEIGHTS:
        setattr(Histories, deed.__name__, _rule(deed))
    return Histories


def _rule(deed: trouble.Deed) -> Any:
    def happen(self: Any, chance: random.Random) -> None:
        self.world.chance.seed(chance.getrandbits(32))
        deed(self.world, chance)

    happen.__name__ = deed.__name__
    return rule(chance=CHANCE)(happen)


def test_no_short_history_goes_wrong(stage: Stage) -> None:
    run_state_machine_as_test(machine(stage), settings=SETTINGS)


def test_it_finds_a_planted_bug_as_well(stage: Stage) -> None:
    found = settings(SETTINGS, phases=[Phase.generate], max_examples=600)  # it stops at the first
    with cursor_runs_ahead(), pytest.raises(Breach):
        run_state_machine_as_test(machine(stage), settings=found)
