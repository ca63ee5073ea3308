"""What previews of imports share: rows under tabs, details of the chosen one at the side, and the import below."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.columns import ColumnsModel, ColumnsTable
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.tabs import TabRow


class PreviewFrame(QWidget):
    """`import_wanted`, `list_wanted` (what is wrong as a file). Who derives says what a row shows."""

    import_wanted = Signal()
    list_wanted = Signal()

    def __init__(
        self, name: str, tabs: Sequence[tuple[str, str]], rows: ColumnsModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._keys = [key for key, _label in tabs]
        self._groups: Mapping[str, tuple[Any, ...]] = {}
        self._rows = rows
        rows.setParent(self)
        self.tabs = TabRow(name, [(key, _(label)) for key, label in tabs], height=44)
        self.table = ColumnsTable(name, rows)
        self._empty = EmptyState("circle-check", _("No rows here"), _("Choose another tab to see the other rows."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.list_button = Button(_("Save the list of errors…"), icon="file-spreadsheet")
        self.import_button = Button(_("Import"), Kind.PRIMARY, key="Ctrl Enter")
        self.tabs.tab_chosen.connect(self._show_tab)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.list_button.clicked.connect(self.list_wanted)
        self.import_button.clicked.connect(self.accept)

    def _lay_out(self, detail: QWidget, *footer: QWidget) -> None:
        """Tabs above, `detail` at the right, `footer` below: its first widget takes the room that is left."""
        top = Panel("surface", "b")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(detail)
        bottom = Panel("surface", "t")
        line = QHBoxLayout(bottom)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(8)
        for number, widget in enumerate(footer):
            line.addWidget(widget, 0 if number else 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addLayout(middle, 1)
        layout.addWidget(bottom)

    def _open_at(self, first: str) -> None:
        self.tabs.set_current(first)
        self._show_tab(first)

    def accept(self) -> None:
        """Import (Ctrl+Enter)."""
        if self.import_button.isEnabled():
            self.import_wanted.emit()

    def take_focus(self) -> None:
        """Let the arrow keys walk the rows."""
        (self.table if self._rows.rowCount() else self.tabs).setFocus(Qt.FocusReason.OtherFocusReason)

    def step_tab(self, by: int) -> None:
        """Open the next tab."""
        self._open_at(self._keys[(self._keys.index(self.tabs.current()) + by) % len(self._keys)])

    def _show_tab(self, key: str) -> None:
        rows = self._groups.get(key, ())
        self._show_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self.table.choose(0)
        self._on_row_chosen(0)

    def _show_rows(self, rows: tuple[Any, ...]) -> None:
        """Let the table show these rows."""
        raise NotImplementedError

    def _on_row_chosen(self, number: int) -> None:
        """Show the details of a row of the table."""
        raise NotImplementedError
