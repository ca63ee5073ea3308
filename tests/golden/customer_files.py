"""Models of printed customer files: a plain one, and one that strains every part."""

from dataclasses import replace
from datetime import date

from inspector.domain.diagram import Diagram, Symbol, SymbolKind, Wire
from inspector.reports.customer_file import CustomerFile, FileTable, FileTest, FileTrend
from inspector.reports.figures.diagram import Trouble
from inspector.reports.figures.radar import Spoke
from inspector.reports.figures.trend import TrendDot
from tests.golden.papers import DAY, LONG, RARE, WORD

DIAGRAM = Diagram(
    (
        Symbol("s1", SymbolKind.SOURCE, 5, 0, "化工一线 主供"),
        Symbol("s2", SymbolKind.BREAKER, 5, 2, "G01 进线柜", equipment="e1"),
        Symbol("s3", SymbolKind.BUSBAR, 0, 4, "10 kV 母线", length=15),
        Symbol("s4", SymbolKind.BREAKER, 5, 4, "G03"),
        Symbol("s5", SymbolKind.TRANSFORMER, 5, 6, "T2 1250 kVA", "S11-M-1250/10", equipment="e2"),
        Symbol("s6", SymbolKind.LOAD, 5, 10),
        Symbol("s7", SymbolKind.TIE, 9, 4, "母联", open=True),
    ),
    (Wire(5, 9, 5, 10),),
    date(2025, 12, 10),
)
SPOKES = (
    Spoke("用电性质", "大工业", 5),
    Spoke("月均用电量", "1,180,000 kWh", 4),
    Spoke("服务及时率", "97.5 %", 2),
    Spoke("电量增长率", "9.2 %", 2),
    Spoke("投诉次数", "1", 2),
    Spoke("违约窃电次数", "0", 0),
    Spoke("违约金占比", "", None),
)
DOTS = tuple(
    TrendDot(date(2022 + year, 5, 20), value, f"{value:g}", "red-text" if value > 150 else "")
    for year, value in enumerate((18.0, 31.5, 46.2, 82.0, 205.1))
)
FILE = CustomerFile(
    company="嘉陵供电公司 · 用电检查中心",
    customer="嘉陵江化工股份有限公司",
    account="50102237816",
    printed_on=DAY,
    facts=(("户号", "5010 2237 816"), ("供电方式", "10 kV 双电源 高供高计"), ("合同容量", "2500 kVA")),
    counts="▲ 严重 3；● 一般 4",
    score="54 / 100 · 中风险",
    reasons=((25, "未闭环危急隐患 1 项"), (10, "二级重要用户"), (4, "电工证过期 1 人")),
    spokes=SPOKES,
    portrait="高电量 · 截至 2026-05",
    diagram=DIAGRAM,
    diagram_note="2025-12-10 已与现场核对。",
    troubles={"e2": Trouble("orange", "▲", "严重")},
    electricians=FileTable(
        (
            ("电工甲", "高压", "T510102198001010011", "2028-03-15", "剩 643 天"),
            ("电工丁", "低压", "T510102199012200088", "2026-05-31", "超期 11 天"),
        ),
        frozenset({(1, 3), (1, 4)}),
    ),
    duty="24 h · 每班 2 人",
    contacts=FileTable((("赵工", "电气负责人", "023-0000 1001"),)),
    emergency=(("容量", "500 kVA"), ("保安负荷", "260 kW")),
    supplies=FileTable((("柴油发电机", "TAD1345GE", "400 kW · ATS · 15 s", "合格"),)),
    equipment=FileTable(
        (
            ("T2 主变", "油浸变压器", "S11-M-1250/10", "1250 kVA", "2014-06", "2026-05", "2026-07", "超标"),
            ("G01 进线柜", "开关设备", "KYN28A-12", "630 A", "2014-06", "2026-05", "2027-05", "合格"),
        ),
        frozenset({(0, 6), (0, 7)}),
    ),
    tests=(
        FileTest(
            "T2 主变 · 2026-05-20 · 华川电力试验公司",
            FileTable((("总烃", "205.1 µL/L", "≤ 150 · DL/T 722-2014", "超标"),), frozenset({(0, 1), (0, 3)})),
        ),
    ),
    trends=(FileTrend("T2 主变 · 总烃 µL/L", DOTS, (150.0,), "限值 ≤ 150"),),
    visits=FileTable(
        (("2025-12-10", "JC-2025-1210-K7-01", "周期检查", "张工、王工", "隐患 3，销号 1", "TZ-2025-K7-8"),)
    ),
    hazards=FileTable(
        (("YH-2025-K7-0001", "10 kV 高压室", "引线接头过热", "▲ 严重", "2025-12-10", "2025-12-17", "整改中"),),
        frozenset({(0, 5)}),
    ),
    documents=FileTable((("2025-12-10", "结果通知书", "TZ-2025-K7-8", "张工、王工"),)),
    service_phone="95598",
)
_MANY = tuple(
    Symbol(f"m{number}", SymbolKind.TRANSFORMER, 11 * number, 6, f"{number}#主变 {RARE}", WORD) for number in range(12)
)
STRAINED = replace(
    FILE,
    customer=RARE * 4,
    facts=tuple((f"项目 {number}", LONG[:160]) for number in range(9)),
    reasons=tuple((number, LONG[:120]) for number in range(16)),
    spokes=tuple(Spoke(LONG[:30], WORD[:40], rating) for rating in (0, 1, 2, 3, 4, 5, None)),
    diagram=replace(DIAGRAM, symbols=(*DIAGRAM.symbols, *_MANY)),
    electricians=FileTable(tuple((f"电工{n} {RARE}", "高压", WORD[:60], "2028-03-15", "剩 643 天") for n in range(40))),
    equipment=FileTable(
        tuple((f"{n}# {WORD[:30]}", "开关设备", WORD[:60], "630 A", "2014-06", "—", "—", "合格") for n in range(60)),
        more=3,
    ),
    tests=tuple(
        FileTest(f"{n}#主变 · {LONG[:200]}", FileTable(tuple((LONG[:60], WORD[:40], LONG[:150], "合格") for _ in "ab")))
        for n in range(4)
    ),
    trends=tuple(FileTrend(LONG[:80], DOTS[: n + 1], (150.0, -20.0), "限值 ± 150") for n in range(5)),
    hazards=FileTable(
        tuple((f"YH-{n}", RARE, LONG[:400], "▲ 严重", "2025-12-10", "2025-12-17", "整改中") for n in range(12)),
        more=2,
    ),
)
EMPTY = CustomerFile(
    "", "新户", "1", DAY, (), "", "", (), (), "", Diagram(), "", {}, FileTable(()), "", FileTable(()), (),
    FileTable(()), FileTable(()), (), (), FileTable(()), FileTable(()), FileTable(()),
)  # fmt: skip
"""A customer of whom nothing is known but the name."""
