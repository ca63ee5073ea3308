"""Scenes of the calendar of visits for pictures: a week with too many visits for one person, and its month."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final

from inspector import services
from inspector.domain.person import Role
from inspector.services import Workspace
from inspector.services.planning import VisitPlan
from inspector.ui.planning import PlanningPage
from tests.ui.driven_window import DrivenWindow

PLANS: Final = (
    (0, "09:30", "winter_peak", (0, 1)),
    (0, "14:00", "", (0, 1)),
    (0, "16:30", "secured_supply", (0, 1)),
    (0, "", "", (0, 2)),
    (1, "09:00", "freezing", (2, 3)),
    (2, "", "", (1, 2)),
    (4, "10:00", "holidays", (0, 1)),
    (9, "", "", (0, 1)),
)
"""Days from next Monday on, time, occasion, inspectors by their number."""


def _plan(workspace: Workspace, lead: str, plans: Sequence[VisitPlan]) -> None:
    """A lead plans for inspectors of both teams."""
    with workspace.acting_as(lead):
        services.plan_visits(workspace, plans)


def _filled(driven: DrivenWindow) -> PlanningPage:
    """The calendar, in the next week; what is planned is planned once."""
    workspace = driven.window.workspace
    if workspace is None:
        raise RuntimeError("no workspace is open")
    monday = workspace.call(lambda: workspace.today() + timedelta(days=7 - workspace.today().weekday()))
    if not any(row.occasion for row in workspace.call(lambda: services.waiting_rows(workspace))):
        accounts = [one.account for one in workspace.call(lambda: services.customers(workspace))]
        people = [one.id for one in workspace.call(lambda: services.planning_choices(workspace)).persons]
        plans = [
            VisitPlan(
                accounts[number % min(5, len(accounts))],
                tuple(people[one % len(people)] for one in who),
                monday + timedelta(days=days),
                at=at,
                occasion=occasion,
            )
            for number, (days, at, occasion, who) in enumerate(PLANS)
        ]
        lead = workspace.call(lambda: next(one.id for one in services.persons(workspace) if Role.LEAD in one.roles))
        workspace.call(lambda: _plan(workspace, lead, plans))
    driven.window.shell.open_page("planning")
    page = driven.window.shell.page("planning")
    if not isinstance(page, PlanningPage):
        raise TypeError(page)
    driven.settle()
    page._on_day_wanted(monday)
    driven.settle()
    return page


def show_week(driven: DrivenWindow) -> None:
    page = _filled(driven)
    page.view.set_value("week")
    page.refresh()


def show_month(driven: DrivenWindow) -> None:
    page = _filled(driven)
    page.view.set_value("month")
    page.refresh()


SCENES: Final[dict[str, Callable[[DrivenWindow], None]]] = {
    "01-calendar-week": show_week,
    "01-calendar-month": show_month,
}
