"""The administrator's commands, from an empty folder to a laptop that synchronises with a running server."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from inspector.cli import run
from inspector.server.opening import open_core
from inspector.server.running import listening
from inspector.sync.messages import Stored, Welcome
from tests.unit.server.web import Wire
from tests.unit.server.world import Clock, Laptop, Server


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """A server's folder that the commands find."""
    path = tmp_path / "srv"
    monkeypatch.setenv("INSPECTOR_SERVER", str(path))
    monkeypatch.setenv("INSPECTOR_LANGUAGE", "en")
    assert run(["server", "init", str(path), "--name", "office"]) == 0
    capsys.readouterr()
    return path


class Commands:
    """Runs commands and reads their JSON."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> Any:
        found = run(["--json", "server", *words])
        said = self._capsys.readouterr()
        assert found == code, said.err
        return json.loads(said.out) if said.out else said.err.partition(":")[0]


@pytest.fixture
def command(folder: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    """The commands on that folder."""
    return Commands(capsys)


def test_an_area_gets_a_name_that_laptops_are_told(command: Commands, folder: Path) -> None:
    who = command("user", "add", "wang", "--name", "Wang", "--team", "east", "--role", "inspector")["id"]
    command("grant", "wang", "north", "author")
    assert command("area", "name", "north", "城东供电所")["name"] == "城东供电所"
    command("grant", "wang", "south", "author")
    assert command("grant", "wang", "城东供电所", "reader")["area"] == "north"
    assert command("area", "list")["areas"] == [
        {"id": "north", "name": "城东供电所", "people": ["wang"]},
        {"id": "south", "name": "", "people": ["wang"]},
    ]
    assert command("area", "name", "south", "城东供电所", code=1) == "area_name_taken"
    assert command("area", "name", "nowhere", "x", code=1) == "area_unknown"
    assert command("area", "name", "south", "a\nb", code=1) == "area_name"
    code = command("enroll", "wang")["code"]
    laptop = enrolled(folder, code, who)
    assert laptop.token().areas == (("north", "城东供电所"),)
    command("area", "name", "城东供电所", "城西供电所")
    assert laptop.token().areas == (("north", "城西供电所"),)


def enrolled(folder: Path, code: str, person: str, **frames: str) -> Laptop:
    """A laptop that enrolled on this folder's server and pushed something forbidden."""
    core = open_core(folder)
    laptop = Laptop(Server(core, Clock()), "d-one", person)
    laptop.enrol(code)
    laptop.push(laptop.note(), *(laptop.frame(laptop.event(type_, entity)) for entity, type_ in frames.items()))
    core.database.close()
    return laptop


def test_people_grants_laptops_and_quarantine(
    folder: Path, command: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["server", "quarantine", "list"]) == 0
    assert capsys.readouterr().out == "Nothing is in quarantine.\n"
    ann = command("user", "add", "ann", "--name", "Ann", "--team", "east")["id"]
    command("user", "add", "lea", "--name", "Lea", "--team", "east", "--role", "lead", "--role", "inspector")
    for who in ("ann", "lea"):
        command("grant", who, "north", "author")
    command("grant", "ann", "south", "reader")
    command("grant", "ann", "south", "reader", "--withdraw")
    assert command("grant", "ann", "south", "reader", "--withdraw", code=1) == "grant_missing"
    listed = {row["login"]: row for row in command("user", "list")}
    assert (listed["ann"]["grants"], listed["lea"]["roles"]) == (["author:north"], ["lead", "inspector"])
    command("user", "set", "ann", "--team", "west", "--role", "reviewer", "--role", "inspector")
    (changed,) = command("user", "set", "ann", "--name", "Ann B")
    assert (changed["name"], changed["team"], changed["roles"]) == ("Ann B", "west", ["reviewer", "inspector"])
    assert command("user", "set", "ann", "--team", "", code=1) == "user_invalid"
    assert command("user", "set", "nobody", "--team", "x", code=1) == "user_unknown"
    enrolled(folder, command("enroll", "ann", "lea")["code"], ann, h1="hazard_voided")
    for words, told in (
        (["user"], ["Login", "Ann B", "Reviewer, Inspector", "author:north"]),
        (["device"], ["Laptop", "ann, lea"]),
        (["quarantine"], ["Reason", "Ann B", "It is not for the role of its author.", "north"]),
    ):
        assert run(["server", *words, "list"]) == 0
        shown = capsys.readouterr().out
        assert [one for one in told if one not in shown] == []
    (held,) = command("quarantine", "list", "--area", "north")
    assert (held["code"], held["entity"]) == ("role", "h1")
    assert command("quarantine", "adopt", held["event"], code=1) == "lead_needed"
    assert command("quarantine", "adopt", held["event"], "--as", "ann", code=1) == "adoption_forbidden"
    command("quarantine", "adopt", held["event"], "--as", "lea")
    assert command("quarantine", "list") == []
    (device,) = command("device", "list")
    assert (device["persons"], device["revoked"]) == (["ann", "lea"], False)
    command("device", "revoke", device["code"])
    assert command("device", "list")[0]["revoked"] is True
    report = command("verify", "--data", str(folder))
    assert (report["findings"], report["frames"] >= 5) == ([], True)
    core = open_core(folder)
    before = core.hello().epoch
    assert command("epoch")["epoch"] == core.hello().epoch != before
    core.database.close()


