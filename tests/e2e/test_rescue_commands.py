"""Backup, restore and doctor by command, on workspaces that are whole, damaged, or too long without their server."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from inspector import services
from inspector.services.syncing.offline_age import JOINED
from inspector.sync.engine.session import Membership, keep_membership
from tests.e2e.running import Copy, inspector, ok
from tests.e2e.test_transfer_commands import company

PASSPHRASE = "blaue Tonne 4"
WORDS = "words of the backup"


def test_a_backup_comes_back_on_another_laptop(tmp_path: Path) -> None:
    old, new, other, file = tmp_path / "old", tmp_path / "new", tmp_path / "other", tmp_path / "a.isb"
    env = {"INSPECTOR_PASSPHRASE": PASSPHRASE}
    key = company(old, env)
    here = {**env, "INSPECTOR_WORKSPACE": str(old)}
    made = ok(inspector("backup", file, "--json", env=here)).json
    assert (made["verified"], made["bytes"], made["missing"]) == (True, file.stat().st_size, [])
    assert b"0077" not in file.read_bytes()
    customers = ok(inspector("customer", "list", "--json", env=here)).out

    there = {"INSPECTOR_PASSPHRASE": "another one", "INSPECTOR_RECOVERY_KEY": key}
    assert inspector("restore", file, "--to", new, env={"INSPECTOR_PASSPHRASE": "x"}).problem == "backup_secret_needed"
    assert ok(inspector("restore", file, "--check", "--json", env=there)).json["records"] == made["records"]
    told = ok(inspector("restore", file, "--to", new, "--json", env=there)).json
    assert (told["records"], told["lost"]) == (made["records"], [])
    assert told["device"] != told["from_device"]
    assert any("code" in sentence for sentence in told["next"])
    assert ok(inspector("customer", "list", "--json", "--workspace", new, env=there)).out == customers
    assert inspector("restore", file, "--to", new, env=there).problem == "workspace_exists"

    folder = tmp_path / "backups"
    folder.mkdir()
    words = {**here, "INSPECTOR_BACKUP_PASSPHRASE": WORDS}
    named = ok(inspector("backup", folder, "--json", env=words)).json["file"]
    opening = {"INSPECTOR_PASSPHRASE": "third", "INSPECTOR_BACKUP_PASSPHRASE": WORDS}
    shown = ok(inspector("restore", named, "--to", other, "--json", env=opening)).json
    assert shown["recovery_key"] != key

    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(bytes(raw))
    assert inspector("restore", file, "--to", tmp_path / "none", env=there).problem == "bundle_damaged"
    assert inspector("restore", tmp_path / "old" / "workspace.json", "--check", env=there).problem == "bundle_foreign"
    assert not (tmp_path / "none").exists()


def test_a_damaged_workspace_is_explained_and_salvaged(copied: Copy, tmp_path: Path) -> None:
    path = copied()
    hazards = json.loads(ok(inspector("hazard", "list", "--json", "--workspace", path)).out)
    data = path / "data.db"
    raw = bytearray(data.read_bytes())
    raw[100] ^= 0xFF
    data.write_bytes(bytes(raw))
    examined = inspector("doctor", "--workspace", path)
    assert (examined.code, examined.err) == (1, "")
    assert "--salvage" in examined.out
    report = json.loads(inspector("doctor", "--json", "--workspace", path).out)
    assert {"workspace_damaged", "readable"} <= {finding["code"] for finding in report["findings"]}
    assert all(finding["meaning"] and finding["advice"] for finding in report["findings"])
    new = tmp_path / "saved"
    saved = inspector("doctor", "--salvage", new, "--json", "--workspace", path)
    assert (saved.code, saved.err) == (1, "")  # something could not be saved
    assert [each["what"] for each in json.loads(saved.out)["unsaved"]] == ["pages"]
    after = json.loads(ok(inspector("hazard", "list", "--json", "--workspace", new)).out)
    assert [hazard["number"] for hazard in after] == [hazard["number"] for hazard in hazards]


def test_a_laptop_too_long_without_its_server_reads_nothing_and_can_be_backed_up(tmp_path: Path) -> None:
    path = tmp_path / "w"
    env = {"INSPECTOR_PASSPHRASE": PASSPHRASE, "INSPECTOR_WORKSPACE": str(path)}
    company(path, {"INSPECTOR_PASSPHRASE": PASSPHRASE})
    _away(path)
    assert inspector("customer", "list", env=env).problem == "offline_too_long"
    assert inspector("ledger", "list", "--kind", "inspection", env=env).problem == "offline_too_long"
    assert ok(inspector("backup", tmp_path / "a.isb", "--json", env=env)).json["records"] > 0
    assert ok(inspector("doctor", "--json", env=env)).json["ok"]


def _away(path: Path) -> None:
    """The workspace belongs to a server that was last read long ago."""
    workspace = services.open_workspace(path, passphrase=PASSPHRASE)
    member = Membership("https://127.0.0.1:9", "server-1", "Server", "00" * 32)
    joined = (datetime.now().astimezone() - timedelta(days=31)).isoformat()

    def write() -> None:
        keep_membership(workspace.db, member)
        workspace.db.settings.put(JOINED, joined)

    workspace.call(write)
    workspace.close()
