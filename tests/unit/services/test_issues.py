"""Issues of ledgers: numbered, frozen, printed again as they were, compared; cancelled ones leave nothing."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from inspector import services
from inspector.domain.hazard import Grade
from inspector.problems import Problem
from inspector.services import LedgerKind, LedgerQuery, Workspace, issues
from inspector.services.issue_rows import digest_of, frozen, thawed
from inspector.services.ledger_documents import ledger_document, ledger_json
from inspector.storage import HazardFilter, NewEvent
from tests.unit.services.conftest import Reopen

KIND = LedgerKind.SUPERVISION
ALL = LedgerQuery()


def append(workspace: Workspace, hazard: str, kind: str, **body: object) -> None:
    def write() -> None:
        scope = str(workspace.db.settings.get("area", ""))
        event = NewEvent(hazard, "hazard", kind, body)
        workspace.db.frames.append(scope, workspace.acting.id, [event], workspace.now())

    workspace.call(write)


def stamp(workspace: Workspace) -> str:
    def read() -> str:
        return workspace.db.frames.stamp()

    return workspace.call(read)


def listed(workspace: Workspace, query: LedgerQuery = ALL) -> list[str]:
    return [row["id"] for row in workspace.call(lambda: ledger_json(workspace, KIND, query))]


def test_an_issue_is_printed_again_byte_for_byte_whatever_happened_since(reopen: Reopen) -> None:
    workspace = reopen()
    made = issues.issue_ledger(workspace, KIND, ALL, issues.Signers(checked="张工"))
    pdf = workspace.call(lambda: issues.reprint(workspace, made.number))
    rows = workspace.call(lambda: issues.reprint(workspace, made.number, "json"))
    code = workspace.store.device.code
    assert made.number == f"ZD-{workspace.today():%Y}-{code}-0001"
    assert (made.checked, made.rows, made.since) == ("张工", len(listed(workspace)), "")
    assert made.prepared == workspace.call(lambda: workspace.acting.name)
    append(workspace, listed(workspace)[0], "hazard_changed", fields={"description": "全部更换"})
    workspace = reopen()
    assert workspace.call(lambda: issues.reprint(workspace, made.id)) == pdf
    assert workspace.call(lambda: issues.reprint(workspace, made.id, "json")) == rows
    assert pdf.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(workspace.call(lambda: issues.reprint(workspace, made.number, "xlsx"))))
    assert made.number in str(book.worksheets[0]["A2"].value)
    assert workspace.call(lambda: issues.issues(workspace))[0] == made
    document = workspace.call(lambda: thawed(workspace.store.blobs.get(workspace.db.issues.all()[0].body["blob"])))
    assert digest_of(document.rows) == made.digest
    assert thawed(frozen(document, ())) == document


def test_the_next_issue_marks_what_is_new_changed_closed_and_gone(workspace: Workspace) -> None:
    first = issues.issue_ledger(workspace, KIND, ALL)
    changed, voided, downgraded, *_rest = ids = listed(workspace)
    other = workspace.call(
        lambda: next(
            row.hazard.id
            for row in workspace.db.hazards.page(HazardFilter(unclosed=True), today=workspace.today())
            if row.hazard.id not in ids
        )
    )
    append(workspace, changed, "hazard_changed", fields={"responsible": "赵六", "measure": "停电更换"})
    append(workspace, voided, "hazard_voided", reason="double", roles=["lead"])
    far = f"{workspace.today().year + 1}-12-31"
    append(workspace, downgraded, "hazard_changed", fields={"grade": Grade.GENERAL.value, "deadline": far})
    append(workspace, other, "hazard_changed", fields={"supervised": "asked by the lead"})
    expected = {other: "new", changed: "changed", voided: "voided"}
    expected |= {} if downgraded in listed(workspace) else {downgraded: "left"}
    before = workspace.call(lambda: issues.changes_since(workspace, KIND, ALL))
    second = issues.issue_ledger(workspace, KIND, ALL)
    after = workspace.call(lambda: issues.changes(workspace, second.number))
    told = {change.id: change.change for change in after}
    assert told == expected | {key: told[key] for key in told if key == downgraded}
    assert before == after
    assert next(set(change.columns) for change in after if change.id == changed) == {"responsible", "measure"}
    assert (second.since, second.new, second.closed) == (
        first.number,
        1,
        len([c for c in told.values() if c in ("voided", "left")]),
    )
    flat = workspace.call(lambda: issues.changes_json(workspace, second.number))
    assert {row["id"]: row["change"] for row in flat} == told
    assert len({tuple(row) for row in flat}) == 1
    third = issues.issue_ledger(workspace, KIND, ALL)
    assert workspace.call(lambda: issues.changes(workspace, third.number)) == ()


def test_only_issues_of_the_same_kind_and_scope_follow_each_other(workspace: Workspace) -> None:
    kinds = (LedgerKind.INSPECTION, LedgerKind.RECTIFICATION)
    graver = LedgerQuery(filters=("serious", "critical"), group="customer")
    made = [issues.issue_ledger(workspace, kind, ALL) for kind in kinds]
    narrow = issues.issue_ledger(workspace, LedgerKind.RECTIFICATION, graver)
    again = issues.issue_ledger(workspace, LedgerKind.RECTIFICATION, LedgerQuery(filters=("critical", "serious")))
    assert [one.since for one in (*made, narrow, again)] == ["", "", "", narrow.number]
    assert workspace.call(lambda: issues.changes(workspace, again.number)) == ()
    of_kind = workspace.call(lambda: issues.issues(workspace, LedgerKind.RECTIFICATION))
    assert [one.number[-4:] for one in of_kind] == ["0003", "0002", "0001"]


def test_a_cancelled_issue_leaves_nothing(workspace: Workspace) -> None:
    files = {path for path in Path(workspace.path).rglob("*") if path.is_file()}
    frames = stamp(workspace)
    with pytest.raises(Problem, match="report_cancelled"):
        issues.issue_ledger(workspace, KIND, ALL, progress=lambda done, _total: done < 3)
    assert stamp(workspace) == frames
    assert {path for path in Path(workspace.path).rglob("*") if path.is_file()} == files
    assert workspace.call(lambda: issues.issues(workspace)) == ()
    assert issues.issue_ledger(workspace, KIND, ALL).number.endswith("-0001")


def test_exports_are_drafts_and_write_nothing(workspace: Workspace) -> None:
    frames = stamp(workspace)
    document = workspace.call(lambda: ledger_document(workspace, KIND, ALL))
    data = workspace.call(lambda: services.export_ledger(workspace, KIND, ALL, "json"))
    assert not any(char.isdigit() for char in document.number)
    assert json.loads(data) == workspace.call(lambda: ledger_json(workspace, KIND, ALL))
    assert stamp(workspace) == frames


def test_columns_that_were_asked_for_come_in_their_order_everywhere(workspace: Workspace) -> None:
    query = LedgerQuery(columns=("team", "account", "reopened", "number"), sort="number")
    rows = workspace.call(lambda: ledger_json(workspace, LedgerKind.RECTIFICATION, query))
    assert {tuple(row) for row in rows} == {("id", "no", "team", "account", "reopened", "number")}
    assert [row["number"] for row in rows] == sorted(row["number"] for row in rows)
    made = issues.issue_ledger(workspace, LedgerKind.RECTIFICATION, query)
    assert json.loads(workspace.call(lambda: issues.reprint(workspace, made.number, "json"))) == rows
    with pytest.raises(Problem, match="column_unknown"):
        issues.issue_ledger(workspace, KIND, LedgerQuery(columns=("colour",)))


def test_an_unknown_issue_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="issue_unknown"):
        workspace.call(lambda: issues.reprint(workspace, "ZG-1999-K7-0001"))
