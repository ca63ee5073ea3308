"""After sign-off the day goes on: with what is left of today, and what tomorrow holds, for who acts."""

from datetime import timedelta

from inspector import services
from inspector.domain.visit import VisitKind
from inspector.services import Workspace
from inspector.services.planning.next_steps import NextSteps


def test_visits_of_today_stand_in_the_order_of_their_times_and_tomorrow_apart(workspace: Workspace) -> None:
    def plan() -> list[str]:
        services.set_acting_person(workspace, "wang")
        today = workspace.today()
        known = [one.account for one in workspace.db.registers.customers()]
        days = (("", 0), ("14:00", 0), ("09:30", 0), ("", 1), ("", 2))
        return [
            services.plan_visit(
                workspace,
                known[at],
                kind=VisitKind.PERIODIC,
                inspectors=("wang", "li"),
                planned_on=today + timedelta(days=day),
                at=time,
            )
            for at, (time, day) in enumerate(days)
        ]

    whenever, late, early, tomorrow, _later = workspace.call(plan)
    made = {early, late, whenever}
    steps = workspace.call(lambda: services.next_steps(workspace))
    assert [row.id for row in steps.today if row.id in made] == [early, late, whenever]
    assert steps.following == steps.today[0]
    assert [row.id for row in steps.tomorrow] == [tomorrow]
    left = workspace.call(lambda: services.next_steps(workspace, early)).today
    assert [row.id for row in left if row.id in made] == [late, whenever]


def test_visits_of_others_are_not_ones_own(workspace: Workspace) -> None:
    def of_others() -> NextSteps:
        services.set_acting_person(workspace, "zhang")
        return services.next_steps(workspace)

    steps = workspace.call(of_others)
    mine = workspace.call(lambda: workspace.person_of("zhang").id)
    assert all(mine in row.people for row in (*steps.today, *steps.tomorrow))
