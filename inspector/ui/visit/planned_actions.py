"""What can be done about planned visits, the same from the home page and from the list of visits."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from inspector import services
from inspector.domain.visit import VisitKind
from inspector.i18n import _, ngettext
from inspector.services.due.views import Due
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.decisions import decide
from inspector.ui.page import Page, Place

if TYPE_CHECKING:
    from inspector.services.planning import PlanningChoices, VisitPlan
    from inspector.ui.kit.dialog import Dialog

AT_ONCE = 20
"""Most customers that are put on the board when none was chosen."""


class PlannedActions(QObject):
    """Plans, moves, cancels and prints for a page. `changed` when the lists have to be read again."""

    changed = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._context = page.context

    def plan(self, rows: Sequence[Due] = ()) -> None:
        """Put customers on the days of a week: these, else all that are overdue or due soon and not planned."""
        workspace = self._context.workspace

        def fetch() -> "tuple[tuple[Due, ...], PlanningChoices] | None":
            known = services.due_list(workspace, 10 * AT_ONCE)
            chosen = tuple(rows) or _urgent(known)
            return (chosen, services.planning_choices(workspace)) if known else None

        self._run(fetch, self._ask_plan)

    def _ask_plan(self, fetched: "tuple[tuple[Due, ...], PlanningChoices] | None") -> None:
        from inspector.ui.visit.nobody import ask_for_customers  # noqa: PLC0415 - see the first page
        from inspector.ui.visit.plan_dialog import PlanDialog  # noqa: PLC0415 - as above

        if fetched is None:
            ask_for_customers(self._page, _("Plan visits"))
            return
        dialog = PlanDialog(self._page, self._context, *fetched)
        dialog.planned.connect(self.put)
        dialog.inspectors.people_wanted.connect(lambda: self._to_people(dialog))
        dialog.open()

    def _to_people(self, dialog: "Dialog") -> None:
        """Leave a dialog for the register of people."""
        dialog.reject()
        self._page.place_requested.emit(Place("setting", "people"))

    def put(self, plans: "tuple[VisitPlan, ...]") -> None:
        """Plan these visits; they can be taken back while the message shows."""
        workspace, count = self._context.workspace, len(plans)
        said = ngettext("{count} visit planned.", "{count} visits planned.", count).format(count=count)
        self._write(
            lambda: services.plan_visits(workspace, plans),
            said,
            lambda made: services.unplan_visits(workspace, made),
        )

    def move_to(self, visit: str, name: str, day: date) -> None:
        """Put a planned visit on another day; it can be put back while the message shows."""
        workspace = self._context.workspace
        said = _("{customer}: planned for {day}.").format(customer=name, day=day.isoformat())
        self._write(
            lambda: services.move_visit(workspace, visit, planned_on=day),
            said,
            lambda before: services.restore_planned(workspace, before),
        )

    def move(self, row: VisitListRow) -> None:
        """Ask for another day, time, occasion or inspectors of a planned visit."""
        workspace = self._context.workspace
        self._run(lambda: services.planning_choices(workspace), lambda choices: self._ask_move(row, choices))

    def _ask_move(self, row: VisitListRow, choices: "PlanningChoices") -> None:
        from inspector.ui.visit.new_visit import MoveVisitDialog  # noqa: PLC0415 - see above

        dialog = MoveVisitDialog(self._page, row, choices.persons, choices.today)
        dialog.moved.connect(lambda *moved: self._on_moved(row, *moved))
        dialog.inspectors.people_wanted.connect(lambda: self._to_people(dialog))
        dialog.open()

    def _on_moved(
        self, row: VisitListRow, day: date, at: str, kind: VisitKind, people: tuple[str, ...], occasion: str, note: str
    ) -> None:
        workspace = self._context.workspace
        said = _("{customer}: planned for {day}.").format(customer=row.customer, day=day.isoformat())
        self._write(
            lambda: services.move_visit(
                workspace, row.id, planned_on=day, at=at, inspectors=people, kind=kind, occasion=occasion, note=note
            ),
            said,
            lambda before: services.restore_planned(workspace, before),
        )

    def cancel(self, row: VisitListRow) -> None:
        """Cancel a planned visit; it can be taken back while the message shows."""
        from inspector.services.planning import CANCEL  # noqa: PLC0415 - loaded since the visits were listed

        said = _("The visit of {customer} is cancelled.").format(customer=row.customer)
        decide(self._context, CANCEL, {"visit": row.id}, said, lambda _done: None, self.changed.emit)
        self.changed.emit()

    def print_work_order(self, row: VisitListRow) -> None:
        """Show the work order of a visit: it is printed or saved, in the language that is chosen there."""
        from inspector.ui.printing.dialog import make_and_print  # noqa: PLC0415 - printing, when something is printed

        workspace, visit = self._context.workspace, row.id

        def make(spoken: str) -> bytes:
            return services.work_order(workspace, visit, spoken)

        name = _("Work order {customer} {day}").format(
            customer=row.customer, day=row.planned_on.isoformat() if row.planned_on else row.number
        )
        file = f"{name.strip()}.pdf".replace("/", "-")
        make_and_print(self._page.window(), self._context, make, title=_("Work order"), name=file)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._context.tasks.run(work, done, owner=self)

    def _write(self, work: Callable[[], object], said: str, back: Callable[[Any], object]) -> None:
        """Do it and say so; `back` takes what was done back, when somebody wishes so while the message shows."""

        def undo(result: object) -> None:
            self._context.tasks.run(lambda: back(result), lambda _done: self.changed.emit(), owner=self)

        def done(result: object) -> None:
            self._context.messages.success(said, _("Undo"), lambda: undo(result), "Ctrl Z")
            self.changed.emit()

        self._context.tasks.run(work, done, owner=self)


def _urgent(rows: Sequence[Due]) -> tuple[Due, ...]:
    """Overdue or due soon, and not planned yet."""
    return tuple(row for row in rows if not row.visit and row.days is not None and row.days <= 7)[:AT_ONCE]
