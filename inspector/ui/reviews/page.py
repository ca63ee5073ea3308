"""The cross-check page (picture 07): reviews, samples of the groups, and disputes, each a list and what is chosen."""

import functools
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from inspector.domain.person import Person
from inspector.i18n import _, pgettext
from inspector.services.reviews.views import QueueRow, ReviewDetail, ReviewQueue
from inspector.ui.kit.marks import Panel, Rule
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.tabs import TabRow
from inspector.ui.page import Context, Page, Place
from inspector.ui.reviews.presenter import ReviewPresenter
from inspector.ui.reviews.queue_column import QueueColumn
from inspector.ui.reviews.review_view import ReviewView
from inspector.ui.reviews.tab import ReviewTab

COLUMN = 272
REVIEWS, SAMPLES, DISPUTES = "reviews", "samples", "disputes"


class ReviewsPage(Page):
    """Opens on the gravest hazard that waits for the acting person. `show_place` opens a hazard by its id."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = ReviewPresenter(context, self)
        self._held: set[str] = set()
        self._wanted = ""
        """A hazard that somebody asked for, to be shown whether or not the list has it."""
        self._tabs: dict[str, ReviewTab] = {}
        self.breadcrumb = (_("Reviews"),)
        self.hint = _("other teams review, then it is closed")
        self._build()
        self._connect()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = TabRow(
            _("Reviews"),
            [(REVIEWS, pgettext("tab", "Reviews")), (SAMPLES, _("Samples")), (DISPUTES, _("Disputes"))],
            height=44,
        )
        self.column = QueueColumn(lambda sha, done: self.presenter.load_image(sha, done, lambda _problem: None))
        self.view = ReviewView(self.presenter)
        self._lists, self._views = QStackedWidget(), QStackedWidget()
        self._lists.addWidget(self.column)
        self._views.addWidget(self.view)
        left = Panel("surface", "r")
        left.setFixedWidth(COLUMN)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(10, 0, 0, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(Rule())
        column.addWidget(self._lists, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self._views, 1)

    def _connect(self) -> None:
        self.tabs.tab_chosen.connect(self.open_tab)
        self.presenter.queue_fetched.connect(self._on_queue)
        self.presenter.detail_fetched.connect(self.view.show_detail)
        self.presenter.detail_failed.connect(self.view.show_problem)
        self.column.list.row_chosen.connect(self._on_row_chosen)
        self.column.list.row_opened.connect(lambda _row: self.view.photos.compare.setFocus())
        self.view.decided.connect(self._on_decided)
        self.view.taken_back.connect(self._on_taken_back)
        self.view.carried_out.connect(self._on_carried_out)
        if self.context.desk is not None:
            self.context.desk.person_changed.connect(self._on_person_changed)
        keys = {"F8": self.view.return_it, "F9": self.view.pass_it, "Ctrl+Return": self.view.pass_it}
        keys |= {"F11": self.view.photos.open_layer, "F6": self.view.toggle_panel}
        page_keys(self.view, keys)
        letters: dict[str, Callable[[], None]] = {
            "V": self.view.change_layout,
            "C": self.view.write_comment,
            "F": self.column.open_filter,
        }
        for number in range(1, 6):
            letters[str(number)] = functools.partial(self.view.press_point, number)
        for key, act in letters.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(functools.partial(self._on_letter, act))
        back = QShortcut(QKeySequence("Esc"), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.go_back)

    def _on_letter(self, act: Callable[[], None]) -> None:
        """Letters and digits belong to the reviews."""
        if self.tabs.current() == REVIEWS:
            act()

    # tabs -----------------------------------------------------------------------------------------------------------

    def open_tab(self, key: str) -> None:
        """Show reviews, samples or disputes."""
        self.view.draft.keep_now()
        self.tabs.set_current(key)
        if key == REVIEWS:
            self._lists.setCurrentWidget(self.column)
            self._views.setCurrentWidget(self.view)
            self._refresh()
            return
        tab = self._tab(key)
        self._lists.setCurrentWidget(tab.list)
        self._views.setCurrentWidget(tab.view)
        tab.activated()

    def _tab(self, key: str) -> ReviewTab:
        if key not in self._tabs:
            made = self._make_tab(key)
            made.place_requested.connect(self._on_place_requested)
            self._tabs[key] = made
            self._lists.addWidget(made.list)
            self._views.addWidget(made.view)
        return self._tabs[key]

    def _make_tab(self, key: str) -> ReviewTab:
        if key == SAMPLES:
            from inspector.ui.reviews.samples import SamplesTab  # noqa: PLC0415 - most visits of the page open none

            return SamplesTab(self.presenter, self)
        from inspector.ui.reviews.disputes import DisputesTab  # noqa: PLC0415 - as above

        return DisputesTab(self.presenter, self)

    def _on_place_requested(self, place: Place) -> None:
        if place.kind == "review":
            self.show_place(place)
        else:
            self.place_requested.emit(place)

    def go_back(self) -> None:
        """Esc: close the floating panel, else go to the list."""
        tab = self._tabs.get(self.tabs.current())
        if tab is not None:
            tab.activated()
        elif self.view.floats and self.view.panel.isVisible():
            self.view.show_panel(shown=False)
        else:
            self.column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # the list -------------------------------------------------------------------------------------------------------

    @override
    def activated(self) -> None:
        """Fetch again: others may have judged or submitted meanwhile."""
        self.open_tab(self.tabs.current())
        if self.tabs.current() == REVIEWS:
            self.column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def leaving(self) -> None:
        self.view.draft.keep_now()

    @override
    def show_place(self, place: Place) -> None:
        """A review by the id of its hazard, or one of the tabs ("samples", "disputes")."""
        if place.id in (SAMPLES, DISPUTES):
            self.open_tab(place.id)
            return
        if place.id:
            self._wanted = place.id
        self.open_tab(REVIEWS)
        self.column.list.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def place(self) -> Place:
        """The hazard that shows, or the tab."""
        tab = self.tabs.current()
        return Place("review", tab if tab != REVIEWS else self.view.hazard)

    def _refresh(self) -> None:
        self.presenter.fetch_queue()
        target = self._wanted or self.view.hazard
        if target:
            self._show(target)

    def _on_queue(self, queue: ReviewQueue) -> None:
        current = self._wanted or self.column.list.current
        self._wanted = ""
        self.column.show_queue(queue, self._held, current)
        if not current or (not self.view.hazard and current != self.column.list.current):
            self._show_first()
        if self.context.desk is not None:
            self.context.desk.count_reviews()

    def _show_first(self) -> None:
        """Open what waits longest of the gravest, or say that nothing waits."""
        mine = [row for row in self.column.queue.mine if row.hazard not in self._held]
        if mine:
            self.column.list.choose(mine[0].hazard)
            return
        queue = self.column.queue
        if queue.reviewer:
            line, hint = _("Nothing waits for your review"), _("Rectifications of other teams appear here.")
        else:
            line, hint = _("You can look, but not review"), queue.why
        self.view.show_nothing(line, hint)

    def _on_row_chosen(self, row: QueueRow) -> None:
        if row.hazard != self.view.hazard:
            self._show(row.hazard)

    def _show(self, hazard: str) -> None:
        if hazard != self.view.hazard:
            self.view.show_loading()
        self.presenter.fetch_detail(hazard)

    # decisions ------------------------------------------------------------------------------------------------------

    def _on_decided(self, hazard: str) -> None:
        following = self.column.list.neighbour(hazard)
        self._held.add(hazard)
        self.column.show_queue(self.column.queue, self._held, "")
        if following:
            self.column.list.choose(following)
        else:
            self._show_first()
        self.column.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.context.desk is not None:
            self.context.desk.count_reviews()

    def _on_taken_back(self, hazard: str) -> None:
        self._held.discard(hazard)
        self._wanted = hazard
        self._refresh()

    def _on_carried_out(self, hazard: str) -> None:
        self._held.discard(hazard)
        self.presenter.fetch_queue()
        if self.context.desk is not None:
            self.context.desk.refresh()

    def _on_person_changed(self, _person: Person | None) -> None:
        self.view.draft.forget()
        if self.isVisible():
            self.open_tab(self.tabs.current())

    def shown(self) -> ReviewDetail | None:
        """What the middle shows; for tests and the menu of actions."""
        return self.view.draft.detail
