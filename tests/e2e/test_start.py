"""What is imported when: the window shows before the heavy libraries, and the first list before most of them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.e2e.running import ROOT, Copy

HEAVY = (
    "sqlalchemy", "alembic", "reportlab", "PIL", "openpyxl", "lxml", "pyxform", "httpx", "pypdfium2", "pi_heif",
    "keyring", "pypinyin", "icalendar", "jinja2", "regex", "importlib.metadata",
    "inspector.xforms", "inspector.criteria", "inspector.photos", "inspector.server",
)  # fmt: skip
"""What the window's first list does without."""
LATER = (*HEAVY, "inspector.storage", "inspector.reports", "sqlcipher3", "cryptography")
"""What the first picture of the window does without besides: opening the workspace begins when it is there."""


def test_the_window_paints_before_what_is_heavy_is_loaded(copied: Copy, tmp_path: Path) -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-m", "tests.e2e.started", str(copied())]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    loaded = json.loads(done.stdout)
    assert {"inspector.ui.start.pages"} <= set(loaded["window"])
    assert set(loaded["window"]) & set(LATER) == set()
    assert {"inspector.ui.home.page", "sqlcipher3"} <= set(loaded["list"])
    assert set(loaded["list"]) & set(HEAVY) == set()
