"""Import of the portrait's figures: choose a workbook, look at what would change, apply; it can be taken back."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import N_, _, ngettext
from inspector.services.customer_files.portraits import Before, PortraitLine, PortraitPreview
from inspector.services.excel.reading import read_workbook
from inspector.services.excel.views import Action
from inspector.ui.kit.columns import Column, ColumnsTable, RowsModel
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.table import DENSE_ROW
from inspector.ui.kit.text import Text
from inspector.ui.page import Context

COLUMNS = (
    Column("row", N_("Row"), 50, right=True, sortable=False),
    Column("account", N_("Account no."), 130, sortable=False),
    Column("name", N_("Customer"), 150, stretch=2, sortable=False, strong=True),
    Column("action", N_("What happens"), 96, sortable=False),
    Column("remarks", N_("Remark"), 150, stretch=3, sortable=False),
)
ACTIONS = {
    Action.ADD: N_("new figures"),
    Action.CHANGE: N_("other figures"),
    Action.SAME: N_("unchanged"),
    Action.ERROR: N_("left out"),
}
WIDTH = 860
ROWS = 9


def ask_portraits(page: QWidget, context: Context) -> "PortraitImport":
    """Ask for a workbook and show its preview."""
    flow = PortraitImport(page, context)
    flow.ask()
    return flow


class _Line:
    """A row of the preview."""

    def __init__(self, line: PortraitLine) -> None:
        self.id = str(line.row)
        self.cells = {
            "row": str(line.row),
            "account": line.account,
            "name": line.name,
            "action": _(ACTIONS[line.action]),
            "remarks": " ".join(line.remarks),
        }


class PortraitImport(QWidget):
    """From the file to the message. `imported` once figures were written."""

    imported = Signal()

    def __init__(self, page: QWidget, context: Context) -> None:
        super().__init__(page)
        self.hide()
        self._page = page
        self._context = context

    def ask(self) -> QFileDialog:
        """Ask for the workbook."""
        dialog = QFileDialog(self._page, _("Figures of the portrait"), "", f"Excel, CSV ({'*.xlsx *.xlsm *.csv'})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def read(self, path: Path) -> None:
        """Read a workbook in the pool, look at it on the worker, show what it would do."""
        workspace, tasks = self._context.workspace, self._context.tasks
        tasks.run(
            lambda: read_workbook(path),
            lambda book: tasks.run(lambda: services.preview_portraits(workspace, book), self._show, owner=self),
            pool=True,
            owner=self,
        )

    def _show(self, preview: PortraitPreview) -> None:
        dialog = PortraitPreviewDialog(self._page.window(), preview)
        dialog.accepted.connect(lambda: self._apply(preview))
        dialog.open()

    def _apply(self, preview: PortraitPreview) -> None:
        workspace = self._context.workspace

        def done(before: Before) -> None:
            words = ngettext("{count} portrait imported", "{count} portraits imported", len(before))
            self._context.messages.success(
                words.format(count=len(before)), _("Undo"), lambda: self._restore(before) if before else None
            )
            self.imported.emit()

        self._context.tasks.run(lambda: services.apply_portraits(workspace, preview), done, owner=self)

    def _restore(self, before: Before) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.restore_portraits(workspace, before), lambda _before: self.imported.emit(), owner=self
        )


class PortraitPreviewDialog(Dialog):
    """What an import would do, row by row."""

    def __init__(self, parent: QWidget, preview: PortraitPreview) -> None:
        writes = preview.count(Action.ADD) + preview.count(Action.CHANGE)
        self._writes = writes
        accept = ngettext("Import {count} portrait", "Import {count} portraits", writes).format(count=writes)
        width = min(WIDTH, parent.width() - 96)
        super().__init__(parent, _("Figures of the portrait"), accept=accept, width=width)
        self.model = RowsModel(COLUMNS, self)
        self.table = ColumnsTable(_("Rows of the workbook"), self.model, dense=True)
        read_as = _("; ").join(f"{heading} → {meaning}" for heading, meaning in preview.columns)
        self.body.addWidget(Text(preview.file, "body_bold"))
        self.body.addWidget(Text(_("Read as: {columns}").format(columns=read_as), "hint", "text-2", wrap=True))
        counted = [(_(words), preview.count(action)) for action, words in ACTIONS.items()]
        said = " · ".join(f"{words} {count}" for words, count in counted if count)
        self.body.addWidget(Text(said or _("The workbook has no rows."), "body", "text-1"))
        self.body.addWidget(self.table)
        self._remark = Text("", "hint", "text-2", wrap=True)
        self.body.addWidget(self._remark)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.model.set_rows([_Line(line) for line in preview.lines])
        self.table.setFixedHeight(DENSE_ROW * (min(ROWS, max(1, len(preview.lines))) + 1))
        self.table.choose(0)

    def _on_row_chosen(self, number: int) -> None:
        """Say all that is to be said about a row: its cell shows the beginning."""
        row = self.model.row(number)
        self._remark.setText(row.cells["remarks"] if row is not None else "")

    @override
    def complaint(self) -> bool:
        """Nothing is written where nothing would change."""
        return not self._writes
