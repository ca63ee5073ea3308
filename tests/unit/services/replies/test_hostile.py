"""Whatever a reply file is or became, it ends in a listed problem or warning at its cell, and nothing is written."""

import io
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from inspector import services
from inspector.problems import Problem
from inspector.services import Workspace
from inspector.services.excel import archive
from inspector.services.replies.code import check_code
from inspector.services.replies.importing import import_reply
from inspector.services.replies.preview import read_reply
from inspector.services.replies.views import Outcome, ReplyPreview, ReplyRow
from inspector.services.replies.workbook import write_reply
from tests.unit.services.replies.files import (
    DONE,
    Notice,
    filled,
    notice_of,
    packed,
    parts,
    picture,
    put,
    rewritten,
    saved,
    with_cell_picture,
)

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture(scope="module")
def sample(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = tmp_path_factory.mktemp("replies") / "w"
    shutil.copytree(demo, path)
    made = services.open_workspace(path)
    yield made
    made.close()


@pytest.fixture(scope="module")
def notice(sample: Workspace) -> Notice:
    return notice_of(sample)


@pytest.fixture(autouse=True)
def _nothing_is_written(sample: Workspace, notice: Notice) -> Iterator[None]:
    def stamp() -> str:
        return sample.db.frames.stamp()

    before = sample.call(stamp)
    yield
    assert (notice.number, sample.call(stamp)) == (notice.number, before)


@pytest.fixture
def read(sample: Workspace, tmp_path: Path) -> Callable[[bytes], ReplyPreview]:
    return lambda data: read_reply(sample, put(tmp_path, data))


Read = Callable[[bytes], ReplyPreview]


def done(notice: Notice, **more: Any) -> dict[str, Any]:
    return {**DONE, "on": notice.hazards[0].found_on, **more}


def first(preview: ReplyPreview) -> ReplyRow:
    return preview.rows[0]


def told(preview: ReplyPreview) -> set[tuple[str, str, int]]:
    return {(i.code, i.column, i.row) for i in (*preview.problems, *preview.warnings)}


def refused(read: Read, data: bytes) -> str:
    with pytest.raises(Problem) as found:
        read(data)
    return found.value.code


def other_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = "台账"
    return saved(book)


def without_hidden_sheet(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    del book["_reply"]
    return saved(book)


def hidden_changed(data: bytes, row: int, column: int, text: str) -> bytes:
    book: Any = load_workbook(io.BytesIO(data))
    book["_reply"].cell(row, column).value = text
    return saved(book)


def test_files_that_are_no_reply_of_ours_are_refused_with_what_to_do(read: Read, notice: Notice) -> None:
    data = notice.data
    assert refused(read, b"") == "import_file_kind"
    assert refused(read, b"%PDF-1.7") == "import_file_kind"
    assert refused(read, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "import_old_excel"
    assert refused(read, data[: len(data) // 2]) == "import_damaged"
    assert refused(read, other_workbook()) == "reply_no_keys"
    assert refused(read, without_hidden_sheet(data)) == "reply_no_keys"
    assert refused(read, hidden_changed(data, 2, 2, "TZ-2020-AAA-0001")) == "reply_keys_edited"
    assert refused(read, hidden_changed(data, 8, 3, "0" * 36)) == "reply_keys_edited"


def test_reply_of_another_company_or_to_another_notice_is_refused(
    read: Read, notice: Notice, sample: Workspace, tmp_path: Path
) -> None:
    customer = sample.call(lambda: sample.db.registers.customer(notice.hazards[0].customer))
    own, number = notice.hazards, notice.number

    def made(notice: str, hazards: Any, code: str, **other: Any) -> bytes:
        return write_reply(notice, replace(customer, **other), hazards, code, "")

    foreign = [replace(hazard, id=hazard.id[:-4] + "ffff") for hazard in own]
    code = check_code(number, own)
    assert refused(read, made(number, foreign, check_code(number, foreign))) == "reply_foreign"
    assert refused(read, made(number, [own[0], foreign[1]], code)) == "reply_hazards_unknown"
    assert refused(read, made("TZ-1", own, check_code("TZ-1", own))) == "reply_notice_unknown"
    assert refused(read, made(number, own, "AAAA-AAAA")) == "reply_code"
    assert refused(read, made(number, own, code, id="0" * 36)) == "reply_customer"
    assert read(made(number, own, code)).blocking == ()


def test_bombs_and_entities_are_refused_before_they_unfold(
    read: Read, notice: Notice, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = parts(notice.data)
    with monkeypatch.context() as smaller:
        smaller.setattr(archive, "MOST_UNPACKED", 1_000_000)
        bomb = {**content, SHEET: b"<worksheet>" + b" " * 2_000_000 + b"</worksheet>"}
        assert refused(read, packed(bomb)) == "import_too_large"
        drawn = parts(filled(notice.data, {0: done(notice)}, {"N6": picture()}))
        image = next(name for name in drawn if name.startswith("xl/media/"))
        told_codes = told(read(packed({**drawn, image: bytes(2_000_000)})))
        assert ("reply_photo_unreadable", "N", 6) in told_codes
    laughing = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    assert refused(read, packed({**content, SHEET: laughing})) == "import_damaged"
    deep = b"<a>" * 5_000 + b"</a>" * 5_000
    drawn = parts(filled(notice.data, {}, {"N6": picture()}))
    assert refused(read, packed({**drawn, "xl/drawings/drawing1.xml": deep})) == "import_damaged"


def test_every_changed_locked_cell_is_named_and_stops_the_import(read: Read, notice: Notice, sample: Workspace) -> None:
    data = filled(notice.data, {0: done(notice, description="已整改"), 1: {"grade": "一般情况"}}, A2="通知书")
    preview = read(data)
    assert told(preview) >= {
        ("reply_cell_changed", "D", 6),
        ("reply_cell_changed", "E", 7),
        ("reply_cell_changed", "A", 2),
    }
    assert not preview.importable
    with pytest.raises(Problem) as found:
        import_reply(sample, preview)
    assert found.value.code == "reply_refused"
    formula = read(filled(notice.data, {0: done(notice, number="=B7")}))
    assert ("reply_cell_changed", "B", 6) in told(formula)


def test_moved_and_deleted_rows_are_seen(read: Read, notice: Notice) -> None:
    book: Any = load_workbook(io.BytesIO(filled(notice.data, {0: done(notice)})))
    book.worksheets[0].delete_rows(6)
    assert ("reply_row_moved", "B", 6) in told(read(saved(book)))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("随便", "cell_date"),
        ("2026年13月1日", "cell_date"),
        ("9/1/2026", "cell_date"),
        (date(2999, 1, 1), "cell_date_range"),
        ("2199-01-01", "reply_day_future"),
        ("2001-01-01", "reply_day_early"),
        (True, "cell_date"),
        ("#REF!", "cell_error_value"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_cell(read: Read, notice: Notice, typed: Any, code: str) -> None:
    preview = read(filled(notice.data, {0: done(notice, on=typed)}))
    assert first(preview).outcome is Outcome.REFUSED
    assert {(issue.code, issue.column, issue.row) for issue in first(preview).problems} == {(code, "J", 6)}
    assert not preview.importable


@pytest.mark.parametrize("shape", ["{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{0:%Y年%m月%d日}", " {0:%Y.%m.%d} ", "{0:%Y%m%d}"])
@pytest.mark.parametrize("wide", [False, True])
def test_days_as_text_in_any_width_are_read(read: Read, notice: Notice, shape: str, wide: bool) -> None:
    day = notice.hazards[0].found_on
    text = shape.format(day)
    if wide:
        text = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)
    assert first(read(filled(notice.data, {0: done(notice, on=text)}))).on == day
    noon = datetime(day.year, day.month, day.day, 12)  # noqa: DTZ001 - a spreadsheet knows no zones
    assert first(read(filled(notice.data, {0: done(notice, on=noon)}))).on == day


def test_what_is_missing_is_named(read: Read, notice: Notice) -> None:
    bare = read(filled(notice.data, {0: {"state": "已完成"}}))
    assert {(i.code, i.column) for i in first(bare).problems} == {
        ("reply_required", "I"), ("reply_required", "J"), ("reply_required", "K"),
    }  # fmt: skip
    assert told(read(filled(notice.data, {0: done(notice, state="好了")}))) >= {("reply_state", "H", 6)}
    assert told(read(filled(notice.data, {0: {"remark": "稍后"}}))) >= {("reply_state_missing", "H", 6)}
    assert told(read(filled(notice.data, {0: {"state": "部分完成"}}))) >= {("reply_explain", "I", 6)}
    assert told(read(filled(notice.data, {0: done(notice, done="长" * 2001)}))) >= {("cell_too_long", "I", 6)}
    taken = read(filled(notice.data, {0: done(notice, state=None)}))
    assert (first(taken).outcome, ("reply_state_taken", "H", 6) in told(taken)) == (Outcome.SUBMIT, True)
    assert read(notice.data).importable is False


def test_formulas_macros_merged_cells_and_other_sheets_are_told(read: Read, notice: Notice) -> None:
    stored = rewritten(
        filled(notice.data, {0: done(notice)}),
        SHEET,
        lambda text: re.sub(
            r'(<c r="K6"[^>]*?) t="\w+"([^>]*)>.*?</c>', r'\1 t="str"\2><f>B1</f><v>李强</v></c>', text
        ),
    )
    preview = read(stored)
    assert ("reply_formula", "K", 6) in told(preview)
    assert first(preview).by == "李强"
    unsaved = read(filled(notice.data, {0: done(notice, by="=B1")}))
    assert ("cell_formula", "K", 6) in told(unsaved)
    macros = packed({**parts(filled(notice.data, {0: done(notice)})), "xl/vbaProject.bin": b"\xd0\xcf"})
    assert ("reply_macros", "", 0) in told(read(macros))
    book: Any = load_workbook(io.BytesIO(filled(notice.data, {0: done(notice)})))
    book.worksheets[0].merge_cells("K6:K7")
    book.create_sheet("草稿")
    merged = read(saved(book))
    assert {("reply_merged", "K", 6), ("reply_sheet_extra", "", 0)} <= told(merged)


def test_photos_that_cannot_be_taken_are_told_and_the_row_goes_on(read: Read, notice: Notice) -> None:
    rows = {0: done(notice)}
    data = filled(notice.data, rows, {"N6": picture(), "A1": picture("red")})
    image = next(name for name in parts(data) if name.startswith("xl/media/"))
    preview = read(packed({**parts(data), image: b"\x89PNG broken"}))
    assert {("reply_photo_unreadable", "N", 6), ("reply_photo_nowhere", "A", 1)} <= told(preview)
    assert (first(preview).outcome, first(preview).photos) == (Outcome.SUBMIT, ())
    vector = read(packed({**parts(data), image: b"<svg xmlns='http://www.w3.org/2000/svg'/>"}))
    assert ("reply_photo_unreadable", "N", 6) in told(vector)
    gone = {name: part for name, part in parts(data).items() if name != image}
    assert ("reply_photo_linked", "N", 6) in told(read(packed(gone)))
    same = read(filled(notice.data, {**rows, 1: done(notice)}, {"N6": picture(), "N7": picture()}))
    assert ("reply_photo_twice", "N", 7) in told(same)
    unknown = with_cell_picture(filled(notice.data, rows), "O6", picture(), formula='_xlfn.DISPIMG("ID_FFFF",1)')
    assert ("reply_photo_linked", "O", 6) in told(read(unknown))
    assert ("reply_no_photos", "", 6) in told(read(filled(notice.data, rows)))


def test_photo_between_rows_belongs_to_the_one_that_holds_most_of_it(read: Read, notice: Notice) -> None:
    data = filled(notice.data, {0: done(notice), 1: done(notice)}, {"N6": picture()})

    def lower(text: str) -> str:
        return re.sub(r"(<(?:xdr:)?rowOff>)0(</)", r"\g<1>1100000\2", text, count=1)

    moved = read(rewritten(data, "xl/drawings/drawing1.xml", lower))
    assert [len(row.photos) for row in moved.rows[:2]] == [0, 1]
    assert ("reply_photo_between", "N", 7) in told(moved)


def test_pixel_floods_are_refused_by_the_photo_intake(read: Read, notice: Notice) -> None:
    small = picture()
    head = b"IHDR" + struct.pack(">II", 20_000, 10_000) + small[24:29]
    huge = small[:12] + head + struct.pack(">I", zlib.crc32(head)) + small[33:]
    data = filled(notice.data, {0: done(notice)}, {"N6": picture()})
    image = next(name for name in parts(data) if name.startswith("xl/media/"))
    assert ("reply_photo_unreadable", "N", 6) in told(read(packed({**parts(data), image: huge})))


def test_reading_can_be_cancelled(sample: Workspace, notice: Notice, tmp_path: Path) -> None:
    path = put(tmp_path, filled(notice.data, {0: done(notice)}, {"N6": picture()}))
    with pytest.raises(Problem) as found:
        read_reply(sample, path, cancelled=lambda: True)
    assert found.value.code == "import_cancelled"


def test_a_zip_of_too_many_parts_is_refused(read: Read) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(5_001):
            made.writestr(f"{number}.xml", "")
    assert refused(read, out.getvalue()) == "import_too_large"


def test_a_day_at_the_border_counts(read: Read, notice: Notice, sample: Workspace) -> None:
    today = sample.call(sample.today)
    assert first(read(filled(notice.data, {0: done(notice, on=today)}))).outcome is Outcome.SUBMIT
    late = read(filled(notice.data, {0: done(notice, on=today + timedelta(days=1))}))
    assert ("reply_day_future", "J", 6) in told(late)