def test_what_cannot_be_is_told(command: Commands, tmp_path: Path) -> None:
    command("user", "add", "ann", "--name", "Ann", "--team", "east")
    assert command("user", "add", "ann", "--name", "Ann", "--team", "east", code=1) == "login_exists"
    assert command("user", "add", "bob", "--name", "", "--team", "east", code=1) == "user_invalid"
    assert command("user", "add", "bob\n", "--name", "Bob", "--team", "east", code=1) == "user_invalid"
    assert command("user", "set", "ann", "--team", "ea\tst", code=1) == "user_invalid"
    assert command("run", "--port", "65536", code=3) == "server_address"
    assert command("enroll", "nobody", code=1) == "user_unknown"
    assert command("enroll", "ann", "--hours", "9999", code=1) == "hours_range"
    assert command("device", "revoke", "nothing", code=1) == "device_unknown"
    assert command("verify", "--data", str(tmp_path), code=1) == "server_folder_missing"
    assert command("init", str(tmp_path), code=1) == "server_folder_used"
    assert command("init", str(tmp_path / "x"), "--database", "mysql://a/b", code=3) == "server_database"


def test_a_certificate_that_is_none_is_told(command: Commands, tmp_path: Path) -> None:
    assert command("run", "--certificate", "x", code=1) == "certificate_pair"
    bad = tmp_path / "bad.pem"
    bad.write_text("nothing")
    for path in (bad, tmp_path / "none.pem"):
        assert command("run", "--certificate", str(path), "--key", str(path), code=3) == "server_certificate"


def test_a_port_that_is_taken_is_told(command: Commands) -> None:
    with listening("127.0.0.1", 0) as taken:
        assert command("run", "--port", str(taken.getsockname()[1]), code=3) == "server_address"
    assert command("run", "--port", "99999", code=3) == "server_address"


def test_a_damaged_server_ends_verify_with_one(folder: Path, command: Commands) -> None:
    ann = command("user", "add", "ann", "--name", "Ann", "--team", "east")["id"]
    command("grant", "ann", "north", "author")
    enrolled(folder, command("enroll", "ann")["code"], ann)
    core = open_core(folder)
    with core.database.writing() as connection:
        connection.exec_driver_sql("UPDATE frame SET digest = 'x'")
    core.database.close()
    assert {one["code"] for one in command("verify", code=1)["findings"]} == {"digest"}


@contextmanager
def running(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server in a process of its own, and its address."""
    line = [sys.executable, "-m", "inspector", "--json", "server", "run", "--port", "0", *options]
    env = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout is not None
        try:
            told = ""
            while "}" not in told:
                told += process.stdout.readline()
                assert told, "the server did not start"
            yield process, json.loads(told)["url"]
            process.send_signal(signal.SIGTERM)
        except BaseException:
            process.kill()
            raise


def test_several_workers_share_an_address_and_one_that_dies_is_replaced(folder: Path, command: Commands) -> None:
    with running("--workers", "2") as (process, url):
        assert process.stderr is not None
        started: list[int] = []
        while len(started) < 3:
            event = json.loads(process.stderr.readline())["event"]
            if found := re.fullmatch(r"Started server process \[(\d+)\]", event):
                started.append(int(found[1]))
            if len(started) == 2 and found:
                os.kill(started[0], signal.SIGKILL)
        answers = [httpx.get(f"{url}/v1/hello", trust_env=False, timeout=60).status_code for _ in range(20)]
        figures = httpx.get(f"{url}/metrics", trust_env=False, timeout=60).text
        process.send_signal(signal.SIGTERM)
        process.stderr.read()
    assert set(answers) == {200}
    assert 'inspector_requests_total{route="/v1/hello",status="200"} 20.0' in figures
    assert process.returncode == 0
    assert command("run", "--workers", "0", code=1) == "workers_range"


def test_workers_end_with_the_process_that_started_them(folder: Path) -> None:
    with running("--workers", "2") as (process, url):
        assert httpx.get(f"{url}/v1/hello", trust_env=False, timeout=60).status_code == 200
        process.kill()
        assert process.stderr is not None
        process.stderr.read()  # ends when the last worker has ended


def test_a_server_of_its_own_process_answers_until_it_is_stopped(folder: Path, command: Commands) -> None:
    ann = command("user", "add", "ann", "--name", "Ann", "--team", "east")["id"]
    command("grant", "ann", "north", "author")
    code = command("enroll", "ann")["code"]
    with running() as (process, url):
        core = open_core(folder)
        laptop = Laptop(Server(core, Clock()), "d-one", ann)
        wire = Wire(url, laptop)
        wire.ask(Welcome, "/v1/enroll", laptop.asked(code))
        wire.sign_in()
        assert [receipt.status for receipt in wire.push(laptop.note()).receipts] == [Stored.STORED]
        assert len(wire.pull().packets) >= 2
        wire.http.close()
        core.database.close()
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        log = [json.loads(text) for text in process.stderr.read().splitlines()]
    assert {entry["event"] for entry in log} >= {"request"}
    assert "Ann" not in str(log)
