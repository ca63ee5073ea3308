"""The preview of a document with its three ways out: printer, file, back."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget
from typing_extensions import override

from inspector import services
from inspector.i18n import _, ngettext, pgettext
from inspector.problems import Problem
from inspector.services.printing.reply_files import ReplyFile
from inspector.ui.files.notices import copy_files, lend, reply_hint, saved_words, write_notice
from inspector.ui.files.saving import ask_where
from inspector.ui.kit.button import Button, IconButton, Kind
from inspector.ui.kit.choice import Option, Segmented
from inspector.ui.kit.dialog import Dialog
from inspector.ui.kit.progress import ProgressLine
from inspector.ui.kit.text import Text
from inspector.ui.page import Context
from inspector.ui.printing.job import PrintJob, page_layout
from inspector.ui.printing.preview import PagesView

WIDTH = 940
MARGIN = 56
"""Left free above and below, so that it is seen what the dialog covers."""
FRAME = 170
"""Height of title, buttons and spacing around the pages."""

Sizes = tuple[tuple[float, float], ...]


def print_document(parent: QWidget, context: Context, pdf: bytes, *, title: str, name: str) -> "PrintDialog":
    """Show the pages of a PDF and let the person print or save it (`name` is proposed). Returns the open dialog."""
    dialog = PrintDialog(parent, context, pdf, title=title, name=name)
    dialog.open()
    return dialog


def make_and_print(parent: QWidget, context: Context, make: Callable[[str], bytes], *, title: str, name: str) -> None:
    """Make a document in the language that this laptop prefers for documents, and show it; the dialog offers others.

    `make(language)` runs on the worker.
    """
    workspace = context.workspace

    def first() -> tuple[str, bytes]:
        language = services.get_setting(workspace, "document_language")
        return language, make(language)

    def show(made: tuple[str, bytes]) -> None:
        language, pdf = made
        dialog = PrintDialog(parent, context, pdf, title=title, name=name)
        dialog.offer_languages(language, make)
        dialog.open()

    context.tasks.run(first, show)


class PrintDialog(Dialog):
    """Pages, zoom and the ways out. Ctrl P (or Ctrl Enter) prints, Ctrl S saves, Esc closes.

    Where no printer is set up, saving is the way out: its button is the main one and the one that prints is off.
    """

    def __init__(self, parent: QWidget, context: Context, pdf: bytes, *, title: str, name: str) -> None:
        super().__init__(parent, title, accept=_("Print…"), width=min(WIDTH, parent.window().width() - 2 * MARGIN))
        self._context = context
        self._pdf = pdf
        self._title = title
        self._name = name
        self._sizes: Sizes = ()
        self._job: PrintJob | None = None
        self._build()
        self._connect_pages()
        context.tasks.run(lambda: services.page_sizes(pdf), self._on_sizes, pool=True, owner=self)

    def _build(self) -> None:
        self._printers = bool(QPrinterInfo.availablePrinterNames())
        self._pages = PagesView(_("Pages of the document"))
        self._where = Text("", "body", "text-2")
        self._smaller = IconButton("zoom-out", _("Smaller"), key="−", bordered=True)
        self._larger = IconButton("zoom-in", _("Larger"), key="+", bordered=True)
        self._save = Button(
            _("Save PDF…"), Kind.SECONDARY if self._printers else Kind.PRIMARY, icon="file-text", key="Ctrl S"
        )
        self.language = Segmented(
            _("Language of the document"), [Option("zh_CN", _("Chinese")), Option("en", _("English"))]
        )
        self.language.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._where)
        head.addStretch(1)
        head.addWidget(self.language)
        head.addWidget(self._smaller)
        head.addWidget(self._larger)
        head.addWidget(self._save)
        self._build_replies()
        self._progress = ProgressLine(_("Printing"))
        self._progress.hide()
        self._hint = Text(
            _("No printer is set up on this computer. Save the PDF and print it elsewhere."), "hint", "orange-text"
        )
        self._hint.setVisible(not self._printers)
        self.body.addLayout(head)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._reply_row)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._hint)
        self.accept_button.setEnabled(False)
        if not self._printers:
            self.accept_button.set_kind(Kind.SECONDARY)
        self.accept_button.setToolTip(_("Print…") + " (Ctrl+P)")
        self.cancel_button.set_label(pgettext("window", "Close"))
        self._fit()

    def _build_replies(self) -> None:
        self._replies: tuple[ReplyFile, ...] = ()
        self._reply_row = QWidget()
        self._reply_words = Text("", "hint", "text-2", wrap=True)
        self.copy_button = Button(_("Copy the reply file"), icon="file-spreadsheet", height=28)
        row = QHBoxLayout(self._reply_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._reply_words, 1)
        row.addWidget(self.copy_button)
        self._reply_row.hide()

    def _connect_pages(self) -> None:
        self._pages.page_wanted.connect(self._on_page_wanted)
        self._pages.page_changed.connect(self._on_page_changed)
        self._smaller.clicked.connect(lambda: self._pages.zoom_by(-1))
        self._larger.clicked.connect(lambda: self._pages.zoom_by(1))
        self._save.clicked.connect(self._on_save_clicked)
        self.copy_button.clicked.connect(self._copy_replies)

    def offer_languages(self, language: str, make: Callable[[str], bytes]) -> None:
        """Let the person have the document in another language; `make(language)` runs on the worker."""
        self.language.set_value(language)
        self.language.show()
        self.language.value_chosen.connect(lambda chosen: self._make_again(chosen, make))

    def offer_replies(self, replies: Sequence[ReplyFile]) -> None:
        """The document is a notice: its reply files are saved beside it, and can be copied to be pasted."""
        self._replies = tuple(replies)
        self._reply_row.setVisible(bool(replies))
        if replies:
            self._reply_words.setText(reply_hint(replies))

    def _copy_replies(self) -> None:
        workspace, replies = self._context.workspace, self._replies

        def done(paths: list[Path]) -> None:
            copy_files(paths)
            self._context.messages.success(_("The reply file is on the clipboard: paste it into a folder or a mail."))

        self._context.tasks.run(lambda: lend(workspace, replies), done, pool=True, owner=self)

    def _make_again(self, language: str, make: Callable[[str], bytes]) -> None:
        self.accept_button.setEnabled(False)
        self._context.tasks.run(lambda: make(language), self._on_made, self._on_not_made, owner=self)

    def _on_not_made(self, problem: Problem) -> None:
        self._context.messages.problem(problem)
        self.accept_button.setEnabled(self._printers)

    def _on_made(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._context.tasks.run(lambda: services.page_sizes(pdf), self._on_sizes, pool=True, owner=self)

    @property
    def pdf(self) -> bytes:
        """The document that shows."""
        return self._pdf

    @property
    def pages(self) -> PagesView:
        """The view of the pages."""
        return self._pages

    @property
    def save_button(self) -> Button:
        """Saves the PDF as a file."""
        return self._save

    @override
    def first_focus(self) -> QWidget:
        return self._pages

    @override
    def accept(self) -> None:
        """Open the system's print dialog; this one stays until the pages are on their way."""
        if not self._printers or not self._sizes or self._job is not None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._title)
        printer.setPageLayout(page_layout(self._sizes[0]))
        chooser = QPrintDialog(printer, self)
        chooser.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, on=True)
        chooser.setMinMax(1, len(self._sizes))
        chooser.accepted.connect(lambda: self.print_on(printer))
        chooser.finished.connect(chooser.deleteLater)
        QDialog.open(chooser)  # its own `open` wants a receiver and a slot by name

    def print_on(self, printer: QPrinter) -> None:
        """Print the chosen pages on a printer that somebody chose."""
        self._job = PrintJob(self._context, printer, self._pdf, self._sizes, self)
        self._job.progressed.connect(self._on_progressed)
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self.accept_button.setEnabled(False)
        self._progress.show()
        self._job.start()

    @override
    def reject(self) -> None:
        """Close; a print that is under way stops after the page it is at."""
        if self._job is not None:
            self._job.stop()
            self._context.messages.info(_("Printing was stopped."))
        super().reject()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Print):
            self.accept()
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Save):
            self._on_save_clicked()
            event.accept()
        else:
            super().keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Take the height of the window: pages want room."""
        window = self.parentWidget()
        height = window.height() if window is not None else 0
        self._pages.setFixedHeight(max(220, height - 2 * MARGIN - FRAME))

    def _on_sizes(self, sizes: Sizes) -> None:
        self._sizes = sizes
        self._pages.show_document(sizes)
        self._on_page_changed(0)
        self.accept_button.setEnabled(self._printers)

    def _on_page_changed(self, page: int) -> None:
        count = len(self._sizes)
        told = _("Page {page} of {count}").format(page=page + 1, count=count)
        self._where.setText(told if count else "")

    def _on_page_wanted(self, page: int, pixels: int) -> None:
        pdf = self._pdf

        def done(picture: QImage) -> None:
            self._pages.take_page(page, picture)

        self._context.tasks.run(
            lambda: QImage.fromData(services.page_png(pdf, page, pixels)), done, pool=True, owner=self
        )

    def _on_save_clicked(self) -> None:
        ask_where(self, _("Save PDF"), self._name, "PDF (*.pdf)", self._write)

    def _write(self, path: Path) -> None:
        def done(written: tuple[Path, ...]) -> None:
            self._context.messages.success(saved_words(written))

        pdf, replies = self._pdf, self._replies
        self._context.tasks.run(lambda: write_notice(path, pdf, replies), done, pool=True, owner=self)

    def _on_progressed(self, done: int, of: int) -> None:
        self._progress.set_progress(done, of, f"{done} / {of}")

    def _on_finished(self, pages: int) -> None:
        self._job = None
        told = ngettext("{count} page sent to the printer", "{count} pages sent to the printer", pages)
        self._context.messages.success(told.format(count=pages))
        super().reject()

    def _on_failed(self, problem: Problem) -> None:
        self._job = None
        self._progress.hide()
        self.accept_button.setEnabled(self._printers)
        self._context.messages.problem(problem)
