"""Calendar files: read back with a reader of their own, they say what was planned."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar

from inspector import services
from inspector.domain.person import Role
from inspector.domain.plan import CHANGED
from inspector.domain.visit import VisitKind
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.held import hold
from inspector.services.planning import CANCEL
from inspector.services.planning.records import PlanChange, write

DAY = date(2030, 5, 6)


def plan(workspace: Workspace, number: int = 0, at: str = "", people: tuple[str, ...] = ("wang", "li")) -> str:
    account = workspace.call(lambda: services.customers(workspace))[number].account
    return workspace.call(
        lambda: services.plan_visit(
            workspace, account, kind=VisitKind.PERIODIC, inspectors=people, planned_on=DAY, at=at
        )
    )


def events(workspace: Workspace, **who: str) -> dict[str, Any]:
    content = workspace.call(lambda: services.calendar_file(workspace, **who))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    calendar = Calendar.from_ical(content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_a_visit_without_a_time_is_a_whole_day(workspace: Workspace) -> None:
    visit = plan(workspace)
    event = events(workspace)[visit]
    assert event["dtstart"].dt == DAY
    assert (event["dtend"].dt - event["dtstart"].dt).days == 1


def test_a_day_that_no_calendar_ends_spoils_no_file(workspace: Workspace) -> None:
    visit, other = plan(workspace), plan(workspace, 1)
    scope = workspace.call(lambda: workspace.db.plans.some([visit])[visit].scope)
    for at in ("", "23:30"):
        last = {"planned_on": date.max.isoformat(), "at": at}  # another program may have said so
        workspace.call(lambda last=last: write(workspace, [PlanChange(visit, scope, CHANGED, last)]))  # type: ignore[misc]
        assert {visit, other} <= set(events(workspace))


def test_a_time_of_day_is_told_in_universal_time(workspace: Workspace) -> None:
    visit = plan(workspace, at="09:30")
    begin = events(workspace)[visit]["dtstart"].dt
    assert begin == datetime.combine(DAY, time(9, 30)).astimezone().astimezone(UTC)


def test_customer_inspectors_and_place_stand_in_it(workspace: Workspace) -> None:
    visit = plan(workspace)
    customer = workspace.call(lambda: services.customers(workspace))[0]
    event = events(workspace)[visit]
    assert customer.name in str(event["summary"])
    assert str(event["location"]) == customer.address
    assert "王工" in str(event["description"])


def test_a_person_and_a_team_get_their_own_visits_only(workspace: Workspace) -> None:
    people = workspace.call(lambda: services.persons(workspace))
    others = tuple(person.id for person in people if person.team == "检查二班")[:2]
    lead = workspace.call(lambda: next(one for one in services.persons(workspace) if Role.LEAD in one.roles))
    workspace.call(lambda: services.set_acting_person(workspace, lead.id))
    ours, theirs = plan(workspace), plan(workspace, 1, people=others)
    assert ours in events(workspace, person="wang")
    assert theirs not in events(workspace, person="wang")
    assert theirs in events(workspace, team="检查二班")
    assert ours not in events(workspace, team="检查二班")


def test_an_unknown_team_is_refused_with_the_known_ones(workspace: Workspace) -> None:
    with pytest.raises(Problem) as caught:
        events(workspace, team="检查九班")
    assert caught.value.code == "calendar_team_unknown"
    assert "检查一班" in str(caught.value.params["known"])


def test_what_is_being_cancelled_is_left_out_and_a_moved_visit_keeps_its_name(workspace: Workspace) -> None:
    visit, other = plan(workspace), plan(workspace, 1)
    workspace.call(lambda: hold(workspace, CANCEL, {"visit": other}))
    workspace.call(lambda: services.move_visit(workspace, visit, planned_on=date(2030, 5, 9)))
    found = events(workspace)
    assert other not in found
    assert found[visit]["dtstart"].dt == date(2030, 5, 9)
