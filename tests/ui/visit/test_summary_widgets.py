from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.domain.visit import SignMethod, Step
from inspector.services.visits.remark_views import Remark
from inspector.services.visits.views import Missing, SummaryView
from inspector.ui.visit.findings import FindingRow, GradeHead, MissingRow, OldRow
from inspector.ui.visit.notice_preview import NoticePreview
from inspector.ui.visit.proposals import HazardEdit, ProposalCard
from inspector.ui.visit.remark_rows import RemarkRow
from inspector.ui.visit.sign_dialogs import PaperDialog, PinDialog, RefusalDialog
from inspector.ui.visit.signatures import Signatures
from inspector.ui.visit.summary_list import SummaryList
from tests.ui.visit import summary_views as views


def list_of(qtbot: QtBot, view: SummaryView, missing: tuple[Missing, ...] = ()) -> SummaryList:
    made = SummaryList()
    qtbot.addWidget(made)
    made.resize(447, 900)
    made.show_summary(view, missing, 2026)
    made.show()
    return made


def shown(parent: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [row for row in parent.findChildren(kind) if row.isVisible()]


def test_findings_stand_under_their_grade_gravest_first(qtbot: QtBot) -> None:
    made = list_of(qtbot, views.summary())
    rows = sorted(
        [*shown(made, GradeHead), *shown(made, FindingRow)], key=lambda row: row.mapTo(made, row.rect().topLeft()).y()
    )
    kinds = [row.draft.grade if isinstance(row, FindingRow) else None for row in rows]
    critical, serious, general = Grade.CRITICAL, Grade.SERIOUS, Grade.GENERAL
    assert kinds == [None, critical, None, serious, serious, None, general, general, general]
    assert "06-12" in rows[1].accessibleName()


def test_a_finding_opens_its_source_by_keyboard(qtbot: QtBot) -> None:
    made = list_of(qtbot, views.summary())
    made.focus_first()
    first = made.window().focusWidget()
    QTest.keyClick(first, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.finding_opened) as opened:
        QTest.keyClick(made.window().focusWidget(), Qt.Key.Key_Return)
    assert opened.args == ["heat"]


def test_a_reload_keeps_the_focus_on_the_same_finding(qtbot: QtBot) -> None:
    made = list_of(qtbot, views.summary())
    made.focus_first()
    QTest.keyClick(made.window().focusWidget(), Qt.Key.Key_Down)
    made.show_summary(views.summary(), (), 2026)
    focused = made.window().focusWidget()
    assert isinstance(focused, FindingRow)
    assert focused.draft.id == "heat"


def test_an_old_hazard_opens_where_it_is_judged(qtbot: QtBot) -> None:
    made = list_of(qtbot, views.summary())
    row = shown(made, OldRow)[0]
    with qtbot.waitSignal(made.old_opened) as opened:
        QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert opened.args == ["h-YH-2025-0107"]


def test_much_that_is_missing_folds_and_each_line_jumps(qtbot: QtBot) -> None:
    missing = tuple(Missing(f"{i}", Step.INFRASTRUCTURE, views.SITE, f"/data/q{i}") for i in range(20))
    made = list_of(qtbot, views.summary(), missing)
    rows = shown(made, MissingRow)
    assert len(rows) == 4
    with qtbot.waitSignal(made.missing_opened) as opened:
        QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    assert opened.args == [missing[1]]


def card_of(qtbot: QtBot) -> ProposalCard:
    card = ProposalCard(views.PROPOSAL)
    qtbot.addWidget(card)
    card.resize(420, 300)
    card.show()
    card.activateWindow()
    qtbot.waitUntil(card.isActiveWindow)
    card.setFocus()
    return card


def test_a_proposal_is_accepted_as_it_stands(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    with qtbot.waitSignal(card.accepted) as accepted:
        QTest.keyClick(card.accept_button, Qt.Key.Key_Return)
    assert accepted.args == ["loop", None]


def test_a_proposal_is_accepted_with_changes(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    QTest.keyClick(card.edit_button, Qt.Key.Key_Space)
    QTest.keyClicks(card.editor.description.editor, "!")
    card.editor.deadline.set_date(date(2026, 6, 20))
    with qtbot.waitSignal(card.accepted) as accepted:
        card._accept_edited.clicked.emit()
    edit = accepted.args[1]
    assert isinstance(edit, HazardEdit)
    assert edit.description != views.PROPOSAL.description
    assert edit.deadline == date(2026, 6, 20)
    assert edit.grade is Grade.SERIOUS


def test_a_proposal_is_not_dismissed_without_a_reason(qtbot: QtBot) -> None:
    card = card_of(qtbot)
    heard: list[tuple[str, str]] = []
    card.dismissed.connect(lambda key, reason: heard.append((key, reason)))
    QTest.keyClick(card.dismiss_button, Qt.Key.Key_Return)
    QTest.keyClick(card.reason.editor, Qt.Key.Key_Return)
    assert heard == []
    QTest.keyClicks(card.reason.editor, "measured again: 85")
    QTest.keyClick(card.reason.editor, Qt.Key.Key_Return)
    assert heard == [("loop", "measured again: 85")]


def boxes_of(qtbot: QtBot) -> Signatures:
    made = Signatures()
    qtbot.addWidget(made)
    made.resize(464, 518)
    made.show_signatures(views.summary().signatures)
    made.show()
    return made


def test_pads_share_the_height_of_a_small_laptop(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    qtbot.waitExposed(made)
    heights = [box.pad.height() for box in made.boxes.values()]
    assert min(heights) >= 84
    assert max(heights) - min(heights) <= 1


def test_the_current_signer_is_the_first_who_has_not_signed(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    assert made.current == "p-wang"
    made.show_signatures((views.SIGNED_WANG, views.LI, views.ZHAO))
    assert made.current == "p-li"
    made.show_signatures((views.SIGNED_WANG, views.SIGNED_LI, views.ZHAO))
    assert made.current == "customer"


def test_nobody_signs_before_the_content_is_complete(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    made.set_ready(False)
    assert all(box.pad.locked for box in made.boxes.values())
    assert not made.paper_button.isEnabled()
    assert not made.refusal_button.isEnabled()
    made.set_ready(True)
    assert not any(box.pad.locked for box in made.boxes.values())


def test_a_signed_box_is_locked_until_it_is_signed_again(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    made.show_signatures((views.SIGNED_WANG, views.LI, views.ZHAO))
    box = made.boxes["p-wang"]
    assert box.pad.strokes == views.STROKES
    assert box.pad.locked
    with qtbot.waitSignal(made.clear_requested) as cleared:
        QTest.mouseClick(box.again, Qt.MouseButton.LeftButton)
    assert cleared.args == ["p-wang"]
    assert not box.pad.strokes


def test_cleared_signatures_leave_empty_pads(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    made.show_signatures((views.SIGNED_WANG, views.SIGNED_LI, views.ZHAO))
    made.show_signatures((views.WANG, views.LI, views.ZHAO))
    assert all(box.pad.strokes == () and not box.signed for box in made.boxes.values())
    assert all(box.pad.isVisible() for box in made.boxes.values())


def test_a_refusal_shows_reason_and_witness(qtbot: QtBot) -> None:
    made = boxes_of(qtbot)
    refused = replace(views.ZHAO, method=SignMethod.REFUSED, at=views.AT, reason="busy", witness="Chen")
    made.show_signatures((views.WANG, views.LI, refused))
    words = made.boxes["customer"].note.words
    assert "busy" in words
    assert "Chen" in words
    assert not made.refusal_button.isEnabled()


def window_of(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_a_wrong_pin_is_told_in_the_dialog_which_stays(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    dialog = PinDialog(window, "王工")
    dialog.open()
    QTest.keyClicks(dialog.field.editor, "0000")
    with qtbot.waitSignal(dialog.pin_entered) as entered:
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    assert entered.args == ["0000"]
    dialog.fail("no")
    assert dialog.isVisible()
    assert dialog.field.editor.accessibleDescription() == "no"
    with qtbot.waitSignal(dialog.pin_entered):
        QTest.keyClick(dialog.field.editor, Qt.Key.Key_Return)
    dialog.succeed()
    assert not dialog.isVisible()


def test_a_refusal_needs_reason_and_witness(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    dialog = RefusalDialog(window)
    heard: list[tuple[str, str]] = []
    dialog.refused.connect(lambda reason, witness: heard.append((reason, witness)))
    dialog.open()
    QTest.keyClicks(dialog.reason.editor, "no time")
    dialog.accept()
    assert heard == []
    QTest.keyClicks(dialog.witness.editor, "Chen")
    dialog.accept()
    assert heard == [("no time", "Chen")]


def test_the_paper_dialog_takes_a_typed_path_and_the_name(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    dialog = PaperDialog(window, "", "")
    dialog.open()
    assert dialog.fields.name.editor.hasFocus()
    QTest.keyClicks(dialog.fields.name.editor, "Zhao")
    QTest.keyClicks(dialog.path.editor, "/x/paper.jpg")
    with qtbot.waitSignal(dialog.photo_chosen) as chosen:
        QTest.keyClick(dialog.path.editor, Qt.Key.Key_Return)
    assert chosen.args == ["/x/paper.jpg", "Zhao", ""]


def test_the_preview_asks_for_sharper_pages_when_zoomed(qtbot: QtBot) -> None:
    preview = NoticePreview()
    qtbot.addWidget(preview)
    preview.resize(373, 500)
    with qtbot.waitSignal(preview.pages_requested) as asked:
        preview.show()
    width = asked.args[0]
    page = QImage(width, round(width * 1.414), QImage.Format.Format_RGB32)
    preview.show_pages((page, page))
    assert len(preview.pages) == 2
    with qtbot.waitSignal(preview.pages_requested) as asked:
        QTest.keyClick(preview._area, Qt.Key.Key_Plus)
    assert asked.args[0] > 1.5 * width


def test_attention_and_overrides_are_counted_and_listed_before_signing(qtbot: QtBot) -> None:
    warm = Remark(
        "indications-switchgear|g05|/data/ir", "G05", "接头温度", "41 / 58 / 40 ℃", Verdict.ATTENTION, why="≤ 55"
    )
    decided = Remark(
        "transformer-oil|t2|/data/oil", "T2", "油击穿电压", "33.5 kV", Verdict.PASS, Verdict.FAIL, "复测合格"
    )
    made = list_of(qtbot, views.summary(remarks=(warm, decided)))
    rows = [row for row in made.findChildren(RemarkRow) if row.isVisible()]
    assert [row.remark for row in rows] == [decided, warm]
    assert "复测合格" in rows[0].accessibleName()
    assert "≤ 55" in rows[1].accessibleName()
    with qtbot.waitSignal(made.remark_opened) as opened:
        QTest.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    assert opened.args == [decided]
