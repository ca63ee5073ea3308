"""A document that can be had in both languages begins in the one this laptop prefers, and the other is one key away."""

import io

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.services.preferences.choosing import choose
from inspector.ui.page import Context
from inspector.ui.printing.dialog import PrintDialog, make_and_print, print_document

PAGES = {"zh_CN": 1, "en": 3}


def made(language: str) -> bytes:
    """A document whose language is told by how many pages it has."""
    document = pypdfium2.PdfDocument.new()
    for _number in range(PAGES[language]):
        document.new_page(595, 842)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def shown(qtbot: QtBot, window: QWidget, context: Context) -> PrintDialog:
    window.resize(1366, 690)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    make_and_print(window, context, made, title="Sheet", name="sheet.pdf")
    qtbot.waitUntil(lambda: window.findChild(PrintDialog) is not None)
    dialog = window.findChild(PrintDialog)
    assert dialog is not None
    settle(qtbot, dialog, context)
    return dialog


def settle(qtbot: QtBot, dialog: PrintDialog, context: Context) -> None:
    qtbot.waitUntil(lambda: bool(dialog.pages.pictures) and not context.tasks.busy)


def test_the_other_language_is_one_key_away(qtbot: QtBot, context: Context) -> None:
    window = QWidget()
    dialog = shown(qtbot, window, context)
    assert (dialog.language.value(), len(pypdfium2.PdfDocument(dialog.pdf))) == ("zh_CN", 1)
    dialog.language.setFocus()
    QTest.keyClick(dialog.language, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: len(pypdfium2.PdfDocument(dialog.pdf)) == 3)
    settle(qtbot, dialog, context)


def test_it_begins_in_the_language_that_was_chosen_for_documents(qtbot: QtBot, context: Context) -> None:
    workspace = context.workspace
    workspace.call(lambda: choose(workspace, {"document_language": "en"}))
    window = QWidget()
    dialog = shown(qtbot, window, context)
    assert (dialog.language.value(), len(pypdfium2.PdfDocument(dialog.pdf))) == ("en", 3)


def test_a_paper_that_was_issued_has_no_choice(qtbot: QtBot, context: Context) -> None:
    window = QWidget()
    window.resize(1366, 690)
    qtbot.addWidget(window)
    window.show()
    dialog = print_document(window, context, made("zh_CN"), title="Notice", name="notice.pdf")
    settle(qtbot, dialog, context)
    assert not dialog.language.isVisible()
