"""Exchange files in processes that are killed: a file under its name is whole, and an import goes on."""

import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.doctor import examine
from inspector.services.exchange_export import export_exchange
from inspector.services.exchange_import import import_exchange, verify_exchange
from inspector.services.exchange_parties import own_card_file, trust_card
from tests.e2e.running import ROOT, environment

KILLS = 6
PASSPHRASE = "x"


def killed(seconds: float, *words: str | Path) -> bool:
    """Run a command and kill it after a time; whether it was still running then."""
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "--json", *map(str, words)],
        cwd=ROOT,
        env=environment(INSPECTOR_PASSPHRASE=PASSPHRASE),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def lasting(*words: str | Path) -> float:
    """Seconds that a command takes when nobody kills it."""
    began = time.monotonic()
    killed(120, *words)
    return time.monotonic() - began


@pytest.fixture
def pair(copied: Callable[[str], Path], tmp_path: Path) -> tuple[Path, Path]:
    """The sample workspace and an empty one, which trust each other."""
    full, empty = copied("full"), tmp_path / "empty"
    services.create_workspace(empty, key="passphrase", passphrase=PASSPHRASE).close()
    cards = {}
    for path in (full, empty):
        with opened(path) as workspace:
            data, card = own_card_file(workspace)
        (tmp_path / f"{path.name}.hzc").write_bytes(data)
        cards[path] = card.fingerprint
    for path, other in ((full, empty), (empty, full)):
        with opened(path) as workspace:
            trust_card(workspace, tmp_path / f"{other.name}.hzc", cards[other])
    return full, empty


class opened:  # noqa: N801 - read like a function
    """A workspace, closed at the end."""

    def __init__(self, path: Path) -> None:
        self._workspace = services.open_workspace(path, passphrase=PASSPHRASE)

    def __enter__(self) -> Workspace:
        return self._workspace

    def __exit__(self, *_: object) -> None:
        self._workspace.close()


def frames(path: Path) -> set[str]:
    with opened(path) as workspace:
        return set(workspace.call(lambda: [row.id for row in workspace.db._session.rows("SELECT id FROM frame")]))


def test_a_file_under_its_name_is_whole_whenever_the_writer_was_killed(pair: tuple[Path, Path], tmp_path: Path) -> None:
    full, empty = pair
    stick = tmp_path / "stick"
    stick.mkdir()
    words = ("exchange", "export", "--workspace", full, "--out", stick / "a.hzx")
    whole, chance = lasting(*words), random.Random(5)
    (stick / "a.hzx").unlink()
    times = 0
    for _kill in range(KILLS):
        times += killed(chance.uniform(0.55, 1.0) * whole, *words)
        if (stick / "a.hzx").exists():
            with opened(empty) as workspace:
                assert verify_exchange(stick / "a.hzx", workspace).opened
            (stick / "a.hzx").unlink()
    assert times
    with opened(full) as workspace:
        done = export_exchange(workspace, stick / "a.hzx")
    assert done.frames == len(frames(full))


def test_an_import_that_was_killed_goes_on_where_it_stood(pair: tuple[Path, Path], tmp_path: Path) -> None:
    full, empty = pair
    with opened(full) as workspace:
        done = export_exchange(workspace, tmp_path / "a.hzx")
    spare = Path(shutil.copytree(empty, tmp_path / "spare"))
    words = ("exchange", "import", tmp_path / "a.hzx", "--workspace")
    whole, chance = lasting(*words, spare), random.Random(6)
    times = 0
    for _kill in range(KILLS):
        times += killed(chance.uniform(0.5, 1.0) * whole, *words, empty)
        with opened(empty) as workspace:
            here = len(workspace.call(lambda: workspace.db.frames.unsent(10_000)))
            assert here in (0, done.frames)  # all of one file's records, or none
    assert times
    with opened(empty) as workspace:
        report = import_exchange(workspace, [tmp_path / "a.hzx"])
        assert report.outcome == "done"
        counts = workspace.store.call(lambda db: db.outbox.counts())
        assert (counts.files_missing, counts.parked) == (0, 0)
        assert examine(workspace)["ok"]
    assert frames(empty) == frames(full)
