"""Ledgers for scripts: every row with the id of what it shows, in the order of the query."""

import pytest

from inspector.services import LedgerKind, LedgerQuery, Workspace
from inspector.services.hazards.detail import find_hazard
from inspector.services.ledgers.documents import ledger_json
from inspector.services.visits.listing import visit_json


def test_ids_belong_to_their_visits(workspace: Workspace) -> None:
    query = LedgerQuery(sort="number")
    rows = workspace.call(lambda: ledger_json(workspace, LedgerKind.INSPECTION, query))
    numbers = [row["number"] for row in rows]
    assert len(numbers) > 3
    assert numbers == sorted(numbers)
    assert [row["no"] for row in rows] == list(range(1, len(rows) + 1))
    assert workspace.call(lambda: [visit_json(workspace, row["id"])["number"] for row in rows]) == numbers


@pytest.mark.parametrize("kind", [LedgerKind.RECTIFICATION, LedgerKind.SUPERVISION])
def test_ids_belong_to_their_hazards(workspace: Workspace, kind: LedgerKind) -> None:
    query = LedgerQuery(sort="deadline", descending=True)
    rows = workspace.call(lambda: ledger_json(workspace, kind, query))
    shown = [(row["deadline"], row["description"]) for row in rows]
    assert len(shown) > 3
    assert [day for day, _words in shown] == sorted((day for day, _words in shown), reverse=True)
    hazards = workspace.call(lambda: [find_hazard(workspace, row["id"]) for row in rows])
    assert [(hazard.deadline.isoformat(), hazard.description) for hazard in hazards] == shown
