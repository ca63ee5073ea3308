"""The preview of a reply: its rows with what becomes of them, the chosen one at the side, and the import."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _, ngettext
from inspector.services.replies.views import Outcome, ReplyPreview
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.columns import ColumnsTable, RowsModel
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.tabs import TabRow
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.replies.detail import ReplyDetail
from inspector.ui.replies.rows import (
    ALL,
    COLUMNS,
    TABS,
    WARNED,
    OutcomeDelegate,
    PreviewRow,
    grouped,
    widest_chip,
)

FIRST = (Outcome.SUBMIT.value, Outcome.NOTE.value, Outcome.REFUSED.value)
"""Where a preview opens: on what the button imports, else on what stands against it."""


class ReplyPreviewView(QWidget):
    """`import_wanted`, `list_wanted` (what is wrong as a file)."""

    import_wanted = Signal()
    list_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview: ReplyPreview | None = None
        self._groups: dict[str, tuple[PreviewRow, ...]] = {}
        self._rows = RowsModel(COLUMNS, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.tabs = TabRow(_("Rows of the reply"), [(key, _(label)) for key, label in TABS], height=44)
        self.table = ColumnsTable(_("Rows of the reply"), self._rows)
        self.table.setItemDelegate(OutcomeDelegate(self.table))
        self.table.contents = {"outcome": widest_chip()}
        self._empty = EmptyState("circle-check", _("No rows here"), _("Choose another tab to see the other rows."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.detail = ReplyDetail()
        top = Panel("surface", "b")
        row = QHBoxLayout(top)
        row.setContentsMargins(16, 0, 16, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._stack, 1)
        middle.addWidget(self.detail)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(top)
        layout.addLayout(middle, 1)
        layout.addWidget(self._build_footer())

    def _build_footer(self) -> Panel:
        footer = Panel("surface", "t")
        row = QHBoxLayout(footer)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        self.summary = ElidedLabel("", "body_medium", "text-2")
        self.list_button = Button(_("Save the list of errors…"), icon="file-spreadsheet")
        self.import_button = Button(_("Import"), Kind.PRIMARY, key="Ctrl Enter")
        row.addWidget(self.summary, 1)
        row.addWidget(self.list_button)
        row.addWidget(self.import_button)
        return footer

    def _connect(self) -> None:
        self.tabs.tab_chosen.connect(self._show_tab)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.list_button.clicked.connect(self.list_wanted)
        self.import_button.clicked.connect(self.accept)

    @property
    def preview(self) -> ReplyPreview | None:
        """What is shown."""
        return self._preview

    def show_preview(self, preview: ReplyPreview) -> None:
        """Show a preview, open on what would be imported. “All” counts rows: what concerns the file is none."""
        self._preview = preview
        self._groups = grouped(preview)
        counts = {key: len(rows) for key, rows in self._groups.items()}
        for key, count in (counts | {ALL: len(preview.rows)}).items():
            self.tabs.set_count(key, count)
        rows = counts[Outcome.SUBMIT.value] + counts[Outcome.NOTE.value]
        self.list_button.setVisible(bool(counts[Outcome.REFUSED.value] or counts[WARNED]))
        self.import_button.setEnabled(preview.importable)
        words = ngettext("Import {count} row", "Import {count} rows", rows).format(count=rows)
        self.import_button.set_label(words if preview.importable else _("Import"))
        self.summary.setText(_summary(preview, counts))
        self.summary.set_token("red-text" if preview.problems else "text-2")
        first = ALL if preview.blocking else next((key for key in FIRST if counts[key]), ALL)
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
        keys = [key for key, _label in TABS]
        target = (keys.index(self.tabs.current()) + by) % len(keys)
        self.tabs.set_current(keys[target])
        self._show_tab(keys[target])

    def _show_tab(self, key: str) -> None:
        rows = self._groups.get(key, ())
        self._rows.set_rows(rows)
        self._stack.setCurrentWidget(self.table if rows else self._empty)
        self.table.choose(0)
        self._on_row_chosen(0)

    def _on_row_chosen(self, number: int) -> None:
        self.detail.show_row(self._rows.row(number))


def _summary(preview: ReplyPreview, counts: Mapping[str, int]) -> str:
    """What stops the import, or what it brings; then which notice this is."""
    about = _("{notice} · {customer}").format(notice=preview.notice, customer=preview.customer_name)
    if preview.blocking:
        return _("The file is refused as a whole: see the first rows.") + "  " + about
    if not preview.importable and not preview.problems:
        return _("There is nothing new to import.") + "  " + about
    words = _("To review {submitted}, notes {noted}, refused {refused}.")
    told = words.format(
        submitted=counts[Outcome.SUBMIT.value],
        noted=counts[Outcome.NOTE.value],
        refused=counts[Outcome.REFUSED.value],
    )
    return f"{told}  {about}"
