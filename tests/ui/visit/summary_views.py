"""Views of step 4 as services would hand them out, for tests of the panel."""

from dataclasses import replace
from datetime import UTC, date, datetime

from inspector.domain.customer import Customer, Importance
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.person import Person
from inspector.domain.visit import OldHazardJudgement, SignMethod, Step, VisitKind, VisitStatus
from inspector.services.visits.views import (
    DraftStatus,
    HazardDraft,
    ItemState,
    Missing,
    OldHazard,
    PhotoView,
    SignatureView,
    StepView,
    SummaryView,
    Target,
    VisitView,
    WillMake,
)

AT = datetime(2026, 6, 11, 4, 4, 51, tzinfo=UTC)
SITE = Target("infrastructure")
T2 = Target("transformer-oil", "t2")
STROKES = (((0.3, 0.4), (0.45, 0.3), (0.5, 0.6)), ((0.55, 0.5), (0.7, 0.45)))


def photo(name: str) -> PhotoView:
    return PhotoView(name, f"d{name}", f"t{name}", f"o{name}", AT)


def draft(key: str, grade: Grade, description: str, place: str, source: str, **more: object) -> HazardDraft:
    made = HazardDraft(
        id=key,
        status=DraftStatus.DRAFT,
        target=SITE,
        ref=f"/data/{key}",
        place=place,
        description=description,
        grade=grade,
        measure="恢复机械、电气双重闭锁，整改前禁止自动投切。",
        deadline=date(2026, 7, 11),
        basis="GB/T 29328-2018 · 7.4",
        source=source,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # names of the view's own fields


HAZARDS = (
    draft("ats", Grade.CRITICAL, "ATS 切换柜电气闭锁接点被短接", "自备发电机房", "7.4",
          deadline=date(2026, 6, 12), photos=(photo("a"), photo("b"))),
    draft("heat", Grade.SERIOUS, "低压 B 相端子过热 86.4 ℃", "T2 主变", "读数推断",
          deadline=date(2026, 6, 18), photos=(photo("c"), photo("d")), target=T2),
    draft("oil", Grade.SERIOUS, "油击穿电压 33.5 kV、总烃超注意值", "T2 主变", "试验",
          deadline=date(2026, 6, 26), photos=(photo("e"),), target=T2),
    draft("hole", Grade.GENERAL, "柜底电缆孔洞封堵不严", "G03 1#变压器柜", "2.2", photos=(photo("f"), photo("g"))),
    draft("tev", Grade.GENERAL, "局放 TEV 差值 23 dB", "G03 1#变压器柜", "读数", photos=(photo("h"), photo("i"))),
    draft("light", Grade.GENERAL, "照明灯具 2 盏不亮", "高压配电室", "1.6", photos=(photo("j"),)),
)  # fmt: skip
PROPOSAL = draft(
    "loop", Grade.SERIOUS, "G05 出线柜回路电阻 B 相 142 µΩ，大于制造厂值 1.2 倍", "G05 出线柜", "试验",
    status=DraftStatus.PROPOSAL, target=Target("switchgear", "g05"),
)  # fmt: skip
MADE = (
    WillMake("inspection", 1, "JC-2026-0611-02"),
    WillMake("notice", 1, "TZ-2026-0193"),
    WillMake("rectification", 6, "YH-2026-0121"),
    WillMake("supervision", 3, ""),
)
WANG = SignatureView("p-wang", "王工", "主检 · 一班")
LI = SignatureView("p-li", "李工", "陪检 · 一班")
ZHAO = SignatureView("customer", "赵工", "电气负责人")
SIGNED_WANG = replace(WANG, method=SignMethod.STROKES, at=AT, strokes=STROKES)
SIGNED_LI = replace(LI, method=SignMethod.PIN, at=AT)


def old_hazard(number: str, judgement: OldHazardJudgement | None) -> OldHazard:
    hazard = Hazard(
        id=f"h-{number}",
        number=number,
        customer="c",
        visit="v0",
        equipment=None,
        place="高压室",
        description="带电显示器 B 相失灵",
        grade=Grade.SERIOUS,
        basis="DL/T 596",
        measure="更换",
        deadline=date(2026, 5, 30),
        responsible="赵工",
        found_on=date(2025, 12, 10),
        found_by=("p-wang",),
        status=HazardStatus.OPEN,
    )
    return OldHazard(hazard, judgement, None, "", 12)


def summary(**more: object) -> SummaryView:
    """Everything answered, nobody has signed."""
    view = SummaryView(
        answered=113,
        passed=104,
        not_applicable=3,
        hazards=HAZARDS,
        proposals=(),
        old_hazards=(old_hazard("YH-2025-0107", OldHazardJudgement.STILL),),
        will_make=MADE,
        signatures=(WANG, LI, ZHAO),
        missing=tuple(Missing(f"{one.name}尚未签字。", Step.SUMMARY, None, one.who) for one in (WANG, LI, ZHAO)),
    )
    return replace(view, **more)  # type: ignore[arg-type]  # names of the view's own fields


def visit() -> VisitView:
    steps = tuple(StepView(step, 1, 1, 0, 0, ItemState.DONE) for step in Step)
    return VisitView(
        id="v",
        number="JC-2026-0611-02",
        customer=Customer("c", "5010 2237 816", "嘉陵江化工股份有限公司", "jl", importance=Importance.LEVEL_2),
        customer_class="二级重要用户",
        facts="10 kV 高供高计 · 2×1250 kVA · 户号 5010 2237 816",
        kind=VisitKind.PERIODIC,
        status=VisitStatus.OPEN,
        inspectors=(Person("p-wang", "wang", "王工", "一班"), Person("p-li", "li", "李工", "一班")),
        started_at=AT,
        saved_at=AT,
        steps=steps,
        equipment=(),
        indications=(),
        infrastructure=SITE,
        step=Step.SUMMARY,
        target=None,
        ref="",
    )
