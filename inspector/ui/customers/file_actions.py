"""What the customer file does besides showing: prints, opens and attaches documents, saves the diagram."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector import services
from inspector.domain.customer import Customer
from inspector.domain.diagram import Diagram
from inspector.domain.equipment import Equipment
from inspector.i18n import N_, _
from inspector.problems import Problem, ProblemKind, register
from inspector.services.customer_files.papers import DocumentKind, DocumentRow
from inspector.services.printing.reply_files import ReplyFile, reply_files
from inspector.ui.customers.documents_tab import PATTERNS
from inspector.ui.page import Context

register(
    ProblemKind.ENVIRONMENT,
    {"paper_not_read": N_("The file {path} cannot be read: {reason}. Choose another one.")},
)


class FileActions(QObject):
    """Runs everything off the GUI thread. `changed` when the file is to be fetched again."""

    changed = Signal()

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page)
        self._context = context
        self._page = page

    # printing -------------------------------------------------------------------------------------------------------

    def print_file(self, customer: Customer) -> None:
        """Show the whole file as a document that is printed or saved."""
        workspace, title = self._context.workspace, _("Customer file")
        self._print(lambda told: services.customer_file_pdf(workspace, customer.id, told), title, customer.name)

    def print_gases(self, equipment: Equipment) -> None:
        """Show the diagnosis sheet of the last oil sample."""
        workspace, title = self._context.workspace, _("Dissolved-gas analysis")
        self._print(lambda told: services.gas_sheet(workspace, equipment.id, told), title, equipment.name)

    def _print(self, make: Callable[[str], bytes], title: str, name: str) -> None:
        from inspector.ui.printing.dialog import make_and_print  # noqa: PLC0415 - printing, when something is printed

        file = f"{title} {name}.pdf".replace("/", "-")
        make_and_print(self._page.window(), self._context, make, title=title, name=file)

    def _preview(self, pdf: bytes, title: str, name: str, replies: tuple[ReplyFile, ...] = ()) -> None:
        from inspector.ui.printing.dialog import print_document  # noqa: PLC0415 - printing, when something is printed

        dialog = print_document(self._page.window(), self._context, pdf, title=title, name=name.replace("/", "-"))
        dialog.offer_replies(replies)

    # portrait ---------------------------------------------------------------------------------------------------------

    def import_portraits(self) -> None:
        """Ask for a workbook with the portrait's figures of all customers."""
        from inspector.ui.customers.portrait_dialog import ask_portraits  # noqa: PLC0415 - reads workbooks

        ask_portraits(self._page, self._context).imported.connect(self.changed)

    # documents ------------------------------------------------------------------------------------------------------

    def open_document(self, row: DocumentRow) -> None:
        """Show a document: PDF as pages, everything else in the program the system has for what its bytes are."""
        workspace = self._context.workspace

        def read() -> tuple[bytes, str, Path | None, tuple[ReplyFile, ...]]:
            data, name = services.document_to_open(workspace, row)
            if not name.casefold().endswith(".pdf"):
                return data, name, workspace.temporary.write(name, data), ()
            notice = row.kind in (DocumentKind.NOTICE, DocumentKind.RECTIFICATION)
            number = name.removesuffix(".pdf")
            return data, name, None, workspace.call(lambda: reply_files(workspace, [number])) if notice else ()

        self._context.tasks.run(read, lambda found: self._on_read(row, *found), pool=True, owner=self)

    def _on_read(
        self, row: DocumentRow, data: bytes, name: str, path: Path | None, replies: tuple[ReplyFile, ...]
    ) -> None:
        if path is None:
            self._preview(data, row.title, name, replies)
        else:
            self._on_written(path)

    def _on_written(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._context.messages.error(_("No program was found that opens “{file}”.").format(file=path.name))

    def ask_papers(self, customer: str) -> QFileDialog:
        """Ask which files to attach."""
        dialog = QFileDialog(self._page, _("Attach papers"), "", f"{_('Papers')} ({PATTERNS})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self.add_papers(customer, [Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def add_papers(self, customer: str, paths: Sequence[Path]) -> None:
        """Attach files."""
        workspace = self._context.workspace
        for path in paths:
            self._context.tasks.run(
                partial(_attach, workspace, customer, path),
                lambda row: self._on_added(customer, row),
                pool=True,
                owner=self,
            )

    def _on_added(self, customer: str, row: DocumentRow) -> None:
        self._context.messages.success(
            _("“{name}” is attached").format(name=row.title), _("Undo"), lambda: self._withdraw(customer, row)
        )
        self.changed.emit()

    def withdraw(self, customer: str, row: DocumentRow) -> None:
        """Take a paper out of the file; it can be taken back."""
        workspace = self._context.workspace
        words = _("“{name}” is withdrawn").format(name=row.title)

        def done(_row: DocumentRow) -> None:
            self._context.messages.success(words, _("Undo"), lambda: self._restore(customer, row))
            self.changed.emit()

        self._context.tasks.run(lambda: services.withdraw_paper(workspace, customer, row.id), done, owner=self)

    def _withdraw(self, customer: str, row: DocumentRow) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.withdraw_paper(workspace, customer, row.id), lambda _row: self.changed.emit(), owner=self
        )

    def _restore(self, customer: str, row: DocumentRow) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.restore_paper(workspace, customer, row), lambda _row: self.changed.emit(), owner=self
        )

    # diagram --------------------------------------------------------------------------------------------------------

    def save_diagram(self, customer: str, diagram: Diagram, before: Diagram) -> None:
        """Keep a diagram; the message offers the one before."""
        workspace = self._context.workspace

        def done(_customer: Customer) -> None:
            self._context.messages.success(
                _("The diagram is saved"), _("Undo"), lambda: self._put_diagram(customer, before)
            )
            self.changed.emit()

        self._context.tasks.run(lambda: services.save_diagram(workspace, customer, diagram), done, owner=self)

    def _put_diagram(self, customer: str, diagram: Diagram) -> None:
        workspace = self._context.workspace
        self._context.tasks.run(
            lambda: services.save_diagram(workspace, customer, diagram),
            lambda _customer: self.changed.emit(),
            owner=self,
        )


def _attach(workspace: Any, customer: str, path: Path) -> DocumentRow:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Problem("paper_not_read", path=path, reason=error.strerror or error) from error
    return services.add_paper(workspace, customer, data, path.name, path.stem)
