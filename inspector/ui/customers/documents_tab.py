"""The tab 资料: notices, reports of testing companies, and papers that somebody attached; opened, added, withdrawn."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from inspector.i18n import N_, _
from inspector.quick_dataclass import dataclass
from inspector.services.customer_files.papers import DocumentKind, DocumentRow
from inspector.ui.customers.tabs import ListTab
from inspector.ui.kit.button import Button
from inspector.ui.kit.columns import Column
from inspector.ui.kit.empty import EmptyState
from inspector.ui.kit.painting import text_width
from inspector.ui.kit.text import Text

COLUMNS = (
    Column("on", N_("Date"), 84, sortable=False),
    Column("kind", N_("Kind"), 110, sortable=False),
    Column("title", N_("Document"), 200, stretch=3, sortable=False, strong=True),
    Column("by", N_("By whom"), 110, stretch=1, sortable=False),
    Column("size", N_("Size"), 80, right=True, sortable=False, drop=1),
    Column("here", N_("On this laptop"), 96, sortable=False),
)
SUFFIXES = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".heic", ".webp", ".xlsx"})
PATTERNS = "*.pdf *.jpg *.jpeg *.png *.heic *.webp *.xlsx"
MEGA = 1_000_000
KILO = 1_000


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A row of the table."""

    source: DocumentRow

    @property
    def id(self) -> str:
        """Id of the document."""
        return self.source.id

    @property
    def cells(self) -> dict[str, str]:
        """Texts by column."""
        row = self.source
        return {
            "on": f"{row.on:%Y-%m-%d}" if row.on else "",
            "kind": row.kind_name,
            "title": row.title,
            "by": row.by,
            "size": size_text(row.size),
            "here": _("yes") if row.here else _("not yet"),
        }


def size_text(size: int) -> str:
    """A size in bytes as people read it; "" for one that is not known."""
    if not size:
        return ""
    return f"{size / MEGA:.1f}\u00a0MB" if size >= MEGA else f"{max(1, round(size / KILO))}\u00a0kB"


class DocumentsTab(ListTab):
    """`row_opened(DocumentRow)` by Enter or click, `add_requested`, `dropped(paths)`, `withdrawn(DocumentRow)`."""

    add_requested = Signal()
    dropped = Signal(object)
    withdrawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._first = Button(_("Attach a paper"), icon="paperclip")
        empty = EmptyState(
            "folder-open",
            _("No papers yet"),
            _("Notices and test reports are listed by themselves; a contract or a drawing can be attached."),
            self._first,
        )
        super().__init__(_("Papers"), COLUMNS, empty, parent)
        self.table.contents = {"on": text_width("2026-12-30", "body")}
        self.setAcceptDrops(True)
        self.add = Button(_("Attach a paper"), icon="paperclip", key="Ctrl N")
        self._remove = Button(_("Withdraw"), icon="trash-2")
        self._remove.setToolTip(_("Withdraw") + " (Del)")
        self._remove.setEnabled(False)
        self._hint = Text(_("PDF, pictures and workbooks; they can be dropped here."), "hint", "text-2")
        self._bar = QWidget()
        row = QHBoxLayout(self._bar)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(self._hint, 1)
        row.addWidget(self._remove)
        row.addWidget(self.add)
        self._layout.insertWidget(0, self._bar)
        self._connect()

    def _connect(self) -> None:
        for button in (self.add, self._first):
            button.clicked.connect(self.add_requested)
        self._remove.clicked.connect(self.withdraw)
        self.table.row_chosen.connect(lambda _row: self._show_actions())

    def show_rows(self, rows: Sequence[DocumentRow]) -> None:
        """Show documents."""
        lines = [DocumentLine(row) for row in rows]
        before = self.model.row(self.table.currentIndex().row())
        self.model.set_rows(lines)
        self._stack.setCurrentWidget(self.table if lines else self._empty)
        self._bar.setVisible(bool(lines))
        self.table.choose(max(0, self.model.find(before.id)) if before is not None else 0)
        self._show_actions()

    @override
    def focus_first(self) -> None:
        (self.table if self._stack.currentWidget() is self.table else self._first).setFocus()

    def chosen(self) -> DocumentRow | None:
        """The document of the current row."""
        line = self.model.row(self.table.currentIndex().row())
        return line.source if isinstance(line, DocumentLine) else None

    def withdraw(self) -> None:
        """Ask to take the chosen paper out of the file; nothing else can be taken out."""
        row = self.chosen()
        if row is not None and row.kind is DocumentKind.PAPER:
            self.withdrawn.emit(row)

    def _show_actions(self) -> None:
        row = self.chosen()
        self._remove.setEnabled(row is not None and row.kind is DocumentKind.PAPER)

    @override
    def _on_row_opened(self, number: int) -> None:
        line = self.model.row(number)
        if isinstance(line, DocumentLine):
            self.row_opened.emit(line.source)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.withdraw()
            return
        super().keyPressEvent(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self.dropped.emit(_files(event))


def _files(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    return [path for path in paths if path.suffix.casefold() in SUFFIXES]
