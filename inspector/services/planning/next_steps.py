"""What the day holds after a visit is signed: visits still waiting today, and those of the next day. Worker."""

from datetime import date, timedelta

from inspector.domain.visit import VisitStatus
from inspector.quick_dataclass import dataclass
from inspector.services.visits.list_row import VisitListRow
from inspector.services.visits.listing import waiting_rows
from inspector.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NextSteps:
    """`today` are visits under way and those planned for today, by time; `tomorrow` those of the day after."""

    day: date
    today: tuple[VisitListRow, ...]
    tomorrow: tuple[VisitListRow, ...]

    @property
    def following(self) -> VisitListRow | None:
        """The visit to go on with, None when the day is done."""
        return next(iter(self.today), None)

    @property
    def day_after(self) -> date:
        """The day `tomorrow` speaks of."""
        return self.day + timedelta(days=1)


def next_steps(workspace: Workspace, after: str = "") -> NextSteps:
    """The next steps of who acts, without the visit `after`; everybody's when nobody does."""
    mine = workspace.acting.id if workspace.somebody_acts else ""
    rows = [row for row in waiting_rows(workspace) if row.id != after and (not mine or mine in row.people)]
    today = workspace.today()

    def planned(day: date) -> list[VisitListRow]:
        found = [row for row in rows if row.status is VisitStatus.PLANNED and row.planned_on == day]
        return sorted(found, key=lambda row: row.planned_at or "~")

    running = [row for row in rows if row.status is VisitStatus.OPEN]
    return NextSteps(today, (*running, *planned(today)), tuple(planned(today + timedelta(days=1))))
