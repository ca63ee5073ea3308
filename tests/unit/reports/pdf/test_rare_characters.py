"""Texts as people really write them: rare characters, endless words, control characters. Nothing is lost or outside."""

import ctypes
import re
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdfium2 import raw

from inspector.domain.ledger import LedgerKind
from inspector.reports.ledger import LedgerRow
from inspector.reports.ledger_edges import X_LEFT, X_RIGHT
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.fonts import Weight, face
from inspector.reports.pdf.linebreak import Breaker, plain, replacements
from inspector.reports.pdf.paper import A4_LANDSCAPE
from tests.unit.reports.pdf_reading import all_text, squeezed
from tests.unit.reports.samples import OVERDUE, ledger

ACCENTS = re.compile("[\u0300-\u036f]")


def described(text: str) -> bytes:
    """A ledger of two rows, one with this description."""
    rows = (LedgerRow({**OVERDUE.values, "description": text}), OVERDUE)
    return ledger_pdf(replace(ledger(0), rows=rows))


def printed(text: str) -> str:
    """What must stand on paper, white space and invisible characters left aside."""
    known = face(Weight.REGULAR).shown
    seen = (char for char in text if plain(char).strip("\n \u00a0\u3000"))
    return squeezed("".join(char if char in known else f"[U+{ord(char):04X}]" for char in seen))


@given(st.text(max_size=80).filter(lambda text: not ACCENTS.search(text)), st.integers(min_value=20, max_value=300))
@example("丁䶮、㐂田\U00020bb7", 40)
@example("👷🏽\u200d♀️ 已到场", 30)
@example("שלום عليكم", 30)
@example("a\x00b\x07\x1f\x7f\x85c\ufffe\ud800", 50)
def test_any_text_arrives_whole_and_in_order_and_inside_its_column(text: str, width: int) -> None:
    with replacements() as replaced:
        lines = Breaker().lines(text, Weight.REGULAR, 10, width)
    assert squeezed("".join(line.text for line in lines)) == printed(text)
    assert all(line.width / 100 <= width + 5 for line in lines)
    assert replaced == {char for char in printed_characters(text) if char not in face(Weight.REGULAR).shown}


def printed_characters(text: str) -> set[str]:
    return {char for char in plain(text).strip("\n ") if char != "\n"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("丁䶮", "丁䶮"),
        ("㐂田", "㐂田"),
        ("\U00020bb7野家", "[U+20BB7]野家"),
        ("已闭合😀", "已闭合[U+1F600]"),
        ("☑️完成", "☑完成" if "☑" in face(Weight.REGULAR).shown else "[U+2611]完成"),
        ("אב", "[U+05D0][U+05D1]"),
        ("铃\x07声", "铃[U+0007]声"),
    ],
)
def test_what_the_font_lacks_is_printed_as_its_code(text: str, shown: str) -> None:
    assert shown in squeezed(all_text(described(text)))


def test_whoever_makes_a_document_learns_what_was_replaced() -> None:
    with replacements() as replaced:
        described("\U00020bb7野家 😀 丁䶮")
    assert replaced == {"\U00020bb7", "😀"}
    with replacements() as replaced:
        described("普通文字")
    assert replaced == set()


def test_accents_stand_on_their_letter() -> None:
    assert plain("e\u0301") == "é"
    assert plain("\u8a00\u0301") == "\u8a00\u0301"


@pytest.mark.parametrize("text", ["W" * 300, "WWW-" * 80, "www.W" * 60, "“" * 60 + "W" * 40, "W\u00a0" * 90])
def test_endless_words_stay_in_their_column(text: str) -> None:
    document = pypdfium2.PdfDocument(described(text))
    page = document[0]
    found = page.get_textpage()
    places = [found.get_charbox(at) for at in range(found.count_chars()) if found.get_text_range(at, 1) == "W"]
    edges = lines_of(page)
    document.close()
    assert len(places) >= 40
    left = max(edge for edge in edges if edge <= places[0][0] + 1)
    right = min(edge for edge in edges if edge > left + 1)
    assert min(place[0] for place in places) >= left - 0.5
    assert max(place[2] for place in places) <= right + 0.5


def lines_of(page: pypdfium2.PdfPage) -> set[float]:
    """Where vertical lines stand on a page."""
    found, before = set(), (0.0, 0.0)
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        for at in range(raw.FPDFPath_CountSegments(path)):
            x, y = ctypes.c_float(), ctypes.c_float()
            raw.FPDFPathSegment_GetPoint(raw.FPDFPath_GetPathSegment(path, at), x, y)
            if x.value == before[0] and abs(y.value - before[1]) > 20:
                found.add(x.value)
            before = (x.value, y.value)
    return found


def test_two_thousand_characters_in_a_narrow_column_go_on_over_pages() -> None:
    text = "".join(f"第{number:03d}处接头过热，" for number in range(200))
    assert len(text) == 2000
    found = all_text(described(text))
    numbers = map(int, re.findall(r"(?<!\d)\d{3}(?!\d)", found))
    assert [number for number in numbers if number < 200] == list(range(200))  # 204 ends the account
    assert found.count("续") >= 1


def test_nothing_is_outside_of_the_paper_whatever_the_fields_hold() -> None:
    worst = {key: "极长的内容W" * 40 for key in OVERDUE.values if key not in ("grade", "found_on", "deadline")}
    for kind in LedgerKind:
        document = pypdfium2.PdfDocument(ledger_pdf(replace(ledger(0, kind), rows=(LedgerRow(worst),) * 2)))
        for page in document:
            found = page.get_textpage()
            for at in range(found.count_chars()):
                left, bottom, right, top = found.get_charbox(at)
                assert X_LEFT - 1 <= left <= right <= X_RIGHT + 1
                assert 0 <= bottom <= top <= A4_LANDSCAPE[1]
        document.close()


def test_empty_fields_are_empty_cells() -> None:
    bare = squeezed(all_text(ledger_pdf(replace(ledger(0), rows=(LedgerRow({}), LedgerRow({"customer": ""}))))))
    assert "None" not in bare
    assert "本页2条" in bare
