"""Formulas as our forms and criteria write them (SF₆, C₂H₂, 10⁻⁶), and that every text of ours can be printed."""

from dataclasses import replace

import pypdfium2
import pytest

from inspector import assets
from inspector.i18n import Translator
from inspector.reports.ledger import LedgerRow
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.fonts import Weight, face
from inspector.reports.pdf.linebreak import plain, replacements
from inspector.reports.pdf.outlines import shrunk
from inspector.reports.pdf.raster import page_text
from tests.unit.reports.pdf_reading import used_fonts
from tests.unit.reports.samples import OVERDUE, ledger

LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋"
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
FORMULA = "SF₆ C₂H₂ 10⁻⁶"


def described(text: str) -> bytes:
    return ledger_pdf(replace(ledger(0), rows=(LedgerRow({**OVERDUE.values, "description": text}),)), Translator("en"))


def boxes(pdf: bytes) -> dict[str, tuple[float, float, float, float]]:
    """Left, bottom, right and top of the ink of each character of the first page, the last one of each."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = {text.get_text_range(at, 1): text.get_charbox(at) for at in range(text.count_chars())}
    document.close()
    return found


def test_a_lowered_digit_is_small_and_low_and_read_as_what_it_is() -> None:
    pdf = described("W6₆⁶")
    assert "W6₆⁶" in page_text(pdf, 0)
    assert all(font.embedded for font in used_fonts(pdf))
    ink = boxes(pdf)
    (_, base, _, top), (_, low, _, below), (_, above, _, high) = (ink[char] for char in "W₆⁶")
    assert low < base - 0.5
    assert below < top - 2
    assert above > base + 2
    assert high > top
    assert (below - low) == pytest.approx(high - above, abs=0.3)
    assert (below - low) < 0.75 * (top - base)


@pytest.mark.parametrize("weight", Weight)
def test_all_small_digits_have_a_shape_and_a_width(weight: Weight) -> None:
    font = face(weight)
    assert font.shown.issuperset(LOWERED + RAISED)
    program = font.font.subset([0, *map(font.glyph, LOWERED + RAISED)])
    assert program.startswith(b"\x00\x01\x00\x00")
    assert all(0 < font.widths[char] < font.widths["8"] for char in LOWERED + RAISED)


def test_nothing_of_a_formula_is_told_as_replaced() -> None:
    with replacements() as replaced:
        described(FORMULA)
    assert replaced == set()
    assert described(FORMULA) == described(FORMULA)


def test_a_blank_glyph_stays_blank() -> None:
    assert shrunk(b"", 0.5, 0) == b""


def own_texts() -> dict[str, str]:
    """Everything of ours that may come to stand on paper: criteria, forms, standard hazards, translations."""
    roots = (assets.resource("criteria"), assets.resource("hazards"), assets.resource("translations"), assets.form())
    kinds = (".toml", ".md", ".csv", ".po")
    paths = [path for root in roots for path in sorted(root.rglob("*")) if path.suffix in kinds]
    return {str(path): path.read_text(encoding="utf-8") for path in paths}


def test_every_character_of_our_own_texts_can_be_printed_in_every_weight() -> None:
    texts = own_texts()
    assert len(texts) > 20
    assert any("₆" in text for text in texts.values())
    for path, text in texts.items():
        for weight in Weight:
            lacking = set(plain(text)) - face(weight).shown
            assert not lacking, f"{path}: {sorted(lacking)}"
