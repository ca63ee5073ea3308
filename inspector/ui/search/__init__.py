"""The search palette (Ctrl+K). Imported when it is first opened."""

from inspector.ui.search.palette import Palette

__all__ = ["Palette"]
