"""Broken connections, kills, a restored server, a copied laptop, wrong clocks, a full disk: everything ends consistent,
and people are told.

Real processes over loopback. Nothing is timed: a connection breaks after so many bytes, a process dies when they have
passed.
"""

import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inspector.services.syncing.rounds import sync_state
from inspector.sync.engine.local import StoreLocal
from inspector.sync.engine.round import run_round
from inspector.sync.engine.session import Session, membership
from inspector.sync.http import HttpRemote
from tests.e2e.province import Laptop, Province, agree, alarms, laptop, province
from tests.e2e.proxy import UNANSWERED, Plan, Proxy, proxied
from tests.e2e.running import ROOT, environment, inspector, ok

PHOTO = random.Random(7).randbytes(1_200_000)
"""Two pieces."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Province]:
    with province(tmp_path / "server") as made:
        yield made


@pytest.fixture
def proxy(server: Province) -> Iterator[Proxy]:
    with proxied(server.address) as made:
        yield made


def cuts(seed: int, count: int, most: int) -> list[int]:
    """Numbers of bytes, the smallest and the largest among them."""
    chance = random.Random(seed)
    return sorted({0, 1, most, *(int(most ** chance.random()) for _ in range(count))})


def test_a_round_that_is_cut_anywhere_loses_nothing(server: Province, proxy: Proxy, tmp_path: Path) -> None:
    ann, bob = laptop(tmp_path / "ann", server), laptop(tmp_path / "bob", server)
    ann.write(PHOTO, notes=3)
    outcomes = set()
    for number, most in enumerate(cuts(1, 10, 900_000)):
        ann.write()
        way = {"up": most} if number % 2 else {"down": min(most, 3000)}
        proxy.plans.append(Plan(**way, reset=bool(number % 3)))  # type: ignore[arg-type]
        outcomes.add(ann.sync(proxy.url).report.outcome)
    assert proxy.broken > 5
    assert "offline" in outcomes
    assert ann.sync(proxy.url).report.outcome == "done"
    for most in cuts(2, 8, 900_000):
        proxy.plans.append(Plan(down=most))
        bob.sync(proxy.url)
    assert bob.sync(proxy.url).report.outcome == "done"
    ann.sync()
    agree(server, ann, bob)


def test_an_answer_that_is_lost_is_given_again(server: Province, proxy: Proxy, tmp_path: Path) -> None:
    ann = laptop(tmp_path / "ann", server)
    ann.write(notes=2)
    before = server.frames()
    proxy.plans.append(UNANSWERED)
    report = ann.sync(proxy.url).report
    assert (report.outcome, report.sent) == ("offline", 0)
    there = server.frames()
    assert len(there - before) == 2  # it had arrived all the same
    assert ann.lacks() == {"unsent": 2}
    assert ann.sync(proxy.url).report.sent == 2
    assert server.frames() == there
    agree(server, ann)


def test_a_line_that_stalls_ends_the_round(server: Province, proxy: Proxy, tmp_path: Path) -> None:
    ann = laptop(tmp_path / "ann", server)
    ann.write(PHOTO)
    proxy.plans.append(Plan(up=200_000, stall=True))
    with ann.open() as workspace, HttpRemote(proxy.url, answer_s=0.5) as remote:
        local = StoreLocal(workspace.store, workspace.now)
        member = local.read(membership)
        assert member is not None
        report = run_round(local, remote, Session.begin(local, remote, member))
        local.close()
        assert sync_state(workspace).phase == "offline"
    assert (report.outcome, report.problem and report.problem.code) == ("offline", "sync_offline")
    assert ann.lacks() == {"files_unsent": 1}
    assert ann.sync(proxy.url).report.outcome == "done"
    agree(server, ann)


def test_a_laptop_that_is_killed_goes_on_where_it_was(server: Province, proxy: Proxy, tmp_path: Path) -> None:
    ann, bob = laptop(tmp_path / "ann", server), laptop(tmp_path / "bob", server)
    ann.write(PHOTO, notes=30)
    for plan in (Plan(up=1500), Plan(up=500_000), Plan(down=100)):
        killed(ann, proxy, plan)
    ended = ann.command("--server", proxy.url)
    assert (ended.code, ended.json["outcome"]) == (0, "done")
    for plan in (Plan(down=700), Plan(down=400_000)):
        killed(bob, proxy, plan)
    assert bob.command("--server", proxy.url).code == 0
    ann.sync()
    agree(server, ann, bob)


@pytest.mark.long
def test_random_kills_of_both_and_random_cuts_in_a_row(server: Province, proxy: Proxy, tmp_path: Path) -> None:
    chance = random.Random(11)
    laptops = [laptop(tmp_path / name, server) for name in ("ann", "bob")]
    for _turn in range(40):
        one = chance.choice(laptops)
        one.write(*[chance.randbytes(chance.randrange(1, 300_000))] * chance.randrange(2), notes=chance.randrange(4))
        most = int(400_000 ** chance.random())
        plan = Plan(up=most) if chance.random() < 0.5 else Plan(down=most)
        match chance.randrange(3):
            case 0:
                proxy.plans.append(replace(plan, reset=chance.random() < 0.5))
                one.command("--server", proxy.url)
            case 1:
                proxy.plans.append(replace(plan, reset=True, then=lambda: server.end(signal.SIGKILL)))
                one.command("--server", proxy.url)
                if server.process is None:
                    server.start()
            case _:
                running: list[subprocess.Popen[bytes]] = []
                proxy.plans.append(replace(plan, stall=True, then=lambda held=running: held[0].kill()))  # type: ignore[misc]
                running.append(one.begin(proxy.url))
                running[0].wait(60)
        proxy.plans.clear()
    for _twice in range(2):
        assert [one.command().code for one in laptops] == [0, 0]
    agree(server, *laptops)


def killed(one: Laptop, proxy: Proxy, plan: Plan) -> None:
    """A round in a process that dies when the bytes of the plan have passed."""
    running: list[subprocess.Popen[bytes]] = []

    def kill() -> None:
        running[0].send_signal(signal.SIGKILL)

    before = proxy.broken
    proxy.plans.append(Plan(plan.up, plan.down, stall=True, then=kill))
    running.append(one.begin(proxy.url))
    assert running[0].wait(60) == -signal.SIGKILL
    assert proxy.broken == before + 1


def test_a_server_that_is_killed_keeps_what_it_gave_receipts_for(
    server: Province, proxy: Proxy, tmp_path: Path
) -> None:
    ann, bob = laptop(tmp_path / "ann", server), laptop(tmp_path / "bob", server)
    ann.write(PHOTO, notes=20)
    for plan in (Plan(up=1200), Plan(down=60), Plan(up=700_000)):
        proxy.plans.append(Plan(plan.up, plan.down, reset=True, then=lambda: server.end(signal.SIGKILL)))
        ended = ann.command("--server", proxy.url)
        assert (ended.code, ended.problem) == (3, "sync_offline")
        given = {frame for frame, seq in ann.frames().items() if seq is not None}
        server.start()
        assert given <= server.frames()
        ann.write()
    assert ann.command("--server", proxy.url).code == 0
    bob.sync()
    ann.sync()
    agree(server, ann, bob)


def test_a_server_set_back_to_a_backup_gets_everything_again(server: Province, tmp_path: Path) -> None:
    ann, bob = laptop(tmp_path / "ann", server), laptop(tmp_path / "bob", server)
    ann.write(b"before")
    ann.sync()
    ok(inspector("server", "backup", tmp_path / "backup", "--data", server.folder, "--json"))
    ann.write(b"after", notes=3)
    ann.sync()
    bob.sync()
    kept = server.frames()
    server.end()
    shutil.rmtree(server.folder)
    ok(inspector("server", "restore", tmp_path / "backup", "--data", server.folder, "--json"))
    assert server.frames() < kept
    server.start()
    ended = bob.command()
    assert ended.code == 0
    assert "epoch_changed" in alarms(ended)
    assert "epoch_changed" in alarms(ann.sync())
    bob.sync()
    assert kept <= server.frames()
    agree(server, ann, bob)


def test_a_copied_laptop_is_noticed_and_gets_an_identity_of_its_own(server: Province, tmp_path: Path) -> None:
    ann = laptop(tmp_path / "ann", server)
    ann.write()
    ann.sync()
    copy = Laptop(Path(shutil.copytree(ann.path, tmp_path / "copy")))
    ann.write(b"of the first", notes=2)
    copy.write(b"of the second", notes=2)
    assert alarms(ann.sync()) == set()
    ended = copy.command()
    assert alarms(ended) == {"forked", "own_frames_elsewhere"}
    assert ended.json["counts"]["ruled"] == 3
    ok(copy.command("renew"))
    assert copy.command().problem == "challenge_invalid"  # it has to be let in under its new identity
    joined = copy.command("--server", server.url, "--code", server.code())
    assert (joined.code, joined.json["outcome"]) == (0, "done")
    copy.write()
    assert copy.sync().report.ruled == 0
    ann.sync()
    agree(server, ann, copy)


@pytest.mark.parametrize("days", [-4000, 4000])
def test_a_wrong_clock_changes_nothing_but_is_told(server: Province, tmp_path: Path, days: int) -> None:
    def wrong() -> datetime:
        return datetime.now().astimezone() + timedelta(days=days)

    ann, bob = laptop(tmp_path / "ann", server, wrong), laptop(tmp_path / "bob", server)
    ann.write(b"photo")
    assert "clock_off" in alarms(ann.sync()) | told_before(ann)
    bob.write()
    bob.sync()
    ann.clock = None
    ann.write()
    assert ann.sync().report.outcome == "done"
    bob.sync()
    agree(server, ann, bob)


def told_before(one: Laptop) -> set[str]:
    """What the rounds before have told."""
    with one.open() as workspace:
        rounds = workspace.store.read(lambda db: db.sync_log.latest(10))
    return {alarm["code"] for record in rounds for alarm in record.changes.get("alarms", ())}


def test_a_full_disk_ends_the_round_in_words_and_nothing_is_lost(server: Province, tmp_path: Path) -> None:
    ann, bob = laptop(tmp_path / "ann", server), laptop(tmp_path / "bob", server)
    ann.write(PHOTO, notes=60)
    ann.sync()
    words = ["--workspace", str(bob.path), "sync"]
    room = max(path.stat().st_size for path in bob.path.rglob("*") if path.is_file())
    codes = set()
    for most in (room, room + 150_000):
        ended = subprocess.run(
            [sys.executable, "-m", "inspector", *words],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=lambda most=most: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),  # type: ignore[misc]
        )
        (line,) = ended.stderr.strip().splitlines()
        codes.add(line.partition(":")[0])
        assert (ended.returncode, "Traceback" in ended.stderr) == (3, False)
    assert codes <= {"disk_full", "disk_failed"}
    assert bob.command().code == 0
    agree(server, ann, bob)
