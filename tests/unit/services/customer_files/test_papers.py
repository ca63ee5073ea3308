"""Papers of a customer file: attached once, withdrawn and brought back; notices and reports are listed beside them."""

import pytest

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.customer_files.papers import DocumentKind, DocumentRow
from inspector.services.registers.entries import find_customer

ACCOUNT = "50102237816"
PDF = b"%PDF-1.4 a contract"


def papers(workspace: Workspace) -> list[DocumentRow]:
    rows = workspace.call(lambda: services.customer_documents(workspace, ACCOUNT))
    return [row for row in rows if row.kind is DocumentKind.PAPER]


def test_notices_of_signed_visits_are_listed_and_can_be_read(workspace: Workspace) -> None:
    rows = workspace.call(lambda: services.customer_documents(workspace, ACCOUNT))
    notices = [row for row in rows if row.kind is DocumentKind.NOTICE]
    visits = workspace.call(lambda: services.customer_visits(workspace, ACCOUNT))
    assert {row.title for row in notices} == {visit.notice for visit in visits if visit.notice}
    assert services.document_file(workspace, notices[0]).startswith(b"%PDF")
    assert workspace.call(lambda: services.customer_head(workspace, ACCOUNT)).documents == len(rows)


def test_a_paper_is_attached_once_and_its_file_comes_back_as_it_was(workspace: Workspace) -> None:
    row = services.add_paper(workspace, ACCOUNT, PDF, "C:\\papers\\供用电合同.pdf", "供用电合同")
    assert (row.title, row.name, row.media, row.size) == ("供用电合同", "供用电合同.pdf", "application/pdf", len(PDF))
    assert services.add_paper(workspace, ACCOUNT, PDF, "again.pdf") == row
    assert papers(workspace) == [row]
    assert services.document_file(workspace, row) == PDF


def test_a_withdrawn_paper_is_gone_until_it_is_brought_back(workspace: Workspace) -> None:
    row = services.add_paper(workspace, ACCOUNT, PDF, "a.pdf", "A")
    workspace.call(lambda: services.withdraw_paper(workspace, ACCOUNT, row.id))
    assert papers(workspace) == []
    with pytest.raises(Problem) as refused:
        workspace.call(lambda: services.withdraw_paper(workspace, ACCOUNT, row.id))
    assert refused.value.code == "paper_unknown"
    back = workspace.call(lambda: services.restore_paper(workspace, ACCOUNT, row))
    assert papers(workspace) == [back]
    assert services.document_file(workspace, back) == PDF


@pytest.mark.parametrize(("data", "name"), [(b"MZ\x90", "virus.exe"), (b"", "empty.pdf"), (b"PK\x03\x04", "a.zip")])
def test_what_is_no_paper_is_refused(workspace: Workspace, data: bytes, name: str) -> None:
    with pytest.raises(Problem) as refused:
        services.add_paper(workspace, ACCOUNT, data, name)
    assert refused.value.code == "paper_kind"
    assert papers(workspace) == []


def test_the_file_travels_with_the_record(workspace: Workspace) -> None:
    row = services.add_paper(workspace, ACCOUNT, PDF, "a.pdf")
    assert row.sha in {ref.sha256 for ref in workspace.call(lambda: list(workspace.db.frames.blobs()))}
    customer = workspace.call(lambda: find_customer(workspace, ACCOUNT))
    info = workspace.call(lambda: workspace.db.frames.entity(customer.id))
    assert info is not None
    assert not info.read_only
