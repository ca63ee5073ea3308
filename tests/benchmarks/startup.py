"""How long from starting the process to the first usable window, against a bare PySide6 window with a table.

Usable means: the window stands, the workspace with 20,000 hazards is open, and the last list of the home page (or the
rows of the ledger) is painted. The processes alternate, so that whatever else the machine does hits both alike; medians
are compared. Offscreen, because a window system would add the same to both.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.places import sample

HAZARDS, CUSTOMERS = 20_000, 200
ROUNDS = 11
LIMIT, AIM = 3.0, 2.0


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds."""
    folder = sample(f"hazards-{HAZARDS}", hazards=HAZARDS, customers=CUSTOMERS)
    commands = {
        "bare": ["tests.benchmarks.bare_window"],
        "home": ["tests.benchmarks.product_window", str(folder), "home"],
        "ledgers": ["tests.benchmarks.product_window", str(folder), "ledgers"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as settings:
        for name, command in commands.items():
            _time(command, settings)  # the first start reads everything from disk
            times[name].clear()
        for _round in range(rounds or ROUNDS):
            for name, command in commands.items():
                times[name].append(_time(command, settings))
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratios = {name: medians[name] / medians["bare"] for name in ("home", "ledgers")}
    return {
        "benchmark": "startup",
        "hazards": HAZARDS,
        "rounds": rounds or ROUNDS,
        "median_ms": {name: round(value * 1000, 1) for name, value in medians.items()},
        "least_ms": {name: round(min(values) * 1000, 1) for name, values in times.items()},
        "ratio": {name: round(value, 2) for name, value in ratios.items()},
        "limit": LIMIT,
        "aim": AIM,
        "met": max(ratios.values()) <= LIMIT,
    }


def _time(command: list[str], settings: str) -> float:
    """Seconds from starting a process to the line that it prints."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    root = Path(__file__).resolve().parents[2]
    before = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=root, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr}")
    return float(done.stdout.split()[-1]) - before
