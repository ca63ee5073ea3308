"""The rail page 检查: the list of visits, and the open visit in its place.

The pages of an open visit are imported when one is opened.
"""

import gc
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.visit import VisitKind, VisitStatus
from inspector.i18n import _
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context, Page, Place
from inspector.ui.printing.notices import show_notice
from inspector.ui.visit.hand_over import HandOverActions
from inspector.ui.visit.nobody import NobodyYet, ask_for_customers
from inspector.ui.visit.occasions import kind_name
from inspector.ui.visit.opening import VisitOpening
from inspector.ui.visit.planned_actions import PlannedActions
from inspector.ui.visit.visit_list import VisitList

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspector.services.planning import PlanningChoices
    from inspector.services.visits.views import Issued, VisitView
    from inspector.ui.visit.new_visit import NewVisitDialog
    from inspector.ui.visit.page import VisitPage


class VisitsPage(Page):
    """Shows the list; opening a visit puts its page in front, Esc or the way back shows the list again.

    `open_visit(id)` is for other pages. `visit_issued(Issued)` after 签发并归档.
    """

    visit_issued = Signal(object)
    ledger_requested = Signal(str)
    """Id of an issued visit whose rows the ledger shall show."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._visit_page: VisitPage | None = None
        self._wanted = ""
        self._wanted_row = ""
        """The signed visit that was read last: the focus goes back to its row."""
        self._actions = PlannedActions(self)
        self._opening = VisitOpening(context, self)
        self._hand_over = HandOverActions(self)
        self.list = VisitList()
        self.new_button = Button(_("New visit"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self.calendar_button = Button(_("Calendar"), icon="calendar", key="Ctrl Shift K")
        self.plan_button, self._empty_plan = _plan_button(), _plan_button()
        self.take_button, self._empty_take = _take_button(), _take_button()
        self._empty_button = Button(_("New visit"), Kind.PRIMARY, icon="plus", key="Ctrl N")
        self._empty = EmptyState(
            "clipboard-check",
            _("No visits yet"),
            _("Plan visits from the inspections due, or start an unplanned one."),
            self._empty_button,
            self._empty_plan,
            self._empty_take,
        )
        self._skeleton = Skeleton(6)
        self._nobody = NobodyYet(self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._overview = self._build_overview()
        for widget in (self._skeleton, self._overview, self._empty, self._nobody):
            self._stack.addWidget(widget)
        self.set_breadcrumb(_("Visits"))
        self._connect()

    def _build_overview(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.addWidget(self.calendar_button)
        head.addStretch(1)
        head.addWidget(self.take_button)
        head.addWidget(self.plan_button)
        head.addWidget(self.new_button)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        return holder

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.ask_new_visit)
        self._empty_button.clicked.connect(self.ask_new_visit)
        self.calendar_button.clicked.connect(self._open_calendar)
        self.plan_button.clicked.connect(self._actions.plan)
        self._empty_plan.clicked.connect(self._actions.plan)
        self.list.waiting.opened.connect(self.open_visit)
        self.list.waiting.work_order_requested.connect(self._actions.print_work_order)
        self.list.waiting.move_requested.connect(self._actions.move)
        self.list.waiting.cancel_requested.connect(self._actions.cancel)
        self._actions.changed.connect(self.refresh)
        self.list.waiting.hand_over_requested.connect(lambda row: self._hand_over.give(row.id, _name(row)))
        self.list.waiting.take_back_requested.connect(lambda row: self._hand_over.take_back(row.id, _name(row)))
        self.list.waiting.put_away_requested.connect(lambda row: self._hand_over.put_away(row.id, _name(row)))
        self.take_button.clicked.connect(self._hand_over.take)
        self._empty_take.clicked.connect(self._hand_over.take)
        self._hand_over.leaving.connect(lambda _visit: self.close_visit())
        self._hand_over.changed.connect(self.refresh)
        self._hand_over.taken.connect(self.open_visit)
        self.list.visit_opened.connect(self._read)
        self.list.notice_requested.connect(self._show_notice)
        self._opening.opened.connect(self._on_opened)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+N": self.ask_new_visit,
            "Ctrl+Shift+N": self._actions.plan,
            "Ctrl+O": self._hand_over.take,
            "Ctrl+Shift+K": self._open_calendar,
        }
        self._nobody.place_requested.connect(self.place_requested)
        for layer in (self._overview, self._empty, self._nobody):
            page_keys(layer, keys)

    # the shell's contract -------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        if self._visit_page is None:
            self.refresh()
        else:
            self._visit_page.come_back()

    @override
    def show_place(self, place: Place) -> None:
        """A visit by id: a planned or running one opens, a signed one to be read. Or a new visit."""
        if place.kind == "new-visit":
            self.close_visit(refresh=False)
            self.ask_new_visit(place.id)
        elif self._visit_page is None or self._visit_page.presenter.visit.id != place.id:
            self._wanted = place.id
            if self._visit_page is None:
                self.refresh()
            else:
                self.close_visit()

    @override
    def place(self) -> Place | None:
        """The open visit; it opens again at the question it was left at."""
        return Place("visit", self._visit_page.presenter.visit.id) if self._visit_page is not None else None

    @override
    def leaving(self) -> None:
        if self._visit_page is not None:
            self._visit_page.leave()

    @override
    def undo(self) -> None:
        if self._visit_page is not None:
            self._visit_page.undo()

    @override
    def redo(self) -> None:
        if self._visit_page is not None:
            self._visit_page.redo()

    # list -----------------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Fetch the list again."""
        workspace = self.context.workspace

        def work() -> "tuple[tuple[VisitListRow, ...], date, bool]":
            rows = services.visit_rows(workspace)
            return rows, workspace.today(), bool(rows) or bool(services.due_list(workspace, 1))

        self.context.tasks.run(work, self._on_rows)

    def _on_rows(self, fetched: tuple[tuple[VisitListRow, ...], date, bool]) -> None:
        if self._visit_page is not None:
            return
        rows, today, anybody = fetched
        self.list.show_rows(rows, today)
        workspace = self.context.workspace
        planned = [row.id for row in rows if row.status is VisitStatus.PLANNED]
        self.context.tasks.run(
            lambda: services.visit_readiness(workspace, planned), self.list.waiting.show_readiness, owner=self
        )
        self._stack.setCurrentWidget(self._overview if rows else self._empty if anybody else self._nobody)
        self.set_breadcrumb(_("Visits"))
        wanted, self._wanted = self._wanted, ""
        waiting = {row.id for row in rows if row.status is not VisitStatus.SIGNED}
        if wanted in waiting:
            self.open_visit(wanted)
        elif wanted:
            self.list.show_visit(wanted)
            self._opening.read(wanted)
        elif self._wanted_row and self.list.show_visit(self._wanted_row):
            self._wanted_row = ""
        elif not rows:
            (self._empty_button if anybody else self._nobody.first).setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.list.waiting.has_focus:
            self.list.focus_first()

    def _open_calendar(self) -> None:
        self.page_requested.emit("planning")

    def ask_new_visit(self, account: str = "") -> None:
        """Ask for customer, occasion and inspectors (Ctrl+N); `account` is chosen beforehand."""
        if self._visit_page is not None:
            return
        workspace = self.context.workspace

        def work() -> "PlanningChoices | None":
            return services.planning_choices(workspace) if services.due_list(workspace, 1) else None

        self.context.tasks.run(work, lambda choices: self._on_choices(choices, account), owner=self)

    def _on_choices(self, choices: "PlanningChoices | None", account: str) -> None:
        if choices is None:
            ask_for_customers(self, _("New visit"))
            return
        from inspector.ui.visit.new_visit import NewVisitDialog  # noqa: PLC0415 - see the module's docstring

        dialog = NewVisitDialog(self, self.context, choices.persons, choices.usual)
        dialog.chosen.connect(self._on_visit_chosen)
        dialog.visit_chosen.connect(self.open_visit)
        dialog.inspectors.people_wanted.connect(lambda: self._to_people(dialog))
        dialog.open()
        if account:
            dialog.customer.set_value(account)
        else:
            dialog.customer.offer()

    def _to_people(self, dialog: "NewVisitDialog") -> None:
        dialog.reject()
        self.place_requested.emit(Place("setting", "people"))

    def _on_visit_chosen(self, account: str, kind: VisitKind, inspectors: tuple[str, ...], occasion: str) -> None:
        self._opening.begin(account, kind, inspectors, occasion)

    def _show_notice(self, visit: str) -> None:
        show_notice(self, self.context, visit)

    # visit ----------------------------------------------------------------------------------------------------------

    @property
    def visit_page(self) -> "VisitPage | None":
        """The open visit, None while the list shows."""
        return self._visit_page

    def open_visit(self, visit: str) -> None:
        """Open a planned or running visit by id."""
        self._opening.open(visit)

    def _on_opened(self, view: "VisitView", hints: tuple[str, ...]) -> None:
        """Show the visit, and say what people should know before they begin."""
        self.show_visit(view)
        for hint in hints:
            self.context.messages.info(hint)

    def show_visit(self, visit: "VisitView") -> None:
        """Put a visit in front."""
        from inspector.ui.visit.steps import FOOTER_HEIGHT, visit_page  # noqa: PLC0415 - see the module's docstring

        self.close_visit(refresh=False)
        self._visit_page = visit_page(self.context, visit)
        self._visit_page.issued.connect(self._on_issued)
        self._visit_page.close_requested.connect(self._leave_visit)
        self._visit_page.notice_requested.connect(self._show_notice)
        self._visit_page.hand_over_requested.connect(lambda: self._hand_over.give(visit.id, visit.number))
        self._visit_page.ledger_requested.connect(self.ledger_requested)
        self._visit_page.place_requested.connect(self._go_on)
        self._stack.addWidget(self._visit_page)
        self._stack.setCurrentWidget(self._visit_page)
        self.footer_height = FOOTER_HEIGHT
        self.set_breadcrumb(_("Visits"), kind_name(visit.kind), visit.number)
        self._visit_page.start()
        # A full collection over forms and criteria takes 50 ms; what lives as long as the visit is left out of it.
        gc.freeze()

    def close_visit(self, *, refresh: bool = True) -> None:
        """Go back to the list; the visit stays as it is."""
        page, self._visit_page = self._visit_page, None
        if page is None:
            return
        gc.unfreeze()
        page.leave()
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()
        self.footer_height = 0
        if refresh:
            self._stack.setCurrentWidget(self._overview)
            self.refresh()

    def _go_on(self, place: Place) -> None:
        """After sign-off: to the next visit, the plan, or the home page."""
        self.close_visit()
        if place.kind == "home":
            self.page_requested.emit(place.kind)
        else:
            self.place_requested.emit(place)

    def _read(self, visit: str) -> None:
        self.came_from = ""
        self._opening.read(visit)

    def _leave_visit(self) -> None:
        """The way back: of a signed visit to the page that led to it, else to the list."""
        page, origin = self._visit_page, self.came_from
        self.came_from = ""
        read = page is not None and page.presenter.visit.signed is not None
        if page is not None and read:
            self._wanted_row = page.presenter.visit.id
        self.close_visit()
        if read and origin:
            self.page_requested.emit(origin)

    def _on_issued(self, issued: "Issued") -> None:
        self.visit_issued.emit(issued)


def _plan_button() -> Button:
    return Button(_("Plan visits"), icon="calendar-plus", key="Ctrl Shift N")


def _take_button() -> Button:
    button = Button(_("Take over…"), icon="folder-open", key="Ctrl O")
    button.setToolTip(f"{_('Go on with a visit that was handed over from another laptop')} (Ctrl O)")
    return button


def _name(row: VisitListRow) -> str:
    """What people call a visit in the list."""
    return row.number or row.customer
