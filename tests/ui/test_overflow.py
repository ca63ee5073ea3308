"""No word is cut off without being readable, nothing overlaps or sticks out: all pages and states, both languages.

The same windows as the pictures (`tests/ui/screenshots.py`), at the size that a laptop of 1366 by 768 leaves.
"""

import sys
from pathlib import Path
from subprocess import run

import pytest

from inspector.i18n import LANGUAGES
from tests.ui.scenes.pages import DONE, HALF

ROOT = Path(__file__).parents[2]
LOOK = "tests.ui.overflow"
PATIENCE_S = 1500


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_in_every_page_and_state(language: str) -> None:
    """In a process of its own: a hundred states of a whole window leave too much behind for the tests after it."""
    done = run(
        [sys.executable, "-m", LOOK, language],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    told = [line for line in done.stdout.splitlines() if line]
    assert done.returncode in (0, 1), done.stderr[-3000:]
    assert [line for line in told if not line.startswith("looked at ")] == []
    assert told[-1] == f"looked at {len(HALF) + len(DONE)} states"
