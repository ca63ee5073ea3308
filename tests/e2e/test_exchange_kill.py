"""Exchange files in processes that are killed: a file under its name is whole, and an import goes on."""

import contextlib
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector import services
from inspector.services import Workspace
from inspector.services.exchange.exporting import export_exchange
from inspector.services.exchange.importing import import_exchange, verify_exchange
from inspector.services.exchange.parties import own_card_file, trust_card
from inspector.services.rescue.doctor import examine
from tests.e2e.running import ROOT, environment

KILLS = 4
PASSPHRASE = "x"
OFTEN = 0.001
"""Seconds between two looks at what a command has written."""


def killed(now: Callable[[], bool], *words: str | Path) -> bool:
    """Run a command and kill it as soon as it has come as far as wanted; whether it did before it ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "--json", *map(str, words)],
        cwd=ROOT,
        env=environment(INSPECTOR_PASSPHRASE=PASSPHRASE),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    reached = False
    while process.poll() is None and not reached:
        reached = now()
        if not reached:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(OFTEN)
    if reached:
        process.send_signal(signal.SIGKILL)
    process.wait()
    return reached


def size(path: Path) -> int:
    """Bytes of a file that may vanish at any time."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


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
    assert not killed(lambda: False, *words)
    whole, chance = size(stick / "a.hzx"), random.Random(5)
    (stick / "a.hzx").unlink()

    def written(least: float) -> Callable[[], bool]:
        """Whether so much of the file is written under its temporary name."""
        return lambda: any(size(part) >= least for part in stick.glob(".*.part"))

    stages = [written(1), *(written(chance.uniform(0, whole)) for _kill in range(KILLS)), (stick / "a.hzx").exists]
    for reached in stages:
        killed(reached, *words)
        if (stick / "a.hzx").exists():
            with opened(empty) as workspace:
                assert verify_exchange(stick / "a.hzx", workspace).opened
            (stick / "a.hzx").unlink()
    assert killed((stick / "a.hzx").exists, *words)  # read back and told to the workspace after it has its name
    (stick / "a.hzx").unlink()
    with opened(full) as workspace:
        done = export_exchange(workspace, stick / "a.hzx")
    assert done.frames == len(frames(full))


def test_an_import_that_was_killed_goes_on_where_it_stood(pair: tuple[Path, Path], tmp_path: Path) -> None:
    full, empty = pair
    with opened(full) as workspace:
        done = export_exchange(workspace, tmp_path / "a.hzx")
    chance, most = random.Random(6), 0
    for nth in range(KILLS + 1):
        here = Path(shutil.copytree(empty, tmp_path / f"copy{nth}"))
        log = here / "data.db-wal"
        least = chance.uniform(1, most) if most else 1  # the first is killed at its first byte

        def reached(log: Path = log, least: float = least) -> bool:
            nonlocal most
            most = max(most, size(log))
            return size(log) >= least

        assert killed(reached, "exchange", "import", tmp_path / "a.hzx", "--workspace", here)
        with opened(here) as workspace:
            came = len(workspace.store.call(lambda db: db.frames.unsent(10_000)))
            assert came in (0, done.frames)  # all of one file's records, or none
            assert import_exchange(workspace, [tmp_path / "a.hzx"]).outcome == "done"
            counts = workspace.store.call(lambda db: db.outbox.counts())
            assert (counts.files_missing, counts.parked) == (0, 0)
        assert frames(here) == frames(full)
    with opened(here) as workspace:
        assert examine(workspace)["ok"]
