"""The settings page."""

from inspector.ui.settings.page import SettingsPage

__all__ = ["SettingsPage"]
