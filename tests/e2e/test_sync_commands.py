"""Two laptops and a server, each a process of its own: the command `sync` as people run it."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.running import ROOT, Copy, Ended, environment, inspector, ok

SECRET = {"INSPECTOR_PASSPHRASE": "four words for one test"}
AWAY = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Laptop:
    """A workspace, and how it is opened."""

    path: Path
    env: Mapping[str, str]

    def run(self, *words: str | Path) -> Ended:
        return inspector("--workspace", self.path, *words, env=self.env)

    def sync(self, *words: str) -> Any:
        return ok(self.run("sync", "--json", *words)).json

    def hazard(self, number: str) -> Any:
        return ok(self.run("hazard", "show", number, "--json")).json


@dataclass(frozen=True)
class Server:
    """A server in its folder, and its address."""

    folder: Path
    url: str

    def command(self, *words: str) -> Any:
        return ok(inspector("server", *words, "--data", self.folder, "--json")).json

    def code(self, *logins: str) -> str:
        return str(self.command("enroll", *logins)["code"])


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The server's address, while it runs."""
    words = ["server", "run", "--port", "0", "--data", str(folder), "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", *words],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = ""
        for line in process.stdout:
            told += line
            if line.startswith("}"):
                break
        yield str(json.loads(told)["url"])
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    folder = tmp_path / "server"
    ok(inspector("server", "init", folder, "--name", "Province"))
    with running(folder) as url:
        yield Server(folder, url)


@pytest.fixture
def old(copied: Copy, server: Server) -> Laptop:
    """A laptop with two years of work, whose people the server knows by ids of its own."""
    made = Laptop(copied(), {})
    for person in ok(made.run("person", "list", "--json")).json:
        roles = [word for role in person["roles"] for word in ("--role", role)]
        who = ("--name", person["name"], "--team", person["team"])
        server.command("user", "add", person["login"], *who, *roles)
    return made


@pytest.fixture
def new(tmp_path: Path) -> Laptop:
    """A laptop on which nothing was done yet."""
    made = Laptop(tmp_path / "new", SECRET)
    ok(inspector("init", made.path, env=SECRET))
    return made


def everybody(laptop: Laptop) -> list[str]:
    return [str(person["login"]) for person in ok(laptop.run("person", "list", "--json")).json]


def test_a_photo_travels_and_what_two_decided_apart_is_in_dispute_on_both(
    server: Server, old: Laptop, new: Laptop, tmp_path: Path
) -> None:
    joined = old.sync("--server", server.url, "--code", server.code(*everybody(old)))
    assert (joined["outcome"], joined["ruled"], joined["counts"]["unsent"]) == ("done", 0, 0)
    assert joined["files_sent"] > 0
    first = new.sync("--server", server.url, "--code", server.code("chen"))
    assert (first["outcome"], first["alarms"], first["counts"]["files_missing"]) == ("done", [], 0)
    assert first["files_received"] == joined["files_sent"]
    listed = ok(old.run("hazard", "list", "--json")).json
    assert ok(new.run("hazard", "list", "--json")).json == listed

    number = _submitted(old, tmp_path)
    sent = old.sync()
    assert sent["sent"] == 1
    assert sent["files_sent"] >= 1
    got = new.sync()
    assert (got["received"], got["files_received"]) == (1, sent["files_sent"])
    assert [(thing["title"], thing["what"]) for thing in got["changes"]["things"]] == [(number, ["in_review"])]

    ok(old.run("hazard", "act", number, "pass", "--comment", "fine", "--as", "zhang"))
    ok(new.run("hazard", "act", number, "return", "--comment", "still wet", "--as", "chen"))
    assert new.sync()["ruled"] == 0
    assert old.sync()["changes"]["things"][0]["what"] == ["disputed"]
    assert new.sync()["changes"]["things"][0]["what"] == ["disputed"]
    assert [laptop.hazard(number)["status"] for laptop in (old, new)] == ["disputed", "disputed"]
    shown = server.command("exchange", "card", "--out", str(tmp_path / "server.hzc"))["fingerprint"]
    for laptop in (old, new):
        status = ok(laptop.run("sync", "status", "--json")).json
        assert (status["phase"], status["fingerprint"]) == ("synced", shown), "the key that each took when it joined"
        assert shown in ok(laptop.run("sync", "status")).out
        assert ok(laptop.run("doctor", "--json")).json["ok"] is True
    assert server.command("verify")["findings"] == []


def _submitted(laptop: Laptop, folder: Path) -> str:
    """Number of a hazard that the first team found and rectified, on record with a photo."""
    Image.new("RGB", (64, 48), "red").save(folder / "done.jpg")
    people = ok(laptop.run("person", "list", "--json")).json
    team = [person["id"] for person in people if person["login"] in ("li", "wang")]
    rows = ok(laptop.run("hazard", "list", "--unclosed", "--json")).json
    shown = (laptop.hazard(row["number"]) for row in rows if row["status"] == "open" and row["notice_served"])
    found = next(one for one in shown if one["finders"][0] in team)
    photo = ("--photo", str(folder / "done.jpg"), "--as", found["finders"][0])
    ok(laptop.run("hazard", "act", found["number"], "submit", "--note", "done", *photo))
    return str(found["number"])


def test_what_stands_in_the_way_is_one_line_and_an_exit_code(server: Server, old: Laptop) -> None:
    def problem(*words: str) -> tuple[int, str]:
        ended = old.run("sync", *words)
        return ended.code, ended.problem

    assert problem() == (1, "sync_unset")
    assert problem("--code", "ABCD") == (1, "sync_code_alone")
    assert problem("--server", server.url, "--code", "ABCD-EFGH-JKMN") == (1, "enrolment_code_invalid")
    assert problem("--server", "http://sync.example.com", "--code", "ABCD") == (1, "server_unsafe")
    assert problem("--server", AWAY, "--code", "ABCD") == (3, "sync_offline")
    old.sync("--server", server.url, "--code", server.code("li"), "--no-files")
    offline = old.run("sync", "--server", AWAY, "--json")
    assert (offline.code, offline.problem, offline.json["outcome"]) == (3, "sync_offline", "offline")
    status = ok(old.run("sync", "status", "--json")).json
    assert (status["phase"], status["server"], status["problem"]) == ("offline", "Province", "sync_offline")
    assert status["counts"]["files_unsent"] > 0
    ok(old.run("sync", "pause"))
    assert problem() == (1, "sync_paused")
    ok(old.run("sync", "resume"))
    assert old.sync()["files_sent"] > 0
    device = next(one["id"] for one in server.command("device", "list") if one["persons"] == ["li"])
    server.command("device", "revoke", device)
    locked = old.run("sync", "--json")
    assert (locked.code, locked.problem, locked.json["outcome"]) == (1, "revoked", "failed")
    assert ok(old.run("sync", "leave", "--json")).json["phase"] == "unset"
    for verb in ("pause", "resume", "leave"):
        assert problem(verb) == (1, "sync_unset")


def test_a_server_with_a_certificate_of_its_own_is_trusted_by_its_file(old: Laptop, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.pem"
    nothing.write_text("no certificate")
    ended = old.run("sync", "--server", "https://127.0.0.1:9", "--code", "ABCD", "--ca", str(nothing))
    assert (ended.code, ended.problem) == (1, "server_ca")
