"""Exchange files in the window: writing one, importing one. Both are dialogs of a few steps; nothing blocks the window.

Imported when somebody asks for one: `open_export_wizard`, `open_import_wizard`.
"""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from inspector.ui.exchange.export_wizard import ExportWizard
from inspector.ui.exchange.import_wizard import ImportWizard
from inspector.ui.page import Context

__all__ = ["ExportWizard", "ImportWizard", "open_export_wizard", "open_import_wizard"]


def open_export_wizard(context: Context, parent: QWidget, to: str = "") -> ExportWizard:
    """Write an exchange file; `to` proposes for whom (id of a device)."""
    wizard = ExportWizard(context, parent, to)
    wizard.open()
    return wizard


def open_import_wizard(context: Context, parent: QWidget, path: Path | None = None) -> ImportWizard:
    """Import exchange files; with a `path` that one is looked at at once."""
    wizard = ImportWizard(context, parent)
    wizard.open()
    if path is not None:
        wizard.look_at([path])
    return wizard
