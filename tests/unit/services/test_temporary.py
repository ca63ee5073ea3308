"""Plaintext on the disk: private, in one place, gone at the end, and at the start after a kill."""

import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.temporary import FOLDER, wipe

ROOT = Path(__file__).parents[3]
SECRET = b"PLAINTEXT-OF-A-CUSTOMER"
KILLED = """
import sys, tempfile
from pathlib import Path
from inspector import services
workspace = services.open_workspace(Path(sys.argv[1]))
path = workspace.temporary.write("../TZ 1/2.pdf", sys.argv[2].encode())
tempfile.NamedTemporaryFile(delete=False).write(sys.argv[2].encode())
print(path, flush=True)
sys.stdin.read()
"""


def plaintext_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and SECRET in path.read_bytes()]


def test_what_is_opened_elsewhere_is_private_and_goes_with_the_workspace(workspace: Workspace) -> None:
    path = workspace.temporary.write("../TZ 1/2.pdf", SECRET)
    assert path.read_bytes() == SECRET
    assert (path.parent.parent, path.name) == (workspace.path / FOLDER, "_TZ 1_2.pdf")
    if os.name == "posix":
        assert [stat.S_IMODE(each.stat().st_mode) for each in (path, path.parent, path.parent.parent)] == [
            0o600,
            0o700,
            0o700,
        ]
    with tempfile.NamedTemporaryFile(delete=False) as theirs:  # as a library does while it makes a workbook
        theirs.write(SECRET)
    assert Path(theirs.name).is_relative_to(workspace.path)
    workspace.close()
    assert not plaintext_below(workspace.path)
    assert not Path(tempfile.gettempdir()).is_relative_to(workspace.path)


def test_a_killed_process_leaves_plaintext_only_until_the_next_start(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path), SECRET.decode()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline()
        running.kill()
    assert len(plaintext_below(path)) == 2
    services.open_workspace(path).close()
    assert not plaintext_below(path)


def test_wiping_follows_no_links(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(SECRET)
    folder = tmp_path / FOLDER
    (folder / "inner").mkdir(parents=True)
    (folder / "inner" / "file").write_bytes(SECRET)
    (folder / "link").symlink_to(outside)
    (folder / "inner" / "other").symlink_to(outside / "kept")
    os.link(outside / "kept", folder / "same")
    assert wipe(folder) == 3
    assert (outside / "kept").read_bytes() == SECRET
    assert not folder.exists()


def test_closing_again_leaves_what_the_next_process_writes(workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    next_one = services.open_workspace(path)
    written = next_one.temporary.write("a.pdf", SECRET)
    workspace.close()
    assert written.exists()
    next_one.close()


@pytest.mark.parametrize("name", ["", "..", "/"])
def test_a_name_is_always_a_file_of_its_own(workspace: Workspace, name: str) -> None:
    assert workspace.temporary.write(name, SECRET).parent.parent == workspace.path / FOLDER
