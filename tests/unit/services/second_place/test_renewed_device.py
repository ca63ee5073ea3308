"""A workspace that became a device of its own goes on: copies beside the former ones, its own values stay its own."""

from pathlib import Path

import pytest

from inspector import services
from inspector.domain.events import Event
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.rescue import recovery
from inspector.services.rescue.doctor import examine
from inspector.services.second_place import place
from inspector.storage import NewEvent
from tests.unit.storage.authors import Author


def test_copies_go_beside_those_of_the_former_device(workspace: Workspace, tmp_path: Path) -> None:
    key = recovery.new_recovery_key(workspace).text
    stick = tmp_path / "stick"
    stick.mkdir()
    place.choose_place(workspace, stick)
    place.copy_now(workspace)
    former = workspace.store.device
    made = workspace.store.renew_device()
    stick.rename(tmp_path / "away")
    with pytest.raises(Problem, match="place_gone"):
        place.copy_now(workspace)
    (tmp_path / "away").rename(stick)
    assert place.copy_now(workspace).written > 0
    assert place.copy_now(workspace).written == 0
    found = {one.device: one.folder for one in place.restorable(stick)}
    assert set(found) == {former.id, made.id}
    restored = place.restore(found[made.id], key, tmp_path / "new", passphrase="neu").workspace
    assert restored.store.call(lambda db: db.own_devices()) == {former.id, made.id, restored.store.device.id}
    assert examine(restored)["ok"] is True
    restored.close()


def test_own_values_stay_first_and_own_in_a_conflict(workspace: Workspace) -> None:
    kind, query = services.LedgerKind.RECTIFICATION, services.LedgerQuery(limit=1)
    (row,) = workspace.call(lambda: services.ledger_rows(workspace, kind, query))
    heads = workspace.call(lambda: workspace.db.frames.heads_of(row.id))
    other = Author("other-laptop")

    def part() -> None:
        ours = NewEvent(row.id, "hazard", "hazard_changed", {"fields": {"responsible": "Ours"}}, heads)
        workspace.db.frames.append("north", workspace.acting.id, [ours], workspace.now())
        workspace.store.renew_device()
        workspace.db.peers.learn(other.known())
        theirs = Event("0", row.id, "hazard", "hazard_changed", heads, {"fields": {"responsible": "Theirs"}})
        assert workspace.db.frames.receive_all([other.write(theirs)]).stored

    workspace.call(part)
    detail = workspace.call(lambda: services.hazard_detail(workspace, row.id))
    (conflict,) = detail.conflicts
    assert [(claim.value, claim.own) for claim in conflict.claims] == [("Ours", True), ("Theirs", False)]
    assert workspace.call(lambda: workspace.db.hazards.get(row.id)).responsible == "Ours"
