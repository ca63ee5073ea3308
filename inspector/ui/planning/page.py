"""The page of the calendar: week or month, what waits for a day, the load of each inspector, the current visit.

Reached from the home page, the list of visits and the search. One call fetches everything but the packages, which
come right after it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.visit import VisitStatus
from inspector.i18n import _
from inspector.services.planning.board import Board, CalendarVisit, PersonLoad, Waiting
from inspector.services.planning.package_views import VisitPackage
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context, Place
from inspector.ui.planning.changing import CalendarActions
from inspector.ui.planning.layout import WEEK, month_span, week_of
from inspector.ui.planning.view import PlanningView

if TYPE_CHECKING:
    from inspector.services.syncing.views import SyncState


class PlanningPage(PlanningView):
    """The calendar. What is changed is changed at once and can be undone while the message shows."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = CalendarActions(self)
        self._board: Board | None = None
        self._day = date.min
        """A day of the span that shows."""
        self._taken: tuple[Waiting, ...] = ()
        """Rows of the tray that were cut."""
        self._wanted: date | None = None
        self._round: object = None
        """The last round with the server whose records show."""
        self._connect()
        self.set_breadcrumb(_("Visits"), _("Calendar"))

    def _connect(self) -> None:
        self.view.value_chosen.connect(lambda _view: self.refresh())
        self.back.clicked.connect(self._leave)
        self.earlier.clicked.connect(lambda: self.turn(-1))
        self.later.clicked.connect(lambda: self.turn(1))
        self.today_button.clicked.connect(self._on_today)
        self.who.value_edited.connect(lambda _who: self.refresh())
        self.export_button.clicked.connect(lambda: self._actions.export(self.person, self.team))
        self.plan_button.clicked.connect(self._plan)
        self.put_button.clicked.connect(self._plan)
        self.tray.taken.connect(self._on_taken)
        self.tray.choice_changed.connect(self._on_choice_changed)
        self.tray.row_opened.connect(lambda row: self.place_requested.emit(Place("customer", row.customer)))
        self.loads.row_opened.connect(self._on_person)
        self._connect_grid()
        self.detail.opened.connect(self._open)
        self.detail.change_requested.connect(self._actions.change)
        self.detail.cancel_requested.connect(self._actions.cancel)
        self.detail.print_requested.connect(self._actions.print_work_order)
        self.detail.fetch_requested.connect(self.synchronise)
        self._actions.changed.connect(self.refresh)
        self._actions.shown.connect(self._on_shown)
        plan = {"Ctrl+Return": self._plan, "Ctrl+Enter": self._plan}
        acts: dict[str, Callable[[], object]] = {
            "Ctrl+T": self._on_today,
            "Ctrl+N": lambda: self.place_requested.emit(Place("new-visit")),
            "Ctrl+P": self._print,
            "Esc": self._on_escape,
        }
        page_keys(self, {**acts, "Ctrl+E": self.export_button.clicked.emit, **plan})
        if self.context.desk is not None:
            self.context.desk.sync.state_changed.connect(self._on_synchronised)

    def _connect_grid(self) -> None:
        self.grid.moved.connect(self._actions.move)
        self.grid.dropped.connect(self._on_dropped)
        self.grid.put_wanted.connect(self._on_put)
        self.grid.turned.connect(self.turn)
        self.grid.day_wanted.connect(self._on_day_wanted)
        self.grid.opened.connect(self._open)
        self.grid.change_requested.connect(self._actions.change)
        self.grid.cancel_requested.connect(self._actions.cancel)
        self.grid.selection_changed.connect(self._on_selection)

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        self.refresh()

    @override
    def show_place(self, place: Place) -> None:
        """The span of a day."""
        if place.id:
            self._day = self._wanted = date.fromisoformat(place.id)
            self.refresh()

    @override
    def place(self) -> Place | None:
        return Place("planning", self._day.isoformat()) if self._day != date.min else None

    def refresh(self) -> None:
        """Fetch the span again."""
        workspace, day, month, person, team = self.context.workspace, self._day, self.month, self.person, self.team

        def work() -> Board:
            shown = workspace.today() if day == date.min else day
            first, days = month_span(shown) if month else (week_of(shown), WEEK)
            return services.plan_board(workspace, first, days, person=person, team=team)

        self.context.tasks.run(work, self._on_board, owner=self)

    def _on_board(self, board: Board) -> None:
        if self._day == date.min:
            self._day = board.today
        first_time, self._board = self._board is None, board
        self._actions.use(board)
        self.show_board(board, self._day)
        if self._wanted is not None and self.grid.shows(self._wanted):
            self.grid.choose_day(self._wanted)
        self._wanted = None
        focus = QApplication.focusWidget()
        if first_time or focus is None or not focus.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask_readiness()

    def _ask_readiness(self) -> None:
        workspace = self.context.workspace
        board = self._board
        planned = {visit.id for visit in board.visits if visit.status is not VisitStatus.SIGNED} if board else set()
        self.context.tasks.run(lambda: services.visit_readiness(workspace, planned), self._on_readiness, owner=self)
        self._on_selection()

    def _on_readiness(self, found: Mapping[str, VisitPackage]) -> None:
        self.grid.show_readiness({visit: package.state for visit, package in found.items()})

    def _on_selection(self) -> None:
        visit = self.grid.current
        self.detail.show_visit(visit)
        if visit is None or visit.status in (VisitStatus.SIGNED, VisitStatus.ELSEWHERE) or self.month:
            return
        workspace, wanted = self.context.workspace, visit.id
        self.context.tasks.run(
            lambda: services.visit_package(workspace, wanted), self._on_package, lambda _problem: None, owner=self
        )

    def _on_package(self, package: VisitPackage) -> None:
        shown = self.detail.visit
        if shown is not None and shown.id == package.visit:
            self.detail.show_package(package)

    def _on_synchronised(self, state: "SyncState") -> None:
        """After a round the plans of others may be other ones."""
        if not self.isVisible() or self._board is None:
            return
        if state.last != self._round:
            self._round = state.last
            self.refresh()
        else:
            self._ask_readiness()

    # walking --------------------------------------------------------------------------------------------------------

    def turn(self, spans: int) -> None:
        """Show an earlier or later week or month."""
        if self.month:
            first = self._day.replace(day=1)
            self._day = (first + timedelta(days=31 if spans > 0 else -1)).replace(day=1)
        else:
            self._day += timedelta(days=WEEK * spans)
        self._wanted = self._day
        self.refresh()

    def _on_today(self) -> None:
        if self._board is not None:
            self._on_day_wanted(self._board.today)

    def _on_day_wanted(self, day: date) -> None:
        self._day = self._wanted = day
        self.refresh()

    def _on_person(self, load: PersonLoad) -> None:
        self.who.set_value("" if self.who.value() == load.person else load.person)
        self.refresh()

    # changing -------------------------------------------------------------------------------------------------------

    def _on_taken(self) -> None:
        """Rows of the tray go onto the day that is chosen next in the calendar."""
        self._taken = self.tray.chosen
        self.grid.cut = None
        self.grid.setFocus(Qt.FocusReason.TabFocusReason)
        names = _(", ").join(row.name for row in self._taken[:3])
        self.context.messages.info(_("Choose a day and press Ctrl+V: {names}").format(names=names))

    def _on_shown(self, day: date) -> None:
        """Something is put on a day: it is shown with the next board."""
        self._day = self._wanted = day
        self.tray.clear_choice()

    def _on_put(self, day: date) -> None:
        rows, self._taken = self._taken, ()
        self._actions.put(rows or (self.tray.chosen if self.tray.count else ()), day)

    def _on_dropped(self, keys: Sequence[str], day: date) -> None:
        self._actions.put(tuple(row for row in self.tray.items if self.tray.key(row) in keys), day)

    def _plan(self) -> None:
        rows = self.tray.chosen if self.tray.count else ()
        self._actions.planned.plan([row.due for row in rows if row.due is not None])
        self.tray.clear_choice()

    def _on_choice_changed(self) -> None:
        count = self.tray.count
        self.put_button.set_label(_("Plan {count}").format(count=count) if count else _("Plan"))

    def _open(self, visit: CalendarVisit) -> None:
        self.place_requested.emit(Place("visit", visit.id))

    def _on_escape(self) -> None:
        """Let go of what was cut, else leave."""
        if self.grid.cut is not None or self._taken:
            self.grid.cut, self._taken = None, ()
            self.grid.changed()
        else:
            self._leave()

    def _leave(self) -> None:
        """Back to the page that showed a day of the calendar, else to the list of visits."""
        origin, self.came_from = self.came_from, ""
        if origin:
            self.page_requested.emit(origin)
        else:
            self.place_requested.emit(Place("visit"))

    def _print(self) -> None:
        if self.grid.current is not None:
            self._actions.print_work_order(self.grid.current)
