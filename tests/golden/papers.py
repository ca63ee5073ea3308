"""Models of the documents that are compared with what they printed before: plain ones, and ones that strain it."""

import io
from dataclasses import replace
from datetime import date, datetime

from PIL import Image, ImageDraw

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import SignMethod
from inspector.reports.hazard_papers import CourseLine, HazardSheet, PaperCheck, PaperHazard, PaperValue, ReviewRecord
from inspector.reports.ledger import LedgerDocument, LedgerRow, Mark
from inspector.reports.notice import NoticePhoto, Signature
from inspector.reports.rectification_notice import OrderedHazard, RectificationNotice
from inspector.reports.statistics_sheet import StatisticsLine, StatisticsSheet, StatisticsTable

DAY = date(2026, 6, 11)
RARE = "䶮江㐂配电室 𠮷田电缆沟，接头过热🔥。"
LONG = "引线接头过热变色，红外测温 86.4 ℃，热点高于 80 ℃；" * 80
WORD = "XGN15-12(F.R)/T125-31.5/2000A" * 6


def picture(colour: str, words: str) -> bytes:
    """A picture as a camera would give it."""
    image = Image.new("RGB", (640, 480), colour)
    ImageDraw.Draw(image).text((40, 40), words, fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def logo() -> bytes:
    """A company's sign with transparent ground."""
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((20, 20, 280, 280), fill=(0, 90, 170, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def ordered(number: int, description: str = "引线接头过热变色", grade: Grade = Grade.SERIOUS) -> OrderedHazard:
    return OrderedHazard(
        number=f"YH-2026-K7-{number:04d}",
        place="高压配电室\nAH1 进线柜",
        description=description,
        grade=grade,
        found_on=date(2026, 5, 20),
        deadline=date(2026, 6, 5 + number % 20),
        basis="DL/T 664-2016 附录 H",
        measure="停电处理接触面并紧固，处理后复测。",
    )


NOTICE = RectificationNotice(
    number="XQ-2026-K7-0012",
    issued_on=DAY,
    company="嘉陵供电公司 · 用电检查中心",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    team="检查一班",
    service_phone="95598",
    issuer="刘班长",
    contact_phone="023-0000 0005",
    address="江北区化工园一路 18 号",
    supply="10 kV 双电源 高供高计",
    capacity="2×1250 kVA",
    importance=Importance.LEVEL_2,
    hazards=(
        ordered(1, "自备发电机与电网间电气闭锁接点被短接，存在向电网倒送电风险。", Grade.CRITICAL),
        ordered(8, "照明灯具 2 盏不亮，柜后通道照度不足。", Grade.GENERAL),
    ),
    note="请于收到本通知后三日内回复整改计划。",
    reply_code="K7QF-3MPA",
)
STRAINED_NOTICE = replace(
    NOTICE,
    company="重庆市江北区嘉陵供电公司大客户服务与用电安全检查管理中心（第二分部）",
    customer="北城水务集团股份有限公司第二自来水厂及取水泵站联合变电所（含一期、二期、三期扩建工程）" * 2,
    address=RARE,
    hazards=(
        ordered(1, RARE, Grade.CRITICAL),
        ordered(2, LONG[:2000]),
        ordered(3, WORD, Grade.GENERAL),
        replace(ordered(4, ""), basis="", measure="", place=""),
        *(ordered(number) for number in range(5, 19)),
    ),
    note=f"{RARE}\n第二段：请抓紧整改。",
    photos=(NoticePhoto(picture("navy", "1"), "1  高压配电室  2026-05-20 09:30"),),
    logo=logo(),
)

HEAD = PaperHazard(
    number="YH-2026-K7-0121",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    place="变压器室\n2#主变",
    description="红外测温 86.4 ℃（A 相 48.2 ℃、C 相 46.5 ℃），热点高于 80 ℃，三相不平衡度 31.0 %。",
    grade=Grade.SERIOUS,
    status="已销号",
    found_on=date(2026, 5, 20),
    deadline=date(2026, 5, 27),
    found_by="王工、李工 检查一班",
    basis="DL/T 664-2016",
    measure="停电紧固、处理接触面，处理后复测。",
    responsible="赵工",
    visit="JC-2026-0520-K7-01",
    notices="TZ-2026-K7-0193、XQ-2026-K7-0012",
    supervision="危急或严重、复发",
)
VALUES = (
    PaperValue("B 相接头温度", "86.4 ℃", "52.1 ℃", "≤ 80 ℃", "合格"),
    PaperValue("三相不平衡度", "31.0 %", "33.5 %", "≤ 15 %", "超标", bold=True),
)
COURSE = (
    CourseLine("2026-05-20 11:02", "登记", "王工", "红外测温 86.4 ℃"),
    CourseLine("2026-05-20 11:02", "下发", "王工", "TZ-2026-K7-0193"),
    CourseLine("2026-05-26 15:40", "提交整改", "周工", "已停电紧固并复测"),
    CourseLine("2026-05-28 09:10", "复查通过", "陈工", "合格，同意销号"),
)
BEFORE = (NoticePhoto(picture("maroon", "before 1"), "1  2026-05-20 10:12  B 相端子"),
          NoticePhoto(picture("purple", "before 2"), "2  2026-05-20 10:13  全景"))  # fmt: skip
AFTER = (NoticePhoto(picture("darkgreen", "after 1"), "1  2026-05-26 15:20  B 相端子"),)

SHEET = HazardSheet(
    printed_on=DAY,
    company=NOTICE.company,
    hazard=HEAD,
    team="检查一班",
    service_phone="95598",
    values=VALUES,
    before=BEFORE,
    after=AFTER,
    course=COURSE,
)
STRAINED_SHEET = replace(
    SHEET,
    company=STRAINED_NOTICE.company,
    hazard=replace(
        HEAD,
        customer=STRAINED_NOTICE.customer,
        place=RARE,
        description=LONG[:2000],
        measure=WORD,
        basis="",
        late=True,
        grade=Grade.CRITICAL,
        status="待复查",
    ),
    course=tuple(replace(line, text=f"{RARE}{line.text}") for line in COURSE * 8),
    alerts=("关闭后新增事实：照片（王工，2026-06-01 08:00）",),
    logo=logo(),
)
RECORD = ReviewRecord(
    printed_on=DAY,
    company=NOTICE.company,
    hazard=HEAD,
    team="检查一班",
    service_phone="95598",
    values=VALUES,
    before=BEFORE,
    after=AFTER,
    outcome="合格，同意销号",
    passed=True,
    reviewer="陈工",
    reviewer_team="检查二班",
    reviewed_at="2026-05-28 09:10",
    statement="发现人：王工、李工（检查一班）；整改登记人：周工（检查一班）；复查人：陈工（检查二班）。"
    "复查人既非发现人也非整改登记人，且与其不属同一班组，符合独立性要求。",
    checks=(
        PaperCheck("照片为同一部位、同一角度", met=True),
        PaperCheck("测量值在限值以内", met=False, note="1 项超出限值"),
        PaperCheck("负荷相近，数值可比", met=None),
    ),
    comment="现场复核合格。",
    rectification="已停电紧固并复测，温度正常。",
    rectified_by="周工",
    rectified_on="2026-05-26",
    earlier=(CourseLine("2026-05-25 09:00", "退回", "陈工", "照片不清晰，请重新拍摄。"),),
)
STRAINED_RECORD = replace(
    RECORD,
    hazard=STRAINED_SHEET.hazard,
    passed=False,
    outcome="不合格，退回整改",
    comment=LONG[:600] + RARE,
    rectification=LONG[:2000],
    statement=RECORD.statement * 4,
    before=BEFORE * 4,
    after=AFTER * 7,
    logo=logo(),
)


def line(label: str, found: int, closed: int) -> StatisticsLine:
    rate = closed / found if found else None
    return StatisticsLine(label, found, closed, rate, 0.5 if closed else None, found - closed, found // 4, 12.4, 11.0)


STATISTICS = StatisticsSheet(
    first=date(2026, 1, 1),
    last=date(2026, 6, 30),
    as_of=DAY,
    company=NOTICE.company,
    total=line("", 128, 96),
    closed_within=101,
    statuses=(("待下发", 2), ("整改中", 20), ("待复查", 10), ("已销号", 96), ("已作废", 1)),
    tables=(
        StatisticsTable("按月份", "Month", tuple(line(f"2026-{n:02d}", 20 + n, 17 + n // 2) for n in range(1, 7))),
        StatisticsTable("按班组", "Team", (line("检查一班", 70, 50), line("检查二班", 58, 46))),
        StatisticsTable("按等级", "Grade", (line("危急", 8, 8), line("严重", 40, 30), line("一般", 80, 58))),
        StatisticsTable(
            "按客户",
            "Customer",
            (line(STRAINED_NOTICE.customer, 12, 3), line(RARE, 4, 4), *(line(f"客户 {n}", n, 0) for n in range(38))),
            "另有 12 户隐患较少的客户未列出。",
        ),
    ),
    service_phone="95598",
)


def row(number: int, **changes: object) -> LedgerRow:
    values = {
        "number": f"YH-2026-K7-{number:04d}",
        "customer": "金石水泥有限公司",
        "account": "00050101180204",
        "place": "35 kV 进线 CT",
        "equipment": "1#进线柜",
        "description": "A 相渗油，油位低于下限",
        "grade": Grade.CRITICAL,
        "basis": "DL/T 596-2021",
        "measure": "停电更换密封件",
        "found_on": date(2026, 6, 2),
        "deadline": date(2026, 6, 5),
        "status": "整改中\n超期 6 天",
        "responsible": "赵工",
        "inspectors": "王工、李工",
        "closed_on": None,
    }
    return LedgerRow({**values, **changes}, frozenset({"deadline", "status"}), Mark.NEW)  # type: ignore[dict-item]


LEDGER = LedgerDocument(
    kind=LedgerKind.RECTIFICATION,
    organisation="嘉陵供电公司 & 用电检查中心",
    period="2026-06-01 至 2026-06-11",
    scope="未闭环",
    number="ZG-2026-K7-0003",
    data_at=datetime(2026, 6, 11, 13, 20),  # noqa: DTZ001 - a moment as printed
    printed_at=datetime(2026, 6, 11, 13, 25),  # noqa: DTZ001 - as above
    rows=(
        row(1),
        row(2, description='=HYPERLINK("http://example.com")', measure="+1", responsible="@SUM(A1)", basis="-2"),
        row(3, description=RARE, closed_on=date(2026, 6, 10), status="已销号", grade=Grade.GENERAL),
    ),
    since="ZG-2026-K7-0002",
    closed_rows=(row(9, status="已销号", closed_on=date(2026, 6, 9)),),
    prepared=Signature("王工", SignMethod.PAPER),
    approved=Signature("刘班长", SignMethod.PAPER),
    roles=("", "复核", ""),
    keywords=("台账",),
)
