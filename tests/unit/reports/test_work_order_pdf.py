"""The work order as somebody reads it: every field, many pages, long names, after the visit."""

from dataclasses import replace
from datetime import date

import pytest

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.visit import VisitKind
from inspector.i18n import Translator
from inspector.reports.pdf.raster import page_count, page_text
from inspector.reports.work_order import WorkEquipment, WorkHazard, WorkItem, WorkOrder
from inspector.reports.work_order_pdf import work_order
from tests.unit.reports.pdf_reading import all_text, in_order, properties, squeezed, used_fonts

DAY = date(2026, 6, 11)
ORDER = WorkOrder(
    number="GD-2026-K7-0012",
    printed_on=DAY,
    company="嘉陵供电公司 · 用电检查中心",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    team="检查一班",
    service_phone="95598",
    kind=VisitKind.SEASONAL,
    visit_on=DAY,
    visit_at="09:30",
    inspectors=("王工", "李工", "张工"),
    address="江北区化工园一路 18 号",
    supply="10 kV 双电源 高供高计",
    capacity="2×1250 kVA",
    importance=Importance.LEVEL_2,
    contact="赵工 电气负责人",
    last_on=date(2025, 12, 7),
    items=(WorkItem("基础设施", "配电室、消防、照明"), WorkItem("指示数据", "仪表")),
    equipment=(
        WorkEquipment("T1 主变", "干式变压器", "SCB13", date(2026, 1, 21), date(2027, 1, 21)),
        WorkEquipment(
            "G02 PT 柜", "高压柜", "KYN28A-12", date(2022, 1, 21), date(2025, 1, 21), "超期 506 天", late=True
        ),
    ),
    hazards=(
        WorkHazard("YH-2025-K7-0016", "10 kV 高压室\nG02 PT 柜", "压板位置错误", Grade.CRITICAL, date(2025, 12, 8)),
    ),
)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_every_field_is_printed(language: str) -> None:
    pdf = work_order(ORDER, Translator(language))
    text = all_text(pdf)
    for part in (
        ORDER.number, ORDER.customer, "5010", "王工", "李工", "张工", "09:30", "2026-06-11", "2025-12-07",
        ORDER.address, "T1 主变", "2027-01-21", "超期 506 天", "压板位置错误", "YH-2025-K7-0016", "■", "□",
    ):  # fmt: skip
        assert squeezed(part) in squeezed(text), part
    assert in_order(text, "T1 主变", "G02 PT 柜", "压板位置错误")
    assert all(font.embedded for font in used_fonts(pdf))
    assert ORDER.number in properties(pdf)["Title"]


def test_chinese_is_the_language_of_documents() -> None:
    text = squeezed(all_text(work_order(ORDER)))
    for words in ("用电检查工作单", "审批", "检查人员", "客户签字", "检查结果"):
        assert words in text, words


def test_sixty_pieces_of_equipment_repeat_the_head_and_lose_none() -> None:
    pieces = tuple(WorkEquipment(f"G{number:02d} 出线柜", "高压柜", "KYN28A-12") for number in range(60))
    pdf = work_order(replace(ORDER, equipment=pieces))
    pages = page_count(pdf)
    assert pages >= 3
    text = squeezed(all_text(pdf))
    assert all(squeezed(piece.name) in text for piece in pieces)
    heads = [squeezed("上次试验") in squeezed(page_text(pdf, page)) for page in range(pages)]
    assert sum(heads) >= 2
    for page in range(pages):
        assert squeezed(f"第 {page + 1} 页 共 {pages} 页") in squeezed(page_text(pdf, page))


def test_names_longer_than_their_place_are_wrapped() -> None:
    long = "西部新区轨道交通三号线二期工程江北站综合配套供电设施及商业开发项目主变电所" * 3
    pdf = work_order(replace(ORDER, customer=long, address=long, inspectors=(long[:40],) * 4))
    assert squeezed(long) in squeezed(all_text(pdf))


def test_nothing_registered_and_nothing_open_says_so() -> None:
    bare = WorkOrder(number="", printed_on=DAY, company="", customer="甲", account="1")
    text = squeezed(all_text(work_order(bare)))
    assert "没有登记设备" in text
    assert "没有未闭环隐患" in text


def test_after_the_visit_the_result_is_printed_instead_of_room_to_write() -> None:
    text = squeezed(
        all_text(work_order(replace(ORDER, result="发现安全隐患 3 项。", visit_number="JC-2026-0611-K7-01")))
    )
    assert "发现安全隐患3项。" in text
    assert "JC-2026-0611-K7-01" in text


def test_the_code_names_what_the_paper_is_about() -> None:
    assert ORDER.code == "W:GD-2026-K7-0012;V:;A:50102237816;D:2026-06-11;E:2;H:1"


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (VisitKind.PERIODIC, "用电检查工作单"),
        (VisitKind.INTERMEDIATE, "客户受电工程中间检查工作单"),
        (VisitKind.ACCEPTANCE, "客户受电工程竣工检验工作单"),
    ],
)
def test_its_title_says_the_occasion(kind: VisitKind, title: str) -> None:
    assert title in squeezed(page_text(work_order(replace(ORDER, kind=kind)), 0))
