"""Opening visits for the page that shows them: begun, gone on with, or, when signed, only read.

The pages of a visit are imported while still on the worker, so that the window does not stop for it.
"""

import importlib
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.visit import VisitKind
from inspector.i18n import describe
from inspector.ui.page import Context

if TYPE_CHECKING:
    from inspector.services.visits.views import VisitView


class VisitOpening(QObject):
    """`opened(VisitView, hints)`; hints are sentences that people should know before they begin."""

    opened = Signal(object, object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def open(self, visit: str) -> None:
        """Open a planned or running visit by id."""
        workspace = self._context.workspace

        def work() -> "tuple[VisitView, tuple[str, ...]]":
            hints = tuple(describe(hint) for hint in services.opening_hints(workspace, visit))
            return _with_pages(services.open_visit(workspace, visit)), hints

        self._context.tasks.run(work, lambda made: self.opened.emit(*made), owner=self)

    def begin(self, account: str, kind: VisitKind, inspectors: tuple[str, ...], occasion: str) -> None:
        """Begin a visit that nobody planned."""
        workspace = self._context.workspace

        def work() -> "VisitView":
            made = services.start_visit(workspace, account, kind=kind, inspectors=inspectors, occasion=occasion)
            return _with_pages(made)

        self._context.tasks.run(work, lambda made: self.opened.emit(made, ()), owner=self)

    def read(self, visit: str) -> None:
        """Open a signed visit by id, to be read."""
        workspace = self._context.workspace
        work = lambda: _with_pages(services.open_signed(workspace, visit))  # noqa: E731 - as its neighbours
        self._context.tasks.run(work, lambda made: self.opened.emit(made, ()), owner=self)


def _with_pages(visit: "VisitView") -> "VisitView":
    importlib.import_module("inspector.ui.visit.steps")
    return visit
