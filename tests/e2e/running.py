"""The program as scripts and administrators run it: a process of its own for every command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
FIRST = "50102237816"
"""Account of the sample's first customer, who has open hazards."""

Copy = Callable[[], Path]
"""Makes a copy of the sample workspace that a test may write to."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def problem(self) -> str:
        """The code of the one line on stderr; fails if there is a traceback or anything else."""
        (line,) = self.err.strip().splitlines()
        code, colon, sentence = line.partition(": ")
        assert colon
        assert len(sentence) > len(code)
        assert "{" not in sentence
        return code


def environment(**more: str) -> Mapping[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("INSPECTOR_")}
    return {**kept, "PYTHONPATH": str(ROOT), "INSPECTOR_LANGUAGE": "en", **more}


def inspector(*words: str | Path, stdin: str = "", timed: bool = False, env: Mapping[str, str] | None = None) -> Ended:
    """Run one command to its end; `timed` lists what it imports on stderr."""
    done = subprocess.run(
        [sys.executable, *(("-X", "importtime") if timed else ()), "-m", "inspector", *map(str, words)],
        input=stdin,
        cwd=ROOT,
        env=environment(**(env or {})),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def ok(ended: Ended) -> Ended:
    """The command did what it was asked to."""
    assert (ended.code, ended.err) == (0, "")
    return ended
