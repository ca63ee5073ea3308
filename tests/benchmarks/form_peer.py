"""The ODK web engine (npm: @getodk/xforms-engine) on the same form and edits, in Node with jsdom, for comparison.

The packages come from npm, once, into the folder of the benchmarks. jsdom is slower than a browser's own XML parser,
which counts in loading only; what an answer costs is the engine's own.
"""

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.benchmarks.form_data import Edit
from tests.benchmarks.places import FOLDER

PACKAGES = {"@getodk/xforms-engine": "0.22.0", "solid-js": "1.9.11", "jsdom": "27.0.1"}
SCRIPT = Path(__file__).with_name("form_peer.mjs")
LOADS = 4
WAIT_S = 900


def measure(xml: bytes, table: bytes, steps: Sequence[Edit]) -> dict[str, Any]:
    """Load, edit, and the values in the end."""
    home = _installed()
    (home / "form.xml").write_bytes(xml)
    (home / "places.csv").write_bytes(table)
    (home / "edits.json").write_text(json.dumps([asdict(step) for step in steps]), encoding="utf-8")
    shutil.copy(SCRIPT, home / SCRIPT.name)
    command = ["node", SCRIPT.name, str(LOADS)]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=WAIT_S, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"packages": PACKAGES, "edits": len(steps), **found}


def _installed() -> Path:
    home = FOLDER / "form-peer-packages"
    if not (home / "node_modules" / "@getodk" / "xforms-engine").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text(json.dumps({"private": True, "dependencies": PACKAGES}))
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=home, check=True, capture_output=True)  # noqa: S607 - the ordinary client
    return home
