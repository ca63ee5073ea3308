"""Files as they come: what is a value, what is listed, what is refused as a whole."""

import io
import time
import tracemalloc
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from inspector.i18n import describe
from inspector.problems import Problem
from inspector.services.excel import mapping_from_file, read_workbook
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.views import BadCell, Cells
from tests.unit.services.excel.books import CONTENT, raw, rows, workbook


def cells(data: bytes) -> Cells:
    """The first row."""
    return read_bytes(data, "a.xlsx").sheets[0].rows[0][1]


def refused(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Problem) as caught:
        read_bytes(data, name)
    return caught.value.code


def test_values_keep_their_type() -> None:
    row = ["0501", 12, 12.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 8, 30), None, "a\nb"]  # noqa: DTZ001 - Excel
    assert cells(workbook({"客户": [row]})) == (
        "0501", 12, 12.5, True, date(2026, 1, 2), datetime(2026, 1, 2, 8, 30), None, "a\nb",  # noqa: DTZ001 - as above
    )  # fmt: skip


def test_a_formula_counts_by_its_stored_result_and_is_bad_without_one() -> None:
    data = raw(
        rows(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c>'
            '<c r="C1" t="str"><f>A1</f><v>x</v></c></row>'
        )
    )
    assert cells(data) == (2, BadCell("cell_formula", "="), "x")


def test_error_values_are_bad_cells() -> None:
    assert cells(raw(rows('<row><c t="e"><v>#N/A</v></c><c t="s"><v>7</v></c><c><v>nan</v></c></row>'))) == (
        BadCell("cell_error_value", "#N/A"),
        BadCell("cell_error_value", "7"),
        BadCell("cell_error_value", "nan"),
    )


def test_shared_and_inline_texts_with_escapes_and_reading_aids() -> None:
    texts = (
        f'<sst xmlns="{CONTENT}"><si><r><t>甲</t></r><r><t>乙</t></r><rPh><t>jia</t></rPh></si>'
        "<si><t>a_x000D_b</t></si></sst>"
    )
    sheet = rows('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>丙</t></is></c></row>')
    assert cells(raw(sheet, texts=texts)) == ("甲乙", "a\rb", "丙")


def test_days_of_the_1904_calendar() -> None:
    styles = (
        f'<styleSheet xmlns="{CONTENT}">'
        '<numFmts><numFmt numFmtId="200" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="200"/><xf numFmtId="20"/></cellXfs></styleSheet>'
    )
    sheet = rows('<row><c s="1"><v>1</v></c><c s="2"><v>45000</v></c><c s="0"><v>45000</v></c></row>')
    assert cells(raw(sheet, styles=styles)) == (date(1900, 1, 1), date(2023, 3, 15), 45000)
    old = (
        f'<workbook xmlns="{CONTENT}" xmlns:r="{CONTENT}"><workbookPr date1904="1"/>'
        '<sheets><sheet name="a" r:id="r0"/></sheets></workbook>'
    )
    assert cells(raw(sheet, styles=styles, workbook=old))[0] == date(1904, 1, 2)


def test_a_cell_merged_downwards_counts_for_every_row_it_covers() -> None:
    sheet = (
        '<row r="1"><c r="A1"><v>7</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="3"><c r="B3"><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row>'
    )
    read = read_bytes(raw(rows(sheet, '<mergeCells><mergeCell ref="A1:A3"/></mergeCells>')), "a.xlsx").sheets[0]
    assert read.rows == ((1, (7, 1)), (3, (7, 2)), (4, (None, 3)))


def test_a_merged_range_of_the_whole_sheet_costs_nothing() -> None:
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 2000 + "</mergeCells>"
    started = time.monotonic()
    read = read_bytes(
        raw(rows("<row><c><v>7</v></c></row>" + '<row><c r="B9"><v>1</v></c></row>' * 500, merged)), "a.xlsx"
    )
    assert len(read.sheets[0].rows) == 501
    assert time.monotonic() - started < 5


def test_a_million_empty_rows_are_passed_over() -> None:
    empty = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(2, 1_000_001))
    data = raw(
        rows('<row r="1"><c r="A1"><v>1</v></c></row>' + empty + '<row r="1000001"><c r="A1000001"><v>2</v></c></row>')
    )
    started = time.monotonic()
    assert read_bytes(data, "a.xlsx").sheets[0].rows == ((1, (1,)), (1_000_001, (2,)))
    assert time.monotonic() - started < 20


