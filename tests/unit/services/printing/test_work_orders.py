"""The work order of a planned, a running and a signed visit."""

import pytest

from inspector import services
from inspector.domain.visit import OldHazardJudgement
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.pdf.raster import page_text
from inspector.reports.work_order_pdf import work_order as draw_order
from inspector.services import Workspace
from inspector.services.printing.work_orders import work_order_model
from tests.unit.services.story import Story, begin, planned


def test_a_planned_visit_has_its_number_from_the_first_printing_on(workspace: Workspace) -> None:
    visit = planned(workspace)
    first = workspace.call(lambda: work_order_model(workspace, visit))
    again = workspace.call(lambda: work_order_model(workspace, visit))
    second = planned(workspace, 1)
    other = workspace.call(lambda: work_order_model(workspace, second))
    assert first.number == again.number != other.number
    assert first.number.startswith("GD-")
    assert first.visit_number == ""
    row = next(row for row in workspace.call(lambda: services.waiting_rows(workspace)) if row.id == visit)
    assert (first.customer, first.account, first.visit_on) == (row.customer, row.account, row.planned_on)
    assert len(first.inspectors) == 2


def test_it_lists_what_the_visit_will_ask_about(workspace: Workspace) -> None:
    visit = planned(workspace)
    order = workspace.call(lambda: work_order_model(workspace, visit))
    customer = workspace.call(lambda: workspace.db.registers.customer_by_account(order.account))
    assert customer is not None
    equipment = workspace.call(lambda: workspace.db.registers.equipment_of(customer.id))
    assert [piece.name for piece in order.equipment] == [item.name for item in equipment if item.active]
    unclosed = workspace.call(lambda: workspace.unclosed(customer.id))
    assert [hazard.number for hazard in order.hazards] == [hazard.number for hazard in unclosed.values()]
    tested = [piece for piece in order.equipment if piece.tested_on]
    assert tested
    assert all(piece.due_on and piece.due_on > piece.tested_on for piece in tested if piece.tested_on)
    assert all(piece.remark for piece in order.equipment if not piece.tested_on)


def test_a_running_visit_keeps_the_number_of_its_work_order(workspace: Workspace) -> None:
    visit = planned(workspace)
    before = workspace.call(lambda: work_order_model(workspace, visit))
    begin(workspace)
    running = workspace.call(lambda: work_order_model(workspace, visit))
    assert running.number == before.number
    assert running.visit_number.startswith("JC-")
    by_number = workspace.call(lambda: work_order_model(workspace, running.visit_number))
    assert by_number == running


def test_a_signed_visit_prints_its_result(workspace: Workspace) -> None:
    rows = workspace.call(lambda: services.visit_rows(workspace))
    signed = next(row for row in rows if row.status.value == "signed" and row.hazards)
    order = workspace.call(lambda: work_order_model(workspace, signed.number))
    assert (order.visit_number, order.number) == (signed.number, ""), "none was printed before it was signed"
    assert str(signed.hazards) in order.result
    pdf = workspace.call(lambda: services.work_order(workspace, signed.id))
    assert signed.number in page_text(pdf, 0)


def test_an_unknown_visit_is_named(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        workspace.call(lambda: services.work_order(workspace, "JC-1999-0101-XX-01"))
    assert caught.value.code == "visit_unknown"


def test_a_signed_visit_is_no_last_test_of_its_own(story: Story) -> None:
    oil = story.targets("transformer-oil")[0]
    order = story.workspace.call(lambda: work_order_model(story.workspace, story.id))
    names = {item.id: item.name for item in story.workspace.visits[story.id].session.equipment.values()}
    name = names[oil.equipment or ""]
    before = next(piece.tested_on for piece in order.equipment if piece.name == name)
    story.answer(oil, "tested_on", "2026-05-20")
    story.answer(oil, "gas_h2", "20")
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    again = story.workspace.call(lambda: work_order_model(story.workspace, issued.visit_number))
    assert next(piece.tested_on for piece in again.equipment if piece.name == name) == before


def test_after_signing_it_is_the_order_that_went_along_with_what_was_found(story: Story) -> None:
    before = story.workspace.call(lambda: work_order_model(story.workspace, story.id))
    assert before.hazards
    assert {item.done for item in before.items} == {None}
    story.fill()
    story.decide()
    story.sign()
    issued = story.call(services.finish_visit)
    after = story.workspace.call(lambda: work_order_model(story.workspace, issued.visit_number))
    assert after.number == before.number
    assert after.number.startswith("GD-")
    assert after.last_on == before.last_on
    assert after.last_on is not None
    assert after.visit_on is not None
    assert after.last_on < after.visit_on
    assert {hazard.number for hazard in after.hazards} == {hazard.number for hazard in before.hazards}
    assert {hazard.judged for hazard in after.hazards} == {OldHazardJudgement.STILL}
    assert {item.done for item in after.items} == {True}
    assert [signature.name for signature in after.signed] == list(after.inspectors)
    assert after.client is not None
    assert after.client.image
    text = "".join(page_text(draw_order(after, Translator("zh_CN")), page) for page in range(2))
    assert text.count("✓") == len(after.items) + len(after.hazards)


def test_a_visit_after_which_nothing_was_judged_still_says_what_was_there(workspace: Workspace) -> None:
    """Visits signed by earlier versions of the program tell no number and no readings."""
    rows = workspace.call(lambda: services.visit_rows(workspace))
    oldest = [row for row in rows if row.status.value == "signed"][-1]
    order = workspace.call(lambda: work_order_model(workspace, oldest.id))
    assert order.number == ""
    assert order.last_on is None
    assert order.hazards == ()
