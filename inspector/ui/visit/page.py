"""The frame of an open visit: header with stepper, the step's panel, footer."""

from inspector.ui.visit.columns import Columns
from inspector.ui.visit.panel import StepPanel

__all__ = ["Columns", "StepPanel"]
