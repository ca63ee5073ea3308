"""kill −9 while a backup is written or restored: what was there stays whole, and the next try succeeds."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.backups.folder import back_up
from inspector.services.backups.restoring import check_backup, restore_backup
from inspector.services.rescue import recovery

ROOT = Path(__file__).parents[4]
WRITING = """
import sys
from pathlib import Path
from inspector import services
from inspector.services.backups.folder import back_up
workspace = services.open_workspace(Path(sys.argv[1]))
print("open", flush=True)
while True:
    back_up(workspace, Path(sys.argv[2]), progress=lambda *step: print(step, flush=True))
"""
RESTORING = """
import sys
from pathlib import Path
from inspector.services.backups.restoring import restore_backup
print("open", flush=True)
restore_backup(Path(sys.argv[1]), Path(sys.argv[2]), recovery_key=sys.argv[3], key="sample",
               progress=lambda *step: print(step, flush=True)).workspace.close()
"""


def killed_after(program: str, lines: int, *words: object) -> bool:
    """Run a program and kill it after so many lines of its output; whether it was killed and had not ended before.

    A program that ended by an error of its own would kill nothing: that fails the test, with what it said.
    """
    with subprocess.Popen(
        [sys.executable, "-c", program, *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        assert running.stdout is not None
        told = [running.stdout.readline() for _line in range(lines)]
        running.kill()
        _out, said = running.communicate()
    assert told[0] == "open\n", said
    assert running.returncode in (-signal.SIGKILL, 0), said
    return running.returncode != 0


@pytest.fixture
def key(workspace: Workspace) -> str:
    return recovery.new_recovery_key(workspace).text


def test_killed_while_writing(workspace: Workspace, key: str, tmp_path: Path) -> None:
    path, file, chance = workspace.path, tmp_path / "a.isb", random.Random(5)
    back_up(workspace, file)
    frames = check_backup(file, recovery_key=key)["frames"]
    workspace.close()
    for _kill in range(5):
        assert killed_after(WRITING, chance.randrange(1, 400), path, file), "it writes until it is killed"
        assert check_backup(file, recovery_key=key)["frames"] == frames
    again = services.open_workspace(path)
    assert back_up(again, file).frames == frames
    again.close()


def test_killed_while_restoring(workspace: Workspace, key: str, tmp_path: Path) -> None:
    file, target, chance = tmp_path / "a.isb", tmp_path / "new", random.Random(6)
    frames = back_up(workspace, file).frames
    kills = 0
    for _kill in range(4):
        killed = killed_after(RESTORING, chance.randrange(1, 60), file, target, key)
        kills += killed
        assert killed or target.exists(), "it ended well, and nothing was restored"
        if target.exists():  # what has its name is whole
            services.open_workspace(target).close()
            shutil.rmtree(target)
    assert kills, "nothing was killed"
    restored = restore_backup(file, target, recovery_key=key, key="sample")
    restored.workspace.close()
    assert (restored.frames, restored.lost) == (frames, ())
