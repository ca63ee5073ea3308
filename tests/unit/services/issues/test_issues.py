"""Issues of ledgers: numbered, frozen, printed again as they were, compared; cancelled ones leave nothing."""

import hashlib
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from inspector import services
from inspector.domain.hazard import Grade
from inspector.i18n import set_language
from inspector.problems import Problem
from inspector.services import LedgerKind, LedgerQuery, Workspace
from inspector.services.issues import issuing
from inspector.services.issues.checking import check_issue
from inspector.services.issues.outlook import issue_outlook
from inspector.services.issues.rows import digest_of, frozen, thawed
from inspector.services.ledgers.documents import ledger_document, ledger_json
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
    made = issuing.issue_ledger(workspace, KIND, ALL, issuing.Signers(checked="张工"))
    pdf = workspace.call(lambda: issuing.reprint(workspace, made.number))
    rows = workspace.call(lambda: issuing.reprint(workspace, made.number, "json"))
    code = workspace.store.device.code
    assert made.number == f"ZD-{workspace.today():%Y}-{code}-0001"
    assert (made.checked, made.rows, made.since) == ("张工", len(listed(workspace)), "")
    assert made.prepared == workspace.call(lambda: workspace.acting.name)
    append(workspace, listed(workspace)[0], "hazard_changed", fields={"description": "全部更换"})
    workspace = reopen()
    assert workspace.call(lambda: issuing.reprint(workspace, made.id)) == pdf
    assert workspace.call(lambda: issuing.reprint(workspace, made.id, "json")) == rows
    assert pdf.startswith(b"%PDF")
    book = load_workbook(io.BytesIO(workspace.call(lambda: issuing.reprint(workspace, made.number, "xlsx"))))
    assert made.number in str(book.worksheets[0]["A2"].value)
    assert workspace.call(lambda: issuing.issues(workspace))[0] == made
    document = workspace.call(lambda: thawed(workspace.store.blobs.get(workspace.db.issues.all()[0].body["blob"])))
    assert digest_of(document.rows) == made.digest
    assert thawed(frozen(document, ())) == document


def test_the_next_issue_marks_what_is_new_changed_closed_and_gone(workspace: Workspace) -> None:
    first = issuing.issue_ledger(workspace, KIND, ALL)
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
    before = workspace.call(lambda: issuing.changes_since(workspace, KIND, ALL))
    second = issuing.issue_ledger(workspace, KIND, ALL)
    after = workspace.call(lambda: issuing.changes(workspace, second.number))
    told = {change.id: change.change for change in after}
    assert told == expected | {key: told[key] for key in told if key == downgraded}
    assert before == after
    assert next(set(change.columns) for change in after if change.id == changed) == {"responsible", "measure"}
    assert (second.since, second.new, second.closed) == (
        first.number,
        1,
        len([c for c in told.values() if c in ("voided", "left")]),
    )
    flat = workspace.call(lambda: issuing.changes_json(workspace, second.number))
    assert {row["id"]: row["change"] for row in flat} == told
    assert len({tuple(row) for row in flat}) == 1
    third = issuing.issue_ledger(workspace, KIND, ALL)
    assert workspace.call(lambda: issuing.changes(workspace, third.number)) == ()


def test_only_issues_of_the_same_kind_and_scope_follow_each_other(workspace: Workspace) -> None:
    kinds = (LedgerKind.INSPECTION, LedgerKind.RECTIFICATION)
    graver = LedgerQuery(filters=("serious", "critical"), group="customer")
    made = [issuing.issue_ledger(workspace, kind, ALL) for kind in kinds]
    narrow = issuing.issue_ledger(workspace, LedgerKind.RECTIFICATION, graver)
    again = issuing.issue_ledger(workspace, LedgerKind.RECTIFICATION, LedgerQuery(filters=("critical", "serious")))
    assert [one.since for one in (*made, narrow, again)] == ["", "", "", narrow.number]
    assert workspace.call(lambda: issuing.changes(workspace, again.number)) == ()
    of_kind = workspace.call(lambda: issuing.issues(workspace, LedgerKind.RECTIFICATION))
    assert [one.number[-4:] for one in of_kind] == ["0003", "0002", "0001"]


