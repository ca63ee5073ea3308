"""Hazards of the sample workspace that a reading found: the value before and after, judged by the criteria."""

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from inspector.criteria import Judgement, JudgeRequest, facts_for, judge, to_record
from inspector.domain.customer import Customer
from inspector.domain.equipment import Equipment, EquipmentKind
from inspector.domain.verdict import Verdict
from inspector.quick_dataclass import dataclass

if TYPE_CHECKING:
    from inspector.services.demo.building import Sample

QUANTITY: Final = "top_oil_temperature"
UNIT: Final = "°C"
BEFORE: Final = 97.0
AFTER: Final = 74.0
LOADS: Final = (312.0, 305.0)
"""Load currents before and after in A: near enough to compare."""


@dataclass(frozen=True, slots=True)
class HotOil:
    """The oil of a transformer that was too hot: what the registration and the rectification say of it."""

    description: str
    measure: str
    basis: str
    submitted: str
    before: dict[str, Any]
    after: dict[str, Any]


def hot_oil(sample: "Sample", customer: Customer, equipment: Equipment | None, day: date) -> HotOil | None:
    """A reading that failed at an oil transformer; None for other equipment, or if the criteria do not refuse it."""
    if equipment is None or equipment.kind is not EquipmentKind.TRANSFORMER_OIL:
        return None
    words = sample.data["words"]
    found = {value: _judged(sample, customer, equipment, value, day) for value in (BEFORE, AFTER)}
    if found[BEFORE].verdict is not Verdict.FAIL:
        return None
    return HotOil(
        description=words["hot_description"].format(before=f"{BEFORE:g}"),
        measure=words["hot_measure"],
        basis=found[BEFORE].basis,
        submitted=words["hot_submitted"].format(after=f"{AFTER:g}"),
        before={"values": [_entry(found[BEFORE], BEFORE)], "load_a": LOADS[0]},
        after={"values": [_entry(found[AFTER], AFTER)], "load_a": LOADS[1]},
    )


def _judged(sample: "Sample", customer: Customer, equipment: Equipment, value: float, day: date) -> Judgement:
    facts = facts_for(customer, equipment)
    return judge(sample.workspace.packs, JudgeRequest(QUANTITY, (value,), facts, None, day))


def _entry(judgement: Judgement, value: float) -> dict[str, Any]:
    return {
        "quantity": QUANTITY,
        "label": QUANTITY,
        "phase": "",
        "value": value,
        "unit": UNIT,
        "temperature_c": None,
        "verdict": judgement.verdict.value,
        "limit": judgement.limit_text,
        "basis": judgement.basis,
        "judgement": to_record(judgement),
    }
