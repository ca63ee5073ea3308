"""The settings of documents: logo, signature lines, patterns of numbers."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector.services.preferences.numbering import PATTERNS
from inspector.services.printing.settings import DocumentSettings, SignatureLine, document_settings
from inspector.ui.page import Context
from inspector.ui.settings.documents import DocumentsSection


def section(qtbot: QtBot, context: Context) -> DocumentsSection:
    made = DocumentsSection(context)
    qtbot.addWidget(made)
    made.show()
    made.activated()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return made


def kept(context: Context) -> DocumentSettings:
    workspace = context.workspace
    found: DocumentSettings = workspace.call(lambda: document_settings(workspace))
    return found


def type_into(qtbot: QtBot, context: Context, section: DocumentsSection, series: str, pattern: str) -> None:
    editor = section.numbering.rows[series].pattern.editor
    editor.setFocus()
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, pattern)
    section.logo.choose.setFocus()
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_a_pattern_is_kept_when_its_field_is_left_and_shows_the_next_number(context: Context, qtbot: QtBot) -> None:
    shown = section(qtbot, context)
    row = shown.numbering.rows["rectification_notice"]
    assert not row.back.isVisible()
    type_into(qtbot, context, shown, "rectification_notice", "ZGTZ-{year}-{device}-{count}")
    assert kept(context).numbering["rectification_notice"] == "ZGTZ-{year}-{device}-{count}"
    assert row.example.full_text().startswith("ZGTZ-")
    row.back.clicked.emit()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert row.pattern.value() == PATTERNS["rectification_notice"]
    assert kept(context).numbering["rectification_notice"] == PATTERNS["rectification_notice"]


def test_a_pattern_without_the_device_is_refused_at_its_field_and_stays_there(context: Context, qtbot: QtBot) -> None:
    shown = section(qtbot, context)
    type_into(qtbot, context, shown, "hazard", "YH-{year}-{count}")
    row = shown.numbering.rows["hazard"]
    assert "{device}" in row.pattern.editor.accessibleDescription()
    type_into(qtbot, context, shown, "notice", "TZ{year}-{device}-{count}")
    assert row.pattern.value() == "YH-{year}-{count}", "another field does not overwrite it"
    assert kept(context).numbering["hazard"] == PATTERNS["hazard"]


def test_names_and_words_under_ledgers_are_kept(context: Context, qtbot: QtBot) -> None:
    shown = section(qtbot, context)
    QTest.keyClicks(shown.signers.rows[1].name.editor, "Zhang")
    shown.signers.rows[1].role.editor.setFocus()
    QTest.keyClicks(shown.signers.rows[1].role.editor, "Reviewed")
    shown.logo.choose.setFocus()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert kept(context).signers[1] == SignatureLine("Reviewed", "Zhang")


def test_a_logo_is_shown_and_kept_and_a_small_one_is_refused(context: Context, qtbot: QtBot, tmp_path: Path) -> None:
    shown = section(qtbot, context)
    Image.new("RGB", (400, 200), (200, 30, 30)).save(tmp_path / "logo.png")
    Image.new("RGB", (20, 20)).save(tmp_path / "small.png")
    shown.take_logo(tmp_path / "logo.png")
    qtbot.waitUntil(shown.logo.remove.isVisible)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    before = kept(context).logo
    assert before
    shown.take_logo(tmp_path / "small.png")
    qtbot.waitUntil(lambda: "20 × 20" in shown.logo.error.text())
    assert kept(context).logo == before
    shown.logo.remove.clicked.emit()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert kept(context).logo == ""
