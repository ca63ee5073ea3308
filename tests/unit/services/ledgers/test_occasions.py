"""What a signed visit was for stands in the list of visits, the inspection ledger, the customer file and the notice."""

from datetime import UTC, date, datetime

import pytest

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import speaking
from inspector.services import LedgerQuery, Workspace
from inspector.services.customer_files.reading import customer_visits
from inspector.services.ledgers.columns import known_columns
from inspector.services.ledgers.documents import export_ledger, ledger_json
from inspector.services.printing.visit_documents import notice_model
from inspector.storage import NewEvent

NOW = datetime(2026, 6, 11, 9, 0, tzinfo=UTC)
KIND = LedgerKind.INSPECTION


@pytest.fixture
def signed(workspace: Workspace) -> str:
    """A seasonal visit as another laptop may have signed it, for an occasion."""

    def write() -> str:
        known = services.visit_rows(workspace)[-1]
        assert known.status is VisitStatus.SIGNED
        body = dict(workspace.db.visits.body(known.id))
        body |= {"number": "JC-X", "notice": "TZ-X", "kind": "seasonal", "occasion": "summer_peak"}
        visit = workspace.new_id()
        scope, author = workspace.db.registers.customers()[0].scope, workspace.acting.id
        workspace.db.frames.append(scope, author, [NewEvent(visit, "visit", "visit_signed", body)], NOW)
        return visit

    return workspace.call(write)


def test_the_list_of_visits_says_what_each_was_for(workspace: Workspace, signed: str) -> None:
    listed = workspace.call(lambda: services.visit_rows(workspace))
    rows = {row.id: row.occasion for row in listed if row.status is VisitStatus.SIGNED}
    assert rows.pop(signed) == "迎峰度夏"
    assert set(rows.values()) == {""}


def test_the_inspection_ledger_has_a_column_for_it_on_request(workspace: Workspace, signed: str) -> None:
    assert "occasion" in known_columns(KIND)
    usual = workspace.call(lambda: ledger_json(workspace, KIND, LedgerQuery()))
    assert not any("occasion" in row for row in usual)
    asked = LedgerQuery(columns=("number", "kind", "occasion"))
    told = {row["id"]: row["occasion"] for row in workspace.call(lambda: ledger_json(workspace, KIND, asked))}
    assert told.pop(signed) == "迎峰度夏"
    assert set(told.values()) == {""}
    english = workspace.call(lambda: export_ledger(workspace, KIND, asked, "csv", language="en"))
    assert "Summer peak" in english.decode("utf-8-sig")
    shown = workspace.call(lambda: services.ledger_rows(workspace, KIND, LedgerQuery(limit=50)))
    assert {row.cells["occasion"] for row in shown if row.id == signed} == {"迎峰度夏"}


def test_the_customer_file_says_it_beside_the_kind(workspace: Workspace, signed: str) -> None:
    customer = workspace.call(lambda: workspace.db.visits.get(signed).customer)
    rows = {row.id: row.kind for row in workspace.call(lambda: customer_visits(workspace, customer))}
    assert rows[signed].endswith(" · 迎峰度夏")
    assert not any("·" in kind for visit, kind in rows.items() if visit != signed)


def test_the_notice_names_it_in_the_language_of_notices(workspace: Workspace) -> None:
    def drawn() -> str:
        account = services.customers(workspace)[0].account
        plan = services.plan_visit(
            workspace,
            account,
            kind=VisitKind.PERIODIC,
            inspectors=("wang", "li"),
            planned_on=date(2030, 7, 1),
            occasion="summer_peak",
        )
        opened = services.open_visit(workspace, plan)
        with speaking("en"):
            return notice_model(workspace, workspace.visits[opened.id].session, "TZ-1", NOW).occasion

    assert workspace.call(drawn) == "迎峰度夏"
