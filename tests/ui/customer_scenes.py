"""The customers' page to take pictures of: the list, and the file of one customer on a tab."""

from collections.abc import Callable

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


def _page(shell: Shell, settle: Settle) -> CustomersPage:
    shell.open_page("customers")
    settle()
    page = shell.page("customers")
    if not isinstance(page, CustomersPage):
        raise TypeError(page)
    return page
