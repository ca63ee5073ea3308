"""The import as one layer: choose a file, say what its columns are, look at the preview, import."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.excel.mapping import usable
from inspector.services.excel.views import ImportPreview, ImportResult, Mapped, WorkbookSheets
from inspector.ui.files.saving import ask_where
from inspector.ui.importing.file_work import QUEUED
from inspector.ui.importing.head import ImportHead
from inspector.ui.importing.mapping_view import MappingView
from inspector.ui.importing.outcome import BusyView, RegistersDone
from inspector.ui.importing.presenter import ImportPresenter
from inspector.ui.importing.preview_view import PreviewView
from inspector.ui.importing.start_view import StartView
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.page import Context


class ImportView(QWidget):
    """`imported(ImportResult)` after an import, `left` when the person goes back."""

    imported = Signal(object)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = ImportPresenter(context, self)
        self._mapping: Mapped = ()
        self._dialog: QFileDialog | None = None
        self._build()
        self._connect()
        self._show_start()

    # building -------------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.start = StartView()
        self.mapping = MappingView()
        self.preview = PreviewView()
        self._stack = QStackedWidget()
        self._busy = BusyView()
        self._done = RegistersDone()
        for widget in (self.start, self.mapping, self.preview, self._busy, self._done):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._head = ImportHead()
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        self._head.back.clicked.connect(self.go_back)
        self._head.other.clicked.connect(self.choose_file)
        self._head.template.clicked.connect(self._ask_template)
        self._busy.stop.clicked.connect(presenter.cancel)
        self._done.left.connect(self.left)
        self._done.another_wanted.connect(self.choose_file)
        self.start.file_wanted.connect(self.choose_file)
        self.start.file_dropped.connect(self.open_file)
        self.start.template_wanted.connect(self._ask_template)
        self.mapping.accepted.connect(self._on_mapped)
        self.preview.import_wanted.connect(self._on_import)
        self.preview.mapping_wanted.connect(self._show_mapping)
        self.preview.list_wanted.connect(self._ask_list)
        presenter.book_read.connect(self._on_read)
        presenter.preview_made.connect(self._on_preview)
        presenter.progressed.connect(self._busy.show_progress, QUEUED)
        presenter.failed.connect(self._on_failed)
        presenter.outdated.connect(self._on_outdated)
        presenter.imported.connect(self._on_imported)
        presenter.written.connect(self._on_written)
        page_keys(
            self,
            {
                "Ctrl+O": self.choose_file,
                "Esc": self.go_back,
                "Ctrl+Return": self._on_main,
                "Ctrl+Enter": self._on_main,
                "Alt+Left": lambda: self._step(-1),
                "Alt+Right": lambda: self._step(1),
            },
        )

    # steps ----------------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Put the focus where the work goes on."""
        here = self._stack.currentWidget()
        if isinstance(here, StartView | MappingView | PreviewView | RegistersDone):
            here.take_focus()
        elif here is self._busy:
            self._busy.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, widget: QWidget, title: str = "") -> None:
        name = self._presenter.book.name if self._presenter.book and widget is not self.start else ""
        self._head.show_place(title, name, under_way=widget in (self.mapping, self.preview))
        self._stack.setCurrentWidget(widget)
        self.take_focus()

    def _show_start(self, error: str = "") -> None:
        self.start.show_error(error)
        self._show(self.start)

    def _show_mapping(self) -> None:
        self._show(self.mapping, _("columns"))

    def _wait(self, phase: str) -> None:
        self._busy.show_progress(0, 0, phase)
        self._show(self._busy)

    def go_back(self) -> None:
        """One step back; from the first step out of the import. While something is under way it is cancelled."""
        here = self._stack.currentWidget()
        if here is self._busy:
            self._presenter.cancel()
        elif here in (self.mapping, self.preview):
            self._show_start()
        else:
            self.left.emit()

    def choose_file(self) -> None:
        """Ask for a file (Ctrl+O)."""
        if self._presenter.busy or self._dialog is not None:
            return
        dialog = QFileDialog(self, _("Choose a workbook"), "", _("Workbooks") + " (*.xlsx *.xlsm *.csv *.xls)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open_file(Path(path)))
        dialog.finished.connect(self._on_dialog_finished)
        self._dialog = dialog
        dialog.open()

    def _on_dialog_finished(self, _result: int) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def open_file(self, path: Path) -> None:
        """Read a file and go on."""
        if self._presenter.busy:
            return
        self._wait("read")
        self._presenter.read(path)

    # answers --------------------------------------------------------------------------------------------------------

    def _on_read(self, book: WorkbookSheets, mapping: Mapped) -> None:
        self._mapping = mapping
        self.mapping.show_book(book, mapping)
        chosen = [one for one in mapping if one.kind]
        if chosen and all(usable(one) and (one.exact or one.remembered) for one in chosen):
            self._on_mapped(mapping)
        else:
            self._show_mapping()

    def _on_mapped(self, mapping: Mapped) -> None:
        self._mapping = mapping
        self._wait("check")
        self._presenter.preview(mapping)

    def _on_preview(self, preview: ImportPreview) -> None:
        self.preview.show_preview(preview)
        self._show(self.preview, _("preview"))

    def _on_import(self) -> None:
        if self.preview.preview is not None and not self._presenter.busy:
            self._wait("write")
            self._presenter.write(self.preview.preview)

    def _on_failed(self, problem: Problem) -> None:
        sentence = describe(problem)
        if self.preview.preview is not None and problem.code in ("import_cancelled", "no_person_yet", "nobody_acting"):
            if problem.code == "import_cancelled":
                self._context.messages.info(sentence)
            else:
                self._context.messages.problem(problem)
            self._show(self.preview, _("preview"))
            return
        self._show_start(sentence)

    def _on_outdated(self) -> None:
        self._context.messages.info(describe(Problem("import_register_changed")))
        self._wait("check")

    def _on_imported(self, result: ImportResult) -> None:
        self._done.show_result(result)
        self._show(self._done)
        if self._context.desk is not None:
            self._context.desk.start()
        self.imported.emit(result)

    def _on_written(self, path: str) -> None:
        self._context.messages.success(_("Saved: {path}").format(path=path))

    # actions --------------------------------------------------------------------------------------------------------

    def _on_main(self) -> None:
        """The primary action of the step (Ctrl+Enter)."""
        here: Any = self._stack.currentWidget()
        if here is self.start:
            self.choose_file()
        elif here in (self.mapping, self.preview):
            here.accept()
        elif here is self._done:
            self.left.emit()

    def _step(self, by: int) -> None:
        if self._stack.currentWidget() is self.preview:
            self.preview.step_tab(by)

    def _ask_template(self) -> None:
        name = _("Template for the import") + ".xlsx"
        ask_where(self, _("Download the template"), name, "Excel (*.xlsx)", self._presenter.save_template)

    def _ask_list(self) -> None:
        preview = self.preview.preview
        if preview is not None:
            name = _("Errors and warnings") + ".xlsx"
            title = _("Save the list of errors…")
            ask_where(self, title, name, "Excel (*.xlsx)", lambda path: self._presenter.save_issues(preview, path))
