"""Pages on their way to a printer: rendered off the GUI thread one by one, painted on the printer in turn.

A page is a picture at the printer's resolution, at most 300 dots per inch; it fills the sheet, because documents bring
their own margins. GUI thread only.
"""

from collections.abc import Sequence

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, Signal
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from inspector import services
from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register
from inspector.ui.page import Context

register(
    ProblemKind.ENVIRONMENT,
    {
        "print_failed": N_("The printer did not take the document. Check it, or save the PDF and print it elsewhere."),
    },
)

DPI = 300
POINTS = 72
UPRIGHT = QPageLayout.Orientation.Portrait
LYING = QPageLayout.Orientation.Landscape


def page_layout(size: tuple[float, float]) -> QPageLayout:
    """Paper and orientation for a page of this size in points."""
    width, height = size
    upright = QSizeF(min(width, height), max(width, height))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return QPageLayout(paper, LYING if width > height else UPRIGHT, QMarginsF())


def chosen_pages(printer: QPrinter, pages: int) -> tuple[int, ...]:
    """Pages (from 0) of the range that was chosen in the print dialog, in the order of printing."""
    first, last = printer.fromPage() or 1, printer.toPage() or pages
    chosen = range(max(1, first) - 1, min(last, pages))
    return tuple(reversed(chosen)) if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else tuple(chosen)


class PrintJob(QObject):
    """Prints a document. `progressed(done, of)`, then `finished(pages)` or `failed(Problem)`; `stop` cancels."""

    progressed = Signal(int, int)
    finished = Signal(int)
    failed = Signal(object)

    def __init__(
        self, context: Context, printer: QPrinter, pdf: bytes, sizes: Sequence[tuple[float, float]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._printer = printer
        self._pdf = pdf
        self._sizes = tuple(sizes)
        self._pages = chosen_pages(printer, len(sizes))
        self._painter = QPainter()
        self._done = 0
        self._stopped = False

    def start(self) -> None:
        """Begin with the first page."""
        if self._pages:
            self._printer.setPageLayout(page_layout(self._sizes[self._pages[0]]))
        self._printer.setFullPage(True)
        with self._context.workspace.temporary.lent():  # the printing system keeps the job in a file until it is sent
            begun = bool(self._pages) and self._painter.begin(self._printer)
        if not begun:
            self.failed.emit(Problem("print_failed"))
            return
        self._render()

    def stop(self) -> None:
        """Print no further page."""
        self._stopped = True
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()

    def _render(self) -> None:
        pdf, page = self._pdf, self._pages[self._done]
        width = round(self._sizes[page][0] / POINTS * min(DPI, self._printer.resolution()))

        def work() -> QImage:
            return QImage.fromData(services.page_png(pdf, page, width))

        self._context.tasks.run(work, self._on_rendered, self._on_failed, pool=True, owner=self)

    def _on_rendered(self, picture: QImage) -> None:
        if self._stopped:
            return
        if self._done:
            self._printer.setPageLayout(page_layout(self._sizes[self._pages[self._done]]))
            if not self._printer.newPage():
                self._on_failed(Problem("print_failed"))
                return
        sheet = self._printer.pageLayout().fullRectPixels(self._printer.resolution())
        self._painter.drawImage(QRectF(0, 0, sheet.width(), sheet.height()), picture)
        self._done += 1
        self.progressed.emit(self._done, len(self._pages))
        if self._done < len(self._pages):
            self._render()
            return
        self._painter.end()
        self.finished.emit(self._done)

    def _on_failed(self, problem: Problem) -> None:
        self.stop()
        self.failed.emit(problem)
