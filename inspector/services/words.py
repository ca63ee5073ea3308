"""The product's words: enums as people read them, in the current language or a document's."""

from datetime import date
from typing import TYPE_CHECKING

from inspector.domain.customer import Customer, Importance, Metering
from inspector.domain.equipment import EquipmentKind
from inspector.domain.hazard import Grade, Hazard, HazardStatus
from inspector.domain.person import Role
from inspector.domain.verdict import Confidence, Verdict
from inspector.domain.visit import VisitKind
from inspector.i18n import N_, Translator, language
from inspector.reports.words import grouped

if TYPE_CHECKING:
    from inspector.criteria.model import Confirmation
    from inspector.xforms import QuestionView

NBSP = "\u00a0"

VERDICTS = {
    Verdict.PASS: N_("Pass"),
    Verdict.ATTENTION: N_("Attention"),
    Verdict.FAIL: N_("Fail"),
    Verdict.NOT_APPLICABLE: N_("Not applicable"),
    Verdict.UNDETERMINED: N_("Undetermined"),
}
GRADES = {Grade.CRITICAL: N_("Critical"), Grade.SERIOUS: N_("Serious"), Grade.GENERAL: N_("General")}
IMPORTANCES = {
    Importance.SPECIAL: N_("Special important customer"),
    Importance.LEVEL_1: N_("Level 1 important customer"),
    Importance.LEVEL_2: N_("Level 2 important customer"),
    Importance.TEMPORARY: N_("Temporary important customer"),
    Importance.NONE: N_("Ordinary high-voltage customer"),
}
METERINGS = {
    Metering.HV_SIDE: N_("high-voltage supply, high-voltage metering"),
    Metering.LV_SIDE: N_("high-voltage supply, low-voltage metering"),
}
VISIT_KINDS = {
    VisitKind.PERIODIC: N_("Periodic inspection"),
    VisitKind.SEASONAL: N_("Seasonal inspection"),
    VisitKind.SPECIAL: N_("Special inspection"),
    VisitKind.AFTER_ACCIDENT: N_("Inspection after an accident"),
    VisitKind.INTERMEDIATE: N_("Intermediate inspection"),
    VisitKind.ACCEPTANCE: N_("Acceptance inspection"),
}
ROLES = {
    Role.INSPECTOR: N_("Inspector"),
    Role.LEAD: N_("Team lead"),
    Role.REVIEWER: N_("Reviewer"),
    Role.ADMINISTRATOR: N_("Administrator"),
}
KINDS = {
    EquipmentKind.TRANSFORMER_OIL: N_("Oil transformer"),
    EquipmentKind.TRANSFORMER_DRY: N_("Dry transformer"),
    EquipmentKind.SWITCHGEAR: N_("Switchgear"),
    EquipmentKind.CABLE: N_("Cable"),
    EquipmentKind.ARRESTER: N_("Surge arrester"),
    EquipmentKind.INSTRUMENT_TRANSFORMER: N_("Instrument transformer"),
    EquipmentKind.CAPACITOR: N_("Capacitor bank"),
    EquipmentKind.DC_SYSTEM: N_("DC system"),
    EquipmentKind.GENERATOR: N_("Standby generator"),
    EquipmentKind.EARTHING: N_("Earthing device"),
    EquipmentKind.SAFETY_TOOLS: N_("Safety tools"),
}
CONFIDENCES = {
    Confidence.VERIFIED: N_("limit verified"),
    Confidence.CONFIRMED: N_("limit confirmed locally"),
    Confidence.WEAK: N_("limit from a weak source, please check"),
    Confidence.MEMORY: N_("limit not confirmed, please check"),
    Confidence.CONFLICT: N_("sources disagree, please check"),
    Confidence.PRACTICE: N_("practice, no clause"),
}
STATUSES = {
    "pending": N_("To be served"),
    "rectifying": N_("Being rectified"),
    "in_review": N_("In review"),
    "returned": N_("Returned"),
    "closed": N_("Closed"),
    "disputed": N_("Disputed"),
    "voided": N_("Voided"),
}
SUPERVISION = {
    "grade": N_("critical or serious"),
    "overdue": N_("overdue"),
    "recurrent": N_("recurrent"),
    "disputed": N_("disputed"),
    "by_hand": N_("put here by a lead"),
}