def test_odd_references_do_no_harm() -> None:
    data = raw(
        rows(
            '<row r="99999999"><c r="ZZZZ1"><v>1</v></c></row>'
            '<row r="-3"><c r="??"><v>2</v></c><c r="XFD9"><v>3</v></c></row>'
        )
    )
    assert read_bytes(data, "a.xlsx").sheets[0].rows == ((1, (1,)), (2, (2,)))


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        ('<row r="2"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>', "客户!2"),
        ('<row r="3"><c><v>1</v></c></row><row r="2"><c><v>2</v></c></row>', "客户!2"),
        ('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>', "客户!B1"),
    ],
)
def test_two_records_in_one_place_are_refused_rather_than_one_lost(sheet: str, place: str) -> None:
    with pytest.raises(Problem, match="import_damaged") as caught:
        read_bytes(raw(rows(sheet)), "a.xlsx")
    assert place in describe(caught.value)


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "import_old_excel"),
        (b"%PDF-1.7", "a.xlsx", "import_file_kind"),
        (b"", "a.xlsx", "import_file_kind"),
        (b"PK\x03\x04 but nothing else", "a.xlsx", "import_damaged"),
        (b"\xff\xfe\x00\xd8", "a.csv", "import_damaged"),
        (b"\n\n", "a.csv", "import_no_rows"),
        (workbook({"a": []}), "a.xlsx", "import_no_rows"),
    ],
)
def test_other_files_are_refused(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(out.getvalue()) == "import_file_kind"


def test_an_encrypted_part_is_refused() -> None:
    data = bytearray(raw(rows("<row><c><v>1</v></c></row>")))
    for start in _places(data, b"PK\x01\x02"):
        data[start + 8] |= 1
    assert refused(bytes(data)) in ("import_old_excel", "import_damaged")


def _places(data: bytearray, mark: bytes) -> list[int]:
    return [index for index in range(len(data)) if data.startswith(mark, index)]


def test_document_types_are_refused() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY b "' + "x" * 1000 + '">]>'
        "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )
    assert refused(raw(bomb)) == "import_damaged"


def test_a_claimed_bomb_is_refused_before_anything_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", "<a/>")
        with archive.open("xl/workbook.xml", "w") as part:
            for _ in range(400):
                part.write(b" " * 1_000_000)
    started = time.monotonic()
    assert refused(out.getvalue()) == "import_too_large"
    assert time.monotonic() - started < 2


def test_a_bomb_that_lies_about_its_size_costs_little_memory() -> None:
    sheet = (
        '<worksheet><sheetData><row><c t="inlineStr"><is><t>'
        + "x" * 200_000_000
        + "</t></is></c></row></sheetData></worksheet>"
    )
    data = bytearray(raw(sheet))
    del sheet
    for start in _places(data, b"PK\x01\x02"):
        data[start + 24 : start + 28] = (1000).to_bytes(4, "little")
    tracemalloc.start()
    started = time.monotonic()
    code = refused(bytes(data))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert code == "import_damaged"
    assert peak < 50_000_000
    assert time.monotonic() - started < 20


def test_one_endless_text_is_cut() -> None:
    data = raw(rows('<row><c t="inlineStr"><is><t>' + "x" * 5_000_000 + "</t></is></c></row>"))
    (text,) = cells(data)
    assert isinstance(text, str)
    assert len(text) == 32_768


def test_too_many_rows_are_refused() -> None:
    sheet = rows("<row><c><v>1</v></c></row>" * 200_001)
    assert refused(raw(sheet)) == "import_too_large"


def test_reading_can_be_cancelled() -> None:
    with pytest.raises(Problem, match="import_cancelled"):
        read_bytes(workbook({"a": [["x"]]}), "a.xlsx", cancelled=lambda: True)


def test_hidden_sheets_are_marked_and_links_left_alone() -> None:
    book = Workbook()
    book.worksheets[0].append(["户号"])
    hidden = book.create_sheet("x")
    hidden.append(["y"])
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert [sheet.hidden for sheet in read_bytes(out.getvalue(), "a.xlsx").sheets] == [False, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_in_the_usual_encodings(encoding: str) -> None:
    data = '户号,户名\r\n0501,"甲,乙"\r\n,\r\n\'=1+1,x\r\n'.encode(encoding)
    read = read_bytes(data, "客户.csv").sheets[0]
    assert read.name == "客户"
    assert read.rows == ((1, ("户号", "户名")), (2, ("0501", "甲,乙")), (4, ("=1+1", "x")))


def test_a_name_without_a_file_is_bad_input_and_what_cannot_be_read_the_environment(tmp_path: Path) -> None:
    loop = tmp_path / "loop.xlsx"
    loop.symlink_to(loop)
    for path, code, status in (
        (tmp_path / "none.xlsx", "import_no_file", 1),
        (tmp_path, "import_no_file", 1),
        (loop, "import_unreadable", 3),
    ):
        for read in (read_workbook, mapping_from_file):
            with pytest.raises(Problem) as caught:
                read(path)
            assert (caught.value.code, caught.value.kind.exit_code) == (code, status)
