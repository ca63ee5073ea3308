"""Acting on hazards from the page: one and several, what is missing told at its field, and back in six seconds."""

from datetime import timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inspector import services
from inspector.domain.actions import Action
from inspector.services.hazards.given import Given
from inspector.services.registers.entries import add_person
from inspector.ui.decisions import decisions_of
from inspector.ui.kit.text import Text
from inspector.ui.ledger import LedgersPage
from inspector.ui.ledger.action_dialog import ActionDialog
from inspector.ui.ledger.register_dialog import RegisterHazardDialog
from inspector.ui.ledger.result_dialog import ResultDialog
from inspector.ui.ledger.serving import ServeDialog
from inspector.ui.page import Place
from tests.ui.ledger.steps import carried_out, column, notices, opened, settle
from tests.ui.sample import TODAY

PENDING, RECTIFYING, IN_REVIEW = "YH-2026-0103", "YH-2026-0106", "YH-2026-0105"


def dialog_of(page: LedgersPage) -> ActionDialog:
    (dialog,) = [found for found in page.window().findChildren(ActionDialog) if found.isVisible()]
    return dialog


def test_enter_records_a_rectification_and_it_goes_to_review(page: LedgersPage, qtbot: QtBot, tmp_path: Path) -> None:
    opened(qtbot, page, RECTIFYING)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    dialog = dialog_of(page)
    assert dialog.inputs["note"].value() == ""
    assert any("停电处理" in label.text() for label in dialog.findChildren(Text))
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert dialog.isVisible()
    assert dialog.inputs["note"].editor.property("invalid")
    dialog.inputs["note"].set_value("积水排净，管口封堵")
    picture = tmp_path / "after.jpg"
    Image.new("RGB", (64, 48), "steelblue").save(picture)
    dialog.inputs["photos"].add([str(picture)])
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    carried_out(qtbot, page)
    detail = page.drawer.detail
    assert detail is not None
    assert detail.status == "in_review"
    assert [photo.after for photo in detail.photos] == [True]
    assert detail.rectifiers[0].name == "刘工"


def test_a_decision_can_be_taken_back_and_what_was_typed_is_still_there(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, RECTIFYING)
    shown = notices(page)
    page.doing.actions.start(Action.VOID, detail)
    reason = dialog_of(page).inputs["reason"]
    reason.editor.setFocus()
    QTest.keyClicks(reason.editor, "registered twice")
    dialog_of(page).accept()
    qtbot.waitUntil(lambda: decisions_of(page.context).waiting == 1)
    assert not page.drawer.primary.isEnabled()
    assert shown[-1].on_action is not None
    shown[-1].on_action()
    settle(qtbot, page)
    assert page.drawer.detail is not None
    assert page.drawer.detail.status == "rectifying"
    assert page.drawer.primary.isEnabled()
    page.doing.actions.start(Action.VOID, page.drawer.detail)
    qtbot.waitUntil(lambda: dialog_of(page).inputs["reason"].value() == "registered twice")


def test_a_day_that_cannot_be_stands_at_its_field_and_nothing_is_decided(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, RECTIFYING)
    page.doing.actions.start(Action.EXTEND, detail)
    dialog = dialog_of(page)
    assert dialog.inputs["until"].day() == detail.hazard.deadline + timedelta(days=15)
    dialog.inputs["until"].set_date(detail.hazard.deadline)
    dialog.inputs["reason"].set_value("备件未到")
    dialog.accept()
    settle(qtbot, page)
    assert dialog.isVisible()
    assert dialog.inputs["until"].editor.property("invalid")
    assert decisions_of(page.context).waiting == 0


def test_whoever_decides_about_what_has_moved_on_is_told_what_is_new(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, RECTIFYING)
    workspace = page.context.workspace

    def elsewhere() -> None:
        workspace.act_as("wang")
        services.act(workspace, RECTIFYING, Action.SUBMIT, Given(note="已处理"))
        workspace.act_as("liu")

    workspace.call(elsewhere)
    page.doing.actions.start(Action.VOID, detail)
    dialog = dialog_of(page)
    dialog.inputs["reason"].set_value("误登记")
    dialog.accept()
    settle(qtbot, page)
    words = " ".join(label.text() for label in dialog.findChildren(Text))
    assert "王工" in words
    assert decisions_of(page.context).waiting == 0


def test_what_is_not_open_is_disabled_and_says_why(page: LedgersPage, qtbot: QtBot) -> None:
    opened(qtbot, page, IN_REVIEW)
    texts = {action.text(): action.isEnabled() for action in page.drawer.action_menu().actions()}
    assert texts["作废"]
    (passed,) = [text for text in texts if text.startswith("通过")]
    assert not texts[passed]
    assert "·" in passed


def test_the_review_is_done_on_its_own_page(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, IN_REVIEW)
    asked: list[Place] = []
    page.place_requested.connect(asked.append)
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    assert asked == [Place("review", detail.hazard.id)]


