"""Step 4 on a real visit: signing, clearing, jumping to what is missing, issuing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pypdfium2
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import SignMethod, Step, VisitStatus
from inspector.services import Workspace
from inspector.services.ledgers.views import LedgerQuery
from inspector.services.visits.views import RowKind, SummaryView
from inspector.ui.kit.dialog import ConfirmDialog
from inspector.ui.messages import Messages, Notice
from inspector.ui.tasks import Tasks
from inspector.ui.visit.full_pad import FullPad
from inspector.ui.visit.merge_dialog import MergeDialog
from inspector.ui.visit.page import VisitPage
from inspector.ui.visit.presenter import VisitPresenter
from inspector.ui.visit.sign_dialogs import DetailsDialog, PaperDialog, PinDialog, RefusalDialog
from inspector.ui.visit.signer_box import SignerBox
from inspector.ui.visit.summary import SummaryPanel
from tests.ui.visit import complete_visit
from tests.ui.visit.complete_visit import PIN

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample workspace; tests work on copies."""
    path = tmp_path_factory.mktemp("demo") / "workspace"
    services.create_demo(path, customers=5, hazards=6)
    return path


@dataclass
class Desk:
    """A visit whose content is complete, open at step 4 in a window."""

    workspace: Workspace
    page: VisitPage
    notices: list[Notice]
    qtbot: QtBot

    @property
    def panel(self) -> SummaryPanel:
        panel = self.page.panels.panel(Step.SUMMARY)
        assert isinstance(panel, SummaryPanel)
        return panel

    @property
    def visit(self) -> str:
        return self.page.presenter.visit.id

    def call(self, work: Callable[[], T]) -> T:
        return self.workspace.call(work)

    def summary(self) -> SummaryView:
        return self.call(lambda: services.summary(self.workspace, self.visit))

    def boxes(self) -> list[SignerBox]:
        return list(self.panel.signatures.boxes.values())

    def dialog(self, kind: type[W]) -> W:
        """The open dialog of this kind."""
        self.qtbot.waitUntil(lambda: any(one.isVisible() for one in self.page.window().findChildren(kind)))
        return next(one for one in self.page.window().findChildren(kind) if one.isVisible())

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key for whatever has the focus."""
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, key, modifiers)

    def sign_pin(self, box: SignerBox) -> None:
        """Sign by keyboard: Enter on the pad, PIN, Enter."""
        box.pad.setFocus()
        self.press(Qt.Key.Key_Return)
        dialog = self.dialog(PinDialog)
        QTest.keyClicks(dialog.field.editor, PIN)
        self.press(Qt.Key.Key_Return)
        self.qtbot.waitUntil(lambda: box.signed)


@pytest.fixture
def desk(demo: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    workspace = services.open_workspace(complete_visit.copy_of(demo, tmp_path), clock=complete_visit.by_day)
    visit = complete_visit.open_first(workspace)
    complete_visit.complete(workspace, visit.id)
    complete_visit.fail_some(workspace, visit)
    messages = Messages()
    notices: list[Notice] = []
    messages.posted.connect(notices.append)
    tasks = Tasks(workspace, messages)
    presenter = VisitPresenter(workspace, tasks, messages, visit)
    page = VisitPage(presenter, {Step.SUMMARY: SummaryPanel})
    qtbot.addWidget(page)
    page.resize(1286, 638)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.open_step(Step.SUMMARY)
    made = Desk(workspace, page, notices, qtbot)
    qtbot.waitUntil(lambda: made.panel.summary is not None)
    yield made
    page.leave()
    page.hide()
    qtbot.waitUntil(lambda: not tasks.busy)
    tasks.shut_down()
    workspace.close()


def draw(box: SignerBox) -> None:
    QTest.mousePress(box.pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 20))
    QTest.mouseMove(box.pad, QPoint(160, 50))
    QTest.mouseMove(box.pad, QPoint(220, 24))
    QTest.mouseRelease(box.pad, Qt.MouseButton.LeftButton, pos=QPoint(220, 24))


def test_a_visit_is_signed_and_issued_by_keyboard(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    paper = tmp_path / "paper.jpg"
    paper.write_bytes(complete_visit.paper())
    first, second, customer = desk.boxes()
    desk.sign_pin(first)
    assert second.pad.hasFocus()
    desk.sign_pin(second)
    assert customer.pad.hasFocus()
    desk.press(Qt.Key.Key_Return)
    dialog = desk.dialog(PaperDialog)
    dialog.fields.title.set_value("值长")
    QTest.keyClicks(dialog.path.editor, str(paper))
    QTest.keyClick(dialog.path.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: customer.signed, timeout=10_000)
    signed = {box.who: box for box in desk.summary().signatures}["customer"]
    assert signed.method is SignMethod.PAPER
    assert signed.role == "值长"
    assert signed.image
    with qtbot.waitSignal(desk.page.presenter.issued, timeout=15_000) as issued:
        desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    made = issued.args[0]
    assert len(made.hazards) == 2
    assert desk.panel.issued is not None
    assert desk.panel.issued.isVisible()
    assert made.reply_code
    assert desk.panel.issued.copy_button.isVisible()
    rows = desk.call(lambda: services.visit_rows(desk.workspace))
    assert next(row for row in rows if row.id == made.visit).status is VisitStatus.SIGNED
    pdf = desk.call(lambda: services.result_notice(desk.workspace, made.visit))
    assert made.notice_number in pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    ledger = desk.call(
        lambda: services.ledger_page(desk.workspace, LedgerKind.RECTIFICATION, LedgerQuery(search=made.hazards[0][1]))
    )
    assert ledger.total == 1
    shown = desk.panel.issued
    desk.page.activateWindow()
    qtbot.waitUntil(shown.open_button.hasFocus)
    with qtbot.waitSignal(desk.page.close_requested):  # on to the next visit
        desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)


def test_a_wrong_pin_is_said_and_nothing_is_signed(desk: Desk, qtbot: QtBot) -> None:
    first = desk.boxes()[0]
    first.pad.setFocus()
    desk.press(Qt.Key.Key_Return)
    dialog = desk.dialog(PinDialog)
    QTest.keyClicks(dialog.field.editor, "9999")
    desk.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.field.editor.accessibleDescription()))
    assert not first.signed
    desk.press(Qt.Key.Key_Escape)
    assert first.pad.hasFocus()


def test_a_drawn_signature_is_stored_and_shown_in_the_preview(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(desk.panel.preview.pages), timeout=10_000)
    before = desk.panel.preview.pages[0].copy()
    box = desk.boxes()[0]
    draw(box)
    desk.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.signed)
    assert desk.summary().signatures[0].method is SignMethod.STROKES
    qtbot.waitUntil(lambda: desk.panel.preview.pages[0] != before, timeout=10_000)
    assert box.pad.strokes


def test_the_customer_without_a_name_is_asked_for_it_when_the_pad_is_signed(desk: Desk, qtbot: QtBot) -> None:
    box = desk.boxes()[2]
    box.details.clicked.emit()
    dialog = desk.dialog(DetailsDialog)
    dialog.fields.name.set_value("钱工")
    dialog.fields.title.set_value("厂长")
    dialog.accept()
    draw(box)
    desk.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: box.signed)
    signed = desk.summary().signatures[2]
    assert (signed.name, signed.role) == ("钱工", "厂长")


def test_a_refusal_stands_for_the_signature(desk: Desk, qtbot: QtBot) -> None:
    desk.panel.signatures.refusal_button.clicked.emit()
    dialog = desk.dialog(RefusalDialog)
    dialog.reason.set_value("不认可")
    dialog.witness.set_value("门卫陈某")
    dialog.accept()
    qtbot.waitUntil(lambda: desk.boxes()[2].signed)
    assert [one.ref for one in desk.summary().missing] == [box.who for box in desk.boxes()[:2]]


def test_f7_signs_on_the_whole_screen(desk: Desk, qtbot: QtBot) -> None:
    box = desk.boxes()[0]
    box.pad.setFocus()
    desk.press(Qt.Key.Key_F7)
    qtbot.waitUntil(lambda: bool(desk.page.findChildren(FullPad)))
    full = desk.page.findChildren(FullPad)[0]
    QTest.mousePress(full.pad, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))
    QTest.mouseMove(full.pad, QPoint(200, 90))
    QTest.mouseRelease(full.pad, Qt.MouseButton.LeftButton, pos=QPoint(200, 90))
    full.done_button.clicked.emit()
    qtbot.waitUntil(lambda: box.signed)
    assert box.pad.strokes


def test_signing_again_takes_the_signature_back(desk: Desk, qtbot: QtBot) -> None:
    box = desk.boxes()[0]
    desk.sign_pin(box)
    QTest.mouseClick(box.again, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not box.signed)
    assert desk.summary().signatures[0].method is None


def test_issuing_early_jumps_to_the_signer_who_is_missing(desk: Desk, qtbot: QtBot) -> None:
    first, second, _customer = desk.boxes()
    desk.sign_pin(first)
    desk.panel.preview.take_focus()
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(desk.notices))
    assert second.view.name in desk.notices[-1].text
    assert second.pad.hasFocus()


def test_an_unanswered_question_keeps_signatures_away_and_is_jumped_to(desk: Desk, qtbot: QtBot) -> None:
    visit = desk.page.presenter.visit
    form = desk.call(lambda: services.form_view(desk.workspace, visit.id, visit.infrastructure))
    ref = next(row.ref for row in form.sections[-1].rows if row.kind is RowKind.JUDGED)
    desk.page.presenter.write(lambda: services.record_answer(desk.workspace, visit.id, visit.infrastructure, ref, ""))
    qtbot.waitUntil(lambda: desk.boxes()[0].pad.locked)
    with qtbot.waitSignal(desk.page.presenter.go_requested) as jumped:
        desk.page.footer.primary.clicked.emit()
    assert jumped.args == [Step.INFRASTRUCTURE, visit.infrastructure, ref]


def test_a_proposal_is_merged_with_a_finding(desk: Desk, qtbot: QtBot) -> None:
    visit = desk.page.presenter.visit
    found = next(one.target for one in visit.indications if one.target.form == "indications-transformer")
    ref = "/data/readings/core_earth_current"
    desk.page.presenter.answer(found, ref, "7000")
    qtbot.waitUntil(lambda: len(desk.panel.list.proposals.cards) == 1)
    before = [one.id for one in desk.summary().hazards]
    desk.panel.list.proposals.cards[0].merge_button.setFocus()
    desk.press(Qt.Key.Key_Return)
    dialog = desk.dialog(MergeDialog)
    into = dialog.field.value()
    assert into in before
    desk.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not desk.panel.list.proposals.cards)
    assert [one.id for one in desk.summary().hazards] == before
    assert not desk.summary().proposals


def test_an_edit_after_signing_warns_and_clears(desk: Desk, qtbot: QtBot) -> None:
    first = desk.boxes()[0]
    desk.sign_pin(first)
    draft = desk.summary().hazards[0].id
    desk.page.presenter.edit_hazard(draft, measure="另换")
    dialog = desk.dialog(ConfirmDialog)
    assert first.signed
    dialog.accept()
    qtbot.waitUntil(lambda: not first.signed)
    assert desk.panel.list._banner.isVisible()
    desk.sign_pin(first)
    assert not desk.panel.list._banner.isVisible()


def test_a_file_that_is_no_picture_is_told_in_the_dialog(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"no picture")
    desk.panel.signing.ask_paper("customer")
    dialog = desk.dialog(PaperDialog)
    dialog.path.set_value(str(bad))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(dialog.path.editor.accessibleDescription()))
    dialog.path.set_value(str(tmp_path / "absent.jpg"))
    before = dialog.path.editor.accessibleDescription()
    dialog.accept()
    qtbot.waitUntil(lambda: dialog.path.editor.accessibleDescription() not in ("", before))
    assert not desk.boxes()[2].signed
    dialog.reject()


def test_the_notice_is_saved_as_a_file(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    target = tmp_path / "notice.pdf"
    desk.panel.files.save(target)
    qtbot.waitUntil(lambda: any(str(target) in notice.text for notice in desk.notices), timeout=10_000)
    assert target.read_bytes().startswith(b"%PDF")
