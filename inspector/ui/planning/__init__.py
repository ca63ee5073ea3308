"""The calendar of visits: week and month, what waits for a day, the load of each inspector, packages of visits."""

from inspector.ui.planning.page import PlanningPage

__all__ = ("PlanningPage",)
