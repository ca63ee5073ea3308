"""Playing a history in a test: what goes wrong fails it, with a trace and the command that plays it again."""

import pytest

from tests.simulation.breaches import Breach
from tests.simulation.world import Stage, World

AGAIN = "Again: pytest tests/simulation --history {seed}"


def played(stage: Stage, seed: int) -> World:
    """A history to its end."""
    world = World(stage, seed)
    try:
        world.play()
    except Breach as breach:
        pytest.fail("\n".join([*world.told, str(breach), AGAIN.format(seed=seed)]), pytrace=False)
    except Exception:
        print("\n".join([*world.told, AGAIN.format(seed=seed)]))  # noqa: T201 - pytest shows it with the failure
        raise
    finally:
        world.close()
    return world


def caught(stage: Stage, seeds: range) -> str:
    """The first breach in these histories, of which every other one is hard; "" if all of them are clean."""
    for seed in seeds:
        world = World(stage, seed, hard=seed % 2 == 0)
        try:
            world.play()
        except Breach as breach:
            return f"{seed}: {breach}"
        finally:
            world.close()
    return ""
