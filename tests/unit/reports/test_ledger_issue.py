"""What an issue of a ledger prints besides its rows: groups, marks, closed rows, signatures, logo; cancelling."""

import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.ledger import LedgerDocument, LedgerRow, Mark
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.raster import page_count, page_png, page_text
from tests.unit.reports.pdf_reading import all_text, bookmarks, has_ink, in_order, properties, squeezed
from tests.unit.reports.samples import OVERDUE, ledger, strokes

ROOT = Path(__file__).resolve().parents[3]


def grouped(rows: int, groups: int) -> LedgerDocument:
    document = ledger(rows)
    marked = tuple(
        replace(row, group=f"客户 {number * groups // rows + 1}") for number, row in enumerate(document.rows)
    )
    return replace(document, rows=marked)


def issue() -> LedgerDocument:
    document = ledger(4)
    marks = (Mark.NEW, Mark.NONE, Mark.CHANGED, Mark.NEW)
    closed = LedgerRow({**OVERDUE.values, "place": "已关闭的柜"}, mark=Mark.CLOSED)
    return replace(
        document,
        rows=tuple(replace(row, mark=mark) for row, mark in zip(document.rows, marks, strict=True)),
        since="ZD-2026-05",
        closed_rows=(closed,),
        checked=strokes("李工"),
        approved=replace(strokes("赵主任"), strokes=()),
    )


def test_groups_are_headings_and_bookmarks() -> None:
    pdf = ledger_pdf(grouped(30, 3))
    found = bookmarks(pdf)
    assert [one.title for one in found] == ["大客户用电安全隐患重点监督整改台账", "客户 1", "客户 2", "客户 3"]
    assert [one.page for one in found] == sorted(one.page for one in found)
    assert all("客户" + one.title[-1] in squeezed(page_text(pdf, one.page)) for one in found[1:])
    assert in_order(all_text(pdf), "客户 1", "1 号柜", "10 号柜", "客户 2", "11 号柜", "客户 3", "30 号柜")


@pytest.mark.parametrize("rows", range(5, 30))
def test_the_heading_of_a_group_is_never_the_last_thing_on_a_page(rows: int) -> None:
    document = ledger(rows)
    pdf = ledger_pdf(replace(document, rows=(*document.rows[:-1], replace(document.rows[-1], group="末组"))))
    page = next(number for number in range(page_count(pdf)) if "末组" in page_text(pdf, number))
    assert f"{rows}号柜" in squeezed(page_text(pdf, page))


def test_pages_count_rows_and_not_headings_or_closed_rows() -> None:
    pdf = ledger_pdf(replace(grouped(20, 5), since="ZD-2026-05", closed_rows=(OVERDUE,) * 3))
    counts = re.findall(r"本页(\d+)条，合计20条", squeezed(all_text(pdf)))
    assert sum(map(int, counts)) == 20
    assert len(counts) == page_count(pdf)


def test_an_issue_marks_what_changed_and_lists_what_was_closed() -> None:
    pdf = ledger_pdf(issue())
    assert in_order(all_text(pdf), "变化", "1", "新增", "2", "3", "变更", "4", "新增")
    assert in_order(all_text(pdf), "4 号柜", "自 ZD-2026-05 期以来已销号或移出：1 条", "1", "销号", "已关闭的柜")
    assert bookmarks(pdf)[-1].title == "自 ZD-2026-05 期以来已销号或移出：1 条"
    assert "变化" not in all_text(ledger_pdf(replace(issue(), since="", closed_rows=())))


def test_marks_are_words_that_black_and_white_keeps() -> None:
    words = squeezed(all_text(ledger_pdf(issue(), Translator("en"))))
    assert words.count("NEW") == 2
    assert words.count("CHANGED") == 1
    assert words.count("CLOSED") == 1


def test_three_people_sign_every_page() -> None:
    pdf = ledger_pdf(replace(issue(), rows=issue().rows * 5))
    assert page_count(pdf) > 2
    unsigned = ledger_pdf(replace(issue(), rows=issue().rows * 5, prepared=None, checked=None, approved=None))
    for page in range(page_count(pdf)):
        assert "赵主任" in page_text(pdf, page)
        signed, empty = (Image.open(io.BytesIO(page_png(one, page, 842))).convert("L") for one in (pdf, unsigned))
        for box in ((80, 510, 270, 532), (350, 510, 530, 532), (615, 510, 800, 532)):
            assert has_ink(signed, box)
            assert not has_ink(empty, box)


def test_the_logo_stands_beside_the_title() -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 100), "black").save(out, "PNG")
    with_logo = ledger_pdf(replace(ledger(2), company_logo=out.getvalue()))
    page = Image.open(io.BytesIO(page_png(with_logo, 0, 842))).convert("L")
    plain = Image.open(io.BytesIO(page_png(ledger_pdf(ledger(2)), 0, 842))).convert("L")
    assert has_ink(page, (33, 20, 130, 54))
    assert not has_ink(plain, (33, 20, 130, 54))


def test_properties_carry_what_a_reader_searches_for() -> None:
    found = properties(ledger_pdf(replace(ledger(1), keywords=("危急", "严重"))))
    assert found["Title"] == "大客户用电安全隐患重点监督整改台账 ZD-2026-06"
    assert found["Author"] == "嘉陵供电公司 用电检查中心"
    assert found["Subject"] == "危急、严重（含本期销号）"
    assert found["Keywords"] == "ZD-2026-06, 2026-06-01 至 2026-06-11, 危急, 严重"


def test_another_day_changes_nothing_but_the_dates() -> None:
    document = ledger(30)
    later = replace(document, printed_at=document.printed_at + timedelta(days=400))
    first, second = (ledger_pdf(one) for one in (document, later))
    assert first != second
    assert squeezed(all_text(first)).replace("2026-06-1113:20", "") == squeezed(all_text(second)).replace(
        "2027-07-1613:20", ""
    )


def test_another_process_makes_the_same_bytes() -> None:
    program = (
        "import hashlib; from tests.unit.reports.samples import ledger;"
        "from inspector.reports.ledger_pdf import ledger_pdf;"
        "print(hashlib.sha256(ledger_pdf(ledger(40))).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_five_thousand_rows_can_be_cancelled_at_any_moment() -> None:
    document = ledger(5000)
    asked = [0]

    def note(done: int, _total: int) -> bool:
        asked.append(done)
        return True

    ledger_pdf(document, progress=note)
    assert asked[-1] == 2 * len(document.rows)
    assert max(later - earlier for earlier, later in pairwise(asked)) <= 50, "asked every fifty rows at least"
    for share in (0.1, 0.6, 0.99):
        with pytest.raises(Problem, match="report_cancelled"):
            ledger_pdf(document, progress=lambda done, total, share=share: done < share * total)  # type: ignore[misc]
