"""Views as the services hand them out, for tests of widgets that show them."""

from dataclasses import replace
from datetime import date

from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.hazard import Grade
from inspector.domain.verdict import Verdict
from inspector.services.visits.views import (
    Cell,
    CellState,
    DraftStatus,
    FormView,
    HazardDraft,
    ItemState,
    JudgementView,
    Line,
    Row,
    RowKind,
    Section,
    Target,
    TargetSummary,
)

T2 = Target("transformer-oil", "t2")
SITE = Target("indications-site")
G01 = Target("indications-switchgear", "g01")
STATES = {Verdict.FAIL: CellState.FAIL, Verdict.ATTENTION: CellState.ATTENTION}
DAYS = tuple(date(year, 5, 20) for year in range(2022, 2027))


def judged(verdict: Verdict, limit: str, basis: str) -> JudgementView:
    return JudgementView(verdict, limit, basis, "已核实", f"限值 {limit}\n{basis} 5.3 条")


def line(
    ref: str,
    label: str,
    unit: str,
    values: tuple[str, ...],
    *,
    verdict: Verdict | None = None,
    limit: str = "",
    last: str = "",
    first: str = "",
    change: str = "",
    history: tuple[float, ...] = (),
    history_limit: float | None = None,
    basis: str = "DL/T 596",
    computed: bool = False,
) -> Line:
    state = STATES.get(verdict, CellState.COMPUTED if computed else CellState.NORMAL) if verdict else CellState.NORMAL
    phases = ("A", "B", "C") if len(values) > 1 else ("",)
    cells = tuple(
        Cell(f"{ref}/{phase or 'v'}", phase, value, state if value else CellState.EMPTY, readonly=computed)
        for phase, value in zip(phases, values, strict=False)
    )
    view = judged(verdict, limit, basis) if verdict else None
    return Line(
        ref,
        label,
        unit,
        cells,
        computed=computed,
        last=last,
        first=first,
        change=change,
        limit=limit,
        judgement=view,
        history=history,
        history_dates=DAYS[-len(history) :] if history else (),
        history_limit=history_limit,
    )


def proposal(target: Target = T2, ref: str = "/bdv") -> HazardDraft:
    return HazardDraft(
        "p1",
        DraftStatus.PROPOSAL,
        target,
        ref,
        "T2 主变",
        "绝缘油击穿电压 33.5 kV，低于限值 35 kV",
        Grade.SERIOUS,
        "滤油或换油后复测",
        date(2026, 6, 26),
        "GB/T 7595",
        "运行中绝缘油的击穿电压不应低于限值",
        source="试验",
    )


def test_lines() -> tuple[Line, ...]:
    ok, attention, fail = Verdict.PASS, Verdict.ATTENTION, Verdict.FAIL
    oil = line("/bdv", "油击穿电压", "kV", ("33.5",), verdict=fail, limit="≥ 35", last="41.2", first="52.0",
               history=(52, 48, 44, 41.2, 33.5), history_limit=35, basis="GB/T 7595")  # fmt: skip
    low = line("/rl", "直流电阻线间差 低压", "%", ("1.74",), verdict=attention, limit="≤ 2", last="0.92", first="0.60",
               history=(0.6, 0.7, 0.8, 0.92, 1.74), history_limit=2, computed=True)  # fmt: skip
    wait = line("/ac", "外施交流耐压", "kV", ("",), limit="≥ 28", last="28", first="35")
    bdf = line("/tan", "油介质损耗 90 ℃", "%", ("1.8",), verdict=ok, limit="≤ 4", last="1.2", first="0.3",
               history=(0.3, 0.6, 0.9, 1.2, 1.8), history_limit=4)  # fmt: skip
    override = judged(attention, "≤ 4", "GB/T 7595")
    return (
        line("/ir", "绝缘电阻 高–低及地", "MΩ", ("2500",), verdict=ok, limit="≥ 2240", last="3200", first="5000",
             history=(5000, 4500, 4000, 3200, 2500), history_limit=2240),
        line("/ar", "吸收比 R60/R15", "", ("1.42",), verdict=ok, limit="≥ 1.3", last="1.51", first="1.62",
             history=(1.62, 1.6, 1.55, 1.51, 1.42), history_limit=1.3),
        line("/rh", "直流电阻 高压", "Ω", ("1.021", "1.024", "1.022"), last="1.020", first="1.018",
             history=(1.018, 1.019, 1.02, 1.024)),
        low,
        replace(oil, hazard=proposal()),
        line("/water", "油中水分", "mg/L", ("",), limit="≤ 35", last="21", first="12"),
        replace(bdf, judgement=replace(override, overridden=ok, override_reason="仪器偏差，下月复测")),
        replace(wait, waiting_reason="厂家六月到场做耐压"),
    )  # fmt: skip


