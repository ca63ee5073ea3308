"""Papers and figures from the window: attached, withdrawn with a way back, portraits imported from a workbook."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester, QTest

from inspector import services
from inspector.services.customer_files.papers import DocumentKind
from inspector.services.registers.entries import find_customer
from inspector.ui.customers.documents_tab import DocumentsTab
from inspector.ui.customers.portrait_dialog import PortraitImport, PortraitPreviewDialog
from inspector.ui.printing.dialog import PrintDialog
from tests.ui.customers.conftest import ACCOUNT, Bench

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def papers(bench: Bench) -> list[str]:
    rows = bench.call(lambda: services.customer_documents(bench.workspace, ACCOUNT))
    return [row.title for row in rows if row.kind is DocumentKind.PAPER]


def attached(bench: Bench, tmp_path: Path) -> DocumentsTab:
    file = bench.open("documents")
    path = tmp_path / "供用电合同.pdf"
    path.write_bytes(b"%PDF-1.4")
    file.documents.dropped.emit([path])
    bench.settle()
    return file.documents


def test_a_dropped_file_is_attached_and_the_message_takes_it_back(bench: Bench, tmp_path: Path) -> None:
    tab = attached(bench, tmp_path)
    assert papers(bench) == ["供用电合同"]
    assert bench.file.tabs._counts["documents"] == tab.model.rowCount()
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()
    assert papers(bench) == []


def test_only_a_paper_can_be_withdrawn_and_it_comes_back(bench: Bench, tmp_path: Path) -> None:
    tab = attached(bench, tmp_path)
    QAbstractItemModelTester(tab.model, FATAL, tab.model)
    kinds = [tab.model.row(number).source.kind for number in range(tab.model.rowCount())]
    tab.table.choose(kinds.index(DocumentKind.NOTICE))
    assert not tab._remove.isEnabled()
    tab.withdraw()
    bench.settle()
    assert papers(bench) == ["供用电合同"]
    tab.table.choose(kinds.index(DocumentKind.PAPER))
    assert tab._remove.isEnabled()
    QTest.keyClick(tab.table, Qt.Key.Key_Delete)
    bench.settle()
    assert papers(bench) == []
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()
    assert papers(bench) == ["供用电合同"]


def test_a_file_that_is_no_paper_is_refused_in_words(bench: Bench, tmp_path: Path) -> None:
    bench.open("documents")
    path = tmp_path / "a.pdf"
    path.write_bytes(b"not a paper")
    bench.file.documents.dropped.emit([path])
    bench.settle()
    assert "a.pdf" in bench.notices[-1].text
    assert papers(bench) == []


def test_the_file_and_a_notice_are_shown_as_pages(bench: Bench) -> None:
    file = bench.open("documents")
    QTest.keyClick(file, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    (dialog,) = bench.page.findChildren(PrintDialog)
    assert len(dialog._sizes) >= 3
    dialog.reject()
    bench.settle()
    QTest.keyClick(file.documents.table, Qt.Key.Key_Return)
    bench.settle()
    assert [one for one in bench.page.findChildren(PrintDialog) if one.isVisible()]


def test_the_gas_sheet_of_an_oil_transformer_is_one_press_away(bench: Bench) -> None:
    file = bench.open("equipment")
    rows = bench.call(lambda: services.customer_equipment(bench.workspace, ACCOUNT))
    for row in rows:
        file.show_equipment(row.id)
        bench.settle()
        assert file.equipment.pane._gases.isVisible() == (row.kind.value == "transformer_oil")
    oil = next(row for row in rows if row.kind.value == "transformer_oil")
    file.show_equipment(oil.id)
    bench.settle()
    file.equipment.pane._gases.clicked.emit()
    bench.settle()
    assert [one for one in bench.page.findChildren(PrintDialog) if one.isVisible()]


def test_portraits_are_looked_at_before_they_are_imported_and_can_be_taken_back(bench: Bench, tmp_path: Path) -> None:
    bench.open()
    before = bench.call(lambda: find_customer(bench.workspace, ACCOUNT)).portrait
    path = tmp_path / "a.csv"
    path.write_text(f"户号,投诉次数,违约窃电次数\n{ACCOUNT},6,2\n999,1,1", encoding="utf-8")
    flow = PortraitImport(bench.file, bench.page.context)
    flow.imported.connect(bench.file.refresh)
    flow.read(path)
    bench.settle()
    (dialog,) = bench.page.findChildren(PortraitPreviewDialog)
    QAbstractItemModelTester(dialog.model, FATAL, dialog.model)
    assert dialog.model.rowCount() == 2
    assert bench.call(lambda: find_customer(bench.workspace, ACCOUNT)).portrait == before
    dialog.accept()
    bench.settle()
    after = bench.call(lambda: find_customer(bench.workspace, ACCOUNT)).portrait
    assert after is not None
    assert (after.complaints, after.breaches) == (6.0, 2.0)
    undo = bench.notices[-1].on_action
    assert undo is not None
    undo()
    bench.settle()
    assert bench.call(lambda: find_customer(bench.workspace, ACCOUNT)).portrait == before


def test_a_picture_opens_by_what_it_is_and_a_program_does_not(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    row = services.add_paper(bench.workspace, ACCOUNT, b"\xff\xd8\xff picture", "配电室.jpg")
    actions = bench.open("documents").actions_
    actions.open_document(replace(row, name="配电室.bat"))
    bench.settle()
    assert [Path(path).name for path in opened] == ["配电室.bat.jpg"]
    script = bench.workspace.store.blobs.put(b"@echo off\r\ncalc.exe\r\n")
    for name in ("report.bat", "photo.png"):
        actions.open_document(replace(row, name=name, sha=script))
        bench.settle()
        assert name in bench.notices[-1].text
    assert len(opened) == 1
