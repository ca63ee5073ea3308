"""The search palette (Ctrl+K). Imported when it is first opened."""
