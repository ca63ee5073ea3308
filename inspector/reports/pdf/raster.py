"""PDF pages as pictures, for previews: pypdfium2 under one lock, because PDFium is not thread-safe.

Any thread but the window's (a page takes 20 to 200 ms). A page is counted from 0.
"""

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pypdfium2

from inspector.i18n import N_
from inspector.problems import Problem, ProblemKind, register

register(
    ProblemKind.INPUT,
    {
        "pdf_unreadable": N_("This PDF cannot be read. Make the document again."),
        "pdf_page_missing": N_("The document has no page {page}; it has {pages}."),
    },
)

_LOCK = threading.Lock()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Problem("pdf_unreadable") from error
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """Number of pages; Problem("pdf_unreadable") if it is no PDF."""
    with _opened(pdf) as document:
        return len(document)


def page_sizes(pdf: bytes) -> tuple[tuple[float, float], ...]:
    """Width and height of every page in points; Problem("pdf_unreadable") if it is no PDF."""
    with _opened(pdf) as document:
        return tuple(document.get_page_size(page) for page in range(len(document)))


def stacked(papers: Sequence[bytes]) -> bytes:
    """Several PDFs as one, in this order; Problem("pdf_unreadable") if one is no PDF."""
    out = io.BytesIO()
    with _LOCK:
        whole = pypdfium2.PdfDocument.new()
        try:
            for paper in papers:
                part = pypdfium2.PdfDocument(paper)
                whole.import_pages(part)
                part.close()
            whole.save(out)
        except pypdfium2.PdfiumError as error:
            raise Problem("pdf_unreadable") from error
        finally:
            whole.close()
    return out.getvalue()


def page_png(pdf: bytes, page: int, width_px: int) -> bytes:
    """One page as PNG of that width in pixels; Problem("pdf_unreadable" or "pdf_page_missing")."""
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise Problem("pdf_page_missing", page=page + 1, pages=len(document))
        sheet = document[page]
        image = sheet.render(scale=width_px / sheet.get_width()).to_pil()
        sheet.close()
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def page_text(pdf: bytes, page: int) -> str:
    """The text of one page as a reader extracts it, lines separated by a line feed."""
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise Problem("pdf_page_missing", page=page + 1, pages=len(document))
        sheet = document[page]
        text = sheet.get_textpage()
        found = text.get_text_bounded()
        text.close()
        sheet.close()
    return str(found).replace("\r\n", "\n")
