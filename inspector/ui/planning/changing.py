"""What the page of the calendar does with visits: each at once, to be undone while its message shows."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.visit import VisitKind
from inspector.i18n import _
from inspector.services.planning import VisitPlan
from inspector.services.planning.board import Board, CalendarVisit, Waiting
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.page import Page
from inspector.ui.visit.planned_actions import PlannedActions

TWO = 2
"""Inspectors that a visit needs."""


class CalendarActions(QObject):
    """Moves, plans, cancels, prints and exports for the page. `changed` when the calendar has to be read again.

    `shown(date)` before something is put on a day.
    """

    changed = Signal()
    shown = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self.context = page.context
        self.planned = PlannedActions(page)
        self._board: Board | None = None
        self.planned.changed.connect(self.changed)

    def use(self, board: Board) -> None:
        """Act on what shows now."""
        self._board = board

    def move(self, visit: CalendarVisit, day: date) -> None:
        """Put a planned visit on another day."""
        if self._passed(day):
            return
        self.shown.emit(day)
        self.planned.move_to(visit.id, visit.name, day)

    def _passed(self, day: date) -> bool:
        """Whether nothing can be put on a day any more; says so."""
        if self._board is None or day >= self._board.today:
            return False
        words = _("{day} has passed: choose today or a later day.").format(day=day.isoformat())
        self.context.messages.info(words)
        return True

    def put(self, rows: Sequence[Waiting], day: date) -> None:
        """Visits without a day get it; for customers visits are planned, by those who usually go."""
        if self._board is None or not rows or self._passed(day):
            return
        self.shown.emit(day)
        for row in rows:
            if row.visit:
                self.planned.move_to(row.visit, row.name, day)
        customers = [row for row in rows if not row.visit]
        if not customers:
            return
        people = self._board.usual
        if len(people) < TWO:  # who goes has to be asked
            self.planned.plan([row.due for row in customers if row.due is not None])
            return
        self.planned.put(tuple(VisitPlan(row.account, people, day, VisitKind.PERIODIC) for row in customers))

    def change(self, visit: CalendarVisit) -> None:
        """Ask for another day, time, occasion or inspectors."""
        self._with_row(self.planned.move, visit)

    def cancel(self, visit: CalendarVisit) -> None:
        """Cancel a planned visit."""
        self._with_row(self.planned.cancel, visit)

    def print_work_order(self, visit: CalendarVisit) -> None:
        """Show the work order of a visit, to be printed or saved."""
        self._with_row(self.planned.print_work_order, visit)

    def _with_row(self, act: Callable[[VisitListRow], Any], visit: CalendarVisit) -> None:
        """Do something with a visit as lists know it."""
        workspace = self.context.workspace

        def done(rows: Sequence[VisitListRow]) -> None:
            found = next((row for row in rows if row.id == visit.id), None)
            if found is not None:
                act(found)

        self.context.tasks.run(lambda: services.waiting_rows(workspace), done, owner=self)

    def export(self, person: str, team: str) -> None:
        """Save the visits of an inspector, a team or all as an iCalendar file."""
        name = _("Visits") + ".ics"
        ask_where(
            self._page, _("Export calendar"), name, "iCalendar (*.ics)", lambda path: self._save(path, person, team)
        )

    def _save(self, path: Path, person: str, team: str) -> None:
        workspace = self.context.workspace
        self.context.tasks.run(
            lambda: services.calendar_file(workspace, person=person, team=team),
            lambda content: self._write(path, content),
            owner=self,
        )

    def _write(self, path: Path, content: bytes) -> None:
        saved = _("Saved as {file}").format(file=path)
        self.context.tasks.run(
            lambda: write_file(path, content), lambda _size: self.context.messages.success(saved), pool=True, owner=self
        )
