"""The product's words: enums as people read them, in the current language or a document's."""

from datetime import date
from typing import TYPE_CHECKING

from inspector.domain import words
from inspector.domain.customer import Customer, Metering
from inspector.domain.equipment import EquipmentKind
from inspector.domain.person import Role
from inspector.domain.risk import RiskLevel
from inspector.domain.verdict import Confidence, Verdict
from inspector.i18n import N_, Translator, language
from inspector.reports import words as printed
from inspector.reports.words import grouped

if TYPE_CHECKING:
    from inspector.criteria.model import Confirmation
    from inspector.xforms import QuestionView

NBSP = "\u00a0"
status_key, days_text, split_place = words.status_key, words.days_text, words.split_place
basis_text, usual_text = words.basis_text, words.usual_text
whole_phones = printed.whole_phones

VERDICTS = {
    Verdict.PASS: N_("Pass"),
    Verdict.ATTENTION: N_("Attention"),
    Verdict.FAIL: N_("Fail"),
    Verdict.NOT_APPLICABLE: N_("Not applicable"),
    Verdict.UNDETERMINED: N_("Undetermined"),
}
GRADES = words.GRADES
IMPORTANCES = words.IMPORTANCES
METERINGS = {
    Metering.HV_SIDE: N_("high-voltage supply, high-voltage metering"),
    Metering.LV_SIDE: N_("high-voltage supply, low-voltage metering"),
}
SHORT_METERINGS = {Metering.HV_SIDE: N_("HV metering"), Metering.LV_SIDE: N_("LV metering")}
"""Beside the voltage, which says that the supply is of high voltage."""
VISIT_KINDS = words.VISIT_KINDS
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
RISKS = {RiskLevel.HIGH: N_("High risk"), RiskLevel.MEDIUM: N_("Medium risk"), RiskLevel.LOW: N_("Low risk")}
STATUSES = words.STATUSES
SUPERVISION = words.SUPERVISION


def here() -> Translator:
    """A translator for the window's language."""
    return Translator(language())


def account_shown(account: str) -> str:
    """An account number as people read it, in groups."""
    return grouped(account)


def customer_facts(customer: Customer, t: Translator) -> str:
    """One line: voltage and metering · transformers · account."""
    supply = voltage_text(customer.voltage_kv) + " " + t(SHORT_METERINGS[customer.metering])
    capacity = customer.transformers or (f"{customer.capacity_kva:g}{NBSP}kVA" if customer.capacity_kva else "")
    account = t("no. {account}").format(account=grouped(customer.account))
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


def short_date(day: date | None, today: date) -> str:
    """A date for tables: MM-DD in the current year, YY-MM-DD in another."""
    if day is None:
        return ""
    return day.strftime("%m-%d") if day.year == today.year else day.strftime("%y-%m-%d")


def two_lines(place: str, equipment: str) -> str:
    """A place as documents print it: the room, and below it the equipment."""
    return "\n".join(part for part in split_place(place, equipment) if part)


def basis_shown(basis: str) -> str:
    """A basis as the reader reads it: a draft carries the word for "practice" in the language of its document."""
    return basis_text(basis, Translator(language()))
