"""How much one worker of the server does a second, on SQLite and on PostgreSQL, with 1, 4 and 8 laptops at once.

The server is a process of its own (`inspector server run`), and so is every laptop; both databases keep what they
confirm (synchronous SQLite, fsync of PostgreSQL). The records are those of the benchmark `sync`. Laptops share this
machine's cores with the server, so the rate that its own processor time allows stands beside what was seen.

* `fill`: pushes of 500 events, one laptop, until everything is there.
* `push`: one frame of 20 events in a request, as at a sign-off. `idle`: a pull that brings nothing new.
* `page`: a pull of a full page (4 MiB of frames). `sign_in`: challenge and token, two requests.

`province` is computed from what PostgreSQL gave with 8 laptops (`server_plan`).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from inspector.server import identity, people, quarantine
from inspector.server.backup import backup
from inspector.server.core import Core
from inspector.server.folder import open_folder
from inspector.server.opening import Places, create, open_core
from inspector.server.store import tip
from inspector.sync.messages import Cursor, Enrolment, Packet, TokenRequest
from inspector.sync.protocol import VERSION_HEADER, VERSIONS, batches, challenge_proof, enrolment_proof, pack
from tests.benchmarks.places import FOLDER
from tests.benchmarks.server_load import Request, SignIn, Step, load
from tests.benchmarks.server_plan import plan
from tests.benchmarks.sync_data import SCOPE, Laptop, Signed, Team
from tests.unit.server import postgres

FRAMES, CLIENTS = 2000, (1, 4, 8)
PUSHES, IDLE, PAGES, SIGN_INS = 240, 480, 24, 40
"""Requests of one measurement, of all laptops together."""
DURABLE = "-c shared_buffers=256MB -c max_connections=60 -c synchronous_commit=on"
LEAST_PUSHES, LEAST_IDLE = 20, 100
"""What PROVINCE.md counts on for a worker, a second, with 8 laptops."""


@dataclass
class Running:
    """The server under load."""

    core: Core
    port: int
    process: int
    tokens: list[str]
    laptops: list[Laptop]
    frames: list[Signed]
    sent: int = 0

    def cpu(self) -> float:
        """Seconds of processor time the server has used."""
        told = Path(f"/proc/{self.process}/stat").read_text().rpartition(") ")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def request(self, method: str, path: str, body: bytes = b"") -> Request:
        """A request of the next laptop: each may ask only so often."""
        self.sent += 1
        return Request(method, path, self.tokens[self.sent % len(self.tokens)], body)

    def measure(self, requests: Sequence[Step], clients: int) -> dict[str, Any]:
        """Let so many laptops send these."""
        before = self.cpu()
        wall, took, came = load(
            self.port, {VERSION_HEADER: VERSIONS[-1]}, [requests[n::clients] for n in range(clients)]
        )
        used = self.cpu() - before
        took.sort()
        return {
            "requests": len(requests),
            "a_second": round(len(requests) / wall, 1),
            "a_second_of_cpu": round(len(requests) / max(used, 0.01), 1),
            "median_ms": round(statistics.median(took) * 1000, 1),
            "p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
            "received_bytes": came,
        }


def measure(rounds: int = 0) -> dict[str, Any]:
    """The benchmark. `rounds`: frames to fill with, in place of FRAMES."""
    team = Team(rounds or FRAMES)
    frames = list(team.frames())
    found = {"sqlite": _measured(Places(), team, frames)}
    with postgres.cluster(DURABLE) as url:
        found["postgresql"] = _measured(Places(url), team, frames)
    busiest = [found[name]["clients"]["8"] for name in found]
    met = all(one["push"]["a_second"] >= LEAST_PUSHES and one["idle"]["a_second"] >= LEAST_IDLE for one in busiest)
    return {
        "benchmark": "server",
        "cores": os.cpu_count(),
        "frames": len(frames),
        "events": sum(one.events for one in frames),
        "hazards": len(team.hazards),
        **found,
        "province": plan(found["postgresql"]),
        "limits": {"push_a_second": LEAST_PUSHES, "idle_a_second": LEAST_IDLE},
        "met": met,
    }


def _measured(places: Places, team: Team, frames: list[Signed]) -> dict[str, Any]:
    folder = FOLDER / "server"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    create(folder, "benchmark", places).database.close()
    kept = len(frames) - PUSHES * len(CLIENTS)
    with _running(folder, team, frames[kept:]) as running:
        packets = [Packet(one.raw, one.sig) for one in frames[:kept]]
        sizes = {id(packet): (one.events, len(one.raw)) for packet, one in zip(packets, frames, strict=False)}
        bodies = [pack(some) for some in batches(packets, lambda packet: sizes[id(packet)])]
        fill = running.measure([running.request("POST", "/v1/push", body) for body in bodies], 1)
        fill["frames_a_second"] = round(fill["a_second"] * kept / len(bodies), 1)
        told: dict[str, Any] = {"fill": fill, "clients": {str(n): _with(running, n) for n in CLIENTS}}
        told["bytes_a_hazard"] = _bytes(running.core, folder, frames, len(team.hazards), sum(map(len, bodies)) / kept)
    shutil.rmtree(folder, ignore_errors=True)
    told["frame_bytes"] = round(sum(len(one.raw) for one in frames) / len(frames))
    return told


def _with(running: Running, clients: int) -> dict[str, Any]:
    some, running.frames = running.frames[:PUSHES], running.frames[PUSHES:]
    pushes = [running.request("POST", "/v1/push", pack([Packet(one.raw, one.sig)])) for one in some]
    told = {"push": running.measure(pushes, clients)}
    laptops = [running.laptops[n % len(running.laptops)] for n in range(SIGN_INS)]
    told["sign_in"] = running.measure([SignIn(one.id, one.key.private_bytes_raw()) for one in laptops], clients)
    with running.core.database.reading() as connection:
        last = tip(connection, SCOPE)[0]
    for name, cursor, count in (("idle", last, IDLE), ("page", Cursor(), PAGES)):
        path = f"/v1/pull?scope={SCOPE}&after={cursor.text}&directory={2**40}"
        told[name] = running.measure([running.request("GET", path) for _ in range(count)], clients)
    return told


@contextmanager
def _running(folder: Path, team: Team, frames: list[Signed]) -> Iterator[Running]:
    core = open_core(folder)
    tokens = [signed_in(core, laptop) for laptop in team.laptops]
    line = [sys.executable, "-m", "inspector", "--json", "server", "run", "--data", str(folder), "--port", "0"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        told = ""
        while "}" not in told:
            told += process.stdout.readline()
            assert told, "the server did not start"
        port = int(json.loads(told)["url"].rpartition(":")[2])
        yield Running(core, port, process.pid, tokens, team.laptops, frames)
    finally:
        process.terminate()
        process.wait()
        core.database.close()


def signed_in(core: Core, laptop: Laptop) -> str:
    """Enrol a laptop with its person; its token."""
    with core.database.writing() as connection:
        people.add_person(connection, laptop.person)
        code = identity.new_code(connection, core.here, [laptop.person.id], 1)
    quarantine.grant(core, laptop.person.id, SCOPE, "author")
    exchange = X25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    public = laptop.public_key.hex()
    proof = laptop.key.sign(enrolment_proof(code, laptop.id, public, exchange)).hex()
    core.enroll(Enrolment(code, laptop.id, laptop.code, public, exchange, "laptop", proof))
    nonce = core.challenge(laptop.id).nonce
    return core.token(TokenRequest(laptop.id, nonce, laptop.key.sign(challenge_proof(nonce, laptop.id)).hex())).token


def _bytes(core: Core, folder: Path, frames: list[Signed], hazards: int, packed: float) -> dict[str, int]:
    """Bytes for each hazard, with its visit, tests and whatever else came with it."""
    with core.database.reading() as connection:
        if core.database.is_sqlite:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            stored = (folder / "server.db").stat().st_size
        else:
            stored = int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    copy = FOLDER / "server-backup"
    shutil.rmtree(copy, ignore_errors=True)
    backup(core, open_folder(folder).key, copy)
    kept = sum(path.stat().st_size for path in copy.rglob("*") if path.is_file())
    shutil.rmtree(copy)
    signed = sum(len(one.raw) for one in frames)
    sizes = {"signed": signed, "pushed": packed * len(frames), "stored": stored, "backup": kept}
    return {name: round(size / hazards) for name, size in sizes.items()}
