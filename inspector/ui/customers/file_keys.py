"""The keys of a customer file: they mean what the open tab is about."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector.ui.customers.file_head import TABS
from inspector.ui.kit.shortcuts import page_keys

if TYPE_CHECKING:
    from inspector.ui.customers.file_view import CustomerFileView


class FileKeys(QObject):
    """Installs the keys on the page of the file; they rest while a layer lies over it."""

    def __init__(self, file: "CustomerFileView", page: QWidget) -> None:
        super().__init__(file)
        self._file = file
        page_keys(
            page,
            {
                "Esc": self._escape,
                "Ctrl+Return": file.open_visit,
                "Ctrl+Enter": file.open_visit,
                "Ctrl+PgDown": lambda: self._step(1),
                "Ctrl+PgUp": lambda: self._step(-1),
                "F2": self._edit,
                "Ctrl+Delete": self._end,
                "Ctrl+N": self._new,
                "Ctrl+P": file.print_file,
                "Ctrl+D": file.draw,
            },
        )

    def _step(self, by: int) -> None:
        keys = [key for key, _label in TABS]
        target = keys.index(self._file.tabs.current()) + by
        if 0 <= target < len(keys):
            self._file.show_tab(keys[target])

    def _edit(self) -> None:
        if self._file.tabs.current() == "equipment":
            self._file.equipment.pane.edit()
        else:
            self._file.edit_customer()

    def _new(self) -> None:
        """A paper on the tab of papers, else equipment."""
        if self._file.tabs.current() == "documents":
            self._file.documents.add_requested.emit()
        else:
            self._file.add_equipment()

    def _end(self) -> None:
        """退运 of the equipment shown, 销户 of the customer on the overview; both can be taken back."""
        if self._file.tabs.current() == "equipment":
            self._file.equipment.pane.retire()
        elif self._file.tabs.current() == "overview":
            self._file.overview.facts.close_account()

    def _escape(self) -> None:
        if self._file.tabs.current() == "tests" and self._file.tests.close_drawer():
            return
        self._file.left.emit()
