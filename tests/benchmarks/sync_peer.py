"""PouchDB ↔ express-pouchdb: the same events as documents, read by a database that has nothing, for comparison.

The packages come from npm, once, into the folder of the benchmarks. What is measured is their usual replication, with
its own batch size and with one of 1,000; of both the fewer seconds and the fewer bytes count. Documents are not
signed, not encrypted and not folded into anything, which is all in the other's favour.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.places import FOLDER
from tests.benchmarks.sync_data import Signed

PACKAGES = {"pouchdb": "9.0.0", "express-pouchdb": "4.2.0", "express": "4.21.2"}
SCRIPT = Path(__file__).with_name("peer.cjs")
BATCHES = (100, 1000)
"""PouchDB's own batch size, and a larger one."""
WAIT_S = 1800


@dataclass
class Serving:
    """The server process: its address, and what went through it."""

    process: "subprocess.Popen[str]"
    url: str = ""

    def hear(self) -> dict[str, Any]:
        """The next line it prints; other programs' lines are left out."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        while line and not line.startswith("{"):
            line = self.process.stdout.readline()
        found: dict[str, Any] = json.loads(line)
        return found

    def traffic(self) -> dict[str, Any]:
        """Bytes of all connections, and requests, so far."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.hear()


def measure(frames: Sequence[Signed], rounds: int) -> dict[str, Any]:
    """Install, fill, read; the best of both batch sizes."""
    home = _installed()
    work = FOLDER / "sync-peer"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    count = _written(frames, work / "events.ndjson")
    found: dict[str, Any] = {"packages": PACKAGES, "documents": count, "pull": {}}
    with _serving(home, work) as serving:
        for batch in BATCHES:
            times = [_read(home, work, serving, batch, count) for _ in range(max(1, rounds // 2))]
            found[f"batch_{batch}"] = sorted(times, key=lambda one: float(one["seconds"]))[len(times) // 2]
    shutil.rmtree(work)
    found["pull"] = {name: min(found[f"batch_{batch}"][name] for batch in BATCHES) for name in ("seconds", "bytes")}
    return found


def _installed() -> Path:
    """The folder with the packages, which npm has put there."""
    home = FOLDER / "npm"
    wanted = json.dumps({"name": "peer", "private": True, "dependencies": PACKAGES})
    manifest = home / "package.json"
    done = home / "installed.json"
    if not done.is_file() or done.read_text() != wanted:
        home.mkdir(parents=True, exist_ok=True)
        manifest.write_text(wanted)
        subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=home, check=True, stdout=subprocess.DEVNULL)  # noqa: S607 - the ordinary client
        done.write_text(wanted)
    return home


def _written(frames: Sequence[Signed], target: Path) -> int:
    """The events as documents, with what their frame says about all of them; how many."""
    count = 0
    with target.open("w", encoding="utf-8") as lines:
        for one in frames:
            frame = json.loads(one.raw)
            shared = {key: frame[key] for key in ("scope", "dev", "user", "at")} | {"frame": frame["id"]}
            for event in frame["events"]:
                document = {"_id": event.pop("id"), **event, **shared}
                lines.write(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n")
                count += 1
    return count


@contextmanager
def _serving(home: Path, work: Path) -> Iterator[Serving]:
    folder = work / "server"
    folder.mkdir()
    line = ["node", str(SCRIPT), "serve", str(folder), str(work / "events.ndjson")]
    process = subprocess.Popen(
        line, cwd=home, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    serving = Serving(process)
    try:
        serving.url = f"http://127.0.0.1:{serving.hear()['port']}"
        yield serving
    finally:
        process.terminate()
        process.wait()


def _read(home: Path, work: Path, serving: Serving, batch: int, count: int) -> dict[str, Any]:
    """One cold replication in a process of its own."""
    folder = work / "reader"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    before = serving.traffic()
    line = ["node", str(SCRIPT), "read", str(folder), serving.url, str(batch)]
    done = subprocess.run(line, cwd=home, check=True, stdout=subprocess.PIPE, text=True, timeout=WAIT_S)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    after = serving.traffic()
    if told["documents"] != count or told["failed"]:
        raise RuntimeError(f"documents are missing: {told}")
    seconds = {name: round(told[name], 3) for name in ("seconds", "cpu_s")}
    return {**seconds, **{name: after[name] - before[name] for name in ("bytes", "requests")}}
