"""What the customers' page hands out: the registers as a workbook."""

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector.i18n import _
from inspector.ui.files.saving import ask_where, write_file
from inspector.ui.page import Context


class Saving(QObject):
    """Asks where, makes the bytes off the GUI thread, writes them, and says where they are."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    def ask_export(self) -> None:
        """Save the registers: customers, equipment, tests and people."""
        ask_where(self._page, _("Export"), _("Customers") + ".xlsx", "Excel (*.xlsx)", self._export)

    def _export(self, path: Path) -> None:
        from inspector.services import excel  # noqa: PLC0415 - the list alone needs no workbooks

        workspace, tasks = self._context.workspace, self._context.tasks
        tasks.run(
            lambda: excel.snapshot(workspace),
            lambda register: tasks.run(
                lambda: excel.write_registers(register), lambda data: self._write(path, data), pool=True, owner=self
            ),
            owner=self,
        )

    def _write(self, path: Path, data: bytes) -> None:
        saved = _("Saved as {file}").format(file=path)
        self._context.tasks.run(
            lambda: write_file(path, data), lambda _size: self._context.messages.success(saved), pool=True, owner=self
        )
