"""Notices, papers and statistics: text page by page, fonts, outline, margins, and that they are black on white."""

import io
from collections.abc import Callable, Sequence
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from inspector.i18n import Translator
from inspector.reports.blocks.furniture import X_LEFT, X_RIGHT
from inspector.reports.customer_file_pdf import customer_file
from inspector.reports.hazard_papers_pdf import hazard_sheet, review_record
from inspector.reports.pdf.raster import page_count, page_png, page_text
from inspector.reports.rectification_notice_pdf import rectification_notice
from inspector.reports.statistics_pdf import statistics_pdf
from tests.golden import customer_files, papers
from tests.golden.compare import check
from tests.unit.reports.pdf_reading import all_text, properties, squeezed, used_fonts

DOCUMENTS: dict[str, tuple[Callable[..., bytes], Any]] = {
    "rectification-notice": (rectification_notice, papers.NOTICE),
    "rectification-notice-strained": (rectification_notice, papers.STRAINED_NOTICE),
    "hazard-sheet": (hazard_sheet, papers.SHEET),
    "hazard-sheet-strained": (hazard_sheet, papers.STRAINED_SHEET),
    "review-record": (review_record, papers.RECORD),
    "review-record-strained": (review_record, papers.STRAINED_RECORD),
    "statistics": (statistics_pdf, papers.STATISTICS),
    "customer-file": (customer_file, customer_files.FILE),
    "customer-file-strained": (customer_file, customer_files.STRAINED),
}
LANGUAGES = ("zh_CN", "en")
PLAIN = ("rectification-notice", "statistics", "customer-file")
"""Documents without logo and photos: nothing on them has a colour."""


def printed(name: str, language: str) -> bytes:
    draw, model = DOCUMENTS[name]
    return draw(model, Translator(language))


def ink(pdf: bytes, page: int) -> Sequence[tuple[float, float]]:
    """Left and right edge of every piece of text on a page, in points."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[page].get_textpage()
    edges = [(box[0], box[2]) for box in (text.get_rect(index) for index in range(text.count_rects()))]
    document.close()
    return edges


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_text_and_pages_are_as_before_and_the_same_from_run_to_run(name: str, language: str) -> None:
    pdf = printed(name, language)
    pages = [page_text(pdf, page).replace("\r\n", "\n") for page in range(page_count(pdf))]
    check(f"{name}.{language}.txt", "\n\f\n".join(pages) + "\n")
    assert printed(name, language) == pdf


@pytest.mark.parametrize("name", DOCUMENTS)
def test_fonts_are_embedded_and_properties_and_outline_say_what_it_is(name: str) -> None:
    pdf = printed(name, "zh_CN")
    assert all(font.embedded for font in used_fonts(pdf))
    titles = [entry.get_title() for entry in pypdfium2.PdfDocument(pdf).get_toc()]
    told = properties(pdf)
    assert titles[0] in told["Title"]
    assert len(titles) >= 3, "the title and at least two sections"
    assert told["Author"] == DOCUMENTS[name][1].company


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_stands_outside_the_margins(name: str, language: str) -> None:
    pdf = printed(name, language)
    for page in range(page_count(pdf)):
        for left, right in ink(pdf, page):
            assert left > X_LEFT - 2, page
            assert right < X_RIGHT + 2, page


@pytest.mark.parametrize("name", PLAIN)
def test_pages_are_black_and_grey_on_white(name: str) -> None:
    pdf = printed(name, "zh_CN")
    with Image.open(io.BytesIO(page_png(pdf, 0, 600))) as page:
        red, green, blue = page.convert("RGB").split()
        assert red.tobytes() == green.tobytes() == blue.tobytes()
        assert red.getextrema() == (0, 255)


@pytest.mark.parametrize("name", ["rectification-notice-strained", "hazard-sheet-strained", "review-record-strained"])
def test_nothing_of_long_texts_and_rare_characters_is_lost(name: str) -> None:
    text = squeezed(all_text(printed(name, "zh_CN")))
    assert text.count("热点高于80℃") >= papers.LONG[:2000].count("热点高于 80 ℃") - 8, "pages cut some of them in two"
    assert "䶮江㐂配电室[U+20BB7]田电缆沟，接头过热[U+1F525]。" in text or "䶮江㐂配电室𠮷田" in text
    assert squeezed(papers.WORD) in text


def test_a_customer_of_whom_nothing_is_known_has_one_page_without_empty_sections() -> None:
    pdf = customer_file(customer_files.EMPTY, Translator("zh_CN"))
    assert page_count(pdf) == 1
    assert [entry.get_title() for entry in pypdfium2.PdfDocument(pdf).get_toc()] == ["一户一册"]
