"""Telling how far a document is, and stopping it."""

from collections.abc import Callable

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(ProblemKind.INPUT, {"report_cancelled": N_("The document was cancelled; nothing was written.")})

Progress = Callable[[int, int], bool]
"""Called with steps done and all steps, in the thread that makes the document; False cancels."""


def report(progress: Progress | None, done: int, total: int) -> None:
    """Tell it; Problem("report_cancelled") if the answer is no."""
    if progress is not None and not progress(min(done, total), total):
        raise Problem("report_cancelled")
