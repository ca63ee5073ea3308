"""Randomness, all of it from the environment's seed: random, uuid, randomize."""

import hashlib
import math
import string
import uuid as _uuid
from collections.abc import Callable
from typing import Final

from inspector.problems import Problem
from inspector.xforms.nodes import Node
from inspector.xforms.xpath.environment import Context
from inspector.xforms.xpath.functions.registry import function, number_of
from inspector.xforms.xpath.values import Value, text_number, to_string

_LETTERS: Final = string.ascii_letters + string.digits
_MODULUS: Final = 2_147_483_647
"""2^31 - 1, of the Park-Miller generator that the ODK XForms specification names for randomize()."""
MAX_UUID: Final = 10_000


@function("random", 0)
def random(context: Context) -> Value:
    """`random`: 0 ≤ x < 1."""
    return context.environment.random.random()


@function("uuid", 0, 1)
def uuid(context: Context, *length: Value) -> Value:
    """`uuid`: version 4, or with a length that many letters and digits."""
    source = context.environment.random
    if not length:
        return str(_uuid.UUID(int=source.getrandbits(128), version=4))
    count = number_of(context, length[0])
    if not 0 <= count <= MAX_UUID:
        raise Problem("xpath_type", function="uuid", value=to_string(length[0])[:60])
    return "".join(source.choice(_LETTERS) for _ in range(int(count)))


@function("randomize", 1, 2)
def randomize(context: Context, nodes: Value, *seed: Value) -> Value:
    """`randomize` (nodes, seed): the shuffle the ODK XForms specification describes, the same for the same seed."""
    if not isinstance(nodes, list):
        raise Problem("xpath_type", function="randomize", value=to_string(nodes)[:60])
    chance = _park_miller(_seed(context, seed[0])) if seed else context.environment.random.random
    return shuffled(nodes, chance)


def shuffled(nodes: list[Node], chance: Callable[[], float]) -> list[Node]:
    """Fisher-Yates, the inside-out variant: each node goes to a place drawn among those filled so far and the next."""
    result: list[Node] = []
    for node in nodes:
        place = int(chance() * (len(result) + 1))
        result.append(node)
        result[-1], result[place] = result[place], node
    return result


def _seed(context: Context, value: Value) -> int:
    """A number as it is; other text by the first eight bytes of its SHA-256."""
    calendar = context.environment.calendar
    number = float(value) if isinstance(value, float) else text_number(to_string(value), calendar)
    if math.isfinite(number):
        return int(number)
    return int.from_bytes(hashlib.sha256(to_string(value).encode()).digest()[:8], "big", signed=True)


def _park_miller(seed: int) -> Callable[[], float]:
    state = int(math.fmod(seed, _MODULUS)) if abs(seed) < 2**53 else abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    if state <= 0:
        state += _MODULUS - 1

    def following() -> float:
        nonlocal state
        state = state * 16807 % _MODULUS
        return (state - 1) / (_MODULUS - 1)

    return following
