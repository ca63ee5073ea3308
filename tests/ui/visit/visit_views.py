"""Views of a visit, a checklist and old hazards as the services hand them out, for tests of the widgets."""

from dataclasses import replace
from datetime import UTC, date, datetime

from inspector.domain.customer import Customer, Importance
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.person import Person
from inspector.domain.verdict import Verdict
from inspector.domain.visit import Step, VisitKind, VisitStatus
from inspector.services.visits.views import (
    DraftStatus,
    FormView,
    HazardDraft,
    ItemState,
    LastAnswer,
    OldHazard,
    Row,
    RowKind,
    Section,
    StepView,
    Target,
    VisitView,
)

SITE = Target("infrastructure")
TITLES = (
    "配电室环境",
    "消防与防小动物",
    "安全工器具",
    "标识与警示",
    "图纸与规章制度",
    "值班与电工资质",
    "自备应急电源",
)
QUESTIONS = (
    ("挡鼠板", "出入口挡鼠板安装牢固、高度不低于 500 mm", "门口 2 处 · 目测、尺量"),
    ("孔洞封堵", "电缆孔洞、柜底、穿墙套管封堵严密", "高压室 6 面柜、电缆沟 · 目测"),
    ("灭火器", "灭火器在有效期内、压力指示在绿区", "MFZ/ABC5 × 4 具 · 查标签、压力表"),
    ("应急照明", "应急照明完好，断电后自动点亮", "按试验按钮，持续不少于 30 min"),
    ("防火门", "防火门向外开启、能自动闭锁", "高压室、变压器室各 1 樘"),
    ("通风口防护网", "通风口、百叶窗防护网完好，网孔不大于 10 mm", "目测、尺量"),
    ("火灾报警装置", "火灾自动报警装置投入运行，无故障信号", "查主机"),
)


def draft(ref: str, *, status: DraftStatus = DraftStatus.DRAFT) -> HazardDraft:
    """A hazard that a failing answer made."""
    return HazardDraft(
        f"infrastructure||{ref}",
        status,
        SITE,
        ref,
        TITLES[1],
        "G03 1#变压器柜柜底电缆孔洞封堵不严，防火泥脱落，缝隙约 30 mm，小动物可由电缆沟进入柜内，存在短路跳闸风险。",
        Grade.GENERAL,
        "用有机防火堵料重新封堵，并加装防火隔板",
        date(2026, 7, 11),
        "GB 50053-2013 · 6.2.4",
        "应设置防止蛇、鼠等小动物进入室内的设施",
        source="2.2",
    )


def question(section: int, number: int, *, value: str = "", kind: RowKind = RowKind.JUDGED) -> Row:
    """One question; the second section's second is the one with a history."""
    title, label, hint = QUESTIONS[(number - 1) % len(QUESTIONS)]
    ref = f"/data/s{section}/q{number}"
    last = LastAnswer(date(2025, 12, 10), "张工", "pass", "合格", "6 面柜封堵完好")
    return Row(
        ref,
        kind,
        f"{section}.{number}",
        label,
        title,
        hint,
        value=value,
        required=True,
        hazard=draft(ref) if value == Verdict.FAIL else None,
        last=last if number == 2 else None,
        basis="GB 50053-2013 · 6.2.4" if number == 2 else "practice",
        basis_text="应设置防止雨、雪和蛇、鼠等小动物从采光窗、通风窗、门、电缆沟等处进入室内的设施。"
        if number == 2
        else "",
    )


def section(number: int, values: tuple[str, ...]) -> Section:
    """A section with these answers."""
    rows = tuple(question(number, index, value=value) for index, value in enumerate(values, start=1))
    return counted(Section(f"/data/s{number}", str(number), TITLES[(number - 1) % 7], rows, 0, 0, 0, ItemState.TODO))


def counted(view: Section) -> Section:
    """A section with its counts taken from its rows."""
    done = sum(1 for row in view.rows if row.value)
    failed = sum(1 for row in view.rows if row.value == Verdict.FAIL)
    state = ItemState.FAIL if failed else ItemState.DONE if done == len(view.rows) else ItemState.PROGRESS
    return replace(view, done=done, total=len(view.rows), failed=failed, state=state)


def form(*sections: Section) -> FormView:
    """A checklist of the site."""
    done, total = sum(s.done for s in sections), sum(s.total for s in sections)
    failed = sum(s.failed for s in sections)
    return FormView(SITE, "基础设施", "10 kV", sections, (), (), done, total, failed, 0, ItemState.PROGRESS)


def infrastructure() -> FormView:
    """The form of picture 02: 38 of 43 answered, one failure in sections 1 and 2."""
    p, f = Verdict.PASS.value, Verdict.FAIL.value
    return form(
        section(1, (p, p, f, p, p, p, p, p)),
        section(2, (p, f, p, p, p, "", "")),
        section(3, (p,) * 6),
        section(4, (p,) * 5),
        section(5, (p,) * 6),
        section(6, (p,) * 5),
        section(7, (p, p, p, "", "", "")),
    )


def hazard(number: int, grade: Grade, description: str, place: str) -> Hazard:
    """An earlier hazard."""
    return Hazard(
        f"h{number}",
        f"YH-2026-{number:04d}",
        "c1",
        "v0",
        None,
        place,
        description,
        grade,
        "DL/T 1476",
        "更换后复测",
        date(2026, 6, 30),
        "王工",
        date(2025, 12, 10),
        ("p1",),
        HazardStatus.OPEN,
        notice_served=True,
    )


def old_hazards() -> tuple[OldHazard, ...]:
    """Three unclosed hazards, one of each grade, one overdue."""
    return (
        OldHazard(hazard(41, Grade.SERIOUS, "G03 带电显示器 B 相失灵", TITLES[1]), None, None, "", 12),
        OldHazard(hazard(98, Grade.GENERAL, "G03 柜内照明不亮", TITLES[1]), None, None, "", 0),
        OldHazard(hazard(99, Grade.CRITICAL, "ATS 电气闭锁接点被短接，有倒送电风险", TITLES[6]), None, None, "", 0),
    )


def visit(step: Step = Step.INFRASTRUCTURE) -> VisitView:
    """The visit of picture 02."""
    customer = Customer(
        "c1", "5010 2237 816", "嘉陵江化工股份有限公司", "jl", voltage_kv=10, importance=Importance.LEVEL_2
    )
    people = (Person("p1", "wang", "王工", "检查一班"), Person("p2", "li", "李工", "检查一班"))
    steps = (
        StepView(Step.OLD_HAZARDS, 1, 3, 0, 0, ItemState.PROGRESS),
        StepView(Step.INFRASTRUCTURE, 38, 43, 2, 0, ItemState.PROGRESS),
        StepView(Step.EQUIPMENT, 0, 14, 0, 0, ItemState.TODO),
        StepView(Step.INDICATIONS, 0, 40, 0, 0, ItemState.TODO),
        StepView(Step.SUMMARY, 0, 3, 0, 0, ItemState.TODO),
    )
    at = datetime(2026, 6, 11, 2, 32, 8, tzinfo=UTC)
    return VisitView(
        "v1",
        "JC-2026-0611-02",
        customer,
        "二级重要用户",
        "10kV 高供高计 · 2×1250 kVA · 户号 5010 2237 816",
        VisitKind.PERIODIC,
        VisitStatus.OPEN,
        people,
        at,
        at,
        steps,
        (),
        (),
        SITE,
        step,
        None,
        "",
    )
