"""Rows of the criteria in words: what the limit is, what it applies to, how far it is confirmed. Any thread."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from inspector.criteria import facts as known_facts
from inspector.criteria.conditions import Condition
from inspector.criteria.confirmed import Row
from inspector.criteria.cycles import CONTINUITY, DGA, DISCHARGE, INFRARED, PREVENTIVE
from inspector.criteria.facts import LABELS
from inspector.criteria.formats import NBSP, format_number, limit_text
from inspector.criteria.model import Check, Cycle, Deadline, LimitRow, Quantity, Source
from inspector.criteria.packs import Packs
from inspector.criteria.reasons import NOTES
from inspector.domain.equipment import EquipmentKind
from inspector.i18n import N_, Translator
from inspector.services.registers.nameplates import NameplateField, customer_fields, field_of
from inspector.services.words import GRADES, IMPORTANCES, KINDS

SITE: Final = "site"
TOOL: Final = "safety_tool"
"""The fact that says which safety tool: its rows differ in nothing else."""
SERVICES: Final = {"in": N_("in service"), "acceptance": N_("acceptance test")}
YES_NO: Final = {"1": N_("yes"), "0": N_("no")}
TARIFFS: Final = {"single": N_("one part"), "two_part": N_("two parts")}
MANNING: Final = {
    "staffed": N_("Staffed"),
    "unstaffed": N_("Unstaffed"),
    "remote": N_("Operated from a remote centre"),
}
PARTS: Final = {
    "terminal": N_("equipment terminal, clamp"),
    "joint": N_("joint of metal parts"),
    "contact": N_("contact, fuse, bushing head (from outside)"),
    "tank": N_("transformer tank"),
    "arrester": N_("Surge arrester"),
    "instrument_transformer": N_("Instrument transformer"),
    "cable_termination": N_("cable termination"),
    "cable_termination_whole": N_("cable termination as a whole"),
    "bushing": N_("bushing"),
}
"""Parts whose temperature is measured (DL/T 664-2016)."""
FACTS: Final = {
    "voltage_kv": N_("rated voltage (kV)"),
    "nominal_kv": N_("nominal voltage (kV)"),
    "hv_neutral_out": N_("high-voltage neutral brought out"),
    "lv_neutral_out": N_("low-voltage neutral brought out"),
    "lv_rated_current_a": N_("rated low-voltage current (A)"),
    "hv_rated_current_a": N_("rated high-voltage current (A)"),
}
"""Facts whose question for what is missing is another one than their name."""

GROUPS: Final = {
    "tool-indicator-cycle": N_("Voltage detector: test cycle"),
    "boots-test": N_("Insulating boots: test voltage and leakage current"),
    "oil-breakdown-in-service": N_("Oil in service up to 35 kV: breakdown voltage"),
    "sf6-moisture": N_("SF6 moisture in service"),
    "dc-insulation": N_("Insulation alarm of a DC system"),
    "serious-deadline": N_("Deadline of a serious hazard"),
    "ultrasonic-normal": N_("Ultrasonic partial discharge: what is normal"),
    "battery-discharge": N_("Check discharge of a battery: cycle"),
    "cable-withstand-acceptance": N_("AC withstand test of a 10 kV cable"),
    "loop-resistance-in-service": N_("Loop resistance of a breaker in service"),
}
"""Groups of rows that contradict each other -> what they are about; others go by their quantity."""


def group_words(group: str, t: Translator) -> str:
    """What a group of contradicting rows is about; "" for one without words of its own."""
    return t(GROUPS.get(group, ""))


CYCLES: Final = {
    PREVENTIVE: N_("Cycle of preventive tests"),
    DGA: N_("Cycle of gas analyses"),
    INFRARED: N_("Cycle of infrared surveys"),
    CONTINUITY: N_("Cycle of continuity tests of earth leads"),
    DISCHARGE: N_("Cycle of discharge surveys"),
}
"""What a cycle is about, by its test."""


def name_of(packs: Packs, row: Row, t: Translator) -> str:
    """What a row is about: its quantity, the test, the grade, or the point of the check."""
    match row:
        case LimitRow():
            return packs.quantities[row.quantity].name.text(t.language)
        case Cycle():
            return t(CYCLES[row.test])
        case Deadline():
            return t("Deadline of rectification")
        case Check():
            return row.point.text(t.language)


def limit_words(packs: Packs, row: Row, t: Translator) -> str:
    """The limit of a row, with its unit; "" for a check."""
    match row:
        case LimitRow():
            return _limit(row.spec, packs.quantities[row.quantity], t)
        case Cycle():
            if row.days:
                listed = t(", ").join(str(day) for day in row.days)
                return t("days {days} after: {event}").format(days=listed, event=t(LABELS[row.since]))
            return t.plural("{count} month", "{count} months", row.months).format(count=row.months)
        case Deadline():
            return t.plural("{count} day", "{count} days", row.days).format(count=row.days)
        case Check():
            return ""


def notes_words(row: Row, t: Translator) -> str:
    """What a limit adds to its verdicts, and what must hold before it judges."""
    if not isinstance(row, LimitRow):
        return ""
    keys = (row.note, row.gate.note if row.gate is not None else "")
    return "\n".join(NOTES[key].render(t) for key in keys if key)


def applies_words(row: Row, t: Translator) -> str:
    """What a row applies to: its conditions, joined."""
    match row:
        case LimitRow() | Cycle():
            of_tool = any(condition.fact == TOOL for condition in row.when)
            told = [one for one in row.when if not (of_tool and one.fact == "kind")]  # a tool names its kind
            return " · ".join(_condition(condition, t) for condition in told)
        case Deadline() | Check():
            return t(GRADES[row.grade])


def basis_words(source: Source, t: Translator) -> str:
    """Standard, edition and clause, or that it is practice."""
    return t("practice") if source.standard == "practice" else source.basis


def day_of(moment: str) -> date | None:
    """The day of a moment as its author wrote it; None for one that is no moment."""
    try:
        return date.fromisoformat(moment[:10])
    except ValueError:
        return None


# limits -------------------------------------------------------------------------------------------------------------


def _limit(spec: Mapping[str, Any], quantity: Quantity, t: Translator) -> str:
    made = _FORMULAS.get(str(spec.get("formula", "")))
    try:
        return made(spec, quantity, t) if made is not None else _plain(spec)
    except (KeyError, TypeError, ValueError):
        return _plain(spec)


def _plain(spec: Mapping[str, Any]) -> str:
    """A kind of limit that has no words: its figures as the pack writes them."""
    return ", ".join(f"{key} {value}" for key, value in spec.items())


def _number(value: Any) -> str:
    return format_number(float(value), 4)


def _unit(text: str, quantity: Quantity) -> str:
    return f"{text}{NBSP}{quantity.unit}" if quantity.unit else text


def _constant(spec: Mapping[str, Any], quantity: Quantity, _t: Translator) -> str:
    low, high = spec.get("min", spec.get("low")), spec.get("max", spec.get("high"))
    text = limit_text(_bound(low), _bound(high), 4, fixed=False, strict=bool(spec.get("strict")))
    return _unit(text, quantity)


def _bound(value: Any) -> float | None:
    return None if value is None else float(value)


def _of_fact(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    low, high = spec.get("low_factor"), spec.get("high_factor")
    fact = _fact(str(spec["fact"]), t)
    parts = [f"{sign}{NBSP}{_times(factor, fact)}" for sign, factor in (("≥", low), ("≤", high)) if factor is not None]
    return " · ".join(parts)


def _times(factor: Any, fact: str) -> str:
    return fact if float(factor) == 1 else f"{_number(factor)}{NBSP}×{NBSP}{fact}"


def _per_fact(spec: Mapping[str, Any], quantity: Quantity, t: Translator) -> str:
    sign = "≥" if spec["side"] == "min" else "≤"
    text = f"{sign}{NBSP}{_number(spec['numerator'])}{NBSP}÷{NBSP}{_fact(str(spec['fact']), t)}"
    if spec.get("cap") is None:
        return text
    return t("{limit}, at most {cap}").format(limit=text, cap=_unit(_number(spec["cap"]), quantity))


def _share_of_last(spec: Mapping[str, Any], quantity: Quantity, t: Translator) -> str:
    percent = _number(float(spec["share"]) * 100)
    if spec.get("floor") is None:
        return t("≥ {percent} % of the last value").format(percent=percent)
    floor = _unit(_number(spec["floor"]), quantity)
    return t("≥ {percent} % of the last value, or ≥ {floor}").format(percent=percent, floor=floor)


def _from_last(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    return t("± {percent} % of the last value").format(percent=_number(spec["percent"]))


def _from_first(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    return t("± {percent} % of the first value").format(percent=_number(spec["percent"]))


def _rise(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    return t("at most {percent} % above the first value").format(percent=_number(spec["percent"]))


def _deviation_sum(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    fact = _fact(str(spec["fact"]), t)
    return t("deviations up and down together ≤ {percent} % of {fact}").format(
        percent=_number(spec["percent"]), fact=fact
    )


def _not_below(_spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    return t("not below the last value")


def _above_usual(spec: Mapping[str, Any], quantity: Quantity, t: Translator) -> str:
    words = t("at most {value} above what was usual under like conditions")
    return words.format(value=_unit(_number(spec["add"]), quantity))


def _includes(spec: Mapping[str, Any], _quantity: Quantity, t: Translator) -> str:
    return t("items {items}").format(items=t(", ").join(str(item) for item in spec["items"]))


_FORMULAS: Final[dict[str, Callable[[Mapping[str, Any], Quantity, Translator], str]]] = {
    "": _constant,
    "of_fact": _of_fact,
    "per_fact": _per_fact,
    "deviation_sum": _deviation_sum,
    "share_of_last": _share_of_last,
    "change_from_last": _from_last,
    "change_from_first": _from_first,
    "rise_from_first": _rise,
    "not_below_last": _not_below,
    "above_usual": _above_usual,
    "includes": _includes,
}


# conditions ---------------------------------------------------------------------------------------------------------


def _fact(fact: str, t: Translator) -> str:
    return t(FACTS.get(fact) or known_facts.LABELS.get(fact, fact))


def _condition(condition: Condition, t: Translator) -> str:
    words = t(", ").join(_value(condition.fact, part, t) for part in condition.text.split("|"))
    if condition.fact in ("kind", "service", "importance", TOOL):
        return words
    for sign in (">=", "<="):
        words = words.replace(sign, "≥" if sign == ">=" else "≤")
    words = words.replace("..", "–")
    signed = words[:1] in "<>≤≥"
    fact = _fact(condition.fact, t)
    return f"{fact} {words}" if signed else t("{thing}: {what}").format(thing=fact, what=words)


def _value(fact: str, value: str, t: Translator) -> str:
    match fact:
        case "kind":
            return t("Site") if value == SITE else t(_KIND_WORDS.get(value, value))
        case "ir_part":
            return t(PARTS.get(value, value))
        case "manning":
            return t(MANNING.get(value, value))
        case "tariff":
            return t(TARIFFS.get(value, value))
        case "service":
            return t(SERVICES.get(value, value))
        case "importance":
            return t({key.value: words for key, words in IMPORTANCES.items()}.get(value, value))
        case "hv_neutral_out" | "lv_neutral_out" | "neutral_out":
            return t(YES_NO.get(value, value))
    bound = _plate(fact)
    return bound.label_of(value) if bound is not None else value


_CUSTOMER: Final = {"system_earthing": "earthing", "power_factor_class": "power_factor_class"}
"""Facts that come from a customer -> its field."""
_KIND_WORDS: Final = {kind.value: words for kind, words in KINDS.items()}


def _plate(fact: str) -> NameplateField | None:
    """The nameplate field of a fact, for the labels of its choices."""
    plates = (found for kind in EquipmentKind if (found := field_of(kind, fact)) is not None)
    return next(plates, None) or next((bound for bound in customer_fields() if bound.key == _CUSTOMER.get(fact)), None)
