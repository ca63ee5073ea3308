"""Writing and importing exchange files in the window: every step, what goes wrong, and with the keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.i18n import _
from inspector.services import Workspace
from inspector.services.exchange.exporting import export_exchange
from inspector.services.exchange.parties import own_card_file, partners, trust_card
from inspector.services.exchange.views import Outline, Partner
from inspector.ui.exchange.cards import OwnCardDialog, TrustDialog
from inspector.ui.exchange.export_steps import WhatStep
from inspector.ui.exchange.export_wizard import ExportWizard, open_export_wizard
from inspector.ui.exchange.import_wizard import ImportWizard, open_import_wizard
from inspector.ui.exchange.places import last_folder
from inspector.ui.kit.chip import FilterChip
from inspector.ui.kit.dialog import Dialog
from inspector.ui.page import Context
from tests.unit.services.exchange_world import Laptop, photo


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Laptop]:
    """The laptop at the other end."""
    stick = tmp_path / "stick"
    stick.mkdir()
    made = Laptop(tmp_path / "other", "bob", stick)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    return made


@pytest.fixture
def export(qtbot: QtBot, context: Context, window: QWidget) -> ExportWizard:
    wizard = open_export_wizard(context, window)
    rest(qtbot, context)
    return wizard


@pytest.fixture
def take(qtbot: QtBot, context: Context, window: QWidget) -> ImportWizard:
    return open_import_wizard(context, window)


def rest(qtbot: QtBot, context: Context) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy, timeout=20_000)


def befriend(workspace: Workspace, other: Laptop) -> None:
    path, fingerprint = other.card()
    trust_card(workspace, path, fingerprint)
    data, card = own_card_file(workspace)
    mine = other.stick / "mine.hzc"
    mine.write_bytes(data)
    trust_card(other.workspace, mine, card.fingerprint)


def chosen(wizard: ExportWizard) -> str:
    partner = wizard.whom.partner
    return partner.id if partner is not None else ""


def one(window: QWidget, kind: type[Dialog]) -> Dialog:
    (found,) = window.findChildren(kind)
    assert isinstance(found, Dialog)
    return found


def test_a_laptop_is_added_by_its_card_and_gets_a_file(
    qtbot: QtBot, export: ExportWizard, context: Context, window: QWidget, other: Laptop
) -> None:
    assert chosen(export) == ""
    assert not export.accept_button.isEnabled()
    assert export.whom.empty.isVisible()
    path, fingerprint = other.card()
    export.look_at_card(path)
    rest(qtbot, context)
    dialog = one(window, TrustDialog)
    assert dialog.first_focus() is dialog.cancel_button
    assert fingerprint in [label.text() for label in dialog.findChildren(type(export.written.title))]
    dialog.accept()
    rest(qtbot, context)
    assert chosen(export) == other.device.id
    QTest.keyClick(export.whom.list, Qt.Key.Key_Return)
    rest(qtbot, context)
    assert export.outline is not None
    assert export.what.facts.texts[1] == f"{_('Records')}: {export.outline.frames}"
    out = other.stick / "a.hzx"
    export.write_to(out)
    assert export.cancel_button.label == _("Stop")
    assert not export.cancel_button.hasFocus()  # Enter, pressed once too often, must not stop it
    rest(qtbot, context)
    assert export.written.isVisible()
    assert export.result is not None
    assert export.result.paths == (out,)
    assert not export.cancel_button.isVisible()
    assert last_folder(context.preferences) == str(out.parent)
    with qtbot.waitSignal(export.accepted):
        QTest.keyClick(export, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    _data, mine = own_card_file(context.workspace)
    assert other.take(out, trusted=mine.fingerprint).stored == export.result.frames


def test_a_card_that_is_none_and_a_stick_that_is_gone_are_told_in_place(
    qtbot: QtBot, context: Context, window: QWidget, workspace: Workspace, other: Laptop
) -> None:
    befriend(workspace, other)
    export = open_export_wizard(context, window, other.device.id)
    rest(qtbot, context)
    wrong = other.stick / "wrong.hzc"
    wrong.write_bytes(b"{}")
    export.look_at_card(wrong)
    rest(qtbot, context)
    assert wrong.name in export.whom.problem.words.text()
    export.accept()
    rest(qtbot, context)
    export.write_to(other.stick / "gone" / "a.hzx")
    rest(qtbot, context)
    assert export.what.problem.isVisible()
    assert "gone" in export.what.problem.words.text()
    export.write_to(other.stick / "b.hzx")
    rest(qtbot, context)
    assert export.written.isVisible()
    QTest.keyClick(export, Qt.Key.Key_Escape)
    assert not export.isVisible()


def test_writing_can_be_stopped_and_leaves_nothing(
    qtbot: QtBot, context: Context, window: QWidget, workspace: Workspace, other: Laptop
) -> None:
    befriend(workspace, other)
    export = open_export_wizard(context, window)
    rest(qtbot, context)
    export.accept()
    rest(qtbot, context)
    export.write_to(other.stick / "a.hzx")
    QTest.keyClick(export, Qt.Key.Key_Escape)
    rest(qtbot, context)
    assert export.isVisible()
    assert export.what.isVisible()
    assert not export.what.problem.isVisible()
    assert list(other.stick.glob("*.hzx")) == []
    QTest.keyClick(export, Qt.Key.Key_Escape)
    assert not export.isVisible()


def test_the_own_card_is_written_and_its_fingerprint_shown(
    qtbot: QtBot, export: ExportWizard, context: Context, window: QWidget, other: Laptop
) -> None:
    path = other.stick / "me.hzc"
    export.save_own_card(path)
    rest(qtbot, context)
    one(window, OwnCardDialog).accept()
    _data, card = own_card_file(context.workspace)
    assert trust_card(other.workspace, path, card.fingerprint).id == context.workspace.store.device.id


def test_a_file_is_looked_at_imported_and_answered(
    qtbot: QtBot, take: ImportWizard, context: Context, window: QWidget, workspace: Workspace, other: Laptop
) -> None:
    befriend(workspace, other)
    other.hazard("1", photo("1"))
    (path,) = other.export(workspace.store.device.id).paths
    take.look_at([path])
    rest(qtbot, context)
    assert take.accept_button.label == _("Import")
    assert path.name in take.look.texts[0]
    QTest.keyClick(take.accept_button, Qt.Key.Key_Return)
    rest(qtbot, context)
    assert take.result is not None
    assert (take.result.outcome, take.result.stored, take.result.files_received) == ("done", 2, 1)
    assert take.report.title.text() == _("Everything was imported")
    take.answer.clicked.emit()
    rest(qtbot, context)
    (answer,) = window.findChildren(ExportWizard)
    assert chosen(answer) == other.device.id


def test_a_stranger_is_trusted_only_on_purpose(
    qtbot: QtBot, take: ImportWizard, context: Context, workspace: Workspace, other: Laptop
) -> None:
    data, card = own_card_file(workspace)
    mine = other.stick / "mine.hzc"
    mine.write_bytes(data)
    trust_card(other.workspace, mine, card.fingerprint)
    (path,) = other.export(workspace.store.device.id).paths
    take.look_at([path])
    rest(qtbot, context)
    assert take.look.fingerprint.text() == other.card()[1]
    assert take.accept_button.label == _("The fingerprints are the same: import")
    assert take.first_focus() is take.cancel_button
    assert workspace.call(lambda: partners(workspace)) == ()
    take.accept()
    rest(qtbot, context)
    assert take.result is not None
    assert take.result.outcome == "done"
    assert [one.id for one in workspace.call(lambda: partners(workspace))] == [other.device.id]


def test_files_that_cannot_be_imported_say_why(
    qtbot: QtBot, take: ImportWizard, context: Context, workspace: Workspace, other: Laptop
) -> None:
    befriend(workspace, other)
    (good,) = other.export(workspace.store.device.id).paths
    damaged, foreign, own = (other.stick / name for name in ("damaged.hzx", "foreign.hzx", "own.hzx"))
    damaged.write_bytes(good.read_bytes()[:-7])
    foreign.write_bytes(b"a photo")
    export_exchange(workspace, own, other.device.id)
    take.look_at([damaged, foreign, own])
    rest(qtbot, context)
    assert not take.accept_button.isEnabled()
    assert [sum(name in text for text in take.look.texts) for name in ("damaged", "foreign", "own.hzx")] == [1, 1, 1]
    QTest.keyClick(take, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert take.look.isVisible()
    take.back()
    take.look_at([damaged, good])
    rest(qtbot, context)
    take.accept()
    rest(qtbot, context)
    assert take.result is not None
    assert [one.path for one in take.result.files] == [good]


@pytest.mark.parametrize("size", [(1180, 640), (1366, 690)])
def test_every_step_fits_into_a_low_window(
    qtbot: QtBot, context: Context, window: QWidget, workspace: Workspace, other: Laptop, size: tuple[int, int]
) -> None:
    befriend(workspace, other)
    window.resize(*size)
    wizard = open_import_wizard(context, window, None)
    (path,) = other.export(workspace.store.device.id).paths
    wizard.look_at([path, *(other.stick / f"{number}.hzx" for number in range(6))])
    rest(qtbot, context)
    panel = wizard._panel.geometry()
    assert window.rect().contains(panel)
    assert wizard.accept_button.isVisible()


def test_areas_are_called_by_their_names_where_those_are_known(qtbot: QtBot) -> None:
    step = WhatStep()
    qtbot.addWidget(step)
    laptop = Partner("d1", "laptop", "b", source="card")
    step.show_outline(Outline(laptop, (("a1", 2), ("a2", 1)), 3, 3, 0, 0, 0, 1, {"a1": "嘉陵供电区"}))
    shown = [chip.accessibleName() for chip in step.findChildren(FilterChip)]
    assert shown == ["嘉陵供电区 2", f"{_('Unnamed area')} 1"]
    step.findChildren(FilterChip)[1].clicked.emit()
    assert step.areas == ("a1",)
