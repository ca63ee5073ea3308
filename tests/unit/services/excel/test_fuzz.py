"""Random, damaged and hostile workbooks end in listed errors, and nothing is written.

Everything is read, compared and, where it can be, imported into an empty workspace; whatever fails must leave frames
and registers as they were.
"""

import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector import services
from inspector.problems import CATALOGUE, Problem
from inspector.services import Workspace, excel
from inspector.services.excel.columns import columns_of, translators
from inspector.services.excel.mapping import HEAD_ROWS
from inspector.services.excel.reading import read_bytes
from inspector.services.excel.register import Register
from inspector.services.excel.views import ImportPreview, SheetData, SheetKind, WorkbookSheets
from tests.unit.services.excel.books import CONTENT, NOBODY, TODAY, WANG, raw, workbook
from tests.unit.services.excel.test_preview import KNOWN

ODD = st.sampled_from(
    [
        "０５０１", "5.01e10", "1,250", "=1+1", "#N/A", "\u00a0", "\r\n", "是",
        "2026年13月1日", "2026/2/30", "1e999", "-0", "NaN",
        "∞", "一级", "高供高计", "油变", "ｋＶ", "10 kV", "10,5",
        "x" * 600, "_x000D_", "\ufeff户号", "𠮷",
        "TRUE", "'", "@SUM(1)", "../../etc", "2026-11-22", "99999999999999999999", "0501", "1号主变", "油击穿电压",
        "wang",
    ]
)  # fmt: skip
CELL = (
    st.none()
    | ODD
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.dates()
    | st.datetimes()
    | st.text(max_size=20)
)
HEADINGS = st.sampled_from(
    [column.heading(translator) for kind in SheetKind for column in columns_of(kind) for translator in translators()]
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = services.create_workspace(tmp_path_factory.mktemp("fuzz") / "w", key="passphrase", passphrase="口令 3")
    yield made
    made.close()


def content(workspace: Workspace) -> tuple[Any, ...]:
    def read() -> tuple[Any, ...]:
        db = workspace.db
        return (
            db.frames.stamp(),
            db.registers.customers(),
            db.registers.all_equipment(),
            db.registers.persons(),
            db.settings.all(),
        )

    return workspace.call(read)


def lands_well(workspace: Workspace, data: bytes, name: str = "fuzz.xlsx") -> None:
    """Read, compare, import; only Problems with a sentence may come out, and a failure changes nothing."""
    before = content(workspace)
    try:
        book = read_bytes(data, name)
        preview = workspace.call(lambda: excel.preview(workspace, book, excel.suggest_mapping(book)))
        told(preview)
        workspace.call(lambda: excel.apply_import(workspace, preview))
    except Problem as problem:
        known(problem)
        assert content(workspace) == before
    else:
        assert content(workspace) != before
        assert list(workspace.call(lambda: list(workspace.db.frames.verify()))) == []


def known(problem: Problem) -> None:
    """A problem has a sentence."""
    assert problem.code in CATALOGUE


def told(preview: ImportPreview) -> None:
    """Every complaint names a place and is a sentence."""
    for issue in (*preview.errors, *preview.warnings):
        assert issue.code in CATALOGUE
        assert issue.sheet
        assert issue.row > 0
        assert "{" not in issue.message.replace(issue.value, "") or "{" in issue.value


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    head=st.lists(HEADINGS, min_size=1, max_size=12),
    rows=st.lists(st.lists(CELL, max_size=12), max_size=6),
    kind=st.sampled_from(SheetKind),
    register=st.sampled_from((NOBODY, KNOWN)),
)
def test_random_cells_under_known_headings(
    empty: Workspace, head: list[str], rows: list[list[Any]], kind: SheetKind, register: Register
) -> None:
    own = [column.heading(translators()[0]) for column in columns_of(kind)]
    data = [(number, tuple(row)) for number, row in enumerate([own if len(head) % 2 else head, *rows], start=1)]
    book = WorkbookSheets("a.xlsx", (SheetData("表", tuple(data)),))
    try:
        told(excel.compare(book, excel.suggest_mapping(book), register))
    except Problem as problem:
        known(problem)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(st.lists(ODD | st.none() | st.integers(0, 10**12), min_size=2, max_size=5), max_size=5))