def here() -> Translator:
    """A translator for the window's language."""
    return Translator(language())


def status_key(hazard: Hazard) -> str:
    """The status as people count it: an open hazard is 待下发 until its notice was served, then 整改中."""
    if hazard.status is HazardStatus.OPEN:
        return "rectifying" if hazard.notice_served else "pending"
    return hazard.status.value


def account_shown(account: str) -> str:
    """An account number as people read it, in groups."""
    return grouped(account)


def customer_facts(customer: Customer, t: Translator) -> str:
    """One line: voltage and metering · transformers · account."""
    supply = voltage_text(customer.voltage_kv) + " " + t(METERINGS[customer.metering])
    capacity = customer.transformers or (f"{customer.capacity_kva:g}{NBSP}kVA" if customer.capacity_kva else "")
    account = t("account {account}").format(account=grouped(customer.account))
    return " · ".join(part for part in (supply.strip(), capacity, account) if part)


def voltage_text(voltage_kv: float | None) -> str:
    """A voltage with a non-breaking space before its unit."""
    return f"{voltage_kv:g}{NBSP}kV" if voltage_kv else ""


def number_text(value: float, unit: str = "", digits: int | None = None) -> str:
    """A number for people: rounded to `digits`, or to four significant ones; a real minus sign; a non-breaking unit."""
    text = f"{value:.{digits}f}" if digits is not None else f"{value:.4g}"
    if "e" in text:
        text = f"{value:.0f}"
    text = text.replace("-", "\u2212")
    return f"{text}{NBSP}{unit}" if unit else text


def answer_text(view: "QuestionView", value: str, unit: str) -> str:
    """A stored answer in words: the option's label, or the value with its unit."""
    labels = {option.value: option.label for option in view.options}
    words = [labels.get(part, part) for part in value.split()] if labels else [value]
    return ", ".join(words) + (f"{NBSP}{unit}" if unit and not labels else "")


def kind_name(kind: EquipmentKind) -> str:
    """What people call a kind of equipment, in the current language."""
    return here()(KINDS[kind])


def confidence_text(confidence: Confidence) -> str:
    """How far a limit is confirmed."""
    return here()(CONFIDENCES[confidence])


def source_words(confidence: Confidence | None, confirmation: "Confirmation | None") -> str:
    """How far a limit is confirmed, by whom and when if somebody here did; "" without a limit."""
    if confirmation is not None:
        words = here()(N_("confirmed by {name} on {date}"))
        return words.format(name=confirmation.by, date=confirmation.on.isoformat())
    return confidence_text(confidence) if confidence is not None else ""


def days_text(days: int | None, t: Translator) -> str:
    """Days until a deadline: overdue, due today, or left."""
    if days is None:
        return ""
    if days < 0:
        return t.plural("{count} day overdue", "{count} days overdue", -days).format(count=-days)
    if days == 0:
        return t("due today")
    return t.plural("{count} day left", "{count} days left", days).format(count=days)


def short_date(day: date | None, today: date) -> str:
    """A date for tables: MM-DD in the current year, YY-MM-DD in another."""
    if day is None:
        return ""
    return day.strftime("%m-%d") if day.year == today.year else day.strftime("%y-%m-%d")


def split_place(place: str, equipment: str) -> tuple[str, str]:
    """The room and the equipment of a place that names both; documents print them on two lines."""
    if equipment and place.endswith(equipment):
        return place.removesuffix(equipment).strip(), equipment
    return place, ""


def two_lines(place: str, equipment: str) -> str:
    """A place as documents print it: the room, and below it the equipment."""
    return "\n".join(part for part in split_place(place, equipment) if part)
