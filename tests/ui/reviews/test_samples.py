"""Groups and samples by keyboard, blind second judgements, agreement, and disputes for the lead."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from inspector import services
from inspector.services import Workspace
from inspector.ui.kit.text import Text
from inspector.ui.reviews.dispute_view import DisputeView
from inspector.ui.reviews.disputes import DisputesTab
from inspector.ui.reviews.group_dialog import GroupDialog
from inspector.ui.reviews.round_dialogs import AssignDialog, DrawDialog, SpreadDialog
from inspector.ui.reviews.samples import SamplesTab
from tests.ui.reviews.conftest import Window
from tests.ui.reviews.review_world import ReviewWorld

Opens = Callable[..., Window]
CONTROL = Qt.KeyboardModifier.ControlModifier


def samples(window: Window) -> SamplesTab:
    window.open("samples")
    tab = window.page._tab("samples")
    assert isinstance(tab, SamplesTab)
    return tab


def disputed(window: Window) -> DisputeView:
    window.open("disputes")
    tab = window.page._tab("disputes")
    assert isinstance(tab, DisputesTab)
    return tab.detail


def shown(window: Window, kind: type[Any]) -> Any:
    """The dialog of a kind that is open."""
    return next(one for one in window.shell.findChildren(kind) if one.isVisible())


def words_of(card: QWidget) -> str:
    return "\n".join(text.text() for text in card.findChildren(Text))


# Groups and rounds ----------------------------------------------------------------------------------------------------


def test_a_lead_forms_a_group_draws_and_gives_out_by_keyboard(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    opened = window("liu")
    tab = samples(opened)
    opened.press(Qt.Key.Key_N, CONTROL)
    dialog = shown(opened, GroupDialog)
    QTest.keyClicks(dialog.name_field.editor, "First")
    dialog.list.setFocus()
    for _person in dialog.list.items:
        opened.press(Qt.Key.Key_Space)
        opened.press(Qt.Key.Key_Down)
    opened.press(Qt.Key.Key_Return, CONTROL)
    assert [item.group.name for item in tab.rows.items if item.group] == ["First"]
    opened.press(Qt.Key.Key_Return, CONTROL)
    draw = shown(opened, DrawDialog)
    draw.share_field.editor.selectAll()
    QTest.keyClicks(draw.share_field.editor, "100")
    opened.settle()
    assert draw.size_words.text()
    opened.press(Qt.Key.Key_Return, CONTROL)
    drawn = tab.group.round
    assert drawn is not None
    assert drawn.reproduced
    assert hazard in [item.hazard for item in drawn.items]
    facts = [text.text() for text in tab.group.findChildren(Text)]
    assert drawn.seed in facts
    opened.press(Qt.Key.Key_E, CONTROL)
    spread = shown(opened, SpreadDialog)
    spread.field.editor.selectAll()
    QTest.keyClicks(spread.field.editor, "100")
    opened.press(Qt.Key.Key_Return, CONTROL)
    item = next(item for item in tab.group.round.items if item.hazard == hazard)  # type: ignore[union-attr]
    assert item.assignee
    assert item.second
    assert item.assignee != item.second


def test_a_group_without_a_name_or_members_is_refused_and_nothing_is_lost(world: ReviewWorld, window: Opens) -> None:
    opened = window("liu")
    tab = samples(opened)
    opened.press(Qt.Key.Key_N, CONTROL)
    dialog = shown(opened, GroupDialog)
    opened.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    QTest.keyClicks(dialog.name_field.editor, "Empty")
    opened.press(Qt.Key.Key_Return, CONTROL)
    assert dialog.isVisible()
    assert dialog.error.text()
    assert dialog.name() == "Empty"
    opened.press(Qt.Key.Key_Escape)
    assert [item for item in tab.rows.items if item.group] == []


def test_assigning_offers_only_who_is_independent(world: ReviewWorld, window: Opens) -> None:
    hazard = world.hot()
    made = world.drawn(world.group())
    opened = window("liu")
    tab = samples(opened)
    opened.press(Qt.Key.Key_Return)
    row = tab.group.model.find(hazard)
    tab.group.table.choose(row)
    opened.press(Qt.Key.Key_Return)
    dialog = shown(opened, AssignDialog)
    people = dict(dialog._item.choices)
    assert len(people) == 2, "王工 and 李工 of the other team"
    first, second = people
    dialog.first.set_value(first)
    dialog.second.set_value(second)
    opened.press(Qt.Key.Key_Return, CONTROL)
    view = world.call(lambda: services.round_view(world.workspace, made.id))
    item = next(item for item in view.items if item.hazard == hazard)
    assert (item.assignee, item.second) == (first, second)


def test_who_is_no_lead_looks_on(world: ReviewWorld, window: Opens) -> None:
    world.hot()
    world.drawn(world.group())
    opened = window("wang")
    tab = samples(opened)
    buttons = (tab.group.draw_button, tab.group.spread_button, tab.group.change_button, tab.group.assign_button)
    assert [button.isEnabled() for button in buttons] == [False] * 4
    assert tab.why.isVisible()
    for key in (Qt.Key.Key_N, Qt.Key.Key_E, Qt.Key.Key_Return):
        opened.press(key, CONTROL)
    kinds = (GroupDialog, DrawDialog, SpreadDialog)
    assert not any(one.isVisible() for kind in kinds for one in opened.shell.findChildren(kind))
    assert tab.group.round is not None


def test_without_a_group_nothing_is_chosen_and_who_may_form_none_reads_why(world: ReviewWorld, window: Opens) -> None:
    tab = samples(window("wang"))
    assert tab.rows.items == ()
    assert tab.stack.currentWidget() is tab.empty
    assert tab.why.isVisible()
    assert not tab.add_button.isEnabled()


# Blind second judgements ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("outcome", "left"), [("pass", "closed"), ("return", "returned")])
def test_a_blind_second_reviewer_sees_nothing_of_the_first(
    world: ReviewWorld, window: Opens, workspace: Workspace, outcome: str, left: str
) -> None:
    hazard = world.hot()
    made = world.drawn(world.group())
    people = {login: world.call(lambda login=login: workspace.person_of(login).id) for login in ("wang", "li")}
    world.given(made, hazard, people["wang"], people["li"])
    world.judged(hazard, "wang", outcome, comment="首审意见不可见")
    opened = window("li")
    opened.open(hazard)
    listed = [(row.hazard, row.second) for row in opened.page.column.list.rows if row.hazard == hazard]
    assert listed == [(hazard, True)], "once, whatever came of the first"
    view = opened.page.view
    detail = view.draft.detail
    assert detail is not None
    assert (detail.blind, detail.status, detail.earlier) == (True, "in_review", ())
    assert view.panel.blind.isVisible()
    said = [text.text() for text in opened.page.findChildren(Text)]
    assert not any("首审意见" in text for text in said)
    assert not any("已销号" in text or text == "Closed" for text in said)
    opened.press(Qt.Key.Key_1)
    opened.press(Qt.Key.Key_5)
    view.panel.say("照片角度不同，应退回")
    opened.press(Qt.Key.Key_F8)
    opened.carry_out()
    assert workspace.call(lambda: workspace.db.hazards.get(hazard).status.value) == left, "it decides nothing"
    found = workspace.call(lambda: services.agreement(workspace))
    assert found.pairs == 1
    assert [one.hazard for one in found.disagreements] == ([hazard] if outcome == "pass" else [])


def test_agreement_is_shown_with_where_they_differ(world: ReviewWorld, window: Opens, workspace: Workspace) -> None:
    hazards = [world.hot("YH-T-0001"), world.ditch("YH-T-0002")]
    made = world.drawn(world.group())
    people = {login: world.call(lambda login=login: workspace.person_of(login).id) for login in ("wang", "li")}
    for hazard, outcome in zip(hazards, ("pass", "return"), strict=True):
        world.given(made, hazard, people["wang"], people["li"])
        world.judged(hazard, "wang")
        world.judged(hazard, "li", outcome)
    opened = window("liu")
    tab = samples(opened)
    opened.press(Qt.Key.Key_End)
    figures = tab.figures
    assert figures.isVisible()
    assert (figures.agreed.value.text(), figures.pairs.value.text()) == ("50 %", "2")
    assert figures.kappa.value.text() == "0.00"
    assert figures.model.rowCount() == 1
    assert figures.model.row(0).id == hazards[1]


# Disputes -------------------------------------------------------------------------------------------------------------


def test_a_lead_adjudicates_side_by_side_and_can_take_it_back(world: ReviewWorld, window: Opens) -> None:
    hazard = world.contradicted()
    opened = window("liu")
    detail = disputed(opened)
    tab = opened.page._tab("disputes")
    tab.rows.set_current([row.hazard for row in tab.rows.items].index(hazard))  # type: ignore[attr-defined]
    opened.settle()
    texts = [words_of(card) for card in detail.sides]
    assert len(texts) == 2
    assert [line.key for line in detail.evidence.values.lines], "what was measured before and after"
    assert "清洗散热器" in words_of(detail.evidence), "what was done"
    assert "照片不清" in "".join(texts)
    assert all("王工" in text and "李工" in text for text in texts), "each names whom it did not know of"
    assert not detail.button.isEnabled()
    opened.press(Qt.Key.Key_F8)
    QTest.keyClicks(detail.reason.editor, "photos first")
    opened.settle()
    assert detail.button.isEnabled()
    opened.press(Qt.Key.Key_Return, CONTROL)
    status = world.call(lambda: world.workspace.db.hazards.get(hazard).status.value)
    assert status == "disputed", "it is held"
    QTest.keyClick(opened.shell, Qt.Key.Key_Z, CONTROL)
    opened.settle()
    assert hazard in [row.hazard for row in tab.rows.items]  # type: ignore[attr-defined]
    tab.rows.set_current([row.hazard for row in tab.rows.items].index(hazard))  # type: ignore[attr-defined]
    opened.settle()
    opened.press(Qt.Key.Key_F8)
    QTest.keyClicks(detail.reason.editor, "photos first")
    opened.press(Qt.Key.Key_Return, CONTROL)
    opened.carry_out()
    assert world.call(lambda: world.workspace.db.hazards.get(hazard).status.value) == "returned"


def test_who_is_no_lead_reads_why_not(world: ReviewWorld, window: Opens) -> None:
    world.contradicted()
    opened = window("wang")
    detail = disputed(opened)
    assert not detail.outcome.isEnabled()
    assert not detail.button.isEnabled()
    assert detail.why.text()
    for key, modifiers in ((Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Return, CONTROL)):
        opened.press(key, modifiers)
    assert detail.outcome.value() == ""
