"""How long from starting the process to the first usable window, against a bare PySide6 window with a table.

Usable means: the window stands, the workspace with 20,000 hazards is open, and the last list of the home page (or the
rows of the ledger, opened the moment the window is usable) is painted. Measured from the source tree and as a bundle,
each against a bare window started the same way. The processes alternate, so that whatever else the machine does hits
all alike; medians are compared. Offscreen, because a window system would add the same to all.

The sample's key comes with the program; what a passphrase adds is told apart: it is slow on purpose.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from inspector.storage.folder.keys import KeySource, find_key, make_key
from tests.benchmarks.places import sample
from tests.benchmarks.startup_bundle import bundles
from tests.benchmarks.startup_imports import imports

HAZARDS, CUSTOMERS = 20_000, 200
ROUNDS = 11
LIMIT, AIM = 3.0, 2.0
PAGES: Final = ("home", "ledgers")
ROOT = Path(__file__).resolve().parents[2]


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in milliseconds, `cpu_ms` over all threads until the list is painted."""
    folder = str(sample(f"hazards-{HAZARDS}", hazards=HAZARDS, customers=CUSTOMERS))
    ways = {"source": _from_source(folder), **_frozen(folder)}
    commands = {f"{way} {what}": command for way, ones in ways.items() for what, command in ones.items()}
    walls: dict[str, list[float]] = {name: [] for name in commands}
    cpus: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as settings:
        for command in commands.values():
            _time(command, settings)  # the first start reads everything from disk
        for _round in range(rounds or ROUNDS):
            for name, command in commands.items():
                wall, cpu = _time(command, settings)
                walls[name].append(wall)
                cpus[name].append(cpu)
        imported = {page: imports(folder, page, settings) for page in PAGES}
    ratios = {
        f"{way} {page}": statistics.median(walls[f"{way} {page}"]) / statistics.median(walls[f"{way} bare"])
        for way in ways
        for page in PAGES
    }
    return {
        "benchmark": "startup",
        "hazards": HAZARDS,
        "rounds": rounds or ROUNDS,
        "median_ms": _in_ms(walls, statistics.median),
        "least_ms": _in_ms(walls, min),
        "cpu_ms": _in_ms(cpus, statistics.median),
        "passphrase_ms": round(_passphrase() * 1000, 1),
        "imports": imported,
        "ratio": {name: round(value, 2) for name, value in ratios.items()},
        "limit": LIMIT,
        "aim": AIM,
        "met": max(ratios.values()) <= LIMIT,
    }


def _from_source(folder: str) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    pages = {page: [*python, "tests.benchmarks.product_window", folder, page] for page in PAGES}
    return {"bare": [*python, "tests.benchmarks.bare_window"], **pages}


def _frozen(folder: str) -> dict[str, dict[str, list[str]]]:
    made = bundles()
    if not made:
        return {}
    pages = {page: [str(made["product"]), folder, page] for page in PAGES}
    return {"bundle": {"bare": [str(made["bare"])], **pages}}


def _in_ms(times: dict[str, list[float]], of: Any) -> dict[str, float]:
    return {name: round(of(values) * 1000, 1) for name, values in times.items()}


def _passphrase() -> float:
    """Seconds that deriving the key from a passphrase takes, once."""
    _key, record = make_key("benchmark", KeySource.PASSPHRASE, "correct horse")
    before = time.monotonic()
    find_key("benchmark", record, "correct horse")
    return time.monotonic() - before


def _time(command: list[str], settings: str) -> tuple[float, float]:
    """Seconds from starting a process to the line that it prints, and the CPU seconds it spent until then."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    before = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode or not done.stdout.strip():
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    cpu, when = done.stdout.split()[-2:]
    return float(when) - before, float(cpu)
