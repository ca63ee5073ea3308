"""The session: a laptop that has nothing reads 100,000 small events in 5,000 signed frames from a server, and keeps up.

Server and laptops are processes of their own that speak HTTP over the loopback; what a laptop has read is verified,
stored in its encrypted database and folded into every list, ledger and search index when its round ends. The records
are those of `sync_data`. In each round, on a new server:

* `push`: a laptop that carries all frames hands them over.
* `pull`: another one, freshly enrolled, reads them.
* `change`: the second laptop writes a note and hands it over; `news`: the first one reads it.

Seconds are those of a laptop's round with its workspace open, as the window makes it; bytes are what its sockets sent
and received, headers included. With `peer` the same events go as documents from one PouchDB to another through
express-pouchdb, in the same run (`sync_peer`).
"""

import json
import os
import pickle
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from inspector.domain.person import Person, Role
from inspector.server import identity, people, quarantine
from inspector.server.core import Core
from inspector.server.opening import create, open_core
from tests.benchmarks import sync_peer
from tests.benchmarks.places import FOLDER
from tests.benchmarks.server import signed_in
from tests.benchmarks.sync_data import SCOPE, Signed, Team

ROUNDS = 3
LIMITS = {"pull_s": 6.0, "pull_bytes": 6_000_000, "change_requests": 2, "change_bytes": 2000}
SHARE = 0.5
"""Of the peer's seconds and bytes."""
STAGES = ("push", "pull", "change", "news")


def measure(rounds: int = 0, *, peer: bool = False) -> dict[str, Any]:
    """The benchmark."""
    team = Team()
    frames = list(team.frames())
    found = [_round(team, frames) for _ in range(rounds or ROUNDS)]
    middle = {stage: _middle([one[stage] for one in found]) for stage in STAGES}
    pull, change = middle["pull"], middle["change"]
    told = {"pull_s": pull["seconds"], "pull_bytes": pull["bytes"]}
    told |= {"change_requests": change["requests"], "change_bytes": change["bytes"]}
    met = all(told[name] <= limit for name, limit in LIMITS.items())
    result: dict[str, Any] = {
        "benchmark": "sync",
        "cores": os.cpu_count(),
        "frames": len(frames),
        "events": sum(one.events for one in frames),
        "signed_bytes": sum(len(one.raw) + len(one.sig) for one in frames),
        **middle,
        "limits": LIMITS,
    }
    if peer:
        other = sync_peer.measure(frames, rounds or ROUNDS)
        ratio = {name: round(pull[name] / other["pull"][name], 3) for name in ("seconds", "bytes")}
        result |= {"peer": other, "ratio": ratio, "most_ratio": SHARE}
        met = met and all(share <= SHARE for share in ratio.values())
    return {**result, "met": met}


def _middle(found: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The round of the median time, and the times of all."""
    typical = sorted(found, key=lambda one: one["seconds"])[len(found) // 2]
    typical = {name: value for name, value in typical.items() if name != "state"}
    return {**typical, "bytes": round(statistics.median(one["bytes"] for one in found)), "all_s": _seconds(found)}


def _seconds(found: Sequence[dict[str, Any]]) -> list[float]:
    return [one["seconds"] for one in found]


def _round(team: Team, frames: Sequence[Signed]) -> dict[str, Any]:
    folder = FOLDER / "sync"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    signed = folder / "frames.pickle"
    signed.write_bytes(pickle.dumps([(one.raw, one.sig) for one in frames]))
    create(folder / "server", "benchmark").database.close()
    core = open_core(folder / "server")
    for laptop in team.laptops:
        signed_in(core, laptop)
    carrier, reader = folder / "carrier", folder / "reader"
    _laptop("fill", carrier, signed)
    try:
        with _running(folder / "server") as url:
            found = {}
            _laptop("join", carrier, url, _code(core, "carrier"))
            found["push"] = _laptop("round", carrier)
            _laptop("join", reader, url, _code(core, "reader"))
            found["pull"] = _laptop("round", reader)
            _laptop("round", carrier)
            found["change"] = _laptop("round", reader, "change")
            found["news"] = _laptop("round", carrier)
    finally:
        core.database.close()
    _check(frames, found)
    shutil.rmtree(folder)
    return found


def _check(frames: Sequence[Signed], found: dict[str, Any]) -> None:
    """Both hold the same in the end, and everything the team wrote."""
    pushed, pulled = found["push"]["state"], found["pull"]["state"]
    written = {"frames": len(frames), "events": sum(one.events for one in frames)}
    if any(pulled[name] < count or pushed[name] < count for name, count in written.items()):
        raise RuntimeError(f"events are missing: {pushed} {pulled}")
    if found["news"]["state"] != found["change"]["state"] or pulled["in_trouble"] or found["push"]["ruled"]:
        raise RuntimeError(f"laptops differ: {found}")


def _code(core: Core, login: str) -> str:
    """Somebody new, and the code that lets the laptop in."""
    made = Person(core.here.ids.new(), login, login.title(), "用电检查9班", (Role.INSPECTOR,))
    with core.database.writing() as connection:
        people.add_person(connection, made)
        code = identity.new_code(connection, core.here, [made.id], 1)
    quarantine.grant(core, made.id, SCOPE, "author")
    return code


def _laptop(*line: object) -> dict[str, Any]:
    """A verb of `sync_client` in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.sync_client", *map(str, line)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    """The server; its address."""
    line = [sys.executable, "-m", "inspector", "--json", "server", "run", "--data", str(folder), "--port", "0"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        told = ""
        while "}" not in told:
            told += process.stdout.readline()
        yield str(json.loads(told)["url"])
    finally:
        process.terminate()
        process.wait()
