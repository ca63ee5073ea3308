"""The preview of an import against the register of a workspace. Worker thread.

The window takes the two halves apart: `snapshot` on the worker, `compare` in a pool, so that the database stays free.
"""

from inspector.services.excel.compare import compare
from inspector.services.excel.register import snapshot
from inspector.services.excel.views import (
    Cancelled,
    ImportPreview,
    Mapped,
    Progress,
    WorkbookSheets,
    never,
    no_progress,
)
from inspector.services.workspace import Workspace

__all__ = ["preview", "snapshot"]


def preview(
    workspace: Workspace,
    book: WorkbookSheets,
    mapping: Mapped,
    progress: Progress = no_progress,
    cancelled: Cancelled = never,
) -> ImportPreview:
    """What importing this file would add and change, and what is wrong with it."""
    return compare(book, mapping, snapshot(workspace), progress, cancelled)