def test_random_workbooks_are_imported_whole_or_not_at_all(empty: Workspace, rows: list[list[Any]]) -> None:
    data = workbook(
        {
            "人员": [("登录名", "姓名", "班组"), WANG],
            "客户": [("户号", "户名", "合同容量", "重要性", "投运"), *[[_typed(cell) for cell in row] for row in rows]],
        }
    )
    lands_well(empty, data)


def _typed(cell: Any) -> Any:
    return cell if not isinstance(cell, str) else "".join(letter for letter in cell if letter.isprintable())


def sound() -> bytes:
    return workbook(
        {
            "人员": [("登录名", "姓名", "班组"), WANG],
            "客户": [("户号", "户名"), ["0501", "甲"], ["0502", "乙"]],
            "设备": [("户号", "设备名称", "设备类型", "投运日期"), ["0501", "1号主变", "油变", date(2010, 1, 1)]],
        }
    )


@pytest.mark.parametrize("seed", range(60))
def test_damaged_files(empty: Workspace, seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(sound())
    if seed % 3 == 0:
        del data[rng.randrange(len(data)) :]
    for _ in range(rng.randrange(1, 40)):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)
    lands_well(empty, bytes(data))


@pytest.mark.parametrize("seed", range(60))
def test_damaged_parts_in_a_sound_zip(empty: Workspace, seed: int) -> None:
    """The zip is whole, its parts are not: what gets past the checksums."""
    rng = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = bytearray(before.read(name))
            if rng.random() < 0.4:
                for _ in range(rng.randrange(1, 12)):
                    part[rng.randrange(len(part))] = rng.choice(b'<>/"&=;#0123456789 azRC\xff\x00')
            if rng.random() < 0.9:
                after.writestr(name, bytes(part))
    lands_well(empty, out.getvalue())


HOSTILE = {
    "entities": '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><worksheet><sheetData/></worksheet>',
    "external": '<!DOCTYPE w SYSTEM "http://example.invalid/x.dtd"><worksheet/>',
    "deep": f'<worksheet xmlns="{CONTENT}">' + "<a>" * 200_000 + "</a>" * 200_000 + "</worksheet>",
    "attributes": "<worksheet><sheetData><row "
    + " ".join(f'a{n}="1"' for n in range(50_000))
    + "/></sheetData></worksheet>",
    "negative": "<worksheet><sheetData><row r='-1'><c r='A-1' s='-4' t='s'><v>-9</v></c></row></sheetData></worksheet>",
    "huge": "<worksheet><sheetData><row r='1'><c r='A1'><v>" + "9" * 400_000 + "</v></c></row></sheetData></worksheet>",
    "style": "<worksheet><sheetData><row r='1'><c r='A1' s='99999'><v>1e400</v></c></row></sheetData></worksheet>",
    "wide": "<worksheet><sheetData><row>" + "<c><v>1</v></c>" * 100_000 + "</row></sheetData></worksheet>",
    "encoding": '<?xml version="1.0" encoding="utf-7"?><worksheet/>',
    "empty": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_sheets(empty: Workspace, name: str) -> None:
    lands_well(empty, raw(HOSTILE[name]))


@pytest.mark.parametrize(
    "workbook_part",
    [
        f'<workbook xmlns="{CONTENT}" xmlns:r="r"><sheets>'
        + '<sheet name="a" r:id="r0"/>' * 5000
        + "</sheets></workbook>",
        f'<workbook xmlns="{CONTENT}"><sheets><sheet/><sheet name="x" id="r9"/></sheets></workbook>',
        "<html/>",
    ],
)
def test_hostile_workbook_parts(empty: Workspace, workbook_part: str) -> None:
    lands_well(empty, raw("<worksheet/>", workbook=workbook_part))


@given(data=st.binary(max_size=400), name=st.sampled_from(["a.xlsx", "a.csv", "a"]))
def test_bytes_at_random(data: bytes, name: str) -> None:
    for given_bytes in (data, b"PK\x03\x04" + data):
        try:
            book = read_bytes(given_bytes, name)
            excel.compare(book, excel.suggest_mapping(book), NOBODY)
        except Problem as problem:
            known(problem)


def test_a_head_far_below_is_not_looked_for() -> None:
    rows = tuple((number, ("x",)) for number in range(1, HEAD_ROWS + 2))
    book = WorkbookSheets("a", (SheetData("a", (*rows, (HEAD_ROWS + 2, ("户号", "户名")))),))
    with pytest.raises(Problem, match="import_no_sheet"):
        excel.compare(book, excel.suggest_mapping(book), Register((), (), (), (), TODAY, ""))
