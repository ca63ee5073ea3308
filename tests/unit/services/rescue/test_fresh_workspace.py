"""A workspace that was just made: everything can be looked at, and nobody has to be known for that."""

from pathlib import Path

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import LedgerKind, LedgerQuery
from inspector.services.registers.entries import add_customer, add_person
from inspector.services.rescue.doctor import examine


def test_reading_needs_nobody_and_writing_somebody(tmp_path: Path) -> None:
    workspace = services.create_workspace(tmp_path / "w", key="passphrase", passphrase="p")
    try:
        pages = workspace.call(lambda: [services.ledger_page(workspace, kind, LedgerQuery()) for kind in LedgerKind])
        assert [(tuple(page.rows), page.total, page.counts.get("mine", 0)) for page in pages] == [((), 0, 0)] * 3
        assert workspace.call(lambda: services.visit_rows(workspace)) == ()
        with pytest.raises(Problem) as found:
            workspace.call(lambda: add_customer(workspace, {"account": "1", "name": "x"}))
        assert found.value.code == "no_person_yet"
        first = workspace.call(lambda: add_person(workspace, {"login": "a", "name": "A", "team": "T"}))
        assert workspace.call(lambda: workspace.acting) == first
        made = workspace.call(lambda: add_customer(workspace, {"account": "1", "name": "x"}))
        assert [event.user for event in workspace.call(lambda: workspace.db.frames.events_of(made.id))] == [first.id]
        assert workspace.call(lambda: examine(workspace))["findings"] == []
    finally:
        workspace.close()


def test_a_workspace_whose_recovery_key_cannot_be_written_is_made_at_the_second_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace, written = Path.replace, list[str]()

    def full(self: Path, target: Path) -> Path:
        written.append(Path(target).name)
        if written.count("workspace.json") > 1:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        with pytest.raises(Problem, match="disk_full"):
            services.create_workspace(tmp_path / "w", key="passphrase", passphrase="x")
    made = services.create_workspace(tmp_path / "w", key="passphrase", passphrase="x")
    assert made.first_recovery_key is not None
    made.close()
