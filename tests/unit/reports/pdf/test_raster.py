"""PDF pages as pictures."""

import io
import threading

import pytest
from PIL import Image

from inspector.problems import Problem
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.raster import page_count, page_png
from tests.unit.reports.samples import ledger


def test_a_page_has_the_width_that_was_asked_for() -> None:
    pdf = ledger_pdf(ledger(1))
    image = Image.open(io.BytesIO(page_png(pdf, 0, 800)))
    assert image.format == "PNG"
    assert abs(image.width - 800) <= 1
    assert image.width > image.height


@pytest.mark.parametrize("data", [b"", b"no pdf", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_pdf_is_a_problem(data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        page_count(data)
    assert caught.value.code == "pdf_unreadable"


@pytest.mark.parametrize("page", [-1, 1])
def test_a_page_that_is_not_there_is_a_problem(page: int) -> None:
    with pytest.raises(Problem) as caught:
        page_png(ledger_pdf(ledger(1)), page, 100)
    assert caught.value.code == "pdf_page_missing"


def test_pages_may_be_drawn_from_several_threads() -> None:
    pdf = ledger_pdf(ledger(30))
    expected = [page_png(pdf, page, 200) for page in range(3)]
    found: dict[int, bytes] = {}
    threads = [
        threading.Thread(target=lambda page=page: found.__setitem__(page, page_png(pdf, page, 200)))
        for page in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[page] for page in range(3)] == expected
