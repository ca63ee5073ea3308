"""Papers of a customer file: attached once, withdrawn and brought back; notices and reports are listed beside them."""

from dataclasses import replace

import pytest

from inspector import services
from inspector.domain.events import BlobRef
from inspector.domain.person import Role
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.customer_files.papers import DocumentKind, DocumentRow
from inspector.services.registers.entries import find_customer
from inspector.storage import NewEvent

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


def written(workspace: Workspace, data: bytes, name: str, media: str) -> DocumentRow:
    """A paper as the record of another laptop tells it, whatever that says of its file."""

    def write() -> None:
        customer = find_customer(workspace, ACCOUNT)
        sha = workspace.store.blobs.put(data)
        body = {"sha256": sha, "name": name, "type": media, "size": len(data), "title": "配电室照片"}
        event = NewEvent(customer.id, "customer", "paper_added", body, blobs=(BlobRef(sha, len(data), media),))
        workspace.db.frames.append(customer.scope, workspace.acting.id, [event], workspace.now())

    workspace.call(write)
    (row,) = papers(workspace)
    return row


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"@echo off\r\ncalc.exe\r\n", "report.bat"),
        (b"[Desktop Entry]\nExec=x\n", "photo.png"),
        (b"MZ\x90", "a.pdf"),
        (b"PK\x03\x04", "a.jar"),
        (b"PK\x03\x04 xl/vbaProject.bin", "a.xlsx"),
    ],
)
def test_a_paper_of_another_laptop_that_may_be_a_program_is_not_opened(
    workspace: Workspace, data: bytes, name: str
) -> None:
    row = written(workspace, data, name, "image/png")
    with pytest.raises(Problem) as refused:
        services.document_to_open(workspace, row)
    assert (refused.value.code, refused.value.params["name"]) == ("document_kind", name)


@pytest.mark.parametrize(
    ("data", "name", "opened"),
    [
        (b"%PDF-1.4", "a.bat", "a.bat.pdf"),
        (b"\x89PNG\r\n\x1a\n", "../../a.lnk", "a.lnk.png"),
        (b"\xff\xd8\xff", "现场.JPEG", "现场.JPEG"),
        (b"PK\x03\x04", "台账.xlsx", "台账.xlsx"),
        (b"PK\x03\x04", "台账.xlsm", "台账.xlsm.xlsx"),
    ],
)
def test_a_paper_opens_by_a_name_that_says_what_its_bytes_are(
    workspace: Workspace, data: bytes, name: str, opened: str
) -> None:
    assert services.document_to_open(workspace, written(workspace, data, name, "text/plain")) == (data, opened)


def test_who_may_not_attach_is_told_and_an_administrator_may(workspace: Workspace) -> None:
    def acting(*roles: Role) -> None:
        workspace._acting = workspace.call(lambda: replace(workspace.acting, roles=roles))

    acting(Role.ADMINISTRATOR)
    row = services.add_paper(workspace, ACCOUNT, PDF, "a.pdf", "A")
    acting(Role.REVIEWER)
    with pytest.raises(Problem, match="paper_role"):
        services.add_paper(workspace, ACCOUNT, PDF + b"2", "b.pdf")
    with pytest.raises(Problem, match="paper_role"):
        workspace.call(lambda: services.withdraw_paper(workspace, ACCOUNT, row.id))
    assert papers(workspace) == [row]


def test_the_file_travels_with_the_record(workspace: Workspace) -> None:
    row = services.add_paper(workspace, ACCOUNT, PDF, "a.pdf")
    assert row.sha in {ref.sha256 for ref in workspace.call(lambda: list(workspace.db.frames.blobs()))}
    customer = workspace.call(lambda: find_customer(workspace, ACCOUNT))
    info = workspace.call(lambda: workspace.db.frames.entity(customer.id))
    assert info is not None
    assert not info.read_only
