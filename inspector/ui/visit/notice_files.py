"""The notice as pictures and files: rendered in the pool, saved under a chosen name, opened with the system's viewer.

Everything that touches disk runs in the pool; the GUI thread only asks and tells.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtWidgets import QWidget

from inspector import services
from inspector.i18n import _
from inspector.services.printing.reply_files import ReplyFile, reply_files
from inspector.ui.files.notices import copy_files, lend, saved_words, write_notice
from inspector.ui.files.saving import ask_where
from inspector.ui.visit.presenter import VisitPresenter

if TYPE_CHECKING:
    from collections.abc import Callable


def render(pdf: bytes, width: int) -> tuple[QImage, ...]:
    """All pages of a PDF as pictures `width` device pixels wide; run in the pool."""
    pages = range(services.page_count(pdf))
    return tuple(QImage.fromData(services.page_png(pdf, page, width)) for page in pages)


class NoticeFiles(QObject):
    """Fetches and renders the preview, and saves or opens the notice of one visit.

    `rendered(pages)` carries pictures, `failed(sentence)` why there are none. Results of an older request are dropped.
    """

    rendered = Signal(object)
    failed = Signal(object)

    def __init__(self, presenter: VisitPresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._pdf: Callable[[], bytes] = self._preview
        self._issued = ""
        self._request = 0
        self._bytes = b""

    def _preview(self) -> bytes:
        return services.preview_notice(self._presenter.workspace, self._presenter.visit.id)

    def use_issued(self, number: str) -> None:
        """From now on the notice is the one that was issued, with this number."""
        self._issued = number
        self._bytes = b""
        workspace, visit = self._presenter.workspace, self._presenter.visit.id
        self._pdf = lambda: services.result_notice(workspace, visit)

    def refresh(self, width: int) -> None:
        """Make the notice anew and render it `width` device pixels wide."""
        self._request += 1
        request = self._request
        self._presenter.tasks.run(
            self._pdf, lambda pdf: self._on_pdf(request, pdf, width), self.failed.emit, owner=self
        )

    def render_again(self, width: int) -> None:
        """Render the notice that is known at another width."""
        if self._bytes:
            self._request += 1
            self._on_pdf(self._request, self._bytes, width)

    def _on_pdf(self, request: int, pdf: bytes, width: int) -> None:
        if request != self._request:
            return
        self._bytes = pdf
        self._presenter.tasks.run(
            lambda: render(pdf, width), lambda pages: self._on_rendered(request, pages), pool=True, owner=self
        )

    def _on_rendered(self, request: int, pages: tuple[QImage, ...]) -> None:
        if request == self._request:
            self.rendered.emit(pages)

    # files --------------------------------------------------------------------------------------------------------

    def ask_where(self, parent: QWidget, number: str) -> None:
        """Ask for a file name and save the notice there."""
        ask_where(parent.window(), _("Save the notice"), f"{number}.pdf", "PDF (*.pdf)", self.save)

    def save(self, path: Path) -> None:
        """Save the notice as it is now, an issued one with its reply file; a message tells where they went."""
        pdf = self._pdf
        self._presenter.tasks.run(
            lambda: (pdf(), self._replies()), lambda found: self._on_save(path, *found), owner=self
        )

    def _replies(self) -> tuple[ReplyFile, ...]:
        """The reply file of the notice that was issued. Worker thread."""
        return reply_files(self._presenter.workspace, [self._issued]) if self._issued else ()

    def _on_save(self, path: Path, pdf: bytes, replies: tuple[ReplyFile, ...]) -> None:
        self._presenter.tasks.run(
            lambda: write_notice(path, pdf, replies),
            lambda written: self._presenter.messages.success(saved_words(written)),
            pool=True,
            owner=self,
        )

    def copy_reply(self) -> None:
        """Put the reply file on the clipboard, to be pasted where it is wanted."""
        workspace = self._presenter.workspace
        self._presenter.tasks.run(lambda: lend(workspace, self._replies()), self._on_lent, owner=self)

    def _on_lent(self, paths: list[Path]) -> None:
        copy_files(paths)
        words = _("The reply file is on the clipboard: paste it into a folder or a mail.")
        self._presenter.messages.success(words)

    def open(self) -> None:
        """Open the notice with the system's viewer, from a temporary file that goes with the workspace."""
        self._presenter.tasks.run(self._pdf, self._on_open, owner=self)

    def _on_open(self, pdf: bytes) -> None:
        name = f"{self._issued or 'notice'}.pdf"
        temporary = self._presenter.workspace.temporary
        self._presenter.tasks.run(lambda: temporary.write(name, pdf), self._on_written, pool=True, owner=self)

    def _on_written(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._presenter.messages.error(_("No program for PDF files was found. Save the notice instead."))
