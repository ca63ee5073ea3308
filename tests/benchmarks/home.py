"""How long the first page asks the database, at 20,000 customers and 100,000 hazards.

"cold" reads everything, as at the start; "unchanged" is coming back to the page. The
yardstick of the same run is reading and parsing the register, from which a list of due inspections could be worked out.
Times are those of the database's thread, so that what else the machine does counts less.
"""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from inspector.services.due import listing
from inspector.services.home import overview
from inspector.services.workspace import Workspace
from tests.benchmarks.search_data import CUSTOMERS, HAZARDS, opened

ROUNDS = 9
ROWS = 60
DUE_LIMIT_MS, HOME_LIMIT_MS = 200.0, 100.0
"""Cold; coming back to the due list may take 100 ms. There are five times the hazards of the page's limit (50 ms)."""


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds."""
    with opened() as store:
        workspace = Workspace(store)
        asked: dict[str, Callable[[], object]] = {
            "due, cold": lambda: listing.due_overview(_forgetting(workspace), ROWS),
            "due, unchanged": lambda: listing.due_overview(workspace, ROWS),
            "due, searched": lambda: listing.due_list(workspace, ROWS, text="有限公司"),
            "home, cold": lambda: overview.home_view(_forgetting(workspace)),
            "home, unchanged": lambda: overview.home_view(workspace),
            "register, parsed": lambda: _register(workspace),
        }
        times = {
            name: [_timed(workspace, work) for _round in range((rounds or ROUNDS) + 1)][1:]
            for name, work in asked.items()
        }
    ms = {name: round(statistics.median(values), 1) for name, values in times.items()}
    return {
        "benchmark": "home",
        "customers": CUSTOMERS,
        "hazards": HAZARDS,
        "rounds": rounds or ROUNDS,
        "ms": ms,
        "ratio_to_register": round(ms["due, cold"] / ms["register, parsed"], 3),
        "limit_ms": {"due": DUE_LIMIT_MS, "home": HOME_LIMIT_MS},
        "met": ms["due, cold"] <= DUE_LIMIT_MS and ms["due, unchanged"] <= 100 and ms["home, cold"] <= HOME_LIMIT_MS,
    }


def _forgetting(workspace: Workspace) -> Workspace:
    """The workspace as just opened: nothing that was read before is kept."""
    listing._kept.clear()
    overview._kept.clear()
    return workspace


def _register(workspace: Workspace) -> list[object]:
    return [json.loads(row.data) for row in workspace.db._session.rows("SELECT id, account, name, data FROM customer")]


def _timed(workspace: Workspace, work: Callable[[], object]) -> float:
    def timed() -> float:
        before = time.thread_time()
        work()
        return (time.thread_time() - before) * 1000

    return workspace.call(timed)
