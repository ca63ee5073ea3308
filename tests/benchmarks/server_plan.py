"""What a province needs, computed from what one worker was measured to do. PROVINCE.md explains every line.

Rates are in requests a second, sizes in bytes. Nothing here is measured; `demand` is what is assumed.
"""

import math
from collections.abc import Mapping
from typing import Any, Final

from inspector.sync.protocol import MOST_PAGE

CUSTOMERS, HAZARDS, LAPTOPS, AREAS = 100_000, 2_000_000, 5_000, 50
FRAMES_A_DAY = 2
"""Records that a laptop signs on a working day, of 20 events each; 2 million hazards in five years are a fifth."""
PEAK_S, BURST = 1800, 5
"""At the end of the day all laptops come back within half an hour, at its worst minute five times as many."""
POLL_S = 300
"""How often a laptop asks while it has a network."""
PHOTOS, PHOTO_BYTES = 2, 1_600_000
"""Photos of a hazard (finding and rectification) at 2560 pixels, each with its thumbnail and the marked picture."""
USE: Final = 0.5
"""How much of a worker's processor may be used at the peak."""
ROLL_OUT_DAYS: Final = 10


def plan(found: Mapping[str, Any]) -> dict[str, Any]:
    """The plan, from the measurements on PostgreSQL with 8 laptops."""
    measured, sizes = found["clients"]["8"], found["bytes_a_hazard"]
    cost = {name: 1 / measured[name]["a_second_of_cpu"] for name in ("push", "idle", "page", "sign_in")}
    demand = _demand(found["frame_bytes"])
    busy = sum(demand[name] * cost[name] for name in cost)
    pages = math.ceil(HAZARDS / AREAS * sizes["signed"] / MOST_PAGE)
    pulled = measured["page"]["received_bytes"] / measured["page"]["requests"] * pages
    return {
        "demand_a_second": {name: round(value, 1) for name, value in demand.items()},
        "cores_busy_at_the_peak": round(busy, 2),
        "workers": max(4, math.ceil(busy / USE)),
        "pushes_of_what_the_lock_allows": round(demand["push"] / measured["push"]["a_second"], 2),
        "database_bytes": HAZARDS * sizes["stored"],
        "backup_bytes": HAZARDS * sizes["backup"],
        "object_store_bytes": HAZARDS * PHOTOS * PHOTO_BYTES,
        "first_pull": {
            "pages": pages,
            "bytes": round(pulled),
            "all_laptops_bytes_a_second": round(pulled * LAPTOPS / (ROLL_OUT_DAYS * 8 * 3600)),
            "all_laptops_core_hours": round(pages * LAPTOPS * cost["page"] / 3600, 1),
        },
    }


def _demand(frame_bytes: int) -> dict[str, float]:
    """Requests a second at the worst minute."""
    rounds = LAPTOPS / PEAK_S * BURST
    fresh = FRAMES_A_DAY * LAPTOPS / AREAS * frame_bytes  # what a day brings to an area, and so to each laptop
    return {
        "push": rounds,
        "page": rounds * fresh / MOST_PAGE,  # full ones
        "sign_in": rounds,
        "idle": rounds + LAPTOPS / POLL_S,
    }
