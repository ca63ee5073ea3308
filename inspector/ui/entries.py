"""The pages of the rail, in order; Alt+1 opens the first."""

from inspector.i18n import N_
from inspector.ui.ledger import LedgersPage
from inspector.ui.page import Context, Page
from inspector.ui.settings import SettingsPage
from inspector.ui.shell import PageEntry


def ledgers_page(context: Context) -> Page:
    """The three ledgers."""
    return LedgersPage(context)


def settings_page(context: Context) -> Page:
    """The settings."""
    return SettingsPage(context)


ENTRIES = (
    PageEntry("ledgers", N_("Ledgers"), "notebook-tabs", ledgers_page),
    PageEntry("settings", N_("Settings"), "settings", settings_page, bottom=True),
)
