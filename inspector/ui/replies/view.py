"""The import of a reply: choose, preview, import. Nothing is written before the last step, and then all of it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.i18n import _, describe
from inspector.problems import Problem
from inspector.services.replies.views import ReplyPreview, ReplyResult
from inspector.ui.files.saving import ask_where
from inspector.ui.importing.file_work import QUEUED
from inspector.ui.importing.head import HEIGHT
from inspector.ui.importing.outcome import BusyView
from inspector.ui.kit.button import Button, Kind
from inspector.ui.kit.marks import Panel
from inspector.ui.kit.shortcuts import page_keys
from inspector.ui.kit.text import ElidedLabel
from inspector.ui.page import Context
from inspector.ui.replies.outcome import ReplyDone
from inspector.ui.replies.presenter import ReplyPresenter
from inspector.ui.replies.preview_view import ReplyPreviewView
from inspector.ui.replies.start_view import ReplyStart


class ReplyHead(Panel):
    """Buttons `back` and `other` (another file), and which step of which file shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("surface", "b", parent)
        self.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(8)
        self.back = Button(_("Back"), Kind.TEXT, icon="chevron-left", key="Esc")
        self.title = ElidedLabel(_("Import a customer's reply"), "card_title")
        self.other = Button(_("Another file…"), icon="folder-open", key="Ctrl O")
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        row.addWidget(self.other)

    def show_place(self, file: str, *, under_way: bool) -> None:
        """Say which file shows; `under_way` while another one may be wanted."""
        self.title.setText(" · ".join(part for part in (_("Import a customer's reply"), file) if part))
        self.other.setVisible(under_way)


class ReplyView(QWidget):
    """`imported(ReplyResult)` after an import, `left` when the person goes back."""

    imported = Signal(object)
    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._presenter = ReplyPresenter(context, self)
        self._dialog: QFileDialog | None = None
        self._build()
        self._connect()
        self._show_start()

    def _build(self) -> None:
        self.start = ReplyStart()
        self.preview = ReplyPreviewView()
        self._busy = BusyView()
        self._done = ReplyDone()
        self._stack = QStackedWidget()
        for widget in (self.start, self.preview, self._busy, self._done):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._head = ReplyHead()
        layout.addWidget(self._head)
        layout.addWidget(self._stack, 1)

    def _connect(self) -> None:
        presenter = self._presenter
        self._head.back.clicked.connect(self.go_back)
        self._head.other.clicked.connect(self.choose_file)
        self._busy.stop.clicked.connect(presenter.cancel)
        self._done.left.connect(self.left)
        self._done.another_wanted.connect(self.choose_file)
        self.start.file_wanted.connect(self.choose_file)
        self.start.file_dropped.connect(self.open_file)
        self.preview.import_wanted.connect(self._on_import)
        self.preview.list_wanted.connect(self._ask_list)
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
                "Alt+Left": lambda: self.step(-1),
                "Alt+Right": lambda: self.step(1),
            },
        )

    # steps ----------------------------------------------------------------------------------------------------------

    def take_focus(self) -> None:
        """Put the focus where the work goes on."""
        here = self._stack.currentWidget()
        if isinstance(here, ReplyStart | ReplyPreviewView | ReplyDone):
            here.take_focus()
        else:
            self._busy.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, widget: QWidget) -> None:
        shown = self.preview.preview if widget in (self.preview, self._done) else None
        self._head.show_place(shown.file if shown else "", under_way=widget is self.preview)
        self._stack.setCurrentWidget(widget)
        self.take_focus()

    def _show_start(self, error: str = "") -> None:
        self.start.show_error(error)
        self._show(self.start)

    def _wait(self, phase: str) -> None:
        self._busy.show_progress(0, 0, phase)
        self._show(self._busy)

    def go_back(self) -> None:
        """One step back; from the first step out of the import. While something is under way it is cancelled."""
        here = self._stack.currentWidget()
        if here is self._busy:
            self._presenter.cancel()
        elif here is self.preview:
            self._show_start()
        else:
            self.left.emit()

    def choose_file(self) -> None:
        """Ask for a file (Ctrl+O)."""
        if self._presenter.busy or self._dialog is not None:
            return
        dialog = QFileDialog(self, _("Choose a reply file"), "", _("Workbooks") + " (*.xlsx *.xlsm *.xls)")
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
        """Read a file and show what it would do."""
        if self._presenter.busy:
            return
        self._wait("read")
        self._presenter.read(path)

    # answers --------------------------------------------------------------------------------------------------------

    def _on_preview(self, preview: ReplyPreview) -> None:
        self.preview.show_preview(preview)
        self._show(self.preview)

    def _on_import(self) -> None:
        if self.preview.preview is not None and not self._presenter.busy:
            self._wait("write")
            self._presenter.write(self.preview.preview)

    def _on_failed(self, problem: Problem) -> None:
        """A file that could not be read is told at the start; a cancel or a refusal leads back to the preview."""
        if self._presenter.writing:
            self._context.messages.problem(problem)
            self._show(self.preview)
            return
        self._show_start(describe(problem))

    def _on_outdated(self) -> None:
        self._context.messages.info(_("The hazards were changed after this preview was made. Look at the new preview."))
        self._wait("read")

    def _on_imported(self, result: ReplyResult) -> None:
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
        elif here is self.preview:
            self.preview.accept()
        elif here is self._done:
            self.left.emit()

    def step(self, by: int) -> None:
        """Open the next tab of the preview (Alt+Right)."""
        if self._stack.currentWidget() is self.preview:
            self.preview.step_tab(by)

    def _ask_list(self) -> None:
        preview = self.preview.preview
        if preview is not None:
            name = _("Errors and warnings") + ".xlsx"
            title = _("Save the list of errors…")
            ask_where(self, title, name, "Excel (*.xlsx)", lambda path: self._presenter.save_issues(preview, path))
