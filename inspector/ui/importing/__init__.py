"""Bringing customers, equipment, tests and people in from Excel (a layer of the customers page)."""

from inspector.ui.importing.view import ImportView

__all__ = ["ImportView"]
