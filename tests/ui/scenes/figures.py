"""The page of figures for pictures: its top, its lower charts with a table open, and one customer."""

from inspector.ui.figures import FiguresPage
from inspector.ui.kit.rows import Scroller
from inspector.ui.page import Place
from tests.ui.driven_window import DrivenWindow


def _opened(driven: DrivenWindow, choice: str) -> FiguresPage:
    shell = driven.window.shell
    shell.open_place(Place("figures", choice))
    driven.settle()
    page = shell.page("figures")
    if not isinstance(page, FiguresPage):
        raise TypeError(page)
    for card in page.cards.values():
        card.table.hide()
    return page


def _scrolled(driven: DrivenWindow, page: FiguresPage, share: float) -> None:
    driven.settle()
    scroller = page.findChild(Scroller)
    if scroller is None:
        raise RuntimeError("the page has nothing to scroll")
    bar = scroller.verticalScrollBar()
    bar.setValue(round(bar.maximum() * share))
    driven.settle()


def top(driven: DrivenWindow) -> None:
    """Key figures and the first charts."""
    page = _opened(driven, "12-months||")
    _scrolled(driven, page, 0)
    page.cards["months"].view.setFocus()


def lower(driven: DrivenWindow) -> None:
    """The lower charts, the numbers of one as a table."""
    page = _opened(driven, "12-months||")
    page.cards["teams"]._numbers.clicked.emit()
    _scrolled(driven, page, 1)


def customer(driven: DrivenWindow) -> None:
    """One customer with a long name, over three years."""
    workspace = driven.window.workspace
    longest = max(workspace.call(lambda: list(workspace.db.registers.customers())), key=lambda one: len(one.name))
    page = _opened(driven, f"2024-01-01..2026-12-31||{longest.id}")
    _scrolled(driven, page, 0)


def nothing(driven: DrivenWindow) -> None:
    """A period without hazards."""
    _scrolled(driven, _opened(driven, "1999||"), 0)


SCENES = {"figures-1-top": top, "figures-2-lower": lower, "figures-3-customer": customer, "figures-4-nothing": nothing}
