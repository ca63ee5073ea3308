"""The home page (picture 01): figures, today's visits, what is due, the year in bars, what happened, what to review.

The window starts here: nothing is imported that the first picture does not need.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.domain.visit import VisitStatus
from inspector.i18n import _, language, pgettext
from inspector.services.due.views import Due, DueOverview
from inspector.services.home.views import Activity, HomeView, ReviewOverview
from inspector.services.visits.list_row import VisitListRow
from inspector.ui.home.chart import Legend, MonthChart
from inspector.ui.home.lists import ActivityList, DueList, ReviewList
from inspector.ui.home.numbers import NumberRow
from inspector.ui.home.pictures import ReviewPictures
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.card import Card
from inspector.ui.kit.chip import note_chip
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.empty import EmptyState, Skeleton
from inspector.ui.kit.marks import Rule
from inspector.ui.kit.rows import Scroller
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text
from inspector.ui.page import Context, Page, Place
from inspector.ui.visit.planned_actions import PlannedActions
from inspector.ui.visit.waiting import WaitingList

if TYPE_CHECKING:
    from inspector.services.syncing.views import SyncState

DUE_ROWS = 60
RANKED = 3000
"""Customers up to which the due list is put in the order of their risks, right after it shows by day: with more of them
the scores take seconds."""
RULE = "line2"
WEEK = 7
TEAM = "team"
WHOSE = "home.whose"
"""Under which name is kept whose visits show."""
HEAD = 36
MIDDLE, BOTTOM = 232, 216
"""Least heights of the two rows of cards; what more there is they share."""


class HomePage(Page):
    """One call fetches all but the due list and the reviews, which come right after."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._actions = PlannedActions(self)
        self._arriving = True
        self._arrival = QTimer(self, singleShot=True)
        self._view: HomeView | None = None
        self._round: object = None
        """The last round with the server that was told of."""
        self._planned: list[str] = []
        """Visits that are planned, for how ready their packages are."""
        self.numbers = NumberRow()
        self.waiting = WaitingList(hand_over=False)
        self.due = DueList()
        self.chart = MonthChart()
        self.activities = ActivityList()
        self.reviews = ReviewList()
        self._pictures = ReviewPictures(context, self.reviews)
        self._build()
        self._connect()
        kept = self.context.preferences.recall(WHOSE, TEAM)
        self.whose.set_value(str(kept) if kept in ("me", TEAM, "all") else TEAM)
        self.set_breadcrumb(_("Home"))

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.numbers)
        middle = QHBoxLayout()
        middle.setSpacing(12)
        middle.addWidget(self._visits_card(), 169)
        middle.addWidget(self._due_card(), 100)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self._chart_card(), 130)
        bottom.addWidget(self._activity_card(), 87)
        bottom.addWidget(self._review_card(), 100)
        column.addLayout(middle, 11)
        column.addLayout(bottom, 10)
        self._content = content
        self._empty = self._empty_state()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for widget in (Skeleton(6), Scroller(content), self._empty):
            self._stack.addWidget(widget)

    def _visits_card(self) -> Card:
        card = Card(_("Plan of today"), flush=True)
        self._today_count = Text("", "body", "text-2")
        card.head.insertWidget(1, self._today_count)
        self._week_button = Button("", Kind.LINK, trailing_icon="chevron-right")
        options = (
            Option("me", pgettext("visits", "Mine")),
            Option(TEAM, pgettext("visits", "Team")),
            Option("all", pgettext("visits", "All")),
        )
        self.whose = Segmented(_("Whose visits"), options, height=32)
        card.head.addWidget(self.whose)
        card.head.addWidget(self._week_button)
        card.head.setContentsMargins(15, 4, 6, 4)
        card.head.addStrut(HEAD)
        self._plan_button = Button(_("Plan visits"), Kind.PRIMARY, icon="calendar-plus", key="Ctrl Enter")
        self._new_button = Button(_("New visit"), key="Ctrl N")
        self._no_visits = EmptyState(
            "clipboard-check",
            _("No visit is planned"),
            _("Plan visits from the inspections due, or start one now."),
            self._plan_button,
            self._new_button,
        )
        holder = QWidget()
        self._visits_stack = QStackedLayout(holder)
        self._visits_stack.addWidget(Scroller(self.waiting))
        self._visits_stack.addWidget(self._no_visits)
        card.body.addWidget(Rule(token=RULE))
        card.body.addWidget(holder, 1)
        card.setMinimumHeight(MIDDLE)
        return card

    def _due_card(self) -> Card:
        card = Card(_("Inspections due"), flush=True)
        card.head.setContentsMargins(15, 4, 6, 4)
        self._late_chip = note_chip("", "red")
        self._soon_chip = note_chip("", "orange")
        self._due_button = Button(_("Plan"), Kind.LINK)
        self._due_button.setToolTip(_("Put the chosen customers, or all that are due, into the plan (Ctrl+Enter)"))
        card.head.insertWidget(1, self._late_chip)
        card.head.insertWidget(2, self._soon_chip)
        card.head.addWidget(self._due_button)
        card.head.addStrut(HEAD)
        card.body.addWidget(Rule(token=RULE))
        card.body.addWidget(Scroller(self.due), 1)
        card.setMinimumHeight(MIDDLE)
        return card

    def _chart_card(self) -> Card:
        card = Card(_("Hazards found and closed"), hint=_("last 12 months"))
        self._legend = Legend()
        card.head.addWidget(self._legend)
        card.body.setContentsMargins(8, 4, 8, 6)
        card.body.addWidget(self.chart, 1)
        card.setMinimumHeight(BOTTOM)
        return card

    def _activity_card(self) -> Card:
        card = Card(_("Latest activities"), flush=True)
        self._no_activity = Text(_("Nothing happened yet."), "body", "text-2")
        self._no_activity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.body.addWidget(Rule(token=RULE))
        card.body.addWidget(self._no_activity)
        card.body.addWidget(Scroller(self.activities), 1)
        card.setMinimumHeight(BOTTOM)
        return card

    def _review_card(self) -> Card:
        self._reviews_card = Card(_("For my review"), flush=True)
        self._review_count = Text("", "body", "text-2")
        self._reviews_card.head.insertWidget(1, self._review_count)
        self._to_reviews = Button(_("To the reviews"), Kind.LINK, trailing_icon="chevron-right")
        self._reviews_card.head.setContentsMargins(15, 4, 6, 4)
        self._reviews_card.head.addStrut(HEAD)
        self._reviews_card.head.addWidget(self._to_reviews)
        self._reviews_card.body.addWidget(Rule(token=RULE))
        self._reviews_card.body.addWidget(Scroller(self.reviews), 1)
        self._reviews_card.setMinimumHeight(BOTTOM)
        self._reviews_card.hide()
        return self._reviews_card

    def _empty_state(self) -> EmptyState:
        self._first_customer = Button(_("New customer"), Kind.PRIMARY, icon="plus")
        self._import = Button(_("Import from Excel"), icon="file-spreadsheet")
        return EmptyState(
            "layout-dashboard",
            _("This workspace is empty"),
            _("Register the first customer, or take over customers and equipment from an Excel file."),
            self._first_customer,
            self._import,
        )

    def _connect(self) -> None:
        self.numbers.ledger_requested.connect(lambda filters: self._go("ledger", filters))
        self._arrival.timeout.connect(self._arrive)
        self.waiting.opened.connect(lambda visit: self._go("visit", visit))
        self.waiting.work_order_requested.connect(self._actions.print_work_order)
        self.waiting.move_requested.connect(self._actions.move)
        self.waiting.cancel_requested.connect(self._actions.cancel)
        self.due.row_opened.connect(self._on_due_opened)
        self.due.choice_changed.connect(self._on_choice_changed)
        self.chart.month_opened.connect(self._on_month_opened)
        self.activities.row_opened.connect(self._on_activity_opened)
        self.reviews.row_opened.connect(lambda item: self._go("review", item.hazard))
        self.whose.value_chosen.connect(self._on_whose)
        self._week_button.clicked.connect(lambda: self.page_requested.emit("planning"))
        self._to_reviews.clicked.connect(lambda: self.page_requested.emit("reviews"))
        self._due_button.clicked.connect(self._plan)
        self._plan_button.clicked.connect(self._plan)
        self._new_button.clicked.connect(lambda: self._go("new-visit", ""))
        self._first_customer.clicked.connect(lambda: self._go("new-customer", ""))
        self._import.clicked.connect(lambda: self._go("import", ""))
        self._actions.changed.connect(self.refresh)
        if self.context.desk is not None:
            self.context.desk.sync.state_changed.connect(self._on_synchronised)
        keys = {"Ctrl+Return": self._plan, "Ctrl+Enter": self._plan}
        page_keys(self, {"Ctrl+N": lambda: self._go("new-visit", ""), **keys})

    # asking ---------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        self._arriving = True
        self._arrival.start()

    def _arrive(self) -> None:
        if self.isVisible():  # not when somebody went on to another page at once: that one must not wait for this one
            self.refresh()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """What was opened under a locked screen is fetched when that is unlocked."""
        super().showEvent(event)
        if self._arriving:
            self._arrival.start()

    def _on_synchronised(self, state: "SyncState") -> None:
        """After a round with the server others may have planned, begun or signed visits."""
        if state.last != self._round and self._view is not None and self.isVisible():
            self.refresh()
        self._round = state.last

    def refresh(self) -> None:
        """Fetch everything again."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.home_view(workspace), self._on_view)

    def _on_view(self, view: HomeView) -> None:
        if not self.isVisible():
            return
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.due_overview(workspace, DUE_ROWS), self._on_due)
        self._planned = [row.id for row in view.visits if row.status is VisitStatus.PLANNED]
        self._view = view
        self.whose.setVisible(bool(view.me))
        self._stack.setCurrentIndex(1 if view.customers else 2)
        self.set_breadcrumb(_("Home"), hint=long_day(view.today))
        self.due.today = self.activities.today = view.today
        self.numbers.show_view(view)
        here = self.waiting.has_focus
        self._show_visits(view.visits, view.today)
        self.chart.show_months(view.months)
        self._legend.show_months(view.months)
        self.activities.show_items(view.activities)
        self._no_activity.setVisible(not view.activities)
        focus = QApplication.focusWidget()
        if self._arriving or focus is None or not focus.isVisible() or (here and not self.waiting.has_focus):
            self._focus_first(view)
        self._arriving = False

    def _focus_first(self, view: HomeView) -> None:
        if not view.customers:
            self._first_customer.setFocus(Qt.FocusReason.OtherFocusReason)
        elif view.visits:
            self.waiting.focus_first()
        else:
            self._plan_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_visits(self, visits: tuple[VisitListRow, ...], today: date) -> None:
        until = today + timedelta(days=WEEK - 1)
        monday = today - timedelta(days=today.weekday())
        sunday = monday + timedelta(days=WEEK - 1)
        whose = self.whose.value()
        visits = tuple(
            row for row in visits if row.status is not VisitStatus.HANDED_OVER and _is_wanted(row, self._view, whose)
        )
        week = [row for row in visits if _running(row) or (row.planned_on and monday <= row.planned_on <= sunday)]
        shown = [row for row in visits if row.planned_on is None or row.planned_on <= until or _running(row)]
        now = [row for row in shown if _running(row) or row.planned_on == today]
        self.waiting.show_rows(shown, today)
        self._visits_stack.setCurrentIndex(0 if shown else 1)
        self._today_count.setText(str(len(now)) if now else "")
        self._week_button.set_label(_("this week {count}").format(count=len(week)))
        self._week_button.setVisible(bool(visits))

    def _on_whose(self, whose: str) -> None:
        self.context.preferences.remember(WHOSE, whose)
        if self._view is not None:
            self._show_visits(self._view.visits, self._view.today)
            self._ask_readiness()

    def _on_due(self, overview: DueOverview) -> None:
        ranked = overview.total <= RANKED
        if not ranked or not self.due.items:  # else the rows stand in the order of risks until the new ones come
            self.due.show_items(overview.rows)
        for chip, words, count in (
            (self._late_chip, _("overdue {count}"), overview.overdue),
            (self._soon_chip, _("within 7 days {count}"), overview.soon),
        ):
            chip.set_label(words.format(count=count))
            chip.setVisible(count > 0)
        workspace = self.context.workspace
        if ranked:
            self.context.tasks.run(
                lambda: services.due_list(workspace, DUE_ROWS, order="priority"), self.due.show_items
            )
        self._fetch_rest()

    def _fetch_rest(self) -> None:
        """What the first picture does without; it brings the form engine, so it is asked when all lists stand."""
        workspace = self.context.workspace
        self.context.tasks.run(lambda: services.review_overview(workspace), self._on_reviews)
        self._ask_readiness()

    def _ask_readiness(self) -> None:
        workspace, planned = self.context.workspace, self._planned
        self.context.tasks.run(lambda: services.visit_readiness(workspace, planned), self.waiting.show_readiness)

    def _on_reviews(self, overview: ReviewOverview) -> None:
        self.reviews.show_items(overview.items)
        self._review_count.setText(f"{overview.total}+" if overview.cut else str(overview.total))
        self._reviews_card.setVisible(bool(overview.items))
        self._pictures.fetch([item.hazard for item in overview.items])

    # actions --------------------------------------------------------------------------------------------------------

    def _go(self, kind: str, thing: str) -> None:
        self.place_requested.emit(Place(kind, thing))

    def _plan(self) -> None:
        self._actions.plan(self.due.chosen)
        self.due.clear_choice()

    def _on_choice_changed(self) -> None:
        count = len(self.due.chosen)
        self._due_button.set_label(_("Plan {count}").format(count=count) if count else _("Plan"))

    def _on_due_opened(self, row: Due) -> None:
        self._go("customer", row.customer)

    def _on_month_opened(self, month: date) -> None:
        self._go("ledger", f"rectification:month:{month:%Y-%m}")

    def _on_activity_opened(self, item: Activity) -> None:
        self._go(*item.place)


def _is_wanted(row: VisitListRow, view: HomeView | None, whose: str) -> bool:
    """Whether a visit is of those whose visits show; what runs here always does."""
    if view is None or not view.me or whose == "all" or _running(row):
        return True
    return bool((view.team if whose == TEAM else {view.me}) & set(row.people))


def _running(row: VisitListRow) -> bool:
    return row.status is VisitStatus.OPEN


def long_day(day: date) -> str:
    """A day with its weekday, in the window's language."""
    return QLocale(language()).toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
