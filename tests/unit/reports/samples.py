"""Models the report tests print: the notice and the ledger of the design pictures, and variants of them."""

import math
from dataclasses import replace
from datetime import date, datetime

from inspector.domain.customer import Importance
from inspector.domain.hazard import Grade
from inspector.domain.ledger import LedgerKind
from inspector.domain.visit import SignMethod
from inspector.reports.ledger import LedgerDocument, LedgerRow
from inspector.reports.notice import NoticeHazard, ResultNotice, Signature

DAY = date(2026, 6, 11)

HAZARDS = (
    NoticeHazard(
        "自备发电机房\nATS 切换柜",
        "自备发电机与电网间电气闭锁接点被短接，存在向电网倒送电风险。",
        Grade.CRITICAL,
        "GB/T 29328",
        "恢复机械、电气双重闭锁，整改前禁止启动发电机。",
        date(2026, 6, 12),
    ),
    NoticeHazard(
        "T2 主变\n低压 B 相端子",
        "红外测温 86.4 ℃（A 相 48.2 ℃、C 相 46.5 ℃），热点高于 80 ℃，三相不平衡度 31.0 %。",
        Grade.SERIOUS,
        "DL/T 664",
        "停电紧固、处理接触面，调整三相负荷，处理后复测。",
        date(2026, 6, 18),
    ),
    NoticeHazard(
        "高压配电室",
        "照明灯具 2 盏不亮，柜后通道照度不足。",
        Grade.GENERAL,
        "GB 50053 6.4.3",
        "更换灯具，保证柜前、柜后照度。",
        date(2026, 7, 11),
    ),
)


def strokes(name: str, title: str = "") -> Signature:
    """A signature drawn on the screen."""
    wave = tuple((float(x), 8 + 6 * math.sin(x / 3)) for x in range(40))
    return Signature(name, SignMethod.STROKES, DAY, title=title, strokes=(wave, ((10.0, 0.0), (10.0, 24.0))))


NOTICE = ResultNotice(
    number="TZ-2026-0193",
    visit_number="JC-2026-0611-02",
    issued_on=DAY,
    company="嘉陵供电公司 · 用电检查中心",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    visited_on=DAY,
    team="检查一班",
    service_phone="95598",
    contact_phone="023-0000 0000",
    address="江北区化工园一路 18 号",
    supply="10 kV 双电源 高供高计",
    capacity="2×1250 kVA",
    importance=Importance.LEVEL_2,
    hazards=HAZARDS,
    inspectors=(strokes("王工"), strokes("李工")),
    client=strokes("赵工", "电气负责人"),
)

OVERDUE = LedgerRow(
    {
        "customer": "金石水泥有限公司",
        "account": "50101180204",
        "importance": "二级重要",
        "place": "35 kV 进线 CT",
        "description": "A 相渗油，油位低于下限",
        "grade": Grade.CRITICAL,
        "measure": "停电更换密封件，补油并做介损试验",
        "found_on": date(2026, 6, 2),
        "deadline": date(2026, 6, 5),
        "status": "整改中\n超期 6 天",
        "responsible": "孙工",
        "inspectors": "张工",
        "reasons": "等级、超期",
        "remark": "已约谈",
    },
    frozenset({"deadline", "status"}),
)


def ledger(rows: int, kind: LedgerKind = LedgerKind.SUPERVISION) -> LedgerDocument:
    """A ledger with that many rows; each is told apart by its place."""
    places = (f"{number} 号柜" for number in range(1, rows + 1))
    return LedgerDocument(
        kind=kind,
        organisation="嘉陵供电公司 用电检查中心",
        period="2026-06-01 至 2026-06-11",
        scope="危急、严重（含本期销号）",
        number="ZD-2026-06",
        data_at=datetime(2026, 6, 11, 12, 6),  # noqa: DTZ001 - printed as it is
        printed_at=datetime(2026, 6, 11, 13, 20),  # noqa: DTZ001 - printed as it is
        rows=tuple(replace(OVERDUE, values={**OVERDUE.values, "place": place}) for place in places),
        totals=(("■ 危急", "2"), ("超期", "2")),
        legend="粗体为超期",
        prepared=strokes("王工"),
    )
