"""The customers' page to take pictures of: the list, and the file of one customer on a tab."""

from collections.abc import Callable

from PySide6.QtWidgets import QScrollArea

from inspector.ui.customers import CustomersPage
from inspector.ui.customers.file_view import CustomerFileView
from inspector.ui.shell.window import Shell

ACCOUNT = "50102237816"
Settle = Callable[[], None]


def show_list(shell: Shell, settle: Settle) -> None:
    """The list of customers."""
    _page(shell, settle).close_customer()


def show_file(shell: Shell, settle: Settle, tab: str) -> CustomerFileView:
    """A tab of the file of the first written customer."""
    page = _page(shell, settle)
    page.open_customer(ACCOUNT)
    settle()
    if page.file is None:
        raise RuntimeError("the file did not open")
    page.file.show_tab(tab)
    settle()
    return page.file


def show_end(shell: Shell, settle: Settle) -> None:
    """The lower end of the first tab: risk score, emergency supply, portrait."""
    file = show_file(shell, settle, "overview")
    for area in file.overview.findChildren(QScrollArea):
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum())
    settle()


def show_diagram(shell: Shell, settle: Settle) -> None:
    """The editor of the diagram, with a symbol selected."""
    file = show_file(shell, settle, "overview")
    file.draw()
    settle()
    if file.drawing.editor is None:
        raise RuntimeError("the editor did not open")
    canvas = file.drawing.editor.canvas
    canvas.board.cross = (7, 8)
    canvas.wish(lambda: canvas.board.use(canvas.board.cross))
    settle()


def _page(shell: Shell, settle: Settle) -> CustomersPage:
    shell.open_page("customers")
    settle()
    page = shell.page("customers")
    if not isinstance(page, CustomersPage):
        raise TypeError(page)
    return page