def head() -> tuple[Row, ...]:
    return (
        Row("/tested_on", RowKind.DATE, "", "试验日期", "试验日期", value="2026-05-20", required=True),
        Row("/next_due", RowKind.DATE, "", "下次应试", "下次应试", value="2029-05-20"),
        Row("/lab", RowKind.TEXT, "", "试验单位", "试验单位", value="华川电力试验公司（承试三级）"),
        Row("/ambient", RowKind.NUMBER, "", "环境温度", "环境温度", value="26", unit="℃"),
        Row("/humidity", RowKind.NUMBER, "", "湿度", "湿度", value="58", unit="%"),
        Row("/oil", RowKind.NUMBER, "", "油温", "油温", value="48", unit="℃"),
    )


def section() -> Section:
    rows = (
        Row("/s/q1", RowKind.JUDGED, "1.1", "油位、油色正常，无渗漏油", "油位油色", required=True),
        Row("/s/q2", RowKind.JUDGED, "1.2", "套管清洁，无破损和放电痕迹", "套管", required=True),
    )
    return Section("/s", "1", "本体与附件", rows, 0, 2, 0, ItemState.TODO)


def transformer_form() -> FormView:
    equipment = Equipment("t2", "c1", EquipmentKind.TRANSFORMER_OIL, "T2 主变", "S11-M-1250/10")
    return FormView(
        T2, "T2 主变", "S11-M-1250/10 · 2014-06 投运", (section(),), head(), test_lines(), 6, 10, 1, 3,
        ItemState.FAIL, equipment,
    )  # fmt: skip


def grid_forms() -> tuple[FormView, ...]:
    ok, fail = Verdict.PASS, Verdict.FAIL
    site = (
        line("/u", "线电压 Uab / Ubc / Uca", "kV", ("10.32", "10.28", "10.35"), verdict=ok, limit="9.30–10.70",
             last="10.33", change="+0.02"),
        line("/i", "电流 Ia / Ib / Ic", "A", ("78.4", "81.2", ""), limit="≤ 144", last="74.0"),
        line("/pf", "功率因数", "", ("0.91",), verdict=ok, limit="≥ 0.90", last="0.93", change="−0.02"),
    )  # fmt: skip
    g01 = (
        line("/il", "低压电流 Ia / Ib / Ic", "A", ("1186", "1402", "968"), verdict=ok, limit="≤ 1804", last="1120",
             change="+282"),
        line("/unb", "电流不平衡度", "%", ("31.0",), verdict=fail, limit="≤ 15", last="12.4", change="+18.6",
             computed=True),
        line("/t", "顶层油温 / 绕组温度", "℃", ("", ""), limit="≤ 85", last="62"),
        *(line(f"/x{i}", f"备用测点 {i}", "V", ("",), last="229.6", limit="198–242") for i in range(12)),
    )  # fmt: skip
    return (
        FormView(SITE, "电源进线", "10 kV", (), (), site, 2, 3, 0, 0, ItemState.PROGRESS),
        FormView(G01, "G01 进线柜", "KYN28A-12", (), (), g01, 2, 14, 1, 0, ItemState.FAIL),
    )


def summaries() -> tuple[TargetSummary, ...]:
    made = [TargetSummary(T2, "变压器", "T2 主变", "S11-M-1250/10 油浸", 6, 10, 1, 3, ItemState.FAIL)]
    made += [
        TargetSummary(Target("switchgear", f"g{i}"), "高压柜 KYN28A-12", f"G0{i} 出线柜", "VS1-12/630", i, 6, 0, 0,
                      ItemState.PROGRESS)
        for i in range(1, 6)
    ]  # fmt: skip
    cable = Target("cable", "l1")
    return (*made, TargetSummary(cable, "电缆", "进线电缆 L1", "YJV22-8.7/15", 0, 3, 0, 0, ItemState.TODO))
