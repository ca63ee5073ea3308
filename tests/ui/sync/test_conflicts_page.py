"""Deciding on the page: by keys, with undo, with a value of one's own, later, and what others put aside."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector.services.hazards.actions import act
from inspector.services.hazards.given import Given
from inspector.services.registers.entries import set_person
from inspector.services.syncing.page_views import AsideGroup, AsideKind, AsideRow
from inspector.storage.syncing.log import RoundRecord
from inspector.ui.customers.file_head import FileHead
from inspector.ui.decisions import decisions_of
from inspector.ui.kit.toast import ToastHost
from inspector.ui.page import Place
from inspector.ui.sync.cards import LEDGER
from inspector.ui.sync.conflict_card import ConflictCard
from inspector.ui.sync.conflict_table import ConflictTable
from tests.ui.sample import NOW
from tests.ui.sync.conftest import JIALING, Window, change, counts
from tests.unit.services.two_laptops import Pair, conflict_count, do, look


@pytest.fixture
def apart(pair: Pair) -> Pair:
    """Both changed the telephone, one the contact and one the address."""
    change(pair.first, phone="111", contact="Wu")
    change(pair.second, phone="222", address="North road 1")
    pair.take()
    return pair


def card(window: Window) -> ConflictCard:
    return window.page.conflict


def phone(pair: Pair) -> str:
    found = look(pair.first, lambda w: w.db.registers.customer_by_account(JIALING))
    assert found is not None
    return found.phone


def test_a_digit_chooses_enter_takes_and_the_message_takes_it_back(window: Window, apart: Pair) -> None:
    window.open()
    assert card(window).isVisible()
    assert len(card(window).table._rows) == 3
    assert card(window).question.chosen == "0"
    window.press(Qt.Key.Key_2)
    assert card(window).question.chosen == "1"
    window.press(Qt.Key.Key_Return)
    toasts = window.shell.findChild(ToastHost)
    assert toasts is not None
    assert len(toasts.toasts()) == 1
    assert "222" in card(window).table.accessibleDescription()
    assert phone(apart) == "111"
    QTest.keyClick(window.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert look(apart.first, conflict_count) == 1
    assert card(window).question.isVisible()
    window.press(Qt.Key.Key_Return)
    decisions_of(window.context).carry_out()
    window.settle()
    assert look(apart.first, conflict_count) == 0
    assert phone(apart) == "222"
    assert card(window).isHidden()


def test_the_value_of_the_other_side_is_written_and_settles_the_card(window: Window, apart: Pair) -> None:
    window.open()
    window.press(Qt.Key.Key_2)
    window.press(Qt.Key.Key_Return)
    decisions_of(window.context).carry_out()
    window.settle()
    assert phone(apart) == "222"
    assert card(window).isHidden()


def test_digits_go_into_a_field_that_has_the_focus_and_a_bad_value_is_told_there(window: Window, pair: Pair) -> None:
    change(pair.first, capacity_kva=8000.0)
    change(pair.second, capacity_kva=6300.0)
    pair.take()
    window.open()
    window.press(Qt.Key.Key_3)
    own = card(window).question.own
    assert own.isVisible()
    assert own.field is not None
    editor = own.field.editor
    assert editor.hasFocus()
    QTest.keyClicks(editor, "-12")
    window.press(Qt.Key.Key_Return)
    assert editor.accessibleDescription()
    assert look(pair.first, conflict_count) == 1
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, "7100")
    window.press(Qt.Key.Key_Return)
    decisions_of(window.context).carry_out()
    window.settle()
    found = look(pair.first, lambda w: w.db.registers.customer_by_account(JIALING))
    assert found is not None
    assert found.capacity_kva == 7100.0


def test_a_value_the_register_refuses_is_told_at_its_field(window: Window, pair: Pair) -> None:
    change(pair.first, account="1")
    found = look(pair.first, lambda w: w.db.registers.customer_by_account("1"))
    other = look(pair.second, lambda w: w.db.registers.customer_by_account(JIALING))
    assert found is not None
    assert other is not None
    change(pair.second, account="2")
    pair.take()
    window.open()
    window.press(Qt.Key.Key_3)
    field = card(window).question.own.field
    assert field is not None
    QTest.keyClicks(field.editor, "50102237999")
    window.press(Qt.Key.Key_Return)
    assert field.editor.accessibleDescription()
    assert look(pair.first, conflict_count) == 1


def test_later_puts_it_off_keeps_it_and_nothing_is_stopped(window: Window, apart: Pair) -> None:
    page = window.open()
    card(window).question.later.clicked.emit()
    window.settle()
    assert card(window).isHidden()
    assert page.put_off.isVisible()
    assert page.put_off.button.hasFocus()
    assert look(apart.first, conflict_count) == 1
    window.again()
    assert card(window).isHidden()
    change(apart.first, contact="Zhao")
    page.put_off.button.clicked.emit()
    assert card(window).isVisible()


def test_several_things_are_leafed_through_and_each_opens(window: Window, apart: Pair) -> None:
    person = look(apart.first, lambda w: w.person_of("chen"))
    do(apart.first, lambda: set_person(apart.first, "chen", {"phone": "1"}))
    do(apart.second, lambda: set_person(apart.second, "chen", {"phone": "2"}))
    apart.take()
    window.open()
    head = card(window).head_row
    assert head.position.text() == "1/2"
    first = card(window).conflict
    head.next.clicked.emit()
    second = card(window).conflict
    assert first is not None
    assert second is not None
    assert {first.kind, second.kind} == {"customer", "person"}
    assert head.position.text() == "2/2"
    places = window.places()
    head.open_button.clicked.emit()
    assert places == [Place(*second.place)]
    assert person.name in (first.title, second.title)


def test_who_may_not_decide_is_told_why(window: Window, pair: Pair) -> None:
    hazard = look(pair.first, lambda w: w.db.hazards.by_number("YH-2026-0101"))
    assert hazard is not None
    do(pair.first, lambda: act(pair.first, hazard.id, "change", Given(fields={"place": "north"})))
    do(pair.second, lambda: act(pair.second, hazard.id, "change", Given(fields={"place": "south"})))
    pair.take()
    do(pair.first, lambda: set_person(pair.first, "wang", {"roles": ["reviewer"]}))
    do(pair.first, lambda: pair.first.act_as("wang"))
    window.open()
    assert card(window).question.refusal.isVisible()
    assert not card(window).question.take.isEnabled()
    window.press(Qt.Key.Key_Return)
    assert look(pair.first, conflict_count) == 1


def test_what_a_round_changed_is_listed_and_leads_to_the_things(window: Window, pair: Pair) -> None:
    change(pair.first, contact="Wu")
    change(pair.second, phone="222")
    pair.take()
    customer = look(pair.first, lambda w: w.db.registers.customer_by_account(JIALING))
    assert customer is not None
    told = {"things": [{"kind": "customer", "entity": customer.id, "title": "x", "what": ["changed"]}], "more": 0}
    record = RoundRecord("r1", NOW.isoformat(), NOW.isoformat(), received=1, changes=told, peer="County")
    empty = RoundRecord("r2", NOW.isoformat(), NOW.isoformat(), outcome="offline")
    do(pair.first, lambda: pair.first.db.sync_log.add(record))
    do(pair.first, lambda: pair.first.db.sync_log.add(empty))
    page = window.open()
    assert page.digest.isVisible()
    assert page.digest.merged.isVisible()
    page.digest.merged.clicked.emit()
    window.settle()
    assert len(page.all_rounds.findChildren(ConflictTable)) == 1
    window.press(Qt.Key.Key_Escape)
    page.rounds.all.clicked.emit()
    window.settle()
    assert page.all_rounds.isVisible()
    window.press(Qt.Key.Key_Down)
    assert page.all_rounds.changes.items[0].title.startswith("嘉陵江化工")
    places = window.places()
    page.all_rounds.changes.row_opened.emit(page.all_rounds.changes.items[0])
    assert places == [Place("customer", customer.id)]
    window.press(Qt.Key.Key_Escape)
    assert page.all_rounds.isHidden()
    assert page.rounds.all.hasFocus()


def test_what_has_no_effect_says_why_and_what_to_do(window: Window, pair: Pair) -> None:
    do(pair.first, lambda: pair.first.db.peers.forget(pair.second.store.device.id))
    change(pair.second, phone="222")
    pair.take()
    page = window.open()
    assert page.aside.isVisible()
    (row,) = page.aside.rows.items
    assert isinstance(row, AsideRow)
    assert row.reason
    assert row.advice
    assert row.reason in page.aside.rows.words(row)


def test_devices_pending_and_the_disk_show(window: Window, pair: Pair) -> None:
    change(pair.second, phone="222")
    pair.take()
    page = window.open()
    own, other = page.devices.rows.items
    assert own.person == "王工"
    assert other.name == "Team laptop 2"
    assert other.at is not None
    assert sum(len(one.items) for one in page.pending.lists) > 3
    assert page.pending.count.text() == str(look(pair.first, lambda w: w.db.outbox.counts().unsent))
    assert page.storage.free.text()


def test_everything_is_reached_by_tab(window: Window, apart: Pair) -> None:
    page = window.open()
    wanted = {
        page.status.button,
        page.conflict.question.take,
        page.conflict.question.later,
        page.exchange.export,
        page.exchange.take_in,
        page.devices.rows,
        page.conflict.head_row.open_button,
    }
    window.tell(phase="offline")
    page.status.button.setFocus()
    seen = set()
    for _step in range(60):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert wanted <= seen


def test_the_customer_file_says_so_and_leads_there(window: Window, apart: Pair) -> None:
    do(apart.first, lambda: set_person(apart.first, "chen", {"phone": "1"}))
    do(apart.second, lambda: set_person(apart.second, "chen", {"phone": "2"}))
    apart.take()
    customer = look(apart.first, lambda w: w.db.registers.customer_by_account(JIALING))
    assert customer is not None
    window.shell.open_place(Place("customer", customer.id))
    window.settle()
    (head,) = window.shell.page("customers").findChildren(FileHead)
    assert head.decide.isVisible()
    head.decide.clicked.emit()
    window.settle()
    assert window.shell.current == "sync"
    shown = card(window).conflict
    assert shown is not None
    assert shown.entity == customer.id


def test_who_is_choosing_keeps_the_focus_when_the_page_is_fetched_again(window: Window, apart: Pair) -> None:
    window.open()
    window.press(Qt.Key.Key_2)
    before = QApplication.focusWidget()
    window.again()
    window.again()
    assert QApplication.focusWidget() is before
    window.press(Qt.Key.Key_Return)
    decisions_of(window.context).carry_out()
    window.settle()
    assert phone(apart) == "222"


def test_enter_in_a_value_of_ones_own_decides_once_and_undo_leaves_no_message(window: Window, pair: Pair) -> None:
    change(pair.first, capacity_kva=8000.0)
    change(pair.second, capacity_kva=6300.0)
    pair.take()
    window.open()
    window.press(Qt.Key.Key_3)
    own = card(window).question.own
    assert own.field is not None
    QTest.keyClicks(own.field.editor, "7100")
    QTest.keyClick(own.field.editor, Qt.Key.Key_Return)
    card(window).question.apply()
    window.settle()
    toasts = window.shell.findChild(ToastHost)
    assert toasts is not None
    assert len(toasts.toasts()) == 1
    assert decisions_of(window.context).waiting == 1
    QTest.keyClick(window.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert not toasts.toasts()
    assert decisions_of(window.context).waiting == 0
    assert card(window).question.isVisible()
    window.press(Qt.Key.Key_Return, card(window).question.own.field.editor)  # type: ignore[union-attr]  # shown
    assert decisions_of(window.context).waiting == 1


def test_escape_leaves_the_value_of_ones_own_for_the_tiles_where_digits_choose(window: Window, apart: Pair) -> None:
    window.open()
    window.press(Qt.Key.Key_3)
    question = card(window).question
    assert question.own.field is not None
    assert question.own.field.editor.hasFocus()
    window.press(Qt.Key.Key_Escape)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert question.tiles.isAncestorOf(focus)
    window.press(Qt.Key.Key_1)
    assert question.chosen == "0"


def test_putting_off_by_key_is_said_and_the_focus_stays_where_it_can_be_taken_up_again(
    window: Window, apart: Pair
) -> None:
    page = window.open()
    card(window).question.later.setFocus()
    window.press(Qt.Key.Key_Space)
    assert page.put_off.button.hasFocus()
    toasts = window.shell.findChild(ToastHost)
    assert toasts is not None
    assert len(toasts.toasts()) == 1
    window.again()
    assert page.put_off.button.hasFocus()


def test_a_first_round_that_only_counted_leads_to_the_ledger_in_place_of_an_empty_box(
    window: Window, pair: Pair
) -> None:
    record = RoundRecord("r1", NOW.isoformat(), NOW.isoformat(), received=46, changes={"counts": {"hazard:new": 46}})
    do(pair.first, lambda: pair.first.db.sync_log.add(record))
    page = window.open()
    assert page.digest.count.text() == "46"
    assert page.digest.uncounted.isVisible()
    places = window.places()
    page.digest.uncounted.clicked.emit()
    assert places == [LEDGER]
    window.places()
    window.shell.open_place(LEDGER)
    assert window.shell.current == "ledgers"


def test_many_records_of_one_person_and_reason_stand_in_a_row_that_opens(window: Window, pair: Pair) -> None:
    page = window.open()
    of_zhang = [
        AsideRow(AsideKind.RULED, f"YH-{n}", "No.", "Ask.", NOW, ("hazard", str(n)), "张工", "Hazard entry")
        for n in range(12)
    ]
    alone = AsideRow(AsideKind.RULED, "YH-99", "No.", "Ask.", NOW, ("hazard", "99"), "李工", "Hazard entry")
    rows = page.aside.rows
    page.aside.show_rows([*of_zhang, alone], NOW.date())
    assert [type(item) for item in rows.items] == [AsideGroup, AsideRow]
    told = rows.words(rows.items[0])
    assert told.startswith("张工：12 ")
    assert "Hazard entry" in told
    assert rows.words(alone).startswith("李工：YH-99")
    rows.setFocus()
    window.press(Qt.Key.Key_Return, rows)
    assert len(rows.items) == 14
    places = window.places()
    window.press(Qt.Key.Key_Down, rows)
    window.press(Qt.Key.Key_Return, rows)
    assert places == [Place("hazard", "0")]
    rows.set_current(0)
    window.press(Qt.Key.Key_Return, rows)
    assert len(rows.items) == 2


def test_what_is_decided_and_can_be_taken_back_is_counted_nowhere(window: Window, apart: Pair) -> None:
    page = window.open()
    window.tell(phase="deciding", decisions=1, counts=counts())
    entry = window.shell.rail._entries["sync"]
    assert (entry._badge, entry._badge_fill) == (1, "primary")
    window.press(Qt.Key.Key_2)
    window.press(Qt.Key.Key_Return)
    assert entry._badge == 0
    assert page.state.decisions == 0
    assert "1" not in window.shell.top_bar.sync.accessibleName()
    assert page.status.decisions.accessibleName().startswith("0 ")
    QTest.keyClick(window.shell, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    window.settle()
    assert (entry._badge, entry._badge_fill) == (1, "primary")


def test_tab_goes_in_reading_order(window: Window, apart: Pair) -> None:
    page = window.open()
    window.tell(phase="offline")
    question = page.conflict.question
    window.press(Qt.Key.Key_3)
    assert question.own.field is not None
    wanted = [
        page.status.button,
        page.conflict.head_row.open_button,
        *question.tiles.buttons,
        question.own.field.editor,
        question.later,
        question.take,
        page.devices.rows,
        page.exchange.export,
        page.exchange.take_in,
    ]
    page.status.button.setFocus()
    seen = [QApplication.focusWidget()]
    for _step in range(40):
        QTest.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    assert [one for one in seen[: seen.index(page.exchange.take_in) + 1] if one in wanted] == wanted
