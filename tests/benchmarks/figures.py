"""How long the page of figures asks the database, at 20,000 customers and 100,000 hazards.

The yardstick of the same run is one plain count by team, grade and month over all hazards. Times are those of the
database's thread, so that what else the machine does counts less.
"""

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from inspector.services.figures.charts import figure_page
from inspector.services.figures.key_figures import Scope
from inspector.services.workspace import Workspace
from tests.benchmarks.ledger_data import CUSTOMERS, HAZARDS, TODAY, made_id, opened, team

ROUNDS = 7
LIMIT_MS = 300.0
LIMITED = ("12-months", "year", "month", "12-months, a team", "12-months, a customer")
EVER = "2023-01-01..2026-12-31"
NOON = datetime.fromisoformat(f"{TODAY}T12:00:00+08:00")
BARE = "SELECT team, grade, substr(found_on, 1, 7), count(*), sum(status = 'closed') FROM hazard GROUP BY 1, 2, 3"


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds. All hazards ever found at once have no limit: nobody waits for it daily."""
    with opened() as store:
        workspace = Workspace(store, clock=lambda: NOON)
        asked: dict[str, Callable[[], object]] = {
            "12-months": lambda: figure_page(workspace, "12-months"),
            "year": lambda: figure_page(workspace, "year"),
            "month": lambda: figure_page(workspace, "month"),
            "12-months, a team": lambda: figure_page(workspace, "12-months", Scope(team(3))),
            "12-months, a customer": lambda: figure_page(workspace, "12-months", Scope(customer=made_id("c", 77))),
            "all": lambda: figure_page(workspace, EVER),
            "bare count of all": lambda: list(workspace.db._session.rows(BARE)),
        }
        times = {
            name: [_timed(workspace, work) for _round in range((rounds or ROUNDS) + 1)][1:]
            for name, work in asked.items()
        }
    ms = {name: round(statistics.median(values), 1) for name, values in times.items()}
    return {
        "benchmark": "figures",
        "customers": CUSTOMERS,
        "hazards": HAZARDS,
        "rounds": rounds or ROUNDS,
        "ms": ms,
        "ratio_to_bare": round(ms["all"] / ms["bare count of all"], 2),
        "limit_ms": LIMIT_MS,
        "met": all(ms[name] <= LIMIT_MS for name in LIMITED),
    }


def _timed(workspace: Workspace, work: Callable[[], object]) -> float:
    def timed() -> float:
        before = time.thread_time()
        work()
        return (time.thread_time() - before) * 1000

    return workspace.call(timed)
