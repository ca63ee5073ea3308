"""Paper: the pages are seen before they are printed, a long document is rendered only where it is read, and what comes
out of the printer are the chosen pages."""

import io
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.ui.kit.button import Kind
from inspector.ui.page import Context
from inspector.ui.printing.dialog import PrintDialog, print_document

A4_LANDSCAPE = (842.0, 595.0)


def document(pages: int, size: tuple[float, float] = A4_LANDSCAPE) -> bytes:
    """A PDF of empty pages."""
    made = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        made.new_page(*size)
    out = io.BytesIO()
    made.save(out)
    made.close()
    return out.getvalue()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(1366, 690)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def opened(qtbot: QtBot, window: QWidget, context: Context, pages: int) -> PrintDialog:
    dialog = print_document(window, context, document(pages), title="Ledger", name="ledger.pdf")
    qtbot.waitUntil(lambda: bool(dialog.pages.pictures) and not context.tasks.busy)
    return dialog


def is_here(dialog: PrintDialog, page: int) -> bool:
    """Whether a page was rendered and kept."""
    return page in dialog.pages.pictures


def test_only_the_pages_that_are_read_are_rendered(qtbot: QtBot, window: QWidget, context: Context) -> None:
    dialog = opened(qtbot, window, context, 120)
    assert 0 in dialog.pages.pictures
    assert len(dialog.pages.pictures) < 5
    QTest.keyClick(dialog.pages, Qt.Key.Key_End)
    assert dialog.pages.page == 119
    qtbot.waitUntil(lambda: 119 in dialog.pages.pictures)
    for page in range(0, 120, 10):
        dialog.pages.go_to(page)
        qtbot.waitUntil(partial(is_here, dialog, page))
    assert len(dialog.pages.pictures) <= 12


def test_a_larger_page_keeps_the_place(qtbot: QtBot, window: QWidget, context: Context) -> None:
    dialog = opened(qtbot, window, context, 9)
    dialog.pages.go_to(5)
    QTest.keyClicks(dialog.pages, "+")
    assert dialog.pages.zoom == 1.5
    assert dialog.pages.page == 5
    QTest.keyClicks(dialog.pages, "-")
    assert (dialog.pages.zoom, dialog.pages.page) == (1.0, 5)


def test_the_chosen_pages_come_out_upright_or_lying_as_they_are(
    qtbot: QtBot, window: QWidget, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, context, 6)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setFromTo(2, 4)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.print_on(printer)
    printed = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    sizes = [printed.get_page_size(page) for page in range(len(printed))]
    printed.close()
    assert len(sizes) == 3
    assert all(width == pytest.approx(842, abs=2) and height == pytest.approx(595, abs=2) for width, height in sizes)


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_refuses_leaves_the_document_open(
    qtbot: QtBot, window: QWidget, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, context, 2)
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "missing" / "out.pdf"))
    with qtbot.waitSignal(context.messages.posted) as shown:
        dialog.print_on(printer)
    assert shown.args[0].text == describe(Problem("print_failed"))
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()


def test_ctrl_p_opens_the_systems_dialog_where_there_is_a_printer_and_saving_comes_first_where_there_is_none(
    qtbot: QtBot, window: QWidget, context: Context
) -> None:
    dialog = opened(qtbot, window, context, 3)
    printers = bool(QPrinterInfo.availablePrinterNames())
    assert dialog.accept_button.isEnabled() is printers
    assert dialog.save_button._kind is (Kind.SECONDARY if printers else Kind.PRIMARY)
    assert dialog.accept_button._kind is (Kind.PRIMARY if printers else Kind.SECONDARY)
    QTest.keyClick(dialog.pages, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    chooser = dialog.findChild(QPrintDialog)
    assert (chooser is not None) is printers
    if isinstance(chooser, QPrintDialog):
        assert (chooser.minPage(), chooser.maxPage()) == (1, 3)
        chooser.reject()
    assert dialog.isVisible()


def test_ctrl_s_saves_the_file_and_esc_goes_back(
    qtbot: QtBot, window: QWidget, context: Context, tmp_path: Path
) -> None:
    dialog = opened(qtbot, window, context, 1)
    QTest.keyClick(dialog.pages, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    chooser = dialog.findChild(QFileDialog)
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "ledger.pdf"))
    qtbot.waitUntil((tmp_path / "ledger.pdf").exists)
    assert (tmp_path / "ledger.pdf").read_bytes().startswith(b"%PDF")
    chooser.reject()
    QTest.keyClick(dialog.pages, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert QApplication.focusWidget() is not dialog.pages
