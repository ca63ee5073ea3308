"""Samples: the cross-check groups, the rounds drawn for them with who judges what, and how far judgements agree."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout
from typing_extensions import override

from inspector import services
from inspector.domain.roles import may_arrange
from inspector.i18n import _, ngettext
from inspector.quick_dataclass import dataclass
from inspector.services.reviews.views import AgreementView, GroupView, RoundView
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.painting import text
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import Text
from inspector.ui.page import Place
from inspector.ui.reviews.agreement import AgreementPanel
from inspector.ui.reviews.group_dialog import GroupDialog
from inspector.ui.reviews.group_panel import GroupPanel
from inspector.ui.reviews.presenter import ReviewPresenter
from inspector.ui.reviews.round_dialogs import AssignDialog, DrawDialog, SpreadDialog
from inspector.ui.reviews.side_list import AskDialog, SideColumn, SideList
from inspector.ui.reviews.tab import ReviewTab


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the left column: a group, or the figures of agreement (no group)."""

    group: GroupView | None = None


class ItemList(SideList[Item]):
    """The groups, and below them the agreement of judgements."""

    row_height = 60

    @override
    def words(self, item: Item) -> str:
        if item.group is None:
            return _("Agreement of judgements")
        return f"{item.group.name} · {members_text(item.group)}"

    @override
    def paint_row(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        upper = QRectF(rect.left(), rect.top() + 8, rect.width(), 22)
        lower = QRectF(rect.left(), rect.top() + 31, rect.width(), 20)
        if item.group is None:
            text(painter, upper, _("Agreement of judgements"), "body_medium", "text-1")
            text(painter, lower, _("First and blind second judgements"), "hint", "text-2")
            return
        token = "text-1" if item.group.active else "text-3"
        text(painter, upper, item.group.name, "body_medium", token)
        text(painter, lower, members_text(item.group), "hint", "text-2" if item.group.active else "text-3")


def members_text(group: GroupView) -> str:
    """How many members, and when a sample was drawn last."""
    count = len(group.members)
    words = ngettext("{count} member", "{count} members", count).format(count=count)
    if not group.active:
        return " · ".join((words, _("not in use")))
    drawn = _("drawn {day}").format(day=group.last_drawn.isoformat()) if group.last_drawn else _("never drawn")
    return f"{words} · {drawn}"


class SamplesTab(ReviewTab):
    """Groups at the left; the chosen group with its rounds, or the agreement figures, beside them."""

    def __init__(self, presenter: ReviewPresenter, parent: QObject | None = None) -> None:
        self.rows = ItemList(_("Groups"))
        self.add_button = IconButton("plus", _("Form a group"), key="Ctrl+N")
        column = SideColumn(_("Groups"), self.rows, self.add_button)
        self.why = Text(_("Only team leads form groups, draw samples and hand out reviews; you can look."), "hint",
                        "text-2", wrap=True)  # fmt: skip
        self.why.setContentsMargins(16, 0, 16, 8)
        self.why.hide()
        column.column.insertWidget(1, self.why)
        self.group = GroupPanel()
        self.figures = AgreementPanel()
        self.first_button = Button(_("Form a group"), Kind.PRIMARY, icon="plus")
        self.empty = EmptyState(
            "users",
            _("There is no cross-check group yet"),
            _("A group of reviewers of several teams draws samples and judges what its members are independent of."),
            self.first_button,
        )
        self.stack = QStackedWidget()
        for widget in (self.group, self.figures, self.empty):
            self.stack.addWidget(widget)
        view = Panel("canvas")
        inner = QVBoxLayout(view)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.stack)
        super().__init__(presenter, column, view, parent)
        self._asked = 0
        self._wanted = ""
        self._connect()

    def _connect(self) -> None:
        self.rows.current_changed.connect(self._fetch_item)
        self.rows.row_opened.connect(lambda _item: self.group.take_focus())
        self.add_button.clicked.connect(self.form)
        self.first_button.clicked.connect(self.form)
        self.group.change_requested.connect(self.change)
        self.group.switch_requested.connect(self.switch)
        self.group.draw_requested.connect(self.draw)
        self.group.spread_requested.connect(self.spread)
        self.group.assign_requested.connect(self.assign)
        self.group.item_opened.connect(lambda hazard: self.place_requested.emit(Place("review", hazard)))
        self.figures.period_chosen.connect(lambda _period: self._fetch_figures())
        self.figures.reopen_requested.connect(lambda hazard: self.place_requested.emit(Place("hazard", hazard)))
        keys = {"Ctrl+N": self.form, "F2": self.change, "Ctrl+Return": self.draw, "Ctrl+E": self.spread}
        page_keys(self.view, keys)

    # fetching -------------------------------------------------------------------------------------------------------

    @property
    def lead(self) -> bool:
        """Whether the acting person may form groups, draw and assign."""
        desk = self.presenter.context.desk
        return desk is not None and desk.person is not None and may_arrange(desk.person)

    @override
    def activated(self) -> None:
        self._fetch_groups()
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fetch_groups(self) -> None:
        workspace = self.presenter.context.workspace
        self.presenter.ask(lambda: services.list_groups(workspace), self._on_groups, owner=self)

    def _on_groups(self, groups: Sequence[GroupView]) -> None:
        before = self._wanted or self._chosen()
        self._wanted = ""
        items = [*(Item(group) for group in groups), Item()] if groups else []
        self.rows.show_items(items)
        self.why.setVisible(not self.lead)
        found = next((i for i, item in enumerate(items) if item.group is not None and item.group.id == before), None)
        self.add_button.setEnabled(self.lead)
        self.first_button.setEnabled(self.lead)
        if not items:
            self._asked += 1  # what is still on its way is of a group that is gone
            self.stack.setCurrentWidget(self.empty)
            (self.first_button if self.lead else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.rows.set_current(found if found is not None else min(self.rows.current, len(items) - 1))

    def _chosen(self) -> str:
        item = self.rows.current_item
        return item.group.id if item is not None and item.group is not None else ""

    def _fetch_item(self) -> None:
        item = self.rows.current_item
        if item is None:
            return
        if item.group is None:
            self.stack.setCurrentWidget(self.figures)
            self._fetch_figures()
            return
        group = item.group
        self.stack.setCurrentWidget(self.group)
        self.group.show_group(group, lead=self.lead)
        self._asked += 1
        number, workspace = self._asked, self.presenter.context.workspace

        def done(rounds: tuple[RoundView, ...]) -> None:
            if number == self._asked:
                self.group.show_rounds(rounds)

        self.presenter.ask(lambda: services.list_rounds(workspace, group.id), done, owner=self)

    def _fetch_figures(self) -> None:
        self._asked += 1
        number, workspace, period = self._asked, self.presenter.context.workspace, self.figures.period()

        def done(found: AgreementView) -> None:
            if number == self._asked:
                self.figures.show_figures(found)

        self.presenter.ask(lambda: services.agreement(workspace, period), done, owner=self)

    # groups ---------------------------------------------------------------------------------------------------------

    def form(self) -> None:
        """Form a group (Ctrl+N)."""
        if self.lead:
            self._edit(None)

    def change(self) -> None:
        """Change the chosen group (F2)."""
        item = self.rows.current_item
        if self.lead and item is not None and item.group is not None:
            self._edit(item.group)

    def _edit(self, group: GroupView | None) -> None:
        workspace = self.presenter.context.workspace

        def opened(persons: Any) -> None:
            dialog = GroupDialog(self.view, persons, group)
            dialog.asked.connect(lambda: self._save(dialog, group))
            dialog.open()

        self.presenter.ask(lambda: services.persons(workspace), opened, owner=self)

    def _save(self, dialog: GroupDialog, group: GroupView | None) -> None:
        workspace = self.presenter.context.workspace
        name, members, chair = dialog.name(), dialog.members(), dialog.chair()

        def work() -> GroupView:
            if group is None:
                return services.form_group(workspace, name, members, chair=chair)
            return services.change_group(workspace, group.id, name=name, members=members, chair=chair)

        def done(saved: GroupView) -> None:
            self._wanted = saved.id
            self._fetch_groups()

        self._run(dialog, work, done)

    def _run(self, dialog: AskDialog, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Do what a dialog asks for; it closes when it is done, and shows why not."""

        def finished(result: Any) -> None:
            dialog.finish()
            done(result)

        self.presenter.ask(work, finished, dialog.refuse, owner=dialog)

    def switch(self) -> None:
        """Put the chosen group out of use, or into use again."""
        item = self.rows.current_item
        if not self.lead or item is None or item.group is None:
            return
        workspace, group = self.presenter.context.workspace, item.group

        def done(_group: GroupView) -> None:
            self._fetch_groups()

        self.presenter.ask(
            lambda: services.change_group(workspace, group.id, active=not group.active), done, owner=self
        )

    # rounds ---------------------------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw a sample for the chosen group (Ctrl+Enter)."""
        item = self.rows.current_item
        if not self.lead or item is None or item.group is None or not item.group.active:
            return
        workspace, group = self.presenter.context.workspace, item.group
        dialog = DrawDialog(self.view, group)

        def count() -> None:
            how = dialog.how()
            if how is not None:
                self.presenter.ask(
                    lambda: services.preview_size(workspace, group.id, how),
                    lambda sizes: dialog.show_size(how, *sizes),
                    dialog.show_no_size,
                    owner=dialog,
                )

        def done(drawn: RoundView) -> None:
            self.group.wanted = drawn.id
            self._fetch_groups()

        dialog.counted.connect(count)
        dialog.asked.connect(
            lambda: self._run(dialog, lambda: services.draw_round(workspace, group.id, dialog.checked()), done)
        )
        dialog.open()
        count()

    def spread(self) -> None:
        """Give out what nobody has yet (Ctrl+E)."""
        shown = self.group.round
        if not self.lead or shown is None or self.stack.currentWidget() is not self.group:
            return
        workspace, dialog = self.presenter.context.workspace, SpreadDialog(self.view, shown)

        def done(given: Any) -> None:
            count = sum(given.given.values())
            words = ngettext("{count} judgement given out", "{count} judgements given out", count)
            self.presenter.context.messages.success(words.format(count=count))
            if given.open:
                numbers = ", ".join(given.open[:5])
                self.presenter.context.messages.info(
                    _("No member is independent of: {numbers}").format(numbers=numbers)
                )
            self._after_assigning()

        dialog.asked.connect(
            lambda: self._run(
                dialog, lambda: services.assign_evenly(workspace, shown.id, second_share=dialog.share()), done
            )
        )
        dialog.open()

    def assign(self, hazard: str) -> None:
        """Say who judges an item of the round (Enter)."""
        shown = self.group.round
        item = next((one for one in shown.items if one.hazard == hazard), None) if shown is not None else None
        if not self.lead or shown is None or item is None:
            return
        workspace, dialog = self.presenter.context.workspace, AssignDialog(self.view, item)

        def work() -> RoundView:
            first, second = dialog.changed()
            return services.assign_review(workspace, shown.id, hazard, person=first, second=second)

        dialog.asked.connect(lambda: self._run(dialog, work, lambda _round: self._after_assigning()))
        dialog.open()

    def _after_assigning(self) -> None:
        self._fetch_item()
        if self.presenter.context.desk is not None:
            self.presenter.context.desk.count_reviews()
