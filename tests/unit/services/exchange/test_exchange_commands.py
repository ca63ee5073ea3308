"""`inspector exchange` and `inspector server exchange`, from an empty stick to two laptops that agree."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from inspector.cli import run


class Commands:
    """Runs commands and reads their JSON, or the code of their problem."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.said = ""

    def __call__(self, *words: str, code: int = 0) -> Any:
        found = run(["--json", *words])
        out, self.said = self._capsys.readouterr()
        assert found == code, self.said
        return json.loads(out) if out else self.said.partition(":")[0]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Commands:
    monkeypatch.setenv("INSPECTOR_PASSPHRASE", "x")
    monkeypatch.setenv("INSPECTOR_LANGUAGE", "en")
    monkeypatch.setenv("INSPECTOR_SERVER", str(tmp_path / "srv"))
    return Commands(capsys)


def laptop(command: Commands, path: Path, login: str) -> str:
    """A workspace with a person and a customer; its folder."""
    command("init", str(path))
    command("--workspace", str(path), "person", "add", f"login={login}", f"name={login}", "team=east")
    where = ("--workspace", str(path), "--as", login)
    command(*where, "customer", "add", f"account={login}-1", f"name=Works of {login}")
    return str(path)


def customers(command: Commands, path: str) -> set[str]:
    return {one["account"] for one in command("--workspace", path, "customer", "list")}


def test_two_laptops_exchange_files(command: Commands, tmp_path: Path) -> None:
    ann, bob = (laptop(command, tmp_path / name, name) for name in ("ann", "bob"))
    cards = {}
    for path in (ann, bob):
        cards[path] = command("--workspace", path, "exchange", "card", "--out", f"{path}.hzc")
    refused = command(
        "--workspace", ann, "exchange", "export", "--out", f"{tmp_path}/a.hzx", "--card", f"{bob}.hzc", code=1
    )
    assert refused == "exchange_card_unknown"
    assert command("--workspace", ann, "exchange", "trust", f"{bob}.hzc", code=1) == "exchange_fingerprint_needed"
    told = command("--workspace", ann, "exchange", "trust", f"{bob}.hzc", "--fingerprint", cards[bob]["fingerprint"])
    assert told["standing"] == "known"
    (partner,) = command("--workspace", ann, "exchange", "list")
    assert (partner["device"], partner["kind"]) == (cards[bob]["device"], "laptop")
    sent = command("--workspace", ann, "exchange", "export", "--out", f"{tmp_path}/a.hzx", "--card", f"{bob}.hzc")
    assert (sent["verified"], sent["records"] >= 2) == (True, True)
    outside = command("exchange", "verify", f"{tmp_path}/a.hzx", "--workspace", str(tmp_path / "none"))
    assert (outside["whole"], outside["opened"]) == (True, False)
    assert command("--workspace", bob, "exchange", "verify", f"{tmp_path}/a.hzx")["records"] == sent["records"]
    assert command("--workspace", bob, "exchange", "import", f"{tmp_path}/a.hzx", code=1) == "exchange_sender_unknown"
    came = command("--workspace", bob, "exchange", "import", f"{tmp_path}/a.hzx", "--trust", cards[ann]["fingerprint"])
    assert (came["outcome"], came["received"]) == ("done", sent["records"])
    assert customers(command, bob) == {"ann-1", "bob-1"}
    again = command("--workspace", bob, "exchange", "import", f"{tmp_path}/a.hzx", f"{tmp_path}/none.hzx", code=3)
    assert (again["outcome"], again["received"]) == ("partly", 0)
    assert "exchange_unreadable" in command.said


def test_a_laptop_joins_an_isolated_server_and_gets_its_answer(command: Commands, tmp_path: Path) -> None:
    ann = laptop(command, tmp_path / "ann", "ann")
    command("server", "init", str(tmp_path / "srv"), "--name", "office")
    command("server", "user", "add", "ann", "--name", "Ann", "--team", "east")
    code = command("server", "enroll", "ann")["code"]
    card = command("server", "exchange", "card", "--out", f"{tmp_path}/office.hzc")
    trusted = command(
        "--workspace", ann, "exchange", "trust", f"{tmp_path}/office.hzc", "--fingerprint", card["fingerprint"]
    )
    assert trusted["standing"] == "server"
    out = f"{tmp_path}/a.hzx"
    assert command("--workspace", ann, "exchange", "export", "--out", out, code=1) == "exchange_code_needed"
    sent = command("--workspace", ann, "exchange", "export", "--out", out, "--code", code)
    took = command("server", "exchange", "import", out, "--answer", f"{tmp_path}/o.hzx")
    assert (took["files"][0]["enrolled"], took["files"][0]["stored"]) == (True, sent["records"])
    assert took["answer"]["numbers"] == sent["records"]
    came = command("--workspace", ann, "exchange", "import", f"{tmp_path}/o.hzx")
    assert (came["joined"], came["acknowledged"]) == (True, sent["records"])
    assert command("--workspace", ann, "exchange", "export", "--out", out)["records"] == 0
    device = sent and command("server", "device", "list")[0]["id"]
    told = command("server", "exchange", "export", "--to", device, "--out", f"{tmp_path}/p.hzx")
    assert (told["records"], told["verified"]) == (0, True)
    assert command("--workspace", ann, "sync", code=1) == "sync_unset"


def test_sizes_and_names_are_checked(command: Commands, tmp_path: Path) -> None:
    ann = laptop(command, tmp_path / "ann", "ann")
    where = ("--workspace", ann, "exchange", "export", "--out", f"{tmp_path}/a.hzx")
    for text in ("x", "5T", "-1M", "1.5G", "M"):
        assert command(*where, f"--part-size={text}", code=1) == "part_size_format"
    assert command(*where, "--to", "nobody", code=1) == "exchange_partner_unknown"
    assert command(*where, code=1) == "exchange_partner_needed"
    assert (
        command("exchange", "verify", str(tmp_path / "none.hzx"), "--workspace", ann, code=3) == "exchange_unreadable"
    )


def test_a_pipe_is_no_file(command: Commands, tmp_path: Path) -> None:
    ann, pipe = laptop(command, tmp_path / "ann", "ann"), str(tmp_path / "pipe")
    os.mkfifo(pipe)
    for verb in ("import", "verify", "trust"):
        assert command("--workspace", ann, "exchange", verb, pipe, code=3) == "exchange_unreadable"
    assert command("restore", pipe, "--to", str(tmp_path / "new"), code=3) == "bundle_unreadable"
    out = ("--out", f"{ann}.hzx", "--card", pipe)
    assert command("--workspace", ann, "exchange", "export", *out, code=3) == "exchange_unreadable"
    command("server", "init", str(tmp_path / "srv"), "--name", "office")
    assert command("server", "exchange", "import", pipe, code=3) == "exchange_unreadable"
