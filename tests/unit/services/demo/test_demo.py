"""The sample workspace: the same seed gives the same content, and exactly as many hazards as were asked for."""

import functools
from pathlib import Path
from typing import Any

import pytest

from inspector import services
from inspector.domain.events import Event
from inspector.domain.hazard import Grade, Hazard, HazardStatus, default_deadline
from inspector.domain.person import Role
from inspector.domain.verdict import Verdict
from inspector.problems import Problem
from inspector.services import LedgerKind, LedgerQuery, Workspace
from inspector.services.customer_files.equipment import EquipmentReader
from inspector.services.ledgers.documents import ledger_json
from inspector.services.registers.entries import as_json
from inspector.services.rescue.doctor import examine
from inspector.storage import HazardFilter


def content(path: Path) -> dict[str, Any]:
    workspace = services.open_workspace(path)
    try:
        return workspace.call(lambda: _content(workspace))
    finally:
        workspace.close()


def _content(workspace: Workspace) -> dict[str, Any]:
    registers = workspace.db.registers
    return {
        "customers": [as_json(customer) for customer in registers.customers()],
        "persons": [as_json(person) for person in registers.persons()],
        "equipment": [as_json(e) for customer in registers.customers() for e in registers.equipment_of(customer.id)],
        "device": workspace.store.device.id,
        "frames": [frame for frame, _raw, _sig in workspace.db.frames.unsent(100_000)],
        **{kind.value: ledger_json(workspace, kind, LedgerQuery()) for kind in LedgerKind},
    }


def test_the_same_seed_gives_the_same_content_and_another_one_does_not(demo: Path, tmp_path: Path) -> None:
    services.create_demo(tmp_path / "again")
    services.create_demo(tmp_path / "other", seed=2)
    first, again, other = content(demo), content(tmp_path / "again"), content(tmp_path / "other")
    assert first == again
    assert first["rectification"] != other["rectification"]
    assert len(first["customers"]) == 8


@pytest.mark.parametrize(("hazards", "customers"), [(0, 5), (1, 5), (7, 6), (500, 30)])
def test_exactly_as_many_hazards_as_asked_for(tmp_path: Path, hazards: int, customers: int) -> None:
    made = services.create_demo(tmp_path / "d", hazards=hazards, customers=customers)
    assert (made["hazards"], made["customers"]) == (hazards, customers)
    found = content(tmp_path / "d")
    assert len(found["rectification"]) == hazards
    assert len(found["customers"]) == customers
    assert len({customer["account"] for customer in found["customers"]}) == customers
    assert len({row["number"] for row in found["rectification"]}) == hazards
    counted = [row["critical"] + row["serious"] + row["general"] for row in found["inspection"]]
    assert sum(counted) == hazards


def test_the_first_customer_is_ready_for_a_visit_today(workspace: Workspace) -> None:
    row = workspace.call(lambda: services.visit_rows(workspace))[0]
    assert (row.planned_on, row.status.value) == (workspace.call(workspace.today), "planned")
    view = workspace.call(lambda: services.open_visit(workspace, row.id))
    old = workspace.call(lambda: services.old_hazards(workspace, row.id))
    assert len(old) >= 3
    assert len({one.hazard.status for one in old}) >= 3
    assert len(view.equipment) >= 5
    histories = [line.history for form in workspace.call(lambda: services.indications(workspace, row.id))
                 for line in form.lines]  # fmt: skip
    assert max(len(history) for history in histories) >= 2
    assert workspace.call(lambda: workspace.acting).login == "wang"