def test_several_rows_get_one_notice_a_customer_and_the_rest_says_why_not(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.list.bulk.isVisible()
    assert page.list.picked() == 7
    page.list.bulk.action_chosen.emit(Action.SERVE)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(ServeDialog)))
    (asked,) = page.window().findChildren(ServeDialog)
    words = "\n".join(label.text() for label in asked.findChildren(Text))
    assert "4 条已有通知书" in words
    assert IN_REVIEW in words
    assert decisions_of(page.context).waiting == 0
    asked.accept()
    carried_out(qtbot, page)
    (result,) = page.window().findChildren(ResultDialog)
    words = "\n".join(label.text() for label in result.findChildren(Text))
    assert words.count("XQ-2026-") == 2
    assert page.list.bulk.isVisible() is (page.list.picked() > 1)
    served = column(page, "status")
    assert "待下发" not in served


def test_a_responsible_person_is_named_for_several_at_once(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.table.choose(0)
    QTest.keyClick(page.list.table, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    page.list.bulk.action_chosen.emit(Action.ASSIGN)
    qtbot.waitUntil(lambda: bool(page.window().findChildren(ActionDialog)))
    dialog = dialog_of(page)
    assert "photos" not in dialog.inputs
    dialog.inputs["person"].set_value("赵工")
    dialog.accept()
    carried_out(qtbot, page)
    assert set(column(page, "responsible")) == {"赵工"}


def test_naming_who_is_responsible_already_is_refused_at_the_field(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, RECTIFYING)
    page.doing.actions.start(Action.ASSIGN, detail)
    dialog = dialog_of(page)
    dialog.accept()
    settle(qtbot, page)
    assert dialog.isVisible()
    assert dialog.inputs["person"].editor.property("invalid")
    assert decisions_of(page.context).waiting == 0


def test_escape_ends_the_selection_before_it_closes_the_drawer(page: LedgersPage, qtbot: QtBot) -> None:
    opened(qtbot, page, PENDING)
    QTest.keyClick(page.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.list.picked() == 2
    QTest.keyClick(page.list.table, Qt.Key.Key_Escape)
    assert page.list.picked() == 0
    assert page.split.is_open
    QTest.keyClick(page.list.table, Qt.Key.Key_Escape)
    assert not page.split.is_open


def test_a_hazard_found_at_another_time_is_registered_with_its_usual_deadline(page: LedgersPage, qtbot: QtBot) -> None:
    QTest.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = page.window().findChildren(RegisterHazardDialog)
    dialog.accept()
    assert dialog.isVisible()
    dialog.customer.set_value("50102237999")
    settle(qtbot, page)
    dialog.inputs["found_on"].set_date(TODAY)
    dialog.grade.set_value("serious")
    dialog.grade.value_chosen.emit("serious")
    assert dialog.inputs["deadline"].day() == TODAY + timedelta(days=7)
    dialog.inputs["description"].set_value("电缆头表面放电痕迹")
    dialog.accept()
    qtbot.waitUntil(
        lambda: page.drawer.detail is not None and page.drawer.detail.hazard.description == "电缆头表面放电痕迹"
    )
    settle(qtbot, page)
    assert page.drawer.detail is not None
    assert page.drawer.detail.hazard.visit == ""
    assert page.drawer.detail.finders[0].name == "刘工"
    assert page.drawer.detail.hazard.deadline == TODAY + timedelta(days=7)
    assert page.drawer.detail.hazard.number in column(page, "number")


def test_what_a_rule_lists_says_so_and_not_that_nothing_is_to_decide(page: LedgersPage, qtbot: QtBot) -> None:
    detail = opened(qtbot, page, "YH-2026-0102")
    assert detail.supervision
    (release,) = [offer for offer in detail.offers if offer.action is Action.RELEASE]
    assert not release.allowed
    assert release.reason == "按规则列入，不能人工移出。"


def test_actions_become_those_of_whoever_takes_over(page: LedgersPage, qtbot: QtBot) -> None:
    opened(qtbot, page, RECTIFYING)
    assert page.drawer.primary.isEnabled()
    workspace, desk = page.context.workspace, page.context.desk
    assert desk is not None
    page.context.tasks.run(
        lambda: add_person(workspace, {"login": "zhao", "name": "赵审", "team": "四班", "roles": ["reviewer"]})
    )
    settle(qtbot, page)
    desk.act_as("zhao")
    qtbot.waitUntil(lambda: desk.person is not None and desk.person.name == "赵审")
    settle(qtbot, page)
    detail = page.drawer.detail
    assert detail is not None
    assert detail.hazard.number == RECTIFYING
    (submit,) = [offer for offer in detail.offers if offer.action is Action.SUBMIT]
    assert not submit.allowed
    assert not page.drawer.primary.isEnabled()
