"""Ledgers as PDF: pages, heads, totals, progress, all three kinds."""

import io
import threading
from dataclasses import replace

import pytest
from PIL import Image

from inspector.domain.ledger import LedgerKind
from inspector.i18n import Translator
from inspector.problems import Problem
from inspector.reports.blocks.grid import share
from inspector.reports.ledger import COLUMNS, LedgerRow, flat_head
from inspector.reports.ledger_pdf import ledger_pdf
from inspector.reports.pdf.raster import page_count, page_png, page_text
from tests.unit.reports.pdf_reading import all_text, has_ink, in_order, properties, squeezed, used_fonts
from tests.unit.reports.samples import OVERDUE, ledger

HEAD = "序号客户名称/户号用户等级位置/设备隐患内容等级整改措施发现日期整改期限状态客户责任人检查人员列入原因备注"


def test_a_page_reads_like_the_design() -> None:
    pdf = ledger_pdf(ledger(2))
    assert page_count(pdf) == 1
    assert in_order(
        all_text(pdf),
        "大客户用电安全隐患重点监督整改台账",
        "编制单位：嘉陵供电公司 用电检查中心",
        "统计期间：2026-06-01 至 2026-06-11",
        "范围：危急、严重（含本期销号）",
        "编号：ZD-2026-06",
        HEAD,
        *("1", "金石水泥有限公司", "5010 1180 204", "二级重要", "1 号柜", "A 相渗油，油位低于下限", "■ 危急"),
        *("停电更换密封件，补油并做介损试验", "2026-06-02", "2026-06-05", "整改中", "超期 6 天", "孙工", "张工"),
        *("等级、超期", "已约谈", "2", "2 号柜"),
        "本页 2 条，合计 2 条：■ 危急 2　超期 2",
        "粗体为超期",
        *("编制：", "审核：", "批准："),
        "数据截至 2026-06-11 12:06　打印 2026-06-11 13:20",
        "第 1 页　共 1 页",
    )


def test_every_page_has_head_signatures_and_its_own_count() -> None:
    pdf = ledger_pdf(ledger(40))
    pages = [squeezed(page_text(pdf, page)) for page in range(page_count(pdf))]
    assert len(pages) > 3
    rows = 0
    for number, page in enumerate(pages, 1):
        here = [n for n in range(1, 41) if f"204二级重要{n}号柜" in page]
        rows += len(here)
        assert HEAD in page
        assert f"本页{len(here)}条，合计40条" in page
        assert f"第{number}页共{len(pages)}页" in page
        assert all(label in page for label in ("编制：", "审核：", "批准："))
        assert page.count("超期6天") == len(here)
    assert rows == 40


def test_overdue_cells_are_bold() -> None:
    calm = replace(ledger(1), rows=(LedgerRow(OVERDUE.values),))
    assert len(ledger_pdf(ledger(1))) != len(ledger_pdf(calm))


def test_fonts_are_embedded_and_bytes_repeat() -> None:
    pdf = ledger_pdf(ledger(12))
    assert all(font.embedded and font.subset and font.name.startswith("NotoSansSC-") for font in used_fonts(pdf))
    assert pdf == ledger_pdf(ledger(12))
    assert properties(pdf)["CreationDate"] == "D:20260611132000"


@pytest.mark.parametrize("kind", LedgerKind)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_kind_prints_all_its_heads(kind: LedgerKind, language: str) -> None:
    translator = Translator(language)
    text = squeezed(all_text(ledger_pdf(ledger(3, kind), translator)))
    for column in COLUMNS[kind]:
        assert column.under or squeezed(flat_head(translator(column.head))) in text


def test_an_empty_ledger_is_one_page_that_says_so() -> None:
    pdf = ledger_pdf(ledger(0))
    assert page_count(pdf) == 1
    assert in_order(all_text(pdf), HEAD, "无记录", "本页 0 条，合计 0 条")


def test_a_row_higher_than_a_page_is_continued() -> None:
    long = "".join(f"第{n}处；" for n in range(300))
    document = replace(ledger(3), rows=(LedgerRow({**OVERDUE.values, "description": long}), OVERDUE))
    text = squeezed(all_text(ledger_pdf(document)))
    assert "第0处；" in text
    assert "第299处；" in text
    assert "1续" in text


def test_progress_counts_to_the_end_and_can_cancel() -> None:
    seen: list[tuple[int, int]] = []

    def note(done: int, total: int) -> bool:
        seen.append((done, total))
        return True

    ledger_pdf(ledger(120), progress=note)
    assert seen[-1] == (240, 240)
    assert seen == sorted(seen)
    with pytest.raises(Problem) as caught:
        ledger_pdf(ledger(120), progress=lambda done, _total: done < 100)
    assert caught.value.code == "report_cancelled"


def test_documents_made_at_the_same_time_are_as_good_as_one_after_another() -> None:
    models = [ledger(count) for count in (5, 20, 35, 50)]
    alone = [ledger_pdf(model) for model in models]
    together: dict[int, bytes] = {}

    def make(number: int) -> None:
        together[number] = ledger_pdf(models[number])

    threads = [threading.Thread(target=make, args=(number,)) for number in range(len(models))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[number] for number in range(len(models))] == alone


def test_columns_share_the_width() -> None:
    assert share([50, 50, 100], [10, 10, 10]) == [50, 50, 100]
    assert share([50, 50, 100], [80, 10, 10]) == [80, 40, 80]
    assert sum(share([50, 50, 100], [180, 90, 90])) == pytest.approx(200)
    chained = share([60, 60, 80], [90, 50, 50])
    assert sum(chained) == pytest.approx(200)
    assert all(width >= least - 1e-6 for width, least in zip(chained, [90, 50, 50], strict=True))


def test_long_titles_and_totals_stay_on_the_paper() -> None:
    document = replace(
        ledger(2),
        title="Key-supervision ledger of a title that is far too long for one line of paper " * 2,
        scope="很长的范围说明，" * 40,
        totals=tuple((f"很长的合计项目{n}", "12") for n in range(6)),
        legend="很长的图例说明，" * 5,
    )
    page = Image.open(io.BytesIO(page_png(ledger_pdf(document), 0, 594))).convert("L")
    edges = [(0, 0, 21, page.height), (573, 0, 594, page.height)]
    assert not any(has_ink(page, edge) for edge in edges)


def test_english_ledgers_divide_no_ordinary_word_and_numbers_at_most_once() -> None:
    values = {"importance": "Level 1 important customer", "reasons": "critical or serious, overdue, disputed"}
    values |= {"number": "YH-2026-YRD-0003", "inspectors": "Wang Gong, Li Gong"}
    kinds = (LedgerKind.SUPERVISION, LedgerKind.RECTIFICATION)
    texts = []
    for kind in kinds:
        rows = tuple(replace(row, values={**row.values, **values}) for row in ledger(3, kind).rows)
        texts.append(page_text(ledger_pdf(replace(ledger(3, kind), rows=rows), Translator("en")), 0))
    for word in ("important", "customer", "critical", "serious", "overdue", "disputed"):
        assert word in texts[0]
    assert "YH-2026-YRD-0003" in texts[1].replace("\r\n", "").replace("\n", "")
    assert "YH-2026-" in texts[1]
    assert "YRD-0003" in texts[1]