def test_a_cancelled_issue_leaves_nothing(workspace: Workspace) -> None:
    files = {path for path in Path(workspace.path).rglob("*") if path.is_file()}
    frames = stamp(workspace)
    with pytest.raises(Problem, match="report_cancelled"):
        issuing.issue_ledger(workspace, KIND, ALL, progress=lambda done, _total: done < 3)
    assert stamp(workspace) == frames
    assert {path for path in Path(workspace.path).rglob("*") if path.is_file()} == files
    assert workspace.call(lambda: issuing.issues(workspace)) == ()
    assert issuing.issue_ledger(workspace, KIND, ALL).number.endswith("-0001")


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
    made = issuing.issue_ledger(workspace, LedgerKind.RECTIFICATION, query)
    head, *lines = (
        workspace.call(lambda: issuing.reprint(workspace, made.number, "csv")).decode("utf-8-sig").splitlines()
    )
    assert len(head.split(",")) == 5
    assert len(lines) >= len(rows)
    with pytest.raises(Problem, match="column_unknown"):
        issuing.issue_ledger(workspace, KIND, LedgerQuery(columns=("colour",)))


def test_an_unknown_issue_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="issue_unknown"):
        workspace.call(lambda: issuing.reprint(workspace, "ZG-1999-K7-0001"))
    with pytest.raises(Problem, match="issue_unknown"):
        check_issue(workspace, "ZG-1999-K7-0001")


def test_who_issues_at_the_same_time_as_others_gets_a_number_of_his_own(workspace: Workspace) -> None:
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda _turn: issuing.issue_ledger(workspace, KIND, ALL), range(6)))
    assert sorted(one.number[-4:] for one in made) == [f"{count:04d}" for count in range(1, 7)]
    assert all(check_issue(workspace, one.number).holds for one in made)
    with pytest.raises(Problem, match="report_cancelled"):
        issuing.issue_ledger(workspace, KIND, ALL, progress=lambda _done, _total: False)


def test_an_auditor_recomputes_the_digest_from_the_json(workspace: Workspace) -> None:
    made = issuing.issue_ledger(workspace, KIND, ALL)
    data = workspace.call(lambda: issuing.reprint(workspace, made.number, "json"))
    assert hashlib.sha256(data).hexdigest() == made.digest
    assert made.digest.upper().startswith(made.check.replace("-", ""))
    assert [row["id"] for row in json.loads(data)] == listed(workspace)
    assert {"number", "customer", "description", "grade", "deadline", "status"} <= set(json.loads(data)[0])


def test_a_workbook_of_an_issue_bears_the_time_of_the_issue_and_no_other(workspace: Workspace) -> None:
    made = issuing.issue_ledger(workspace, KIND, ALL)
    data = workspace.call(lambda: issuing.reprint(workspace, made.number, "xlsx"))
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert len({entry.date_time for entry in book.infolist()}) == 1
        properties = book.read("docProps/core.xml").decode()
    assert properties.count(f"{made.issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}") == 2
    assert workspace.call(lambda: issuing.reprint(workspace, made.number, "xlsx")) == data


def test_an_issue_that_is_not_what_was_issued_is_found_out(workspace: Workspace) -> None:
    made = issuing.issue_ledger(workspace, KIND, ALL)
    found = check_issue(workspace, made.number)
    assert (found.holds, found.printed, found.digest, found.check) == (True, True, made.digest, made.check)
    body: dict[str, Any] = workspace.call(lambda: dict(issuing.stored_issue(workspace, made.id).body))
    rows = workspace.store.blobs.get(body["blob"]).replace("严重".encode(), "一般".encode())
    rows = rows.replace(b'"grade":"serious"', b'"grade":"general"').replace(b'"grade":"critical"', b'"grade":"general"')
    assert rows != workspace.store.blobs.get(body["blob"])
    changed = {**body, "number": "ZD-1", "blob": workspace.store.blobs.put(rows)}
    told = {**body, "number": "ZD-2", "digest": "0" * 64}
    for altered in (changed, told):
        append_issue(workspace, altered)
        assert check_issue(workspace, altered["number"]).wrong == ("issue_altered",)
        for kind in ("pdf", "xlsx", "json"):
            with pytest.raises(Problem, match="issue_altered"):
                workspace.call(lambda number=altered["number"], kind=kind: issuing.reprint(workspace, number, kind))  # type: ignore[misc]
    assert check_issue(workspace, "ZD-2").printed is False, "the paper still says the old digest"


def append_issue(workspace: Workspace, body: dict[str, Any]) -> None:
    """An issue as a forger would write it."""

    def write() -> None:
        event = NewEvent(workspace.db.ids.new(), "ledger_issue", "ledger_issued", body)
        workspace.db.frames.append("", workspace.acting.id, [event], workspace.now())

    workspace.call(write)


def test_who_issues_reads_in_his_language_what_will_be_printed_in_another(workspace: Workspace) -> None:
    said = []
    for language in ("zh_CN", "en"):
        set_language(language)
        outlook = workspace.call(lambda: issue_outlook(workspace, LedgerKind.RECTIFICATION, ALL))
        said.append((outlook.period, outlook.scope))
    set_language("zh_CN")
    assert said[0][0] != said[1][0]
    assert all(words.isascii() for words in said[1])
