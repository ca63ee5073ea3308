"""How long the rectification ledger of 5,000 rows takes as PDF, against typst and against ReportLab's platypus.

Each side is a whole process, from its start to the finished file: reads the rows, lays out a table of the same
columns and texts in the same fonts (embedded, only the glyphs used), repeats head and foot on every page. The peers get
the texts ready to print, ours gets typed values. The processes alternate, so that whatever else the machine does hits
all alike; medians are compared, and the processor's time is told beside the clock's.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from inspector.reports.pdf.raster import page_count
from tests.benchmarks.ledger_pdf_data import ROWS, write

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
ROUNDS = 5
PLATYPUS_ROUNDS = 2
"""One takes half a minute."""
LIMITS = {"typst": 0.5, "platypus": 1 / 6}


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark; times in seconds, sizes in megabytes."""
    rounds = rounds or ROUNDS
    clock: dict[str, list[float]] = {"ours": [], "typst": [], "platypus": []}
    processor: dict[str, list[float]] = {name: [] for name in clock}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        typed, cells = write(folder)
        commands = {side: _command(side, typed if side == "ours" else cells, folder) for side in clock}
        for side in ("ours", "typst"):
            _run(commands[side])  # the first start reads everything from disk
        for number in range(rounds):
            for side, command in commands.items():
                if side != "platypus" or number < PLATYPUS_ROUNDS:
                    wall, cpu = _run(command)
                    clock[side].append(wall)
                    processor[side].append(cpu)
        made = {side: (folder / f"{side}.pdf").read_bytes() for side in clock}
    medians = {side: statistics.median(values) for side, values in clock.items()}
    ratios = {peer: medians["ours"] / medians[peer] for peer in LIMITS}
    return {
        "benchmark": "ledger-pdf",
        "rows": ROWS,
        "rounds": {side: len(values) for side, values in clock.items()},
        "median_s": {side: round(value, 2) for side, value in medians.items()},
        "least_s": {side: round(min(values), 2) for side, values in clock.items()},
        "processor_s": {side: round(statistics.median(values), 2) for side, values in processor.items()},
        "pages": {side: page_count(pdf) for side, pdf in made.items()},
        "size_mb": {side: round(len(pdf) / 1e6, 2) for side, pdf in made.items()},
        "ratio": {peer: round(ratio, 3) for peer, ratio in ratios.items()},
        "limit": {peer: round(limit, 3) for peer, limit in LIMITS.items()},
        "load": [round(one, 1) for one in os.getloadavg()],
        "met": all(ratios[peer] <= limit for peer, limit in LIMITS.items()),
    }


def _command(side: str, rows: Path, folder: Path) -> list[str]:
    return ["-m", f"tests.benchmarks.ledger_pdf_{side}", str(rows), str(folder / f"{side}.pdf"), str(FONTS)]


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds of the clock and of the processor that a process took."""
    env = dict(os.environ)
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program has its bytecode
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, *command], cwd=ROOT, env=env, check=True, capture_output=True, timeout=600)
    wall, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
