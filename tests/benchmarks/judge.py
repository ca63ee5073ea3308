"""How many values are judged a second on one core, and how long the judging after one keystroke takes.

Every quantity of the shipped packs is judged with values around its limits, with and without history, on equipment of
several sizes. A keystroke is one value and whatever a page computes from it: here every quantity of one transformer.
The yardstick of the same run is the bare comparison of as many numbers with two bounds.
"""

import random
import statistics
import time
from datetime import date
from itertools import cycle, islice
from typing import Any

from inspector.commands.criteria import packs
from inspector.criteria import JudgeRequest, Packs, judge
from inspector.domain.equipment import TestValue

VALUES = 100_000
ROUNDS = 5
LEAST_A_SECOND, KEYSTROKE_MS = 100_000, 2.0
ON = date(2026, 6, 11)
SIZES = [(10, 630), (10, 1250), (10, 2000), (35, 8000), (110, 40000)]


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark: CPU time of this thread."""
    rng, known = random.Random(20261122), packs()
    requests = list(islice(cycle(_requests(known, rng)), VALUES))
    seconds = [_judged(known, requests) for _round in range((rounds or ROUNDS) + 1)][1:]
    bare = [_compared(requests) for _round in range((rounds or ROUNDS) + 1)][1:]
    page = [one for one in requests[:2000] if one.facts.get("kind") == "transformer_oil"][:60]
    keystroke = [_judged(known, page) * 1000 for _round in range(50)]
    found, worst = VALUES / statistics.median(seconds), sorted(keystroke)[-2]
    return {
        "benchmark": "judge",
        "values": VALUES,
        "rounds": rounds or ROUNDS,
        "values_a_second": round(found),
        "ratio_to_bare_comparison": round(statistics.median(seconds) / statistics.median(bare), 1),
        "keystroke_values": len(page),
        "keystroke_ms": {"median": round(statistics.median(keystroke), 3), "p98": round(worst, 3)},
        "limits": {"values_a_second": LEAST_A_SECOND, "keystroke_ms": KEYSTROKE_MS},
        "met": found >= LEAST_A_SECOND and worst <= KEYSTROKE_MS,
    }


def _requests(known: Packs, rng: random.Random) -> list[JudgeRequest]:
    made = []
    for quantity in (one for one in known.quantities.values() if one.inputs):
        for kv, kva in SIZES:
            for kind in ("transformer_oil", "switchgear", "cable", "arrester"):
                facts = {"kind": kind, "service": "in", "voltage_kv": str(kv), "capacity_kva": str(kva)}
                facts |= {"vector_group": "Dyn11", "cooling": "ONAN", "winding_material": "copper"}
                inputs = tuple(rng.uniform(0.1, 200) for _input in range(quantity.inputs))
                past = tuple(
                    TestValue(quantity.id, date(year, 5, 20), rng.uniform(0.1, 200), "", temperature_c=20.0)
                    for year in (2021, 2023, 2025)
                )
                made.append(JudgeRequest(quantity.id, inputs, facts, 30.0, ON, rng.choice(((), past))))
    rng.shuffle(made)
    return made


def _judged(known: Packs, requests: list[JudgeRequest]) -> float:
    start = time.thread_time()
    for request in requests:
        judge(known, request)
    return time.thread_time() - start


def _compared(requests: list[JudgeRequest]) -> float:
    start, inside = time.thread_time(), 0
    for request in requests:
        inside += 1.0 <= request.inputs[0] <= 100.0
    return time.thread_time() - start
