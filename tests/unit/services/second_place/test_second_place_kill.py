"""kill -9 in the middle of a copy: the copy before, or the new one, is whole; never less."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from inspector import services
from inspector.services.rescue import recovery
from inspector.services.second_place import place

ROOT = Path(__file__).parents[4]
COPIER = """
import sys
from pathlib import Path
from inspector import services
from inspector.services.second_place.place import copy_now
workspace = services.open_workspace(Path(sys.argv[1]))
number = int(workspace.call(lambda: services.get_setting(workspace, "probe", "0")))
while True:
    number += 1
    def change():
        workspace.store.blobs.put(f"file {number}".encode() * 20000)
        services.put_setting(workspace, "probe", str(number))
        services.put_setting(workspace, "probe_file", workspace.store.blobs.put(f"file {number}".encode() * 20000))
    workspace.call(change)
    print("changed", number, flush=True)
    copy_now(workspace)
    print("copied", number, flush=True)
"""


def killed(path: Path, rng: random.Random) -> tuple[int, int]:
    """Let the copier run and kill it somewhere: the last number it said was copied, and the last one it changed."""
    process = subprocess.Popen(
        [sys.executable, "-c", COPIER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = {"copied": 0, "changed": 0}
    for _line in range(rng.randrange(1, 5)):
        word, number = process.stdout.readline().split()
        said[word] = int(number)
    try:
        process.wait(rng.uniform(0, 0.08))
    except subprocess.TimeoutExpired:
        process.kill()
    out, err = process.communicate()
    assert err == ""
    for line in out.splitlines():
        word, number = line.split()
        said[word] = int(number)
    return said["copied"], said["changed"]


@pytest.mark.parametrize("kills", [3, pytest.param(15, marks=pytest.mark.long)])
def test_a_killed_copy_leaves_a_whole_one(tmp_path: Path, kills: int) -> None:
    path, stick = tmp_path / "w", tmp_path / "stick"
    stick.mkdir()
    services.create_demo(path, customers=5, hazards=4)
    workspace = services.open_workspace(path)
    key = recovery.new_recovery_key(workspace).text
    place.choose_place(workspace, stick)
    frames = place.copy_now(workspace).frames
    workspace.close()
    rng, floor = random.Random(20), 0
    for attempt in range(kills):
        copied, changed = killed(path, rng)
        floor = max(floor, copied)
        restored = place.restore(stick, key, tmp_path / f"new{attempt}", passphrase="neu")
        new = restored.workspace
        probe = int(new.call(lambda new=new: services.get_setting(new, "probe", "0")))  # type: ignore[misc]
        file = new.call(lambda new=new: services.get_setting(new, "probe_file", ""))  # type: ignore[misc]
        assert (restored.lost, restored.frames) == ((), frames)
        assert floor <= probe <= max(floor, changed)
        assert not file or new.store.blobs.get(file) == f"file {probe}".encode() * 20000
        new.close()
    workspace = services.open_workspace(path)
    place.copy_now(workspace)
    assert place.place_state(workspace).pending == 0
    assert len(list(stick.rglob("head-*"))) == 2  # the newest and the one before
    assert not list(stick.rglob(".part-*"))
    workspace.close()
