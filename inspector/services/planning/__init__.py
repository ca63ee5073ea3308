"""Planning: visits on days, moved and cancelled (`visits`), and what they are for (`occasions`).

`board` is the calendar with the load of each inspector, `package` what a laptop holds for a visit before it leaves,
`feed` the calendar file for other programs.
"""

from inspector.domain.plan import TIME
from inspector.services.planning.visits import (
    CANCEL,
    PUT_AWAY,
    PlannedState,
    PlanningChoices,
    VisitPlan,
    being_cancelled,
    cancel_visit,
    checked_inspectors,
    checked_time,
    move_visit,
    new_draft,
    plan_visit,
    plan_visits,
    planned_draft,
    planning_choices,
    restore_planned,
    unplan_visits,
    usual_inspectors,
)

__all__ = (
    "CANCEL",
    "PUT_AWAY",
    "TIME",
    "PlannedState",
    "PlanningChoices",
    "VisitPlan",
    "being_cancelled",
    "cancel_visit",
    "checked_inspectors",
    "checked_time",
    "move_visit",
    "new_draft",
    "plan_visit",
    "plan_visits",
    "planned_draft",
    "planning_choices",
    "restore_planned",
    "unplan_visits",
    "usual_inspectors",
)
