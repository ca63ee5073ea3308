"""What puts a hazard on the key-supervision ledger, and when one counts as come back, as a workspace sets it."""

from dataclasses import replace
from datetime import date

import pytest

from inspector import services
from inspector.domain.hazard import Grade
from inspector.domain.ledger import SupervisionRule
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.hazards.supervision import SupervisionSettings
from inspector.services.preferences.choosing import choose
from inspector.services.registers.entries import set_customer
from inspector.storage import HazardFilter, NewEvent


def reasons(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    rows = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(supervised=True), today=workspace.today()))
    return {row.hazard.id: row.hazard.supervision for row in rows}


RULE = SupervisionRule()
WITHOUT = {
    "grade": replace(RULE, grades=()),
    "overdue": replace(RULE, overdue_days=None),
    "disputed": replace(RULE, disputed=False),
    "by_hand": replace(RULE, by_hand=False),
}


def set_rule(workspace: Workspace, rule: SupervisionRule = RULE, cycles: int = 2) -> None:
    workspace.call(lambda: workspace.act_as("liu"))
    workspace.call(lambda: services.set_supervision(workspace, SupervisionSettings(rule, cycles)))


@pytest.mark.parametrize("reason", list(WITHOUT))
def test_each_reason_can_be_switched_off(workspace: Workspace, reason: str) -> None:
    assert any(reason in found for found in reasons(workspace).values())
    set_rule(workspace, WITHOUT[reason])
    found = reasons(workspace)
    assert found
    assert all(reason not in told for told in found.values())
    assert all(found.values())
    set_rule(workspace)
    assert any(reason in told for told in reasons(workspace).values())


def test_all_grades_and_days_of_grace(workspace: Workspace) -> None:
    rows = workspace.call(lambda: workspace.db.hazards.page(HazardFilter(unclosed=True), today=workspace.today()))
    set_rule(workspace, replace(RULE, grades=tuple(Grade)))
    assert set(reasons(workspace)) == {row.hazard.id for row in rows}
    set_rule(workspace, replace(RULE, overdue_days=30))
    told = {hazard for hazard, why in reasons(workspace).items() if "overdue" in why}
    assert told == {row.hazard.id for row in rows if row.overdue_days > 30}
    assert told


@pytest.mark.parametrize(("days", "cycles", "code"), [(-1, 2, "supervision_days"), (0, 0, "supervision_cycles")])
def test_numbers_that_make_no_sense_are_refused(workspace: Workspace, days: int, cycles: int, code: str) -> None:
    with pytest.raises(Problem) as caught:
        set_rule(workspace, replace(RULE, overdue_days=days), cycles)
    assert caught.value.code == code


def twice(workspace: Workspace, first: str, second: str) -> str:
    """The same trouble found and closed, and found again; returns the second hazard."""

    def write() -> str:
        db, customer = workspace.db, workspace.db.registers.customers()[0]
        made = []
        for number, day in (("A-1", first), ("A-2", second)):
            hazard = workspace.new_id()
            fields = {
                "number": number,
                "customer": customer.id,
                "description": "no fire extinguisher",
                "grade": "general",
                "deadline": "2099-01-01",
                "found_on": day,
                "found_by": ["x"],
                "criterion": "fire.extinguisher",
            }
            events = [NewEvent(hazard, "hazard", "hazard_registered", {"fields": fields})]
            if number == "A-1":
                apart: dict[str, object] = {"author": "", "finders": [], "rectifiers": []}
                done = ("rectification_submitted", "review_passed")
                events += [NewEvent(hazard, "hazard", kind, {"on": first, "teams": apart}) for kind in done]
            db.frames.append(customer.scope, "x", events, workspace.now())
            made.append(hazard)
        return made[1]

    return workspace.call(write)


def months_of_first(workspace: Workspace) -> int:
    customer = workspace.call(lambda: workspace.db.registers.customers()[0])
    cycle = workspace.call(lambda: services.due_of(workspace, customer.id)).cycle_months
    assert cycle is not None
    return cycle


def month(number: int) -> str:
    """The tenth of a month, counted from January 2020."""
    return date(2020 + number // 12, number % 12 + 1, 10).isoformat()


def test_found_again_within_two_cycles_of_the_customer_is_recurrent(workspace: Workspace) -> None:
    months = months_of_first(workspace)
    inside = twice(workspace, month(0), month(2 * months))
    assert reasons(workspace)[inside] == ("recurrent",)


def test_found_again_later_is_not_until_more_cycles_count(workspace: Workspace) -> None:
    months = months_of_first(workspace)
    outside = twice(workspace, month(0), month(2 * months + 1))
    assert outside not in reasons(workspace)
    set_rule(workspace, cycles=3)
    assert reasons(workspace)[outside] == ("recurrent",)
    set_rule(workspace, replace(RULE, recurrent=False), 3)
    assert outside not in reasons(workspace)


def test_recurrence_follows_the_cycle_of_the_customer_and_of_the_workspace(workspace: Workspace) -> None:
    months = months_of_first(workspace)
    hazard = twice(workspace, month(0), month(2 * months + 1))
    customer = workspace.call(lambda: workspace.db.registers.customers()[0])
    workspace.call(lambda: set_customer(workspace, customer.account, {"cycle_months": months + 1}))
    assert reasons(workspace)[hazard] == ("recurrent",)
    workspace.call(lambda: set_customer(workspace, customer.account, {"cycle_months": None}))
    assert hazard not in reasons(workspace)

    def double() -> None:
        workspace.act_as("liu")
        rows = [row for row in services.cycle_rows(workspace) if row.months is not None]
        choose(workspace, {f"cycle.{row.id}": {"months": 2 * (row.months or 0), "on": row.enabled} for row in rows})

    workspace.call(double)
    assert reasons(workspace)[hazard] == ("recurrent",)


def set_rule_as_it_is(workspace: Workspace, wanted: SupervisionSettings) -> None:
    assert workspace.call(lambda: services.set_supervision(workspace, wanted)).rule == wanted.rule


def test_the_rule_is_for_leads_and_administrators_to_set(workspace: Workspace) -> None:
    for login, code in (("wang", "supervision_role"), ("liu", ""), ("admin", "")):
        workspace.call(lambda login=login: workspace.act_as(login))  # type: ignore[misc]
        wanted = SupervisionSettings(RULE, 2)
        if code:
            with pytest.raises(Problem, match=code):
                workspace.call(lambda wanted=wanted: services.set_supervision(workspace, wanted))  # type: ignore[misc]
        else:
            set_rule_as_it_is(workspace, wanted)
