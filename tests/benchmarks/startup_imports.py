"""What the product imports while it starts, by the moment it is wanted for, as the interpreter times it itself.

Beside `startup`: this says where the time goes, not how long a start takes; timing each import takes time as well.
"""

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parents[2]
MOMENTS: Final = ("first window", "list")
"""What `product_window` writes between the lines of the interpreter, in this order."""
LINE: Final = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")
SHOWN: Final = 8


def imports(folder: str, page: str, settings: str) -> dict[str, Any]:
    """For each moment: modules imported since the one before, ours among them, milliseconds, and the slowest."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": settings}
    command = [sys.executable, "-X", "importtime", "-m", "tests.benchmarks.product_window", folder, page]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=120)
    lines = done.stderr.splitlines()
    ends = [lines.index(moment) for moment in MOMENTS]
    parts = itertools.pairwise((0, *ends))
    return {moment: _summary(lines[start:end]) for moment, (start, end) in zip(MOMENTS, parts, strict=True)}


def _summary(lines: list[str]) -> dict[str, Any]:
    found = [(int(match[1]) / 1000, match[2]) for match in map(LINE.match, lines) if match]
    return {
        "modules": len(found),
        "ours": sum(name.partition(".")[0] == "inspector" for _ms, name in found),
        "ms": round(sum(ms for ms, _name in found), 1),
        "slowest": {name: round(ms, 1) for ms, name in sorted(found, reverse=True)[:SHOWN]},
    }
