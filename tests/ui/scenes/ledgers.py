"""The ledger page for pictures: groups, several selected rows, filters, dialogs of actions, issues and registration."""

from collections.abc import Callable
from typing import Any

from inspector.domain.actions import Action
from inspector.domain.ledger import LedgerKind
from inspector.ui.kit.dialog import Dialog
from inspector.ui.ledger import LedgersPage
from tests.ui.driven_window import DrivenWindow


def opened(driven: DrivenWindow) -> LedgersPage:
    """The rectification ledger as it opens, without anything over it."""
    shell = driven.window.shell
    for dialog in driven.window.findChildren(Dialog):
        if dialog.isVisible():
            dialog.reject()
    shell.open_page("ledgers")
    page = shell.page("ledgers")
    if not isinstance(page, LedgersPage):
        raise TypeError(page)
    page.replies.drop()
    page.list.kept.keep_look(LedgerKind.RECTIFICATION, (), "")
    page.show_ledger(LedgerKind.RECTIFICATION, ("unclosed",))
    driven.settle()
    return page


def drawer(driven: DrivenWindow, row: int) -> LedgersPage:
    """The drawer of a row."""
    page = opened(driven)
    page.list.table.choose(row)
    page.list.table.row_opened.emit(row)
    driven.wait(lambda: page.drawer.detail is not None)
    driven.settle()
    return page


def groups(driven: DrivenWindow) -> None:
    """Rows in groups, one of which is folded."""
    page = opened(driven)
    page.list.set_look((), "status")
    driven.settle()
    page.list.rows.fold(0, folded=True)


def selected(driven: DrivenWindow) -> None:
    """Several rows and what can be done with them."""
    drawer(driven, 2).list.table.selectAll()


def nothing(driven: DrivenWindow) -> None:
    """No rows under the filters."""
    page = opened(driven)
    page.list.filters.switch("extension", on=True)
    page.list.search.set_value("没有")
    page.list.ask()


def course(driven: DrivenWindow) -> None:
    """The lower end of a drawer."""
    page = drawer(driven, 6)
    item = page.drawer.body.itemAt(0)
    scroller: Any = item.widget() if item is not None else None
    bar = scroller.verticalScrollBar()
    bar.setValue(bar.maximum())


def rectify(driven: DrivenWindow) -> None:
    """The dialog of a rectification."""
    page = drawer(driven, 4)
    if page.drawer.detail is not None:
        page.doing.actions.start(Action.SUBMIT, page.drawer.detail)


def issue(driven: DrivenWindow) -> None:
    """Before a numbered issue is made."""
    opened(driven).doing.issue()


def register(driven: DrivenWindow) -> None:
    """Registering a hazard."""
    opened(driven).doing.register()


def look(driven: DrivenWindow) -> None:
    """Columns and groups."""
    opened(driven).doing.choose_look()


def over(driven: DrivenWindow) -> Callable[[], None] | None:
    """What takes the dialog away that lies over the page."""
    return next((found.reject for found in driven.window.findChildren(Dialog) if found.isVisible()), None)


SCENES = {
    "ledger-1-groups": groups,
    "ledger-2-selected": selected,
    "ledger-3-nothing": nothing,
    "ledger-4-course": course,
    "ledger-5-rectify": rectify,
    "ledger-6-issue": issue,
    "ledger-7-register": register,
    "ledger-8-look": look,
}
