"""How long a checklist takes to load with a fresh instance, and each answer: 150 and 600 questions.

One repeat, a choice filter over 2,000 rows, two languages (forms.md, targets). An answer is timed with what a screen
asks for after it: the views of everything that changed. The yardstick of the same run is reading the same XML with
lxml. Times are CPU times of this thread, so that what else the machine does counts less; the wall clock is beside
them. With `--peer` the ODK web engine does the same edits on the same form, and the values of both are compared.
"""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from inspector.xforms import Changes, FormInstance, load_form
from tests.benchmarks import form_peer
from tests.benchmarks.form_data import Edit, edits, form, places_csv

SIZES: Mapping[int, float] = {150: 60.0, 600: 350.0}
"""Questions and milliseconds allowed for loading."""
ANSWER_MS = 5.0
EDITS = 2_000
PEER_EDITS = 300
ROUNDS = 7
ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 6, 11, 12, tzinfo=ZONE)


def measure(rounds: int = 0, *, peer: bool = False) -> dict[str, Any]:
    """The benchmark; milliseconds."""
    found = {str(size): _measured(size, rounds or ROUNDS, peer=peer) for size in SIZES}
    return {
        "benchmark": "form",
        "rounds": rounds or ROUNDS,
        "edits": EDITS,
        "questions": found,
        "limits": {"load_ms": {str(size): limit for size, limit in SIZES.items()}, "answer_p99_ms": ANSWER_MS},
        "met": all(
            found[str(size)]["load_ms"] <= limit and found[str(size)]["answer_ms"]["p99"] <= ANSWER_MS
            for size, limit in SIZES.items()
        ),
    }


def _measured(size: int, rounds: int, *, peer: bool) -> dict[str, Any]:
    xml, table, steps = form(size), places_csv(), edits(size, EDITS)
    loads = [_loaded(xml, table) for _round in range(rounds + 1)][1:]
    bare = [_clocked(lambda: etree.fromstring(xml)) for _round in range(rounds + 1)][1:]
    instance = _begun(xml, table)
    answers = [_clocked(partial(_timed, instance, step)) for step in steps]
    load = statistics.median(cpu for cpu, _wall in loads)
    result: dict[str, Any] = {
        "load_ms": _ms(load),
        "load_wall_ms": _ms(statistics.median(wall for _cpu, wall in loads)),
        "load_ratio_to_lxml": round(load / statistics.median(cpu for cpu, _wall in bare), 1),
        "answer_ms": _spread([cpu for cpu, _wall in answers]),
        "answer_wall_ms": _spread([wall for _cpu, wall in answers]),
    }
    if peer:
        result["peer"] = _beside(xml, table, steps[:PEER_EDITS])
    return result


def _loaded(xml: bytes, table: bytes) -> tuple[float, float]:
    """One load; what the round before left behind is cleared away first, as it is no part of it."""
    gc.collect()
    return _clocked(lambda: _begun(xml, table))


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall-clock seconds."""
    cpu, wall = time.thread_time(), time.perf_counter()
    work()
    return time.thread_time() - cpu, time.perf_counter() - wall


def _spread(seconds: list[float]) -> dict[str, float]:
    times = sorted(seconds)
    return {"median": _ms(statistics.median(times)), "p99": _ms(times[int(len(times) * 0.99)]), "max": _ms(times[-1])}


def _begun(xml: bytes, table: bytes) -> FormInstance:
    """From bytes to a filled-in screen's worth of state, nothing cached."""
    definition = load_form(xml, attachments={"places.csv": table})
    return FormInstance.new(definition, now=NOON, tz=ZONE, seed=1)


def _timed(instance: FormInstance, step: Edit) -> None:
    """An edit and what a screen asks for after it."""
    for ref in _made(instance, step).refs:
        instance.view(ref)


def _made(instance: FormInstance, step: Edit) -> Changes:
    return instance.add_row(step.ref) if step.op == "repeat-add" else instance.answer(step.ref, step.value)


def _beside(xml: bytes, table: bytes, steps: list[Edit]) -> dict[str, Any]:
    """The peer's figures, and how many of the values both hold in the end are the same."""
    found = form_peer.measure(xml, table, steps)
    instance = _begun(xml, table)
    for step in steps:
        _made(instance, step)
    ours = {view.ref: view.value if view.relevant else "" for view in instance.views()}
    theirs = found.pop("values")
    shared = sorted(set(ours) & set(theirs))
    different = [ref for ref in shared if not _same(ours[ref], theirs[ref])]
    return {**found, "values_compared": len(shared), "values_different": different[:10]}


def _same(one: str, other: str) -> bool:
    """Texts, or numbers written differently (5 and 5.0)."""
    if one == other:
        return True
    try:
        return float(one) == float(other)
    except ValueError:
        return False


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
