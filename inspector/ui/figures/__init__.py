"""The page of figures: closure rate, overdue, time to close, recurrence, with charts that open the rows behind them."""

from inspector.ui.figures.page import FiguresPage

__all__ = ["FiguresPage"]
