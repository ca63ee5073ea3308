"""The pages of the rail, in order; Alt+1 opens the first.

A page is imported when it is first opened; `FIRST` names the module of the first one, so that it can be loaded off the
GUI thread.
"""

from inspector.i18n import N_
from inspector.ui.page import Context, Page, PageEntry

FIRST = "inspector.ui.home.page"


def home_page(context: Context) -> Page:
    """The workbench."""
    from inspector.ui.home.page import HomePage  # noqa: PLC0415 - see the module's docstring

    return HomePage(context)


def visits_page(context: Context) -> Page:
    """The visits, and the open one."""
    from inspector.ui.visit.visits_page import VisitsPage  # noqa: PLC0415 - see the module's docstring

    page = VisitsPage(context)
    page.ledger_requested.connect(lambda _visit: page.page_requested.emit("ledgers"))
    if context.desk is not None:
        refresh = context.desk.refresh
        page.visit_issued.connect(lambda _issued: refresh())
    return page


def planning_page(context: Context) -> Page:
    """The calendar of visits, reached from the home page and the list of visits."""
    from inspector.ui.planning import PlanningPage  # noqa: PLC0415 - see the module's docstring

    return PlanningPage(context)


def customers_page(context: Context) -> Page:
    """The customers, and the file of one."""
    from inspector.ui.customers import CustomersPage  # noqa: PLC0415 - see the module's docstring

    return CustomersPage(context)


def ledgers_page(context: Context) -> Page:
    """The three ledgers."""
    from inspector.ui.ledger import LedgersPage  # noqa: PLC0415 - see the module's docstring

    return LedgersPage(context)


def figures_page(context: Context) -> Page:
    """The figures, reached from the ledgers."""
    from inspector.ui.figures import FiguresPage  # noqa: PLC0415 - see the module's docstring

    return FiguresPage(context)


def reviews_page(context: Context) -> Page:
    """Reviews, samples and disputes."""
    from inspector.ui.reviews import ReviewsPage  # noqa: PLC0415 - see the module's docstring

    return ReviewsPage(context)


def sync_page(context: Context) -> Page:
    """Synchronising and what waits for a decision."""
    from inspector.ui.sync.page import SyncPage  # noqa: PLC0415 - see the module's docstring

    return SyncPage(context)


def settings_page(context: Context) -> Page:
    """The settings."""
    from inspector.ui.settings import SettingsPage  # noqa: PLC0415 - see the module's docstring

    return SettingsPage(context)


ENTRIES = (
    PageEntry("home", N_("Home"), "layout-dashboard", home_page),
    PageEntry("visits", N_("Visits"), "clipboard-check", visits_page, places=("visit", "new-visit")),
    PageEntry(
        "customers",
        N_("Customers"),
        "building-2",
        customers_page,
        places=("customer", "equipment", "new-customer", "import", "export"),
    ),
    PageEntry(
        "ledgers",
        N_("Ledgers"),
        "notebook-tabs",
        ledgers_page,
        places=("ledger", "hazard", "reply-import", "new-hazard"),
    ),
    PageEntry("reviews", N_("Reviews"), "git-compare-arrows", reviews_page, places=("review",)),
    PageEntry("sync", N_("Sync"), "refresh-cw", sync_page, places=("sync",)),
    PageEntry("planning", N_("Calendar of visits"), "calendar", planning_page, places=("planning",), under="visits"),
    PageEntry("figures", N_("Figures"), "chart-column", figures_page, places=("figures",), under="ledgers"),
    PageEntry("settings", N_("Settings"), "settings", settings_page, bottom=True, places=("setting",)),
)