def test_only_general_hazards_were_extended_and_a_lead_said_why(tmp_path: Path) -> None:
    services.create_demo(tmp_path / "d", hazards=300, customers=20)
    workspace = services.open_workspace(tmp_path / "d")

    def unclosed() -> list[tuple[Hazard, list[Event]]]:
        rows = workspace.db.hazards.page(HazardFilter(unclosed=True), today=workspace.today())
        return [(row.hazard, list(workspace.db.hazards.history(row.hazard.id))) for row in rows]

    try:
        found = workspace.call(unclosed)
        leads = {p.id for p in workspace.call(lambda: services.persons(workspace)) if Role.LEAD in p.roles}
    finally:
        workspace.close()
    extended = []
    for hazard, events in found:
        changes = [event for event in events if "deadline" in event.body.get("fields", ()) and event.par]
        if not changes:
            assert hazard.deadline == default_deadline(hazard.grade, hazard.found_on)
            continue
        extended.append(hazard)
        (change,) = changes
        assert (hazard.deadline.isoformat(), change.user) == (
            change.body["fields"]["deadline"],
            change.body["approver"],
        )
        assert change.user in leads
        assert change.body["reason"]
        seen = [event.type for event in events[: events.index(change)]]
        assert hazard.status is HazardStatus.RETURNED or "rectification_submitted" not in seen
    assert {hazard.grade for hazard in extended} == {Grade.GENERAL}
    assert {hazard.grade for hazard, _events in found} == set(Grade)


def test_the_doctor_finds_nothing_and_every_visit_has_its_notice(workspace: Workspace) -> None:
    report = workspace.call(lambda: examine(workspace))
    assert (report["ok"], report["findings"]) == (True, [])
    rows = workspace.call(lambda: services.ledger_page(workspace, LedgerKind.INSPECTION, LedgerQuery())).rows
    assert len(rows) == 16
    notices = workspace.call(lambda: [services.result_notice(workspace, row.id) for row in rows])
    assert all(notice.startswith(b"%PDF") for notice in notices)


@pytest.mark.parametrize(("customers", "hazards"), [(4, 10), (0, 0), (8, -1)])
def test_too_small_a_sample_is_refused_before_anything_is_made(tmp_path: Path, customers: int, hazards: int) -> None:
    with pytest.raises(Problem) as found:
        services.create_demo(tmp_path / "d", customers=customers, hazards=hazards)
    assert found.value.code == "demo_counts"
    assert not (tmp_path / "d").exists()


def test_the_sample_agrees_with_itself(workspace: Workspace) -> None:
    """Grades are those of the checks, and transformers those of the register."""
    for customer in workspace.call(workspace.db.registers.customers):
        equipment = workspace.call(functools.partial(workspace.db.registers.equipment_of, customer.id))
        rated = [float(e.nameplate["capacity_kva"]) for e in equipment if e.kind.family == "transformer"]
        assert sum(rated) == customer.capacity_kva, customer.name
        assert customer.transformers == f"{len(rated)}×{rated[0]:g} kVA", customer.name
        for hazard in workspace.call(functools.partial(workspace.db.hazards.of_customer, customer.id)):
            check = workspace.packs.checks.get(hazard.criterion)
            assert check is None or check.grade is hazard.grade, hazard.number


def test_everything_in_the_sample_could_be_judged_and_nothing_is_found_twice_at_a_visit(workspace: Workspace) -> None:
    """Values are judged as a visit judges them, with what its lines say of themselves, and fit the equipment."""
    for customer in workspace.call(workspace.db.registers.customers):
        rows = workspace.call(functools.partial(EquipmentReader, workspace, customer)).rows
        for row in workspace.call(rows):
            assert row.verdict in {None, Verdict.PASS}, (customer.name, row.equipment.name, row.evidence)
        tests = workspace.call(functools.partial(EquipmentReader, workspace, customer)).tests
        for test in tests:
            keys = [(one.value.quantity, one.value.label) for one in test.values]
            assert len(set(keys)) == len(keys), "a test has each of its values once"
        hazards = workspace.call(functools.partial(workspace.db.hazards.of_customer, customer.id))
        found = [(hazard.visit, hazard.description) for hazard in hazards]
        assert len(set(found)) == len(found), customer.name
