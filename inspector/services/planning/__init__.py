"""Planning: visits on days, moved and cancelled (`visits`); occasions; the calendar of a week or month with the load
of each inspector (`board`); what a laptop holds for a visit before it leaves (`package`); calendar files (`feed`)."""

from inspector.services.planning.visits import (
    CANCEL,
    PUT_AWAY,
    TIME,
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
    usual_inspectors,
)

__all__ = (
    "CANCEL",
    "PUT_AWAY",
    "TIME",
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
    "usual_inspectors",
)
