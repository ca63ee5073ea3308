"""Comparing with what was printed before.

`INSPECTOR_GOLDEN=write` in the environment writes the files anew; look at every page before committing them.
"""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "expected"


def check(name: str, found: str) -> None:
    """The text equals the file of that name."""
    path = FOLDER / name
    if os.environ.get("INSPECTOR_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8"), f"{name} changed: look at it, then write it anew"
