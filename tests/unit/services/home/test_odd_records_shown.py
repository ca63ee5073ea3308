"""No authentic record, whatever it says, takes a page away: home, due list, risk, ledgers, customers, the hazard."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.services import Workspace
from inspector.services.customer_files.views import CustomerQuery
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.registers.entries import area_of, find_customer
from inspector.storage import NewEvent
from tests.unit.domain.odd import odd_records

ACCOUNT = "50102237816"
KINDS = ("customer", "equipment", "person", "visit", "hazard", "setting", "plan")


def things(workspace: Workspace) -> dict[str, str]:
    """One thing of each kind that the sample has."""

    def find() -> dict[str, str]:
        db = workspace.db
        customer = find_customer(workspace, ACCOUNT).id
        return {
            "customer": customer,
            "equipment": db.registers.equipment_of(customer)[0].id,
            "person": workspace.acting.id,
            "visit": db.visits.of_customer(customer)[0].id,
            "hazard": db.hazards.of_customer(customer)[0].id,
            "setting": "odd-setting",
            "plan": "plan:odd",
        }

    return workspace.call(find)


def write(workspace: Workspace, entity: str, kind: str, type_: str, body: dict[str, Any]) -> None:
    """A record as it stands after it came from another laptop."""
    scope = area_of(workspace)
    workspace.db.frames.append(scope, workspace.acting.id, [NewEvent(entity, kind, type_, body)], workspace.now())


def pages(workspace: Workspace, found: dict[str, str]) -> list[Callable[[], object]]:
    """What people open."""
    return [
        lambda: services.home_view(workspace),
        lambda: services.due_list(workspace, -1, order="priority"),
        lambda: services.customer_page(workspace, CustomerQuery()),
        lambda: services.customer_head(workspace, found["customer"]),
        lambda: services.customer_overview(workspace, found["customer"]),
        lambda: services.customer_documents(workspace, found["customer"]),
        lambda: services.plan_board(workspace, date(2026, 6, 1), 42),
        *(lambda kind=kind: services.ledger_rows(workspace, kind, LedgerQuery()) for kind in LedgerKind),
        lambda: services.hazard_detail(workspace, found["hazard"]),
    ]


def test_no_record_takes_a_page_away(workspace: Workspace) -> None:
    found = things(workspace)
    opened = pages(workspace, found)

    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(odd_records(KINDS))
    def each(record: tuple[str, str, dict[str, Any]]) -> None:
        kind, type_, body = record
        workspace.call(lambda: write(workspace, found[kind], kind, type_, body))
        for page in opened:
            workspace.call(page)

    each()


@pytest.mark.parametrize(
    "fields", [{"cycle_months": 100_000}, {"contacts": 5, "electricians": [{"name": 1}], "portrait": "x"}]
)
def test_a_record_that_cannot_be_read_freezes_no_customer(workspace: Workspace, fields: dict[str, Any]) -> None:
    found = things(workspace)
    workspace.call(lambda: write(workspace, found["customer"], "customer", "customer_changed", {"fields": fields}))
    for page in pages(workspace, found):
        workspace.call(page)
    after = workspace.call(lambda: services.set_customer(workspace, ACCOUNT, {"contact": "ZZ"}))
    assert after.contact == "ZZ"
    info = workspace.call(lambda: workspace.db.frames.entity(found["customer"]))
    assert info is not None
    assert not info.error
